"""Signatures under agreements: one record for all of them; a later edit of what was signed voids it visibly."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Localiser, Ref, ref
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.audit import write_audit
from ctpat_app.services.reading import read
from ctpat_app.tables.agreements import AgreementSignatureRow

PARTNER_AGREEMENT = "partner-agreement"
MRA_CONSENT = "mra-consent"

_STANDING_OF_SUBJECT = select(col(AgreementSignatureRow.id)).where(
    col(AgreementSignatureRow.subject_kind) == bindparam("of_kind"),
    col(AgreementSignatureRow.subject_id) == bindparam("of_subject"),
    col(AgreementSignatureRow.voided_at).is_(None),
)
_STANDING = _STANDING_OF_SUBJECT.where(col(AgreementSignatureRow.agreement_id) == bindparam("of_agreement")).limit(1)
_SIGNED_IN_DRAFT = _STANDING_OF_SUBJECT.where(
    col(AgreementSignatureRow.draft_id) == bindparam("of_draft"), col(AgreementSignatureRow.content_hash) != ""
)
# Every saved answer asks it, and there is seldom anything to void.
_TO_VOID = _SIGNED_IN_DRAFT.limit(1)


@dataclass(frozen=True)
class AgreementText:
    """An agreement as it is read and signed in one language; ``language`` is that of the paragraphs."""

    id: str
    title: str
    summary: tuple[str, ...]
    paragraphs: tuple[str, ...]
    statement: str
    language: str
    unverified: bool

    @property
    def whole(self) -> str:
        """The text that is signed."""
        return "\n\n".join((self.title, *self.paragraphs, self.statement))


@dataclass(frozen=True)
class SignatureView:
    """Who signed what, when; ``voided_at`` is set when a later edit made it void."""

    agreement_id: str
    signer_name: str
    role: str
    acting_for: str
    language: str
    signed_at: datetime
    text: str
    text_hash: str
    content_hash: str
    voided_at: datetime | None
    draft_id: int | None = None
    """The form in which it was signed."""


def agreement_text(library: Library, agreement_id: str, localiser: Localiser) -> AgreementText:
    """Return the agreement in the reader's language; when any paragraph lacks a translation, the whole is English."""
    agreement = library.agreements[agreement_id]
    path, words = f"agreements/{agreement_id}", agreement.i18n

    def several(key: str, texts: tuple[str, ...]) -> list[Ref]:
        return [ref(path, key, text) for text in texts]

    title, statement = ref(path, "title", words.title), ref(path, "statement", words.statement)
    paragraphs, summary = several("paragraphs", words.paragraphs), several("summary", words.summary)
    shown = [localiser.show(item) for item in (title, statement, *paragraphs, *summary)]
    whole = all(item.language == localiser.language for item in shown)

    def say(item: Ref) -> str:
        return localiser.text(item) if whole else item.english

    return AgreementText(
        agreement_id,
        say(title),
        tuple(map(say, summary)),
        tuple(map(say, paragraphs)),
        say(statement),
        localiser.language if whole else "en",
        agreement.unverified,
    )


def write_signature(
    session: Session,
    actor: Actor,
    access: DraftAccess,
    *,
    agreement: AgreementText,
    acting_for: str,
    content_hash: str,
    typed_name: str,
    now: datetime,
) -> None:
    """Record one signature; the caller has authorized and checked what is signed."""
    session.add(
        AgreementSignatureRow(
            agreement_id=agreement.id,
            subject_kind=access.subject_kind,
            subject_id=access.subject_id,
            draft_id=access.draft_id,
            trade_account_id=access.trade_account_id,
            text=agreement.whole,
            text_hash=hashlib.sha256(agreement.whole.encode()).hexdigest(),
            content_hash=content_hash,
            language=agreement.language,
            signer_id=actor.user_id,
            signer_name=typed_name,
            role=access.role.value,
            acting_for=acting_for,
            signed_at=now,
        )
    )
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="agreement.signed",
        subject=f"{access.subject_kind}:{access.subject_id}/{agreement.id}",
        now=now,
        language=agreement.language,
    )


def has_signature(session: Session, subject_kind: str, subject_id: int, agreement_id: str) -> bool:
    """Return whether a signature that stands is on record."""
    found = read(session, _STANDING, of_kind=subject_kind, of_subject=subject_id, of_agreement=agreement_id)
    return found.first() is not None


def signatures_of(session: Session, subject_kind: str, subject_id: int) -> tuple[SignatureView, ...]:
    """Return every signature on record, void ones included, oldest first."""
    query = (
        select(AgreementSignatureRow)
        .where(
            col(AgreementSignatureRow.subject_kind) == subject_kind, col(AgreementSignatureRow.subject_id) == subject_id
        )
        .order_by(col(AgreementSignatureRow.id))
    )
    return tuple(_view(row) for row in session.scalars(query))


def _view(row: AgreementSignatureRow) -> SignatureView:
    return SignatureView(
        row.agreement_id,
        row.signer_name,
        row.role,
        row.acting_for,
        row.language,
        row.signed_at,
        row.text,
        row.text_hash,
        row.content_hash,
        row.voided_at,
        row.draft_id,
    )


def is_signed_in(session: Session, access: DraftAccess) -> bool:
    """Whether a signature about the answers of this very form stands."""
    place = {"of_kind": access.subject_kind, "of_subject": access.subject_id, "of_draft": access.draft_id}
    return read(session, _TO_VOID, **place).first() is not None


def void_signatures(session: Session, access: DraftAccess, *, now: datetime) -> None:
    """Void the signatures whose content was just edited.

    Those that cover only their own text stand, and so does what was signed in another form of the same security model:
    editing changes does not touch what was sent before.
    """
    if not is_signed_in(session, access):
        return
    session.execute(
        update(AgreementSignatureRow)
        .where(
            col(AgreementSignatureRow.subject_kind) == access.subject_kind,
            col(AgreementSignatureRow.subject_id) == access.subject_id,
            col(AgreementSignatureRow.draft_id) == access.draft_id,
            col(AgreementSignatureRow.voided_at).is_(None),
            col(AgreementSignatureRow.content_hash) != "",
        )
        .values(voided_at=now, void_reason="edited")
    )


def withdraw_signature(
    session: Session, actor: Actor, access: DraftAccess, *, agreement_id: str, now: datetime
) -> None:
    """Take back a consent: the record stays, marked with the moment; the caller has authorized."""
    session.execute(
        update(AgreementSignatureRow)
        .where(
            col(AgreementSignatureRow.subject_kind) == access.subject_kind,
            col(AgreementSignatureRow.subject_id) == access.subject_id,
            col(AgreementSignatureRow.agreement_id) == agreement_id,
            col(AgreementSignatureRow.voided_at).is_(None),
        )
        .values(voided_at=now, void_reason="withdrawn")
    )
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="agreement.withdrawn",
        subject=f"{access.subject_kind}:{access.subject_id}/{agreement_id}",
        now=now,
    )
