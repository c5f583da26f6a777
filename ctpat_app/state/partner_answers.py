"""What a partner lets a customer read: exactly one signed version, for whoever holds the mailed link."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.rate_limits import Limit, Limiter, limiter_for
from ctpat_app.guidance.texts import Localiser, ref
from ctpat_app.services.answer_grants import GrantedAnswers, find_grant, note_read
from ctpat_app.services.inquiry_snapshots import SignedAnswer
from ctpat_app.state.access import public
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message

GRANT_ADDRESS: Final = Limit("grant-address", attempts=60, seconds=900)
GRANT_TOTAL: Final = Limit("grant-total", attempts=3000, seconds=900)
"""A token cannot be guessed; these keep whoever tries from keeping others waiting."""
_LONGEST_TOKEN: Final = 200


@cache
def _limiter() -> Limiter:
    return limiter_for(kiosk_settings().redis_url)


@dataclass(frozen=True)
class GrantedAnswerView:
    """One answer as it was signed."""

    number: str
    statement: str
    statement_language: str
    applies: bool
    text: str
    language: str
    english: str
    files: str


class PartnerAnswersState(rx.State):
    """What the link in the address lets read."""

    loaded: bool = False
    problem: str = ""
    partner: str = ""
    customer: str = ""
    until: str = ""
    newer: bool = False
    is_shown: bool = False
    """Whether the reader has asked for the answers: programs that look at mails do not."""
    name: str = ""
    signed: str = ""
    answers: list[GrantedAnswerView] = []

    @rx.event
    @public
    async def load(self) -> None:
        """Show who lets whom read what; the answers themselves wait for a press of the button."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._look()
        self.loaded = True

    @rx.event
    @public
    async def show(self) -> None:
        """Show the answers, and let the partner know that they were read."""
        self.reset()  # type: ignore[no-untyped-call]
        found = await self._look()
        self.loaded = True
        if found is None:
            return
        await in_session(note_read, self._token(), now=now())
        language = (await self.get_state(SessionState)).language
        signed = found.signed
        self.name = signed.name
        self.signed = message(
            "reply.signed-by",
            language,
            name=isolated(f"{signed.signer_name}, {signed.signer_title}"),
            moment=moment_text(signed.signed_at, language),
        )
        self.answers = [_answer(each, localiser_for(language)) for each in signed.answers]
        self.is_shown = True

    async def _look(self) -> GrantedAnswers | None:
        language = (await self.get_state(SessionState)).language
        for limit, key in ((GRANT_ADDRESS, self.router.session.client_ip), (GRANT_TOTAL, "")):
            if await _limiter().take(limit, key):
                self.problem = message("verify.too-many", language)
                return None
        found = await in_reading(find_grant, self._token(), now=now())
        if found is None:
            self.problem = message("grant.unknown", language)
            return None
        self.partner, self.customer = found.signed.partner, found.customer
        self.until, self.newer = day_text(found.until, language), found.newer_exists
        return found

    def _token(self) -> str:
        return self.router.url.query_parameters.get("token", "")[:_LONGEST_TOKEN]


def _answer(answer: SignedAnswer, localiser: Localiser) -> GrantedAnswerView:
    shown = localiser.show(ref(f"criteria/{answer.criterion}", "statement", answer.statement))
    return GrantedAnswerView(
        answer.criterion,
        shown.text,
        shown.language,
        answer.applies,
        answer.text,
        answer.language,
        answer.english,
        localiser.join([isolated(each.name) for each in answer.files]),
    )
