"""What cookies say of a shared terminal, and of a phone that goes on after one."""

import json
from dataclasses import asdict, dataclass
from typing import Final

from ctpat_app.adapters.flash import Sealer, cookie_value

TERMINAL_COOKIE: Final = "kiosk_terminal"
"""That this browser is a shared terminal. The page's script looks whether it is there; what it says is sealed."""
TERMINAL_SECONDS: Final = 365 * 24 * 3600
"""Each clean-up begins the year anew."""
PHONE_COOKIE: Final = "kiosk_phone"
"""By which the phone is known that has taken a code up."""
PHONE_SECONDS: Final = 20 * 60


@dataclass(frozen=True)
class Terminal:
    """A browser that staff have set up for many people; ``language`` is that in which each of them begins."""

    name: str
    language: str


def seal_terminal(secret_key: str, terminal: Terminal) -> str:
    """Return ``terminal`` as the value of its cookie."""
    return Sealer(secret_key, TERMINAL_COOKIE).seal(json.dumps(asdict(terminal), ensure_ascii=False))


def opened_terminal(secret_key: str, cookies: str) -> Terminal | None:
    """Return the terminal that a ``Cookie`` header tells of; None when it tells of none, or it is forged."""
    sealed = cookie_value(cookies, TERMINAL_COOKIE)
    text = Sealer(secret_key, TERMINAL_COOKIE).open(sealed, seconds=TERMINAL_SECONDS) if sealed else None
    return Terminal(**json.loads(text)) if text else None


def phone_token(cookies: str) -> str:
    """Return what the phone holds that has taken a code up, empty when it is none."""
    return cookie_value(cookies, PHONE_COOKIE)[:200]
