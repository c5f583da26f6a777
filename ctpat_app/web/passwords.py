"""Changing the password while signed in: the old one and the new one in one plain form."""

from dataclasses import replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.flash import Flash, Problem
from ctpat_app.adapters.passwords import weakness
from ctpat_app.adapters.rate_limits import Limit
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.own_paths import own_path
from ctpat_app.domain.passwords import MAX_CHARACTERS, check_password
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.own_sessions import password_hash_of
from ctpat_app.services.passwords import change_password
from ctpat_app.web.attempts import give_back_all, take_all
from ctpat_app.web.auth import Auth, Endpoint, Form, ask_to_sign_in, send_back, whose_session
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.second_factors import SECURITY

CHANGE_PASSWORD: Final = "change-password"  # noqa: S105
_LIMIT: Final = Limit("change-password", attempts=10, seconds=900)


def password_forms() -> dict[str, Endpoint]:
    """Return the form, by the last part of its address below ``/auth``."""
    return {CHANGE_PASSWORD: _change}


async def _change(auth: Auth, request: Request, form: Form) -> Response:
    flash = Flash(CHANGE_PASSWORD, values={"next": own_path(form.get("next", ""), "")})
    actor = await whose_session(request)
    if actor is None:
        return ask_to_sign_in(auth, form)
    problems = _problems(form, actor)
    if not problems:
        problems = await _set(auth, request, actor, form)
    if problems:
        return send_back(auth, form, CHANGE_PASSWORD, replace(flash, problems=problems))
    return send_back(auth, form, SECURITY, Flash(SECURITY, notice="password.changed"))


def _problems(form: Form, actor: Actor) -> tuple[Problem, ...]:
    """Return what is wrong with each field, in the order of the form."""
    old, new = form.get("current", ""), form.get("password", "")
    found = () if old else (Problem("current", "password.current-missing"),)
    try:
        check_password(new, lambda text: weakness(text, [actor.name, actor.email]))
    except InvalidValue as refusal:
        return (*found, Problem("password", refusal.code, refusal.params))
    return (*found, Problem("password", "password.same")) if old == new else found


async def _set(auth: Auth, request: Request, actor: Actor, form: Form) -> tuple[Problem, ...]:
    """Set the new password when the old one is right, else return what to mend."""
    attempt = await take_all(auth.limiter, ((_LIMIT, str(actor.user_id)),))
    if not attempt.allowed:
        return (Problem("", "sign-in.too-many", {"minutes": attempt.wait_minutes}),)
    stored = await in_reading(password_hash_of, actor)
    verdict = await auth.passwords.verify(form["current"][: MAX_CHARACTERS + 1], stored)
    changed = verdict.matches and await in_session(
        change_password,
        actor,
        compared_with=stored,
        new_hash=await auth.passwords.hash(form["password"]),
        except_token=request.cookies.get(SESSION_COOKIE, ""),
        now=clock.real_now(),
    )
    if not changed:
        return (Problem("current", "password.current-wrong"),)
    await give_back_all(auth.limiter, attempt)
    return ()
