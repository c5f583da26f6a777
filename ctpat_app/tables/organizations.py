"""Links between trade accounts, requests to link, merge and split, and offices that pass from one person to another."""

from datetime import datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel


class AccountLinkRow(SQLModel, table=True):
    """One trade account stands above another in a trade organization, until ``ended_at``."""

    __tablename__ = "account_link"
    __table_args__ = (
        Index(
            "ix_account_link_child_now",
            "child_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    parent_id: int = Field(foreign_key="trade_account.id", index=True)
    child_id: int = Field(foreign_key="trade_account.id")
    linked_at: datetime
    ended_at: datetime | None = None


class OrganizationRequestRow(SQLModel, table=True):
    """A request to link, de-link, merge or split: who asked and why, who agreed, and when it takes effect.

    ``partner_key`` is the folded address of who is asked to agree: another company's officer, whose company is known
    only when they do; of a split of the account, its future officer.
    """

    __tablename__ = "organization_request"
    __table_args__ = (Index("ix_organization_request_due", "state", "takes_effect_at"),)
    id: int | None = Field(default=None, primary_key=True)
    operation: str = Field(max_length=20)
    state: str = Field(max_length=20)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    other_account_id: int | None = Field(default=None, foreign_key="trade_account.id", index=True)
    partner_key: str = Field(default="", max_length=320, index=True)
    partner_email: str = Field(default="", max_length=320)
    asker_is_parent: bool = True
    """Of a merge of accounts: whether the account that asked is the one that stays."""
    link_id: int | None = Field(default=None, foreign_key="account_link.id")
    first_model_id: int | None = Field(default=None, foreign_key="security_model.id")
    second_model_id: int | None = Field(default=None, foreign_key="security_model.id")
    """Of a split: the model that it made."""
    business_type: str = Field(default="", max_length=80)
    model_name: str = Field(default="", max_length=200)
    """Of a split of the account: the new company's name."""
    detail: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    """JSON, of merges and splits of accounts: who and which model goes along, and the hash of what was approved.

    A model that was never sent may be purged meanwhile, so nothing here refers to it by a key.
    """
    reason: str = Field(sa_type=Text)
    requested_by: int = Field(foreign_key="user_account.id")
    requested_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="user_account.id")
    """Who agreed or declined: the other company's officer, or CTPAT management."""
    decided_at: datetime | None = None
    decision_note: str = Field(default="", sa_type=Text)
    takes_effect_at: datetime | None = None
    ended_at: datetime | None = None
    failure: str = Field(default="", max_length=80)
    """Message code of the rule that no longer allowed it when it was due."""


class TwoTextsRow(SQLModel, table=True):
    """A criterion that two merged models answered differently: both texts, until the officer has chosen."""

    __tablename__ = "two_texts"
    __table_args__ = (Index("ix_two_texts_place", "draft_id", "key", "row_key", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id")
    key: str = Field(max_length=120)
    row_key: str = Field(default="", max_length=40)
    first_text: str = Field(sa_type=Text)
    second_text: str = Field(sa_type=Text)
    first_name: str = Field(max_length=200)
    second_name: str = Field(max_length=200)
    """Names of the two security models as they were."""
    chosen: str = Field(default="", max_length=10)
    """``first`` or ``second``; empty while both stand."""
    chosen_by: int | None = Field(default=None, foreign_key="user_account.id")
    chosen_at: datetime | None = None


class HandoverRow(SQLModel, table=True):
    """The office of officer, offered by one member to another; ``outcome`` is empty while the offer stands."""

    __tablename__ = "handover"
    __table_args__ = (
        Index(
            "ix_handover_open",
            "trade_account_id",
            unique=True,
            sqlite_where=text("outcome = ''"),
            postgresql_where=text("outcome = ''"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    giver_id: int = Field(foreign_key="membership.id")
    receiver_id: int = Field(foreign_key="membership.id")
    giver_leaves: bool = False
    """The officer leaves the account as soon as the other has accepted."""
    offered_at: datetime
    outcome: str = Field(default="", max_length=20)
    """``accepted``, ``declined``, ``taken-back`` or ``ended``."""
    ended_at: datetime | None = None
