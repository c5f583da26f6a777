"""The side menu with the companies of the person. The address says which one is active, never the tab alone."""

from dataclasses import dataclass, field

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Role
from ctpat_app.services.companies import CompanyEntry, list_companies
from ctpat_app.services.standing_view import find_banner
from ctpat_app.state.access import public
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class CompanyCard:
    """A company in the menu, and where switching to it leads from each kind of page."""

    id: int
    name: str
    role: str
    is_active: bool
    home: str
    account: str
    application: str
    organization: str
    history: str
    actions: str
    training: str
    partners: str
    waiting: list[str] = field(default_factory=list)


class CompaniesState(rx.State):
    """Companies of the person; read anew for each page that is opened."""

    items: list[CompanyCard] = []
    active: int = 0
    """The trade account for which the person acts on this page; 0: none."""
    banner: str = ""
    """What every page of the active company says while a membership is suspended or was removed."""
    banner_model: int = 0

    @rx.event
    @public
    async def load(self) -> None:
        """Show the companies, and for which one the person acts on this page; a visitor has none."""
        session = await self.get_state(SessionState)
        if not session.signed_in:
            self.items, self.active, self.banner = [], 0, ""
            return
        wanted = self.router.url.query_parameters
        entries = await in_reading(
            list_companies,
            session.actor(),
            account_id=number_in(wanted.get("account", "")),
            draft_id=number_in(wanted.get("draft", "")),
            model_id=number_in(wanted.get("model", "")),
            now=now(),
        )
        active = next((each for each in entries if each.is_active), None)
        session.act_for(active.name if active else "", active.role.value if active else "")
        self.active = active.account_id if active else 0
        self.items = [company_card(each, session.language) for each in entries]
        await self._tell_standing(session)

    async def _tell_standing(self, session: SessionState) -> None:
        found = None
        if self.active:
            found = await in_reading(find_banner, session.actor(), trade_account_id=self.active)
        self.banner = message(f"standing.banner-{found.status}", session.language) if found else ""
        self.banner_model = found.model_id if found else 0


def company_card(entry: CompanyEntry, language: str) -> CompanyCard:
    """Return a company of the menu in the reader's language."""
    here = f"account={entry.account_id}"
    home = f"/{language}/home/?{here}"
    counts = (
        ("company.parts-to-do", entry.parts_to_do),
        ("company.invitations-open", entry.invitations),
        ("company.waits-for-you", entry.waiting),
    )
    role = message(f"company.role-{_word(entry.role)}", language)
    return CompanyCard(
        entry.account_id,
        entry.name,
        role,
        entry.is_active,
        home,
        f"/{language}/trade-account/?{here}",
        f"/{language}/application/?draft={entry.draft_id}" if entry.draft_id else home,
        f"/{language}/organization/?{here}",
        f"/{language}/history/?{here}",
        f"/{language}/actions/?{here}",
        f"/{language}/training/?{here}",
        f"/{language}/partners/?{here}",
        [message(code, language, count=count) for code, count in counts if count],
    )


def _word(role: Role) -> str:
    return role.value if role in {Role.OFFICER, Role.CONSULTANT} else Role.EMPLOYEE.value
