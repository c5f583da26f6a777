"""The form behind "Apply now" of “Can we join?”: the kinds of company go along in a cookie, and nothing is stored."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ctpat_app.adapters.said_types import SAID_COOKIE, SAID_SECONDS, seal_types
from ctpat_app.domain.own_paths import home_of
from ctpat_app.services.library import current_library
from ctpat_app.web.auth import Auth, Endpoint, Form, send_to, set_cookie
from ctpat_app.web.gate import SESSION_COOKIE

FORM: Final = "apply-as"


def joining_forms() -> dict[str, Endpoint]:
    """Return the form, by the last part of its address below ``/auth``."""
    return {FORM: _apply}


async def _apply(auth: Auth, request: Request, form: Form) -> Response:
    home = home_of(auth.language(form))
    onward = home if request.cookies.get(SESSION_COOKIE) else f"{auth.page(form, 'register')}?next={home}"
    response = send_to(onward)
    types = tuple(key for key in current_library().business_types if key in form.get("types", "").split(","))
    set_cookie(auth, response, SAID_COOKIE, seal_types(auth.settings.secret_key, types), SAID_SECONDS)
    return response
