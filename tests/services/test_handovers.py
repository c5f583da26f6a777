"""The office of officer passes on: nobody strands the company, and nobody becomes an officer unasked."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.services import handovers, members
from ctpat_app.services.audit import broken_links
from ctpat_app.tables.accounts import MembershipRow, UserAccountRow
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import AnswerRow
from ctpat_app.tables.outbox import OutboxRow
from tests.applicants import really_committing
from tests.factories import Cast, a_draft, a_member, a_person, a_trade_account, an_answer, the_cast
from tests.services.test_members import DECLARATION


def proved(actor: Actor, now: datetime) -> Actor:
    return replace(actor, proved_at=now)


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return fresh(the_cast(session), now)


def fresh(cast: Cast, now: datetime) -> Cast:
    ana, ben, chloe, dan, eva = (proved(each, now) for each in (cast.ana, cast.ben, cast.chloe, cast.dan, cast.eva))
    return replace(cast, ana=ana, ben=ben, chloe=chloe, dan=dan, eva=eva)


def member_id(session: Session, account: int, person: Actor) -> int:
    query = select(MembershipRow.id).where(
        MembershipRow.trade_account_id == account, MembershipRow.user_id == person.user_id
    )
    return session.exec(query).one() or 0


def role(session: Session, cast: Cast, name: str) -> Role | None:
    views = members.list_members(session, cast.chloe, trade_account_id=cast.account)
    return next((view.role for view in views if view.name == name), None)


def offer(session: Session, cast: Cast, now: datetime, *, to: Actor | None = None, leaves: bool = False) -> int:
    receiver = member_id(session, cast.account, to or cast.ben)
    return handovers.offer_office(
        session, cast.ana, trade_account_id=cast.account, member_id=receiver, leaves=leaves, now=now
    )


def accept(session: Session, who: Actor, handover: int, now: datetime) -> int:
    return handovers.accept_office(session, who, handover_id=handover, agreement=DECLARATION, name=who.name, now=now)


def test_until_it_is_accepted_the_officer_stays(session: Session, cast: Cast, now: datetime) -> None:
    offer(session, cast, now)
    assert (role(session, cast, "Ana"), role(session, cast, "Ben")) == (Role.OFFICER, Role.EMPLOYEE)
    seen = {
        who: handovers.standing_handover(session, getattr(cast, who), trade_account_id=cast.account)
        for who in ("ana", "ben", "chloe")
    }
    assert [(view.may_take_back, view.may_accept) for view in seen.values() if view] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_accepting_declares_and_passes_the_office_on(session: Session, cast: Cast, now: datetime) -> None:
    handover = offer(session, cast, now)
    assert accept(session, cast.ben, handover, now) == cast.account
    assert (role(session, cast, "Ana"), role(session, cast, "Ben")) == (Role.EMPLOYEE, Role.OFFICER)
    [signature] = session.exec(
        select(AgreementSignatureRow).where(col(AgreementSignatureRow.voided_at).is_(None))
    ).all()
    assert (signature.signer_id, signature.acting_for) == (cast.ben.user_id, "Acme Carriers SA")
    actions = session.exec(select(AuditEventRow.action).where(AuditEventRow.chain == cast.account)).all()
    assert list(actions) == ["handover.offered", "officer.stepped-down", "officer.declared", "handover.accepted"]
    assert broken_links(session, cast.account) == []
    mails = session.exec(select(OutboxRow.template, OutboxRow.recipient).order_by(col(OutboxRow.id))).all()
    assert [tuple(mail) for mail in mails] == [
        ("handover-offered", "ben@example.com"),
        ("handover-accepted", "ana@example.com"),
    ]


def test_who_leaves_with_the_office_keeps_their_name_on_their_work(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_draft(session, cast.account, cast.ana)
    an_answer(session, draft, cast.ana, "criterion.1.1", "Ana wrote this.")
    accept(session, cast.ben, offer(session, cast, now, leaves=True), now)
    assert role(session, cast, "Ana") is None
    writer = session.exec(
        select(UserAccountRow.name)
        .join(AnswerRow, col(AnswerRow.user_id) == col(UserAccountRow.id))
        .where(AnswerRow.draft_id == draft)
    ).one()
    assert writer == "Ana"


@pytest.mark.parametrize("how", ["declined", "taken-back"])
def test_an_offer_can_be_declined_or_taken_back(session: Session, cast: Cast, now: datetime, how: str) -> None:
    handover = offer(session, cast, now)
    if how == "declined":
        handovers.decline_office(session, cast.ben, handover_id=handover, now=now)
    else:
        handovers.take_back_office(session, cast.ana, handover_id=handover, now=now)
    assert handovers.standing_handover(session, cast.ana, trade_account_id=cast.account) is None
    with pytest.raises(InvalidValue, match=r"handover\.over"):
        accept(session, cast.ben, handover, now)
    assert role(session, cast, "Ana") is Role.OFFICER
    offer(session, cast, now)


def test_one_person_is_asked_at_a_time(session: Session, cast: Cast, now: datetime) -> None:
    olga = a_person(session, "olga")
    a_member(session, cast.account, olga)
    offer(session, cast, now)
    with pytest.raises(InvalidValue, match=r"handover\.offered-already"):
        offer(session, cast, now, to=olga)


def test_a_removal_while_the_office_is_on_offer_ends_the_offer(session: Session, cast: Cast, now: datetime) -> None:
    olga = a_person(session, "olga")
    a_member(session, cast.account, olga)
    handover = offer(session, cast, now)
    ben = member_id(session, cast.account, cast.ben)
    members.remove_member(session, cast.ana, trade_account_id=cast.account, member_id=ben, now=now)
    assert handovers.standing_handover(session, cast.ana, trade_account_id=cast.account) is None
    with pytest.raises(NotPermitted):
        accept(session, cast.ben, handover, now)
    offer(session, cast, now, to=olga)


@pytest.mark.parametrize("who", ["dan", "chloe", "ana", "eva"])
def test_only_the_named_colleague_accepts(session: Session, cast: Cast, now: datetime, who: str) -> None:
    handover = offer(session, cast, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        accept(session, getattr(cast, who), handover, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        handovers.decline_office(session, getattr(cast, who), handover_id=handover, now=now)


@pytest.mark.parametrize("who", ["dan", "chloe", "ben"])
def test_only_the_officer_takes_back(session: Session, cast: Cast, now: datetime, who: str) -> None:
    handover = offer(session, cast, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        handovers.take_back_office(session, getattr(cast, who), handover_id=handover, now=now)


def test_dan_cannot_see_or_make_an_offer(session: Session, cast: Cast, now: datetime) -> None:
    offer(session, cast, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        handovers.standing_handover(session, cast.dan, trade_account_id=cast.account)
    ben = member_id(session, cast.account, cast.ben)
    for account in (cast.account, cast.dans_account):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            handovers.offer_office(session, cast.dan, trade_account_id=account, member_id=ben, leaves=False, now=now)


def test_an_office_is_not_handed_over_at_an_unattended_screen(session: Session, cast: Cast, now: datetime) -> None:
    handover, later = offer(session, cast, now), now + timedelta(hours=1)
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        accept(session, cast.ben, handover, later)
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        handovers.leave_account(session, cast.chloe, trade_account_id=cast.account, now=later)


def test_a_member_leaves_by_themselves(session: Session, cast: Cast, now: datetime) -> None:
    handovers.leave_account(session, cast.ben, trade_account_id=cast.account, now=now)
    assert role(session, cast, "Ben") is None
    with pytest.raises(NotPermitted):
        handovers.leave_account(session, cast.ben, trade_account_id=cast.account, now=now)


def test_the_only_officer_and_the_last_member_stay(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(InvalidValue, match=r"members\.only-officer"):
        handovers.leave_account(session, cast.ana, trade_account_id=cast.account, now=now)
    alone = a_trade_account(session, cast.eva, name="Eva Alone")
    with pytest.raises(InvalidValue, match=r"members\.last-member"):
        handovers.leave_account(session, cast.eva, trade_account_id=alone, now=now)
    own = member_id(session, cast.account, cast.ana)
    with pytest.raises(InvalidValue, match=r"members\.only-officer"):
        members.remove_member(session, cast.ana, trade_account_id=cast.account, member_id=own, now=now)


# ---------------------------------------------------------------- at once


@pytest.fixture
def committed(shared_engine: Engine, now: datetime) -> Iterator[Cast]:
    with really_committing(shared_engine), transaction() as session:
        cast = fresh(the_cast(session), now)
        session.commit()
        yield cast


def at_once(*actions: Callable[[Session], object]) -> list[object]:
    """Run each action in a transaction and thread of its own; what it returned or why it was refused."""
    start, outcomes = threading.Barrier(len(actions)), []

    def run(action: Callable[[Session], object]) -> None:
        start.wait()
        try:
            with transaction() as session:
                outcomes.append(action(session))
        except Refusal as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_who_accept_at_once_leave_one_officer(committed: Cast, now: datetime) -> None:
    with transaction() as session:
        handover = offer(session, committed, now)
    outcomes = at_once(*[lambda session: accept(session, committed.ben, handover, now)] * 2)
    assert sorted(type(each).__name__ for each in outcomes) == ["InvalidValue", "int"]
    with transaction() as session:
        roles = [role(session, committed, name) for name in ("Ana", "Ben")]
    assert roles == [Role.EMPLOYEE, Role.OFFICER]


def test_accepting_and_taking_back_at_once_has_one_outcome(committed: Cast, now: datetime) -> None:
    with transaction() as session:
        handover = offer(session, committed, now)
    outcomes = at_once(
        lambda session: accept(session, committed.ben, handover, now),
        lambda session: handovers.take_back_office(session, committed.ana, handover_id=handover, now=now),
    )
    assert sum(isinstance(each, Refusal) for each in outcomes) == 1
    with transaction() as session:
        officers = [name for name in ("Ana", "Ben") if role(session, committed, name) is Role.OFFICER]
    assert len(officers) == 1


def test_a_removal_and_an_acceptance_at_once_leave_an_officer(committed: Cast, now: datetime) -> None:
    with transaction() as session:
        handover, ben = offer(session, committed, now), member_id(session, committed.account, committed.ben)
    at_once(
        lambda session: accept(session, committed.ben, handover, now),
        lambda session: members.remove_member(
            session, committed.ana, trade_account_id=committed.account, member_id=ben, now=now
        ),
    )
    with transaction() as session:
        officers = [name for name in ("Ana", "Ben") if role(session, committed, name) is Role.OFFICER]
    assert len(officers) == 1


def test_two_who_leave_at_once_do_not_leave_the_company_alone(committed: Cast, now: datetime) -> None:
    with transaction() as session:
        pair = [proved(a_person(session, name), now) for name in ("ida", "joe")]
        account = a_trade_account(session, pair[0], name="Two of us")
        a_member(session, account, pair[1])
    outcomes = at_once(
        *(
            lambda session, who=who: handovers.leave_account(session, who, trade_account_id=account, now=now)
            for who in pair
        )
    )
    assert sum(isinstance(each, Refusal) for each in outcomes) == 1
