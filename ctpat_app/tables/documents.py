"""Stored files: what they are, their versions, and the answers they stand beside. The bytes lie in the file store."""

from datetime import date, datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel


class DocumentRow(SQLModel, table=True):
    """A file of one security model's document exchange, or of the public library when it belongs to no company.

    A file of the same name in the same place is a new version of it; nothing is deleted.
    """

    __tablename__ = "document"
    __table_args__ = (
        Index(
            "ix_document_name_in_model",
            "security_model_id",
            "folded_name",
            unique=True,
            sqlite_where=text("security_model_id IS NOT NULL"),
            postgresql_where=text("security_model_id IS NOT NULL"),
        ),
        Index(
            "ix_document_name_in_library",
            "folded_name",
            unique=True,
            sqlite_where=text("security_model_id IS NULL"),
            postgresql_where=text("security_model_id IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int | None = Field(default=None, foreign_key="trade_account.id", index=True)
    security_model_id: int | None = Field(default=None, foreign_key="security_model.id")
    name: str = Field(max_length=255)
    """As the person's computer named it: data, never a path."""
    folded_name: str = Field(max_length=255)
    """By which files of the same name are found: case and width do not count."""
    kind: str = Field(default="", max_length=80)
    """Id of a kind of evidence of the content; empty for any other document."""
    origin: str = Field(default="", max_length=120)
    """Where it was first uploaded: the key of an answer, or empty for the documents page."""
    stands_for: date | None = None
    """The day, or the last day of the period, that the document stands for."""
    stands_from: date | None = None
    """The first day of that period, where it is one."""
    valid_until: date | None = None
    note: str = Field(default="", sa_type=Text)
    language: str = Field(default="", max_length=16)
    version: int = 1
    """Counts changes of these facts, so that two people do not overwrite each other."""
    created_at: datetime
    created_by: int = Field(foreign_key="user_account.id")


class DocumentVersionRow(SQLModel, table=True):
    """One state of a document as it was uploaded; the one with the highest number is the current one."""

    __tablename__ = "document_version"
    __table_args__ = (Index("ix_document_version_number", "document_id", "number", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    number: int
    blob_key: str = Field(index=True, max_length=200)
    """Where the bytes lie in the file store; a copy in another security model lies in the same place."""
    size_bytes: int
    sha256: str = Field(max_length=64)
    media_type: str = Field(max_length=100)
    pages: int = 0
    """Of a PDF that could be read; 0 for everything else."""
    state: str = Field(max_length=20)
    """How far it could be read: an ``UploadState`` of ``domain/documents``."""
    scan: str = Field(max_length=20)
    """What the malware scan said: a ``Scan`` of ``domain/documents``."""
    text: str = Field(default="", sa_type=Text)
    """What it says, as far as that could be read; for the search alone."""
    uploaded_at: datetime
    uploaded_by: int = Field(foreign_key="user_account.id")


class AttachmentRow(SQLModel, table=True):
    """A document stands beside an answer as its evidence, until it is taken away; one may stand beside many."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index(
            "ix_attachment_now",
            "draft_id",
            "key",
            "document_id",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id")
    key: str = Field(max_length=120)
    document_id: int = Field(foreign_key="document.id", index=True)
    attached_at: datetime
    attached_by: int = Field(foreign_key="user_account.id")
    removed_at: datetime | None = None


class SentFileRow(SQLModel, table=True):
    """A file as it stood beside an answer when the form was sent: this version, with what was noted about it then."""

    __tablename__ = "sent_file"
    __table_args__ = (Index("ix_sent_file_place", "draft_id", "key", "document_id", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id")
    key: str = Field(max_length=120)
    document_id: int = Field(foreign_key="document.id", index=True)
    number: int
    """Of the version that was the current one."""
    name: str = Field(max_length=255)
    kind: str = Field(default="", max_length=80)
    stands_for: date | None = None
    valid_until: date | None = None
    note: str = Field(default="", sa_type=Text)
    language: str = Field(default="", max_length=16)
