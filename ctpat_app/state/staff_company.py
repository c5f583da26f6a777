"""One company as staff see it; the service notes each look in the company's history."""

from dataclasses import dataclass

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.trade_accounts import CompanyField
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.services.company_view import CompanyView, SeenApplication, SeenPerson, look_at_company
from ctpat_app.services.library import current_library
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.state.trade_account_views import country_name, shown_text
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class Facts:
    """The company itself; what is not given is empty."""

    account: int = 0
    name: str = ""
    trade_name: str = ""
    country: str = ""
    telephone: str = ""
    website: str = ""
    description: str = ""
    created_on: str = ""
    specialist: str = ""
    is_complete: bool = False
    may_read_history: bool = False
    may_read_documents: bool = False
    may_read_profile: bool = False
    may_read_actions: bool = False


@dataclass(frozen=True)
class PersonLine:
    """Somebody of the company."""

    name: str
    role: str
    job_title: str
    since: str


@dataclass(frozen=True)
class ApplicationLine:
    """Where an application stands; ``sent_on`` and ``reference`` are empty until it is sent."""

    draft: int
    model: int
    status: str
    reference: str
    begun_on: str
    sent_on: str
    parts: int
    parts_open: int


class StaffCompanyState(rx.State):
    """The company that the address names."""

    facts: Facts = Facts()
    addresses: list[str] = []
    people: list[PersonLine] = []
    applications: list[ApplicationLine] = []

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_READ, of_staff_alone=True)
    async def load(self) -> None:
        """Show the company; who may not see it, or no longer, is left with nothing of it."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        account = number_in(self.router.url.query_parameters.get("account", ""))
        try:
            view = await in_session(look_at_company, session.actor(), trade_account_id=account, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.facts = facts_of(view, session.language)
        self.addresses = list(view.addresses)
        self.people = [person_line(each, session.language) for each in view.people]
        self.applications = [application_line(each, session.language) for each in view.applications]


def facts_of(view: CompanyView, language: str) -> Facts:
    """Return the company in the reader's language."""
    return Facts(
        view.id,
        view.legal_name,
        view.trade_name,
        country_name(view.country, language) if view.country else "",
        shown_text(CompanyField.TELEPHONE, view.telephone),
        view.website,
        view.description,
        day_text(view.created_at.date(), language),
        view.specialist,
        view.is_complete,
        view.may_read_history,
        view.may_read_documents,
        view.may_read_profile,
        view.may_read_actions,
    )


def person_line(person: SeenPerson, language: str) -> PersonLine:
    """Return somebody of the company in the reader's language."""
    role = message(f"company.role-{person.role.value}", language)
    return PersonLine(person.name, role, person.job_title, day_text(person.since.date(), language))


def application_line(item: SeenApplication, language: str) -> ApplicationLine:
    """Return an application in the reader's language."""
    status = current_library().statuses.get(item.status)
    word = ref(f"statuses/{status.id}", "name", status.i18n.name) if status else Ref(item.status)
    return ApplicationLine(
        item.draft_id,
        item.model_id,
        localiser_for(language).text(word),
        item.reference,
        day_text(item.begun_at.date(), language),
        day_text(item.sent_at.date(), language) if item.sent_at else "",
        item.parts,
        item.parts_open,
    )
