"""Who is behind this browser tab, and what the kiosk has to tell them on any page."""

import re
from typing import Final

import reflex as rx

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.state.access import public, server_only
from ctpat_app.words.languages import SOURCE_LANGUAGE
from ctpat_app.words.messages import MESSAGES, message

_FAILURE_CODE: Final = re.compile(r"[A-Z]{4}-[A-Z]{4}")
_NOBODY: Final = Actor(user_id=0, name="", email="")


class SessionState(rx.State):
    """The signed-in person as the gate found them for the present event; only small words of it reach the browser."""

    signed_in: bool = False
    staff_role: str = ""
    """The role of staff, by which links of the desk are shown; empty for everybody else."""
    name: str = ""
    acting_for: str = ""
    """Name of the company that the person works for now."""
    shared_computer: bool = False
    """Others use this computer too: nothing stays in the browser."""
    acting_as: str = ""
    """The role there; empty until it is known."""
    language: str = SOURCE_LANGUAGE
    """Language of the page that sent the present event."""

    notice: str = ""
    """What the kiosk refused, in words; the page shows it as an alert."""
    notice_code: str = ""
    attempt: int = 0
    """Counts the notices, so that the page moves the focus to each new one."""
    failure_code: str = ""
    """Under which the help desk finds an unexpected failure."""

    _actor: Actor = _NOBODY
    _token_hash: str = ""
    _known: tuple[Actor | None, str, str, bool] = (None, "", "", False)
    """What the gate noted last; it comes with every event, and nearly always the same."""

    _here: str = ""
    """Page on which the person is or was last, without its language."""
    _walk: int = 0
    """The walk-through in which the help desk may look on, or is asked to; 0 for nearly everybody."""

    @rx.var
    def isolated_company(self) -> str:
        """The company's name for use inside a sentence: its script does not turn the sentence around."""
        return f"\u2068{self.acting_for}\u2069"

    @server_only
    def actor(self) -> Actor:
        """Return the signed-in person.

        Raises:
            NotPermitted: ``access.signed-out``.
        """
        if not self._actor.user_id:
            raise NotPermitted("access.signed-out")
        return self._actor

    @server_only
    def token_hash(self) -> str:
        """Return the hash of the session token to which this state belongs, empty for a visitor."""
        return self._token_hash

    @server_only
    def identify(self, actor: Actor | None, token_hash: str, language: str, *, shared: bool = False) -> None:
        """Note who sends the present event; what is unchanged is not touched, so that it is not sent either."""
        known = (actor, token_hash, language, shared)
        if self._known == known:
            return
        self._known = known
        person = actor or _NOBODY
        if (self._actor, self._token_hash) != (person, token_hash):
            self._actor, self._token_hash = person, token_hash
        if (self.signed_in, self.name) != (actor is not None, person.name):
            self.signed_in, self.name = actor is not None, person.name
        if self.staff_role != (person.staff_role or ""):
            self.staff_role = person.staff_role or ""
        if self.shared_computer != shared:
            self.shared_computer = shared
        if self.language != language:
            self.language = language

    @server_only
    def here(self) -> str:
        """Return the page on which the person is or was last, such as ``apply/?draft=3``."""
        return self._here

    @server_only
    def note_here(self, place: str) -> None:
        """Note on which page the person is."""
        if self._here != place:
            self._here = place

    @server_only
    def walk(self) -> int:
        """Return the walk-through of this session, 0 without one."""
        return self._walk

    @server_only
    def note_walk(self, walk: int) -> None:
        """Note which walk-through this session has."""
        if self._walk != walk:
            self._walk = walk

    @server_only
    def act_for(self, company: str, role: str = "") -> None:
        """Note for whom the person works on the page that is being shown, and as what, when the caller knows it."""
        if self.acting_for != company:
            self.acting_for, self.acting_as = company, role
        if role and self.acting_as != role:
            self.acting_as = role

    @server_only
    def tell(self, code: str) -> None:
        """Show the text of ``code`` on whatever page is open."""
        self.notice, self.notice_code = message(code, self.language), code
        self.failure_code = ""
        self.attempt += 1

    @server_only
    def turn_page(self, path: str) -> None:
        """Take away what was told on the page before; what sends a person to sign in is told there."""
        if self.notice and not (self.notice_code == "access.signed-out" and path.rstrip("/").endswith("/sign-in")):
            self._take_away()

    def _take_away(self) -> None:
        self.notice, self.notice_code, self.failure_code = "", "", ""

    @rx.event
    @public
    def show_notice(self, code: str) -> None:
        """Show a text of the kiosk; an unknown code shows nothing."""
        if code in MESSAGES:
            self.tell(code)

    @rx.event
    @public
    def show_failure(self, code: str) -> None:
        """Show that something failed, with the code under which it was noted; what is no such code is not shown."""
        shown = code if _FAILURE_CODE.fullmatch(code) else ""
        self.notice, self.notice_code = message("failure.unexpected", self.language, code=shown), "failure.unexpected"
        self.failure_code = shown
        self.attempt += 1

    @rx.event
    @public
    def close_notice(self) -> None:
        """Take the notice away."""
        self._take_away()
