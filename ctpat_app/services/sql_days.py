"""Counting days within a query, alike on SQLite and PostgreSQL; a day is one in UTC, as everywhere in the tables."""

from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from ctpat_app.tables.security_models import ModelEventRow


class utc_day(FunctionElement[Any]):  # noqa: N801  reads like a function of the database
    """The day of a moment."""

    type = Date()
    inherit_cache = True


class days_after(FunctionElement[Any]):  # noqa: N801
    """The day so many days after a day: ``days_after(day, number)``."""

    type = Date()
    inherit_cache = True


class years_after(FunctionElement[Any]):  # noqa: N801
    """The same day so many years later: ``years_after(day, number)``."""

    type = Date()
    inherit_cache = True


class days_between(FunctionElement[Any]):  # noqa: N801
    """How many days the second day is after the first."""

    type = Integer()
    inherit_cache = True


class day_begins(FunctionElement[Any]):  # noqa: N801
    """The moment at which a day begins."""

    type = ModelEventRow.__table__.c.at.type  # type: ignore[attr-defined]
    inherit_cache = True


_SQLITE = {
    utc_day: "date({0})",
    days_after: "date({0}, '+' || {1} || ' days')",
    years_after: "date({0}, '+' || {1} || ' years')",
    days_between: "CAST(julianday({1}) - julianday({0}) AS INTEGER)",
    # Written as the driver writes moments, so that they compare.
    day_begins: "strftime('%Y-%m-%d 00:00:00.000000', {0})",
}
_POSTGRESQL = {
    utc_day: "CAST({0} AT TIME ZONE 'UTC' AS DATE)",
    days_after: "({0} + CAST({1} AS INTEGER))",
    years_after: "CAST({0} + make_interval(years => {1}) AS DATE)",
    days_between: "({1} - {0})",
    day_begins: "(CAST({0} AS TIMESTAMP) AT TIME ZONE 'UTC')",
}


def _write(element: FunctionElement[Any], compiler: SQLCompiler, template: str, **options: Any) -> str:
    return template.format(*(compiler.process(each, **options) for each in element.clauses))


for _dialect, _templates in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
    for _kind, _template in _templates.items():

        def _compile(element: Any, compiler: Any, _template: str = _template, **options: Any) -> str:
            return _write(element, compiler, _template, **options)

        compiles(_kind, _dialect)(_compile)
