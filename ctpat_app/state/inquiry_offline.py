"""Answering an inquiry offline: the pack, the sheet, and loading a filled sheet back."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.storage import storage
from ctpat_app.adapters.table_files import read_table_file
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.services.answer_files import SHEET, list_files
from ctpat_app.services.downloads import StoredFile
from ctpat_app.services.inquiry_sheets import (
    SheetChange,
    SheetRow,
    load_sheet,
    preview_sheet,
    require_sheet,
    rows_in,
)
from ctpat_app.services.inquiry_visits import Visit
from ctpat_app.state.access import of_partners
from ctpat_app.state.inquiry_answers import InquiryPage
from ctpat_app.state.partner_visit import PartnerVisitState
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message, refusal_text

LOAD = "sheet"


@dataclass(frozen=True)
class ChangeView:
    """An answer that the sheet would change."""

    row: str
    number: str
    effect: str
    here: str
    there: str
    english: str
    is_newer: bool


class InquiryOfflineState(InquiryPage, rx.State):
    """The files to take along, and the sheet that came back."""

    pack: str = ""
    sheet: str = ""
    upload: str = ""
    file: int = 0
    """The sheet whose preview is on show; 0 for none."""
    file_name: str = ""
    stamp: str = ""
    changes: list[ChangeView] = []
    row_faults: list[list[str]] = []
    """Pairs of the row's number and what is wrong with it."""
    same: int = 0
    newer: int = 0

    @rx.event
    @of_partners
    async def load(self) -> None:
        """Load the addresses of the files."""
        found = await self.opened()
        if found is None:
            return
        language = (await self.get_state(SessionState)).language
        self.pack = f"/files/inquiry/{found.id}/pack.pdf?lang={language}"
        self.sheet = f"/files/inquiry/{found.id}/answers.xlsx?lang={language}"
        self.upload = f"/files/inquiry/upload?inquiry={found.id}&sheet=1&lang={language}"

    @rx.event
    @of_partners
    async def preview(self, inquiry: int) -> None:
        """Show what the sheet that arrived last would change."""
        visit = (await self.get_state(PartnerVisitState)).visit()
        self.clear_problems()
        self.file, self.changes, self.row_faults = 0, [], []
        try:
            sheets = await in_reading(list_files, visit, inquiry_id=inquiry, criterion=SHEET)
            if not sheets:
                return
            rows = await _rows(visit, inquiry, sheets[-1].id)
            await self._compare(visit, inquiry, sheets[-1].id, rows)
            self.file_name = sheets[-1].name
        except Refusal as refusal:
            await self.refuse(LOAD, refusal)

    @rx.event
    @of_partners
    async def take_over(self, inquiry: int, file: int, stamp: str, typed: Typed) -> None:
        """Load the sheet whose preview was on show, all of it or nothing."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        self.clear_problems()
        try:
            rows = await _rows(visit, inquiry, file)
            count = await in_session(
                load_sheet,
                visit,
                inquiry_id=inquiry,
                rows=rows,
                stamp=stamp,
                replace_newer=bool(typed.get("newer")),
                language=session.language,
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse(LOAD, refusal)
            return
        self.file, self.changes = 0, []
        await self.reread(inquiry)
        self.told = message("reply.sheet-loaded", session.language, count=count)

    async def _compare(self, visit: Visit, inquiry: int, file: int, rows: list[SheetRow]) -> None:
        language = (await self.get_state(SessionState)).language
        found = await in_reading(preview_sheet, visit, inquiry_id=inquiry, rows=rows)
        self.changes = [_change(each, language) for each in found.changes]
        self.row_faults = [[str(number), refusal_text(fault, language)] for number, fault in found.faults]
        self.same, self.stamp, self.file = found.same, found.stamp, file
        self.newer = sum(each.is_newer for each in self.changes)


async def _rows(visit: Visit, inquiry: int, file: int) -> list[SheetRow]:
    stored = await in_reading(require_sheet, visit, inquiry_id=inquiry, file_id=file)
    return await asyncio.to_thread(_read, stored)


def _read(stored: StoredFile) -> list[SheetRow]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sheet"
        with copy.open("wb") as target:
            target.writelines(storage().read(stored.blob_key))
        try:
            table = read_table_file(copy, stored.name)
        except InvalidValue as refusal:
            raise InvalidValue("sheet.unreadable") from refusal  # its words speak of a register
    return rows_in(table)


def _change(change: SheetChange, language: str) -> ChangeView:
    not_here = message("reply.mark-not-applicable", language)
    return ChangeView(
        str(change.row.number),
        change.row.criterion,
        message(f"reply.sheet-{change.effect.value}", language),
        change.here.text if change.here.applies else f"{not_here}: {change.here.text}",
        change.row.text if change.row.applies else f"{not_here}: {change.row.text}",
        change.row.english,
        is_newer=change.effect.value == "newer",
    )
