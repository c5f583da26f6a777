"""What the page of the dialogue shows: the turn on show, and what was said before it, in the reader's language."""

from dataclasses import dataclass, field, replace
from typing import Final

from ctpat_app.guidance.flow import Asked, Situation, applies
from ctpat_app.guidance.questions import CRITERION, ELIGIBILITY, ENGLISH, Question, questions_of
from ctpat_app.guidance.schema import FieldKind, Step
from ctpat_app.guidance.summary import SummaryWords, summary_row
from ctpat_app.guidance.talk import (
    Turn,
    TurnKind,
    before,
    following,
    is_answered,
    is_open,
    open_in,
    problems_at,
    told_at,
    turns_of,
)
from ctpat_app.guidance.texts import Localiser, Shown, ref
from ctpat_app.guidance.views import (
    MANY_OPTIONS,
    FieldView,
    FillView,
    JumpView,
    ProblemView,
    Reader,
    RowView,
    criterion_view,
    field_view,
    fill_views,
    jump_views,
    problem_view,
    row_view,
    told_in,
)

SAID_AT_ONCE: Final = 12
"""So many answers of the part stand above the question; the earlier ones are counted."""
CLIPPED_AT: Final = 300
"""A long answer stands in the thread with so many characters."""
_ONE_OF: Final = frozenset(
    {FieldKind.YES_NO, FieldKind.CHOICE, FieldKind.CONTACT_ROLE, FieldKind.PRIMARY_CONTACT, FieldKind.RATING}
)
_SEVERAL_OF: Final = frozenset({FieldKind.CHECKBOXES, FieldKind.COUNTRIES})


@dataclass(frozen=True)
class SaidView:
    """A question that was put, and its answer; ``answers`` is empty when it was left open."""

    step: str
    key: str
    row: str
    label: str
    label_language: str
    answers: list[str] = field(default_factory=list)
    language: str = ""
    """Of the answers; empty when nobody knows."""
    is_code: bool = False


@dataclass(frozen=True)
class TurnView:
    """The turn on show."""

    kind: str
    place: str
    step: str
    key: str = ""
    row: str = ""
    part: str = ""
    """Name of the part."""
    number: int = 0
    count: int = 0
    left: int = 0
    """How many questions of the part are open."""
    heading: str = ""
    heading_language: str = ""
    in_english: bool = False
    asks: str = ""
    """What is asked about a heading that is a statement and no question."""
    caption: str = ""
    """Of a list, which entry it is about."""
    why: str = ""
    hint: str = ""
    fields: list[FieldView] = field(default_factory=list)
    name: str = ""
    """Of the one control that the question has."""
    answered: bool = False
    optional: bool = False
    closed: bool = False
    """Whether one press on an option answers it."""
    hears: bool = False
    """Whether the kiosk looks for an option in what is typed."""
    criterion: str = ""
    shows_label: bool = False
    """Whether the label says something else than the heading."""
    told: str = ""
    """Codes of what is said about the answer on show: whoever sends it again has read them."""
    list_id: str = ""
    entry_count: int = 0
    add_label: str = ""
    fills: list[FillView] = field(default_factory=list)
    removable: bool = False
    to_confirm: int = 0
    notices: list[str] = field(default_factory=list)
    problems: list[ProblemView] = field(default_factory=list)
    asks_consent: bool = False
    before: str = ""
    """Places of the turns before and after."""
    after: str = ""
    still_open: int = 0
    """At the end: how many questions are still open, in all parts."""


NO_TURN: Final = TurnView(kind="", place="", step="")


def turn_view(now: Situation, turn: Turn, reader: Reader) -> TurnView:
    """Return the page of ``turn``."""
    previous = before(now, turn)
    view = TurnView(
        kind=turn.kind.value,
        place=turn.place,
        step=turn.step,
        key=turn.key,
        row=turn.row,
        before=previous.place if previous else "",
    )
    step = now.step(turn.step)
    if step is None:
        count = sum(open_in(now, each) for each in now.path)
        words = reader.words("talk.still-open" if count else "talk.finished", (("count", count),))
        return replace(view, still_open=count, heading=words, heading_language=reader.localiser.language)
    path = f"flows/{now.flow_id}/{step.id}"
    ids = [each.id for each in now.path]
    title = reader.localiser.show(ref(path, "title", step.i18n.title))
    view = replace(
        view,
        after=following(now, turn).place,
        part=reader.localiser.text(ref(path, "task", step.i18n.task)),
        number=ids.index(step.id) + 1,
        count=len(ids),
        left=open_in(now, step),
        heading=title.text,
        heading_language=title.language,
        in_english=title.language != reader.localiser.language,
        why=reader.localiser.text(ref(path, "why", step.i18n.why)),
    )
    if turn.kind is TurnKind.QUESTION:
        return _question(now, step, turn, reader, view)
    if turn.kind is TurnKind.ENTRY:
        return _entry(now, step, reader, view)
    return replace(view, heading=reader.words("talk.part-end", (("part", view.part),)), in_english=False)


