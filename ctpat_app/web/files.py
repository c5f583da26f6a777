"""Files to download: the application, alone or with its evidence, and risk assessments, for those who may read them."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.packages import package_at
from ctpat_app.adapters.pdf import render_application
from ctpat_app.adapters.storage import storage
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.printing import Answers, PrintedDocument
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.packages import package_of, with_attachments
from ctpat_app.services.printing import note_print, printed_application
from ctpat_app.services.risk_printing import printed_assessment
from ctpat_app.services.sessions import find_session
from ctpat_app.settings import Settings
from ctpat_app.web.gate import SESSION_COOKIE, SIGN_IN_PATH, in_kiosk_time
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import refusal_text
from ctpat_app.words.pdf import PdfWords

_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9-]+")
Make = Callable[[Settings, Request, Actor, str], Awaitable[Response]]
"""From settings, request, who asks, and the language of the document to the answer."""
# The typesetter prints one document at a time; the wait for it must not take threads from the rest of the kiosk.
PRINTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="printer")


@dataclass(frozen=True)
class Kind:
    """A kind of document: its name in addresses, what makes the answer, and the page that links to it."""

    name: str
    make: Make
    page: str


def file_routes(settings: Settings) -> list[Route]:
    """Return the routes below ``/files``."""
    kinds = (
        Kind("application", _printed, "check"),
        Kind("package", _packed, "check"),
        Kind("risk-assessment", _assessed, "risk-result"),
    )
    return [
        Route(f"/files/{kind.name}/{{draft:int}}.pdf", partial(_of_kind, kind, settings), methods=["GET"])
        for kind in kinds
    ]


async def _of_kind(kind: Kind, settings: Settings, request: Request) -> Response:
    back = f"{kind.page}/?draft={request.path_params['draft']}"
    return await handed_out(settings, request, kind.make, back=back)


async def handed_out(settings: Settings, request: Request, make: Make, *, back: str = "") -> Response:
    """Return what ``make`` makes for who is signed in, or what tells why there is nothing.

    Args:
        settings: those of the kiosk.
        request: names the language of the answer (``lang``).
        make: makes the answer; it may raise any ``Refusal``.
        back: the page, below its language, to which a visitor comes after signing in.
    """
    wanted = request.query_params.get("lang", "")
    language = wanted if wanted in settings.languages else settings.languages[0]
    try:
        actor = await signed_in(request)
        if actor is None:
            return _to_sign_in(language, back)
        return await make(settings, request, actor, language)
    except NotPermitted:
        # The wrapper for languages exchanges it for the page that answers unknown addresses.
        return HTMLResponse("", status_code=404, headers={"cache-control": "no-store"})
    except Refusal as refusal:
        return HTMLResponse(refusal_text(refusal, language), status_code=503, headers={"cache-control": "no-store"})


async def _note_look(actor: Actor, draft: int) -> None:
    if actor.staff_role:
        await in_session(note_print, actor, draft_id=draft, now=clock.now())


async def _printed(settings: Settings, request: Request, actor: Actor, language: str) -> Response:
    draft = request.path_params["draft"]
    await _note_look(actor, draft)
    document = await in_reading(
        printed_application,
        actor,
        draft_id=draft,
        localiser=localiser_for(language),
        words=PdfWords(language, settings.kiosk_name),
        now=clock.now(),
        answers=_answers(request),
    )
    return await as_pdf(document, draft, "application")


async def _assessed(settings: Settings, request: Request, actor: Actor, language: str) -> Response:
    draft = request.path_params["draft"]
    document = await in_reading(
        printed_assessment,
        actor,
        draft_id=draft,
        localiser=localiser_for(language),
        words=PdfWords(language, settings.kiosk_name),
        now=clock.now(),
    )
    return await as_pdf(document, draft, "risk-assessment")


async def as_pdf(document: PrintedDocument, draft: int, what: str) -> Response:
    """Return ``document`` as a file to keep; one is printed at a time."""
    rendered = await asyncio.get_running_loop().run_in_executor(PRINTER, render_application, document)
    headers = _headers(document, draft, what, "private, no-store")
    return Response(rendered.content, media_type="application/pdf", headers=headers)


async def _packed(settings: Settings, request: Request, actor: Actor, language: str) -> Response:
    """Stream the package from the disk; a download that broke off goes on where it stopped, while nothing changed."""
    draft, words = request.path_params["draft"], PdfWords(language, settings.kiosk_name)
    await _note_look(actor, draft)
    package = await in_reading(
        package_of,
        actor,
        draft_id=draft,
        localiser=localiser_for(language),
        words=words,
        now=clock.now(),
        answers=_answers(request),
    )
    path = await package_at(
        settings.data_folder,
        package.key,
        package.heading,
        package.enclosures,
        fetch=storage().read,
        summary=lambda outcomes: render_application(with_attachments(package, outcomes, words)).content,
    )
    # The browser may keep it, but asks each time whether it may still be read.
    headers = _headers(package.document, draft, "package", "private, no-cache")
    return FileResponse(path, media_type="application/pdf", headers=headers)


def _answers(request: Request) -> Answers:
    wanted = request.query_params.get("answers", "")
    return Answers(wanted) if wanted in frozenset(Answers) else Answers.BOTH


async def signed_in(request: Request) -> Actor | None:
    """Return whose session it is; None for visitors, and for who has to do something else first."""
    token = request.cookies.get(SESSION_COOKIE, "")
    found = await in_reading(find_session, token_hash(token), now=clock.real_now()) if token else None
    # Staff who still lack their second factor are led to it from the page that they are sent to.
    return in_kiosk_time(found.actor) if found and not found.actor.is_held else None


def _to_sign_in(language: str, back: str) -> Response:
    """Send a visitor to sign in, and from there to the page that has the link to this file."""
    onward = f"?next={quote(f'/{language}/{back}', safe='/')}" if back else ""
    return RedirectResponse(
        f"/{language}/{SIGN_IN_PATH}/{onward}", status_code=303, headers={"cache-control": "no-store"}
    )


def _headers(document: PrintedDocument, draft: int, what: str, caching: str) -> dict[str, str]:
    # A draft's "reference" is the translated word for it.
    is_code = document.reference.isascii() and " " not in document.reference
    reference = document.reference if is_code else f"draft-{draft}"
    name = _NOT_IN_NAMES.sub("-", f"CTPAT-{what}-{reference}-{document.language}").strip("-")
    return {
        "content-disposition": f'attachment; filename="{name}.pdf"',
        "cache-control": caching,
        "x-content-type-options": "nosniff",
    }
