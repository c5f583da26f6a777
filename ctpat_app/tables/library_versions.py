"""Immutable versions of the guidance library."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel


class LibraryVersionRow(SQLModel, table=True):
    """The whole content as compressed JSON under the hash of its source; never changed."""

    __tablename__ = "library_version"
    hash: str = Field(primary_key=True, max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
    created_at: datetime
