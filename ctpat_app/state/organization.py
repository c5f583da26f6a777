"""The trade organization around one company: the tree, its security models, requests, rehearsals and undo."""

from dataclasses import dataclass

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.security_models import Operation, Outcome
from ctpat_app.services.access import memberships_of
from ctpat_app.services.account_requests import rehearsals_of, rehearse_accepting
from ctpat_app.services.members import list_members
from ctpat_app.services.organization_decisions import agree_to_link, decline_link, undo_request
from ctpat_app.services.organization_requests import (
    rehearse_merge,
    rehearse_split,
    request_delink,
    request_link,
    request_merge,
    request_split,
)
from ctpat_app.services.organizations import RequestView, companies_to_link, read_organization
from ctpat_app.services.security_models import choose_text, list_models, texts_to_choose
from ctpat_app.state.access import addressed, of_members, requires, server_only
from ctpat_app.state.account_views import Colleague, colleague, rehearsal_lines
from ctpat_app.state.organization_views import (
    Line,
    RequestCard,
    Texts,
    TreeLine,
    model_line,
    outcome_lines,
    outcome_texts,
    request_card,
    texts_card,
    tree_line,
)
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message, refusal_text


@dataclass(frozen=True)
class Rehearsed:
    """What was rehearsed; sending the request hands all of it over again."""

    kind: str = ""
    first: int = 0
    second: int = 0
    business_type: str = ""
    name: str = ""
    reason: str = ""
    kept: int = 0


async def _asked_card(actor: Actor, view: RequestView, language: str) -> RequestCard:
    """Return a card for whoever is asked; what a merge would change shows once they have chosen their company."""
    if view.operation is not Operation.SPLIT_ACCOUNT:
        return request_card(view, language)
    try:
        rehearsal = await in_reading(rehearse_accepting, actor, request_id=view.id)
    except Refusal:
        return request_card(view, language)  # they have left the company meanwhile
    return request_card(view, language, lines=rehearsal_lines(rehearsal, language))


