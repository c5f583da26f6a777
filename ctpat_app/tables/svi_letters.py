"""Letters: mails by which a company certifies its status to a business partner who is no member."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel


class SviLetterRow(SQLModel, table=True):
    """One letter, from its preview on; what was sent stays as it was, whatever became of it."""

    __tablename__ = "svi_letter"
    __table_args__ = (
        Index("ix_svi_letter_model", "security_model_id", "state"),
        Index("ix_svi_letter_address", "security_model_id", "email_key", "sent_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(foreign_key="security_model.id")
    """Whose status it certifies."""
    partner_id: int | None = Field(default=None, foreign_key="partner.id")
    """The entry of the register that it goes to; None: the address was typed."""
    addressee: str = Field(max_length=200)
    email: str = Field(max_length=254)
    email_key: str = Field(max_length=320)
    language: str = Field(max_length=16)
    """In which the mail is written."""
    words: str = Field(default="", sa_type=Text)
    """What the company adds in its own words."""
    company: str = Field(max_length=300)
    """Its name as the mail says it."""
    status: str = Field(max_length=40)
    """Its status as the mail says it."""
    code: str = Field(max_length=40, unique=True)
    """Under which the public page says whether the status still holds."""
    state: str = Field(max_length=20)
    """A ``LetterState`` of ``domain/svi_letters``."""
    prepared_at: datetime
    prepared_by: int = Field(foreign_key="user_account.id")
    sent_at: datetime | None = None
    sent_by: int | None = Field(default=None, foreign_key="user_account.id")
    opened_at: datetime | None = None
    """When its page was looked at first."""
    ended_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="user_account.id")
    """None: the kiosk, since the good standing was lost."""
