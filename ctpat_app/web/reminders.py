"""The form behind the mailed link that ends reminders to somebody outside."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.flash import Flash, Problem
from ctpat_app.adapters.rate_limits import Limit
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.services.action_reminders import stop_mails
from ctpat_app.web.attempts import take_all
from ctpat_app.web.auth import Auth, Endpoint, Form, send_back

PAGE: Final = "stop-mails"
STOP_ADDRESS: Final = Limit("stop-mails-address", attempts=60, seconds=900)


def reminder_forms() -> dict[str, Endpoint]:
    """Return the form, by the last part of its address below ``/auth``."""
    return {PAGE: _stop}


async def _stop(auth: Auth, request: Request, form: Form) -> Response:
    attempt = await take_all(auth.limiter, ((STOP_ADDRESS, auth.client(request)),))
    try:
        if not attempt.allowed:
            raise InvalidValue("link.missing")
        await in_session(stop_mails, form.get("token", "")[:200], now=clock.now())
    except Refusal as refusal:
        return send_back(auth, form, PAGE, Flash(PAGE, problems=(Problem("", refusal.code),)))
    return send_back(auth, form, PAGE, Flash(PAGE, notice="action.stopped"))
