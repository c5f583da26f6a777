"""One case of the help desk in the reader's language; what people wrote stays as they wrote it."""

from dataclasses import dataclass, field

from ctpat_app.domain.help_cases import CaseSide, CaseStep
from ctpat_app.domain.help_reports import Intake
from ctpat_app.guidance.canned_answers import CannedAnswer, offered_first, title_of
from ctpat_app.guidance.texts import ref
from ctpat_app.services.failures import Failure
from ctpat_app.services.help_desk_case import CaseEvent, CaseFile, CaseMessage
from ctpat_app.services.library import current_library
from ctpat_app.state.desk_views import OVER, SOON
from ctpat_app.state.help_desk_views import (
    case_address,
    due_text,
    kind_name,
    owner_text,
    priority_name,
    state_name,
    topic_name,
)
from ctpat_app.words.dates import moment_text
from ctpat_app.words.languages import direction, own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import MESSAGES, isolated, message

_SHORT_HASH = 12


@dataclass(frozen=True)
class PictureLink:
    """A picture that the person sent."""

    name: str
    href: str


@dataclass(frozen=True)
class CaseMessageCard:
    """One message; ``said_in`` is the name of its language, always told."""

    id: str
    title: str
    text: str
    language: str
    direction: str
    said_in: str
    is_staff: bool
    is_internal: bool
    of_case: str
    pictures: list[PictureLink] = field(default_factory=list)


@dataclass(frozen=True)
class CaseHead:
    """How a case stands."""

    id: int = 0
    version: int = 0
    code: str = ""
    kind: str = ""
    topic: str = ""
    state: str = ""
    state_key: str = ""
    priority: str = ""
    priority_key: str = ""
    language: str = ""
    language_key: str = "en"
    owner: str = ""
    is_mine: bool = False
    due: str = ""
    mark: str = ""
    opened: str = ""
    who: str = ""
    answers_to: str = ""
    goes_on_in: str = ""
    goes_on_href: str = ""
    may_take: bool = False
    may_answer: bool = False
    may_reopen: bool = False
    may_close: bool = False
    may_merge: bool = False
    others: str = ""
    """To how many other people an answer goes; empty when to nobody."""


@dataclass(frozen=True)
class ToldLine:
    """A line of what was said with the assistant."""

    is_person: bool
    text: str


def case_head(file: CaseFile, language: str, me: int) -> CaseHead:
    """Return how the case stands, and what can be done."""
    return CaseHead(
        id=file.id,
        version=file.version,
        code=file.code,
        kind=kind_name(file.kind, language),
        topic=topic_name(file.topic, language),
        state=state_name(file.state, language),
        state_key=file.state.value,
        priority=priority_name(file.priority, language),
        priority_key=file.priority.value,
        language=own_name(file.language),
        language_key=file.language,
        owner=owner_text(file.owner, language),
        is_mine=file.owner_id == me,
        due=due_text(file.answer_due_at, language, is_late=file.is_overdue),
        mark=OVER if file.is_overdue else SOON if file.is_due_soon else "",
        opened=message("help-desk.opened-at", language, moment=moment_text(file.opened_at, language)),
        who=file.name or message("help-desk.nameless", language),
        answers_to=message("help-desk.mail-known", language, address=isolated(file.mail))
        if file.mail
        else message("help-desk.mail-unknown", language),
        goes_on_in=file.goes_on_in,
        goes_on_href=case_address(language, file.goes_on_in_id) if file.goes_on_in_id else "",
        may_take=CaseStep.TAKE in file.steps,
        may_answer=CaseStep.ANSWER in file.steps,
        may_reopen=CaseStep.REOPEN in file.steps,
        may_close=CaseStep.CLOSE in file.steps,
        may_merge=CaseStep.MERGE in file.steps,
        others=message("help-desk.other-people", language, count=len(file.merged)) if file.merged else "",
    )


