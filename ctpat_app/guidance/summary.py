"""The whole application as it reads: sections of rows, for the check page, the PDF and the frozen submission alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from ctpat_app.guidance.answers import StoredAnswer, split
from ctpat_app.guidance.eligibility import AskedCriterion
from ctpat_app.guidance.english import language_of, needs_english
from ctpat_app.guidance.flow import Asked, Situation, applies
from ctpat_app.guidance.questions import CRITERION, ENGLISH, Question, name_of_type
from ctpat_app.guidance.schema import CHOSEN, FieldKind, Step
from ctpat_app.guidance.texts import Localiser, Ref, Shown, ref

NOTHING = Shown("", "")


@dataclass(frozen=True)
class SummaryWords:
    """The few words of the kiosk that a summary needs, already in the reader's language."""

    yes: str
    no: str
    not_applicable: str
    agreed: str


@dataclass(frozen=True)
class SummaryRow:
    """What was asked, and what was answered; ``values`` is empty when there is no answer yet."""

    key: str
    row: str
    label: Shown
    values: tuple[Shown, ...]
    is_code: bool = False


@dataclass(frozen=True)
class SummaryCriterion:
    """A criterion and the response to it, in English first; ``applies`` is False when it was said not to apply."""

    id: str
    level: str
    unverified: bool
    number_verified: bool
    title: Shown
    statement: Shown
    response: Shown
    applies: bool
    demanded_by: tuple[str, ...]
    original: Shown = NOTHING
    """What was written in another language, when ``response`` is its English version; else empty."""


@dataclass(frozen=True)
class SummarySection:
    """One part of the application; criteria come under their categories."""

    step: str
    title: Shown
    rows: tuple[SummaryRow, ...] = ()
    criteria: tuple[SummaryCriterion, ...] = ()
    category: str = ""


def summarise(now: Situation, localiser: Localiser, words: SummaryWords) -> tuple[SummarySection, ...]:
    """Return every part on the path with its rows, in the reader's language; answers stay in theirs."""
    return tuple(section for step in now.path for section in _sections(now, step, localiser, words))


def _sections(now: Situation, step: Step, localiser: Localiser, words: SummaryWords) -> Iterator[SummarySection]:
    path = f"flows/{now.flow_id}/{step.id}"
    title = localiser.show(ref(path, "task", step.i18n.task))
    if step.for_each and step.for_each.records == "criteria":
        yield from _profile(now, step.id, localiser)
        return
    rows = tuple(
        summary_row(now, item, localiser, words) for item in now.asked(step) if not _is_kind_of_row(step, item)
    )
    yield SummarySection(step.id, title, rows)


def _is_kind_of_row(step: Step, item: Asked) -> bool:
    # The kind of an identifier is the label of its row, not a row of its own.
    return any(field.format_of == item.question.key for field in step.row_fields)


def summary_row(now: Situation, item: Asked, localiser: Localiser, words: SummaryWords) -> SummaryRow:
    """Return one question as it reads, with its answer."""
    question, row = item.question, item.row
    answer = now.book.get(question.key, row)
    values = _values(now, question, answer, localiser, words) if answer and answer.value else ()
    if question.kind is FieldKind.CONSENT and now.facts.mra_consent:
        values = (Shown(words.agreed, localiser.language),)
    return SummaryRow(
        question.key, row, _label(now, question, row, localiser), values, question.kind is FieldKind.IDENTIFIER
    )


def _label(now: Situation, question: Question, row: str, localiser: Localiser) -> Shown:
    if question.format_of:
        kind = now.library.identifiers.get(now.book.text(question.format_of, row))
        if kind:
            return localiser.show(ref(f"identifiers/{kind.id}", "name", kind.i18n.name))
    if question.kind is FieldKind.CONTACT_ROLE:
        member = next((member for member in now.facts.members if member.id == row), None)
        return Shown(member.name if member else row, "")
    return localiser.show(question.label)


def _values(
    now: Situation, question: Question, answer: StoredAnswer, localiser: Localiser, words: SummaryWords
) -> tuple[Shown, ...]:
    if question.kind is FieldKind.YES_NO:
        return (Shown(words.yes if answer.value == "yes" else words.no, localiser.language),)
    if question.kind is FieldKind.COUNTRIES:
        return tuple(localiser.show(Ref(code, country=code)) for code in split(answer.value))
    if question.kind in CHOSEN:
        names = {choice.id: choice.label for choice in now.choices(question)}
        return tuple(localiser.show(names[key]) for key in split(answer.value) if key in names)
    return (Shown(answer.value, answer.language),)


def _profile(now: Situation, step: str, localiser: Localiser) -> Iterator[SummarySection]:
    for category in now.library.categories.values():
        own = [item for item in now.criteria if item.criterion.category == category.id]
        if own:
            title = localiser.show(ref(f"categories/{category.id}", "name", category.i18n.name))
            criteria = tuple(_criterion(now, item, localiser) for item in own)
            yield SummarySection(
                step, Shown(f"{category.number}. {title.text}", title.language), (), criteria, category.id
            )


def _criterion(now: Situation, item: AskedCriterion, localiser: Localiser) -> SummaryCriterion:
    criterion = item.criterion
    path = f"criteria/{criterion.id}"
    response, original = _responses(now, criterion.id)
    types = tuple(localiser.text(name_of_type(now.library.business_types[key])) for key in item.demanded_by)
    return SummaryCriterion(
        id=criterion.id,
        level=item.level,
        unverified=item.unverified,
        number_verified=criterion.number_verified,
        title=localiser.show(ref(path, "title", criterion.i18n.title)),
        statement=localiser.show(ref(path, "statement", criterion.i18n.statement)),
        response=response,
        applies=applies(now.book, criterion.id),
        demanded_by=types,
        original=original,
    )


def _responses(now: Situation, criterion_id: str) -> tuple[Shown, Shown]:
    """Return what the specialist reads, and what it is the English version of; the second is often empty."""
    answer = now.book.get(CRITERION + criterion_id)
    if answer is None:
        return NOTHING, NOTHING
    own = Shown(answer.value, language_of(now.book, criterion_id))
    english = now.book.text(ENGLISH + criterion_id) if needs_english(now.book, criterion_id) else ""
    return (Shown(english, "en"), own) if english else (own, NOTHING)
