"""Cases of the help desk in the reader's language: how they stand, and how long an answer may still take."""

from dataclasses import dataclass
from datetime import datetime

from ctpat_app.domain.help_cases import CasePriority, CaseState, ProblemKind
from ctpat_app.guidance.texts import ref
from ctpat_app.services.help_desk import CaseCounts, CaseLine
from ctpat_app.services.library import current_library
from ctpat_app.state.desk_views import OVER, SOON
from ctpat_app.words.dates import moment_text
from ctpat_app.words.languages import own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message


@dataclass(frozen=True)
class CaseItem:
    """A case in the list; ``mark`` is ``OVER``, ``SOON`` or empty, ``due`` empty while the move is the person's."""

    key: str
    code: str
    href: str
    kind: str
    topic: str
    state: str
    state_key: str
    priority: str
    priority_key: str
    language: str
    who: str
    company: str
    owner: str
    opened: str
    due: str
    mark: str


@dataclass(frozen=True)
class CaseCounter:
    """How much there is of one sort, and the address that shows it."""

    text: str
    href: str
    mark: str


def kind_name(kind: str, language: str) -> str:
    """Return a kind of problem in words."""
    found = current_library().problem_kinds.get(kind)
    if found is None:
        return message("help-desk.kind-unknown", language)
    return localiser_for(language).text(ref(f"problem_kinds/{kind}", "name", found.i18n.name))


def topic_name(topic: str, language: str) -> str:
    """Return a topic of the help in words; empty for none."""
    if not topic:
        return ""
    found = current_library().help_topics.get(topic)
    if found is None:
        return message("help-desk.topic-unknown", language)
    return localiser_for(language).text(ref(f"help_topics/{topic}", "title", found.i18n.title))


def state_name(state: CaseState, language: str) -> str:
    """Return how a case stands, in words."""
    return message(f"help-desk.state-{state.value}", language)


def priority_name(priority: CasePriority, language: str) -> str:
    """Return a priority in words."""
    return message(f"help-desk.priority-{priority.value}", language)


def due_text(due_at: datetime | None, language: str, *, is_late: bool) -> str:
    """Return by when an answer is due, or since when it is late."""
    if due_at is None:
        return ""
    code = "help-desk.late-since" if is_late else "help-desk.due-at"
    return message(code, language, moment=moment_text(due_at, language))


def owner_text(owner: str, language: str) -> str:
    """Return who has a case."""
    if not owner:
        return message("help-desk.no-owner", language)
    return message("help-desk.owner", language, name=isolated(owner))


def case_address(language: str, case_id: int) -> str:
    """Return the address of a case at the help desk."""
    return f"/{language}/staff/help-case/?case={case_id}"


def case_item(line: CaseLine, language: str) -> CaseItem:
    """Return a case for the list."""
    return CaseItem(
        key=str(line.id),
        code=line.code,
        href=case_address(language, line.id),
        kind=kind_name(line.kind, language),
        topic=topic_name(line.topic, language),
        state=state_name(line.state, language),
        state_key=line.state.value,
        priority=priority_name(line.priority, language),
        priority_key=line.priority.value,
        language=own_name(line.language),
        who=line.name or line.mail or message("help-desk.nameless", language),
        company=line.company,
        owner=owner_text(line.owner, language),
        opened=message("help-desk.opened-at", language, moment=moment_text(line.opened_at, language)),
        due=due_text(line.answer_due_at, language, is_late=line.is_overdue),
        mark=OVER if line.is_overdue else SOON if line.is_due_soon else "",
    )


def case_counters(counts: CaseCounts, language: str, me: int) -> list[CaseCounter]:
    """Return the counters on top of the list, each with the address that shows what it counts."""
    here = f"/{language}/staff/help/"
    wanted = (
        ("help-desk.late", counts.late, "?due=late", OVER),
        ("help-desk.soon", counts.soon, "?due=soon", SOON),
        ("help-desk.unowned", counts.unowned, "?owner=nobody", ""),
        ("help-desk.mine", counts.mine, f"?owner={me}", ""),
        ("help-desk.unsolved", counts.unsolved, "", ""),
    )
    return [
        CaseCounter(message(code, language, count=count), here + query, mark if count else "")
        for code, count, query, mark in wanted
    ]


def kind_options(language: str) -> list[list[str]]:
    """Return the kinds of problem to choose from."""
    return [[each.value, kind_name(each.value, language)] for each in ProblemKind]


def state_options(language: str) -> list[list[str]]:
    """Return the states of a case to choose from."""
    return [[each.value, state_name(each, language)] for each in CaseState]


def priority_options(language: str) -> list[list[str]]:
    """Return the priorities to choose from."""
    return [[each.value, priority_name(each, language)] for each in CasePriority]