def case_message(item: CaseMessage, language: str) -> CaseMessageCard:
    """Return a message as it was written."""
    return CaseMessageCard(
        id=f"message-{item.id}",
        title=_title(item, language),
        text=item.text,
        language=item.language,
        direction=direction(item.language),
        said_in="" if item.is_internal else own_name(item.language),
        is_staff=item.side is CaseSide.STAFF,
        is_internal=item.is_internal,
        of_case=message("help-desk.of-case", language, code=isolated(item.from_code)) if item.from_code else "",
        pictures=[PictureLink(each.name, f"/files/help-case/{each.id}?lang={language}") for each in item.pictures],
    )


def _title(item: CaseMessage, language: str) -> str:
    moment = moment_text(item.at, language)
    if item.is_internal:
        return message("help-desk.noted-by", language, name=isolated(item.writer), moment=moment)
    if item.side is CaseSide.STAFF:
        return message("help-desk.by-staff", language, name=isolated(item.writer), moment=moment)
    if item.side is CaseSide.KIOSK:
        return message("help-desk.by-kiosk", language, moment=moment)
    if item.writer:
        return message("help-desk.by-named-person", language, name=isolated(item.writer), moment=moment)
    return message("help-desk.by-person", language, moment=moment)


def intake_rows(kind: str, intake: tuple[Intake, ...], language: str) -> list[list[str]]:
    """Return what the kind of problem asked, each with the answer in words; what is asked no more by its id."""
    found, localiser = current_library().problem_kinds.get(kind), localiser_for(language)
    fields = {each.id: each for each in found.fields} if found else {}
    rows = []
    for each in intake:
        asked = fields.get(each.field)
        if asked is None:
            rows.append([each.field, each.value])
            continue
        path = f"problem_kinds/{kind}/{asked.id}"
        chosen = next((choice for choice in asked.choices if choice.id == each.value), None)
        answer = (
            localiser.text(ref(f"{path}/{chosen.id}", "label", chosen.i18n.label)) if chosen is not None else each.value
        )
        rows.append([localiser.text(ref(path, "label", asked.i18n.label)), answer])
    return rows


def refusal_rows(failure: Failure | None, language: str) -> list[list[str]]:
    """Return the messages that stood on the page: code, and the sentence as far as the kiosk has it."""
    codes = failure.refusals if failure else ()
    return [[code, message(code, language) if code in MESSAGES else ""] for code in codes]


def place_rows(file: CaseFile) -> list[list[str]]:
    """Return where it happened, as the report and the failure tell: what it is, and its value."""
    failure = file.failure
    rows = (
        ("page", file.page),
        ("step", file.step),
        ("content", file.library_hash[:_SHORT_HASH]),
        ("failure", file.failure_code),
        ("failed-page", failure.page if failure else ""),
        ("failed-step", failure.step if failure else ""),
        ("failed-content", failure.library_hash[:_SHORT_HASH] if failure else ""),
        ("handler", failure.handler if failure else ""),
        ("source", failure.message if failure else ""),
    )
    return [[name, value] for name, value in rows if value]


def event_text(event: CaseEvent, language: str) -> str:
    """Return what somebody did with the case."""
    code = f"help-desk.did-{event.action.removeprefix('help-case.')}"
    what = message(code if code in MESSAGES else "help-desk.did-something", language)
    moment = moment_text(event.at, language)
    if not event.person:
        return message("help-desk.event", language, moment=moment, what=what)
    return message("help-desk.event-by", language, moment=moment, person=isolated(event.person), what=what)


def canned_options(kind: str, topic: str, language: str) -> list[list[str]]:
    """Return the ready answers to choose from, those that are made for such a case first."""
    answers = current_library().canned_answers.values()

    def order(answer: CannedAnswer) -> int:
        return 0 if offered_first(answer, kind, topic) else 1 if not answer.kinds else 2

    localiser = localiser_for(language)
    return [[each.id, localiser.text(title_of(each))] for each in sorted(answers, key=order)]
