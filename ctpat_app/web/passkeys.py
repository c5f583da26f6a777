"""Passkeys: the browser asks for a challenge, the device answers it, and a plain form posts the answer."""

from asyncio import to_thread
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.flash import FLASH_COOKIE, Flash, Problem, Sealer
from ctpat_app.adapters.passkeys import (
    ask_to_make,
    ask_to_show,
    named_in,
    read_made,
    read_shown,
    site_of,
)
from ctpat_app.adapters.rate_limits import Limit
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.devices import read_device
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.own_paths import home_of, own_path
from ctpat_app.domain.passkeys import KeyUse, StoredKey
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.passkeys import (
    add_passkey,
    begin_passkey,
    find_passkey,
    prove_with_passkey,
    remove_passkey,
    sign_in_with_passkey,
)
from ctpat_app.web.attempts import SIGN_IN_ADDRESS, SIGN_IN_TOTAL, give_back_all, take_all
from ctpat_app.web.auth import (
    SHARED,
    Auth,
    Endpoint,
    Form,
    ask_to_sign_in,
    browser_of,
    is_shared,
    let_in,
    send_back,
    send_to,
    set_cookie,
    whose_session,
)
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.second_factors import SECURITY, fresh_codes, half_of, own_form

CHALLENGE_COOKIE: Final = "kiosk_passkey"
_CHALLENGE_SECONDS: Final = 5 * 60
_BEGIN: Final = Limit("passkey-begin", attempts=60, seconds=900)
# What a browser says when no answer came, by the name of its error.
_BROWSER_ERRORS: Final = {"InvalidStateError": "passkey.present", "NotAllowedError": "passkey.cancelled"}


@dataclass(frozen=True)
class _Asked:
    """What the browser was asked: taken from a cookie that nobody can forge, and that fits one purpose only."""

    challenge: str
    handle: str = ""


def passkey_forms() -> dict[str, Endpoint]:
    """Return the forms, by the last part of their address below ``/auth``."""
    return {
        "passkeys/begin": _begin,
        "passkeys/add": own_form(_add),
        "passkeys/remove": own_form(_remove),
        "passkeys/sign-in": _sign_in,
        "passkeys/prove": _prove,
    }


async def _begin(auth: Auth, request: Request, form: Form) -> Response:
    """Answer with what the device is to be asked, or with the page to go to first."""
    attempt = await take_all(auth.limiter, ((_BEGIN, auth.client(request)),))
    if not attempt.allowed:
        return JSONResponse({}, status_code=429)  # the posted form tells that it did not work
    site, challenge = site_of(auth.settings.public_url, auth.settings.kiosk_name), new_token()
    if form.get("purpose") != "add":
        options = await to_thread(ask_to_show, site, challenge)
        return _asking(auth, options, purpose="show", challenge=challenge)
    actor = await whose_session(request)
    if actor is None:
        return JSONResponse({"go": auth.page(form, "sign-in")})
    try:
        asked = await in_reading(begin_passkey, actor, fresh_handle=new_token(), now=clock.now())
    except NotPermitted:
        return JSONResponse({"go": f"{auth.page(form, 'prove')}?{urlencode({'next': auth.page(form, SECURITY)})}"})
    except InvalidValue:
        return JSONResponse({})  # the posted form answers it in words
    options = await to_thread(
        ask_to_make, site, challenge, handle=asked.handle, account=actor.email, person=actor.name, known=asked.known
    )
    return _asking(auth, options, purpose="add", challenge=challenge, handle=asked.handle)


def _asking(auth: Auth, options: dict[str, object], **parts: str) -> Response:
    response = JSONResponse({"options": options})
    sealed = _sealer(auth).seal(urlencode(parts))
    set_cookie(auth, response, CHALLENGE_COOKIE, sealed, _CHALLENGE_SECONDS, path="/auth/")
    return response


def _sealer(auth: Auth) -> Sealer:
    return Sealer(auth.settings.secret_key, CHALLENGE_COOKIE)


def _asked(auth: Auth, request: Request, purpose: str) -> _Asked:
    """Return what the browser was asked for this purpose.

    Raises:
        InvalidValue: ``passkey.too-late`` when it was not, or more than five minutes ago.
    """
    opened = _sealer(auth).open(request.cookies.get(CHALLENGE_COOKIE, ""), seconds=_CHALLENGE_SECONDS)
    parts = dict(parse_qsl(opened or ""))
    if parts.get("purpose") != purpose:
        raise InvalidValue("passkey.too-late")
    return _Asked(parts["challenge"], parts.get("handle", ""))


