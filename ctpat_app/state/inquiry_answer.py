"""One criterion of an inquiry: answered by a partner, saved as it is written."""

from dataclasses import dataclass
from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.guidance.reviewer import Reviewed, review
from ctpat_app.services.answer_files import list_files, remove_file
from ctpat_app.services.inquiry_answers import OpenInquiry, PartnerAnswer, save_answer, save_english
from ctpat_app.state.access import of_partners, server_only
from ctpat_app.state.answer_views import StatementView, statement_view
from ctpat_app.state.inquiry_answers import InquiryPage
from ctpat_app.state.partner_visit import PartnerVisitState
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.reading import tab_of
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message, refusal_text
from ctpat_app.words.reviews import finding_text

_ADVISED: Final = frozenset(
    {
        *("placeholder", "sensitive-data", "not-applicable-without-reason", "too-generic", "restates-criterion"),
        *("lacks-who", "lacks-frequency", "lacks-records", "lacks-escalation"),
    }
)


@dataclass(frozen=True)
class PartnerFileView:
    """A file beside the answer."""

    id: int
    name: str
    note: str
    href: str


class InquiryAnswerState(InquiryPage, rx.State):
    """The criterion on show. What a save refers to travels with its event."""

    view: StatementView = StatementView()
    applies: bool = True
    text: str = ""
    """What the field begins with; what is typed stays in the browser."""
    version: int = 0
    revision: int = 0
    """Changes when the fields are to be made anew with another text."""
    english: str = ""
    english_outdated: bool = False
    english_problem: str = ""
    saved_at: str = ""
    problem: str = ""
    in_conflict: bool = False
    theirs: str = ""
    theirs_by: str = ""
    theirs_version: int = 0
    mine: str = ""
    mine_applies: bool = True
    advice: list[str] = []
    """What a reviewer may object to; it never keeps anybody from going on."""
    files: list[PartnerFileView] = []
    upload: str = ""
    address: str = ""

    @rx.event
    @of_partners
    async def load(self) -> None:
        """Load the criterion that the address names; without one, the first that is open."""
        found = await self.opened()
        if found is not None:
            wanted = self.router.url.query_parameters.get("criterion", "")
            await self.show(found, wanted or (found.missing or ("",))[0])

    @rx.event
    @of_partners
    async def save(self, inquiry: int, criterion: str, seen_version: int, applies: bool, text: str) -> None:
        """Save the answer and say so; the typed text stays in the browser whatever the outcome."""
        await self.keep(inquiry, criterion, seen_version, text, applies=applies)

    @rx.event
    @of_partners
    async def choose(self, inquiry: int, criterion: str, seen_version: int, applies: bool) -> None:
        """Say whether the criterion applies; the text stays, as the answer or as the reason."""
        found = await self.reread(inquiry)
        answer = found.answer(criterion) if found else None
        if answer is None:
            return
        if await self.keep(inquiry, criterion, seen_version, answer.text, applies=applies):
            self.applies = applies

    @rx.event
    @of_partners
    async def go_on(
        self, inquiry: int, criterion: str, seen_version: int, applies: bool, typed: Typed
    ) -> EventSpec | None:
        """Save what the form holds and go to the next criterion; behind the last one to the list."""
        if not await self.keep(inquiry, criterion, seen_version, str(typed.get("answer") or ""), applies=applies):
            return None
        found = await self.reread(inquiry)
        if found is None:
            return None
        language = (await self.get_state(SessionState)).language
        onward = statement_view(found, criterion, localiser_for(language)).after
        if not onward:
            return rx.redirect(f"/{language}/inquiry-answers/?inquiry={inquiry}")
        await self.show(found, onward)
        return None

    @rx.event
    @of_partners
    async def use_earlier(self, inquiry: int, criterion: str, seen_version: int) -> None:
        """Take over what was answered to the inquiry that this one renews."""
        found = await self.reread(inquiry)
        answer = found.answer(criterion) if found else None
        if answer is None or not answer.earlier:
            return
        if await self.keep(inquiry, criterion, seen_version, answer.earlier, applies=answer.earlier_applies):
            await self._look_again(inquiry, criterion)

    @rx.event
    @of_partners
    async def keep_theirs(self, inquiry: int, criterion: str) -> None:
        """Take the text that somebody else saved."""
        self.in_conflict = False
        await self._look_again(inquiry, criterion)

    @rx.event
    @of_partners
    async def keep_mine(self, inquiry: int, criterion: str, their_version: int, applies: bool, text: str) -> None:
        """Save the own text over the other one, which was shown; the other stays in the history."""
        self.in_conflict = False
        if await self.keep(inquiry, criterion, their_version, text, applies=applies):
            await self._look_again(inquiry, criterion)

    @rx.event
    @of_partners
    async def save_english(self, inquiry: int, criterion: str, of_version: int, seen: str, text: str) -> None:
        """Save the English beside the answer."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        self.english_problem = ""
        try:
            await in_session(
                save_english,
                visit,
                inquiry_id=inquiry,
                criterion=criterion,
                of_version=of_version,
                seen=seen,
                text=text,
            )
        except NotPermitted as refusal:
            session.tell(refusal.code)
        except StaleVersion as stale:
            self.english_problem = message("reply.english-changed", session.language, theirs=stale.theirs)
        except Refusal as refusal:
            self.english_problem = refusal_text(refusal, session.language)
        else:
            self.english, self.english_outdated = text.strip(), False
            self._note_saved()

    @rx.event
    @of_partners
    async def remove_file(self, inquiry: int, file: int) -> None:
        """Take a file away from the answer."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        try:
            await in_session(remove_file, visit, inquiry_id=inquiry, file_id=file, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.told = message("reply.file-removed", session.language)
        await self._show_files(inquiry, self.view.id)

    @rx.event
    @of_partners
    async def look_again(self, inquiry: int, criterion: str) -> None:
        """Show the files that have arrived; what is being typed is left alone."""
        if await self.reread(inquiry) is not None:
            await self._show_files(inquiry, criterion)

    @server_only
    async def keep(self, inquiry: int, criterion: str, seen_version: int, text: str, *, applies: bool) -> bool:
        """Save an answer and say how that went; whether it is saved."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        try:
            saved = await in_session(
                save_answer,
                visit,
                inquiry_id=inquiry,
                criterion=criterion,
                seen_version=seen_version,
                applies=applies,
                text=text,
                language=session.language,
                tab=tab_of(self),
                now=now(),
            )
        except StaleVersion as stale:
            self.in_conflict, self.theirs, self.theirs_by = True, stale.theirs, stale.who
            self.theirs_version, self.mine, self.mine_applies = stale.version, text, applies
            return False
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return False
        except Refusal as refusal:
            await self.object(refusal)
            return False
        self.problem, self.version = "", saved.version
        if saved.changed:
            self._note_saved()
            self.english_outdated = bool(self.english)
            self.advice = await self._advice(inquiry, criterion, text, applies=applies)
        return True

    @server_only
    async def object(self, refusal: Refusal) -> None:
        """Say beside the field why the answer is not saved."""
        self.problem = refusal_text(refusal, (await self.get_state(SessionState)).language)
        self.attempt += 1

    def _note_saved(self) -> None:
        self.saved_at = now().isoformat(timespec="seconds")

    async def _look_again(self, inquiry: int, criterion: str) -> None:
        found = await self.reread(inquiry)
        if found is not None:
            await self.show(found, criterion)

    @server_only
    async def show(self, found: OpenInquiry, criterion: str) -> None:
        """Put a criterion on show, with its answer as it is saved."""
        language = (await self.get_state(SessionState)).language
        self.view = statement_view(found, criterion, localiser_for(language))
        answer = found.answer(self.view.id) or PartnerAnswer(self.view.id)
        self.applies, self.text, self.version = answer.applies, answer.text, answer.version
        self.english, self.english_outdated, self.english_problem = answer.english, answer.english_outdated, ""
        self.revision += 1
        self.problem, self.in_conflict, self.told = "", False, ""
        self.advice = _advice_on(found, self.view.id, answer.text, language, applies=answer.applies)
        self.address = f"/{language}/inquiry-answer/?inquiry={found.id}&criterion={self.view.id}"
        self.upload = f"/files/inquiry/upload?inquiry={found.id}&criterion={self.view.id}&lang={language}"
        await self._show_files(found.id, self.view.id)

    async def _show_files(self, inquiry: int, criterion: str) -> None:
        language = (await self.get_state(SessionState)).language
        visit = (await self.get_state(PartnerVisitState)).visit()
        try:
            files = await in_reading(list_files, visit, inquiry_id=inquiry, criterion=criterion)
        except NotPermitted:
            return
        self.files = [
            PartnerFileView(
                each.id,
                each.name,
                message("reply.file-size", language, size=max(1, each.size_bytes // 1024)),
                f"/files/inquiry/file/{each.id}?lang={language}",
            )
            for each in files
        ]

    async def _advice(self, inquiry: int, criterion: str, text: str, *, applies: bool) -> list[str]:
        found = await self.reread(inquiry)
        language = (await self.get_state(SessionState)).language
        return _advice_on(found, criterion, text, language, applies=applies) if found else []


def _advice_on(found: OpenInquiry, criterion: str, text: str, language: str, *, applies: bool) -> list[str]:
    """Return what the reviewer of answers says; it reads English alone, and asks for it nowhere here."""
    if not text or criterion not in found.library.criteria:
        return []
    kind = found.business_type or next(iter(found.library.criteria[criterion].level), "")
    asked = Reviewed(criterion, kind, text, applies=applies)
    return [
        finding_text(each.code, language, words=each.words, params=each.params)
        for each in review(found.library, asked, today=now().date())
        if each.code in _ADVISED
    ]
