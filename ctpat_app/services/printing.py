"""The application as a document to print: a sent one as it was frozen, a draft as it stands and marked as such."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.history import LOOKED_AT_PDF
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.printing import (
    Answers,
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
from ctpat_app.services.access import AccountAccess, DraftAccess, require_draft
from ctpat_app.services.application import read_application
from ctpat_app.services.company_view import note_look
from ctpat_app.services.drafts import APPLICATION
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

    def message(self, code: str, **params: Any) -> str:
        """Return the text of a message that pages show as well."""

    def day(self, moment: datetime) -> str:
        """Return a date."""

    def date(self, day: date) -> str:
        """Return a day of the calendar."""

    def moment(self, moment: datetime) -> str:
        """Return a date and time."""


@dataclass(frozen=True)
class Edition:
    """One application in one language; ``answers`` says what is printed of those in two."""

    situation: Situation
    localiser: Localiser
    words: DocumentWords
    company: str
    status: str
    submission: SubmissionRow | None
    signatures: tuple[SignatureView, ...]
    now: datetime
    answers: Answers = Answers.BOTH


def printed_application(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    localiser: Localiser,
    words: DocumentWords,
    now: datetime,
    answers: Answers = Answers.BOTH,
) -> PrintedDocument:
    """Return the application as ``actor`` may print it; personal identifiers appear only as their masks.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    edition = edition_of(session, actor, draft_id=draft_id, localiser=localiser, words=words, now=now, answers=answers)
    return document_of(edition)


def edition_of(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    localiser: Localiser,
    words: DocumentWords,
    now: datetime,
    answers: Answers,
) -> Edition:
    """Return what an application is printed from, for who may read it; staff who review it may once it was sent.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = _require_reader(session, actor, draft_id)
    access.require_flow(APPLICATION)
    submission = find_submission(session, draft_id)
    if submission is None and not access.allows(Permission.APPLICATION_READ):
        raise NotPermitted
    if submission is not None:
        return _submitted(session, submission, localiser, words, now, answers)
    opened = read_application(session, actor, draft_id=draft_id, now=now)
    found = signatures_of(session, access.subject_kind, access.subject_id)
    standing = tuple(item for item in found if item.voided_at is None)
    status = session.get_one(SecurityModelRow, access.subject_id).status
    return Edition(opened.situation, localiser, words, opened.company, status, None, standing, now, answers)


def note_print(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> None:
    """Note in the company's history that somebody of the staff takes a copy; of its own people nothing is noted.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = _require_reader(session, actor, draft_id)
    if not access.allows(Permission.APPLICATION_READ) and find_submission(session, draft_id):
        company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
        account = AccountAccess(access.trade_account_id, company, access.role, access.is_assigned)
        note_look(session, actor, account, LOOKED_AT_PDF, now)


def _require_reader(session: Session, actor: Actor, draft_id: int) -> DraftAccess:
    return require_draft(session, actor, draft_id, Permission.APPLICATION_READ, or_else=Permission.PROFILE_REVIEW)


def printed_submission(
    session: Session,
    *,
    reference: str,
    localiser: Localiser,
    words: DocumentWords,
    now: datetime,
    answers: Answers = Answers.BOTH,
) -> PrintedDocument:
    """Return the application sent under ``reference``, for whoever runs the kiosk: nobody is asked for a permission.

    Raises:
        InvalidValue: ``reference.unknown`` (``reference``).
    """
    query = select(SubmissionRow).where(col(SubmissionRow.reference) == reference.strip().upper())
    submission = session.scalars(query).first()
    if submission is None:
        raise InvalidValue("reference.unknown", reference=reference)
    return document_of(_submitted(session, submission, localiser, words, now, answers))


def _submitted(
    session: Session,
    submission: SubmissionRow,
    localiser: Localiser,
    words: DocumentWords,
    now: datetime,
    answers: Answers,
) -> Edition:
    draft = session.get_one(DraftRow, submission.draft_id)
    found = signatures_of(session, draft.subject_kind, draft.subject_id)
    signed = signature_of(session, draft.subject_kind, draft.subject_id, submission)
    # Under the name of that day: what is frozen does not follow later changes of the trade account.
    company = signed.acting_for if signed else session.get_one(TradeAccountRow, draft.trade_account_id).legal_name
    status = session.get_one(SecurityModelRow, draft.subject_id).status
    own = tuple(item for item in found if item is not signed and _stood_when_sent(item, submission))
    signatures = (*((signed,) if signed else ()), *(item for item in own if item.content_hash == ""))
    situation = frozen_situation(session, submission)
    return Edition(situation, localiser, words, company, status, submission, signatures, now, answers)


