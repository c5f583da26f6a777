"""The company on show: its fields, addresses and people, and what the person can do to them."""

from collections.abc import Mapping

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.addresses import address_countries, check_address
from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.phones import read_phone
from ctpat_app.domain.errors import Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.application import start_application
from ctpat_app.services.invitations import invite, list_invitations, withdraw_invitation
from ctpat_app.services.library import current_library
from ctpat_app.services.members import (
    DECLARATION,
    declare_officer,
    list_members,
    remove_member,
    save_member_field,
    step_down,
)
from ctpat_app.services.signatures import AgreementText, agreement_text
from ctpat_app.services.trade_accounts import (
    SavedAddress,
    SavedField,
    TradeAccountView,
    add_address,
    confirm_address,
    create_trade_account,
    list_trade_accounts,
    read_trade_account,
    remove_address,
    save_address_field,
    save_company_field,
)
from ctpat_app.state.access import of_members, requires, signed_in
from ctpat_app.state.proving import way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.state.trade_account_views import (
    AccountLink,
    AddressCard,
    DeclarationText,
    EditField,
    InvitationCard,
    MissingItem,
    PersonCard,
    Stored,
    Suggestions,
    account_links,
    address_card,
    address_doubts,
    address_field_id,
    address_fields,
    company_fields,
    declaration_text,
    invitation_card,
    missing_list,
    person_card,
    shown_text,
)
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message, refusal_text


def _declaration(language: str) -> AgreementText:
    return agreement_text(current_library(), DECLARATION, localiser_for(language))


