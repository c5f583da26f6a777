"""The application as a document to print: a sent one as it was frozen, a draft as it stands and marked as such."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.printing import (
    PrintedCriterion,
    PrintedDocument,
    PrintedRow,
    PrintedSection,
    PrintedSignature,
    PrintedText,
    PrintedWords,
)
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import name_of_type
from ctpat_app.guidance.summary import SummaryCriterion, SummaryRow, SummaryWords, summarise
from ctpat_app.guidance.texts import Localiser, Shown, ref
from ctpat_app.services.access import require_draft
from ctpat_app.services.application import read_application
from ctpat_app.services.sending import signature_of
from ctpat_app.services.signatures import SignatureView, signatures_of
from ctpat_app.services.submissions import find_submission, frozen_situation
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.drafts import DraftRow, SubmissionRow
from ctpat_app.tables.security_models import SecurityModelRow


class DocumentWords(Protocol):
    """The document's own words in the reader's language, handed in by the caller."""

    @property
    def kiosk(self) -> str:
        """Name of the kiosk."""

    def text(self, code: str, **params: Any) -> str:
        """Return the text of a code."""

    def day(self, moment: datetime) -> str:
        """Return a date."""

    def moment(self, moment: datetime) -> str:
        """Return a date and time."""


@dataclass(frozen=True)
class _Edition:
    """One application in one language."""

    situation: Situation
    localiser: Localiser
    words: DocumentWords
    company: str
    status: str
    submission: SubmissionRow | None
    signatures: tuple[SignatureView, ...]
    now: datetime


def printed_application(
    session: Session, actor: Actor, *, draft_id: int, localiser: Localiser, words: DocumentWords, now: datetime
) -> PrintedDocument:
    """Return the application as ``actor`` may print it; personal identifiers appear only as their masks.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    submission = find_submission(session, draft_id)
    if submission is not None:
        return _submitted(session, submission, localiser, words, now)
    opened = read_application(session, actor, draft_id=draft_id, now=now)
    found = signatures_of(session, access.subject_kind, access.subject_id)
    standing = tuple(item for item in found if item.voided_at is None)
    status = session.get_one(SecurityModelRow, access.subject_id).status
    return _document(_Edition(opened.situation, localiser, words, opened.company, status, None, standing, now))


def printed_submission(
    session: Session, *, reference: str, localiser: Localiser, words: DocumentWords, now: datetime
) -> PrintedDocument:
    """Return the application sent under ``reference``, for whoever runs the kiosk: nobody is asked for a permission.

    Raises:
        InvalidValue: ``reference.unknown`` (``reference``).
    """
    query = select(SubmissionRow).where(col(SubmissionRow.reference) == reference.strip().upper())
    submission = session.scalars(query).first()
    if submission is None:
        raise InvalidValue("reference.unknown", reference=reference)
    return _submitted(session, submission, localiser, words, now)


def _submitted(
    session: Session, submission: SubmissionRow, localiser: Localiser, words: DocumentWords, now: datetime
) -> PrintedDocument:
    draft = session.get_one(DraftRow, submission.draft_id)
    found = signatures_of(session, draft.subject_kind, draft.subject_id)
    signed = signature_of(session, draft.subject_kind, draft.subject_id, submission)
    # Under the name of that day: what is frozen does not follow later changes of the trade account.
    company = signed.acting_for if signed else session.get_one(TradeAccountRow, draft.trade_account_id).legal_name
    status = session.get_one(SecurityModelRow, draft.subject_id).status
    own = tuple(item for item in found if item is not signed and _stood_when_sent(item, submission))
    signatures = (*((signed,) if signed else ()), *(item for item in own if item.content_hash == ""))
    situation = frozen_situation(session, submission)
    return _document(_Edition(situation, localiser, words, company, status, submission, signatures, now))


def _stood_when_sent(signature: SignatureView, submission: SubmissionRow) -> bool:
    sent_at = submission.submitted_at
    return signature.signed_at <= sent_at and (signature.voided_at is None or signature.voided_at > sent_at)


def _document(edition: _Edition) -> PrintedDocument:
    text, submission = edition.words.text, edition.submission
    return PrintedDocument(
        title=text("pdf.title"),
        subtitle=text("pdf.sent" if submission else "pdf.draft"),
        language=edition.localiser.language,
        issuer=edition.words.kiosk,
        reference=submission.reference if submission else text("pdf.draft"),
        footer=text("pdf.footer"),
        words=_printed_words(edition.words),
        printed_at=edition.now.replace(microsecond=0),
        facts=tuple(_facts(edition)),
        sections=tuple(_sections(edition)),
        signatures=tuple(_signature(edition, each) for each in edition.signatures),
    )


