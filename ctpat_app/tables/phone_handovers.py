"""Codes by which somebody goes on with their own phone after a shared computer."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class PhoneHandoverRow(SQLModel, table=True):
    """One code that was shown at a shared computer; it names a place, and opens nothing by itself."""

    __tablename__ = "phone_handover"
    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True, max_length=64)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    """Who is signed in at the shared computer, and nobody else may arrive."""
    session_hash: str = Field(index=True, max_length=64)
    """Of the session there, which ends when the phone is confirmed."""
    place: str = Field(max_length=200)
    """Address below the language."""
    terminal: str = Field(default="", max_length=80)
    """Name of the terminal; empty for another shared computer."""
    state: str = Field(max_length=20)
    """A ``HandoverState`` of ``domain/phone_handovers``."""
    offered_at: datetime
    phone_hash: str = Field(default="", max_length=64, index=True)
    """Of what the phone that took the code up holds in a cookie."""
    digits: str = Field(default="", max_length=2)
    """Shown by both, for comparing."""
    taken_at: datetime | None = None
    confirmed_at: datetime | None = None
