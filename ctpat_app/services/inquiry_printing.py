"""A signed questionnaire as a document to print: each answer as the partner wrote it and in English, with its grade."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.printing import PrintedCriterion, PrintedDocument, PrintedRow, PrintedSection, PrintedText
from ctpat_app.guidance.texts import Localiser, ref
from ctpat_app.services.inquiry_reading import ActionView, CriterionView, InquiryView, read_inquiry
from ctpat_app.services.printing import DocumentWords, printed_words


@dataclass(frozen=True)
class _Edition:
    view: InquiryView
    localiser: Localiser
    words: DocumentWords
    now: datetime

    @property
    def outcome(self) -> str:
        """What came of it, or where it stands, in words."""
        line = self.view.line
        return self.words.message(f"inquiry.outcome-{line.outcome}" if line.outcome else f"inquiry.state-{line.state}")


def printed_inquiry(
    session: Session, actor: Actor, *, inquiry_id: int, localiser: Localiser, words: DocumentWords, now: datetime
) -> PrintedDocument:
    """Return the questionnaire as the company that asked may print it, once the partner has signed.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``inquiry.not-signed``.
    """
    view = read_inquiry(session, actor, inquiry_id=inquiry_id, now=now)
    if not view.are_answers_shown:
        raise Refusal("inquiry.not-signed")
    edition = _Edition(view, localiser, words, now)
    return PrintedDocument(
        title=words.text("pdf.inquiry.title"),
        subtitle=view.line.name,
        language=localiser.language,
        issuer=words.kiosk,
        reference=view.line.reference,
        footer=words.text("pdf.inquiry.footer"),
        words=printed_words(words),
        printed_at=now.replace(microsecond=0),
        facts=tuple(_facts(edition)),
        sections=tuple(_sections(edition)),
    )


def _facts(edition: _Edition) -> Iterator[PrintedRow]:
    view, words = edition.view, edition.words
    yield PrintedRow(words.text("pdf.inquiry.partner"), (PrintedText(view.line.partner, "und"),))
    yield PrintedRow(words.text("pdf.inquiry.asked-by"), (PrintedText(view.company, "und"),))
    yield PrintedRow(words.text("pdf.reference"), (PrintedText(view.line.reference, "en"),))
    if view.signed_at:
        signer = ", ".join(filter(None, (view.signer, view.signer_title)))
        yield PrintedRow(words.text("pdf.signer"), (PrintedText(signer, "und"),))
        yield PrintedRow(words.text("pdf.signed-at"), (PrintedText(words.moment(view.signed_at)),))
    reason = (PrintedText(view.outcome_reason, "und"),) if view.outcome_reason else ()
    yield PrintedRow(words.text("pdf.inquiry.outcome"), (PrintedText(edition.outcome), *reason))
    if view.score is not None:
        yield PrintedRow(
            words.text("pdf.inquiry.score"), (PrintedText(words.message("inquiry.percent", points=view.score)),)
        )
    yield PrintedRow(words.text("pdf.printed-on"), (PrintedText(words.moment(edition.now)),))


def _sections(edition: _Edition) -> Iterator[PrintedSection]:
    view, localiser = edition.view, edition.localiser
    for category in view.by_category:
        name = localiser.text(ref(f"categories/{category}", "name", view.library.categories[category].i18n.name))
        asked = [each for each in view.criteria if each.category == category]
        yield PrintedSection(name, criteria=tuple(_criterion(each, edition) for each in asked))
    actions = [action for each in view.criteria for action in each.actions]
    if actions:
        rows = tuple(_action(each, edition.words) for each in actions)
        yield PrintedSection(edition.words.text("pdf.inquiry.actions"), rows=rows)


def _criterion(asked: CriterionView, edition: _Edition) -> PrintedCriterion:
    words, criterion = edition.words, edition.view.library.criteria[asked.id]
    shown = edition.localiser.show(ref(f"criteria/{asked.id}", "statement", criterion.i18n.statement))
    return PrintedCriterion(
        number=asked.id,
        level=words.text(f"pdf.{asked.level}"),
        statement=PrintedText(shown.text, shown.language),
        responses=tuple(_responses(asked, words)),
        note=_grade(asked, words),
    )


def _responses(asked: CriterionView, words: DocumentWords) -> Iterator[PrintedText]:
    answer = asked.answer
    if not answer.applies:
        yield PrintedText(words.text("pdf.inquiry.not-applicable"))
    if answer.text:
        yield PrintedText(answer.text, answer.language, words.text("pdf.inquiry.original"))
    if answer.english:
        outdated = "pdf.inquiry.english-outdated" if answer.is_english_outdated else "pdf.inquiry.english"
        yield PrintedText(answer.english, "en", words.text(outdated))
    if asked.files:
        names = ", ".join(each.name for each in asked.files)
        yield PrintedText(names, "und", words.text("pdf.attachments"))


def _grade(asked: CriterionView, words: DocumentWords) -> str:
    grade = asked.grade
    if grade.grade is None or grade.is_outdated:
        return words.text("pdf.inquiry.not-graded")
    name = words.message(f"inquiry.grade-{grade.grade}")
    if not grade.reason:
        return words.text("pdf.inquiry.grade", grade=name)
    return words.text("pdf.inquiry.grade-because", grade=name, reason=grade.reason)


def _action(action: ActionView, words: DocumentWords) -> PrintedRow:
    state = words.message(f"inquiry.action-{action.state}")
    note = words.text("pdf.inquiry.action-note", state=state, day=words.date(action.due_on))
    texts = (PrintedText(action.finding, "und"), PrintedText(action.wanted, "und"))
    answer = (PrintedText(action.answer, action.answer_language),) if action.answer else ()
    return PrintedRow(action.criterion, (*texts, *answer), note)
