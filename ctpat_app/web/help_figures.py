"""The figures of the help to download, as a spreadsheet."""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading
from ctpat_app.adapters.sheets import MEDIA_TYPE, Cell, sheet
from ctpat_app.domain.actions import read_day
from ctpat_app.domain.figures import read_period
from ctpat_app.domain.help_cases import answer_hours
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.help_figures import HelpFigures, read_help_figures
from ctpat_app.settings import Settings
from ctpat_app.web.files import handed_out
from ctpat_app.words.languages import direction, own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

ADDRESS: Final = "/files/help-figures.xlsx"
Row = tuple[Cell, ...]


def help_figure_routes(settings: Settings) -> list[Route]:
    """Return the route of the file, below ``/files``."""
    return [Route(ADDRESS, partial(_download, settings), name="help-figures")]


async def _download(settings: Settings, request: Request) -> Response:
    async def made(settings: Settings, request: Request, actor: Actor, language: str) -> Response:
        wanted, today = request.query_params, clock.now().date()
        begin, end = (read_day(wanted.get(name, "")) for name in ("from", "until"))
        period = read_period(begin, end, today)
        hours = answer_hours(settings.help_answer_hours)
        found = await in_reading(read_help_figures, actor, period=period, now=clock.now(), hours=hours)
        headers = {
            "content-disposition": f'attachment; filename="CTPAT-help-{language}.xlsx"',
            "cache-control": "private, no-store",
            "x-content-type-options": "nosniff",
        }
        content = await asyncio.to_thread(_file, found, language)
        return Response(content, media_type=MEDIA_TYPE, headers=headers)

    return await handed_out(settings, request, made, back="staff/help-figures/")


def _file(found: HelpFigures, language: str) -> bytes:
    names = ("sheet.figure", "sheet.group", "help-sheet.language", "sheet.value")
    headings = [message(each, language) for each in names]
    rows = list(rows_of(found, language))
    title = message("help-sheet.title", language)
    return sheet(title, headings, rows, right_to_left=direction(language) == "rtl")


def rows_of(found: HelpFigures, language: str) -> Iterator[Row]:
    """Yield one row for each number: which figure, of what, in which language, its value."""

    def row(figure: str, group: str, spoken: str, value: int | None) -> Row:
        return message(f"help-sheet.{figure}", language), group, own_name(spoken) if spoken else "", value

    text_or = localiser_for(language).text_or
    for topic in found.use.topics:
        name = text_or(topic.title, topic.topic)
        yield row("topics", name, "", topic.shown)
        yield row("solved", name, "", topic.solved)
        yield row("unsolved", name, "", topic.unsolved)
        yield row("not-it", name, "", topic.not_it)
    for step in found.use.steps:
        topic_name = text_or(step.title, step.topic)
        name = message("help-figures.step", language, topic=topic_name, step=step.step)
        yield row("step-shown", name, step.language, step.shown)
        yield row("left", name, step.language, step.left)
    nowhere = message("help-figures.no-page", language)
    for asked in found.use.unknown:
        yield row("unknown", text_or(asked.title, nowhere), asked.language, asked.count)
    for kind in found.kinds:
        name = text_or(kind.name, kind.kind)
        for state, count in kind.by_state.items():
            yield row("cases", f"{name}: {message(f'help-desk.state-{state.value}', language)}", "", count)
    yield row("answered", "", "", found.answers.answered)
    yield row("first-answer", "", "", found.answers.median_minutes)
    yield row("first-answer-ninety", "", "", found.answers.ninety_minutes)
    yield row("breaches", "", "", found.answers.late)
    yield row("waiting-late", "", "", found.late_now)
