"""Actions and trainings as the pages show them, in the reader's language; also for the sheets that are downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ctpat_app.domain.actions import ActionState, Origin, Owner, Plan, read_day
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.training import Training
from ctpat_app.guidance.texts import ref
from ctpat_app.services.action_plans import ActionNote, ActionView
from ctpat_app.services.action_rows import Choices
from ctpat_app.services.library import current_library
from ctpat_app.services.training import TopicLine, TrainingRecord, topic_name
from ctpat_app.state.plain_form import Typed
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message

_TAGS: Final = {
    ActionState.OPEN: "todo",
    ActionState.DONE: "progress",
    ActionState.CLOSED: "done",
    ActionState.DROPPED: "locked",
}


@dataclass(frozen=True)
class ActionLine:
    """One action in the list; ``tag`` is the look of its state."""

    id: int = 0
    what: str = ""
    href: str = ""
    criterion: str = ""
    owner: str = ""
    owner_gone: bool = False
    mails_ended: bool = False
    due: str = ""
    due_iso: str = ""
    state: str = ""
    tag: str = ""
    is_overdue: bool = False


@dataclass(frozen=True)
class ActionCard:
    """One action with all that is known of it."""

    line: ActionLine = field(default_factory=ActionLine)
    origin: str = ""
    is_corrective: bool = False
    reference: str = ""
    why: str = ""
    evidence: str = ""
    found: str = ""
    finding: str = ""
    cause: str = ""
    proof: str = ""
    document: str = ""
    checked: str = ""
    closed: str = ""
    closed_by: str = ""
    needs_other: bool = False


@dataclass(frozen=True)
class NoteLine:
    """One step in the life of an action."""

    number: int
    sentence: str
    when: str
    stamp: str
    text: str


@dataclass(frozen=True)
class TopicCard:
    """How a kind of training stands."""

    topic: str
    name: str
    criteria: str
    held: str
    due: str
    people: str
    is_overdue: bool
    is_missing: bool


@dataclass(frozen=True)
class RecordLine:
    """A training that was held."""

    id: int
    topic: str
    held: str
    due: str
    audience: str
    trainer: str
    people: str
    language: str
    document: str
    href: str


# ---------------------------------------------------------------- actions


def action_line(view: ActionView, draft: int, language: str) -> ActionLine:
    """Return an action for the list."""
    due_on = view.plan.due_on or date.min
    return ActionLine(
        view.id,
        view.plan.what,
        f"/{language}/action/?draft={draft}&action={view.id}",
        view.plan.criterion_id,
        view.owner,
        view.owner_gone,
        view.mails_ended,
        day_text(due_on, language),
        due_on.isoformat(),
        message("action.overdue" if view.is_overdue else f"action.state-{view.state}", language),
        "attention" if view.is_overdue else _TAGS[view.state],
        view.is_overdue,
    )


def action_card(view: ActionView, draft: int, language: str) -> ActionCard:
    """Return an action with all that is known of it."""
    plan = view.plan
    return ActionCard(
        action_line(view, draft, language),
        message(f"action.origin-{plan.origin}", language),
        plan.origin == Origin.CORRECTIVE,
        plan.reference,
        plan.why,
        evidence_name(plan.evidence_kind, language),
        _day(plan.found_on, language),
        plan.finding,
        plan.root_cause,
        view.proof.note,
        view.proof_document,
        _day(view.checked_on, language),
        _day(view.closed_at.date() if view.closed_at else None, language),
        view.closed_by,
        view.needs_other,
    )


def note_lines(notes: Sequence[ActionNote], language: str) -> list[NoteLine]:
    """Return the history of an action, the newest step first."""
    lines = [
        NoteLine(
            number,
            message(f"action.step-{each.step}", language, person=isolated(each.who)),
            moment_text(each.at, language),
            each.at.isoformat(),
            each.text,
        )
        for number, each in enumerate(notes)
    ]
    return lines[::-1]


def plan_values(plan: Plan) -> dict[str, str]:
    """Return what the fields of the plan's form begin with."""
    return {
        "plan-what": plan.what,
        "plan-why": plan.why,
        "plan-owner": str(plan.owner.user_id or ""),
        "plan-owner_name": plan.owner.name,
        "plan-owner_email": plan.owner.email,
        "plan-due_on": plan.due_on.isoformat() if plan.due_on else "",
        "plan-criterion": plan.criterion_id,
        "plan-evidence_kind": plan.evidence_kind,
        "plan-reference": plan.reference,
        "plan-origin": plan.origin,
        "plan-found_on": plan.found_on.isoformat() if plan.found_on else "",
        "plan-finding": plan.finding,
        "plan-root_cause": plan.root_cause,
    }


