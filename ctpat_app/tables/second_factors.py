"""What a person shows besides the password."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from ctpat_app.tables.columns import Encrypted


class AuthenticatorRow(SQLModel, table=True):
    """The authenticator app of a person; it counts from ``confirmed_at`` on."""

    __tablename__ = "authenticator"
    user_id: int = Field(foreign_key="user_account.id", primary_key=True)
    seed: str = Field(sa_type=Encrypted)
    added_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = 0
    """Number of the half minute whose code was used last: no code works twice."""
