"""Files of the register of partners: a table coming in, the template for it, rows that did not come in, the register.

What comes in is read in a program of its own and kept as rows with its owner; the file itself is gone with the request.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Final
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.sheets import MEDIA_TYPE, Cell, sheet, template
from ctpat_app.adapters.table_files import read_table_file
from ctpat_app.adapters.uploads import Intake, Received
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.partner_imports import CHOSEN, DAYS, FIELDS, Judged, Verdict, find_table
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.table_files import MAX_MB, column_letters
from ctpat_app.domain.uploads import clean_name
from ctpat_app.services.library import status_ref
from ctpat_app.services.partner_imports import ImportView, Upload, Words, get_import, keep_import, require_import
from ctpat_app.services.partners import PartnerView, Wish, list_partners
from ctpat_app.settings import Settings
from ctpat_app.web.files import handed_out, signed_in
from ctpat_app.web.forms import is_same_site
from ctpat_app.web.uploads import (
    JUDGES,
    header,
    language_of,
    number_in_address,
    read_on,
    refused,
    require_announced_size,
)
from ctpat_app.words.languages import direction
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message, refusal_text
from ctpat_app.words.partner_words import choice_name, choices, heading, vocabulary

_MOST: Final = 1_000_000
"""More than any register holds: the download has everything on one page."""
_FURTHER: Final = ("svi-status", "questionnaire", "signed", "score", "outcome", "due-by", "due-why")


def partner_file_routes(settings: Settings) -> list[Route]:
    """Return the routes of the register, below ``/files``."""
    intake = Intake(settings.data_folder, limit_mb=min(MAX_MB, settings.upload_mb))
    return [
        Route("/files/partners/upload", partial(_upload, settings, intake), methods=["POST"]),
        Route("/files/partners/template.xlsx", partial(_template, settings), methods=["GET"]),
        Route("/files/partners/{number:int}.xlsx", partial(_register, settings), methods=["GET"]),
        Route("/files/partners-left/{number:int}.xlsx", partial(_left, settings), methods=["GET"]),
    ]


def words_of(settings: Settings) -> Words:
    """Return by what words files are read."""
    return Words(vocabulary(settings.all_languages), settings.all_languages)


# ---------------------------------------------------------------- coming in


async def _upload(settings: Settings, intake: Intake, request: Request) -> Response:
    language = language_of(settings, request)
    try:
        await _taken(settings, intake, request, language)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    except Refusal as refusal:
        await read_on(request, intake.limit_bytes)
        return refused(refusal, language)
    return JSONResponse({"message": message("import.read", language)}, headers={"cache-control": "no-store"})


async def _taken(settings: Settings, intake: Intake, request: Request, language: str) -> None:
    if not is_same_site(request, settings.public_url):
        raise NotPermitted("request.cross-site")
    actor = await signed_in(request)
    if actor is None:
        raise NotPermitted("access.signed-out")
    account = number_in_address(request.query_params.get("account", ""))
    await in_reading(require_import, actor, trade_account_id=account)
    require_announced_size(request, intake)
    name = clean_name(unquote(header(request, "x-file-name"), errors="replace"))
    with intake.place_for(actor.user_id):
        async with intake.receive(request.stream()) as received:
            upload = await asyncio.get_running_loop().run_in_executor(
                JUDGES, partial(_read, settings, received, name, language)
            )
    await in_session(keep_import, actor, trade_account_id=account, file_name=name, upload=upload, now=clock.now())


def _read(settings: Settings, received: Received, name: str, language: str) -> Upload:
    read = read_table_file(received.file, name)
    try:
        table = find_table(read, words_of(settings).vocabulary)
    except InvalidValue as refusal:
        if missing := refusal.params.get("field"):
            raise InvalidValue(refusal.code, heading=heading(missing, language)) from refusal
        raise
    return Upload(table, read.encoding, read.separator)


# ---------------------------------------------------------------- going out


async def _template(settings: Settings, request: Request) -> Response:
    async def made(settings: Settings, _request: Request, _actor: Actor, language: str) -> Response:
        lists = {
            FIELDS.index(name): [text for _, text in choices(name, language, settings.all_languages)] for name in CHOSEN
        }
        content = await asyncio.to_thread(
            template,
            message("sheet.partners", language),
            [heading(name, language) for name in FIELDS],
            lists,
            [FIELDS.index(name) for name in DAYS],
            choices_title=message("sheet.choices", language),
            right_to_left=direction(language) == "rtl",
        )
        return _as_sheet(content, f"CTPAT-partners-template-{language}")

    return await handed_out(settings, request, made, back="home/")


async def _register(settings: Settings, request: Request) -> Response:
    account = request.path_params["number"]

    async def made(_settings: Settings, _request: Request, actor: Actor, language: str) -> Response:
        register = await in_reading(
            list_partners, actor, trade_account_id=account, wish=Wish(), now=clock.now(), page_size=_MOST
        )
        headings = [heading(name, language) for name in FIELDS]
        headings += [message(f"sheet.{name}", language) for name in _FURTHER]
        rows = [_partner_row(each, language) for each in register.partners]
        content = await asyncio.to_thread(_sheet, headings, rows, language)
        return _as_sheet(content, f"CTPAT-partners-{account}-{language}")

    return await handed_out(settings, request, made, back=f"partners/?account={account}")


async def _left(settings: Settings, request: Request) -> Response:
    number = request.path_params["number"]

    async def made(settings: Settings, _request: Request, actor: Actor, language: str) -> Response:
        view = await in_reading(get_import, actor, import_id=number, words=words_of(settings), now=clock.now())
        content = await asyncio.to_thread(_left_over, view, language)
        return _as_sheet(content, f"CTPAT-partners-to-mend-{language}")

    return await handed_out(settings, request, made, back="home/")


def _left_over(view: ImportView, language: str) -> bytes:
    """Return the rows that do not come in, as they stood in the file, each with what to do."""
    names = [name for name in FIELDS if name in view.upload.table.columns]
    headings = [
        *(message(f"sheet.{name}", language) for name in ("row", "mend")),
        *(heading(name, language) for name in names),
    ]
    rows: list[Sequence[Cell]] = [
        (each.row.number, _remarks(each, view, language), *(each.row.texts.get(name, "") for name in names))
        for each in view.rows
        if each.verdict is not Verdict.RIGHT
    ]
    return _sheet(headings, rows, language)


def _remarks(judged: Judged, view: ImportView, language: str) -> str:
    """Return what to do about a row, one line for each cell."""
    return "\n".join(
        message(
            "import.remark",
            language,
            column=column_letters(view.upload.table.columns.get(each.about, 0)),
            text=refusal_text(InvalidValue(each.code, **each.params), language),
        )
        for each in judged.remarks
    )


def _sheet(headings: Sequence[str], rows: Sequence[Sequence[Cell]], language: str) -> bytes:
    return sheet(message("sheet.partners", language), headings, rows, right_to_left=direction(language) == "rtl")


def _partner_row(view: PartnerView, language: str) -> tuple[Cell, ...]:
    partner, newest = view.partner, view.newest
    values = [getattr(partner, name) for name in FIELDS]
    told = [
        choice_name(name, value, language) if name in CHOSEN else value
        for name, value in zip(FIELDS, values, strict=True)
    ]
    asked = message(f"partner.asked-{newest.state if newest else 'never'}", language)
    return (
        *told,
        localiser_for(language).text(status_ref(view.status)) if view.status else "",
        asked,
        newest.signed_on if newest else None,
        newest.score if newest else None,
        message(f"partner.outcome-{newest.outcome}", language) if newest and newest.outcome else "",
        view.standing.due_on,
        "\n".join(message(f"partner.due-{reason}", language) for reason in view.standing.reasons),
    )


def _as_sheet(content: bytes, name: str) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="{name}.xlsx"',
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type=MEDIA_TYPE, headers=headers)