def _printed_words(words: DocumentWords) -> PrintedWords:
    return PrintedWords(
        contents=words.text("pdf.contents"),
        page=words.text("pdf.page"),
        response=words.text("pdf.response"),
        not_answered=words.text("pdf.not-answered"),
        signatures=words.text("pdf.signatures"),
        replaced=words.text("pdf.replaced"),
        replaced_intro=words.text("pdf.replaced-intro"),
    )


def _facts(edition: _Edition) -> Iterator[PrintedRow]:
    words, library, localiser = edition.words, edition.situation.library, edition.localiser
    yield PrintedRow(words.text("pdf.company"), (PrintedText(edition.company, "und"),))
    types = [localiser.show(name_of_type(library.business_types[key])) for key in edition.situation.types]
    yield PrintedRow(words.text("pdf.business-types"), tuple(map(_text, types)))
    if edition.submission:
        yield PrintedRow(words.text("pdf.reference"), (PrintedText(edition.submission.reference, "en"),))
        yield _row(words, "pdf.sent-on", words.moment(edition.submission.submitted_at))
    if status := library.statuses.get(edition.status):
        name = localiser.show(ref(f"statuses/{status.id}", "name", status.i18n.name))
        yield PrintedRow(words.text("pdf.status"), (_text(name),))
    yield _row(words, "pdf.printed-on", words.moment(edition.now))


def _row(words: DocumentWords, code: str, value: str) -> PrintedRow:
    return PrintedRow(words.text(code), (PrintedText(value),))


def _text(shown: Shown) -> PrintedText:
    return PrintedText(shown.text, shown.language)


def _sections(edition: _Edition) -> Iterator[PrintedSection]:
    words = edition.words
    labels = SummaryWords(*(words.text(f"pdf.{name}") for name in ("yes", "no", "not-applicable", "agreed")))
    chapter = ""
    for section in summarise(edition.situation, edition.localiser, labels):
        if section.category and section.step != chapter:
            chapter = section.step
            yield PrintedSection(_step_title(edition, chapter))
        yield PrintedSection(
            section.title.text,
            rows=tuple(_summary_row(row) for row in section.rows),
            criteria=tuple(_criterion(item, words, edition.localiser) for item in section.criteria),
            level=2 if section.category else 1,
        )


def _step_title(edition: _Edition, step_id: str) -> str:
    step = edition.situation.step(step_id)
    path = f"flows/{edition.situation.flow_id}/{step_id}"
    return edition.localiser.text(ref(path, "task", step.i18n.task)) if step else ""


def _summary_row(row: SummaryRow) -> PrintedRow:
    # A code reads from left to right in every language.
    values = (PrintedText(value.text, "en" if row.is_code else value.language) for value in row.values)
    return PrintedRow(row.label.text, tuple(values))


def _criterion(item: SummaryCriterion, words: DocumentWords, localiser: Localiser) -> PrintedCriterion:
    notes = [
        "" if item.applies else words.text("pdf.not-applicable"),
        words.text("pdf.demanded-by", types=localiser.join(item.demanded_by)) if item.demanded_by else "",
        words.text("pdf.level-unverified") if item.unverified else "",
    ]
    return PrintedCriterion(
        number=item.id if item.number_verified else item.title.text,
        level=words.text(f"pdf.{item.level}"),
        statement=_text(item.statement),
        responses=(_text(item.response),) if item.response.text else (),
        note="\n".join(filter(None, notes)),
    )


def _signature(edition: _Edition, signature: SignatureView) -> PrintedSignature:
    words = edition.words
    rows = [
        PrintedRow(words.text("pdf.signer"), (PrintedText(signature.signer_name, "und"),)),
        _row(words, "pdf.role", words.text(f"pdf.role.{signature.role}")),
        PrintedRow(words.text("pdf.acting-for"), (PrintedText(signature.acting_for, "und"),)),
        _row(words, "pdf.signed-at", words.moment(signature.signed_at)),
    ]
    if signature.voided_at:
        rows.append(_row(words, "pdf.withdrawn-at", words.moment(signature.voided_at)))
    rows.append(PrintedRow(words.text("pdf.text-hash"), (PrintedText(signature.text_hash, "en"),)))
    return PrintedSignature(
        _agreement_title(edition, signature.agreement_id), PrintedText(signature.text, signature.language), tuple(rows)
    )


def _agreement_title(edition: _Edition, agreement_id: str) -> str:
    agreement = edition.situation.library.agreements[agreement_id]
    return edition.localiser.text(ref(f"agreements/{agreement_id}", "title", agreement.i18n.title))
