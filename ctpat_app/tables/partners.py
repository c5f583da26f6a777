"""The register of business partners that a company keeps, and the questionnaires it has built for them."""

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel


class PartnerRow(SQLModel, table=True):
    """A business partner of one company; what was removed stays, so that what it once answered can be read."""

    __tablename__ = "partner"
    __table_args__ = (
        Index(
            "ix_partner_name",
            "trade_account_id",
            "folded_name",
            "country",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id")
    """Whose register it stands in."""
    name: str = Field(max_length=300)
    folded_name: str = Field(max_length=420)
    """``company_names.name_key`` of the name: case, accents and punctuation do not make another partner."""
    role: str = Field(max_length=40)
    """A ``PartnerRole`` of ``domain/partners``."""
    country: str = Field(default="", max_length=2)
    contact_name: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=254)
    language: str = Field(default="en", max_length=16)
    """In which mails and questionnaires go to it."""
    risk: str = Field(default="", max_length=20)
    risk_reason: str = Field(default="", sa_type=Text)
    program: str = Field(default="", max_length=20)
    """Which security program it belongs to: a ``Program`` of ``domain/partners``."""
    proof: str = Field(default="", max_length=300)
    """What shows that: number of a certificate, or how it was looked up."""
    proof_checked_on: date | None = None
    svi_model_id: int | None = Field(default=None, foreign_key="security_model.id")
    """The security model that the company watches in status verification, where the partner is one."""
    next_due_on: date | None = None
    """By when it is to be looked at again."""
    note: str = Field(default="", sa_type=Text)
    version: int = 1
    created_at: datetime
    created_by: int = Field(foreign_key="user_account.id")
    changed_at: datetime
    removed_at: datetime | None = None
    removed_by: int | None = Field(default=None, foreign_key="user_account.id")


class PartnerImportRow(SQLModel, table=True):
    """A file with partners between its upload and the word that loads it; it goes after a day, or with the next one."""

    __tablename__ = "partner_import"
    __table_args__ = (Index("ix_partner_import_owner", "trade_account_id", "user_id"),)
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id")
    user_id: int = Field(foreign_key="user_account.id")
    """Who uploaded it; nobody else sees it."""
    file_name: str = Field(max_length=255)
    content: bytes = Field(sa_type=LargeBinary)
    """The rows that are not in the register, as text: packed JSON."""
    created_at: datetime
    loaded_at: datetime | None = None
    loaded_count: int = 0


class QuestionnaireRow(SQLModel, table=True):
    """A questionnaire that a company has put together by ticking criteria; what was sent keeps its own copy."""

    __tablename__ = "questionnaire"
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    name: str = Field(max_length=200)
    introduction: str = Field(default="", sa_type=Text)
    """What the company says to the partner before the first question."""
    business_type: str = Field(default="", max_length=60)
    """From whose criteria it was built; empty: from all."""
    criteria: str = Field(sa_type=Text)
    """Ids of the criteria in their order, with commas between them."""
    version: int = 1
    created_at: datetime
    created_by: int = Field(foreign_key="user_account.id")
    changed_at: datetime
    retired_at: datetime | None = None
