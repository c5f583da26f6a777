"""Registering, confirming, signing in and out: plain HTML forms, so that they work before the page's script does.

Each answer is a redirect: to where the person goes next with the session cookie, or back to the form with a short-lived
encrypted cookie that says what to mend.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial, wraps
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.flash import FLASH_COOKIE, LIFETIME_SECONDS, Flash, Problem, Sealer, seal_flash
from ctpat_app.adapters.passwords import Passwords, weakness
from ctpat_app.adapters.rate_limits import Limiter, limiter_for
from ctpat_app.adapters.shared_terminal import opened_terminal
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.emails import EmailAddress, read_email
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, Unavailable
from ctpat_app.domain.names import read_name
from ctpat_app.domain.own_paths import home_of, own_path
from ctpat_app.domain.passwords import MAX_CHARACTERS, check_password
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.authenticators import HalfSignIn
from ctpat_app.services.registration import confirm_email, register, resend_confirmation
from ctpat_app.services.sessions import (
    LONGEST,
    Browser,
    Credentials,
    SignIn,
    end_session,
    find_credentials,
    find_session,
    settle_sign_in,
)
from ctpat_app.settings import Settings
from ctpat_app.web.attempts import (
    CONFIRM_ADDRESS,
    give_back_all,
    may_mail,
    register_limits,
    sign_in_limits,
    take_all,
)
from ctpat_app.web.forms import read_form
from ctpat_app.web.gate import SESSION_COOKIE, in_kiosk_time
from ctpat_app.web.headers import SHARED_COOKIE
from ctpat_app.words.messages import refusal_text

LINK_COOKIE: Final = "kiosk_link"
DEVICE_COOKIE: Final = "kiosk_device"
HALF_COOKIE: Final = "kiosk_half"
"""Holds a sign-in whose password was right, sealed, until the second factor is shown."""
HALF_SECONDS: Final = 10 * 60
SHARED: Final = "shared"
"""Name of the box "this is a shared computer"."""
_LINK_SECONDS: Final = 30 * 60
_DEVICE_SECONDS: Final = 365 * 24 * 3600
_LONGEST_TOKEN: Final = 200
# Browsers drop cookies of more than 4096 bytes; what was typed is given up before the message is.
_LARGEST_COOKIE: Final = 3800

Form = Mapping[str, str]
Endpoint = Callable[["Auth", Request, Form], Awaitable[Response]]


@dataclass(frozen=True)
class Auth:
    """What the routes work with."""

    settings: Settings
    passwords: Passwords
    limiter: Limiter
    links: Sealer = field(init=False)
    devices: Sealer = field(init=False)
    halves: Sealer = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "links", Sealer(self.settings.secret_key, LINK_COOKIE))
        object.__setattr__(self, "devices", Sealer(self.settings.secret_key, DEVICE_COOKIE))
        object.__setattr__(self, "halves", Sealer(self.settings.secret_key, HALF_COOKIE))

    def language(self, fields: Mapping[str, str]) -> str:
        """Return the language of the page that sent the form."""
        wanted = fields.get("language", "")
        return wanted if wanted in self.settings.all_languages else self.settings.languages[0]

    def page(self, fields: Mapping[str, str], path: str) -> str:
        """Return the address of a page in the language of the form."""
        return f"/{self.language(fields)}/{path}/"

    def client(self, request: Request) -> str:
        """Return the network address of the client, behind as many proxies as are our own."""
        return client_of(self.settings, request)


def client_of(settings: Settings, request: Request) -> str:
    """Return the network address of the client, behind as many proxies as are our own."""
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    hops = settings.trusted_proxy_hops
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return request.client.host if request.client else ""


def auth_routes(
    settings: Settings,
    *,
    passwords: Passwords | None = None,
    limiter: Limiter | None = None,
    more: Mapping[str, Endpoint] | None = None,
) -> list[Route]:
    """Return the routes below ``/auth``; ``passwords`` and ``limiter`` are made from ``settings`` unless handed in.

    Args:
        more: further forms by the last part of their address.
    """
    auth = Auth(
        settings,
        passwords or Passwords(time_cost=settings.argon_time_cost, memory_kib=settings.argon_memory_kib),
        limiter or limiter_for(settings.redis_url),
    )
    posts: dict[str, Endpoint] = {
        **(more or {}),
        "register": _register,
        "resend": _resend,
        "sign-in": _sign_in,
        "sign-out": _sign_out,
        "confirm": _confirm,
    }
    routes = [Route(f"/auth/{name}", _posted(auth, endpoint), methods=["POST"]) for name, endpoint in posts.items()]
    return [*routes, Route("/auth/confirm", partial(_open_link, auth), methods=["GET"])]


def _posted(auth: Auth, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """Return ``endpoint`` as a route that reads the form first and answers every refusal."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            form = await read_form(request, auth.settings.public_url)
        except Refusal as refusal:
            status = 403 if isinstance(refusal, NotPermitted) else 413 if refusal.code == "request.too-large" else 400
            return _plain(refusal, auth.settings.languages[0], status)
        if opened_terminal(auth.settings.secret_key, request.headers.get("cookie", "")):
            # At a terminal nobody can sign in as if the computer were their own.
            form = {**form, SHARED: "yes"}
        try:
            response = await endpoint(auth, request, form)
        except Unavailable as refusal:
            return _plain(refusal, auth.language(form), 503)
        response.headers["cache-control"] = "no-store"
        return response

    return answer


