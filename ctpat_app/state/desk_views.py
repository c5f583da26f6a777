"""What the pages of the desk show: cases with their clocks, in the reader's language."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from ctpat_app.domain.desk import RULES, Clock, Work, clock_of
from ctpat_app.services.desk_queue import Count, Item
from ctpat_app.state.model_status import status_name
from ctpat_app.state.organization_views import model_name
from ctpat_app.state.trade_account_views import country_name
from ctpat_app.words.dates import day_text
from ctpat_app.words.messages import message

OVER: Final = "over"
SOON: Final = "soon"


@dataclass(frozen=True)
class QueueLine:
    """A case in the queue; ``mark`` is ``OVER``, ``SOON`` or empty."""

    key: str
    work: str
    company: str
    href: str
    company_href: str
    model: str
    """Name or business types of the security model; empty where it is about none."""
    status: str
    country: str
    specialist: str
    clock: str
    due: str
    mark: str


@dataclass(frozen=True)
class Counter:
    """How much of a kind waits; ``overdue`` and ``soon`` are empty where there is nothing of the sort."""

    kind: str
    work: str
    waiting: str
    overdue: str
    soon: str


def queue_line(item: Item, language: str, today: date) -> QueueLine:
    """Return a case for the list."""
    clock = clock_of(item.since_at.date(), item.due_on, today)
    page = RULES[item.kind].page.format(account=item.account_id, model=item.model_id, subject=item.subject_id)
    return QueueLine(
        key=f"{item.kind.value}-{item.subject_id}",
        work=work_name(item.kind, language),
        company=item.company,
        href=f"/{language}/{page}",
        company_href=f"/{language}/staff/company/?account={item.account_id}",
        model=model_name(item.model_name, item.types, language),
        status=status_name(item.status, language) if item.status else "",
        country=country_name(item.country, language) if item.country else "",
        specialist=item.specialist,
        clock=clock_text(clock, language),
        due=message("desk.due", language, day=day_text(item.due_on, language)) if item.due_on else "",
        mark=mark_of(clock),
    )


def work_name(kind: Work, language: str) -> str:
    """Return a kind of work in words."""
    return message(f"desk.work-{kind.value}", language)


def clock_text(clock: Clock, language: str) -> str:
    """Return how long something has waited, and how long it still may."""
    if clock.left_days is None:
        return message("desk.clock-open", language, passed=clock.waited_days)
    if clock.is_over:
        return message("desk.clock-over", language, over=-clock.left_days)
    code = "desk.clock" if clock.left_days else "desk.clock-today"
    return message(code, language, passed=clock.waited_days, total=clock.total_days, left=clock.left_days)


def mark_of(clock: Clock) -> str:
    """Return how a case is marked."""
    return OVER if clock.is_over else SOON if clock.is_soon else ""


def counter(count: Count, language: str) -> Counter:
    """Return the counter of a kind of work."""
    return Counter(
        count.kind.value,
        work_name(count.kind, language),
        message("desk.waiting", language, count=count.waiting),
        message("desk.overdue", language, count=count.overdue) if count.overdue else "",
        message("desk.soon", language, count=count.soon) if count.soon else "",
    )
