"""Signatures under the agreements of the kiosk: one record for all of them."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel


class AgreementSignatureRow(SQLModel, table=True):
    """Who signed which text, in which language, when, for whom, and the hash of what was signed.

    ``content_hash`` covers what the text was signed about (the application as it stood); a later edit voids the
    signature visibly: ``voided_at`` and the reason are kept, the row is never deleted.
    """

    __tablename__ = "agreement_signature"
    __table_args__ = (Index("ix_agreement_signature_subject", "subject_kind", "subject_id"),)
    id: int | None = Field(default=None, primary_key=True)
    agreement_id: str = Field(max_length=80)
    subject_kind: str = Field(max_length=40)
    subject_id: int
    draft_id: int | None = None
    """The form in which it was signed: an edit of another one, such as later changes, does not touch it.

    No key: a form that was never sent may be purged, and what was signed in it stays on record.
    """
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    text: str = Field(sa_type=Text)
    text_hash: str = Field(max_length=64)
    content_hash: str = Field(default="", max_length=64)
    language: str = Field(max_length=16)
    signer_id: int = Field(foreign_key="user_account.id")
    signer_name: str = Field(max_length=200)
    role: str = Field(max_length=20)
    acting_for: str = Field(max_length=200)
    signed_at: datetime
    voided_at: datetime | None = None
    void_reason: str = Field(default="", max_length=80)
