"""Questionnaires and inquiries as the pages of the company show them, in the reader's language."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ctpat_app.domain.inquiries import ANSWERS_SHOWN, Grade, InquiryState
from ctpat_app.guidance.questionnaires import criteria_for, level_in
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Localiser, ref
from ctpat_app.services.inquiry_lists import InquiryLine
from ctpat_app.services.inquiry_reading import ActionView, CriterionView, EventView, InquiryView, LinkView
from ctpat_app.services.questionnaires import QuestionnaireView
from ctpat_app.state.charts import Bar
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.languages import direction, own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message
from ctpat_app.words.reviews import finding_text

"""Questionnaires go out in this language besides those of the pages: many suppliers of the field read it."""
_TAGS: Final = {
    InquiryState.SENT: "todo",
    InquiryState.BEGUN: "progress",
    InquiryState.SIGNED: "attention",
    InquiryState.RETURNED: "progress",
    InquiryState.CLOSED: "done",
    InquiryState.REVOKED: "locked",
}


# ---------------------------------------------------------------- questionnaires


@dataclass(frozen=True)
class QuestionnaireLine:
    """One questionnaire in the list."""

    id: int
    name: str
    href: str
    count: int
    minutes: int
    times_sent: int
    changed: str


@dataclass(frozen=True)
class Tick:
    """A criterion that can be ticked."""

    id: str
    title: str
    statement: str
    language: str
    must: bool
    ticked: bool


@dataclass(frozen=True)
class TickGroup:
    """The criteria of one category."""

    id: str
    name: str
    ticks: list[Tick]
    ticked: int


@dataclass(frozen=True)
class Preview:
    """One category of the questionnaire as the partner reads it."""

    id: str
    name: str
    language: str
    ticks: list[Tick]


def questionnaire_line(view: QuestionnaireView, language: str) -> QuestionnaireLine:
    """Return a questionnaire for the list."""
    return QuestionnaireLine(
        view.id,
        view.plan.name,
        f"/{language}/questionnaire/?questionnaire={view.id}",
        len(view.plan.criteria),
        view.minutes,
        view.times_sent,
        day_text(view.changed_at.date(), language),
    )


def tick_groups(library: Library, business_type: str, ticked: Collection[str], language: str) -> list[TickGroup]:
    """Return every criterion that can be asked, by category, with must or should for ``business_type``."""
    localiser, chosen = localiser_for(language), frozenset(ticked)
    keys = criteria_for(library)
    return [
        TickGroup(
            category,
            localiser.text(ref(f"categories/{category}", "name", library.categories[category].i18n.name)),
            [_tick(library, localiser, key, business_type, ticked=key in chosen) for key in own],
            sum(key in chosen for key in own),
        )
        for category in dict.fromkeys(library.criteria[key].category for key in keys)
        for own in [[key for key in keys if library.criteria[key].category == category]]
    ]


def preview_in(library: Library, business_type: str, criteria: Sequence[str], language: str) -> list[Preview]:
    """Return the questionnaire as a partner reads it in ``language``."""
    localiser = localiser_for(language)
    found = []
    for category in dict.fromkeys(library.criteria[key].category for key in criteria):
        own = [key for key in criteria if library.criteria[key].category == category]
        shown = localiser.show(ref(f"categories/{category}", "name", library.categories[category].i18n.name))
        ticks = [_tick(library, localiser, key, business_type, ticked=True) for key in own]
        found.append(Preview(category, shown.text, shown.language, ticks))
    return found


def type_options(library: Library, language: str) -> list[list[str]]:
    """Return the business types to choose from, by name."""
    localiser = localiser_for(language)
    return [
        [key, localiser.text(ref(f"business_types/{key}", "name", kind.i18n.name))]
        for key, kind in library.business_types.items()
    ]


def _tick(library: Library, localiser: Localiser, key: str, business_type: str, *, ticked: bool) -> Tick:
    words = library.criteria[key].i18n
    title = localiser.text(ref(f"criteria/{key}", "title", words.title))
    statement = localiser.show(ref(f"criteria/{key}", "statement", words.statement))
    must = level_in(library.criteria[key], business_type) == "must"
    return Tick(key, title, statement.text, statement.language, must, ticked)


# ---------------------------------------------------------------- the list


@dataclass(frozen=True)
class InquiryRowView:
    """One inquiry in the list; ``tag`` is the look of its state."""

    id: int = 0
    reference: str = ""
    partner: str = ""
    partner_removed: bool = False
    name: str = ""
    href: str = ""
    state: str = ""
    tag: str = ""
    sent: str = ""
    due: str = ""
    due_iso: str = ""
    is_overdue: bool = False
    progress: str = ""
    """How many of the statements have an answer, such as "3 / 12"."""
    outcome: str = ""
    score: str = ""
    renewal: str = ""
    renewal_due: bool = False
    actions_open: int = 0
    actions_answered: int = 0


def inquiry_row(line: InquiryLine, language: str) -> InquiryRowView:
    """Return an inquiry for the list."""
    code, tag = _state_of(line)
    return InquiryRowView(
        line.id,
        line.reference,
        line.partner,
        line.is_partner_removed,
        line.name,
        f"/{language}/inquiry/?inquiry={line.id}",
        message(code, language),
        tag,
        day_text(line.sent_at.date(), language),
        day_text(line.due_on, language),
        line.due_on.isoformat(),
        line.is_overdue,
        f"{line.answered} / {line.asked}",
        message(f"inquiry.outcome-{line.outcome}", language) if line.outcome else "",
        "" if line.score is None else message("inquiry.percent", language, points=line.score),
        day_text(line.renewal_on, language) if line.renewal_on else "",
        line.is_renewal_due,
        line.actions_open,
        line.actions_answered,
    )


def _state_of(line: InquiryLine) -> tuple[str, str]:
    if line.is_overdue:
        return "inquiry.over" if line.is_expired else "inquiry.overdue", "attention"
    return f"inquiry.state-{line.state}", _TAGS[line.state]


# ---------------------------------------------------------------- one inquiry


@dataclass(frozen=True)
class FileLine:
    """A file of the partner."""

    name: str
    href: str


@dataclass(frozen=True)
class ActionLine:
    """Something that the partner is to put right; ``form`` begins the ids of the form that decides about it."""

    id: int
    form: str
    finding: str
    wanted: str
    due: str
    state: str
    tag: str
    version: int
    answer: str
    answer_language: str
    answer_dir: str
    decision: str
    decisions: list[list[str]]


@dataclass(frozen=True)
class AnswerCard:
    """One criterion with its answer and all that belongs to it; ``…_form`` begin the ids of its forms."""

    id: str
    place: str
    """Of the card in its page: ids hold no dots, so that styles and scripts can name them."""
    title: str
    statement: str
    statement_language: str
    must: bool
    applies: bool
    text: str
    text_language: str
    text_dir: str
    language_name: str
    version: int
    needs_english: bool
    english: str
    english_by: str
    english_version: int
    english_outdated: bool
    is_changing: bool
    comment: str
    grade: str
    grade_name: str
    grade_reason: str
    grade_version: int
    grade_by: str
    grade_outdated: bool
    english_form: str
    grade_form: str
    action_form: str
    files: list[FileLine]
    findings: list[str]
    actions: list[ActionLine]


@dataclass(frozen=True)
class AnswerGroup:
    """The criteria of one category."""

    id: str
    name: str
    cards: list[AnswerCard]


@dataclass(frozen=True)
class InquiryCard:
    """What stands on top of the page of an inquiry."""

    row: InquiryRowView = field(default_factory=InquiryRowView)
    account: int = 0
    company: str = ""
    introduction: str = ""
    language: str = ""
    contact: str = ""
    email: str = ""
    signed: str = ""
    signer: str = ""
    outcome_reason: str = ""
    previous: int = 0
    ungraded: int = 0
    points: int = 0
    score: str = ""
    """Of what is graded so far; empty while nothing is."""
    is_shown: bool = False
    """The answers can be read."""
    is_closed: bool = False
    is_signed: bool = False


@dataclass(frozen=True)
class LinkLine:
    """A link to the inquiry."""

    email: str
    name: str
    made: str
    confirmed: bool
    revoked: bool
    handed_over: bool


@dataclass(frozen=True)
class EventLine:
    """What happened, newest first."""

    number: int
    sentence: str
    when: str
    stamp: str


def inquiry_card(view: InquiryView, language: str) -> InquiryCard:
    """Return what stands on top of the page."""
    signer = ", ".join(filter(None, (view.signer, view.signer_title)))
    return InquiryCard(
        inquiry_row(view.line, language),
        view.trade_account_id,
        view.company,
        view.introduction,
        own_name(view.language),
        view.contact,
        view.partner_email,
        moment_text(view.signed_at, language) if view.signed_at else "",
        signer,
        view.outcome_reason,
        view.previous_id or 0,
        view.ungraded,
        view.score or 0,
        "" if view.score is None else message("readiness.of-100", language, points=view.score),
        view.line.state in ANSWERS_SHOWN,
        view.line.state is InquiryState.CLOSED,
        view.line.state is InquiryState.SIGNED,
    )


def score_bars(view: InquiryView, language: str) -> list[Bar]:
    """Return the score of each category that has a grade, as the readiness of a profile shows its points."""
    localiser, categories = localiser_for(language), view.library.categories
    return [
        Bar(
            key,
            localiser.text(ref(f"categories/{key}", "name", categories[key].i18n.name)),
            points,
            message("readiness.of-100", language, points=points),
        )
        for key, points in view.by_category.items()
        if points is not None
    ]


def answer_groups(view: InquiryView, language: str) -> list[AnswerGroup]:
    """Return the criteria with their answers, by category."""
    localiser = localiser_for(language)
    return [
        AnswerGroup(
            key,
            localiser.text(ref(f"categories/{key}", "name", view.library.categories[key].i18n.name)),
            [_card(each, view.library, localiser) for each in view.criteria if each.category == key],
        )
        for key in view.by_category
    ]


def _card(asked: CriterionView, library: Library, localiser: Localiser) -> AnswerCard:
    language, answer, grade = localiser.language, asked.answer, asked.grade
    words = library.criteria[asked.id].i18n
    statement = localiser.show(ref(f"criteria/{asked.id}", "statement", words.statement))
    place = asked.id.replace(".", "_")
    return AnswerCard(
        id=asked.id,
        place=f"answer-{place}",
        title=localiser.text(ref(f"criteria/{asked.id}", "title", words.title)),
        statement=statement.text,
        statement_language=statement.language,
        must=asked.level == "must",
        applies=answer.applies,
        text=answer.text,
        text_language=answer.language or "en",
        text_dir=direction(answer.language or "en"),
        language_name=own_name(answer.language),
        version=answer.version,
        needs_english=bool(answer.text) and answer.language.split("-")[0] != "en",
        english=answer.english,
        english_by=isolated(answer.english_by) if answer.english_by else "",
        english_version=answer.english_version,
        english_outdated=answer.is_english_outdated,
        is_changing=answer.is_changing,
        comment=asked.comment,
        grade=grade.grade.value if grade.grade else "",
        grade_name=message(f"inquiry.grade-{grade.grade}", language) if grade.grade else "",
        grade_reason=grade.reason,
        grade_version=grade.version,
        grade_by=isolated(grade.who) if grade.who else "",
        grade_outdated=grade.is_outdated,
        english_form=f"english-{place}",
        grade_form=f"grade-{place}",
        action_form=f"action-{place}",
        files=[FileLine(each.name, f"/files/inquiry-file/{each.id}") for each in asked.files],
        findings=[finding_text(each.code, language, words=each.words, params=each.params) for each in asked.findings],
        actions=[_action(each, language) for each in asked.actions],
    )


def _action(action: ActionView, language: str) -> ActionLine:
    tags = {"open": "todo", "answered": "attention", "done": "done", "dropped": "locked"}
    return ActionLine(
        action.id,
        f"decide-{action.id}",
        action.finding,
        action.wanted,
        day_text(action.due_on, language),
        message(f"inquiry.action-{action.state}", language),
        tags[action.state],
        action.version,
        action.answer,
        action.answer_language or "en",
        direction(action.answer_language or "en"),
        action.decision,
        [[each.value, message(f"inquiry.decision-{each}", language)] for each in action.decisions],
    )


def grade_options(language: str) -> list[list[str]]:
    """Return the grades to choose from."""
    return [[each.value, message(f"inquiry.grade-{each}", language)] for each in Grade]


def link_lines(links: Sequence[LinkView], language: str) -> list[LinkLine]:
    """Return the links to the inquiry, the newest first."""
    return [
        LinkLine(
            each.email,
            each.name,
            day_text(each.made_at.date(), language),
            each.is_confirmed,
            each.is_revoked,
            each.is_handed_over,
        )
        for each in links
    ]


def event_lines(events: Sequence[EventView], language: str) -> list[EventLine]:
    """Return what happened, the newest first."""
    return [
        EventLine(
            number,
            message(
                f"inquiry.event-{each.kind}",
                language,
                who=isolated(each.who) if each.who else message("inquiry.the-kiosk", language),
            ),
            moment_text(each.at, language),
            each.at.isoformat(),
        )
        for number, each in enumerate(events)
    ]


def day_or_none(text: str) -> date | None:
    """Return the day that a field holds; None for an empty one and for what is no day."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        return None
