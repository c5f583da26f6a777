"""Validations as the pages show them, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ctpat_app.domain.validations import FindingKind, Move, Outcome, State
from ctpat_app.guidance.texts import ref
from ctpat_app.services.finding_files import FindingFile
from ctpat_app.services.library import current_library
from ctpat_app.services.validation_cases import CaseView, EventView, FindingView, VisitView
from ctpat_app.services.validations import ModelValidations, ValidationView
from ctpat_app.state.document_views import size_text
from ctpat_app.state.organization_views import model_name
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.languages import own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message

_TAGS: Final = {
    **dict.fromkeys(State, "progress"),
    State.PLAN_RETURNED: "attention",
    State.REPORT_RETURNED: "attention",
    State.RESPONSE_PENDING: "attention",
    State.RESPONSE_RETURNED: "attention",
    State.CANCELLED: "locked",
    State.CLOSED: "done",
}
_WAITS: Final = frozenset({State.RESPONSE_PENDING, State.RESPONSE_RETURNED})


@dataclass(frozen=True)
class ValidationLine:
    """One validation in a list; ``due`` is a sentence while the company has to answer."""

    id: int = 0
    title: str = ""
    model: str = ""
    state: str = ""
    tag: str = ""
    starts: str = ""
    issued: str = ""
    closed: str = ""
    due: str = ""
    required: int = 0
    required_open: int = 0


@dataclass(frozen=True)
class VisitLine:
    """One site; ``team`` and ``note`` are for the staff alone."""

    id: int
    site: str
    day: str
    iso: str
    mode: str
    people: int
    team: str
    recognised: str
    held: bool
    note: str


@dataclass(frozen=True)
class FileLine:
    """A document beside an answer."""

    document: int
    name: str
    href: str
    size: str


@dataclass(frozen=True)
class FindingCard:
    """One point of the report with its answer; ``open_point`` says what is missing before it can be sent."""

    id: int
    kind: str
    kind_id: str
    statement: str
    text: str
    asks: bool
    answer: str
    language: str
    language_name: str
    answer_version: int
    saved: str
    verdict: str
    """``accepted``, ``returned``, or empty."""
    comment: str
    open_point: str
    may_answer: bool
    form: str
    """The first part of the ids of its controls."""
    upload: str
    """Where the page's script sends files that belong here."""
    files: list[FileLine] = field(default_factory=list)


@dataclass(frozen=True)
class MoveLine:
    """One move in the life of a validation."""

    number: int
    sentence: str
    when: str
    stamp: str
    reason: str


@dataclass(frozen=True)
class CaseCard:
    """One validation with what is known of it."""

    line: ValidationLine = field(default_factory=ValidationLine)
    state_id: str = ""
    account: int = 0
    company: str = ""
    kind_id: str = ""
    with_visit: bool = True
    basis: str = ""
    team_size: int = 0
    report: str = ""
    sent: str = ""
    is_closed: bool = False


def validation_line(
    view: ValidationView, language: str, today: date, *, state: State, model: str = ""
) -> ValidationLine:
    """Return a validation in short; ``state`` is the one that the reader sees."""
    kind = message(f"validation.kind-{view.kind}", language)
    return ValidationLine(
        id=view.id,
        title=message("validation.name", language, number=view.number, kind=kind),
        model=model,
        state=state_words(state, view.outcome, language),
        tag=_TAGS[state],
        starts=_day(view.starts_on, language),
        issued=_day(view.issued_at.date() if view.issued_at else None, language),
        closed=_day(view.ended_on, language),
        due=due_words(view.response_due_on, today, language) if state in _WAITS else "",
        required=view.required_actions,
        required_open=view.open_required_actions,
    )


def lines_of(
    model: ModelValidations, language: str, today: date, *, seen: Mapping[State, State]
) -> list[ValidationLine]:
    """Return the validations of a security model; ``seen`` says what the reader sees for some states."""
    name = model_name(model.name, model.types, language)
    return [
        validation_line(each, language, today, state=seen.get(each.state, each.state), model=name)
        for each in model.validations
    ]


def state_words(state: State, outcome: Outcome | None, language: str) -> str:
    """Return where a validation stands; a closed one by its outcome."""
    return message(f"validation.outcome-{outcome}" if outcome else f"validation.state-{state}", language)


def due_words(due: date | None, today: date, language: str) -> str:
    """Return by when the company answers, empty without a day."""
    if due is None:
        return ""
    return message("validation.due-late" if due < today else "validation.due-by", language, day=day_text(due, language))


