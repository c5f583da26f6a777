"""Getting back in: plain forms for a new password, for a case at the help desk, and for security questions."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.flash import Flash, Problem
from ctpat_app.adapters.passwords import Passwords, weakness
from ctpat_app.adapters.rate_limits import Limiter
from ctpat_app.adapters.reset_ticket import RESET_COOKIE, RESET_SECONDS, ResetTicket, open_ticket, seal_ticket
from ctpat_app.adapters.tokens import new_case_code, new_token
from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.names import read_name
from ctpat_app.domain.passwords import MAX_CHARACTERS, check_password
from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.services.access_cases import open_case
from ctpat_app.services.recovery import (
    MAX_FAILURES,
    OpenReset,
    ask_reset,
    find_reset,
    finish_reset,
    prove_reset,
    stop_reset,
)
from ctpat_app.services.security_questions import set_questions
from ctpat_app.settings import Settings
from ctpat_app.web.attempts import (
    ANSWERS_ACCOUNT,
    ANSWERS_ADDRESS,
    CASE_ADDRESS,
    CASE_TOTAL,
    RESET_ADDRESS,
    RESET_TOTAL,
    give_back_all,
    may_mail,
    take_all,
)
from ctpat_app.web.auth import (
    _LONGEST_TOKEN,
    Auth,
    Endpoint,
    Form,
    _back,
    _posted,
    _problem,
    _set_cookie,
    _to,
    signed_in_actor,
    to_prove,
    to_sign_in,
)
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.questions import answers_match, hashed_questions, question_problems, typed_values

_LONGEST_CODE: Final = 60
_CASE_TEXT: Final = {"name": 200, "company": 200, "note": 1000}


def recovery_routes(settings: Settings, *, passwords: Passwords, limiter: Limiter) -> list[Route]:
    """Return the routes below ``/auth`` for getting back in."""
    auth = Auth(settings, passwords, limiter)
    posts: dict[str, Endpoint] = {
        "forgot-password": _forgot,
        "reset-proof": _prove,
        "reset-password": _set_password,
        "reset-stop": _stop,
        "access-help": _ask_help_desk,
        "security-questions": _choose_questions,
    }
    routes = [Route(f"/auth/{name}", _posted(auth, endpoint), methods=["POST"]) for name, endpoint in posts.items()]
    return [*routes, Route("/auth/reset", partial(_open_reset, auth), methods=["GET"])]


def prove_first(auth: Auth, form: Form, path: str, actor: Actor) -> Response | None:
    """Return the way to show once more that it is them, and from there back; None for who did so lately."""
    try:
        require_recent_proof(actor, clock.now())
    except NotPermitted:
        return to_prove(auth, form, path)
    return None


# --- asking for a link ------------------------------------------------------------------------------------------------


async def _forgot(auth: Auth, request: Request, form: Form) -> Response:
    """Answer the same, after the same work, whether or not the address is known."""
    flash = Flash("forgot-password", values={"email": form.get("email", "")[:300]})
    problem = _problem("email", lambda: read_email(form.get("email", "")))
    if problem:
        return _back(auth, form, "forgot-password", replace(flash, problems=(problem,)))
    address = read_email(form["email"])
    attempt = await take_all(auth.limiter, ((RESET_ADDRESS, auth.client(request)), (RESET_TOTAL, "")))
    if not attempt.allowed:
        problem = Problem("", "reset.too-many", {"minutes": attempt.wait_minutes})
        return _back(auth, form, "forgot-password", replace(flash, problems=(problem,)))
    if await may_mail(auth.limiter, address.key):
        await in_session(
            ask_reset, email=address.address, language=auth.language(form), token=new_token(), now=clock.now()
        )
    sent = Flash("forgot-password", notice="reset.sent", values={"email": address.address})
    return _back(auth, form, "forgot-password", sent)


# --- using the link ---------------------------------------------------------------------------------------------------


async def _open_reset(auth: Auth, request: Request) -> Response:
    """Take the mailed link and show a page: opening it changes nothing, since programs that check mail open links.

    The token goes into a sealed cookie, out of the address, where histories and logs would keep it.
    """
    token = request.query_params.get("token", "")[:_LONGEST_TOKEN]
    response = _to(auth.page(request.query_params, "reset"))
    _keep_ticket(auth, response, ResetTicket(token))
    response.headers["cache-control"] = "no-store"
    return response


def _keep_ticket(auth: Auth, response: Response, ticket: ResetTicket) -> None:
    sealed = seal_ticket(auth.settings.secret_key, ticket)
    _set_cookie(auth, response, RESET_COOKIE, sealed, RESET_SECONDS)


def _ticket(auth: Auth, request: Request) -> ResetTicket:
    return open_ticket(auth.settings.secret_key, request.cookies.get(RESET_COOKIE, ""))


def _refused(auth: Auth, form: Form, *problems: Problem, values: Mapping[str, str] | None = None) -> Response:
    return _back(auth, form, "reset", Flash("reset", problems=problems, values=dict(values or {})))


def _refusal(auth: Auth, form: Form, refusal: InvalidValue) -> Response:
    return _refused(auth, form, Problem("", refusal.code, {"maximum": MAX_FAILURES} | refusal.params))


async def _prove(auth: Auth, request: Request, form: Form) -> Response:
    attempt = await take_all(auth.limiter, ((ANSWERS_ADDRESS, auth.client(request)),))
    if not attempt.allowed:
        return _refused(auth, form, Problem("", "reset.too-many", {"minutes": attempt.wait_minutes}))
    code = form.get("code", "").strip()[:_LONGEST_CODE]
    missing = [name for name in ("answer_1", "answer_2", "answer_3") if not form.get(name, "").strip()]
    if not code and missing:
        field = missing[0] if len(missing) < 3 or "answer_1" in form else "code"
        return _refused(auth, form, Problem(field, "reset.answers-missing"))
    ticket = _ticket(auth, request)
    try:
        found = await in_reading(find_reset, ticket.token, now=clock.now())
    except InvalidValue as refusal:
        await answers_match(auth.passwords, form, ())
        return _refusal(auth, form, refusal)
    return await _judge(auth, form, ticket, found, code)


async def _judge(auth: Auth, form: Form, ticket: ResetTicket, found: OpenReset, code: str) -> Response:
    """Compare what was typed, and let this browser go on to the password when it is right."""
    counted = await take_all(auth.limiter, ((ANSWERS_ACCOUNT, str(found.user_id)),))
    if not counted.allowed:
        return _refused(auth, form, Problem("", "reset.too-many", {"minutes": counted.wait_minutes}))
    matches = False if code else await answers_match(auth.passwords, form, found.questions)
    proof = new_token()
    try:
        right = await in_session(
            prove_reset,
            ticket.token,
            answered=[each.answer_hash for each in found.questions],
            matches=matches,
            code=code,
            proof=proof,
            now=clock.now(),
        )
    except InvalidValue as refusal:
        return _refusal(auth, form, refusal)
    if not right:
        problem = Problem("code", "reset.code-refused") if code else Problem("answer_1", "reset.refused")
        return _refused(auth, form, problem)
    await give_back_all(auth.limiter, counted)
    response = _to(auth.page(form, "reset"))
    _keep_ticket(auth, response, ResetTicket(ticket.token, proof))
    return response


async def _set_password(auth: Auth, request: Request, form: Form) -> Response:
    ticket, password = _ticket(auth, request), form.get("password", "")
    attempt = await take_all(auth.limiter, ((ANSWERS_ADDRESS, auth.client(request)),))
    if not attempt.allowed:
        return _refused(auth, form, Problem("", "reset.too-many", {"minutes": attempt.wait_minutes}))
    try:
        found = await in_reading(find_reset, ticket.token, proof=ticket.proof, now=clock.now())
        problems = await _password_problems(auth, form, found, password)
        if problems:
            return _refused(auth, form, *problems, values=typed_values(form))
        await in_session(
            finish_reset,
            ticket.token,
            proof=ticket.proof,
            password_hash=await auth.passwords.hash(password),
            questions=await hashed_questions(auth.passwords, form) if found.case_id is not None else (),
            now=clock.now(),
        )
    except InvalidValue as refusal:
        return _refusal(auth, form, refusal)
    response = _back(auth, form, "sign-in", Flash("sign-in", notice="reset.done"))
    for name in (RESET_COOKIE, SESSION_COOKIE):
        response.delete_cookie(name)
    return response


async def _password_problems(auth: Auth, form: Form, found: OpenReset, password: str) -> tuple[Problem, ...]:
    personal = [found.name, found.email]
    problem = _problem("password", lambda: check_password(password, lambda text: weakness(text, personal)))
    if problem is None:
        former = await auth.passwords.verify(password[: MAX_CHARACTERS + 1], found.password_hash)
        problem = Problem("password", "reset.same-password") if former.matches else None
    questions = question_problems(form, personal) if found.case_id is not None else ()
    return (*((problem,) if problem else ()), *questions)


async def _stop(auth: Auth, request: Request, form: Form) -> Response:
    try:
        await in_session(stop_reset, _ticket(auth, request).token, now=clock.now())
    except InvalidValue as refusal:
        return _refusal(auth, form, refusal)
    response = _back(auth, form, "sign-in", Flash("sign-in", notice="reset.stop-done"))
    response.delete_cookie(RESET_COOKIE)
    return response


# --- the help desk ----------------------------------------------------------------------------------------------------


async def _ask_help_desk(auth: Auth, request: Request, form: Form) -> Response:
    """Open a case and show its code; nothing tells whether the address is known."""
    values = {"email": form.get("email", "")[:300]}
    values |= {name: form.get(name, "")[:length] for name, length in _CASE_TEXT.items()}
    flash = Flash("access-help", values=values)
    checks = (("name", lambda: read_name(values["name"])), ("email", lambda: read_email(values["email"])))
    problems = tuple(problem for name, check in checks if (problem := _problem(name, check)))
    if problems:
        return _back(auth, form, "access-help", replace(flash, problems=problems))
    attempt = await take_all(auth.limiter, ((CASE_ADDRESS, auth.client(request)), (CASE_TOTAL, "")))
    if not attempt.allowed:
        problem = Problem("", "access-case.too-many", {"minutes": attempt.wait_minutes})
        return _back(auth, form, "access-help", replace(flash, problems=(problem,)))
    code = new_case_code()
    await in_session(open_case, **values, language=auth.language(form), code=code, now=clock.now())
    return _back(auth, form, "access-help", Flash("access-help", notice="access-case.opened", values={"case": code}))


# --- security questions -----------------------------------------------------------------------------------------------


async def _choose_questions(auth: Auth, request: Request, form: Form) -> Response:
    page = "security-questions"
    actor = await signed_in_actor(request)
    if actor is None:
        return to_sign_in(auth, form, page)
    flash = Flash(page, values=typed_values(form))
    if unproved := prove_first(auth, form, page, actor):
        return unproved
    problems = question_problems(form, [actor.name, actor.email])
    if problems:
        return _back(auth, form, page, replace(flash, problems=problems))
    chosen = await hashed_questions(auth.passwords, form)
    await in_session(set_questions, actor, chosen=chosen, now=clock.now())
    return _back(auth, form, page, Flash(page, notice="security.set"))
