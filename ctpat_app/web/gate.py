"""The gate before every event: who sends it, may they call this handler, do the arguments fit. Denied by default.

Every method of a state is callable by everybody who has a connection, whatever the pages show. The gate looks the
session up in the database at every event, so that a revoked session ends at once, and empties the state when it
belongs to another sign-in than the cookie. A refusal always answers: with a text or with the way to sign in.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Protocol, cast
from urllib.parse import quote

import reflex as rx
from reflex.app import App
from reflex.event import Event, EventHandler
from reflex.istate.data import ReflexURL
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.registry import RegisteredEventHandler, RegistrationContext
from reflex_base.utils.format import format_event_handler

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import at_a_glance, in_session
from ctpat_app.adapters.flash import cookie_value
from ctpat_app.domain.errors import Unavailable
from ctpat_app.domain.own_paths import language_of, own_path
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.inquiry_visits import OPEN_VISIT, Visit, is_touch_due, touch_visit, visit_of
from ctpat_app.services.sessions import OPEN_SESSION, OpenSession, opened_by, touch_session
from ctpat_app.web.arguments import fits
from ctpat_app.web.on_show import remember_states

SESSION_COOKIE: Final = "kiosk_session"
PARTNER_COOKIE: Final = "kiosk_partner"
"""Of who visits an inquiry without an account."""
LINK_PATH: Final = "inquiry-link"
SIGN_IN_PATH: Final = "sign-in"
SECURITY_PATH: Final = "security"
PASSWORD_PATH: Final = "change-password"  # noqa: S105
_FACTOR_FIRST: Final = (SECURITY_PATH, "factor.staff-need-one")
_FRAMEWORK_EVENTS: Final = frozenset(
    {
        "hydrate",
        "hydrate_and_load",
        "set_is_hydrated",
        "on_load_internal",
        "update_vars_internal",
        "handle_frontend_exception",
    }
)
_RULES: Final = frozenset({"public", "signed-in", "member", "addressed", "staff", "partner"})
_MARKS: Final = frozenset({"set_is_hydrated"})
"""It notes that the page is loaded and sends nothing else, so that nobody is looked up for it."""
_PAGE_EVENTS: Final = frozenset({"hydrate", "hydrate_and_load", "on_load_internal"})
# Refused below if somebody marks them: with them a client would write any variable.
_NEVER: Final = frozenset({"setvar"})


class Session(Protocol):
    """The state that the gate fills; see ``state/session.py``."""

    signed_in: bool

    def token_hash(self) -> str:
        """Return to which session token the state belongs."""

    def identify(self, actor: Actor | None, token_hash: str, language: str, *, shared: bool = False) -> None:
        """Note who sends the present event, and whether others use the computer too."""

    def tell(self, code: str) -> None:
        """Show the text of a code."""

    def turn_page(self, path: str) -> None:
        """Take away what was told on the page before."""


class PartnerVisit(Protocol):
    """The state that the gate fills for who has no account; see ``state/partner_visit.py``."""

    is_open: bool

    def token_hash(self) -> str:
        """Return to which visit's token the state belongs."""

    def identify(self, visit: Visit | None, token_hash: str) -> None:
        """Note who visits an inquiry with the present event, if anybody does."""


