"""Files that come in and go out: one file a request, for those who may, judged before it is kept.

The order of an upload: who is it, may they, take the bytes in, judge them, scan them, keep them, note them. Whatever is
refused is told in the page's language, with what to do, and leaves nothing behind.
"""

import asyncio
import unicodedata
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.file_types import Judged, judge
from ctpat_app.adapters.scanner import scan
from ctpat_app.adapters.storage import storage
from ctpat_app.adapters.tokens import new_blob_key
from ctpat_app.adapters.uploads import Intake, Received
from ctpat_app.domain.documents import Scan, UploadState
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, Unavailable
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.uploads import FileType, JudgedFile, Target, clean_name
from ctpat_app.services.uploads import KeptUpload, keep_upload, require_upload
from ctpat_app.settings import Settings
from ctpat_app.web.files import signed_in
from ctpat_app.web.forms import is_same_site
from ctpat_app.words.messages import isolated, message, refusal_text

LONGEST_HEADER: Final = 4000
_LONGEST_WORD: Final = 120
_NOTES: Final = {UploadState.ENCRYPTED: "upload.note-encrypted", UploadState.DAMAGED: "upload.note-damaged"}
_STATUS: Final = {
    "access.signed-out": 401,
    "access.not-yours": 404,
    "upload.too-large": 413,
    "upload.too-slow": 408,
    "upload.too-many": 429,
    "storage.full": 507,
}
# Each looks into one file with a program that may take 448 MiB at most: with two the whole stays under 1 GiB.
JUDGES = ThreadPoolExecutor(max_workers=2, thread_name_prefix="judge")
# Storing and scanning wait for others; they must not take threads from the rest of the kiosk.
_keepers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="keeper")


@dataclass(frozen=True)
class Uploads:
    """What the route works with."""

    settings: Settings
    intake: Intake


@dataclass(frozen=True)
class Sent:
    """What a request says about its file."""

    target: Target
    name: str
    """As the person's computer called it."""
    kind: str


def upload_routes(settings: Settings) -> list[Route]:
    """Return the route that takes files in."""
    uploads = Uploads(settings, Intake(settings.data_folder, limit_mb=settings.upload_mb))
    return [Route("/files/upload", partial(_upload, uploads), methods=["POST"])]


async def _upload(uploads: Uploads, request: Request) -> Response:
    language = language_of(uploads.settings, request)
    try:
        kept, notes = await _taken(uploads, request)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    except Refusal as refusal:
        await read_on(request, uploads.intake.limit_bytes)
        return refused(refusal, language)
    # One sentence after the other; none is put together from parts.
    text = " ".join(message(code, language, name=isolated(kept.name)) for code in notes)
    answer = {"document": kept.document_id, "number": kept.number, "name": kept.name, "new_version": kept.new_version}
    return JSONResponse(answer | {"message": text}, headers={"cache-control": "no-store"})


async def _taken(uploads: Uploads, request: Request) -> tuple[KeptUpload, list[str]]:
    """Take the file in and return what it became, with the codes of what is to be told."""
    if not is_same_site(request, uploads.settings.public_url):
        raise NotPermitted("request.cross-site")
    actor = await signed_in(request)
    if actor is None:
        raise NotPermitted("access.signed-out")
    sent = _sent(request)
    await in_reading(require_upload, actor, sent.target)
    require_announced_size(request, uploads.intake)
    with uploads.intake.place_for(actor.user_id):
        async with uploads.intake.receive(request.stream()) as received:
            return await _kept(uploads, actor, sent, received, clock.now())


async def _kept(
    uploads: Uploads, actor: Actor, sent: Sent, received: Received, now: datetime
) -> tuple[KeptUpload, list[str]]:
    file = await looked_at(uploads, sent.name, received, now)
    kept = await in_session(keep_upload, actor, target=sent.target, name=sent.name, kind=sent.kind, file=file, now=now)
    return kept, list(_notes(kept, sent, file))


