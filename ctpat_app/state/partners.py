"""The register of partners: one page of what the address asks for."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Final
from urllib.parse import urlencode

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.company_names import MAX_PART
from ctpat_app.domain.countries import COUNTRY_CODES
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.partners import PartnerRole, Program, Risk
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.partners import NOT_RATED, Register, Sort, Wish, list_partners
from ctpat_app.state.access import requires
from ctpat_app.state.partner_views import PartnerLine, options, partner_line
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message
from ctpat_app.words.partner_words import choice_name

_TOLD: Final = frozenset({"removed"})


@dataclass(frozen=True)
class Filters:
    """What the address asks for, as it stands there."""

    part: str = ""
    role: str = ""
    country: str = ""
    risk: str = ""
    program: str = ""
    due: str = ""
    sort: str = ""
    show: str = ""


class PartnersState(rx.State):
    """The register of the company that the address names."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    may_manage: bool = False
    filters: Filters = Filters()
    is_filtered: bool = False
    lines: list[PartnerLine] = []
    found: str = ""
    total: int = 0
    due: int = 0
    removed: int = 0
    shows_removed: bool = False
    before: str = ""
    """Address of the page before; empty on the first one."""
    behind: str = ""
    place: str = ""
    """Which page of how many."""
    roles: list[list[str]] = []
    risks: list[list[str]] = []
    programs: list[list[str]] = []
    countries: list[list[str]] = []
    told: str = ""

    @rx.event
    @requires(Permission.PARTNERS_READ)
    async def load(self) -> None:
        """Show the part of the register that the address asks for."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        language, wanted = session.language, self.router.url.query_parameters
        account = number_in(wanted.get("account", ""))
        filters = Filters(**{name: wanted.get(name, "")[:MAX_PART] for name in asdict(Filters())})
        try:
            register = await in_reading(
                list_partners,
                session.actor(),
                trade_account_id=account,
                wish=wish_in(filters, number_in(wanted.get("page", ""))),
                now=now(),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.account, self.company, self.may_manage = account, register.company, register.may_manage
        self.filters = filters
        self._show(register, language)
        told = wanted.get("told", "")
        self.told = message(f"partner.told-{told}", language) if told in _TOLD else ""
        self.loaded = True

    def _show(self, register: Register, language: str) -> None:
        self.lines = [partner_line(each, language) for each in register.partners]
        self.found = message("partner.found", language, count=register.count)
        self.total, self.due, self.removed = register.total, register.due, register.removed
        chosen = {name: value for name, value in asdict(self.filters).items() if value}
        self.is_filtered, self.shows_removed = bool(chosen.keys() - {"sort", "show"}), self.filters.show == "removed"
        here = {"account": str(register.trade_account_id), **chosen}
        if register.page > 1:
            self.before = _address(language, {**here, "page": str(register.page - 1)})
        if register.page < register.pages:
            self.behind = _address(language, {**here, "page": str(register.page + 1)})
        if register.pages > 1:
            self.place = message("partner.page", language, page=register.page, pages=register.pages)
        self.roles, self.programs = options("role", language), options("program", language)
        self.risks = [*options("risk", language), [NOT_RATED, message("partner.risk-none", language)]]
        names = ([code, choice_name("country", code, language)] for code in register.countries)
        self.countries = sorted(names, key=lambda each: each[1])


def wish_in(filters: Filters, page: int) -> Wish:
    """Return what the address asks for; what it names that does not exist is left out."""
    return Wish(
        part=filters.part,
        role=_known(filters.role, frozenset(PartnerRole)),
        country=_known(filters.country, COUNTRY_CODES),
        risk=_known(filters.risk, {*Risk, NOT_RATED}),
        program=_known(filters.program, frozenset(Program)),
        only_due=filters.due == "now",
        removed=filters.show == "removed",
        sort=Sort(filters.sort) if filters.sort in frozenset(Sort) else Sort.NAME,
        page=page,
    )


def _known(text: str, known: Collection[str]) -> str:
    return text if text in known else ""


def _address(language: str, query: dict[str, str]) -> str:
    return f"/{language}/partners/?{urlencode(query)}"
