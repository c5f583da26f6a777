"""Figures of the program as charts and rows; the period stands in the address."""

from collections.abc import Callable, Mapping, Sequence

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.actions import read_day
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.figures import Period, read_period
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.figures import Figures, Group, Returned, read_figures
from ctpat_app.state.access import requires
from ctpat_app.state.charts import Bar
from ctpat_app.state.desk_views import work_name
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text, month_text
from ctpat_app.words.languages import own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message, refusal_text


class FiguresState(rx.State):
    """The figures for the period that the address names."""

    loaded: bool = False
    from_on: str = ""
    until_on: str = ""
    period: str = ""
    problem: str = ""
    ages: list[list[str]] = []
    """One row a kind of work: name, each group of ages, how many are over their day."""
    age_bars: list[Bar] = []
    """All kinds together."""
    certified: int = 0
    median_days: str = ""
    ninety_days: str = ""
    within: str = ""
    by_type: list[Bar] = []
    by_language: list[Bar] = []
    returned: list[Bar] = []
    months: list[list[str]] = []
    """Month, annual reviews, validations."""
    month_bars: list[Bar] = []
    download: str = ""

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_READ, of_staff_alone=True)
    async def load(self) -> None:
        """Show the figures; the service lets only those see them who may read every company."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        today, wanted = now().date(), self.router.url.query_parameters
        try:
            period = period_in(wanted)
        except InvalidValue as refusal:
            self.problem, period = refusal_text(refusal, session.language), read_period(None, None, today)
        try:
            found = await in_reading(read_figures, session.actor(), period=period, now=now())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self._show(found, session.language)

    def _show(self, found: Figures, language: str) -> None:
        begin, end = found.period.from_on.isoformat(), found.period.until_on.isoformat()
        self.from_on, self.until_on = begin, end
        self.period = f"{day_text(found.period.from_on, language)} – {day_text(found.period.until_on, language)}"
        self.download = f"from={begin}&until={end}&lang={language}"
        self._show_waiting(found, language)
        times = found.times
        self.certified = times.count
        self.median_days, self.ninety_days = _days(times.median_days), _days(times.ninety_percent_days)
        self.within = f"{times.within} / {times.count}" if times.count else ""
        self.by_type = _times_bars(found.times_by_type, language, _type_name)
        self.by_language = _times_bars(found.times_by_language, language, _language_name)
        self.returned = _returned_bars(found.returned, language)
        self.loaded = True

    def _show_waiting(self, found: Figures, language: str) -> None:
        self.ages = [[work_name(each.kind, language), *map(str, each.groups), str(each.overdue)] for each in found.ages]
        self.age_bars = _age_bars(found, language)
        self.months = [
            [month_text(each.year, each.month, language), str(each.annual_reviews), str(each.validations)]
            for each in found.months
        ]
        most = max((each.annual_reviews + each.validations for each in found.months), default=0)
        self.month_bars = [
            Bar(
                f"{each.year}-{each.month}",
                month_text(each.year, each.month, language),
                _length(each.annual_reviews + each.validations, most),
                message("figures.count", language, count=each.annual_reviews + each.validations),
                str(each.annual_reviews + each.validations),
            )
            for each in found.months
        ]


def period_in(wanted: Mapping[str, str]) -> Period:
    """Return the period that an address names.

    Raises:
        InvalidValue: ``figures.day-shape``, ``figures.period-backwards``.
    """
    try:
        begin, end = (read_day(wanted.get(name, "")) for name in ("from", "until"))
    except InvalidValue:
        raise InvalidValue("figures.day-shape") from None
    return read_period(begin, end, now().date())


def _age_bars(found: Figures, language: str) -> list[Bar]:
    """Return the cases of all kinds by how long they have waited."""
    together = [sum(group) for group in zip(*(each.groups for each in found.ages), strict=True)]
    most = max(together, default=0)
    return [
        Bar(
            str(place),
            message(f"figures.age-{place}", language),
            _length(count, most),
            message("figures.count", language, count=count),
            str(count),
        )
        for place, count in enumerate(together)
    ]


def _times_bars(groups: Sequence[Group], language: str, name: Callable[[Group, str], str]) -> list[Bar]:
    most = max((each.times.median_days or 0 for each in groups), default=0)
    return [
        Bar(
            each.key or "unknown",
            name(each, language),
            _length(each.times.median_days or 0, most),
            message("figures.days", language, days=each.times.median_days, count=each.times.count),
            str(each.times.median_days),
        )
        for each in groups
    ]


def _type_name(group: Group, language: str) -> str:
    return localiser_for(language).text(group.name) if group.name else message("figures.unknown-type", language)


def _language_name(group: Group, language: str) -> str:
    return own_name(group.key) if group.key else message("figures.unknown-language", language)


def _returned_bars(found: Sequence[Returned], language: str) -> list[Bar]:
    most = max((each.count for each in found), default=0)
    return [
        Bar(
            each.key.replace(".", "-"),
            f"{each.number} {localiser_for(language).text(each.title)}"
            if each.title
            else message("figures.part", language),
            _length(each.count, most),
            message("figures.count", language, count=each.count),
            str(each.count),
        )
        for each in found
    ]


def _length(count: int, most: int) -> int:
    return round(100 * count / most) if most else 0


def _days(days: int | None) -> str:
    return "" if days is None else str(days)
