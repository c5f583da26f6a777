"""Figures of the help as charts and rows; the period stands in the address."""

from collections.abc import Iterable

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.figures import read_period
from ctpat_app.domain.help_cases import CaseState
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.help_figures import MOST_SHOWN, FirstAnswers, HelpFigures, read_help_figures
from ctpat_app.services.help_statistics import StepFigures
from ctpat_app.state.access import requires
from ctpat_app.state.charts import Bar
from ctpat_app.state.figures import period_in
from ctpat_app.state.help_case import answer_hours
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text
from ctpat_app.words.languages import own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message, refusal_text

_HOUR = 60
STATES = tuple(CaseState)
"""The columns of the table of kinds, in this order."""


class HelpFiguresState(rx.State):
    """The figures for the period that the address names."""

    loaded: bool = False
    from_on: str = ""
    until_on: str = ""
    period: str = ""
    problem: str = ""
    download: str = ""
    topics: list[Bar] = []
    topic_rows: list[list[str]] = []
    """Topic, how often opened, solved, not solved, not meant."""
    unsolved: list[Bar] = []
    left: list[Bar] = []
    left_rows: list[list[str]] = []
    """Topic and step, language, how often shown, helped, did not help, left without a word."""
    unknown: list[Bar] = []
    unknown_rows: list[list[str]] = []
    kinds: list[Bar] = []
    kind_rows: list[list[str]] = []
    languages: list[Bar] = []
    answered: str = ""
    how_long: str = ""
    late: str = ""
    late_now: str = ""

    @rx.event
    @requires(Permission.HELP_STATISTICS_READ)
    async def load(self) -> None:
        """Show the figures."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        today, wanted = now().date(), self.router.url.query_parameters
        try:
            period = period_in(wanted)
        except InvalidValue as refusal:
            self.problem, period = refusal_text(refusal, session.language), read_period(None, None, today)
        try:
            found = await in_reading(read_help_figures, session.actor(), period=period, now=now(), hours=answer_hours())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self._show(found, session.language)

    def _show(self, found: HelpFigures, language: str) -> None:
        begin, end = found.period.from_on.isoformat(), found.period.until_on.isoformat()
        self.from_on, self.until_on = begin, end
        self.period = f"{day_text(found.period.from_on, language)} – {day_text(found.period.until_on, language)}"
        self.download = f"from={begin}&until={end}&lang={language}"
        self._show_use(found, language)
        self._show_cases(found, language)
        self.loaded = True

    def _show_use(self, found: HelpFigures, language: str) -> None:
        text_or = localiser_for(language).text_or
        topics = [(each, text_or(each.title, each.topic)) for each in found.use.topics[:MOST_SHOWN]]
        unsolved = [(each, text_or(each.title, each.topic)) for each in found.use.unsolved[:MOST_SHOWN]]
        self.topics = bars(((each.topic, name, each.shown) for each, name in topics), language)
        self.topic_rows = [
            [name, *map(str, (each.shown, each.solved, each.unsolved, each.not_it))] for each, name in topics
        ]
        self.unsolved = bars(((each.topic, name, each.unsolved) for each, name in unsolved), language)
        self._show_steps(found, language)
        nowhere = message("help-figures.no-page", language)
        asked = [(each, text_or(each.title, nowhere), own_name(each.language)) for each in found.use.unknown]
        del asked[MOST_SHOWN:]
        self.unknown = bars(
            ((f"{each.page}-{each.language}", f"{name} ({spoken})", each.count) for each, name, spoken in asked),
            language,
        )
        self.unknown_rows = [[name, spoken, str(each.count)] for each, name, spoken in asked]

    def _show_steps(self, found: HelpFigures, language: str) -> None:
        steps = [(each, step_name(each, language), own_name(each.language)) for each in found.left]
        self.left = bars(
            (
                (f"{each.topic}-{each.step}-{each.language}", f"{name} ({spoken})", each.left)
                for each, name, spoken in steps
            ),
            language,
        )
        self.left_rows = [
            [name, spoken, *map(str, (each.shown, each.solved, each.unsolved, each.left))]
            for each, name, spoken in steps
        ]

    def _show_cases(self, found: HelpFigures, language: str) -> None:
        kinds = [(each, localiser_for(language).text_or(each.name, each.kind)) for each in found.kinds]
        self.kinds = bars(((each.kind, name, each.total) for each, name in kinds), language)
        self.kind_rows = [[name, *(str(each.by_state.get(state, 0)) for state in STATES)] for each, name in kinds]
        spoken = ((each.language, own_name(each.language), each.opened) for each in found.languages)
        self.languages = bars(spoken, language)
        self.answered, self.late = str(found.answers.answered), str(found.answers.late)
        self.late_now = str(found.late_now)
        self.how_long = how_long(found.answers, language)


def how_long(answers: FirstAnswers, language: str) -> str:
    """Return how long the first answer took, in words."""
    median, ninety = answers.median_minutes, answers.ninety_minutes
    if median is None or ninety is None:
        return message("help-figures.nothing", language)
    if ninety < 2 * _HOUR:
        return message("help-figures.minutes", language, median=median, ninety=ninety)
    return message("help-figures.hours", language, median=round(median / _HOUR), ninety=round(ninety / _HOUR))


def step_name(figures: StepFigures, language: str) -> str:
    """Return a step of a topic in words."""
    topic = localiser_for(language).text_or(figures.title, figures.topic)
    return message("help-figures.step", language, topic=topic, step=figures.step)


def bars(counts: Iterable[tuple[str, str, int]], language: str) -> list[Bar]:
    """Return bars of what is counted: id, name and count; the longest is full."""
    found = list(counts)
    most = max((count for _, _, count in found), default=0)
    return [
        Bar(
            key.replace(".", "-") or "none",
            name,
            round(100 * count / most) if most else 0,
            message("help-figures.count", language, count=count),
            str(count),
        )
        for key, name, count in found
    ]
