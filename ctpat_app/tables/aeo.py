"""Registrations of European Union AEOs: which EORI number stands for which manufacturer codes (MID)."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel


class AeoRegistrationRow(SQLModel, table=True):
    """One registration, from asking on; whoever changes one makes a new row that takes its place."""

    __tablename__ = "aeo_registration"
    __table_args__ = (Index("ix_aeo_registration_account", "trade_account_id", "state"),)
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id")
    eori: str = Field(max_length=17, index=True)
    certificate_kind: str = Field(max_length=10)
    """A ``CertificateKind`` of ``domain/aeo``."""
    certificate: str = Field(max_length=40)
    state: str = Field(max_length=20)
    """An ``AeoState`` of ``domain/aeo``."""
    reason: str = Field(default="", sa_type=Text)
    """Of a refusal; the company reads it."""
    replaces_id: int | None = Field(default=None, foreign_key="aeo_registration.id")
    """The registration whose place it takes once it is registered."""
    library_hash: str = Field(max_length=64)
    """The content whose questions were answered."""
    asked_at: datetime
    asked_by: int = Field(foreign_key="user_account.id")
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="user_account.id")
    ended_at: datetime | None = None
    """When it was withdrawn, or another one took its place."""
    ended_by: int | None = Field(default=None, foreign_key="user_account.id")


class AeoMidRow(SQLModel, table=True):
    """One manufacturer code of a registration, in the order in which they were given."""

    __tablename__ = "aeo_mid"
    __table_args__ = (Index("ix_aeo_mid_registration", "registration_id", "mid", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    registration_id: int = Field(foreign_key="aeo_registration.id")
    mid: str = Field(max_length=15, index=True)
    is_outside: bool = False
    """Its country lies outside of the European Union, which the company has confirmed."""