def _plain(refusal: Refusal, language: str, status: int) -> Response:
    return PlainTextResponse(
        refusal_text(refusal, language),
        status_code=status,
        headers={"content-language": language, "cache-control": "no-store"},
    )


# --- registering -----------------------------------------------------------------------------------------------------


async def _register(auth: Auth, request: Request, form: Form) -> Response:
    typed = {key: form.get(key, "") for key in ("email", "name")}
    flash = Flash("register", values={**typed, "next": _next(form)})
    problems = _register_problems(form)
    if problems:
        return _back(auth, form, "register", replace(flash, problems=problems))
    attempt = await take_all(auth.limiter, register_limits(auth.client(request)))
    if not attempt.allowed:
        problem = Problem("", "register.too-many", {"minutes": attempt.wait_minutes})
        return _back(auth, form, "register", replace(flash, problems=(problem,)))
    address = read_email(form["email"])
    password_hash = await auth.passwords.hash(form["password"])
    if await may_mail(auth.limiter, address.key):
        await in_session(
            register,
            email=form["email"],
            name=form["name"],
            password_hash=password_hash,
            token=new_token(),
            language=auth.language(form),
            now=clock.real_now(),
            next_path=_next(form),
        )
    return _check_mail(auth, form, address)


def _register_problems(form: Form) -> tuple[Problem, ...]:
    """Return what is wrong with each field, in the order of the form."""
    name, email, password = (form.get(key, "") for key in ("name", "email", "password"))
    checks: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("name", lambda: read_name(name)),
        ("email", lambda: read_email(email)),
        ("password", lambda: check_password(password, lambda text: weakness(text, [name, email]))),
    )
    return tuple(problem for key, check in checks if (problem := _problem(key, check)))


def _problem(key: str, check: Callable[[], Any]) -> Problem | None:
    try:
        check()
    except InvalidValue as refusal:
        return Problem(key, refusal.code, refusal.params)
    return None


async def _resend(auth: Auth, request: Request, form: Form) -> Response:
    values = {"email": form.get("email", "")}
    problem = _problem("email", lambda: read_email(values["email"]))
    if problem:
        return _back(auth, form, "check-mail", Flash("check-mail", problems=(problem,), values=values))
    address = read_email(values["email"])
    attempt = await take_all(auth.limiter, register_limits(auth.client(request)))
    if attempt.allowed and await may_mail(auth.limiter, address.key):
        await in_session(resend_confirmation, email=values["email"], token=new_token(), now=clock.real_now())
    return _check_mail(auth, form, address)


def _check_mail(auth: Auth, form: Form, address: EmailAddress) -> Response:
    """Answer the same whether or not the address is known."""
    flash = Flash("check-mail", notice="register.sent", values={"email": address.address})
    return _back(auth, form, "check-mail", flash)


# --- confirming ------------------------------------------------------------------------------------------------------


async def _open_link(auth: Auth, request: Request) -> Response:
    """Take the mailed link and show a page with a button: mail scanners open links, they do not press buttons.

    The token goes into a cookie, out of the address, where histories and logs would keep it.
    """
    token = request.query_params.get("token", "")[:_LONGEST_TOKEN]
    response = _to(auth.page(request.query_params, "confirm"))
    sealed = auth.links.seal(urlencode({"token": token, "next": _next(request.query_params)}))
    _set_cookie(auth, response, LINK_COOKIE, sealed, _LINK_SECONDS, path="/auth/")
    response.headers["cache-control"] = "no-store"
    return response


async def _confirm(auth: Auth, request: Request, form: Form) -> Response:
    attempt = await take_all(auth.limiter, ((CONFIRM_ADDRESS, auth.client(request)),))
    link = _opened_link(auth, request)
    if not attempt.allowed or not link.get("token"):
        return _back(auth, form, "confirm", Flash("confirm", problems=(Problem("", "link.missing"),)))
    try:
        await in_session(confirm_email, link["token"], now=clock.real_now())
    except InvalidValue as refusal:
        return _back(auth, form, "confirm", Flash("confirm", problems=(Problem("", refusal.code),)))
    values = {"next": own_path(link.get("next", ""), "")}
    response = _back(auth, form, "sign-in", Flash("sign-in", notice="sign-in.confirmed", values=values))
    response.delete_cookie(LINK_COOKIE, path="/auth/")
    return response


