"""What a partner has signed, frozen as JSON: answers with statements, files by name and fingerprint, signature."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.services.answer_files import SHEET
from ctpat_app.services.inquiry_answers import OpenInquiry
from ctpat_app.tables.inquiries import InquiryFileRow


@dataclass(frozen=True)
class SignedFile:
    """A file that stood beside an answer when it was signed."""

    name: str
    sha256: str


@dataclass(frozen=True)
class SignedAnswer:
    """One answer as it was signed; the statement in English, as it was asked."""

    criterion: str
    statement: str
    applies: bool
    text: str
    language: str
    english: str
    files: tuple[SignedFile, ...] = ()


@dataclass(frozen=True)
class SignedAnswers:
    """A signed version: complete in itself, so that it can be read when nothing else is left."""

    reference: str
    company: str
    partner: str
    name: str
    library_hash: str
    signer_name: str
    signer_title: str
    signed_at: datetime
    declaration: str
    declaration_language: str
    declaration_english: str
    answers: tuple[SignedAnswer, ...]


@dataclass(frozen=True)
class Declaration:
    """What a signer declares: in the language of the page, and in English."""

    text: str
    language: str
    english: str


def freeze(
    session: Session, inquiry: OpenInquiry, *, name: str, title: str, declaration: Declaration, now: datetime
) -> tuple[bytes, str]:
    """Return what is signed now as bytes, with their SHA-256."""
    files = _files(session, inquiry.id)
    signed = SignedAnswers(
        inquiry.reference,
        inquiry.company,
        inquiry.partner,
        inquiry.name,
        inquiry.library.hash,
        name,
        title,
        now,
        declaration.text,
        declaration.language,
        declaration.english,
        tuple(
            SignedAnswer(
                each.criterion,
                inquiry.library.criteria[each.criterion].i18n.statement,
                each.applies,
                each.text,
                each.language,
                "" if each.english_outdated else each.english,
                files.get(each.criterion, ()),
            )
            for each in inquiry.answers
        ),
    )
    content = json.dumps(asdict(signed), ensure_ascii=False, sort_keys=True, default=datetime.isoformat).encode()
    return content, hashlib.sha256(content).hexdigest()


def thaw(content: bytes) -> SignedAnswers:
    """Return what ``freeze`` made."""
    stored = json.loads(content)
    answers = tuple(
        SignedAnswer(**{**each, "files": tuple(SignedFile(**file) for file in each["files"])})
        for each in stored.pop("answers")
    )
    signed_at = datetime.fromisoformat(stored.pop("signed_at"))
    return SignedAnswers(**stored, signed_at=signed_at, answers=answers)


def _files(session: Session, inquiry_id: int) -> Mapping[str, tuple[SignedFile, ...]]:
    query = select(InquiryFileRow).where(
        col(InquiryFileRow.inquiry_id) == inquiry_id,
        col(InquiryFileRow.criterion) != SHEET,
        col(InquiryFileRow.removed_at).is_(None),
    )
    found: dict[str, tuple[SignedFile, ...]] = {}
    for row in session.scalars(query.order_by(col(InquiryFileRow.id))):
        found[row.criterion] = (*found.get(row.criterion, ()), SignedFile(row.name, row.sha256))
    return found