async def looked_at(
    uploads: Uploads, name: str, received: Received, now: datetime, *, only: Collection[FileType] = tuple(FileType)
) -> JudgedFile:
    """Judge what came in, scan it, put it into the store, and return what is known of it then.

    Raises:
        InvalidValue: ``upload.type-unknown`` for what is none of ``only``.
        InvalidValue, Unavailable: as ``judge``, ``scan`` and the store do.
    """
    loop = asyncio.get_running_loop()
    look = partial(judge, received.file, clean_name(name), size_bytes=received.size_bytes, sha256=received.sha256)
    judged = await loop.run_in_executor(JUDGES, look)
    if judged.file_type not in only:
        raise InvalidValue("upload.type-unknown")
    scanned = await loop.run_in_executor(_keepers, scan, received.file, uploads.settings.clamd_url)
    key = new_blob_key(now)
    await loop.run_in_executor(_keepers, storage().put, key, judged.file)
    return _facts(judged, scanned, key)


def _facts(judged: Judged, scanned: Scan, key: str) -> JudgedFile:
    return JudgedFile(
        file_type=judged.file_type,
        blob_key=key,
        size_bytes=judged.size_bytes,
        sha256=judged.sha256,
        state=judged.state,
        scan=scanned,
        pages=judged.pages,
        text=judged.text,
    )


def _notes(kept: KeptUpload, sent: Sent, file: JudgedFile) -> list[str]:
    notes = ["upload.new-version" if kept.new_version else "upload.kept"]
    if not kept.new_version and kept.name != unicodedata.normalize("NFC", sent.name):
        notes.append("upload.note-renamed")
    if file.state in _NOTES:
        notes.append(_NOTES[file.state])
    return notes


# ---------------------------------------------------------------- what a request says


def _sent(request: Request) -> Sent:
    query = request.query_params
    target = Target(
        draft_id=number_in_address(query.get("draft", "")),
        key=query.get("key", "")[:_LONGEST_WORD],
        finding_id=number_in_address(query.get("finding", "")),
        model_id=number_in_address(query.get("model", "")),
        document_id=number_in_address(query.get("document", "")),
        library=query.get("library", "") == "1",
    )
    return Sent(target, sent_name(request), header(request, "x-file-kind")[:_LONGEST_WORD])


def sent_name(request: Request) -> str:
    """Return what the person's computer calls the file."""
    return unquote(header(request, "x-file-name"), errors="replace")


def number_in_address(text: str) -> int:
    """Return a number of a row; for what is none, one that nothing has."""
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def header(request: Request, name: str) -> str:
    """Return what a header says, as far as anybody reads on."""
    return request.headers.get(name, "")[:LONGEST_HEADER]


def language_of(settings: Settings, request: Request) -> str:
    """Return the language of the page that sends the file."""
    wanted = request.query_params.get("lang", "")
    return wanted if wanted in settings.all_languages else settings.languages[0]


def require_announced_size(request: Request, intake: Intake) -> None:
    """Refuse at once what says itself that it is too large; what says less is counted all the same."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > intake.limit_bytes:
        raise InvalidValue("upload.too-large", limit=intake.limit_mb)


async def read_on(request: Request, limit_bytes: int) -> None:
    """Read what still comes, up to a limit and a while: a browser that is cut off in the middle shows no answer."""
    left = 2 * limit_bytes
    try:
        async with asyncio.timeout(30):
            async for part in request.stream():
                left -= len(part)
                if left < 0:
                    return
    except (ClientDisconnect, TimeoutError, RuntimeError):
        return


def refused(refusal: Refusal, language: str) -> Response:
    """Return why a file is not taken, in the words of the page."""
    status = _STATUS.get(refusal.code) or _status_of(refusal)
    answer: dict[str, Any] = {"code": refusal.code, "message": refusal_text(refusal, language)}
    headers = {"cache-control": "no-store"}
    if status in {408, 413}:
        headers["connection"] = "close"
    return JSONResponse(answer, status, headers)


def _status_of(refusal: Refusal) -> int:
    if isinstance(refusal, NotPermitted):
        return 403
    return 503 if isinstance(refusal, Unavailable) else 422