def _question(now: Situation, step: Step, turn: Turn, reader: Reader, view: TurnView) -> TurnView:
    question = questions_of(now.library, now.flow_id)[turn.key]
    own = told_in(now, step, reader)
    shown = field_view(now, Asked(question, turn.row), reader, own)
    row = row_view(now, step, turn.row, reader, own) if turn.row else RowView("", "")
    heading = reader.localiser.show(question.label)
    name = row.title if step.list and step.list.rows_from and turn.row else ""
    told = [each for each in problems_at(now, turn) if each in own and each.level == "error"]
    several = question.kind in _SEVERAL_OF
    closed = question.kind in _ONE_OF and not _is_one_list(question, shown)
    free = shown.writable and not shown.locked
    view = replace(
        view,
        heading=reader.words("talk.about", (("name", name), ("question", heading.text))) if name else heading.text,
        heading_language=heading.language,
        in_english=heading.language != reader.localiser.language,
        caption="" if name else row.title,
        hint=reader.localiser.text(ref(f"flows/{now.flow_id}/{step.id}", "hint", step.i18n.hint)),
        asks=view.heading if question.key.startswith(ELIGIBILITY) else "",
        fields=[shown],
        name=shown.name,
        answered=bool(shown.value),
        optional=not shown.required,
        closed=closed and free,
        hears=(several or question.kind in _ONE_OF) and free,
        told=told_at(now, turn),
        list_id=step.list.id if step.list and not step.list.rows_from and turn.row else "",
        removable=row.removable,
        to_confirm=row.to_confirm,
        problems=[problem_view(now, each, reader) for each in told],
        asks_consent=question.kind is FieldKind.CONSENT,
    )
    return _beside_criterion(now, question, reader, view)


def _is_one_list(question: Question, shown: FieldView) -> bool:
    return question.as_list or len(shown.options) > MANY_OPTIONS


def _beside_criterion(now: Situation, question: Question, reader: Reader, view: TurnView) -> TurnView:
    """Return the turn of a statement with its words as the heading; the English version has fields of its own."""
    if question.key.startswith(ENGLISH):
        words, localiser = reader.words("talk.in-english"), reader.localiser
        return replace(
            view, criterion=question.record, heading=words, heading_language=localiser.language, in_english=False,
            fields=[], shows_label=True, hint="",
        )  # fmt: skip
    if not question.key.startswith(CRITERION):
        return view
    shown = criterion_view(now, question.record, reader)
    assert shown is not None
    return replace(
        view, criterion=question.record, heading=shown.statement, heading_language=shown.statement_language,
        in_english=shown.in_english, fields=shown.fields[1:], shows_label=True, why="", hint="",
    )  # fmt: skip


def _entry(now: Situation, step: Step, reader: Reader, view: TurnView) -> TurnView:
    assert step.list is not None
    path = f"flows/{now.flow_id}/{step.id}"
    own = [each for each in now.problems if each.step == step.id and each.key == step.list.id]
    if now.rows(step):
        view = replace(view, heading=reader.words("talk.another", (("part", view.part),)), in_english=False)
    return replace(
        view,
        list_id=step.list.id,
        entry_count=len(now.rows(step)),
        add_label=reader.localiser.text(ref(path, "add", step.i18n.add)),
        hint=reader.localiser.text(ref(path, "hint", step.i18n.hint)),
        fills=fill_views(now, step, reader),
        notices=[reader.tell(each) for each in own if each.code != "list.too-few"],
    )


# ---------------------------------------------------------------- what was said


def said_before(now: Situation, turn: Turn, localiser: Localiser, words: SummaryWords) -> tuple[list[SaidView], int]:
    """Return the answers of the part that stand before ``turn``, the newest last, and how many more there are."""
    step = now.step(turn.step)
    if step is None:
        return [], 0
    turns = turns_of(now, step)
    earlier = turns[: turns.index(turn)] if turn in turns else ()
    answered = [each for each in earlier if is_answered(now, each)]
    shown = answered[-SAID_AT_ONCE:]
    return [_said(now, each, localiser, words) for each in shown], len(answered) - len(shown)


def part_said(now: Situation, step: Step, localiser: Localiser, words: SummaryWords) -> list[SaidView]:
    """Return what was said in a part, open questions included; of the statements, ``part_counts`` tells."""
    if step.for_each and step.for_each.records == "criteria":
        return []
    turns = [turn for turn in turns_of(now, step) if turn.kind is TurnKind.QUESTION]
    shown = [turn for turn in turns if is_answered(now, turn) or is_open(now, turn)]
    return [_said(now, turn, localiser, words) for turn in shown]


def part_counts(now: Situation, step: Step, localiser: Localiser) -> list[JumpView]:
    """Return how many statements of each category are open, for the part that asks them."""
    return jump_views(now, localiser) if step.for_each and step.for_each.records == "criteria" else []


def _said(now: Situation, turn: Turn, localiser: Localiser, words: SummaryWords) -> SaidView:
    question = questions_of(now.library, now.flow_id)[turn.key]
    told = summary_row(now, Asked(question, turn.row), localiser, words)
    values = tuple(Shown(clipped(each.text), each.language) for each in told.values)
    if question.key.startswith(CRITERION) and not applies(now.book, question.record):
        values = (Shown(words.not_applicable, localiser.language), *values)
    return SaidView(
        turn.step,
        turn.key,
        turn.row,
        told.label.text,
        told.label.language,
        [each.text for each in values],
        values[-1].language if values else "",
        told.is_code,
    )


def clipped(text: str) -> str:
    """Return the beginning of a long answer, as it stands in the thread."""
    return text if len(text) <= CLIPPED_AT else f"{text[:CLIPPED_AT].rstrip()} …"
