"""Files to download: the application as PDF, for those who may read it."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading
from ctpat_app.adapters.pdf import render_application
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.printing import PrintedDocument
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.printing import printed_application
from ctpat_app.services.sessions import find_session
from ctpat_app.settings import Settings
from ctpat_app.web.gate import SESSION_COOKIE, SIGN_IN_PATH
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import refusal_text
from ctpat_app.words.pdf import PdfWords

_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9-]+")
# The typesetter prints one document at a time; the wait for it must not take threads from the rest of the kiosk.
_printer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="printer")


def file_routes(settings: Settings) -> list[Route]:
    """Return the routes below ``/files``."""
    return [Route("/files/application/{draft:int}.pdf", partial(_application, settings), methods=["GET"])]


async def _application(settings: Settings, request: Request) -> Response:
    wanted = request.query_params.get("lang", "")
    language = wanted if wanted in settings.languages else settings.languages[0]
    draft = request.path_params["draft"]
    try:
        actor = await _signed_in(request)
        if actor is None:
            return _to_sign_in(language, draft)
        document = await in_reading(
            printed_application,
            actor,
            draft_id=draft,
            localiser=localiser_for(language),
            words=PdfWords(language, settings.kiosk_name),
            now=clock.now(),
        )
    except NotPermitted:
        # The wrapper for languages exchanges it for the page that answers unknown addresses.
        return HTMLResponse("", status_code=404, headers={"cache-control": "no-store"})
    except Refusal as refusal:
        return HTMLResponse(refusal_text(refusal, language), status_code=503, headers={"cache-control": "no-store"})
    rendered = await asyncio.get_running_loop().run_in_executor(_printer, render_application, document)
    return Response(rendered.content, media_type="application/pdf", headers=_headers(document, draft))


async def _signed_in(request: Request) -> Actor | None:
    token = request.cookies.get(SESSION_COOKIE, "")
    found = await in_reading(find_session, token_hash(token), now=clock.now()) if token else None
    # Staff who still lack their second factor are led to it from the page that they are sent to.
    return found.actor if found and not found.actor.is_held else None


def _to_sign_in(language: str, draft: int) -> Response:
    """Send a visitor to sign in, and from there to the page of the application that has the link to this file."""
    back = quote(f"/{language}/check/?draft={draft}", safe="/")
    return RedirectResponse(
        f"/{language}/{SIGN_IN_PATH}/?next={back}", status_code=303, headers={"cache-control": "no-store"}
    )


def _headers(document: PrintedDocument, draft: int) -> dict[str, str]:
    # A draft's "reference" is the translated word for it.
    is_code = document.reference.isascii() and " " not in document.reference
    reference = document.reference if is_code else f"draft-{draft}"
    name = _NOT_IN_NAMES.sub("-", f"CTPAT-application-{reference}-{document.language}").strip("-")
    return {
        "content-disposition": f'attachment; filename="{name}.pdf"',
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }
