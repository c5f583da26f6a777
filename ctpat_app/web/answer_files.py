"""Files of partners without an account: evidence in and out, the pack to print, the sheet to fill in, the signed copy.

Each is bound to the visit's cookie; what is not of its inquiry answers like what does not exist.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.pdf import render_application
from ctpat_app.adapters.sheets import MEDIA_TYPE, sheet
from ctpat_app.adapters.uploads import Intake
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.printing import PrintedDocument
from ctpat_app.domain.uploads import FileType
from ctpat_app.services.answer_files import SHEET, PartnerFile, keep_file, require_own_file, require_place
from ctpat_app.services.answer_printing import printed_pack, printed_signed
from ctpat_app.services.inquiry_answers import read_inquiry
from ctpat_app.services.inquiry_links import PATH
from ctpat_app.services.inquiry_sheets import COLUMNS, rows_for_sheet
from ctpat_app.services.inquiry_visits import Visit
from ctpat_app.settings import Settings
from ctpat_app.web.downloads import streamed
from ctpat_app.web.files import PRINTER
from ctpat_app.web.forms import is_same_site
from ctpat_app.web.partner_visits import partner_of
from ctpat_app.web.uploads import Uploads, language_of, looked_at, read_on, refused, require_announced_size, sent_name
from ctpat_app.words.languages import direction
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message, refusal_text
from ctpat_app.words.pdf import PdfWords

_LONGEST_CRITERION: Final = 20
_PRIVATE: Final = {"cache-control": "private, no-store", "x-content-type-options": "nosniff"}
Make = Callable[[Settings, Request, Visit, str], Awaitable[Response]]
"""From settings, request, who visits, and the language of the answer to the answer."""


def answer_file_routes(settings: Settings) -> list[Route]:
    """Return the routes below ``/files/inquiry``."""
    uploads = Uploads(settings, Intake(settings.data_folder, limit_mb=settings.upload_mb))
    handed_out: dict[str, Make] = {
        "/files/inquiry/file/{file:int}": _file,
        "/files/inquiry/{inquiry:int}/pack.pdf": _pack,
        "/files/inquiry/{inquiry:int}/signed.pdf": _signed,
        "/files/inquiry/{inquiry:int}/answers.xlsx": _sheet,
    }
    return [
        Route("/files/inquiry/upload", partial(_upload, uploads), methods=["POST"]),
        *(Route(path, partial(_handed_out, settings, make), methods=["GET"]) for path, make in handed_out.items()),
    ]


async def _handed_out(settings: Settings, make: Make, request: Request) -> Response:
    language = language_of(settings, request)
    visit = await partner_of(request)
    if visit is None:
        return RedirectResponse(f"/{language}/{PATH}/", status_code=303, headers={"cache-control": "no-store"})
    try:
        return await make(settings, request, visit, language)
    except NotPermitted:
        # The wrapper for languages exchanges it for the page that answers unknown addresses.
        return HTMLResponse("", status_code=404, headers={"cache-control": "no-store"})
    except Refusal as refusal:
        return HTMLResponse(refusal_text(refusal, language), status_code=503, headers={"cache-control": "no-store"})


async def _file(_settings: Settings, request: Request, visit: Visit, _language_of_page: str) -> Response:
    file = await in_reading(require_own_file, visit, file_id=request.path_params["file"])
    return await streamed(request, file)


async def _pack(settings: Settings, request: Request, visit: Visit, language: str) -> Response:
    document = await in_reading(
        printed_pack,
        visit,
        inquiry_id=request.path_params["inquiry"],
        localiser=localiser_for(language),
        words=PdfWords(language, settings.kiosk_name),
        now=clock.now(),
    )
    return await _as_pdf(document, "questionnaire")


async def _signed(settings: Settings, request: Request, visit: Visit, language: str) -> Response:
    document = await in_reading(
        printed_signed,
        visit,
        inquiry_id=request.path_params["inquiry"],
        localiser=localiser_for(language),
        words=PdfWords(language, settings.kiosk_name),
        now=clock.now(),
    )
    if document is None:
        raise NotPermitted
    return await _as_pdf(document, "signed")


async def _as_pdf(document: PrintedDocument, what: str) -> Response:
    rendered = await asyncio.get_running_loop().run_in_executor(PRINTER, render_application, document)
    name = f'attachment; filename="{document.reference}-{what}-{document.language}.pdf"'
    return Response(rendered.content, media_type="application/pdf", headers=_PRIVATE | {"content-disposition": name})


async def _sheet(_settings: Settings, request: Request, visit: Visit, language: str) -> Response:
    inquiry = await in_reading(read_inquiry, visit, inquiry_id=request.path_params["inquiry"])
    rows = rows_for_sheet(inquiry, localiser_for(language))
    headings = [message(f"reply.column-{each}", language) for each in COLUMNS]
    content = await asyncio.to_thread(
        sheet, inquiry.reference, headings, rows, right_to_left=direction(language) == "rtl"
    )
    name = f'attachment; filename="{inquiry.reference}-{language}.xlsx"'
    return Response(content, media_type=MEDIA_TYPE, headers=_PRIVATE | {"content-disposition": name})


# ---------------------------------------------------------------- coming in


async def _upload(uploads: Uploads, request: Request) -> Response:
    language = language_of(uploads.settings, request)
    try:
        kept = await _taken(uploads, request)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    except Refusal as refusal:
        await read_on(request, uploads.intake.limit_bytes)
        return refused(refusal, language)
    answer = {"file": kept.id, "message": message("upload.kept", language, name=isolated(kept.name))}
    return JSONResponse(answer, headers={"cache-control": "no-store"})


async def _taken(uploads: Uploads, request: Request) -> PartnerFile:
    if not is_same_site(request, uploads.settings.public_url):
        raise NotPermitted("request.cross-site")
    visit = await partner_of(request)
    if visit is None:
        raise NotPermitted("access.no-visit")
    inquiry, criterion = number_in(request.query_params.get("inquiry", "")), _criterion(request)
    await in_session(require_place, visit, inquiry_id=inquiry, criterion=criterion)
    require_announced_size(request, uploads.intake)
    # People with accounts have positive numbers there.
    with uploads.intake.place_for(-visit.link_id):
        async with uploads.intake.receive(request.stream()) as received:
            moment = clock.now()
            name = sent_name(request)
            file = await looked_at(uploads, name, received, moment)
            if criterion == SHEET and file.file_type is not FileType.XLSX:
                raise InvalidValue("sheet.unreadable")
            return await in_session(
                keep_file,
                visit,
                inquiry_id=inquiry,
                criterion=criterion,
                name=name,
                file=file,
                now=moment,
            )


def _criterion(request: Request) -> str:
    return (
        SHEET
        if request.query_params.get("sheet") == "1"
        else request.query_params.get("criterion", "")[:_LONGEST_CRITERION]
    )