class Gate(Middleware):
    """Asks for every event; the first middleware of the app."""

    def __init__(
        self,
        session_state: type[BaseState],
        languages: tuple[str, ...],
        partner_languages: tuple[str, ...] = (),
        now: Callable[[], datetime] = clock.real_now,
        *,
        visit_state: type[BaseState] | None = None,
    ) -> None:
        """Speak ``languages``, and on the pages for partners ``partner_languages``, too; it leads to the former."""
        self._session_state = session_state
        self._visit_state = visit_state
        self._languages = languages
        self._spoken = (*languages, *partner_languages)
        self._now = now

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:  # noqa: ARG002
        """Return None to let the event pass, or the answer that takes its place."""
        root = state._get_root_state()  # noqa: SLF001 - the only way to all states of the tab
        remember_states(root)
        session = cast(Session, await state.get_state(self._session_state))
        visit = cast(PartnerVisit, await state.get_state(self._visit_state)) if self._visit_state else None
        registered = RegistrationContext.get().event_handlers.get(event.name)
        if registered and is_framework(registered) and _only_marks(registered, root, session, visit):
            return None
        try:
            actor = await self._identify(root, session, visit)
        except Unavailable as refusal:
            return None if registered and is_framework(registered) else await _refused(root, session, refusal.code)
        if registered is None:
            return await _refused(root, session, "access.unknown-action")
        if is_framework(registered):
            if registered.handler.fn.__name__ in _PAGE_EVENTS:
                session.turn_page(root.router.url.path)
            return None
        if access_rule(event.name, registered) == "partner":
            return await self._decide_for_partner(root, session, visit, registered, event)
        if actor and actor.is_held and not _before_second_factor(registered):
            return await self._to_what_comes_first(root, session, actor)
        return await self._decide(root, session, registered, event)

    async def _decide_for_partner(
        self,
        root: BaseState,
        session: Session,
        visit: PartnerVisit | None,
        registered: RegisteredEventHandler,
        event: Event,
    ) -> StateUpdate | None:
        """Let a visit pass, whoever is signed in besides; all others are sent to where a visit begins."""
        if visit is None or not visit.is_open:
            language = language_of(root.router.url.path, self._languages)
            return await _refused(
                root, session, "access.no-visit", Event.from_event_type(rx.redirect(f"/{language}/{LINK_PATH}/"))
            )
        if not fits(registered.handler.fn, event.payload):
            return await _refused(root, session, "access.wrong-arguments")
        return None

    async def _decide(
        self, root: BaseState, session: Session, registered: RegisteredEventHandler, event: Event
    ) -> StateUpdate | None:
        rule = access_rule(event.name, registered)
        if rule is None:
            return await _refused(root, session, "access.unknown-action")
        if rule != "public" and not session.signed_in:
            return await self._to_sign_in(root, session)
        if not fits(registered.handler.fn, event.payload):
            return await _refused(root, session, "access.wrong-arguments")
        return None

    async def _identify(self, root: BaseState, session: Session, visit: PartnerVisit | None) -> Actor | None:
        """Find and return who sends the event; a state of another sign-in is emptied before anything is sent."""
        digest, visit_digest = _cookie_digest(root.router_data), _cookie_digest(root.router_data, PARTNER_COOKIE)
        if session.token_hash() != digest or (visit is not None and visit.token_hash() != visit_digest):
            root.reset()  # type: ignore[no-untyped-call]
        if visit is not None:
            await self._identify_visit(root, visit, visit_digest)
        language = language_of(root.rx_router_url.path, self._spoken)
        try:
            found = await self._look_up(digest) if digest else None
        except Unavailable:
            session.identify(None, digest, language)
            raise
        actor = found.actor if found else None
        session.identify(actor, digest, language, shared=bool(found and found.shared))
        return actor

    async def _identify_visit(self, root: BaseState, visit: PartnerVisit, digest: str) -> None:
        """Find the visit of the cookie; a state that still shows one that was ended or taken back is emptied."""
        try:
            found = await self._look_up_visit(digest) if digest else None
        except Unavailable:
            visit.identify(None, digest)
            raise
        if found is None and visit.is_open:
            root.reset()  # type: ignore[no-untyped-call]
        visit.identify(found, digest)

    async def _look_up_visit(self, digest: str) -> Visit | None:
        moment = clock.now()
        row = await at_a_glance(OPEN_VISIT, {"digest": digest, "now": moment})
        found = visit_of(row)
        if row is not None and is_touch_due(row, moment):
            await in_session(touch_visit, digest, now=moment)
        return found

    async def _look_up(self, digest: str) -> OpenSession | None:
        moment = self._now()
        row = await at_a_glance(OPEN_SESSION, {"digest": digest, "now": moment})
        found = opened_by(row, moment)
        if found and found.touch_due:
            await in_session(touch_session, digest, now=moment)
        return replace(found, actor=in_kiosk_time(found.actor)) if found and clock.is_pretended() else found

    async def _to_what_comes_first(self, root: BaseState, session: Session, actor: Actor) -> StateUpdate:
        """Send who has a password that is too old, and staff without a second factor, to the page that mends it."""
        language = language_of(root.router.url.path, self._languages)
        path, code = (PASSWORD_PATH, "password.expired") if actor.password_expired else _FACTOR_FIRST
        return await _refused(root, session, code, Event.from_event_type(rx.redirect(f"/{language}/{path}/")))

    async def _to_sign_in(self, root: BaseState, session: Session) -> StateUpdate:
        """Send a visitor to sign in and from there back to where they are."""
        url = root.router.url
        language = language_of(url.path, self._languages)
        here = own_path(_path_and_query(url), f"/{language}/")
        target = f"/{language}/{SIGN_IN_PATH}/?next={quote(here, safe='/')}"
        return await _refused(root, session, "access.signed-out", Event.from_event_type(rx.redirect(target)))


