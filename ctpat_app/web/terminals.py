"""Shared terminals: setting one up, taking that back, and leaving so that nothing of a person stays in the browser."""

from dataclasses import replace
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.flash import FLASH_COOKIE, Flash, Problem
from ctpat_app.adapters.link_ticket import LINK_COOKIE as INQUIRY_COOKIE
from ctpat_app.adapters.reset_ticket import RESET_COOKIE
from ctpat_app.adapters.said_types import SAID_COOKIE
from ctpat_app.adapters.shared_terminal import (
    PHONE_COOKIE,
    TERMINAL_COOKIE,
    TERMINAL_SECONDS,
    Terminal,
    opened_terminal,
    seal_terminal,
)
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.terminals import START
from ctpat_app.services.inquiry_visits import end_visit
from ctpat_app.services.sessions import end_session
from ctpat_app.services.terminals import end_terminal, set_up_terminal
from ctpat_app.settings import Settings
from ctpat_app.web.auth import (
    DEVICE_COOKIE,
    HALF_COOKIE,
    LINK_COOKIE,
    Auth,
    Endpoint,
    Form,
    ask_to_sign_in,
    send_back,
    send_to,
    signed_in_actor,
    to_prove,
)
from ctpat_app.web.gate import PARTNER_COOKIE, SESSION_COOKIE
from ctpat_app.web.headers import SHARED_COOKIE
from ctpat_app.web.languages import COOKIE as LANGUAGE_COOKIE
from ctpat_app.web.oidc import FLOW_COOKIE, FLOW_FOLDER

PAGE: Final = "staff/terminal"
# Cookies are named one by one: clearing "cookies" would take those of the operator's other sites along.
_CLEARED: Final = '"cache", "storage"'
_OF_A_PERSON: Final = (
    *((name, "/") for name in (SESSION_COOKIE, SHARED_COOKIE, FLASH_COOKIE)),
    (DEVICE_COOKIE, "/auth/"),
)
_OF_A_VISIT: Final = (
    *((name, "/") for name in (PARTNER_COOKIE, INQUIRY_COOKIE, RESET_COOKIE, SAID_COOKIE, PHONE_COOKIE)),
    (LANGUAGE_COOKIE, "/"),
    *((name, "/auth/") for name in (LINK_COOKIE, HALF_COOKIE)),
    (FLOW_COOKIE, FLOW_FOLDER),
)
"""What people without an account, or on their way in, leave in a browser: at a terminal that goes as well."""


def terminal_forms() -> dict[str, Endpoint]:
    """Return the forms by the last part of their address below ``/auth``."""
    return {"terminal": _set_up, "terminal-end": _end}


def terminal_routes(settings: Settings) -> list[Route]:
    """Return the way to the page on which everybody begins at a terminal, in the terminal's first language."""

    async def begin(request: Request) -> Response:
        terminal = opened_terminal(settings.secret_key, request.headers.get("cookie", ""))
        language = terminal.language if terminal else settings.languages[0]
        return RedirectResponse(f"/{language}/{START}/", status_code=303, headers={"cache-control": "no-store"})

    return [Route("/auth/terminal-start", begin, methods=["GET"])]


async def leave(auth: Auth, request: Request, form: Form) -> Response:
    """End what is open and have the browser forget all that it holds of the kiosk; a terminal starts over."""
    if token := request.cookies.get(SESSION_COOKIE):
        await in_session(end_session, token, now=clock.real_now())
    terminal = _terminal_of(auth, request)
    if terminal is None:
        return _cleared(send_to(auth.page(form, "finished")), _OF_A_PERSON)
    if visit := request.cookies.get(PARTNER_COOKIE):
        await in_session(end_visit, visit, now=clock.now())
    return _started_over(auth, terminal)


async def _set_up(auth: Auth, request: Request, form: Form) -> Response:
    """Make this browser a terminal. The session of who did it ends: nobody is to find it open."""
    flash = Flash(PAGE, values={"name": form.get("name", ""), "first": form.get("first", "")})
    actor = await signed_in_actor(request)
    if actor is None:
        return ask_to_sign_in(auth, {**form, "next": auth.page(form, PAGE)})
    try:
        if form.get("first", "") not in auth.settings.languages:
            raise InvalidValue("choice.unknown")
        name = await in_session(set_up_terminal, actor, name=form.get("name", ""), now=clock.now())
    except NotPermitted as refusal:
        return _not_permitted(auth, form, refusal, flash)
    except InvalidValue as refusal:
        field = "first" if refusal.code == "choice.unknown" else "name"
        problem = Problem(field, refusal.code, refusal.params)
        return send_back(auth, form, PAGE, replace(flash, problems=(problem,)))
    await in_session(end_session, request.cookies[SESSION_COOKIE], now=clock.real_now())
    return _started_over(auth, Terminal(name, form["first"]))


async def _end(auth: Auth, request: Request, form: Form) -> Response:
    actor = await signed_in_actor(request)
    if actor is None:
        return ask_to_sign_in(auth, {**form, "next": auth.page(form, PAGE)})
    terminal = _terminal_of(auth, request)
    try:
        await in_session(end_terminal, actor, name=terminal.name if terminal else "", now=clock.now())
    except NotPermitted as refusal:
        return _not_permitted(auth, form, refusal, Flash(PAGE))
    response = send_back(auth, form, PAGE, Flash(PAGE, notice="terminal.ended"))
    response.delete_cookie(TERMINAL_COOKIE)
    return response


def _not_permitted(auth: Auth, form: Form, refusal: NotPermitted, flash: Flash) -> Response:
    if refusal.code == "access.prove-again":
        return to_prove(auth, form, PAGE)
    return send_back(auth, form, PAGE, replace(flash, problems=(Problem("", refusal.code),)))


def _terminal_of(auth: Auth, request: Request) -> Terminal | None:
    return opened_terminal(auth.settings.secret_key, request.headers.get("cookie", ""))


def _started_over(auth: Auth, terminal: Terminal) -> Response:
    response = _cleared(send_to(f"/{terminal.language}/{START}/"), (*_OF_A_PERSON, *_OF_A_VISIT))
    # The page's script has to see that it is there, so it is no secret; nobody gains anything by it.
    response.set_cookie(
        TERMINAL_COOKIE,
        seal_terminal(auth.settings.secret_key, terminal),
        max_age=TERMINAL_SECONDS,
        samesite="lax",
        secure=auth.settings.secure_cookies,
    )
    return response


def _cleared(response: Response, cookies: tuple[tuple[str, str], ...]) -> Response:
    response.headers["clear-site-data"] = _CLEARED
    for name, path in cookies:
        response.delete_cookie(name, path=path)
    return response