def _answer_in(form: Mapping[str, str]) -> str:
    """Return the answer of the device.

    Raises:
        InvalidValue: with what the browser said instead.
    """
    answer = form.get("answer", "")
    if not answer.startswith("{"):
        raise InvalidValue(_BROWSER_ERRORS.get(answer, "passkey.refused"))
    return answer


async def _add(auth: Auth, request: Request, actor: Actor, form: Form) -> Flash:
    made_by = read_device(request.headers.get("user-agent", ""))
    name = form.get("name", "").strip() or ", ".join(filter(None, (made_by.browser, made_by.system)))
    await in_reading(begin_passkey, actor, fresh_handle="", now=clock.now())
    asked = _asked(auth, request, "add")
    made = await to_thread(read_made, site_of(auth.settings.public_url, ""), asked.challenge, _answer_in(form))
    codes = fresh_codes()
    new_codes = await in_session(
        add_passkey, actor, made, handle=asked.handle, name=name, recovery_codes=codes, now=clock.now()
    )
    if new_codes:
        return Flash(SECURITY, notice="passkey.added-with-codes", values={"codes": " ".join(codes)})
    return Flash(SECURITY, notice="passkey.added")


async def _remove(auth: Auth, request: Request, actor: Actor, form: Form) -> Flash:  # noqa: ARG001 - the shape of every endpoint
    await in_session(remove_passkey, actor, passkey_id=number_in(form.get("passkey", "")), now=clock.now())
    return Flash(SECURITY, notice="passkey.removed")


async def _sign_in(auth: Auth, request: Request, form: Form) -> Response:
    # On the page of the second step, the box was ticked on the page before.
    form = {**form, SHARED: form.get(SHARED, "") or half_of(auth, request).get(SHARED, "")}
    flash = Flash("sign-in", values={"next": own_path(form.get("next", ""), ""), SHARED: form[SHARED]})
    attempt = await take_all(auth.limiter, ((SIGN_IN_ADDRESS, auth.client(request)), (SIGN_IN_TOTAL, "")))
    if not attempt.allowed:
        problem = Problem("", "sign-in.too-many", {"minutes": attempt.wait_minutes})
        return send_back(auth, form, "sign-in", replace(flash, problems=(problem,)))
    token = new_token()
    try:
        key, use = await _shown(auth, request, form)
    except InvalidValue as refusal:
        return send_back(auth, form, "sign-in", replace(flash, problems=(Problem("", refusal.code),)))
    browser = browser_of(auth, request, shared=is_shared(form))
    email = await in_session(sign_in_with_passkey, key, use, token=token, browser=browser, now=clock.real_now())
    if email is None:
        return send_back(auth, form, "sign-in", replace(flash, problems=(Problem("", "passkey.refused"),)))
    await give_back_all(auth.limiter, attempt)
    return _asked_once(await let_in(auth, request, form, email=email, token=token))


async def _prove(auth: Auth, request: Request, form: Form) -> Response:
    back = own_path(form.get("next", ""), home_of(auth.language(form)))
    flash = Flash("prove", values={"next": back})
    actor = await whose_session(request)
    if actor is None:
        return ask_to_sign_in(auth, form)
    digest = token_hash(request.cookies.get(SESSION_COOKIE, ""))
    try:
        key, use = await _shown(auth, request, form)
        if not await in_session(prove_with_passkey, actor, key, use, digest=digest, now=clock.real_now()):
            raise InvalidValue("passkey.refused")
    except Refusal as refusal:
        return send_back(auth, form, "prove", replace(flash, problems=(Problem("", refusal.code),)))
    response = _asked_once(send_to(back))
    response.delete_cookie(FLASH_COOKIE)
    return response


async def _shown(auth: Auth, request: Request, form: Form) -> tuple[StoredKey, KeyUse]:
    """Return the passkey that was shown, and its use.

    Raises:
        InvalidValue: with what is wrong.
    """
    answer = _answer_in(form)
    asked = _asked(auth, request, "show")
    key = await in_reading(find_passkey, named_in(answer))
    if key is None:
        raise InvalidValue("passkey.unknown")
    return key, await to_thread(read_shown, site_of(auth.settings.public_url, ""), asked.challenge, answer, key)


def _asked_once(response: Response) -> Response:
    response.delete_cookie(CHALLENGE_COOKIE, path="/auth/")
    return response
