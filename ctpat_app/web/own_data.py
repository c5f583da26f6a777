"""A person's own data: the archive to download, and the forms that delete an account and keep what would go."""

import io
import json
import zipfile
from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.flash import Flash, Problem
from ctpat_app.adapters.rate_limits import Limit
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.services.leaving import ask_to_leave
from ctpat_app.services.own_data import OwnData, read_own_data
from ctpat_app.services.retention import use_keep_link
from ctpat_app.settings import Settings
from ctpat_app.web.attempts import take_all
from ctpat_app.web.auth import Auth, Endpoint, Form, send_back, send_to, signed_in_actor
from ctpat_app.web.gate import SESSION_COOKIE, SIGN_IN_PATH
from ctpat_app.web.headers import SHARED_COOKIE
from ctpat_app.words.own_data import own_data_page

PAGE: Final = "my-data"
PROVE_PATH: Final = "prove"
KEEP_ADDRESS: Final = Limit("keep-address", attempts=60, seconds=900)


def own_data_routes(settings: Settings) -> list[Route]:
    """Return the route of the archive."""
    return [Route("/files/my-data.zip", partial(_archive, settings), methods=["GET"])]


def own_data_forms() -> dict[str, Endpoint]:
    """Return the forms, by the last part of their address below ``/auth``."""
    return {"leave": _leave, "keep": _keep}


async def _archive(settings: Settings, request: Request) -> Response:
    wanted = request.query_params.get("lang", "")
    language = wanted if wanted in settings.languages else settings.languages[0]
    actor = await signed_in_actor(request)
    try:
        data = await in_reading(read_own_data, actor, now=clock.now()) if actor else None
    except Refusal:
        return _way(language, PROVE_PATH)
    if data is None:
        return _way(language, SIGN_IN_PATH)
    headers = {"content-disposition": 'attachment; filename="my-data.zip"', "cache-control": "private, no-store"}
    return Response(archive(data, language, settings.kiosk_name), media_type="application/zip", headers=headers)


def archive(data: OwnData, language: str, kiosk: str) -> bytes:
    """Return a zip file with the data for programs (JSON) and for reading (HTML)."""
    buffer = io.BytesIO()
    whole = {"exported_at": data.exported_at.isoformat(timespec="seconds"), **data.sections}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("my-data.json", json.dumps(whole, ensure_ascii=False, indent=2))
        file.writestr("my-data.html", own_data_page(data.sections, language, kiosk=kiosk))
    return buffer.getvalue()


def _way(language: str, page: str) -> Response:
    back = quote(f"/{language}/{PAGE}/", safe="/")
    response = send_to(f"/{language}/{page}/?next={back}")
    response.headers["cache-control"] = "no-store"
    return response


async def _leave(auth: Auth, request: Request, form: Form) -> Response:
    """Note that the account is to be deleted; the person is signed out everywhere."""
    actor = await signed_in_actor(request)
    if actor is None:
        return _way(auth.language(form), SIGN_IN_PATH)
    flash = Flash(PAGE)
    if not form.get("sure"):
        return send_back(auth, form, PAGE, replace(flash, problems=(Problem("sure", "leaving.not-sure"),)))
    try:
        await in_session(ask_to_leave, actor, token=new_token(), now=clock.now())
    except Refusal as refusal:
        if refusal.code == "access.prove-again":
            return _way(auth.language(form), PROVE_PATH)
        problem = Problem("sure", refusal.code, refusal.params)
        return send_back(auth, form, PAGE, replace(flash, problems=(problem,)))
    response = send_back(auth, form, SIGN_IN_PATH, Flash(SIGN_IN_PATH, notice="leaving.asked"))
    for name in (SESSION_COOKIE, SHARED_COOKIE):
        response.delete_cookie(name)
    return response


async def _keep(auth: Auth, request: Request, form: Form) -> Response:
    """Keep what the mailed link is about: an account or an application."""
    attempt = await take_all(auth.limiter, ((KEEP_ADDRESS, auth.client(request)),))
    try:
        if not attempt.allowed:
            raise InvalidValue("link.missing")
        code = await in_session(use_keep_link, form.get("token", "")[:200], now=clock.now())
    except Refusal as refusal:
        return send_back(auth, form, "keep", Flash("keep", problems=(Problem("", refusal.code),)))
    return send_back(auth, form, SIGN_IN_PATH, Flash(SIGN_IN_PATH, notice=code))
