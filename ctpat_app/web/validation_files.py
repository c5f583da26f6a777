"""The report of a validation as PDF, for those who may read it."""

import asyncio
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.pdf import render_application
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.validation_printing import printed_validation
from ctpat_app.settings import Settings
from ctpat_app.web.files import PRINTER, handed_out
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords

_CACHING: Final = "private, no-store"


def validation_file_routes(settings: Settings) -> list[Route]:
    """Return the route of the report."""
    return [Route("/files/validation/{validation:int}.pdf", partial(_report, settings), methods=["GET"])]


async def _report(settings: Settings, request: Request) -> Response:
    back = f"validation/?id={request.path_params['validation']}"
    return await handed_out(settings, request, _printed, back=back)


async def _printed(settings: Settings, request: Request, actor: Actor, language: str) -> Response:
    validation = request.path_params["validation"]
    document = await in_session(
        printed_validation,
        actor,
        validation_id=validation,
        localiser=localiser_for(language),
        words=PdfWords(language, settings.kiosk_name),
        now=clock.now(),
    )
    rendered = await asyncio.get_running_loop().run_in_executor(PRINTER, render_application, document)
    headers = {
        "content-disposition": f'attachment; filename="CTPAT-validation-{validation}-{language}.pdf"',
        "cache-control": _CACHING,
        "x-content-type-options": "nosniff",
    }
    return Response(rendered.content, media_type="application/pdf", headers=headers)