def _stood_when_sent(signature: SignatureView, submission: SubmissionRow) -> bool:
    sent_at = submission.submitted_at
    return signature.signed_at <= sent_at and (signature.voided_at is None or signature.voided_at > sent_at)


def document_of(edition: Edition) -> PrintedDocument:
    """Return the document that an edition makes."""
    text, submission = edition.words.text, edition.submission
    return PrintedDocument(
        title=text("pdf.title"),
        subtitle=text("pdf.sent" if submission else "pdf.draft"),
        language=edition.localiser.language,
        issuer=edition.words.kiosk,
        reference=submission.reference if submission else text("pdf.draft"),
        footer=text("pdf.footer"),
        words=printed_words(edition.words),
        printed_at=edition.now.replace(microsecond=0),
        facts=tuple(_facts(edition)),
        sections=tuple(_sections(edition)),
        signatures=tuple(_signature(edition, each) for each in edition.signatures),
    )


def printed_words(words: DocumentWords) -> PrintedWords:
    """Return the words that every document has."""
    return PrintedWords(
        contents=words.text("pdf.contents"),
        page=words.text("pdf.page"),
        response=words.text("pdf.response"),
        not_answered=words.text("pdf.not-answered"),
        signatures=words.text("pdf.signatures"),
        replaced=words.text("pdf.replaced"),
        replaced_intro=words.text("pdf.replaced-intro"),
    )


def _facts(edition: Edition) -> Iterator[PrintedRow]:
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


def _sections(edition: Edition) -> Iterator[PrintedSection]:
    words = edition.words
    labels = SummaryWords(*(words.text(f"pdf.{name}") for name in ("yes", "no", "not-applicable", "agreed")))
    chapter = ""
    for section in summarise(edition.situation, edition.localiser, labels):
        if section.category and section.step != chapter:
            chapter = section.step
            yield PrintedSection(_step_title(edition, chapter))
        yield PrintedSection(
            section.title.text,
            rows=tuple(summary_row(row) for row in section.rows),
            criteria=tuple(_criterion(item, edition) for item in section.criteria),
            level=2 if section.category else 1,
        )


def _step_title(edition: Edition, step_id: str) -> str:
    step = edition.situation.step(step_id)
    path = f"flows/{edition.situation.flow_id}/{step_id}"
    return edition.localiser.text(ref(path, "task", step.i18n.task)) if step else ""


def summary_row(row: SummaryRow) -> PrintedRow:
    """Return one answer as it is printed."""
    # A code reads from left to right in every language.
    values = (PrintedText(value.text, "en" if row.is_code else value.language) for value in row.values)
    return PrintedRow(row.label.text, tuple(values))


def _criterion(item: SummaryCriterion, edition: Edition) -> PrintedCriterion:
    words, localiser = edition.words, edition.localiser
    notes = [
        "" if item.applies else words.text("pdf.not-applicable"),
        words.text("pdf.demanded-by", types=localiser.join(item.demanded_by)) if item.demanded_by else "",
        words.text("pdf.level-unverified") if item.unverified else "",
    ]
    return PrintedCriterion(
        number=item.id if item.number_verified else item.title.text,
        level=words.text(f"pdf.{item.level}"),
        statement=_text(item.statement),
        responses=tuple(_responses(item, edition)),
        note="\n".join(filter(None, notes)),
    )


def _responses(item: SummaryCriterion, edition: Edition) -> Iterator[PrintedText]:
    """Yield the English version first, as far as the edition prints it; each text says which it is beside another."""
    both = item.original.text and edition.answers is Answers.BOTH
    shown = item.original if item.original.text and edition.answers is Answers.ORIGINAL else item.response
    if shown.text:
        yield _answer(shown, edition.words.text("pdf.english-version") if both else "")
    if both:
        yield _answer(item.original, edition.words.text("pdf.as-answered"))


def _answer(shown: Shown, caption: str) -> PrintedText:
    # An answer in an unknown language must not pass for one in the language of the document.
    return PrintedText(shown.text, shown.language or "und", caption)


def _signature(edition: Edition, signature: SignatureView) -> PrintedSignature:
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


def _agreement_title(edition: Edition, agreement_id: str) -> str:
    agreement = edition.situation.library.agreements[agreement_id]
    return edition.localiser.text(ref(f"agreements/{agreement_id}", "title", agreement.i18n.title))
