"""The register of training: what is due next, what was held, and the form of one record."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.training import Training
from ctpat_app.services.library import current_library
from ctpat_app.services.trade_accounts import list_trade_accounts
from ctpat_app.services.training import Register, add_training, edit_training, read_register, topic_name
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import (
    RecordLine,
    TopicCard,
    record_line,
    topic_card,
    training_in,
    training_values,
)
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


class TrainingState(rx.State):
    """The register of the company that the address names."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    may_write: bool = False
    topics: list[TopicCard] = []
    records: list[RecordLine] = []
    companies: list[list[str]] = []
    """When the address names none: the reader's companies, as number and name."""
    told: str = ""

    @rx.event
    @requires(Permission.ACTIONS_READ)
    async def load(self) -> None:
        """Show the register; who belongs to one company need not name it."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        language, wanted = session.language, self.router.url.query_parameters
        account = await _company(session, wanted.get("account", ""))
        if not account and not wanted.get("account"):
            mine = await in_reading(list_trade_accounts, session.actor())
            self.companies, self.loaded = [[str(each.id), each.legal_name] for each in mine], True
            return
        try:
            register = await _register(session, account)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.account, self.company, self.may_write = account, register.company, register.may_write
        self.topics = [topic_card(each, language) for each in register.topics]
        self.records = [record_line(each, account, language) for each in register.records]
        if wanted.get("told") in {"added", "changed"}:
            self.told = message(f"training.{wanted['told']}", language)
        self.loaded = True


class TrainingRecordState(PlainForm, rx.State):
    """The record that the address names, or the form for a new one."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    record: int = 0
    """0: a new one."""
    version: int = 0
    topics: list[list[str]] = []
    documents: list[list[str]] = []

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def load(self) -> None:
        """Show the record that the address names, or an empty form."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        account, record = await _company(session, wanted.get("account", "")), number_in(wanted.get("record", ""))
        try:
            register = await _register(session, account, to_write=True)
            training = self._find(register, record)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        if not record:
            training = _begun(wanted.get("topic", ""))
        self.account, self.company, self.record = account, register.company, record
        self.values, self.form_key = training_values(training), f"{record}/{self.version}"
        self.topics = [
            [each, localiser_for(session.language).text(topic_name(each))] for each in current_library().training_topics
        ]
        self.documents = [[str(number), name] for number, name in register.documents]
        self.loaded = True

    def _find(self, register: Register, record: int) -> Training:
        found = next((each for each in register.records if each.id == record), None)
        if record and found is None:
            raise NotPermitted
        self.version = found.version if found else 0
        return found.training if found else _begun("")

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def add(self, account: int, typed: Typed) -> EventSpec | None:
        """Write a training down, then show the register."""
        session = await self.get_state(SessionState)
        try:
            training = training_in(typed)
            await in_session(add_training, session.actor(), trade_account_id=account, training=training, now=now())
        except Refusal as refusal:
            await self.refuse("training", refusal)
            return None
        return rx.redirect(f"/{session.language}/training/?account={account}&told=added")

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def edit(self, record: int, seen_version: int, typed: Typed) -> EventSpec | None:
        """Change a record, then show the register."""
        session = await self.get_state(SessionState)
        try:
            training = training_in(typed)
            account = await in_session(
                edit_training,
                session.actor(),
                record_id=record,
                seen_version=seen_version,
                training=training,
                now=now(),
            )
        except StaleVersion as stale:
            # The fields keep what was typed; pressing again goes on from what the other one wrote.
            self.version = stale.version
            await self.refuse("training", stale)
            return None
        except Refusal as refusal:
            await self.refuse("training", refusal)
            return None
        return rx.redirect(f"/{session.language}/training/?account={account}&told=changed")


async def _company(session: SessionState, wanted: str) -> int:
    """Return the company that the address names; who belongs to one alone need not name it."""
    if wanted:
        return number_in(wanted)
    mine = await in_reading(list_trade_accounts, session.actor())
    return mine[0].id if len(mine) == 1 else 0


async def _register(session: SessionState, account: int, *, to_write: bool = False) -> Register:
    actor = session.actor()
    # The look of staff is written down, so it is no mere reading.
    run = in_session if actor.staff_role else in_reading
    return await run(read_register, actor, trade_account_id=account, to_write=to_write, now=now())


def _begun(topic: str) -> Training:
    """Return what the form of a new record begins with."""
    found = current_library().training_topics.get(topic)
    return Training(topic if found else "", None, repeat_months=found.repeat_months if found else 12)
