"""The second step of signing in, and setting up or removing authenticator app and recovery codes: plain forms."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.flash import FLASH_COOKIE, Flash, Problem
from ctpat_app.adapters.one_time_codes import matching_step, new_seed
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.own_paths import home_of, own_path
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.authenticators import (
    HalfSignIn,
    begin_authenticator,
    confirm_authenticator,
    finish_sign_in,
    prove_with_code,
    remove_authenticator,
    renew_recovery_codes,
)
from ctpat_app.services.recovery_codes import ALPHABET, CHARACTERS, HOW_MANY
from ctpat_app.web.attempts import give_back_all, second_factor_limits, take_all
from ctpat_app.web.auth import (
    HALF_COOKIE,
    HALF_SECONDS,
    SHARED,
    Auth,
    Endpoint,
    Form,
    ask_to_sign_in,
    browser_of,
    let_in,
    send_back,
    send_to,
    to_prove,
    to_sign_in,
    whose_session,
)
from ctpat_app.web.gate import SESSION_COOKIE

FORM: Final = "second-factor"
SECURITY: Final = "security"
_LONGEST_CODE: Final = 60

OwnEndpoint = Callable[[Auth, Request, Actor, Form], Awaitable[Flash]]


def second_factor_forms() -> dict[str, Endpoint]:
    """Return the forms, by the last part of their address below ``/auth``."""
    own: dict[str, OwnEndpoint] = {
        "authenticator/begin": _begin,
        "authenticator/confirm": _confirm,
        "authenticator/remove": _remove,
        "recovery-codes": _renew,
    }
    return {
        FORM: _second_factor,
        "prove-code": _prove_with_code,
        **{path: own_form(each) for path, each in own.items()},
    }


async def _second_factor(auth: Auth, request: Request, form: Form) -> Response:
    flash = Flash(FORM, values={"next": own_path(form.get("next", ""), "")})
    code = form.get("code", "").strip()
    if not code:
        return send_back(auth, form, FORM, replace(flash, problems=(Problem("code", "factor.code-missing"),)))
    half = half_of(auth, request)
    if not half:
        expired = Flash("sign-in", problems=(Problem("", "factor.half-expired"),), values=flash.values)
        return send_back(auth, form, "sign-in", expired)
    attempt = await take_all(auth.limiter, second_factor_limits(half["user"], auth.client(request)))
    if not attempt.allowed:
        problem = Problem("", "sign-in.too-many", {"minutes": attempt.wait_minutes})
        return send_back(auth, form, FORM, replace(flash, problems=(problem,)))
    token = new_token()
    opened = await in_session(
        finish_sign_in,
        HalfSignIn(int(half["user"]), half["mark"]),
        code=code[:_LONGEST_CODE],
        match=_real_step,
        token=token,
        browser=browser_of(auth, request, shared=bool(half.get(SHARED))),
        now=clock.real_now(),
    )
    if not opened:
        return send_back(auth, form, FORM, replace(flash, problems=(Problem("code", "factor.refused"),)))
    await give_back_all(auth.limiter, attempt)
    return await let_in(auth, request, {**form, SHARED: half.get(SHARED, "")}, email=half["email"], token=token)


async def _prove_with_code(auth: Auth, request: Request, form: Form) -> Response:
    """Take a code of the app as the proof that a person is still who signed in."""
    back, code = own_path(form.get("next", ""), home_of(auth.language(form))), form.get("code", "").strip()
    flash = Flash("prove", values={"next": back})
    actor = await whose_session(request)
    if actor is None:
        return ask_to_sign_in(auth, form)
    if not code:
        return send_back(auth, form, "prove", replace(flash, problems=(Problem("code", "factor.code-missing"),)))
    attempt = await take_all(auth.limiter, second_factor_limits(str(actor.user_id), auth.client(request)))
    if not attempt.allowed:
        problem = Problem("", "sign-in.too-many", {"minutes": attempt.wait_minutes})
        return send_back(auth, form, "prove", replace(flash, problems=(problem,)))
    proved = await in_session(
        prove_with_code,
        actor,
        code=code[:_LONGEST_CODE],
        match=_real_step,
        digest=token_hash(request.cookies.get(SESSION_COOKIE, "")),
        now=clock.real_now(),
    )
    if not proved:
        return send_back(auth, form, "prove", replace(flash, problems=(Problem("code", "factor.wrong-code"),)))
    await give_back_all(auth.limiter, attempt)
    response = send_to(back)
    response.delete_cookie(FLASH_COOKIE)
    return response


def _real_step(seed: str, typed: str, _now: datetime) -> int | None:
    """Compare with the codes of the real time: the person's app knows no pretended one."""
    return matching_step(seed, typed, clock.real_now())


