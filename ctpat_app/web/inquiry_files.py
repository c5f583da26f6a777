"""Files of questionnaires: the signed one as PDF, and what partners put beside their answers."""

import asyncio
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.pdf import render_application
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.inquiry_files import require_inquiry_file
from ctpat_app.services.inquiry_printing import printed_inquiry
from ctpat_app.settings import Settings
from ctpat_app.web.downloads import streamed
from ctpat_app.web.files import PRINTER, handed_out
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords


def inquiry_file_routes(settings: Settings) -> list[Route]:
    """Return the routes, below ``/files``."""
    return [
        Route("/files/inquiry/{inquiry:int}.pdf", partial(_report, settings), methods=["GET"]),
        Route("/files/inquiry-file/{file:int}", partial(_file, settings), methods=["GET"]),
    ]


async def _report(settings: Settings, request: Request) -> Response:
    return await handed_out(settings, request, _printed, back=f"inquiry/?inquiry={request.path_params['inquiry']}")


async def _printed(settings: Settings, request: Request, actor: Actor, language: str) -> Response:
    document = await in_reading(
        printed_inquiry,
        actor,
        inquiry_id=request.path_params["inquiry"],
        localiser=localiser_for(language),
        words=PdfWords(language, settings.kiosk_name),
        now=clock.now(),
    )
    rendered = await asyncio.get_running_loop().run_in_executor(PRINTER, render_application, document)
    headers = {
        "content-disposition": f'attachment; filename="CTPAT-questionnaire-{document.reference}-{language}.pdf"',
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(rendered.content, media_type="application/pdf", headers=headers)


async def _file(settings: Settings, request: Request) -> Response:
    return await handed_out(settings, request, _stored)


async def _stored(_settings: Settings, request: Request, actor: Actor, _language: str) -> Response:
    number = request.path_params["file"]
    file = await in_session(require_inquiry_file, actor, file_id=number, now=clock.now())
    return await streamed(request, file)
