"""What a person shows besides the password, or in its place."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
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


class PasskeyRow(SQLModel, table=True):
    """A passkey of a person: the public half of a key pair whose other half never leaves the person's device."""

    __tablename__ = "passkey"
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    credential_id: str = Field(unique=True, max_length=1400)
    """Base64url; the standard allows 1023 bytes."""
    handle: str = Field(max_length=64)
    """What devices know the person by: random, and the same for all passkeys of one person."""
    public_key: bytes = Field(sa_type=LargeBinary)
    use_count: int = 0
    """As the device counted last; many devices always say 0."""
    last_challenge: str = Field(default="", max_length=64)
    """Hash of the challenge that was answered last: no answer counts twice."""
    backed_up: bool = False
    name: str = Field(default="", max_length=80)
    added_at: datetime
    last_used_at: datetime | None = None


class LinkedIdentityRow(SQLModel, table=True):
    """An identity at a provider that opens the account; what the provider tells about the person is not kept."""

    __tablename__ = "linked_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("user_id", "issuer"))
    id: int | None = Field(default=None, primary_key=True)
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=255)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    linked_at: datetime
    last_used_at: datetime | None = None
