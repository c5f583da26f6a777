"""Forms about one's own session: prove again who one is, stay signed in, leave a shared computer or all computers."""

from dataclasses import replace
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.flash import FLASH_COOKIE, Flash, Problem
from ctpat_app.adapters.rate_limits import Limit
from ctpat_app.domain.own_paths import home_of, own_path
from ctpat_app.domain.passwords import MAX_CHARACTERS
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.own_sessions import note_proof, password_hash_of, time_left
from ctpat_app.services.sessions import end_all_sessions, touch_session
from ctpat_app.web.attempts import give_back_all, take_all
from ctpat_app.web.auth import Auth, Endpoint, Form, ask_to_sign_in, send_back, send_to, whose_session
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.headers import SHARED_COOKIE
from ctpat_app.web.terminals import leave

PROVE_SESSION: Final = Limit("prove-session", attempts=10, seconds=900)


def session_forms() -> dict[str, Endpoint]:
    """Return the forms, by the last part of their address below ``/auth``."""
    return {"prove": _prove, "stay": _stay, "finish": leave, "sign-out-everywhere": _everywhere}


def session_routes() -> list[Route]:
    """Return the route by which the page asks how long the session still lasts."""
    return [Route("/auth/session", _time_left, methods=["GET"])]


async def _time_left(request: Request) -> Response:
    """Answer without using the session: whoever only asks would keep it open for ever."""
    token = request.cookies.get(SESSION_COOKIE, "")
    left = await in_reading(time_left, token_hash(token), now=clock.real_now()) if token else None
    answer = {"seconds": left.seconds if left else 0, "may_stay": bool(left and left.may_stay)}
    return JSONResponse(answer, headers={"cache-control": "no-store"})


async def _stay(auth: Auth, request: Request, form: Form) -> Response:  # noqa: ARG001
    if await whose_session(request):
        await in_session(touch_session, token_hash(request.cookies[SESSION_COOKIE]), now=clock.real_now())
    return await _time_left(request)


async def _prove(auth: Auth, request: Request, form: Form) -> Response:
    back = own_path(form.get("next", ""), home_of(auth.language(form)))
    flash = Flash("prove", values={"next": back})
    actor = await whose_session(request)
    if actor is None:
        return ask_to_sign_in(auth, form)
    token = request.cookies[SESSION_COOKIE]
    password = form.get("password", "")
    if not password:
        return send_back(auth, form, "prove", replace(flash, problems=(Problem("password", "password.missing"),)))
    attempt = await take_all(auth.limiter, ((PROVE_SESSION, token_hash(token)),))
    if not attempt.allowed:
        problem = Problem("", "sign-in.too-many", {"minutes": attempt.wait_minutes})
        return send_back(auth, form, "prove", replace(flash, problems=(problem,)))
    if not await _proves(auth, actor, token, password):
        return send_back(auth, form, "prove", replace(flash, problems=(Problem("password", "prove.refused"),)))
    await give_back_all(auth.limiter, attempt)
    response = send_to(back)
    response.delete_cookie(FLASH_COOKIE)
    return response


async def _proves(auth: Auth, actor: Actor, token: str, password: str) -> bool:
    stored = await in_reading(password_hash_of, actor)
    verdict = await auth.passwords.verify(password[: MAX_CHARACTERS + 1], stored)
    return await in_session(
        note_proof, actor, token=token, compared_with=stored, matches=verdict.matches, now=clock.real_now()
    )


async def _everywhere(auth: Auth, request: Request, form: Form) -> Response:
    """End all sessions of the person, this one included."""
    if actor := await whose_session(request):
        await in_session(end_all_sessions, actor, now=clock.real_now())
    response = send_back(auth, form, "sign-in", Flash("sign-in", notice="sign-in.signed-out-everywhere"))
    for name in (SESSION_COOKIE, SHARED_COOKIE):
        response.delete_cookie(name)
    return response