def half_of(auth: Auth, request: Request) -> dict[str, str]:
    """Return the sign-in whose password was right; empty when there is none, or it is too old."""
    opened = auth.halves.open(request.cookies.get(HALF_COOKIE, ""), seconds=HALF_SECONDS)
    return dict(parse_qsl(opened or ""))


def own_form(endpoint: OwnEndpoint) -> Endpoint:
    """Return a route for signed-in people that ends on the page of their own security, with the answer on it."""

    async def answer(auth: Auth, request: Request, form: Form) -> Response:
        actor = await whose_session(request)
        if actor is None:
            return to_sign_in(auth, form, SECURITY)
        try:
            flash = await endpoint(auth, request, actor, form)
        except Refusal as refusal:
            if refusal.code == "access.prove-again":
                return to_prove(auth, form, SECURITY)
            flash = Flash(SECURITY, problems=(Problem(_field_of(refusal.code), refusal.code, refusal.params),))
        return send_back(auth, form, SECURITY, flash)

    return answer


def _field_of(code: str) -> str:
    """Return the id of what a person tries again."""
    if code.startswith("passkey."):
        return "passkey"
    return "code" if code == "factor.wrong-code" else ""


def fresh_codes() -> tuple[str, ...]:
    """Return recovery codes such as ``7KQM-2XHT-RB9C-WDF4``."""
    signs = ("".join(secrets.choice(ALPHABET) for _ in range(CHARACTERS)) for _ in range(HOW_MANY))
    return tuple("-".join(code[start : start + 4] for start in range(0, CHARACTERS, 4)) for code in signs)


async def _begin(auth: Auth, request: Request, actor: Actor, form: Form) -> Flash:  # noqa: ARG001 - the shape of every endpoint
    await in_session(begin_authenticator, actor, seed=new_seed(), now=clock.now())
    return Flash(SECURITY)


async def _confirm(auth: Auth, request: Request, actor: Actor, form: Form) -> Flash:  # noqa: ARG001 - the shape of every endpoint
    code = form.get("code", "").strip()
    if not code:
        return Flash(SECURITY, problems=(Problem("code", "factor.code-missing"),))
    attempt = await take_all(auth.limiter, second_factor_limits(f"set-up {actor.user_id}", ""))
    if not attempt.allowed:
        return Flash(SECURITY, problems=(Problem("", "sign-in.too-many", {"minutes": attempt.wait_minutes}),))
    codes = fresh_codes()
    await in_session(
        confirm_authenticator,
        actor,
        code=code[:_LONGEST_CODE],
        recovery_codes=codes,
        match=_real_step,
        now=clock.now(),
    )
    await give_back_all(auth.limiter, attempt)
    return Flash(SECURITY, notice="factor.added", values={"codes": " ".join(codes)})


async def _remove(auth: Auth, request: Request, actor: Actor, form: Form) -> Flash:  # noqa: ARG001 - the shape of every endpoint
    await in_session(remove_authenticator, actor, now=clock.now())
    return Flash(SECURITY, notice="factor.removed")


async def _renew(auth: Auth, request: Request, actor: Actor, form: Form) -> Flash:  # noqa: ARG001 - the shape of every endpoint
    codes = fresh_codes()
    await in_session(renew_recovery_codes, actor, recovery_codes=codes, now=clock.now())
    return Flash(SECURITY, notice="factor.codes-renewed", values={"codes": " ".join(codes)})