def in_kiosk_time(actor: Actor) -> Actor:
    """Return ``actor`` with the moment of their proof as the kiosk's clock shows it; it is kept in real time."""
    return replace(actor, proved_at=clock.as_pretended(actor.proved_at)) if actor.proved_at else actor


def _path_and_query(url: ReflexURL) -> str:
    return f"{url.path}?{url.query}" if url.query else url.path


def _before_second_factor(registered: RegisteredEventHandler) -> bool:
    """Whether the handler is public, or marked for those who still have to set up their second factor."""
    function = registered.handler.fn
    return getattr(function, "__access__", None) == "public" or getattr(function, "__before_factor__", False)


def _only_marks(
    registered: RegisteredEventHandler, root: BaseState, session: Session, visit: PartnerVisit | None
) -> bool:
    same_sign_in = session.token_hash() == _cookie_digest(root.router_data)
    same_visit = visit is None or visit.token_hash() == _cookie_digest(root.router_data, PARTNER_COOKIE)
    return registered.handler.fn.__name__ in _MARKS and same_sign_in and same_visit


def _cookie_digest(router_data: Mapping[str, Any], cookie: str = SESSION_COOKIE) -> str:
    """Return the hash of the ``cookie`` that the socket's handshake carried, empty without one."""
    token = cookie_value(router_data.get("headers", {}).get("cookie", ""), cookie)
    return token_hash(token) if token else ""


async def _refused(root: BaseState, session: Session, code: str, events: Sequence[Event] = ()) -> StateUpdate:
    session.tell(code)
    delta = await root._get_resolved_delta()  # noqa: SLF001 - an answer without running a handler
    root._clean()  # type: ignore[no-untyped-call]  # noqa: SLF001
    return StateUpdate(delta=delta, events=list(events))


def is_framework(registered: RegisteredEventHandler) -> bool:
    """Whether this is one of the events that Reflex itself needs.

    The name alone says nothing: every state is below Reflex's root state, so every event's name begins like its own.
    """
    owner = registered.states[0].__module__.partition(".")[0] if registered.states else ""
    return owner == "reflex" and registered.handler.fn.__name__ in _FRAMEWORK_EVENTS


def access_rule(name: str, registered: RegisteredEventHandler) -> str | frozenset[str] | None:
    """Return the marker of a handler (see ``state/access.py``); None for a handler that nobody may call."""
    rule = getattr(registered.handler.fn, "__access__", None)
    if name.rpartition(".")[2] in _NEVER:
        return None
    if isinstance(rule, frozenset):
        return rule or None
    return rule if rule in _RULES else None


def unclassified_handlers(package: str = "ctpat_app") -> list[str]:
    """Return the names of all handlers of ``package``'s states without an access marker; import the app first."""
    return sorted(
        name
        for name, registered in RegistrationContext.get().event_handlers.items()
        if registered.states
        and registered.states[0].__module__.partition(".")[0] == package
        and name.rpartition(".")[2] not in _NEVER
        and access_rule(name, registered) is None
    )


OnEvent = Callable[[str, Any], Coroutine[Any, Any, None]]


def refuse_unknown_events(app: App, show_notice: EventHandler) -> None:
    """Answer events that no handler knows or that are not even shaped like one; Reflex would only log them.

    They never reach a middleware, so they are exchanged for a call of ``show_notice`` where the socket hands them over.
    """
    namespace = app.event_namespace
    if namespace is None:
        raise RuntimeError("The app has no socket yet")
    notice = format_event_handler(show_notice)
    # Both the socket and the first event of a connection look the method up on the instance.
    namespace.on_event = known_events_only(namespace.on_event, notice)  # type: ignore[method-assign,assignment]


def known_events_only(on_event: OnEvent, notice: str) -> OnEvent:
    """Return ``on_event`` for well-formed events of registered handlers; all others become calls of ``notice``."""

    async def checked(sid: str, data: Any) -> None:
        known = _well_formed(data) and data["name"] in RegistrationContext.get().event_handlers
        await on_event(sid, data if known else _instead(data, notice))

    return checked


def _well_formed(data: object) -> bool:
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        return False
    return isinstance(data.get("payload", {}), dict) and _is_route(data.get("router_data", {}))


def _is_route(route: object) -> bool:
    return (
        isinstance(route, dict)
        and all(isinstance(route.get(key, ""), str) for key in ("pathname", "asPath", "hash"))
        and isinstance(route.get("query", {}), dict)
    )


def _instead(data: object, notice: str) -> dict[str, Any]:
    route = data.get("router_data") if isinstance(data, dict) else None
    return {
        "name": notice,
        "payload": {"code": "access.unknown-action"},
        "router_data": route if _is_route(route) else {},
    }
