"""The answers of an annual review, one at a time: what was said last year, what stands there now, and its mark."""

from dataclasses import dataclass, field
from datetime import date

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.deadlines import months_between
from ctpat_app.domain.documents import is_outdated
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.affirmations import SETTLED, Mark, is_same, versions_of
from ctpat_app.guidance.answers import AnswerBook
from ctpat_app.guidance.english import language_of, needs_english
from ctpat_app.guidance.flow import applies
from ctpat_app.guidance.questions import CRITERION, ENGLISH
from ctpat_app.guidance.texts import ref
from ctpat_app.services.annual_answers import ReviewedAnswers, affirm_answer, read_answers
from ctpat_app.services.evidence import EvidenceFile
from ctpat_app.state.access import requires
from ctpat_app.state.document_views import kind_name
from ctpat_app.state.findings import FindingView, finding_view
from ctpat_app.state.plain_form import PlainForm
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message


@dataclass(frozen=True)
class EvidenceAge:
    """A file beside an answer, and how old what it shows is, in words."""

    name: str
    kind: str
    age: str
    is_outdated: bool


@dataclass(frozen=True)
class AnswerLine:
    """A statement in the list; ``mark`` is a ``guidance.affirmations.Mark``."""

    criterion: str
    number: str
    title: str
    language: str
    mark: str
    is_here: bool
    href: str


@dataclass(frozen=True)
class AnswerView:
    """The statement on show; ``before`` is what was sent last, empty where it is what stands there now."""

    criterion: str = ""
    number: str = ""
    must: bool = False
    title: str = ""
    statement: str = ""
    statement_language: str = ""
    text: str = ""
    language: str = ""
    english: str = ""
    applies: bool = True
    before: str = ""
    before_language: str = ""
    mark: str = ""
    marked_by: str = ""
    marked_at: str = ""
    versions: str = ""
    evidence: list[EvidenceAge] = field(default_factory=list)
    findings: list[FindingView] = field(default_factory=list)
    change_href: str = ""
    previous_href: str = ""
    next_href: str = ""


class AnnualAnswersState(PlainForm, rx.State):
    """The review of the model that the address names, at one statement."""

    model: int = 0
    draft: int = 0
    account: int = 0
    company: str = ""
    view: AnswerView = AnswerView()
    lines: list[AnswerLine] = []
    settled: int = 0
    count: int = 0
    may_affirm: bool = False
    has_new_content: bool = False

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show the statement that the address names; without one, the first that is open."""
        self.reset()  # type: ignore[no-untyped-call]
        wanted = self.router.url.query_parameters
        await self._load(number_in(wanted.get("model", "")), wanted.get("statement", ""))

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def affirm(self, model: int, criterion: str, versions: str) -> EventSpec | None:
        """Affirm the answer as it was shown, and go to the next open one; at the end, back to the tasks."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            following = await in_session(
                affirm_answer,
                session.actor(),
                security_model_id=model,
                criterion=criterion,
                versions=versions,
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse("annual", refusal)
            await self._load(model, criterion)
            return None
        if not following:
            return rx.redirect(f"/{session.language}/annual-review/?model={model}")
        done = self.view.title
        await self._load(model, following)
        self.told = message("annual.affirmed", session.language, statement=isolated(done))
        return None

    async def _load(self, model: int, criterion: str) -> None:
        session = await self.get_state(SessionState)
        self.model = 0
        try:
            found = await in_session(read_answers, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        session.act_for(found.company)
        self._show(model, found, criterion, session.language)

    def _show(self, model: int, found: ReviewedAnswers, criterion: str, language: str) -> None:
        ledger = found.ledger
        order = ledger.statements
        here = criterion if criterion in order else ledger.next_open("") or (order[0] if order else "")
        self.model, self.draft = model, found.draft_id
        self.account, self.company = found.trade_account_id, found.company
        self.count, self.settled = len(order), len(order) - len(ledger.open)
        self.has_new_content = found.has_new_content
        self.may_affirm = found.may_answer and found.is_open and ledger.mark(here) not in {*SETTLED, Mark.UNANSWERED}
        self.lines = [answer_line(model, found, each, here, language) for each in order]
        self.view = answer_view(model, found, here, language) if here else AnswerView()


def answer_line(model: int, found: ReviewedAnswers, criterion: str, here: str, language: str) -> AnswerLine:
    """Return a statement for the list."""
    record = found.ledger.situation.library.criteria[criterion]
    title = localiser_for(language).show(ref(f"criteria/{criterion}", "title", record.i18n.title))
    return AnswerLine(
        criterion,
        criterion if record.number_verified else "",
        title.text,
        title.language,
        found.ledger.mark(criterion).value,
        criterion == here,
        _href(model, criterion, language),
    )


def answer_view(model: int, found: ReviewedAnswers, criterion: str, language: str) -> AnswerView:
    """Return one statement with all that helps to say whether its answer is still right."""
    ledger = found.ledger
    now_, order = ledger.situation, ledger.statements
    asked = next(each for each in now_.criteria if each.criterion.id == criterion)
    words, localiser = asked.criterion.i18n, localiser_for(language)
    statement = localiser.show(ref(f"criteria/{criterion}", "statement", words.statement))
    place, is_changed = order.index(criterion), not is_same(now_.book, ledger.base, criterion)
    who, at = found.who.get(criterion, ("", None))
    review = found.reviews.get(criterion)
    return AnswerView(
        criterion=criterion,
        number=criterion if asked.criterion.number_verified else "",
        must=asked.level == "must",
        title=localiser.text(ref(f"criteria/{criterion}", "title", words.title)),
        statement=statement.text,
        statement_language=statement.language,
        text=now_.book.text(CRITERION + criterion),
        language=language_of(now_.book, criterion),
        english=_english(now_.book, criterion),
        applies=applies(now_.book, criterion),
        before=ledger.base.text(CRITERION + criterion) if is_changed else "",
        before_language=language_of(ledger.base, criterion),
        mark=ledger.mark(criterion).value,
        marked_by=who,
        marked_at=moment_text(at, language) if at else "",
        versions=versions_of(now_.book, criterion),
        evidence=[evidence_age(each, now_.today, language) for each in found.evidence.get(CRITERION + criterion, ())],
        findings=[finding_view(each, language) for each in review.objections] if review else [],
        change_href=f"/{language}/profile/?draft={found.draft_id}&criterion={criterion}&return=annual",
        previous_href=_href(model, order[place - 1], language) if place else "",
        next_href=_href(model, order[place + 1], language) if place + 1 < len(order) else "",
    )


def evidence_age(file: EvidenceFile, today: date, language: str) -> EvidenceAge:
    """Return a file with its age: a photo of fourteen months ago may no longer show the measure in use."""
    too_old = is_outdated(file.valid_until, today)
    kind = kind_name(file.kind, language)
    if file.stands_for is None:
        return EvidenceAge(file.name, kind, message("annual.age-unknown", language), too_old)
    months, day = months_between(file.stands_for, today), day_text(file.stands_for, language)
    code = "annual.age-outdated" if too_old else "annual.age-months" if months else "annual.age-days"
    return EvidenceAge(file.name, kind, message(code, language, day=day, count=months), too_old)


def _english(book: AnswerBook, criterion: str) -> str:
    return book.text(ENGLISH + criterion) if needs_english(book, criterion) else ""


def _href(model: int, criterion: str, language: str) -> str:
    return f"/{language}/annual-answers/?model={model}&statement={criterion}"
