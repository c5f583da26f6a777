"""Certificates, each with the code under which anybody can check it."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class CertificateRow(SQLModel, table=True):
    """A certificate: it counts from a step of a security model until the next one that changes the status."""

    __tablename__ = "certificate"
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(index=True)
    status: str = Field(max_length=40)
    code: str = Field(max_length=40, unique=True)
    issued_at: datetime
    revoked_at: datetime | None = None
