"""The figures of the program to download, as a spreadsheet and as text."""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading
from ctpat_app.adapters.sheets import CSV_TYPE, MEDIA_TYPE, Cell, comma_separated, sheet
from ctpat_app.domain.actions import read_day
from ctpat_app.domain.desk import Work
from ctpat_app.domain.figures import Times, read_period
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.figures import Figures, Returned, read_figures
from ctpat_app.settings import Settings
from ctpat_app.web.files import handed_out
from ctpat_app.words.dates import month_text
from ctpat_app.words.languages import direction, own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

_COLUMNS: Final = ("figure", "group", "value")
Row = tuple[Cell, ...]


def figure_routes(settings: Settings) -> list[Route]:
    """Return the routes of both files, below ``/files``."""
    return [
        Route(f"/files/figures.{kind}", partial(_download, settings, kind), name=f"figures-{kind}")
        for kind in ("xlsx", "csv")
    ]


async def _download(settings: Settings, kind: str, request: Request) -> Response:
    async def made(_settings: Settings, request: Request, actor: Actor, language: str) -> Response:
        wanted, today = request.query_params, clock.now().date()
        begin, end = (read_day(wanted.get(name, "")) for name in ("from", "until"))
        figures = await in_reading(read_figures, actor, period=read_period(begin, end, today), now=clock.now())
        headers = {
            "content-disposition": f'attachment; filename="CTPAT-figures-{language}.{kind}"',
            "cache-control": "private, no-store",
            "x-content-type-options": "nosniff",
        }
        content = await asyncio.to_thread(_file, kind, list(rows_of(figures, language)), language)
        return Response(content, media_type=CSV_TYPE if kind == "csv" else MEDIA_TYPE, headers=headers)

    return await handed_out(settings, request, made, back="staff/figures/")


def _file(kind: str, rows: list[Row], language: str) -> bytes:
    headings = [message(f"sheet.{each}", language) for each in _COLUMNS]
    if kind == "csv":
        return comma_separated(headings, rows)
    title, is_mirrored = message("sheet.figures", language), direction(language) == "rtl"
    return sheet(title, headings, rows, right_to_left=is_mirrored)


def rows_of(figures: Figures, language: str) -> Iterator[Row]:
    """Yield one row for each number: which figure, of which group, its value."""
    for ages in figures.ages:
        work = _work(ages.kind, language)
        for place, count in enumerate(ages.groups):
            group = message(f"figures.age-{place}", language)
            yield message("sheet.figure-age", language), f"{work}: {group}", count
        yield message("sheet.figure-overdue", language), work, ages.overdue
    yield from _times(figures.times, "", language)
    for part in figures.times_by_type:
        name = localiser_for(language).text(part.name) if part.name else message("figures.unknown-type", language)
        yield from _times(part.times, name, language)
    for part in figures.times_by_language:
        name = own_name(part.key) if part.key else message("figures.unknown-language", language)
        yield from _times(part.times, name, language)
    for each in figures.returned:
        yield message("sheet.figure-returned", language), _returned(each, language), each.count
    for month in figures.months:
        name = month_text(month.year, month.month, language)
        yield message("sheet.figure-reviews", language), name, month.annual_reviews
        yield message("sheet.figure-validations", language), name, month.validations


def _work(kind: Work, language: str) -> str:
    return message(f"desk.work-{kind.value}", language)


def _times(times: Times, group: str, language: str) -> Iterator[Row]:
    yield message("sheet.figure-certified", language), group, times.count
    yield message("sheet.figure-median", language), group, times.median_days
    yield message("sheet.figure-ninety", language), group, times.ninety_percent_days
    yield message("sheet.figure-within", language), group, times.within


def _returned(found: Returned, language: str) -> str:
    if found.title is None:
        return message("figures.part", language)
    return f"{found.number} {localiser_for(language).text(found.title)}"
