"""Change of one's mail address: a form, and two links that a press of a button completes or takes back."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.flash import Flash, Problem
from ctpat_app.adapters.passwords import Passwords
from ctpat_app.adapters.rate_limits import Limiter
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.passwords import MAX_CHARACTERS
from ctpat_app.services.mail_changes import Tokens, ask_change, confirm_change, undo_change
from ctpat_app.services.sessions import find_credentials
from ctpat_app.settings import Settings
from ctpat_app.web.attempts import CHANGE_ACCOUNT, CONFIRM_ADDRESS, give_back_all, may_mail, take_all
from ctpat_app.web.auth import (
    _LINK_SECONDS,
    _LONGEST_TOKEN,
    LINK_COOKIE,
    Auth,
    Endpoint,
    Form,
    _back,
    _opened_link,
    _posted,
    _problem,
    _set_cookie,
    _to,
    signed_in_actor,
    to_sign_in,
)
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.recovery import prove_first

_PAGE = "change-mail"


def mail_change_routes(settings: Settings, *, passwords: Passwords, limiter: Limiter) -> list[Route]:
    """Return the routes below ``/auth`` for a change of mail address."""
    auth = Auth(settings, passwords, limiter)
    posts: dict[str, Endpoint] = {"change-mail": _ask, "confirm-mail": _confirm, "undo-mail": _undo}
    routes = [Route(f"/auth/{name}", _posted(auth, endpoint), methods=["POST"]) for name, endpoint in posts.items()]
    pages = {"change-mail": "confirm-mail", "undo-mail": "undo-mail"}
    return [
        *routes,
        *(Route(f"/auth/{link}", partial(_open_link, auth, page), methods=["GET"]) for link, page in pages.items()),
    ]


async def _ask(auth: Auth, request: Request, form: Form) -> Response:
    """Compare the password, then mail both addresses; the answer is the same for one that somebody has already."""
    actor = await signed_in_actor(request)
    if actor is None:
        return to_sign_in(auth, form, _PAGE)
    flash = Flash(_PAGE, values={"email": form.get("email", "")[:300]})
    if unproved := prove_first(auth, form, _PAGE, actor):
        return unproved
    problem = _problem("email", lambda: read_email(form.get("email", "")))
    if problem:
        return _back(auth, form, _PAGE, replace(flash, problems=(problem,)))
    attempt = await take_all(auth.limiter, ((CHANGE_ACCOUNT, str(actor.user_id)),))
    if not attempt.allowed:
        problem = Problem("", "change-mail.too-many", {"minutes": attempt.wait_minutes})
        return _back(auth, form, _PAGE, replace(flash, problems=(problem,)))
    credentials = await in_reading(find_credentials, actor.email)
    stored = credentials.password_hash if credentials else None
    if not (await auth.passwords.verify(form.get("password", "")[: MAX_CHARACTERS + 1], stored)).matches:
        return _back(auth, form, _PAGE, replace(flash, problems=(Problem("password", "change-mail.password"),)))
    await give_back_all(auth.limiter, attempt)
    address = read_email(form["email"])
    if await may_mail(auth.limiter, address.key):
        try:
            tokens = Tokens(link=new_token(), undo=new_token())
            await in_session(ask_change, actor, email=address.address, tokens=tokens, now=clock.now())
        except InvalidValue as refusal:
            return _back(auth, form, _PAGE, replace(flash, problems=(Problem("email", refusal.code),)))
    return _back(auth, form, _PAGE, Flash(_PAGE, notice="change-mail.sent", values={"email": address.address}))


async def _open_link(auth: Auth, page: str, request: Request) -> Response:
    """Take a mailed link and show a page with a button; the token goes into a cookie, out of the address."""
    token = request.query_params.get("token", "")[:_LONGEST_TOKEN]
    response = _to(auth.page(request.query_params, page))
    sealed = auth.links.seal(urlencode({"token": token}))
    _set_cookie(auth, response, LINK_COOKIE, sealed, _LINK_SECONDS, path="/auth/")
    response.headers["cache-control"] = "no-store"
    return response


async def _token(auth: Auth, request: Request) -> str:
    attempt = await take_all(auth.limiter, ((CONFIRM_ADDRESS, auth.client(request)),))
    return _opened_link(auth, request).get("token", "") if attempt.allowed else ""


async def _confirm(auth: Auth, request: Request, form: Form) -> Response:
    token = await _token(auth, request)
    if not token:
        return _failed(auth, form, "confirm-mail", "link.missing")
    own = request.cookies.get(SESSION_COOKIE, "")
    try:
        await in_session(confirm_change, token, undo=new_token(), keep_session=own, now=clock.now())
    except InvalidValue as refusal:
        return _failed(auth, form, "confirm-mail", refusal.code)
    signed_in = await signed_in_actor(request)
    page = _PAGE if signed_in else "sign-in"
    return _done(_back(auth, form, page, Flash(page, notice="change-mail.done")))


async def _undo(auth: Auth, request: Request, form: Form) -> Response:
    token = await _token(auth, request)
    if not token:
        return _failed(auth, form, "undo-mail", "link.missing")
    # Whoever changed the address knew the password: after this nobody does.
    blocked = await auth.passwords.hash(new_token())
    try:
        had_taken_effect = await in_session(undo_change, token, blocked_hash=blocked, now=clock.now())
    except InvalidValue as refusal:
        return _failed(auth, form, "undo-mail", refusal.code)
    if had_taken_effect:
        return _done(_back(auth, form, "forgot-password", Flash("forgot-password", notice="change-mail.undone")))
    return _done(_back(auth, form, "sign-in", Flash("sign-in", notice="change-mail.stopped")))


def _failed(auth: Auth, form: Form, page: str, code: str) -> Response:
    return _back(auth, form, page, Flash(page, problems=(Problem("", code),)))


def _done(response: Response) -> Response:
    response.delete_cookie(LINK_COOKIE, path="/auth/")
    return response
