"""Accounts that house business types under one profile; they have a status from the moment Apply is pressed."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ctpat_app.tables.audit_guard import guard_events


class SecurityModelRow(SQLModel, table=True):
    """A security model; "application" is only what the page calls one that is not yet certified."""

    __tablename__ = "security_model"
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    status: str = Field(max_length=40)
    name: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    """What the company calls it; empty: it is known by its business types."""
    merged_into_id: int | None = None
    """The security model that took this one in."""
    first_submitted_at: datetime | None = None
    certified_on: date | None = None
    anniversary: date | None = None
    """The annual review comes each year on its day and month."""
    validated_on: date | None = None
    created_at: datetime
    created_by: int = Field(foreign_key="user_account.id")


class ModelEventRow(SQLModel, table=True):
    """One step in the life of a security model; status and dates of the model follow from these rows.

    Rows are never changed or deleted, so they hold plain numbers: an unsent application that is purged leaves them.
    """

    __tablename__ = "model_event"
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(index=True)
    step: str = Field(max_length=40)
    source: str = Field(default="", max_length=40)
    """The status before; empty where a history begins."""
    target: str = Field(max_length=40)
    at: datetime
    user_id: int | None = None
    """Who took the step; None: the kiosk itself."""
    party: str = Field(max_length=20)
    reason: str = Field(default="", sa_type=Text)
    data: str = Field(default="", sa_type=Text)
    """What else belongs to the step, as JSON: dates that a new model brings along, the models of a merge."""


guard_events(SQLModel.metadata.tables["model_event"])


class SecurityModelMemberRow(SQLModel, table=True):
    """A member's role in a security model, as it stood when the model was last submitted."""

    __tablename__ = "security_model_member"
    __table_args__ = (UniqueConstraint("security_model_id", "membership_id"),)
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(foreign_key="security_model.id", index=True)
    membership_id: int = Field(foreign_key="membership.id", index=True)
    role: str = Field(max_length=20)
    primary_contact: bool = False