def _opened_link(auth: Auth, request: Request) -> dict[str, str]:
    query = auth.links.open(request.cookies.get(LINK_COOKIE, ""), seconds=_LINK_SECONDS)
    return dict(parse_qsl(query or ""))


# --- signing in and out ----------------------------------------------------------------------------------------------


async def _sign_in(auth: Auth, request: Request, sent: Form) -> Response:
    form = _with_next(request, sent)
    email, password = form.get("email", ""), form.get("password", "")
    shared = {SHARED: "yes"} if is_shared(form) else {}
    flash = Flash("sign-in", values={"email": email, "next": _next(form)} | shared)
    problems = tuple(
        problem
        for problem in (
            _problem("email", lambda: read_email(email)),
            None if password else Problem("password", "password.missing"),
        )
        if problem
    )
    if problems:
        return _back(auth, form, "sign-in", replace(flash, problems=problems))
    known_device = _device_of(auth, request, email)
    limits = sign_in_limits(read_email(email).key, auth.client(request), known_device=known_device)
    attempt = await take_all(auth.limiter, limits)
    if not attempt.allowed:
        problem = Problem("", "sign-in.too-many", {"minutes": attempt.wait_minutes})
        return _back(auth, form, "sign-in", replace(flash, problems=(problem,)))
    outcome = await _try_sign_in(auth, request, email, password, shared=is_shared(form))
    if outcome is None:
        return _back(auth, form, "sign-in", replace(flash, problems=(Problem("", "sign-in.refused"),)))
    await give_back_all(auth.limiter, attempt)
    if isinstance(outcome, HalfSignIn):
        return _ask_second_factor(auth, form, email, outcome)
    return await let_in(auth, request, form, email=email, token=outcome)


def _ask_second_factor(auth: Auth, form: Form, email: str, half: HalfSignIn) -> Response:
    response = _to(f"{auth.page(form, 'second-factor')}?{urlencode({'next': _next(form)})}")
    parts = {"user": str(half.user_id), "mark": half.mark, "email": email, SHARED: form.get(SHARED, "")}
    _set_cookie(auth, response, HALF_COOKIE, auth.halves.seal(urlencode(parts)), HALF_SECONDS, path="/auth/")
    response.delete_cookie(FLASH_COOKIE)
    return response


async def _try_sign_in(
    auth: Auth, request: Request, email: str, password: str, *, shared: bool
) -> str | HalfSignIn | None:
    """Return the token of a new session, half a sign-in, or None.

    The work is the same for known and unknown addresses.
    """
    credentials = await in_reading(find_credentials, email)
    stored = credentials.password_hash if credentials else None
    verdict = await auth.passwords.verify(password[: MAX_CHARACTERS + 1], stored)
    unconfirmed = credentials is not None and verdict.matches and not credentials.person.confirmed
    if unconfirmed and not await may_mail(auth.limiter, read_email(email).key):
        return None
    token = new_token()
    outcome = await in_session(
        settle_sign_in,
        credentials,
        matches=verdict.matches,
        token=token,
        link_token=new_token(),
        device=request.headers.get("user-agent", ""),
        now=clock.real_now(),
        new_hash=verdict.new_hash,
        browser=browser_of(auth, request, shared=shared),
    )
    if outcome is SignIn.HALF:
        return _half_of(credentials)
    return token if outcome is SignIn.OPENED else None


def _half_of(credentials: Credentials | None) -> HalfSignIn | None:
    return HalfSignIn(credentials.person.user_id, token_hash(credentials.password_hash)) if credentials else None


async def let_in(auth: Auth, request: Request, form: Form, *, email: str, token: str) -> Response:
    """Set a new token at every sign-in: one planted before is worth nothing. The browser's former session ends."""
    if former := request.cookies.get(SESSION_COOKIE):
        await in_session(end_session, former, now=clock.real_now())
    response = _to(own_path(form.get("next", ""), home_of(auth.language(form))))
    response.delete_cookie(FLASH_COOKIE)
    response.delete_cookie(HALF_COOKIE, path="/auth/")
    if is_shared(form):
        # Without an age both cookies end with the browser; and nothing tells that somebody once signed in here.
        _set_cookie(auth, response, SESSION_COOKIE, token, None)
        _set_cookie(auth, response, SHARED_COOKIE, "1", None)
        return response
    response.delete_cookie(SHARED_COOKIE)
    _set_cookie(auth, response, SESSION_COOKIE, token, int(LONGEST.total_seconds()))
    device = auth.devices.seal(f"{secrets.token_urlsafe(12)} {read_email(email).key}")
    _set_cookie(auth, response, DEVICE_COOKIE, device, _DEVICE_SECONDS, path="/auth/")
    return response


