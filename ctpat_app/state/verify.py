"""Checking a certificate, or the letter of a member, by its code: for anybody, without an account."""

from functools import cache
from typing import Final

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.rate_limits import Limit, Limiter, limiter_for
from ctpat_app.domain.certificates import MAX_TYPED
from ctpat_app.guidance.questions import name_of_type
from ctpat_app.services.certificates import CheckedCertificate, check_certificate
from ctpat_app.services.library import current_library
from ctpat_app.services.svi_letter_lists import CheckedLetter, check_letter, note_opened
from ctpat_app.state.access import public
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.model_status import status_name
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

VERIFY_ADDRESS: Final = Limit("verify-address", attempts=60, seconds=900)
VERIFY_TOTAL: Final = Limit("verify-total", attempts=3000, seconds=900)
"""A code cannot be guessed; these keep whoever tries from keeping others waiting."""


@cache
def _limiter() -> Limiter:
    return limiter_for(kiosk_settings().redis_url)


class VerifyState(rx.State):
    """What the code in the address stands for."""

    loaded: bool = False
    typed: str = ""
    problem: str = ""
    counts: bool = False
    is_letter: bool = False
    """Whether it is the code of a certification mail, and not of a certificate."""
    sent_to: str = ""
    """As much of the address that the letter went to as its recipient recognises."""
    ended: str = ""
    """Since when the certificate counts no longer."""
    company: str = ""
    types: list[str] = []
    status: str = ""
    issued: str = ""
    as_of: str = ""

    @rx.event
    @public
    async def load(self) -> None:
        """Show what the code in the address stands for; without one, the form alone."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        self.typed = self.router.url.query_parameters.get("code", "")[:MAX_TYPED]
        if self.typed:
            await self._check(session.language)
        self.loaded = True

    async def _check(self, language: str) -> None:
        address = self.router.session.client_ip
        for limit, key in ((VERIFY_ADDRESS, address), (VERIFY_TOTAL, "")):
            if await _limiter().take(limit, key):
                self.problem = message("verify.too-many", language)
                return
        found = await in_reading(check_certificate, typed=self.typed)
        letter = None if found else await in_reading(check_letter, typed=self.typed)
        if found:
            self._show(found, language)
        elif letter:
            self._show_letter(letter, language)
            if not letter.is_opened:
                await in_session(note_opened, typed=self.typed, now=now())
        else:
            self.problem = message("verify.unknown", language)

    def _show(self, found: CheckedCertificate, language: str) -> None:
        localiser, kinds = localiser_for(language), current_library().business_types
        self.company, self.as_of = found.company, moment_text(now(), language)
        self.issued = day_text(found.issued_at.date(), language)
        self.ended = day_text(found.revoked_at.date(), language) if found.revoked_at else ""
        self.types = [localiser.text(name_of_type(kinds[key])) for key in found.types if key in kinds]
        self.status, self.counts = (status_name(found.status, language), True) if found.status else ("", False)

    def _show_letter(self, found: CheckedLetter, language: str) -> None:
        self.company, self.as_of = found.company, moment_text(now(), language)
        self.issued = day_text(found.sent_at.date(), language)
        self.status, self.sent_to = status_name(found.status, language), found.masked_email
        self.counts = self.is_letter = True
