"""What a rule or a service says when it refuses.

    Refusal
    ├── InvalidValue      the value cannot be taken as it is
    ├── NotPermitted      the actor may not do this, or the thing does not exist for them
    ├── StaleVersion      somebody else wrote meanwhile; carries their text
    └── Unavailable       the kiosk itself cannot do it now (database locked, read-only or full)

Codes are stable ids such as ``answer.too-long``; their texts live in ``words/messages.py`` and ``locale/``.
"""

from typing import Any


class Refusal(Exception):  # noqa: N818  a refusal is an answer to the person, not a fault of the program
    """A use case says no: ``code`` names the reason, ``params`` fill the placeholders of its text."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class InvalidValue(Refusal):
    """The value cannot be taken as it is."""


class NotPermitted(Refusal):
    """The actor may not do this; what they may not see answers exactly like what does not exist."""

    def __init__(self, code: str = "access.not-yours", **params: Any) -> None:
        super().__init__(code, **params)


class StaleVersion(Refusal):
    """Somebody else wrote meanwhile.

    ``theirs`` is the stored text, ``version`` its number, ``who`` the person who wrote it.
    """

    def __init__(self, code: str = "answer.changed-meanwhile", *, theirs: str, version: int, who: str = "") -> None:
        super().__init__(code, who=who)
        self.theirs = theirs
        self.version = version
        self.who = who


class Unavailable(Refusal):
    """The kiosk itself cannot do it now; nothing was changed."""
