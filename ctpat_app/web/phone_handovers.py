"""The presses on the way from a shared computer to one's own phone. Opening a code is a page and uses nothing up."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.flash import Flash, Problem
from ctpat_app.adapters.shared_terminal import PHONE_COOKIE, PHONE_SECONDS
from ctpat_app.adapters.tokens import new_digits, new_token
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.phone_handovers import confirm_phone, take_code
from ctpat_app.web.attempts import give_back_all, phone_limits, take_all
from ctpat_app.web.auth import Auth, Endpoint, Form, ask_to_sign_in, send_back, send_to, set_cookie, signed_in_actor
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.terminals import leave

THERE: Final = "phone"
"""Page of the phone."""
HERE: Final = "to-phone"
"""Page of the shared computer."""


def phone_forms() -> dict[str, Endpoint]:
    """Return the forms by the last part of their address below ``/auth``."""
    return {"phone-take": _take, "phone-confirm": _confirm}


async def _take(auth: Auth, request: Request, form: Form) -> Response:
    attempt = await take_all(auth.limiter, phone_limits(auth.client(request)))
    if not attempt.allowed:
        problem = Problem("", "phone.too-many-tries", {"minutes": attempt.wait_minutes})
        return send_back(auth, form, THERE, Flash(THERE, problems=(problem,)))
    token = new_token()
    actor = await signed_in_actor(request)
    refused = await in_session(
        take_code,
        actor,
        typed=form.get("code", ""),
        phone_token=token,
        digits=new_digits(),
        now=clock.real_now(),
    )
    if refused:
        return send_back(auth, form, THERE, Flash(THERE, problems=(Problem("code", refused),)))
    await give_back_all(auth.limiter, attempt)
    response = send_to(auth.page(form, THERE))
    set_cookie(auth, response, PHONE_COOKIE, token, PHONE_SECONDS)
    return response


async def _confirm(auth: Auth, request: Request, form: Form) -> Response:
    """Both show the same digits: the session here ends, and the browser forgets it."""
    actor = await signed_in_actor(request)
    if actor is None:
        return ask_to_sign_in(auth, form)
    digest = token_hash(request.cookies[SESSION_COOKIE])
    try:
        await in_session(confirm_phone, actor, digest=digest, digits=form.get("digits", ""), now=clock.real_now())
    except Refusal as refusal:
        return send_back(auth, form, HERE, Flash(HERE, problems=(Problem("", refusal.code),)))
    return await leave(auth, request, form)
