"""Stored files going out: through a check each time, to be kept by the browser and shown only when nothing can act."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.storage import storage
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.downloads import StoredFile, require_download
from ctpat_app.settings import Settings
from ctpat_app.web.files import handed_out

_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PLAIN: Final = re.compile(r"[^A-Za-z0-9._-]+")
_ALONE: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
# Browsers show a PDF file with a page of their own, which does not start in a sandbox.
_PDF_ALONE: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def download_routes(settings: Settings) -> list[Route]:
    """Return the route that hands files out."""
    address = "/files/document/{document:int}/{number:int}"
    return [Route(address, partial(_download, settings), methods=["GET"])]


async def _download(settings: Settings, request: Request) -> Response:
    return await handed_out(settings, request, _stored)


async def _stored(_settings: Settings, request: Request, actor: Actor, _language: str) -> Response:
    document, number = request.path_params["document"], request.path_params["number"]
    file = await in_session(require_download, actor, document_id=document, number=number, now=clock.now())
    return await streamed(request, file)


async def streamed(request: Request, file: StoredFile) -> Response:
    """Return ``file``, or the range of it that was asked for; the caller has checked who asks."""
    headers = _headers(file, shown=file.may_be_shown and request.query_params.get("inline", "") == "1")
    if request.headers.get("if-none-match", "") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    wanted = _range(request, file, headers["etag"])
    if wanted is None:
        return Response(status_code=416, headers=headers | {"content-range": f"bytes */{file.size_bytes}"})
    start, end = wanted
    # What the store refuses comes here, while it can still be told.
    chunks: Iterator[bytes] = await run_in_threadpool(storage().read, file.blob_key, start, end)
    headers["content-length"] = str(end - start)
    is_part = end - start < file.size_bytes
    if is_part:
        headers["content-range"] = f"bytes {start}-{end - 1}/{file.size_bytes}"
    return StreamingResponse(chunks, 206 if is_part else 200, headers, file.media_type)


def _range(request: Request, file: StoredFile, etag: str) -> tuple[int, int] | None:
    """Return where to begin and to stop; all of it unless one range is asked for; None for one that does not exist."""
    whole = (0, file.size_bytes)
    asked = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if asked is None or asked[0] == "bytes=-" or request.headers.get("if-range", etag) != etag:
        return whole
    if not asked[1]:
        return (max(0, file.size_bytes - int(asked[2])), file.size_bytes) if int(asked[2]) else None
    start = int(asked[1])
    end = min(int(asked[2]) + 1, file.size_bytes) if asked[2] else file.size_bytes
    return (start, end) if start < end else None


def _headers(file: StoredFile, *, shown: bool) -> dict[str, str]:
    is_pdf = file.media_type == "application/pdf"
    return {
        "content-disposition": f"{'inline' if shown else 'attachment'}; {_named(file.name)}",
        "content-security-policy": _PDF_ALONE if shown and is_pdf else _ALONE,
        "x-content-type-options": "nosniff",
        "accept-ranges": "bytes",
        "etag": f'"{file.sha256}"',
        "cache-control": "private, no-cache",
    }


def _named(name: str) -> str:
    """Return both names: for old programs in plain letters, and as it is. Source: RFC 6266, RFC 8187."""
    plain = _PLAIN.sub("-", name).strip("-") or "file"
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