class OrganizationState(rx.State):
    """One company's organization. Nothing here is needed to change anything: all numbers travel with the event."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    may_ask: bool = False
    tree: list[TreeLine] = []
    models: list[Line] = []
    requests: list[RequestCard] = []
    to_answer: list[RequestCard] = []
    """Links that wait for the person's word."""
    account_asks: list[RequestCard] = []
    """Merges and splits of accounts that wait for the person's word."""
    people: list[Colleague] = []
    """The members of the company, for its officer."""
    agreeing: list[list[str]] = []
    """Companies for which the person may agree to a link, as id and name."""
    texts: list[Texts] = []
    rehearsed: Rehearsed = Rehearsed()
    outcome: list[Line] = []
    differing: list[Texts] = []
    problems: dict[str, str] = {}
    """Why a form was refused, by the form."""
    told: str = ""

    @rx.event
    @of_members
    async def load(self) -> None:
        """Show the organization of the company that the address names, else of the person's oldest company."""
        session = await self.get_state(SessionState)
        self.told, self.problems = "", {}
        self._forget_rehearsal()
        number = number_in(self.router.url.query_parameters.get("account", ""))
        if not number:
            mine = await in_reading(memberships_of, session.actor())
            number = mine[0].trade_account_id if mine else 0
        if number:
            await self._reload(number)
        else:
            self.account = 0
        self.loaded = True

    async def _reload(self, account: int) -> None:
        session = await self.get_state(SessionState)
        actor, language = session.actor(), session.language
        try:
            view = await in_reading(read_organization, actor, trade_account_id=account)
        except Refusal as refusal:
            self.account = 0
            session.tell(refusal.code)
            return
        models = await in_reading(list_models, actor, trade_account_id=account)
        texts = await in_reading(texts_to_choose, actor, trade_account_id=account)
        self.account, self.company, self.may_ask = account, view.name, view.may_ask
        self.tree = [tree_line(node, may_ask=view.may_ask, here=account, nodes=view.tree) for node in view.tree]
        seen = await in_reading(rehearsals_of, actor, trade_account_id=account) if view.may_ask else {}
        lines = {number: rehearsal_lines(each, language) for number, each in seen.items()}
        self.requests = [request_card(each, language, lines=lines.get(each.id, ())) for each in view.requests]
        asked = {
            links: [each for each in view.to_answer if (each.operation is Operation.LINK) is links]
            for links in (True, False)
        }
        self.to_answer = [request_card(each, language) for each in asked[True]]
        self.account_asks = [await _asked_card(actor, each, language) for each in asked[False]]
        members = await in_reading(list_members, actor, trade_account_id=account) if view.may_ask else ()
        self.people = [colleague(each, language) for each in members]
        self.models = [model_line(each, language) for each in models]
        self.texts = [texts_card(each, language) for each in texts]
        self.agreeing = [[str(number), name] for number, name in await in_reading(companies_to_link, actor)]

    def _forget_rehearsal(self) -> None:
        self.rehearsed, self.outcome, self.differing = Rehearsed(), [], []

    async def _refuse(self, form: str, refusal: Refusal) -> None:
        session = await self.get_state(SessionState)
        self.problems = {form: refusal_text(refusal, session.language)}
        self.told = ""

    @server_only
    async def done(self, account: int, code: str) -> None:
        """Tell what has been done, and show how things stand now."""
        session = await self.get_state(SessionState)
        self._forget_rehearsal()
        self.problems, self.told = {}, message(code, session.language)
        await self._reload(account)

    # ------------------------------------------------------------ linking

    @rx.event
    @requires(Permission.MODEL_LINK)
    async def ask_link(self, account: int, typed: dict[str, str]) -> None:
        """Ask another company's officer for a link."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                request_link,
                session.actor(),
                trade_account_id=account,
                partner_email=typed.get("email", ""),
                asker_is_parent=typed.get("side", "parent") == "parent",
                reason=typed.get("reason", ""),
                language=session.language,
                now=now(),
            )
        except Refusal as refusal:
            await self._refuse("link", refusal)
            return
        await self.done(account, "organization.requested")

    @rx.event
    @requires(Permission.MODEL_LINK)
    async def ask_delink(self, account: int, typed: dict[str, str]) -> None:
        """Ask for the end of the link that the form names."""
        session = await self.get_state(SessionState)
        link, reason = number_in(typed.get("link", "")), typed.get("reason", "")
        try:
            await in_session(
                request_delink, session.actor(), trade_account_id=account, link_id=link, reason=reason, now=now()
            )
        except Refusal as refusal:
            await self._refuse("delink", refusal)
            return
        await self.done(account, "organization.requested")

    @rx.event
    @requires(Permission.MODEL_LINK)
    async def agree(self, here: int, typed: dict[str, str]) -> None:
        """Agree to the link that the form names, for the chosen company; ``here`` is the company on show."""
        session = await self.get_state(SessionState)
        request, chosen = number_in(typed.get("request", "")), number_in(typed.get("company", ""))
        try:
            await in_session(agree_to_link, session.actor(), request_id=request, trade_account_id=chosen, now=now())
        except Refusal as refusal:
            await self._refuse("agree", refusal)
            return
        await self.done(here, "organization.agreed")

    @rx.event
    @addressed
    async def decline(self, here: int, request: int) -> None:
        """Say no to a link."""
        session = await self.get_state(SessionState)
        try:
            await in_session(decline_link, session.actor(), request_id=request, now=now())
        except Refusal as refusal:
            await self._refuse("agree", refusal)
            return
        await self.done(here, "organization.declined")

    @rx.event
    @requires(Permission.MODEL_LINK, Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def undo(self, account: int, request: int) -> None:
        """Undo a request before it takes effect."""
        session = await self.get_state(SessionState)
        try:
            await in_session(undo_request, session.actor(), request_id=request, trade_account_id=account, now=now())
        except Refusal as refusal:
            await self._refuse("requests", refusal)
            return
        await self.done(account, "organization.undone")

    # ------------------------------------------------------------ merging and splitting

    @rx.event
    @requires(Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def rehearse_merging(self, account: int, typed: dict[str, str | bool | None]) -> None:
        """Show what a merge would change."""
        session = await self.get_state(SessionState)
        first, second = (number_in(str(typed.get(name, ""))) for name in ("first", "second"))
        self._forget_rehearsal()
        try:
            outcome = await in_reading(
                rehearse_merge,
                session.actor(),
                trade_account_id=account,
                first=first,
                second=second,
                identical_practices=bool(typed.get("identical")),
            )
        except Refusal as refusal:
            await self._refuse("merge", refusal)
            return
        reason = str(typed.get("reason", ""))
        self._show(outcome, Rehearsed("merge", first, second, "", "", reason, outcome.kept), session)

    @rx.event
    @requires(Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def rehearse_splitting(self, account: int, typed: dict[str, str]) -> None:
        """Show what a split would change."""
        session = await self.get_state(SessionState)
        model, _mark, business_type = typed.get("part", "").partition("/")
        name, number = typed.get("name", ""), number_in(model)
        self._forget_rehearsal()
        try:
            outcome = await in_reading(
                rehearse_split,
                session.actor(),
                trade_account_id=account,
                model=number,
                business_type=business_type,
                name=name,
            )
        except Refusal as refusal:
            await self._refuse("split", refusal)
            return
        seen = Rehearsed("split", number, 0, business_type, name, typed.get("reason", ""), outcome.kept)
        self._show(outcome, seen, session)

    def _show(self, outcome: Outcome, rehearsed: Rehearsed, session: SessionState) -> None:
        self.problems, self.told, self.rehearsed = {}, "", rehearsed
        self.outcome = outcome_lines(outcome, session.language)
        names = (*(line.name for line in self.models if line.id in {rehearsed.first, rehearsed.second}), "", "")[:2]
        self.differing = outcome_texts(outcome, (names[0], names[1]), session.language)

    @rx.event
    @requires(Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def ask_merge(self, account: int, first: int, second: int, reason: str) -> None:
        """Send the request for the merge that was rehearsed; the practices were confirmed as identical there."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                request_merge,
                session.actor(),
                trade_account_id=account,
                first=first,
                second=second,
                identical_practices=True,
                reason=reason,
                now=now(),
            )
        except Refusal as refusal:
            await self._refuse("merge", refusal)
            return
        await self.done(account, "organization.requested")

    @rx.event
    @requires(Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def ask_split(self, account: int, model: int, business_type: str, name: str, reason: str) -> None:
        """Send the request for the split that was rehearsed."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                request_split,
                session.actor(),
                trade_account_id=account,
                model=model,
                business_type=business_type,
                name=name,
                reason=reason,
                now=now(),
            )
        except Refusal as refusal:
            await self._refuse("split", refusal)
            return
        await self.done(account, "organization.requested")

    @rx.event
    @requires(Permission.APPLICATION_SUBMIT)
    async def choose(self, account: int, pair: int, which: str) -> None:
        """Take one of two texts into the merged form."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                choose_text, session.actor(), text_id=pair, which=which, language=session.language, now=now()
            )
        except Refusal as refusal:
            await self._refuse("texts", refusal)
            return
        await self.done(account, "merge.chosen")
