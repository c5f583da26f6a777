"""An inquiry as a dialogue: one statement at a time, saved as in its form, with what was said before it."""

import reflex as rx

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.guidance.talk_views import SaidView
from ctpat_app.services.inquiry_answers import OpenInquiry
from ctpat_app.state.access import of_partners
from ctpat_app.state.answer_views import said_of
from ctpat_app.state.inquiry_answer import InquiryAnswerState
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for

_END = "end"
"""Stands in the address for the place behind the last statement."""


class InquiryTalkState(rx.State):
    """The thread of the dialogue; the statement on show and its answer are those of ``InquiryAnswerState``."""

    said: list[SaidView] = []
    earlier: int = 0
    """How many answers stand before those in ``said``."""
    at_end: bool = False
    skip_href: str = ""
    back_href: str = ""
    form_href: str = ""
    address: str = ""

    @rx.event
    @of_partners
    async def load(self) -> None:
        """Load the statement that the address names; without one, the first that is open."""
        answers = await self.get_state(InquiryAnswerState)
        found = await answers.opened()
        if found is not None:
            wanted = self.router.url.query_parameters.get("criterion", "")
            await self._turn_to(found, wanted or _open_after(found, ""))

    @rx.event
    @of_partners
    async def send(self, inquiry: int, criterion: str, seen_version: int, applies: bool, typed: Typed) -> None:
        """Save the answer and ask what is open next."""
        answers = await self.get_state(InquiryAnswerState)
        text = str(typed.get("answer") or "")
        if not text.strip():
            await answers.object(InvalidValue("reply.answer-empty"))
            return
        if not await answers.keep(inquiry, criterion, seen_version, text, applies=applies):
            return
        found = await answers.reread(inquiry)
        if found is not None:
            await self._turn_to(found, _open_after(found, criterion))

    async def _turn_to(self, found: OpenInquiry, wanted: str) -> None:
        language = (await self.get_state(SessionState)).language
        answers = await self.get_state(InquiryAnswerState)
        criterion = wanted if found.answer(wanted) else ""
        self.at_end = not criterion
        self.said, self.earlier = said_of(found, criterion, localiser_for(language))
        await answers.show(found, criterion)
        page = f"/{language}/inquiry-talk/?inquiry={found.id}&criterion="
        self.address = page + (criterion or _END)
        self.skip_href = page + (_open_after(found, criterion) or _END)
        self.back_href = page + answers.view.before if answers.view.before and criterion else ""
        self.form_href = f"/{language}/inquiry-answer/?inquiry={found.id}&criterion={criterion}"


def _open_after(found: OpenInquiry, criterion: str) -> str:
    """Return the next statement behind ``criterion`` that lacks an answer or is to be changed, empty for none."""
    ids = [each.criterion for each in found.answers]
    behind = found.answers[ids.index(criterion) + 1 :] if criterion in ids else found.answers
    return next((each.criterion for each in behind if not each.is_answered or each.comment), "")