def plan_in(typed: Typed) -> Plan:
    """Return the plan that a form holds.

    Raises:
        FormFaults: ``action.day-shape``.
    """
    faults = FaultCollector()
    due_on, found_on = (day_in(faults, typed, name) for name in ("due_on", "found_on"))
    faults.refuse()
    owner = Owner(number_in(text_in(typed, "owner")), text_in(typed, "owner_name"), text_in(typed, "owner_email"))
    return Plan(
        text_in(typed, "what"),
        owner,
        due_on,
        text_in(typed, "why"),
        text_in(typed, "origin"),
        text_in(typed, "reference"),
        text_in(typed, "criterion"),
        text_in(typed, "evidence_kind"),
        found_on,
        text_in(typed, "finding"),
        text_in(typed, "root_cause"),
    )


def text_in(typed: Typed, name: str) -> str:
    """Return what stands in the field ``name``."""
    return str(typed.get(name) or "")


def day_in(faults: FaultCollector, typed: Typed, name: str) -> date | None:
    """Return the day in the field ``name``; what is no day is noted in ``faults``."""
    try:
        return read_day(text_in(typed, name))
    except InvalidValue as refusal:
        faults.note(name, refusal)
        return None


def criterion_options(choices: Choices, language: str) -> list[list[str]]:
    """Return the statements that an action may be for, as id and number with title."""
    localiser, criteria = localiser_for(language), current_library().criteria
    known = (criteria[each] for each in choices.criteria if each in criteria)
    return [
        [each.id, f"{each.id} {localiser.text(ref(f'criteria/{each.id}', 'title', each.i18n.title))}"] for each in known
    ]


def evidence_options(choices: Choices, language: str) -> list[list[str]]:
    """Return the kinds of evidence that can be wanted, by name."""
    return sorted(
        ([each, evidence_name(each, language)] for each in choices.kinds), key=lambda each: each[1].casefold()
    )


def evidence_name(kind: str, language: str) -> str:
    """Return the name of a kind of evidence; empty for none."""
    found = current_library().evidence_kinds.get(kind)
    return localiser_for(language).text(ref(f"evidence_kinds/{kind}", "name", found.i18n.name)) if found else kind


# ---------------------------------------------------------------- training


def topic_card(line: TopicLine, language: str) -> TopicCard:
    """Return how a kind of training stands."""
    return TopicCard(
        line.topic,
        localiser_for(language).text(topic_name(line.topic)),
        ", ".join(current_library().training_topics[line.topic].criteria),
        _day(line.held_on, language) or message("training.never", language),
        "" if line.held_on is None else _due(line.due_on, language),
        str(line.people_count or ""),
        line.is_overdue,
        line.held_on is None,
    )


def record_line(record: TrainingRecord, account: int, language: str) -> RecordLine:
    """Return a training that was held."""
    training = record.training
    return RecordLine(
        record.id,
        localiser_for(language).text(record.name),
        day_text(record.held_on, language),
        _due(record.due_on, language),
        training.audience,
        training.trainer,
        str(training.people_count),
        training.language,
        record.document,
        f"/{language}/training-record/?account={account}&record={record.id}",
    )


def training_values(training: Training) -> dict[str, str]:
    """Return what the fields of the training's form begin with."""
    return {
        "training-topic": training.topic,
        "training-held_on": training.held_on.isoformat() if training.held_on else "",
        "training-audience": training.audience,
        "training-trainer": training.trainer,
        "training-people_count": str(training.people_count or ""),
        "training-people": training.people,
        "training-language": training.language,
        "training-repeat_months": str(training.repeat_months),
        "training-document": str(training.document_id or ""),
    }


def training_in(typed: Typed) -> Training:
    """Return the training that a form holds.

    Raises:
        FormFaults: ``action.day-shape``, ``training.number-shape``.
    """
    faults = FaultCollector()
    held_on = day_in(faults, typed, "held_on")
    count, months = (_number_in(faults, typed, name) for name in ("people_count", "repeat_months"))
    faults.refuse()
    return Training(
        text_in(typed, "topic"),
        held_on,
        text_in(typed, "audience"),
        text_in(typed, "trainer"),
        count,
        text_in(typed, "people"),
        text_in(typed, "language"),
        months,
        number_in(text_in(typed, "document")),
    )


def _number_in(faults: FaultCollector, typed: Typed, name: str) -> int:
    text = text_in(typed, name).strip()
    if text and not (text.isdecimal() and len(text) < 10):
        faults.add(name, "training.number-shape")
        return 0
    return int(text or 0)


def _due(day: date | None, language: str) -> str:
    return _day(day, language) or message("training.once", language)


def _day(day: date | None, language: str) -> str:
    return day_text(day, language) if day else ""