def case_card(view: CaseView, language: str, today: date) -> CaseCard:
    """Return the validation with its facts."""
    name = model_name(view.model_name, view.types, language)
    return CaseCard(
        line=validation_line(view.summary, language, today, state=view.state, model=name),
        state_id=view.state.value,
        account=view.trade_account_id,
        company=view.company,
        kind_id=view.summary.kind.value,
        with_visit=view.with_visit,
        basis=view.risk_basis,
        team_size=view.team_size,
        report=view.report,
        sent=_sent(view, language),
        is_closed=view.summary.closed_at is not None,
    )


def visit_lines(visits: Iterable[VisitView], language: str) -> list[VisitLine]:
    """Return the sites that are looked at."""
    return [
        VisitLine(
            each.id,
            each.site,
            day_text(each.day, language),
            each.day.isoformat(),
            message(f"validation.mode-{each.mode}", language),
            each.team_size,
            each.team,
            each.recognised,
            each.held,
            each.note,
        )
        for each in visits
    ]


def finding_cards(view: CaseView, language: str) -> list[FindingCard]:
    """Return the points of the report, each with its answer."""
    missing = {point.finding_id: message(point.code, language) for point in view.open_points}
    return [_finding(each, missing.get(each.id, ""), language) for each in view.findings]


def move_lines(events: Iterable[EventView], language: str) -> list[MoveLine]:
    """Return what happened, in sentences, the newest first."""
    return [_move(number, each, language) for number, each in enumerate(events)]


def mode_options(modes: Iterable[str], language: str) -> list[list[str]]:
    """Return ways to look at a site, as id and words."""
    return [[each, message(f"validation.mode-{each}", language)] for each in modes]


def kind_options(kinds: Iterable[str], language: str) -> list[list[str]]:
    """Return kinds of validations, as id and words."""
    return [[each, message(f"validation.kind-{each}", language)] for each in kinds]


def finding_options(language: str) -> list[list[str]]:
    """Return kinds of findings, as id and words."""
    return [[each.value, message(f"validation.finding-{each}", language)] for each in FindingKind]


def statement_options(language: str) -> list[list[str]]:
    """Return the statements that a finding may be about, as id and number with title."""
    return [[key, statement_words(key, language)] for key in current_library().criteria]


def statement_words(criterion: str, language: str) -> str:
    """Return what a statement is called, empty for none."""
    found = current_library().criteria.get(criterion)
    if found is None:
        return criterion
    return f"{criterion} {localiser_for(language).text(ref(f'criteria/{criterion}', 'title', found.i18n.title))}"


# ---------------------------------------------------------------- helpers


def _finding(view: FindingView, missing: str, language: str) -> FindingCard:
    return FindingCard(
        id=view.id,
        kind=message(f"validation.finding-{view.kind}", language),
        kind_id=view.kind.value,
        statement=statement_words(view.criterion_id, language),
        text=view.text,
        asks=view.kind is not FindingKind.BEST_PRACTICE,
        answer=view.answer,
        language=view.language or language,
        language_name=own_name(view.language) if view.language else "",
        answer_version=view.answer_version,
        saved=_saved(view, language),
        verdict={True: "accepted", False: "returned", None: ""}[view.accepted],
        comment=view.comment,
        open_point=missing,
        may_answer=view.may_answer,
        form=f"answer-{view.id}",
        upload=f"/files/upload?finding={view.id}&lang={language}",
        files=[_file(each, language) for each in view.files],
    )


def _file(file: FindingFile, language: str) -> FileLine:
    version = file.version
    href = f"/files/document/{file.document_id}/{version.number}?lang={language}"
    return FileLine(file.document_id, version.name, href, size_text(version.size_bytes, language))


def _saved(view: FindingView, language: str) -> str:
    if view.answered_at is None:
        return ""
    moment = moment_text(view.answered_at, language)
    return message("validation.answered-by", language, person=isolated(view.answered_by), moment=moment)


def _move(number: int, event: EventView, language: str) -> MoveLine:
    who = event.who or message(f"validation.staff-{event.staff}", language)
    return MoveLine(
        number,
        message(f"validation.move-{Move(event.move)}", language, who=isolated(who)),
        moment_text(event.at, language),
        event.at.isoformat(),
        event.reason,
    )


def _sent(view: CaseView, language: str) -> str:
    if view.submitted_at is None:
        return ""
    due = view.summary.response_due_on
    is_late = view.state is State.RESPONSE_SUBMITTED and due is not None and view.submitted_at.date() > due
    code = "validation.sent-late" if is_late else "validation.sent-on-time"
    return message(code, language, moment=moment_text(view.submitted_at, language))


def _day(day: date | None, language: str) -> str:
    return day_text(day, language) if day else ""
