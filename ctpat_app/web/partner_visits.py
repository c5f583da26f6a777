"""Partners without an account: opening a link, the mailed code, the visit that it begins, and leaving. Plain forms."""

import re
from typing import Final
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.flash import Flash, Problem
from ctpat_app.adapters.link_ticket import LINK_COOKIE, LINK_SECONDS, opened_token, seal_link
from ctpat_app.adapters.tokens import new_mail_code, new_token
from ctpat_app.domain.inquiry_access import CODE_TRIES, LONGEST_VISIT
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.inquiry_links import PATH
from ctpat_app.services.inquiry_visits import Visit, ask_for_link, begin_visit, end_visit, find_visit, mail_code
from ctpat_app.settings import Settings
from ctpat_app.web.attempts import (
    give_back_all,
    may_ask_for_link,
    may_mail_code,
    partner_code_limits,
    partner_try_limits,
    take_all,
)
from ctpat_app.web.auth import Auth, Endpoint, Form, is_shared, send_back, send_to, set_cookie
from ctpat_app.web.gate import PARTNER_COOKIE
from ctpat_app.web.headers import SHARED_COOKIE

ANSWERS_PAGE: Final = "inquiry-answers"
_LINK_PAGE: Final = re.compile(rf"/[A-Za-z-]{{2,16}}/{PATH}/?")


def partner_forms() -> dict[str, Endpoint]:
    """Return the forms by the last part of their address below ``/auth``."""
    return {
        "partner-code": _mail_code,
        "partner-visit": _begin,
        "partner-leave": _leave,
        "partner-new-link": _ask_for_link,
    }


class OpenedLinks:
    """Takes the token of a mailed link out of the address into a sealed cookie.

    That uses nothing up: programs that check mail open links, and may do so as often as they like.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        """Wrap ``app``."""
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a link with the way to its page, everything else as before."""
        token = _token_in(scope)
        if not token:
            await self._app(scope, receive, send)
            return
        response = RedirectResponse(scope["path"], status_code=303, headers={"cache-control": "no-store"})
        response.set_cookie(
            LINK_COOKIE,
            seal_link(self._settings.secret_key, token),
            max_age=LINK_SECONDS,
            httponly=True,
            samesite="lax",
            secure=self._settings.secure_cookies,
        )
        await response(scope, receive, send)


def _token_in(scope: Scope) -> str:
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or not _LINK_PAGE.fullmatch(scope["path"]):
        return ""
    query = scope.get("query_string", b"").decode("latin-1")
    found: str = parse_qs(query).get("token", [""])[0]
    return found


async def partner_of(request: Request) -> Visit | None:
    """Return who visits an inquiry with the request, by the cookie of the visit alone."""
    token = request.cookies.get(PARTNER_COOKIE, "")
    return await in_reading(find_visit, token_hash(token), now=clock.now()) if token else None


async def _mail_code(auth: Auth, request: Request, form: Form) -> Response:
    """Answer the same whether or not the link opens anything."""
    attempt = await take_all(auth.limiter, partner_code_limits(auth.client(request)))
    if not attempt.allowed:
        return _refused(auth, form, Problem("", "reply.too-many-codes", {"minutes": attempt.wait_minutes}))
    token = _opened(auth, request)
    if token and await may_mail_code(auth.limiter, token):
        await in_session(mail_code, token, code=new_mail_code(), now=clock.now())
    return send_back(auth, form, PATH, Flash(PATH, notice="reply.code-sent"))


async def _begin(auth: Auth, request: Request, form: Form) -> Response:
    attempt = await take_all(auth.limiter, partner_try_limits(auth.client(request)))
    if not attempt.allowed:
        return _refused(auth, form, Problem("", "reply.too-many-codes", {"minutes": attempt.wait_minutes}))
    visit_token, shared = new_token(), is_shared(form)
    inquiry = await in_session(
        begin_visit,
        _opened(auth, request),
        typed=form.get("code", ""),
        visit_token=visit_token,
        shared=shared,
        now=clock.now(),
    )
    if inquiry is None:
        return _refused(auth, form, Problem("code", "reply.code-wrong", {"maximum": CODE_TRIES}))
    await give_back_all(auth.limiter, attempt)
    if former := request.cookies.get(PARTNER_COOKIE):
        await in_session(end_visit, former, now=clock.now())
    response = send_to(f"{auth.page(form, ANSWERS_PAGE)}?{urlencode({'inquiry': inquiry})}")
    response.delete_cookie(LINK_COOKIE)
    # Without an age the cookies end with the browser.
    set_cookie(auth, response, PARTNER_COOKIE, visit_token, None if shared else int(LONGEST_VISIT.total_seconds()))
    if shared:
        set_cookie(auth, response, SHARED_COOKIE, "1", None)
    return response


async def _leave(auth: Auth, request: Request, form: Form) -> Response:
    if token := request.cookies.get(PARTNER_COOKIE):
        await in_session(end_visit, token, now=clock.now())
    response = send_back(auth, form, PATH, Flash(PATH, notice="reply.left"))
    response.delete_cookie(PARTNER_COOKIE)
    response.delete_cookie(LINK_COOKIE)
    return response


async def _ask_for_link(auth: Auth, request: Request, form: Form) -> Response:
    """Tell the company; who asks too often gets the same answer, and nobody is told again."""
    token = _opened(auth, request)
    if token and await may_ask_for_link(auth.limiter, token, auth.client(request)):
        await in_session(ask_for_link, token, now=clock.now())
    return send_back(auth, form, PATH, Flash(PATH, notice="reply.link-asked"))


def _refused(auth: Auth, form: Form, problem: Problem) -> Response:
    return send_back(auth, form, PATH, Flash(PATH, problems=(problem,)))


def _opened(auth: Auth, request: Request) -> str:
    return opened_token(auth.settings.secret_key, request.headers.get("cookie", ""))
