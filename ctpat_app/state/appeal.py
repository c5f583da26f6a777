"""The appeal against a suspension or removal: saved as it grows, filed by the officer."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.appeals import AppealState as Stage
from ctpat_app.domain.appeals import AppealTexts
from ctpat_app.domain.doings import Doing
from ctpat_app.domain.errors import Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.appeals import file_appeal, save_appeal
from ctpat_app.services.standing_view import CompanyStanding, read_company_standing
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.proving import PROVE_AGAIN, way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.state.standing import chosen_documents
from ctpat_app.state.standing_views import DecisionLine, PaperLines, appeal_lines, decision_line
from ctpat_app.words.messages import message


class AppealState(PlainForm, rx.State):
    """The appeal of the security model that the address names."""

    loaded: bool = False
    model: int = 0
    company: str = ""
    version: int = 0
    decision: DecisionLine = DecisionLine()
    appeal: PaperLines = PaperLines()
    is_open: bool = False
    """Whether it can be written and filed now."""
    is_late: bool = False
    may_write: bool = False
    may_sign: bool = False
    documents: list[list[str]] = []

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show the appeal as far as it is written."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._reload(number_in(self.router.url.query_parameters.get("model", "")))

    async def _reload(self, model: int) -> None:
        session = await self.get_state(SessionState)
        days = kiosk_settings().reapply_days
        try:
            found = await in_reading(
                read_company_standing, session.actor(), security_model_id=model, waiting_days=days, now=now()
            )
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        session.act_for(found.company)
        self._show(found, session.language)

    def _show(self, found: CompanyStanding, language: str) -> None:
        self.model, self.company = found.model_id, found.company
        self.may_write, self.may_sign, self.loaded = found.may_write, found.may_sign, True
        appeal = found.appeal
        if appeal is None or Doing.APPEAL not in found.doings:
            return
        self.decision, self.appeal = decision_line(found.decisions[0], language), appeal_lines(appeal, language)
        self.version, self.form_key = appeal.version, f"{appeal.id}/{appeal.version}"
        self.is_open, self.is_late = appeal.state is Stage.OPEN, appeal.state is Stage.LAPSED
        chosen = {each.document_id for each in appeal.documents}
        self.documents = [
            [str(each.document_id), each.name, "yes" if each.document_id in chosen else ""] for each in found.documents
        ]
        texts = appeal.texts
        self.values = {
            "appeal-happened": texts.happened,
            "appeal-remedied": texts.remedied,
            "appeal-comply": texts.comply,
        }

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def save(self, model: int, seen_version: int, typed: Typed) -> EventSpec | None:
        """Save the appeal; the officer may file it with the same press."""
        if text_in(typed, "then") == "send":
            return await self._keep(file_appeal, model, seen_version, typed)
        return await self._keep(save_appeal, model, seen_version, typed)

    async def _keep(self, use_case: Callable[..., object], model: int, seen: int, typed: Typed) -> EventSpec | None:
        session = await self.get_state(SessionState)
        texts = AppealTexts(*(text_in(typed, name) for name in ("happened", "remedied", "comply")))
        given: dict[str, Any] = {
            "security_model_id": model,
            "texts": texts,
            "documents": chosen_documents(typed),
            "language": session.language,
        }
        try:
            await in_session(use_case, session.actor(), seen_version=seen, now=now(), **given)
        except StaleVersion as stale:
            # The fields keep what was typed; pressing again goes on from what the other one wrote.
            self.version = stale.version
            await self.refuse("appeal", stale)
            return None
        except Refusal as refusal:
            if refusal.code != PROVE_AGAIN:
                await self.refuse("appeal", refusal)
                return None
            # Nothing is lost on the way to the proof and back.
            await in_session(save_appeal, session.actor(), seen_version=seen, now=now(), **given)
            return way_to_prove(refusal, session.language, self.router.url)
        self.clear_problems()
        if use_case is file_appeal:
            return rx.redirect(f"/{session.language}/standing/?model={model}&told=appeal.filed")
        self.told = message("standing.saved", session.language)
        await self._reload(model)
        return None