class TradeAccountState(rx.State):
    """One trade account. Nothing here is needed to save: account, field and version travel with each event."""

    loaded: bool = False
    accounts: list[AccountLink] = []
    """All companies of the person."""

    account: int = 0
    legal_name: str = ""
    role: str = ""
    may_edit: bool = False
    may_manage: bool = False
    may_start: bool = False
    missing: list[MissingItem] = []

    company: list[EditField] = []
    addresses: list[AddressCard] = []
    address: int = 0
    """The address whose form is open; 0: none."""
    form: list[EditField] = []
    suggestions: list[Suggestions] = []
    has_doubts: bool = False
    people: list[PersonCard] = []
    invitations: list[InvitationCard] = []
    may_declare: bool = False
    declaration: DeclarationText = DeclarationText()

    values: dict[str, str] = {}
    """Stored text of each field as it is shown, by the field's id; so are all below."""
    versions: dict[str, int] = {}
    revisions: dict[str, int] = {}
    """Counts how often the stored text took the place of the typed one in the page."""
    problems: dict[str, str] = {}
    notes: dict[str, str] = {}
    theirs: dict[str, str] = {}
    theirs_by: dict[str, str] = {}
    theirs_version: dict[str, int] = {}
    mine: dict[str, str] = {}

    saved_at: str = ""
    """Moment of the newest save, ISO 8601."""
    told: str = ""
    """What was done last, in words."""
    told_in: str = ""
    """The part of the page that it is about: it is told there."""
    tellings: int = 0

    # ------------------------------------------------------------ the account

    @rx.event
    @of_members
    async def load(self) -> EventSpec | None:
        """Show the account that the address names; the only one of the person, when it names none."""
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        accounts = await in_reading(list_trade_accounts, session.actor())
        self.accounts, self.loaded, self.told = account_links(accounts), True, ""
        number = number_in(wanted.get("account", ""))
        if not number and len(accounts) == 1 and "new" not in wanted:
            number = accounts[0].id
        if not number:
            self.account, self.legal_name = 0, ""
            return None
        if number != self.account:
            self._forget_typing()
        await self._reload(number)
        return None

    @rx.event
    @signed_in
    async def create(self, typed: dict[str, str]) -> EventSpec | None:
        """Create a trade account and go to its page."""
        session = await self.get_state(SessionState)
        try:
            account = await in_session(
                create_trade_account, session.actor(), legal_name=str(typed.get("legal_name", "")), now=now()
            )
        except Refusal as refusal:
            self.problems["new-legal_name"] = refusal_text(refusal, session.language)
            return None
        self._forget_typing()
        await self._reload(account)
        return rx.redirect(f"/{session.language}/trade-account/?account={account}", replace=True)

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_EDIT)
    async def save_company(self, account: int, part: str, seen_version: int, text: str) -> None:
        """Save one field of the company and say so; the typed text stays in the browser whatever the outcome."""
        session = await self.get_state(SessionState)
        try:
            saved = await in_session(
                save_company_field,
                session.actor(),
                trade_account_id=account,
                field=part,
                seen_version=seen_version,
                text=text,
                countries=address_countries(),
                read_phone=read_phone,
                now=now(),
            )
        except Refusal as refusal:
            self._refused(f"company-{part}", refusal, text, session.language)
            return
        self._saved(f"company-{part}", saved, text, session.language)
        if saved.changed:
            await self._refresh(account)

    @rx.event
    @requires(Permission.APPLICATION_START)
    async def apply(self, account: int) -> EventSpec | None:
        """Start the application, or go on with the one that was started."""
        session = await self.get_state(SessionState)
        try:
            draft = await in_session(start_application, session.actor(), trade_account_id=account, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return rx.redirect(f"/{session.language}/apply/?draft={draft}")

    # ------------------------------------------------------------ addresses

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_EDIT)
    async def add_address(self, account: int, typed: dict[str, str]) -> None:
        """Add an address by its name and country, and open its form."""
        session = await self.get_state(SessionState)
        try:
            view = await in_session(
                add_address,
                session.actor(),
                trade_account_id=account,
                label=str(typed.get("label", "")),
                country=str(typed.get("country", "")),
                countries=address_countries(),
                now=now(),
            )
        except Refusal as refusal:
            self.problems["new-address"] = refusal_text(refusal, session.language)
            return
        self.problems.pop("new-address", None)
        self.address, self.told = view.id, ""
        await self._reload(account)

    @rx.event
    @of_members
    async def open_address(self, account: int, address: int) -> None:
        """Open the form of an address; 0 closes the one that is open."""
        self.address = address
        await self._reload(account)

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_EDIT)
    async def save_address(self, account: int, address: int, part: str, seen_version: int, text: str) -> None:
        """Save one part of an address and say so; postal doubts are shown beside the part."""
        session, name = await self.get_state(SessionState), address_field_id(address, part)
        try:
            saved = await in_session(
                save_address_field,
                session.actor(),
                trade_account_id=account,
                address_id=address,
                field=part,
                seen_version=seen_version,
                text=text,
                countries=address_countries(),
                rules=check_address,
                now=now(),
            )
        except Refusal as refusal:
            self._refused(name, refusal, text, session.language)
            return
        self._end_conflict(name)
        self.problems.pop(name, None)
        if saved.changed:
            self.saved_at = _moment()
        self._show_address(saved, session.language, typed={name: text})
        if saved.changed:
            await self._refresh(account)

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_EDIT)
    async def confirm_address(self, account: int, address: int, is_right: bool) -> None:
        """Note that an address is right as it stands, whatever the postal rules say."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                confirm_address,
                session.actor(),
                trade_account_id=account,
                address_id=address,
                is_right=is_right,
                rules=check_address,
                now=now(),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._reload(account)

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_EDIT)
    async def remove_address(self, account: int, address: int) -> None:
        """Take an address out of the account."""
        session, name = await self.get_state(SessionState), f"address-{address}"
        label = next((card.name for card in self.addresses if card.id == address), "")
        try:
            await in_session(remove_address, session.actor(), trade_account_id=account, address_id=address, now=now())
        except Refusal as refusal:
            self.problems[name] = refusal_text(refusal, session.language)
            return
        self.problems.pop(name, None)
        self.address = 0 if self.address == address else self.address
        self._tell("addresses", "address.removed", session.language, name=label)
        await self._reload(account)

    # ------------------------------------------------------------ people

    @rx.event
    @of_members
    async def save_person(self, account: int, member: int, part: str, seen_version: int, text: str) -> None:
        """Save the job title or telephone of a person."""
        session, name = await self.get_state(SessionState), f"member-{member}-{part}"
        try:
            saved = await in_session(
                save_member_field,
                session.actor(),
                trade_account_id=account,
                member_id=member,
                field=part,
                seen_version=seen_version,
                text=text,
                read_phone=read_phone,
                now=now(),
            )
        except Refusal as refusal:
            self._refused(name, refusal, text, session.language)
            return
        self._saved(name, saved, text, session.language)

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_MANAGE_USERS)
    async def remove_person(self, account: int, member: int) -> EventSpec | None:
        """Take a person out of the account; who takes out themselves goes to the list of companies."""
        session, name = await self.get_state(SessionState), f"member-{member}"
        person = next((card for card in self.people if card.id == member), None)
        try:
            await in_session(remove_member, session.actor(), trade_account_id=account, member_id=member, now=now())
        except Refusal as refusal:
            if prove := way_to_prove(refusal, session.language, self.router.url):
                return prove
            self.problems[name] = refusal_text(refusal, session.language)
            return None
        if person and person.is_me:
            session.acting_for = ""
            return rx.redirect(f"/{session.language}/trade-account/?new=1")
        self._tell("people", "members.removed", session.language, name=person.name if person else "")
        await self._reload(account)
        return None

    @rx.event
    @of_members
    async def declare(self, account: int, typed: dict[str, str]) -> EventSpec | None:
        """Make the person an officer by their own declaration."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                declare_officer,
                session.actor(),
                trade_account_id=account,
                agreement=_declaration(session.language),
                name=str(typed.get("name", "")),
                now=now(),
            )
        except Refusal as refusal:
            if prove := way_to_prove(refusal, session.language, self.router.url):
                return prove
            self.problems["declare-name"] = refusal_text(refusal, session.language)
            return None
        self.problems.pop("declare-name", None)
        self._tell("people", "members.declared", session.language)
        await self._reload(account)
        return None

    @rx.event
    @of_members
    async def step_down(self, account: int) -> EventSpec | None:
        """Make the officer an employee again."""
        session = await self.get_state(SessionState)
        try:
            await in_session(step_down, session.actor(), trade_account_id=account, now=now())
        except Refusal as refusal:
            if prove := way_to_prove(refusal, session.language, self.router.url):
                return prove
            session.tell(refusal.code)
            return None
        self._tell("people", "members.stepped-down", session.language)
        await self._reload(account)
        return None

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_MANAGE_USERS)
    async def invite(self, account: int, typed: dict[str, str]) -> None:
        """Mail an invitation to the account."""
        session = await self.get_state(SessionState)
        try:
            view = await in_session(
                invite,
                session.actor(),
                trade_account_id=account,
                email=str(typed.get("email", "")),
                role=str(typed.get("role", "")),
                name=str(typed.get("name", "")),
                language=session.language,
                now=now(),
            )
        except Refusal as refusal:
            self.told = ""
            self.problems = {
                **_without(self.problems, "invite"),
                _place(refusal): refusal_text(refusal, session.language),
            }
            return
        self.problems = _without(self.problems, "invite")
        self._tell("people", "invitation.sent", session.language, email=view.email)
        self.revisions["invite"] = self.revisions.get("invite", 0) + 1
        await self._reload(account)

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_MANAGE_USERS)
    async def withdraw(self, account: int, invitation: int) -> None:
        """Make the link of an invitation worthless."""
        session = await self.get_state(SessionState)
        email = next((card.email for card in self.invitations if card.id == invitation), "")
        try:
            await in_session(
                withdraw_invitation, session.actor(), trade_account_id=account, invitation_id=invitation, now=now()
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self._tell("people", "invitation.was-withdrawn", session.language, email=email)
        await self._reload(account)

    # ------------------------------------------------------------ two texts

    @rx.event
    @signed_in
    async def keep_theirs(self, name: str) -> None:
        """Show the text that the other person saved in place of the typed one."""
        if name in self.theirs:
            self._show_stored(name, Stored(self.theirs[name], self.theirs_version[name]), anew=True)
            self._end_conflict(name)

    # ------------------------------------------------------------ showing

    def _tell(self, place: str, code: str, language: str, **values: str) -> None:
        """Say what was done in the part ``place`` of the page; the focus moves there."""
        self.told, self.told_in = message(code, language, **values), place
        self.tellings += 1

    async def _reload(self, account: int) -> None:
        """Show all of the account; what is not the person's shows nothing."""
        session = await self.get_state(SessionState)
        actor, language = session.actor(), session.language
        try:
            view = await in_reading(read_trade_account, actor, trade_account_id=account)
            members = await in_reading(list_members, actor, trade_account_id=account)
        except Refusal as refusal:
            self.account, self.legal_name = 0, ""
            session.tell(refusal.code)
            return
        session.acting_for = view.legal_name
        self._show(view, language)
        cards = [person_card(member, language) for member in members]
        self.people = [card for card, _stored in cards]
        for _card, stored in cards:
            self._show_all_stored(stored)
        self.may_declare = any(member.may_declare for member in members)
        self.declaration = declaration_text(_declaration(language)) if self.may_declare else DeclarationText()
        self.invitations = []
        if view.may_manage_users:
            views = await in_reading(list_invitations, actor, trade_account_id=account, now=now())
            self.invitations = [invitation_card(item, language) for item in views]

    def _show(self, view: TradeAccountView, language: str) -> None:
        self.account, self.legal_name, self.role = view.id, view.legal_name, view.role
        self.may_edit, self.may_manage = view.may_edit, view.may_manage_users
        self._show_progress(view, language)
        self.company, stored = company_fields(view, language)
        self._show_all_stored(stored)
        opened = next((item for item in view.addresses if item.id == self.address), None)
        if opened is None or not view.may_edit:
            self.address, self.form, self.suggestions = 0, [], []
        else:
            self._show_address(SavedAddress(opened, check_address(opened.parts).problems, changed=False), language)

    def _show_progress(self, view: TradeAccountView, language: str) -> None:
        self.may_start, self.missing = view.may_start, missing_list(view.missing, language)
        self.legal_name = view.legal_name
        self.addresses = [address_card(item, language) for item in view.addresses]

    async def _refresh(self, account: int) -> None:
        """Show what a save changes elsewhere in the page, without touching any field."""
        session = await self.get_state(SessionState)
        view = await in_reading(read_trade_account, session.actor(), trade_account_id=account)
        session.acting_for = view.legal_name
        self._show_progress(view, session.language)

    def _show_address(self, saved: SavedAddress, language: str, typed: Mapping[str, str] | None = None) -> None:
        if saved.address.id != self.address:
            return
        fields, stored, suggestions = address_fields(saved.address)
        if (self.form, self.suggestions) != (fields, suggestions):
            self.form, self.suggestions = fields, suggestions
        self._show_all_stored(stored, typed or {})
        doubts = address_doubts(saved.address, saved.problems, language)
        self.notes = _without(self.notes, f"address-{saved.address.id}-") | doubts
        self.has_doubts = bool(saved.problems) or saved.address.overridden

    def _show_all_stored(self, stored: Mapping[str, Stored], typed: Mapping[str, str] | None = None) -> None:
        for name, item in stored.items():
            known = (typed or {}).get(name, self.values.get(name, item.text))
            self._show_stored(name, item, anew=known != item.text)

    def _show_stored(self, name: str, stored: Stored, *, anew: bool) -> None:
        if self.values.get(name) != stored.text:
            self.values[name] = stored.text
        if self.versions.get(name) != stored.version:
            self.versions[name] = stored.version
        if anew:
            self.revisions[name] = self.revisions.get(name, 0) + 1

    def _saved(self, name: str, saved: SavedField, typed: str, language: str) -> None:
        text = shown_text(saved.key, saved.value)
        self._show_stored(name, Stored(text, saved.version), anew=text != typed)
        self._end_conflict(name)
        self.problems.pop(name, None)
        self.notes.pop(name, None)
        if saved.warning:
            self.notes[name] = message(saved.warning, language)
        if saved.changed:
            self.saved_at = _moment()

    def _refused(self, name: str, refusal: Refusal, typed: str, language: str) -> None:
        self.problems[name] = refusal_text(refusal, language)
        if isinstance(refusal, StaleVersion):
            part = name.rpartition("-")[2]
            self.theirs[name], self.theirs_by[name] = shown_text(part, refusal.theirs), refusal.who
            self.theirs_version[name], self.mine[name] = refusal.version, typed

    def _end_conflict(self, name: str) -> None:
        self.problems.pop(name, None)
        for kept in (self.theirs, self.theirs_by, self.theirs_version, self.mine):
            kept.pop(name, None)

    def _forget_typing(self) -> None:
        self.values, self.versions, self.revisions, self.problems, self.notes = {}, {}, {}, {}, {}
        self.theirs, self.theirs_by, self.theirs_version, self.mine = {}, {}, {}, {}
        self.address, self.saved_at = 0, ""


def _moment() -> str:
    return now().isoformat(timespec="seconds")


def _without(texts: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if not name.startswith(prefix)}


def _place(refusal: Refusal) -> str:
    """Return beside which field of the invitation form a refusal is shown."""
    area = refusal.code.partition(".")[0]
    if refusal.code == "invitation.role-unknown":
        return "invite-role"
    return {"name": "invite-name"}.get(area, "invite-email")
