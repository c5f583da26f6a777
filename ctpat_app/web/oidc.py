"""Signing in, linking and proving anew through an identity provider: plain forms, and the way back from there."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.flash import FLASH_COOKIE, Flash, Problem, Sealer
from ctpat_app.adapters.passwords import Passwords
from ctpat_app.adapters.rate_limits import Limiter
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.identities import CALLBACK, Flow, Identity
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.own_paths import home_of, own_path
from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.linked_identities import (
    link_identity,
    list_links,
    prove_by_identity,
    sign_in_by_identity,
    unlink_identity,
)
from ctpat_app.settings import Settings
from ctpat_app.web.attempts import PROVIDER_ANSWER, give_back_all, provider_begin_limits, provider_limits, take_all
from ctpat_app.web.auth import (
    SHARED,
    Auth,
    Form,
    ask_second_factor,
    ask_to_sign_in,
    browser_of,
    is_shared,
    let_in,
    posted,
    send_back,
    send_to,
    set_cookie,
    to_prove,
    to_sign_in,
    whose_session,
)
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.languages import COOKIE as LANGUAGE_COOKIE
from ctpat_app.web.second_factors import SECURITY
from ctpat_app.words.way_out import way_out_page

if TYPE_CHECKING:
    from ctpat_app.adapters.oidc import Provider

FLOW_COOKIE: Final = "kiosk_oidc"
"""Holds, sealed, what has to be remembered while the person is at the provider."""
FLOW_SECONDS: Final = 10 * 60
FLOW_FOLDER: Final = "/auth/oidc/"
_SIGN_IN: Final = "sign-in"
_LINK: Final = "link"
_PROVE: Final = "prove"
_PAGES: Final = {_SIGN_IN: "sign-in", _LINK: SECURITY, _PROVE: "prove"}
"""The page of each purpose, where it begins and where its refusals are told."""


@dataclass(frozen=True)
class Trip:
    """Why somebody is at the provider: bound to this browser by its cookie, and to the session that it began in."""

    purpose: str
    form: dict[str, str]
    flow: Flow
    session: str = ""
    """Token hash of that session; empty for a sign-in."""


@dataclass(frozen=True)
class Desk:
    """What the routes work with."""

    auth: Auth
    provider: "Provider"
    trips: Sealer

    def seal(self, trip: Trip) -> str:
        """Return ``trip`` as the value of the cookie."""
        return self.trips.seal(json.dumps(asdict(trip)))

    def open(self, request: Request) -> Trip | None:
        """Return the trip that this browser began in the last minutes; None for a forged cookie, and for none."""
        text = self.trips.open(request.cookies.get(FLOW_COOKIE, ""), seconds=FLOW_SECONDS)
        if text is None:
            return None
        stored = json.loads(text)
        return Trip(stored["purpose"], stored["form"], Flow(**stored["flow"]), stored["session"])


Posted = Callable[[Desk, Request, Form], Awaitable[Response]]
Arrival = Callable[[Desk, Request, Trip, Identity], Awaitable[Response]]


def oidc_routes(
    settings: Settings, *, passwords: Passwords, limiter: Limiter, provider: "Provider | None" = None
) -> list[Route]:
    """Return the routes below ``/auth/oidc``; without a provider in the settings only the one that unlinks."""
    auth = Auth(settings, passwords, limiter)
    routes = [Route(f"{FLOW_FOLDER}unlink", posted(auth, _unlink), methods=["POST"])]
    if not settings.oidc_issuer:
        return routes
    # Only where it is used: half a second at every start, and the memory of its libraries.
    from ctpat_app.adapters.oidc import Provider

    desk = Desk(auth, provider or Provider(settings), Sealer(settings.secret_key, FLOW_COOKIE))
    posts: dict[str, Posted] = {"begin": _begin, "link": _begin_link, "prove": _begin_proof}
    return [
        *routes,
        *(Route(f"{FLOW_FOLDER}{name}", _form(desk, endpoint), methods=["POST"]) for name, endpoint in posts.items()),
        Route(CALLBACK, partial(_come_back, desk), methods=["GET"]),
    ]


def _form(desk: Desk, endpoint: Posted) -> Callable[[Request], Awaitable[Response]]:
    async def answer(auth: Auth, request: Request, form: Form) -> Response:  # noqa: ARG001 - the desk has it
        return await endpoint(desk, request, form)

    return posted(desk.auth, answer)


# --- going to the provider --------------------------------------------------------------------------------------------


async def _begin(desk: Desk, request: Request, form: Form) -> Response:
    return await _send_off(desk, request, form, _SIGN_IN)


async def _begin_link(desk: Desk, request: Request, form: Form) -> Response:
    actor = await whose_session(request)
    if actor is None:
        return to_sign_in(desk.auth, form, SECURITY)
    try:
        require_recent_proof(actor, clock.now())
    except Refusal as refusal:
        return _refused(desk.auth, form, SECURITY, refusal)
    return await _send_off(desk, request, form, _LINK)


async def _begin_proof(desk: Desk, request: Request, form: Form) -> Response:
    if await whose_session(request) is None:
        return ask_to_sign_in(desk.auth, form)
    return await _send_off(desk, request, form, _PROVE)


async def _send_off(desk: Desk, request: Request, form: Form, purpose: str) -> Response:
    """Answer with a page that leads on: a redirect of a posted form to another site is stopped by our own policy."""
    attempt = await take_all(desk.auth.limiter, provider_begin_limits(desk.auth.client(request)))
    try:
        if not attempt.allowed:
            raise Refusal("sign-in.too-many", minutes=attempt.wait_minutes)
        address, flow = await desk.provider.begin(anew=purpose == _PROVE)
    except Refusal as refusal:
        return _refused(desk.auth, form, _PAGES[purpose], refusal)
    settings, language = desk.auth.settings, desk.auth.language(form)
    kept = {"language": language, "next": own_path(form.get("next", ""), "")}
    shared = {SHARED: "yes"} if is_shared(form) else {}
    session = "" if purpose == _SIGN_IN else token_hash(request.cookies.get(SESSION_COOKIE, ""))
    page = way_out_page(address, language, provider=settings.provider_name, kiosk=settings.kiosk_name)
    response = HTMLResponse(page, headers={"content-language": language})
    sealed = desk.seal(Trip(purpose, kept | shared, flow, session))
    set_cookie(desk.auth, response, FLOW_COOKIE, sealed, FLOW_SECONDS, path=FLOW_FOLDER)
    return response


# --- coming back ------------------------------------------------------------------------------------------------------


async def _come_back(desk: Desk, request: Request) -> Response:
    response = await _arrive(desk, request, desk.open(request))
    response.delete_cookie(FLOW_COOKIE, path=FLOW_FOLDER)
    response.headers["cache-control"] = "no-store"
    return response


async def _arrive(desk: Desk, request: Request, trip: Trip | None) -> Response:
    if trip is None:
        return _refused(desk.auth, _form_of(request), "sign-in", InvalidValue("oidc.no-flow"))
    attempt = await take_all(desk.auth.limiter, provider_limits(desk.auth.client(request)))
    try:
        if not attempt.allowed:
            raise Refusal("sign-in.too-many", minutes=attempt.wait_minutes)
        if await desk.auth.limiter.take(PROVIDER_ANSWER, token_hash(trip.flow.state)):
            raise InvalidValue("oidc.no-flow")
        identity = await desk.provider.finish(request.query_params, trip.flow)
        response = await _ARRIVALS[trip.purpose](desk, request, trip, identity)
    except Refusal as refusal:
        return _refused(desk.auth, trip.form, _PAGES[trip.purpose], refusal)
    await give_back_all(desk.auth.limiter, attempt)
    return response


def _form_of(request: Request) -> Form:
    """Return the language that the browser showed last: without a trip nothing else tells it."""
    return {"language": request.cookies.get(LANGUAGE_COOKIE, "")}


async def _sign_in(desk: Desk, request: Request, trip: Trip, identity: Identity) -> Response:
    token = new_token()
    entry = await in_session(
        sign_in_by_identity,
        identity,
        token=token,
        link_token=new_token(),
        browser=browser_of(desk.auth, request, shared=is_shared(trip.form)),
        now=clock.real_now(),
    )
    if entry.refusal:
        raise InvalidValue(entry.refusal)
    if entry.half:
        return ask_second_factor(desk.auth, trip.form, entry.email, entry.half)
    return await let_in(desk.auth, request, trip.form, email=entry.email, token=token)


async def _link(desk: Desk, request: Request, trip: Trip, identity: Identity) -> Response:
    actor, provider = await _who_began(request, trip), desk.auth.settings.provider_name
    await in_session(link_identity, actor, identity, provider=provider, now=clock.now())
    return send_back(
        desk.auth, trip.form, SECURITY, Flash(SECURITY, notice="oidc.linked", values={"provider": provider})
    )


async def _prove(desk: Desk, request: Request, trip: Trip, identity: Identity) -> Response:
    actor = await _who_began(request, trip)
    if not await in_session(prove_by_identity, actor, identity, digest=trip.session, now=clock.real_now()):
        raise InvalidValue("oidc.other-identity")
    response = send_to(own_path(trip.form.get("next", ""), home_of(desk.auth.language(trip.form))))
    response.delete_cookie(FLASH_COOKIE)
    return response


async def _who_began(request: Request, trip: Trip) -> Actor:
    """Return whose session it is, if it is still the one in which the trip began."""
    actor = await whose_session(request)
    if actor is None or token_hash(request.cookies.get(SESSION_COOKIE, "")) != trip.session:
        raise InvalidValue("oidc.no-flow")
    return actor


_ARRIVALS: Final[Mapping[str, Arrival]] = {_SIGN_IN: _sign_in, _LINK: _link, _PROVE: _prove}


# --- unlinking --------------------------------------------------------------------------------------------------------


async def _unlink(auth: Auth, request: Request, form: Form) -> Response:
    actor = await whose_session(request)
    if actor is None:
        return to_sign_in(auth, form, SECURITY)
    link_id = number_in(form.get("link", ""))
    links = await in_reading(list_links, actor)
    provider = next((auth.settings.name_of_provider(link.issuer) for link in links if link.id == link_id), "")
    try:
        await in_session(unlink_identity, actor, link_id=link_id, provider=provider, now=clock.now())
    except Refusal as refusal:
        return _refused(auth, form, SECURITY, refusal)
    return send_back(auth, form, SECURITY, Flash(SECURITY, notice="oidc.unlinked"))


# --- answers ----------------------------------------------------------------------------------------------------------


def _refused(auth: Auth, form: Form, page: str, refusal: Refusal) -> Response:
    """Tell on ``page`` why it did not work; who has to prove anew who they are is led there first."""
    if refusal.code == "access.prove-again":
        return to_prove(auth, form, page)
    problem = Problem("", refusal.code, {"provider": auth.settings.provider_name, **refusal.params})
    shared = {SHARED: "yes"} if is_shared(form) else {}
    values = {"next": own_path(form.get("next", ""), "")} | shared
    return send_back(auth, form, page, Flash(page, problems=(problem,), values=values))
