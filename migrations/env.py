"""Runs the migrations on the connection that ``ctpat_app.adapters.migrations`` hands in."""

from typing import Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from ctpat_app import tables as _tables  # noqa: F401  registers all tables
from ctpat_app.tables.name_index import BESIDE


def _render(kind: str, item: object, _autogenerate: object) -> str | Literal[False]:
    """Write plain SQL types, so that a migration stays what it was when the project's own types change."""
    if kind != "type" or not isinstance(item, sa.types.TypeDecorator):
        return False
    plain = item.impl_instance
    if isinstance(item, AutoString):
        return f"sa.String(length={plain.length})"
    if isinstance(plain, sa.DateTime):
        return "sa.DateTime(timezone=True)"
    return f"sa.{type(plain).__name__}()"


def _is_compared(_object: object, name: str | None, _kind: str, is_read: bool, _other: object) -> bool:
    """Leave out what belongs to an index that no table class describes."""
    return not (is_read and name and name.startswith(BESIDE))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=_render,
    include_object=_is_compared,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
