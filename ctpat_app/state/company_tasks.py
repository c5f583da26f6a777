"""What the person can do next in their companies, in words."""

from dataclasses import dataclass
from datetime import date

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.numbers import number_in
from ctpat_app.services.company_tasks import OwnTask, read_tasks
from ctpat_app.state.access import signed_in
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class TaskLine:
    """One task; ``due`` is empty where it has no day, ``who`` where the reader can do it."""

    text: str
    company: str
    href: str
    due: str
    is_late: bool
    who: str


class CompanyTasksState(rx.State):
    """The tasks of every company of the person, or of the one that the address names."""

    lines: list[TaskLine] = []

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Show the tasks of all companies."""
        await self._load(0)

    @rx.event
    @signed_in
    async def load_company(self) -> None:
        """Show the tasks of one company."""
        await self._load(number_in(self.router.url.query_parameters.get("account", "")))

    async def _load(self, account: int) -> None:
        session = await self.get_state(SessionState)
        found = await in_reading(read_tasks, session.actor(), trade_account_id=account, now=now())
        self.lines = [task_line(each, session.language, now().date()) for each in found]


def task_line(own: OwnTask, language: str, today: date) -> TaskLine:
    """Return a task in the reader's language."""
    task = own.task
    is_late = task.due_on is not None and today > task.due_on
    due = (
        message("task.late" if is_late else "task.by", language, day=day_text(task.due_on, language))
        if task.due_on
        else ""
    )
    return TaskLine(
        message(f"task.{task.kind}", language, **task.params),
        own.company,
        f"/{language}/{task.path}",
        due,
        is_late,
        "" if own.is_mine else message(f"task.who-{task.who}", language),
    )
