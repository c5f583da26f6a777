"""The documents of a security model: exchange with search and filter, and archive. The address says what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.services.attachments import attach_document, list_statements
from ctpat_app.services.exchange import Exchange, list_exchanges, read_archive, read_exchange
from ctpat_app.services.library import current_library
from ctpat_app.services.stored_documents import PAGE, Wanted
from ctpat_app.services.trade_accounts import list_trade_accounts
from ctpat_app.state.access import requires
from ctpat_app.state.document_facts import DocumentFactsState
from ctpat_app.state.document_views import (
    DocumentCard,
    VersionLine,
    category_name,
    document_card,
    options,
    statement_name,
    version_line,
)
from ctpat_app.state.organization_views import model_name
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import isolated, message, refusal_text

ARCHIVE: Final = "archive"
_FILTERS: Final = ("words", "kind", "category", "place", "outdated")
_LONGEST: Final = 200


@dataclass(frozen=True)
class Filters:
    """What the reader looks for, as it stands in the address."""

    words: str = ""
    kind: str = ""
    category: str = ""
    place: str = ""
    outdated: str = ""


class DocumentsState(DocumentFactsState, rx.State):
    """The exchange that the address names; without one, what there is to choose from."""

    loaded: bool = False
    model: int = 0
    draft: int = 0
    account: int = 0
    company: str = ""
    model_name: str = ""
    back: str = ""
    """Where the reader finds the company itself."""
    here: str = ""
    """Address of this exchange, to which a view and filters are added."""
    upload: str = ""
    is_open: bool = False
    may_write: bool = False
    view: str = ""
    filters: Filters = Filters()
    is_filtered: bool = False
    cards: list[DocumentCard] = []
    archived: list[VersionLine] = []
    found: str = ""
    earlier: str = ""
    """Address of the page before; ``later``: of the next one."""
    later: str = ""
    kinds: list[list[str]] = []
    categories: list[list[str]] = []
    places: list[list[str]] = []
    all_kinds: list[list[str]] = []
    statements: list[list[str]] = []
    """Beside which statements a document can be put."""
    choices: list[list[str]] = []
    """When the address names no exchange: companies or security models, as address and name."""
    problems: dict[str, str] = {}
    """Why a document was not put beside a statement, by its number."""

    @rx.event
    @requires(Permission.DOCUMENTS_READ)
    async def load(self) -> None:
        """Show what the address names; who may not see it is left with nothing of it."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._read()

    @rx.event
    @requires(Permission.DOCUMENTS_READ)
    async def look_again(self) -> None:
        """Show what the address names anew: the page's script has uploaded something; open forms stay."""
        await self._read()

    @rx.event
    @requires(Permission.DOCUMENTS_REPLACE)
    async def attach(self, typed: dict[str, str]) -> None:
        """Put the document that the form names beside the statement that it names."""
        session = await self.get_state(SessionState)
        draft, document = number_in(typed.get("draft", "")), number_in(typed.get("document", ""))
        key = typed.get("key", "")
        self.problems, self.told = {}, ""
        try:
            await in_session(attach_document, session.actor(), draft_id=draft, key=key, document_id=document, now=now())
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            code = "" if key else "document.choose-statement"
            words = message(code, session.language) if code else refusal_text(refusal, session.language)
            self.problems = {str(document): words}
            return
        name = isolated(statement_name(key, session.language))
        self._tell_done(message("document.attached-there", session.language, statement=name))
        await self._read()

    async def _look_again(self) -> None:
        if self.loaded:
            await self._read()

    async def _read(self) -> None:
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        draft, model = number_in(wanted.get("draft", "")), number_in(wanted.get("model", ""))
        try:
            if not wanted.get("draft") and not wanted.get("model"):
                model = await self._choose(number_in(wanted.get("account", "")), bool(wanted.get("account")))
            if draft or model or wanted.get("draft") or wanted.get("model"):
                await self._show(model, draft, dict(wanted))
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.loaded = True

    async def _choose(self, account: int, is_named: bool) -> int:
        """Return the only security model there is, or offer what there is to choose from."""
        session = await self.get_state(SessionState)
        if not is_named:
            mine = await in_reading(list_trade_accounts, session.actor())
            if len(mine) != 1:
                self.choices = [[f"/{session.language}/documents/?account={each.id}", each.legal_name] for each in mine]
                return 0
            account = mine[0].id
        entries = await in_reading(list_exchanges, session.actor(), trade_account_id=account)
        self.account = account
        if len(entries) == 1:
            return entries[0].model_id
        self.choices = [
            [
                f"/{session.language}/documents/?account={account}&model={each.model_id}",
                model_name(each.name, each.types, session.language),
            ]
            for each in entries
        ]
        return 0

    async def _show(self, model: int, draft: int, wanted: Mapping[str, str]) -> None:
        session = await self.get_state(SessionState)
        self.filters = Filters(**{name: wanted.get(name, "")[:_LONGEST] for name in _FILTERS})
        self.view = ARCHIVE if wanted.get("view") == ARCHIVE else ""
        after = number_in(wanted.get("after", ""))
        asked = {"model_id": model, "draft_id": draft, "now": now()}
        if self.view:
            exchange = await in_session(read_archive, session.actor(), after=after, **asked)  # type: ignore[arg-type]
        else:
            exchange = await in_session(
                read_exchange,
                session.actor(),
                wanted=_wanted(self.filters, after),
                **asked,  # type: ignore[arg-type]
            )
        self._show_exchange(exchange, session.language)
        self._show_pages(exchange.found, after, session.language)
        if exchange.may_write and exchange.is_open:
            keys = await in_reading(list_statements, session.actor(), draft_id=exchange.draft_id, now=now())
            self.statements = [[key, statement_name(key, session.language)] for key in keys]

    def _show_exchange(self, exchange: Exchange, language: str) -> None:
        page = "staff/company" if exchange.by_staff else "trade-account"
        self.model, self.draft, self.account = exchange.model_id, exchange.draft_id, exchange.trade_account_id
        self.company, self.back = exchange.company, f"/{language}/{page}/?account={exchange.trade_account_id}"
        self.model_name = model_name(exchange.name, exchange.types, language)
        self.here = f"/{language}/documents/?account={self.account}&model={self.model}"
        self.upload = f"/files/upload?{urlencode({'model': self.model, 'lang': language})}"
        self.is_open, self.may_write = exchange.is_open, exchange.may_write
        today = now().date()
        self.cards = [document_card(each, today, language) for each in exchange.documents]
        self.archived = [version_line(each, language) for each in exchange.archived]
        library = current_library()
        self.kinds = options(exchange.kinds, language)
        self.categories = [[each, category_name(each, language)] for each in library.categories]
        self.places = [[key, statement_name(key, language)] for key in exchange.keys if key.startswith(CRITERION)]
        by_name = sorted(options(tuple(library.evidence_kinds), language), key=lambda each: each[1].casefold())
        self.all_kinds = by_name if exchange.may_write else []

    def _show_pages(self, found: int, after: int, language: str) -> None:
        chosen = {name: value for name, value in vars(self.filters).items() if value}
        self.is_filtered = bool(chosen)
        self.found = message("document.found", language, count=found)
        query = {**chosen, **({"view": self.view} if self.view else {})}

        def page(start: int) -> str:
            return f"{self.here}&{urlencode({**query, 'after': start})}"

        self.earlier = page(max(0, after - PAGE)) if after else ""
        self.later = page(after + PAGE) if after + PAGE < found else ""


def _wanted(filters: Filters, after: int) -> Wanted:
    kinds = current_library().evidence_kinds
    of_category = {each for each, kind in kinds.items() if filters.category in kind.categories}
    chosen = {filters.kind} if filters.kind else set(kinds)
    return Wanted(
        words=filters.words,
        kinds=chosen & of_category if filters.category else chosen if filters.kind else None,
        outdated_on=now().date() if filters.outdated else None,
        key=filters.place,
        after=after,
    )
