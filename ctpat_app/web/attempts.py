"""How many attempts are allowed: what slows an attacker must not keep the owner out.

Every limit counts attempts that failed. A browser in which the person once signed in holds a device cookie; its
attempts are counted apart, so that strangers who use up the attempts of an account do not lock out its owner.
Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from ctpat_app.adapters.rate_limits import Limit, Limiter

SIGN_IN_KNOWN_DEVICE: Final = Limit("sign-in-device", attempts=10, seconds=900)
SIGN_IN_ACCOUNT: Final = Limit("sign-in-account", attempts=10, seconds=900)
SIGN_IN_ADDRESS: Final = Limit("sign-in-address", attempts=30, seconds=900)
SIGN_IN_TOTAL: Final = Limit("sign-in-total", attempts=600, seconds=900)
REGISTER_ADDRESS: Final = Limit("register-address", attempts=20, seconds=3600)
REGISTER_TOTAL: Final = Limit("register-total", attempts=600, seconds=3600)
SECOND_ACCOUNT: Final = Limit("second-account", attempts=10, seconds=900)
SECOND_ADDRESS: Final = Limit("second-address", attempts=30, seconds=900)
SECOND_TOTAL: Final = Limit("second-total", attempts=600, seconds=900)
MAIL_ACCOUNT: Final = Limit("mail-account", attempts=4, seconds=3600)
CONFIRM_ADDRESS: Final = Limit("confirm-address", attempts=60, seconds=900)
RESET_ADDRESS: Final = Limit("reset-address", attempts=20, seconds=3600)
RESET_TOTAL: Final = Limit("reset-total", attempts=600, seconds=3600)
ANSWERS_ADDRESS: Final = Limit("answers-address", attempts=30, seconds=900)
ANSWERS_ACCOUNT: Final = Limit("answers-account", attempts=15, seconds=24 * 3600)
"""A mailed link is needed before; so only who reads the person's mail can use these up."""
CASE_ADDRESS: Final = Limit("case-address", attempts=5, seconds=3600)
CASE_TOTAL: Final = Limit("case-total", attempts=100, seconds=3600)
PROVIDER_BEGIN_ADDRESS: Final = Limit("provider-begin-address", attempts=60, seconds=900)
PROVIDER_BEGIN_TOTAL: Final = Limit("provider-begin-total", attempts=1200, seconds=900)
PROVIDER_ADDRESS: Final = Limit("provider-address", attempts=30, seconds=900)
PROVIDER_TOTAL: Final = Limit("provider-total", attempts=600, seconds=900)
PROVIDER_ANSWER: Final = Limit("provider-answer", attempts=1, seconds=900)
"""Counts how often one answer of the identity provider comes in: it works once."""
CHANGE_ACCOUNT: Final = Limit("change-account", attempts=5, seconds=3600)

PARTNER_CODE_LINK: Final = Limit("partner-code-link", attempts=4, seconds=3600)
PARTNER_CODE_ADDRESS: Final = Limit("partner-code-address", attempts=20, seconds=3600)
PARTNER_CODE_TOTAL: Final = Limit("partner-code-total", attempts=600, seconds=3600)
PARTNER_TRY_ADDRESS: Final = Limit("partner-try-address", attempts=30, seconds=900)
PARTNER_TRY_TOTAL: Final = Limit("partner-try-total", attempts=600, seconds=900)
PARTNER_NEW_LINK: Final = Limit("partner-new-link", attempts=2, seconds=24 * 3600)
PARTNER_NEW_ADDRESS: Final = Limit("partner-new-address", attempts=10, seconds=3600)
PHONE_ADDRESS: Final = Limit("phone-address", attempts=20, seconds=900)
PHONE_TOTAL: Final = Limit("phone-total", attempts=300, seconds=900)

REPORT_ADDRESS: Final = Limit("report-address", attempts=10, seconds=900)
REPORT_TOTAL: Final = Limit("report-total", attempts=300, seconds=900)
PICTURE_ADDRESS: Final = Limit("picture-address", attempts=30, seconds=900)
PICTURE_TOTAL: Final = Limit("picture-total", attempts=600, seconds=900)


