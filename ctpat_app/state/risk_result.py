"""What a risk assessment comes to: drawings, matrices, risks; finish it, and use it as evidence."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.made_files import keep_made_file
from ctpat_app.adapters.pdf import render_application
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.printing import PrintedDocument
from ctpat_app.domain.uploads import JudgedFile
from ctpat_app.guidance.risk import RISK_ASSESSMENT
from ctpat_app.guidance.risk_views import AssessmentView, Say, assessment_view
from ctpat_app.guidance.views import problem_views
from ctpat_app.services.action_starts import risk_plan
from ctpat_app.services.application import open_application
from ctpat_app.services.risk_assessments import AssessmentResult, finish_assessment, read_result
from ctpat_app.services.risk_evidence import file_result, name_of_result, where_filed
from ctpat_app.services.risk_printing import printed_assessment
from ctpat_app.state.access import requires
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.reading import elsewhere, pages_of, reader_of
from ctpat_app.state.session import SessionState
from ctpat_app.state.summaries import summarise_in
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message
from ctpat_app.words.pdf import PdfWords


@dataclass(frozen=True)
class ResultPoint:
    """One line of what is to be mended, with the way to its field."""

    text: str
    href: str


class RiskResultState(rx.State):
    """One assessment, as it stands or as it was finished."""

    draft: int = 0
    account: int = 0
    company: str = ""
    reference: str = ""
    finished_on: str = ""
    view: AssessmentView = AssessmentView()
    points: list[ResultPoint] = []
    """What keeps the assessment from being finished."""
    gaps: list[str] = []
    """What it does not cover: told, also in the document, but no reason to wait."""
    may_finish: bool = False
    may_attach: bool = False
    application: int = 0
    """The application that is not sent yet; 0 for none."""
    criteria: list[str] = []
    """Criteria of it that ask for such evidence."""
    attached: list[str] = []
    """Those beside which the assessment stands."""
    plan: int = 0
    """Draft of the action plan that takes risks in; 0 for none."""
    may_plan: bool = False
    planned: dict[str, int] = {}
    """How many actions of the plan are open for a risk, by the row of its weak point."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> EventSpec | None:
        """Load the assessment that the address names."""
        return await self._load(number_in(self.router.url.query_parameters.get("draft", "")))

    @rx.event
    @requires(Permission.APPLICATION_START)
    async def finish(self, draft: int) -> EventSpec | None:
        """Freeze the assessment as it stands."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                finish_assessment,
                session.actor(),
                draft_id=draft,
                language=session.language,
                summarise=summarise_in,
                now=now(),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return await self._load(draft)

    @rx.event
    @requires(Permission.DOCUMENTS_REPLACE)
    async def attach(self, draft: int) -> EventSpec | None:
        """Keep the finished assessment as a document, in English, beside each criterion that asks for it."""
        session = await self.get_state(SessionState)
        try:
            result = await in_reading(read_result, session.actor(), draft_id=draft, now=now())
            if not result.reference:
                raise Refusal("risk.not-finished")
            file = await asyncio.to_thread(_made, await self._printed(draft), result.reference)
            await in_session(file_result, session.actor(), draft_id=draft, file=file, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return await self._load(draft)

    async def _printed(self, draft: int) -> PrintedDocument:
        session = await self.get_state(SessionState)
        return await in_reading(
            printed_assessment,
            session.actor(),
            draft_id=draft,
            localiser=localiser_for("en"),
            words=PdfWords("en", kiosk_settings().kiosk_name),
            now=now(),
        )

    async def _load(self, draft: int) -> EventSpec | None:
        session = await self.get_state(SessionState)
        self.draft = 0  # who is led elsewhere sees nothing of an earlier assessment meanwhile
        try:
            opened = await in_session(open_application, session.actor(), draft_id=draft, now=now())
            if (page := elsewhere(opened, RISK_ASSESSMENT)) and page != pages_of(opened).sent:
                return rx.redirect(f"/{session.language}/{page}/?draft={draft}", replace=True)
            if opened.access.flow != RISK_ASSESSMENT:
                return rx.redirect(f"/{session.language}/application/?draft={draft}", replace=True)
            result = await in_reading(read_result, session.actor(), draft_id=draft, now=now())
            filed = await in_reading(where_filed, session.actor(), draft_id=draft, now=now())
            account = opened.access.trade_account_id
            plan = await in_reading(risk_plan, session.actor(), trade_account_id=account)
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        self.application, self.criteria, self.attached = filed.application, [*filed.criteria], [*filed.attached]
        self.plan, self.planned = plan.draft_id, dict(plan.planned)
        self.may_plan = opened.access.allows(Permission.PROFILE_ANSWER)
        reader = reader_of(opened, session.language, asked_for_all=True)
        self._show(result, session.language)
        self.points = [] if result.reference else [
            ResultPoint(each.text, self._address(session.language, draft, each.step, each.target))
            for each in problem_views(result.situation, reader)
        ]  # fmt: skip
        told = [problem for problem in result.situation.problems if problem.level == "warning"]
        self.gaps = [reader.tell(problem) for problem in told]
        return None

    @staticmethod
    def _address(language: str, draft: int, step: str, target: str) -> str:
        return f"/{language}/risk/?draft={draft}&step={step}&return=check#{target}"

    def _show(self, result: AssessmentResult, language: str) -> None:
        self.draft, self.account, self.company = (
            result.access.draft_id,
            result.access.trade_account_id,
            result.company,
        )
        self.reference = result.reference
        self.finished_on = day_text(result.finished_at.date(), language) if result.finished_at else ""
        self.may_attach = bool(result.reference) and result.access.allows(Permission.DOCUMENTS_REPLACE)
        self.may_finish = not result.reference and result.access.allows(Permission.APPLICATION_START)
        self.view = assessment_view(
            result.situation, localiser_for(language), _say_in(language), lambda day: day_text(day, language)
        )


def _made(document: PrintedDocument, reference: str) -> JudgedFile:
    """Print the document and put it into the file store."""
    return keep_made_file(render_application(document).content, name_of_result(reference), now=now())


def _say_in(language: str) -> Say:
    def say(code: str, params: Mapping[str, str | int]) -> str:
        return message(code, language, **params)

    return say
