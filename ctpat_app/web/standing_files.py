"""Letters and certificates to download, for the people of the company."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.standing_printing import printed_certificate, printed_letter
from ctpat_app.settings import Settings
from ctpat_app.web.files import Make, as_pdf, handed_out
from ctpat_app.words.languages import SOURCE_LANGUAGE
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords


def standing_routes(settings: Settings) -> list[Route]:
    """Return the routes of letters and certificates."""
    return [
        Route("/files/letter/{number:int}.pdf", partial(_out, settings, _letter), methods=["GET"]),
        Route("/files/certificate/{number:int}.pdf", partial(_out, settings, _certificate), methods=["GET"]),
    ]


async def _out(settings: Settings, make: Make, request: Request) -> Response:
    return await handed_out(settings, request, make, back="home/")


async def _letter(settings: Settings, request: Request, actor: Actor, language: str) -> Response:
    number = request.path_params["number"]
    document = await in_reading(
        printed_letter,
        actor,
        decision_id=number,
        language=language,
        words=PdfWords(language, settings.kiosk_name),
        now=clock.now(),
    )
    if document is None:
        raise NotPermitted
    return await as_pdf(document, number, "letter")


async def _certificate(settings: Settings, request: Request, actor: Actor, language: str) -> Response:
    number = request.path_params["number"]
    document = await in_reading(
        printed_certificate,
        actor,
        certificate_id=number,
        address=f"{settings.public_url}/{language}/verify/",
        localiser=localiser_for(language),
        words=PdfWords(language, settings.kiosk_name),
        english=PdfWords(SOURCE_LANGUAGE, settings.kiosk_name),
        now=clock.now(),
    )
    return await as_pdf(document, number, "certificate")
