"""A company's history in the reader's words. Company, kind and place in it stand in the address."""

from dataclasses import dataclass
from typing import Final

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.history import Kind
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.history import HistoryEntry, read_history
from ctpat_app.services.trade_accounts import list_trade_accounts
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import moment_text
from ctpat_app.words.history_messages import SENTENCES
from ctpat_app.words.messages import isolated, message

_KINDS: Final = frozenset(Kind)


@dataclass(frozen=True)
class HistoryLine:
    """One line: a sentence, when, and what else is to be told; ``stamp`` is the moment for machines."""

    number: int
    sentence: str
    when: str
    stamp: str
    notes: list[str]


class HistoryState(rx.State):
    """The part of the history that the address names."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    back: str = ""
    """Where the reader finds the company itself."""
    kind: str = ""
    lines: list[HistoryLine] = []
    older: int = 0
    is_newest: bool = True
    companies: list[list[str]] = []
    """When the address names none: the reader's companies, as number and name."""

    @rx.event
    @requires(Permission.HISTORY_READ)
    async def load(self) -> None:
        """Show the history; who belongs to one company need not name it."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        account = number_in(wanted.get("account", ""))
        if not wanted.get("account"):
            mine = await in_reading(list_trade_accounts, session.actor())
            if len(mine) != 1:
                self.companies, self.loaded = [[str(each.id), each.legal_name] for each in mine], True
                return
            account = mine[0].id
        kind = wanted.get("kind", "")
        await self._show(account, Kind(kind) if kind in _KINDS else None, number_in(wanted.get("before", "")))

    async def _show(self, account: int, kind: Kind | None, before: int) -> None:
        session = await self.get_state(SessionState)
        actor = session.actor()
        # The look of staff is written down, so it is no mere reading.
        run = in_session if actor.staff_role else in_reading
        try:
            shown = await run(read_history, actor, trade_account_id=account, kind=kind, before=before, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        language = session.language
        page = "staff/company" if shown.by_staff else "trade-account"
        self.account, self.company = account, shown.company
        self.back = f"/{language}/{page}/?account={account}"
        self.kind = kind.value if kind else ""
        self.lines = [history_line(each, shown.company, language) for each in shown.entries]
        self.older, self.is_newest = shown.older, before == 0
        self.loaded = True


def history_line(entry: HistoryEntry, company: str, language: str) -> HistoryLine:
    """Return one line in the reader's language."""
    code = f"history.{entry.action}"
    sentence = message(code, language, person=isolated(_doer(entry, language))) if code in SENTENCES else entry.action
    return HistoryLine(
        entry.number, sentence, moment_text(entry.at, language), entry.at.isoformat(), _notes(entry, company, language)
    )


def _doer(entry: HistoryEntry, language: str) -> str:
    if entry.by_staff:
        return message(f"history.staff-{entry.role}" if entry.role else "history.staff", language)
    if entry.from_outside:
        return message("history.outside", language)
    return entry.person or message("history.kiosk", language)


def _notes(entry: HistoryEntry, company: str, language: str) -> list[str]:
    notes = []
    if entry.role and not entry.by_staff:
        notes.append(message(f"history.as-{entry.role}", language, company=isolated(company)))
    if entry.concerned:
        notes.append(message("history.concerned", language, name=isolated(entry.concerned)))
    if entry.field:
        field = message(f"history.field-{entry.field.replace('_', '-')}", language)
        notes.append(message("history.field", language, field=field))
    if entry.times > 1:
        notes.append(message("history.times", language, count=entry.times))
    return notes