@dataclass(frozen=True)
class Attempt:
    """Attempts counted for one request."""

    taken: tuple[tuple[Limit, str], ...]
    wait_seconds: int

    @property
    def allowed(self) -> bool:
        """Whether the request may go on."""
        return self.wait_seconds == 0

    @property
    def wait_minutes(self) -> int:
        """How long to wait, in whole minutes, at least one."""
        return max(1, -(-self.wait_seconds // 60))


async def take_all(limiter: Limiter, wanted: tuple[tuple[Limit, str], ...]) -> Attempt:
    """Count one attempt under every limit; when one of them is used up, the others get theirs back."""
    taken: list[tuple[Limit, str]] = []
    for limit, key in wanted:
        if wait := await limiter.take(limit, key):
            await give_back_all(limiter, Attempt(tuple(taken), wait))
            return Attempt((), wait)
        taken.append((limit, key))
    return Attempt(tuple(taken), 0)


async def give_back_all(limiter: Limiter, attempt: Attempt) -> None:
    """Uncount an attempt that turned out well."""
    for limit, key in attempt.taken:
        await limiter.give_back(limit, key)


def sign_in_limits(account: str, client: str, *, known_device: str) -> tuple[tuple[Limit, str], ...]:
    """Return the limits for a sign-in to ``account`` (the folded mail address) from the network address ``client``."""
    if known_device:
        return ((SIGN_IN_KNOWN_DEVICE, _digest(f"{known_device} {account}")),)
    return ((SIGN_IN_ACCOUNT, _digest(account)), (SIGN_IN_ADDRESS, client), (SIGN_IN_TOTAL, ""))


def second_factor_limits(account: str, client: str) -> tuple[tuple[Limit, str], ...]:
    """Return the limits for a code of ``account``; only who knew the password gets as far as using them up."""
    return ((SECOND_ACCOUNT, _digest(account)), (SECOND_ADDRESS, client), (SECOND_TOTAL, ""))


def register_limits(client: str) -> tuple[tuple[Limit, str], ...]:
    """Return the limits for a registration from the network address ``client``."""
    return ((REGISTER_ADDRESS, client), (REGISTER_TOTAL, ""))


def provider_begin_limits(client: str) -> tuple[tuple[Limit, str], ...]:
    """Return the limits for going to the identity provider from the network address ``client``."""
    return ((PROVIDER_BEGIN_ADDRESS, client), (PROVIDER_BEGIN_TOTAL, ""))


def provider_limits(client: str) -> tuple[tuple[Limit, str], ...]:
    """Return the limits for coming back from the identity provider."""
    return ((PROVIDER_ADDRESS, client), (PROVIDER_TOTAL, ""))


def partner_code_limits(client: str) -> tuple[tuple[Limit, str], ...]:
    """Return the limits for asking for a code of an inquiry from the network address ``client``."""
    return ((PARTNER_CODE_ADDRESS, client), (PARTNER_CODE_TOTAL, ""))


def partner_try_limits(client: str) -> tuple[tuple[Limit, str], ...]:
    """Return the limits for typing such a code; five wrong ones of one mail end it in any case."""
    return ((PARTNER_TRY_ADDRESS, client), (PARTNER_TRY_TOTAL, ""))


def report_limits(client: str) -> tuple[tuple[Limit, str], ...]:
    """Return the limits for reporting a problem from the network address ``client``; behind it may be an office."""
    return ((REPORT_ADDRESS, client), (REPORT_TOTAL, ""))


def picture_limits(client: str) -> tuple[tuple[Limit, str], ...]:
    """Return the limits for pictures that go with reports."""
    return ((PICTURE_ADDRESS, client), (PICTURE_TOTAL, ""))


def phone_limits(client: str) -> tuple[tuple[Limit, str], ...]:
    """Return the limits for taking up a code from a shared computer with a phone."""
    return ((PHONE_ADDRESS, client), (PHONE_TOTAL, ""))


async def may_mail_code(limiter: Limiter, link: str) -> bool:
    """Whether one more code may be mailed for a link, which is named by its token."""
    return await limiter.take(PARTNER_CODE_LINK, _digest(link)) == 0


async def may_ask_for_link(limiter: Limiter, link: str, client: str) -> bool:
    """Whether the company may be asked once more for a new link in the place of ``link``."""
    return (await take_all(limiter, ((PARTNER_NEW_LINK, _digest(link)), (PARTNER_NEW_ADDRESS, client)))).allowed


async def may_mail(limiter: Limiter, account: str) -> bool:
    """Whether one more mail may go to ``account``; nobody is to be flooded through the kiosk."""
    return await limiter.take(MAIL_ACCOUNT, _digest(account)) == 0


def _digest(text: str) -> str:
    """Return a key that does not carry the mail address into Redis."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
