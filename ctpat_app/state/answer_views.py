"""An inquiry as its partner's pages show it."""

from dataclasses import dataclass, field

from ctpat_app.domain.inquiries import ActionState, InquiryState
from ctpat_app.guidance.talk_views import SAID_AT_ONCE, SaidView, clipped
from ctpat_app.guidance.texts import Localiser, Shown, ref
from ctpat_app.services.inquiry_answers import ActionAsked, OpenInquiry, PartnerAnswer
from ctpat_app.words.dates import day_text
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class AskedRow:
    """One criterion in the list of all: its mark says how far it is answered."""

    id: str
    number: str
    title: str
    language: str
    mark: str
    """``answered``, ``not-applicable``, ``open``, ``reason-missing`` or ``returned``."""
    note: str
    files: int
    href: str


@dataclass(frozen=True)
class AskedPart:
    """The criteria of one category; so many of them are open."""

    name: str
    open: int
    rows: list[AskedRow] = field(default_factory=list)


@dataclass(frozen=True)
class AskedAction:
    """Something that the company wants put right."""

    id: int
    key: str
    version: int
    number: str
    finding: str
    wanted: str
    due: str
    state: str
    answer: str
    decision: str
    may_answer: bool


@dataclass(frozen=True)
class StatementView:
    """The criterion on show, and the way to the others."""

    id: str = ""
    number: str = ""
    category: str = ""
    must: bool = False
    statement: str = ""
    statement_language: str = ""
    guidance: str = ""
    guidance_language: str = ""
    comment: str = ""
    earlier: str = ""
    earlier_applies: bool = True
    before: str = ""
    after: str = ""
    position: int = 0
    count: int = 0
    language: str = ""
    """Of the answer."""


def asked_parts(inquiry: OpenInquiry, localiser: Localiser) -> list[AskedPart]:
    """Return the criteria below their categories, in the order of the questionnaire."""
    parts = []
    for category in inquiry.library.categories.values():
        own = [each for each in inquiry.answers if inquiry.library.criteria[each.criterion].category == category.id]
        if own:
            name = localiser.text(ref(f"categories/{category.id}", "name", category.i18n.name))
            rows = [_asked_row(inquiry, each, localiser) for each in own]
            parts.append(AskedPart(name, sum(not each.is_answered for each in own), rows))
    return parts


def asked_action(action: ActionAsked, language: str) -> AskedAction:
    """Return an action in the reader's language."""
    return AskedAction(
        action.id,
        f"action-{action.id}",
        action.version,
        action.criterion,
        action.finding,
        action.wanted,
        day_text(action.due_on, language),
        message(f"reply.action-{action.state.value}", language),
        action.answer,
        action.decision,
        may_answer=action.state in {ActionState.OPEN, ActionState.ANSWERED},
    )


def statement_view(inquiry: OpenInquiry, criterion: str, localiser: Localiser) -> StatementView:
    """Return one criterion of the inquiry; the first one for an unknown id."""
    ids = [each.criterion for each in inquiry.answers]
    here = ids.index(criterion) if criterion in ids else 0
    answer, record = inquiry.answers[here], inquiry.library.criteria[ids[here]]
    statement, guidance = (_words(inquiry, record.id, key, localiser) for key in ("statement", "guidance"))
    category = inquiry.library.categories[record.category]
    return StatementView(
        record.id,
        record.id,
        localiser.text(ref(f"categories/{category.id}", "name", category.i18n.name)),
        inquiry.is_must(record.id),
        statement.text,
        statement.language,
        guidance.text,
        guidance.language,
        answer.comment,
        answer.earlier,
        answer.earlier_applies,
        ids[here - 1] if here else "",
        ids[here + 1] if here + 1 < len(ids) else "",
        here + 1,
        len(ids),
        answer.language or localiser.language,
    )


def said_of(inquiry: OpenInquiry, criterion: str, localiser: Localiser) -> tuple[list[SaidView], int]:
    """Return the answers before ``criterion``, the newest last, and how many more there are; of all without one."""
    ids = [each.criterion for each in inquiry.answers]
    before = inquiry.answers[: ids.index(criterion)] if criterion in ids else inquiry.answers
    answered = [each for each in before if each.is_answered]
    shown = answered[-SAID_AT_ONCE:]
    return [_said(inquiry, each, localiser) for each in shown], len(answered) - len(shown)


def _said(inquiry: OpenInquiry, answer: PartnerAnswer, localiser: Localiser) -> SaidView:
    title = _words(inquiry, answer.criterion, "title", localiser)
    denied = [] if answer.applies else [message("reply.mark-not-applicable", localiser.language)]
    words = [*denied, clipped(answer.text)]
    return SaidView("", answer.criterion, "", title.text, title.language, words, answer.language)


def state_text(state: InquiryState, language: str) -> str:
    """Return where an inquiry stands, in words for the partner."""
    return message(f"reply.state-{state.value}", language)


def _asked_row(inquiry: OpenInquiry, answer: PartnerAnswer, localiser: Localiser) -> AskedRow:
    title, mark = _words(inquiry, answer.criterion, "title", localiser), _mark(answer)
    return AskedRow(
        answer.criterion,
        answer.criterion,
        title.text,
        title.language,
        mark,
        message(f"reply.mark-{mark}", localiser.language),
        answer.files,
        f"/{localiser.language}/inquiry-answer/?inquiry={inquiry.id}&criterion={answer.criterion}",
    )


def _mark(answer: PartnerAnswer) -> str:
    if answer.comment:
        return "returned"
    if not answer.is_answered:
        return "open" if answer.applies else "reason-missing"
    return "answered" if answer.applies else "not-applicable"


def _words(inquiry: OpenInquiry, criterion: str, key: str, localiser: Localiser) -> Shown:
    words = inquiry.library.criteria[criterion].i18n
    return localiser.show(ref(f"criteria/{criterion}", key, getattr(words, key)))
