"""The English version beside an answer in another language, and the list of what lacks one."""

from dataclasses import dataclass, replace

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.english import english_state, reads_as_english
from ctpat_app.guidance.english_views import NO_ENGLISH, EnglishView, english_view
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION, ENGLISH
from ctpat_app.guidance.texts import ref
from ctpat_app.guidance.views import FieldView, field_name
from ctpat_app.services.application import OpenedDraft
from ctpat_app.services.contributing import read_profile
from ctpat_app.services.english import confirm_english
from ctpat_app.state.access import requires
from ctpat_app.state.answers import AnswerState
from ctpat_app.state.reading import reader_of
from ctpat_app.state.session import SessionState
from ctpat_app.state.summaries import criterion_address
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


class EnglishFormState(AnswerState, mixin=True):
    """A form with an answer that may have an English version; the two are saved apart."""

    english: EnglishView = NO_ENGLISH

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def confirm_english(self, draft: int, criterion: str, seen_version: int, of_version: int) -> None:
        """Confirm that the English version on show fits the answer on show."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                confirm_english,
                session.actor(),
                draft_id=draft,
                criterion_id=criterion,
                seen_version=seen_version,
                of_version=of_version,
                now=now(),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
        await self._look_again()

    async def _follow(self, key: str, text: str) -> None:
        """Let the English version appear, or be marked, once the text is saved that decides it."""
        if not key.startswith((CRITERION, ENGLISH)) or (not self.english.fields and reads_as_english(text)):
            return
        session = await self.get_state(SessionState)
        opened = await in_session(read_profile, session.actor(), draft_id=self.draft, now=now())
        self._show_english(opened, key.removeprefix(CRITERION).removeprefix(ENGLISH), session.language)

    def _show_english(self, opened: OpenedDraft, criterion: str, language: str) -> None:
        """Show the fields anew; a control that holds what is stored stays as it is, with the focus in it."""
        fresh = english_view(opened.situation, criterion, reader_of(opened, language))
        before = {item.name: item for item in self.english.fields}
        self.english = replace(fresh, fields=[self._as_held(item, before.get(item.name)) for item in fresh.fields])
        for item in fresh.fields:
            self._held[item.name] = item.value
            self.versions[item.name] = item.version

    def _as_held(self, item: FieldView, shown: FieldView | None) -> FieldView:
        if shown is None or self._held.get(item.name, shown.value) != item.value:
            return item
        return replace(item, value=shown.value, version=shown.version)


@dataclass(frozen=True)
class LackingView:
    """An answer that lacks an English version that fits it, and where to write one."""

    number: str
    title: str
    language: str
    why: str
    href: str


def lacking_english(situation: Situation, language: str, draft: int) -> list[LackingView]:
    """Return what lacks English, in the order of the profile."""
    localiser = localiser_for(language)
    found = []
    for item in situation.lacking_english():
        criterion = item.criterion
        title = localiser.show(ref(f"criteria/{criterion.id}", "title", criterion.i18n.title))
        why = message(f"english.{english_state(situation.book, criterion.id).value}", language)
        href = criterion_address(language, draft, criterion.id, field_name(ENGLISH + criterion.id, ""))
        number = criterion.id if criterion.number_verified else ""
        found.append(LackingView(number, title.text, title.language, why, href))
    return found


def english_writers(situation: Situation, language: str) -> str:
    """Return who can write an English version: everybody of the company who may answer."""
    return localiser_for(language).join([member.name for member in situation.facts.members])
