"""Pictures of the screen that go with a report: added by anybody, before the report is sent; read by the help desk.

Only pictures are taken, and each is drawn anew, so that nothing but its dots is kept. One waits a day for its form.
"""

import zlib
from dataclasses import dataclass
from functools import partial
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.rate_limits import Limiter
from ctpat_app.adapters.uploads import Intake
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.help_case_files import (
    PICTURES,
    drop_picture,
    keep_picture,
    require_picture,
    require_room,
    waiting_pictures,
)
from ctpat_app.settings import Settings
from ctpat_app.web.attempts import picture_limits, take_all
from ctpat_app.web.auth import client_of
from ctpat_app.web.downloads import streamed
from ctpat_app.web.files import handed_out
from ctpat_app.web.forms import is_same_site, read_form
from ctpat_app.web.uploads import Uploads, language_of, looked_at, read_on, refused, require_announced_size, sent_name
from ctpat_app.words.messages import isolated, message

ADD: Final = "/report/picture"
LIST: Final = "/report/pictures"
READ: Final = "/files/help-case"
_PRIVATE: Final = {"cache-control": "no-store"}
_TOLD_AS_THEY_ARE: Final = frozenset(
    {"upload.empty", "upload.too-slow", "upload.too-many", "upload.malware", "upload.damaged"}
    | {"upload.picture-heic", "upload.picture-too-large", "upload.unpacks-too-large"}
    | {"help-case.form-unknown", "help-case.many-pictures", "help-case.too-many-pictures", "help-case.no-picture"}
)
"""What is wrong with a picture. All else says that it is none, with advice that would not fit here."""


@dataclass(frozen=True)
class _Pictures:
    uploads: Uploads
    limiter: Limiter


def report_picture_routes(settings: Settings, *, limiter: Limiter) -> list[Route]:
    """Return the routes that take pictures in, list those that wait, take one away, and hand them out to the desk."""
    pictures = _Pictures(Uploads(settings, Intake(settings.data_folder, limit_mb=settings.upload_mb)), limiter)
    return [
        Route(ADD, partial(_add, pictures), methods=["POST"]),
        Route(LIST, partial(_list, pictures), methods=["POST"]),
        Route(f"{READ}/{{picture:int}}", partial(_read, settings), methods=["GET"]),
    ]


async def _add(pictures: _Pictures, request: Request) -> Response:
    language = language_of(pictures.uploads.settings, request)
    try:
        name = await _taken(pictures, request)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    except Refusal as refusal:
        await read_on(request, pictures.uploads.intake.limit_bytes)
        return refused(_about_pictures(refusal), language)
    return JSONResponse({"message": message("help-case.picture-kept", language, name=isolated(name))}, headers=_PRIVATE)


async def _taken(pictures: _Pictures, request: Request) -> str:
    """Take the picture in and return its name."""
    uploads, token = pictures.uploads, request.query_params.get("form", "")
    if not is_same_site(request, uploads.settings.public_url):
        raise NotPermitted("request.cross-site")
    client = client_of(uploads.settings, request)
    attempt = await take_all(pictures.limiter, picture_limits(client))
    if not attempt.allowed:
        raise Refusal("help-case.too-many-pictures", minutes=attempt.wait_minutes)
    await in_reading(require_room, token)
    require_announced_size(request, uploads.intake)
    with uploads.intake.place_for(zlib.crc32(client.encode())):
        async with uploads.intake.receive(request.stream()) as received:
            moment, name = clock.now(), sent_name(request)
            file = await looked_at(uploads, name, received, moment, only=PICTURES)
            await in_session(keep_picture, token=token, name=name, file=file, now=moment)
            return name


def _about_pictures(refusal: Refusal) -> Refusal:
    if refusal.code == "upload.too-large":
        return InvalidValue("help-case.picture-too-large", **refusal.params)
    if not isinstance(refusal, InvalidValue) or refusal.code in _TOLD_AS_THEY_ARE:
        return refusal
    return InvalidValue("help-case.no-picture")


async def _list(pictures: _Pictures, request: Request) -> Response:
    """Return the pictures that wait for a form, without the one that it takes away."""
    settings = pictures.uploads.settings
    try:
        form = await read_form(request, settings.public_url)
        token = form.get("pictures", "")
        if away := number_in(form.get("away", "")):
            await in_session(drop_picture, token, away)
        found = await in_reading(waiting_pictures, token)
    except Refusal as refusal:
        return refused(refusal, language_of(settings, request))
    return JSONResponse([{"id": each.id, "name": each.name} for each in found], headers=_PRIVATE)


async def _read(settings: Settings, request: Request) -> Response:
    return await handed_out(settings, request, _stored)


async def _stored(_settings: Settings, request: Request, actor: Actor, _language: str) -> Response:
    number = request.path_params["picture"]
    file = await in_session(require_picture, actor, picture_id=number, now=clock.now())
    return await streamed(request, file)