def is_shared(form: Form) -> bool:
    """Whether the person said that others use this computer too."""
    return bool(form.get(SHARED))


def browser_of(auth: Auth, request: Request, *, shared: bool) -> Browser:
    """Return what is noted of the browser in which a session begins."""
    minutes = auth.settings.shared_idle_minutes if shared else auth.settings.idle_minutes
    device = request.headers.get("user-agent", "")
    return Browser(device, auth.client(request), shared, timedelta(minutes=minutes), auth.settings.password_days)


def _device_of(auth: Auth, request: Request, email: str) -> str:
    """Return the number of this browser if the owner of the address once signed in here, else nothing."""
    opened = auth.devices.open(request.cookies.get(DEVICE_COOKIE, ""), seconds=_DEVICE_SECONDS)
    number, _, key = (opened or "").partition(" ")
    return number if key and key == read_email(email).key else ""


async def _sign_out(auth: Auth, request: Request, form: Form) -> Response:
    if token := request.cookies.get(SESSION_COOKIE):
        await in_session(end_session, token, now=clock.real_now())
    response = _back(auth, form, "sign-in", Flash("sign-in", notice="sign-in.signed-out"))
    response.delete_cookie(SESSION_COOKIE)
    return response


# --- who asks --------------------------------------------------------------------------------------------------------


async def signed_in_actor(request: Request) -> Actor | None:
    """Return who sends the request, by the session cookie alone; nobody who has to do something else first."""
    found = await whose_session(request)
    return found if found and not found.is_held else None


async def whose_session(request: Request) -> Actor | None:
    """Return whose session it is, also of somebody who still needs a second factor or a new password."""
    token = request.cookies.get(SESSION_COOKIE, "")
    found = await in_reading(find_session, token_hash(token), now=clock.real_now()) if token else None
    return in_kiosk_time(found.actor) if found else None


def to_sign_in(auth: Auth, form: Form, path: str) -> Response:
    """Send a visitor to sign in, and from there to the page that they wanted."""
    return _to(f"{auth.page(form, 'sign-in')}?{urlencode({'next': auth.page(form, path)}, safe='/')}")


def to_prove(auth: Auth, form: Form, path: str) -> Response:
    """Send somebody to show once more that it is them, and from there back to the page that they were on."""
    return _to(f"{auth.page(form, 'prove')}?{urlencode({'next': auth.page(form, path)}, safe='/')}")


def ask_to_sign_in(auth: Auth, form: Form) -> Response:
    """Send who is signed out to sign in, and from there to where they wanted to go."""
    values = {"next": _next(form)}
    return _back(auth, form, "sign-in", Flash("sign-in", problems=(Problem("", "access.signed-out"),), values=values))


def _with_next(request: Request, form: Form) -> Form:
    """Return the form with where to go on: its field is filled by the live connection, which may come after a press."""
    if form.get("next"):
        return form
    page = urlsplit(request.headers.get("referer", ""))
    return {**form, "next": dict(parse_qsl(page.query)).get("next", "")}


# --- answers ---------------------------------------------------------------------------------------------------------


def _next(fields: Mapping[str, str]) -> str:
    return own_path(fields.get("next", ""), "")


def _to(address: str) -> Response:
    """Send the browser on with a GET."""
    return RedirectResponse(address, status_code=303)


def _back(auth: Auth, form: Form, path: str, flash: Flash) -> Response:
    """Send the browser to a page of forms that shows ``flash``, once, at this visit."""
    number = secrets.token_hex(4)
    response = _to(f"{auth.page(form, path)}?{urlencode({'try': number})}")
    sealed = seal_flash(auth.settings.secret_key, replace(flash, number=number))
    if len(sealed) > _LARGEST_COOKIE:
        sealed = seal_flash(auth.settings.secret_key, replace(flash, number=number, values={}))
    _set_cookie(auth, response, FLASH_COOKIE, sealed, LIFETIME_SECONDS)
    return response


def _set_cookie(auth: Auth, response: Response, name: str, value: str, seconds: int | None, *, path: str = "/") -> None:
    response.set_cookie(
        name, value, max_age=seconds, path=path, httponly=True, samesite="lax", secure=auth.settings.secure_cookies
    )


# Forms in modules of their own answer in the same ways.
send_to, send_back, set_cookie = _to, _back, _set_cookie
posted, ask_second_factor = _posted, _ask_second_factor
