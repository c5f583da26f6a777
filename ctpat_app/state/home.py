"""The own page of a signed-in person: continue, apply, look at what was sent."""

from dataclasses import dataclass, field

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission, staff_may
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.services.application import ApplicationSummary, start_application
from ctpat_app.services.drafts import APPLICATION
from ctpat_app.services.home import Home, OwnAccount, read_home
from ctpat_app.services.library import current_library
from ctpat_app.state.access import requires, signed_in
from ctpat_app.state.session import SessionState
from ctpat_app.state.summaries import newest_task_name
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class ApplicationCard:
    """An application in the list; ``next_name`` is empty when every part is done."""

    draft: int
    company: str
    status: str
    reference: str
    done: int
    count: int
    next_name: str
    href: str
    begun_on: str
    is_changes: bool = False
    """Whether it changes what was sent."""


@dataclass(frozen=True)
class AccountCard:
    """A company in the list, with what it lacks before an application can begin."""

    id: int
    name: str
    role: str
    may_start: bool
    started: bool
    """Whether an unsent application exists: Apply would lead there."""
    missing: list[str] = field(default_factory=list)
    unread: str = ""
    """How many messages of CTPAT are new, in words; empty for none."""


class HomeState(rx.State):
    """Companies and applications of the person."""

    loaded: bool = False
    current: list[ApplicationCard] = []
    """Unsent applications, the one to continue first."""
    sent: list[ApplicationCard] = []
    accounts: list[AccountCard] = []
    is_staff: bool = False
    """Works for the program or for whoever runs the kiosk: needs no company."""
    may_reset: bool = False
    """Decides the cases of people who cannot get in."""
    may_approve: bool = False
    """Decides requests to merge and split."""
    may_see_jobs: bool = False
    """Sees how the jobs of the kiosk stand."""

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Load the lists."""
        session = await self.get_state(SessionState)
        home = await in_reading(read_home, session.actor(), now=now())
        active = number_in(self.router.url.query_parameters.get("account", ""))
        # The company that the address names comes first, with what is to be continued there.
        applications = sorted(home.applications, key=lambda item: item.trade_account_id != active)
        companies = sorted(home.accounts, key=lambda item: item.id != active)
        cards = [application_card(item, session.language) for item in applications]
        self.current = [card for card in cards if not card.reference]
        self.sent = [card for card in cards if card.reference]
        self.accounts = [account_card(item, home, session.language) for item in companies]
        role = session.actor().staff_role
        self.is_staff = role is not None
        self.may_reset = staff_may(role, Permission.ACCESS_RESET)
        self.may_approve = staff_may(role, Permission.MODEL_APPROVE_MERGE_SPLIT)
        self.may_see_jobs = staff_may(role, Permission.JOBS_READ)
        self.loaded = True

    @rx.event
    @requires(Permission.APPLICATION_START)
    async def apply(self, account: int) -> EventSpec | None:
        """Start an application for a company, or open the one that is not sent yet."""
        session = await self.get_state(SessionState)
        try:
            draft = await in_session(start_application, session.actor(), trade_account_id=account, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return rx.redirect(f"/{session.language}/apply/?draft={draft}")


def application_card(item: ApplicationSummary, language: str) -> ApplicationCard:
    """Return an application for a list; a sent one leads to its confirmation, another one to its next step."""
    status = current_library().statuses.get(item.status)
    word = ref(f"statuses/{status.id}", "name", status.i18n.name) if status else Ref(item.status)
    page = "sent" if item.reference else "apply" if item.next_step else "check"
    return ApplicationCard(
        item.draft_id,
        item.company,
        localiser_for(language).text(word),
        item.reference,
        item.parts_done,
        item.parts,
        newest_task_name(APPLICATION, item.next_step, language),
        f"/{language}/{page}/?draft={item.draft_id}",
        day_text(item.created_at.date(), language),
        item.is_changes,
    )


def account_card(item: OwnAccount, home: Home, language: str) -> AccountCard:
    """Return a company for the list."""
    unsent = any(
        each.trade_account_id == item.id and each.status == Status.DRAFT.value and not each.reference
        for each in home.applications
    )
    return AccountCard(
        item.id,
        item.legal_name,
        item.role.value,
        item.may_start,
        unsent,
        [message(code, language) for code in item.missing],
        message("conversation.unread", language, count=item.unread) if item.unread else "",
    )
