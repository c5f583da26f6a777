"""Status verification between partners: join, find, ask, accept, decline, watch, leave; what is hidden stays hidden."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select, update

from ctpat_app.adapters.phones import read_phone
from ctpat_app.domain.company_names import FOLD_VERSION
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.permissions import Role
from ctpat_app.domain.svi import MAX_A_DAY, Direction, LinkState, Settings
from ctpat_app.services.svi_links import (
    accept_request,
    decline_request,
    lift_block,
    send_request,
    stop_monitoring,
    take_back_request,
    watchers_of,
)
from ctpat_app.services.svi_lists import Shown, read_monitoring, read_shared, search_partners
from ctpat_app.services.svi_membership import SVI_AGREEMENT, change_settings, join_svi, leave_svi, read_participation
from ctpat_app.services.svi_names import refold_names
from ctpat_app.services.svi_standing import follow_status, take_over_links
from ctpat_app.services.trade_accounts import save_company_field
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi import SviLinkRow, SviNameRow
from ctpat_app.words.localiser import localiser_for
from tests.factories import WHEN, a_member, a_person
from tests.svi import Participant, a_certified_company, a_participant

ENGLISH = localiser_for("en")
LATER = WHEN + timedelta(days=2)


def join(session: Session, company: Participant, *, agreed: bool = True, name: str = "") -> None:
    join_svi(
        session,
        company.officer,
        security_model_id=company.model,
        typed_name=name or company.officer.name,
        agreed=agreed,
        settings=Settings(),
        localiser=ENGLISH,
        now=WHEN,
    )


def ask(session: Session, sender: Participant, to: int, direction: Direction = Direction.OFFER) -> LinkState:
    return send_request(
        session, sender.officer, security_model_id=sender.model, partner_id=to, direction=direction, now=WHEN
    )


def move(session: Session, company: Participant, status: Status) -> None:
    row = session.get_one(SecurityModelRow, company.model)
    before, row.status = Status(row.status), status
    follow_status(session, row, before, LATER)
    session.flush()


def found(session: Session, by: Participant, typed: str) -> list[str]:
    page = search_partners(session, by.officer, security_model_id=by.model, typed=typed)
    return [each.company for each in page.partners]


def told(session: Session, company: Participant) -> list[str]:
    query = select(NoticeRow.template).where(NoticeRow.user_id == company.officer.user_id)
    return list(session.exec(query.order_by(col(NoticeRow.id))))


def the_link(session: Session) -> int:
    return session.exec(select(SviLinkRow.id).order_by(col(SviLinkRow.id).desc())).first() or 0


# ---------------------------------------------------------------- joining


def test_the_officer_signs_and_takes_part(session: Session) -> None:
    ana = a_certified_company(session, "ana", "ABC Trucking")
    join(session, ana)
    seen = read_participation(session, ana.officer, security_model_id=ana.model, localiser=ENGLISH)
    assert seen.settings == Settings()
    assert seen.signed is not None
    assert (seen.signed.agreement_id, seen.signed.acting_for) == (SVI_AGREEMENT, "ABC Trucking")
    assert seen.signed.text == seen.agreement.whole


@pytest.mark.parametrize("status", sorted(set(Status) - IN_GOOD_STANDING))
def test_only_members_in_good_standing_join(session: Session, status: Status) -> None:
    ana = a_certified_company(session, "ana", "ABC Trucking")
    session.get_one(SecurityModelRow, ana.model).status = status
    with pytest.raises(Refusal, match=r"svi\.not-in-good-standing"):
        join(session, ana)


def test_without_the_box_or_with_another_name_nothing_is_signed(session: Session) -> None:
    ana = a_certified_company(session, "ana", "ABC Trucking")
    with pytest.raises(InvalidValue, match=r"sign\.not-agreed"):
        join(session, ana, agreed=False)
    with pytest.raises(InvalidValue, match=r"sign\.name-differs"):
        join(session, ana, name="Somebody Else")
    assert session.exec(select(AgreementSignatureRow)).all() == []


def test_only_the_officer_joins_changes_settings_and_leaves(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    ben, dan = a_person(session, "ben"), a_person(session, "dan")
    a_member(session, ana.account, ben, role=Role.EMPLOYEE)
    for person, code in ((ben, "access.not-your-role"), (dan, "access.not-yours")):
        with pytest.raises(NotPermitted, match=code):
            leave_svi(session, person, security_model_id=ana.model, now=WHEN)
        with pytest.raises(NotPermitted, match=code):
            change_settings(session, person, security_model_id=ana.model, settings=Settings(), now=WHEN)


def test_joining_twice_signs_once(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    join(session, ana)
    assert len(session.exec(select(AgreementSignatureRow)).all()) == 1


# ---------------------------------------------------------------- finding


def test_participants_are_found_by_a_part_of_their_name(session: Session) -> None:
    ana = a_participant(session, "ana", "Importer Inc")
    a_participant(session, "dan", "ABC Trucking")
    a_certified_company(session, "eve", "C Truck without SVI")
    assert found(session, ana, "C T") == ["ABC Trucking"]
    assert found(session, ana, "kin") == ["ABC Trucking"]
    assert found(session, ana, "BCT") == []


def test_who_wants_not_to_be_found_or_lost_its_standing_is_not_found(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    change_settings(session, dan.officer, security_model_id=dan.model, settings=Settings(searchable=False), now=WHEN)
    assert found(session, ana, "ABC") == []
    change_settings(session, dan.officer, security_model_id=dan.model, settings=Settings(), now=WHEN)
    assert found(session, ana, "ABC") == ["ABC Trucking"]
    move(session, dan, Status.SUSPENDED)
    assert found(session, ana, "ABC") == []


def test_a_new_name_is_found_at_once_and_the_old_one_no_more(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    save_company_field(
        session,
        dan.officer,
        trade_account_id=dan.account,
        field="legal_name",
        seen_version=1,
        text="Delta Haulage",
        countries=(),
        read_phone=read_phone,
        now=WHEN,
    )
    assert found(session, ana, "ABC") == []
    assert found(session, ana, "haul") == ["Delta Haulage"]


def test_names_that_an_earlier_rule_has_folded_are_found_by_the_rule_of_now(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Acme Importers"), a_participant(session, "dan", "Yamada Transport")
    hidden = a_participant(session, "eve", "Eve Freight", settings=Settings(searchable=False))
    old = {SviNameRow.key: " YAMADA TRANSPORT ", SviNameRow.fold_version: FOLD_VERSION - 1}
    session.execute(update(SviNameRow).where(col(SviNameRow.partner_id) == dan.model).values(old))
    refold_names(session)
    found = session.exec(select(SviNameRow.partner_id, SviNameRow.fold_version)).all()
    assert sorted(found) == [(ana.model, FOLD_VERSION), (dan.model, FOLD_VERSION)]
    assert hidden.model not in dict(found)


def test_who_does_not_take_part_cannot_search(session: Session) -> None:
    ana = a_certified_company(session, "ana", "Importer Inc")
    with pytest.raises(Refusal, match=r"svi\.not-joined"):
        found(session, ana, "ABC")


# ---------------------------------------------------------------- requests


@pytest.mark.parametrize(("direction", "ana_sees_dan"), [(Direction.OFFER, False), (Direction.ASK, True)])
def test_an_accepted_request_shows_the_status_to_the_watcher_alone(
    session: Session, direction: Direction, ana_sees_dan: bool
) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    assert ask(session, ana, dan.model, direction) is LinkState.PENDING
    accept_request(session, dan.officer, link_id=the_link(session), now=WHEN)
    watcher, watched = (ana, dan) if ana_sees_dan else (dan, ana)
    mine = read_monitoring(session, watcher.officer, security_model_id=watcher.model)
    theirs = read_monitoring(session, watched.officer, security_model_id=watched.model)
    assert [each.status for each in mine.i_watch] == [Status.CERTIFIED]
    assert [each.status for each in theirs.watching_me] == [None]
    assert (mine.watching_me, theirs.i_watch) == ((), ())


def test_a_status_shows_only_while_the_link_stands(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    ask(session, ana, dan.model, Direction.ASK)
    lists = read_monitoring(session, ana.officer, security_model_id=ana.model)
    assert [(each.state, each.status) for each in lists.i_watch] == [(LinkState.PENDING, None)]
    accept_request(session, dan.officer, link_id=the_link(session), now=WHEN)
    move(session, dan, Status.CERTIFIED_VALIDATED)
    lists = read_monitoring(session, ana.officer, security_model_id=ana.model)
    assert [each.status for each in lists.i_watch] == [Status.CERTIFIED_VALIDATED]
    stop_monitoring(session, dan.officer, link_id=the_link(session), now=LATER)
    lists = read_monitoring(session, ana.officer, security_model_id=ana.model, shown=Shown.REVOKED)
    assert [(each.state, each.status, each.ended_by_me) for each in lists.i_watch] == [(LinkState.REVOKED, None, False)]


def test_declining_blocks_until_it_is_lifted(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    ask(session, ana, dan.model)
    decline_request(session, dan.officer, link_id=the_link(session), now=WHEN)
    for direction in Direction:
        with pytest.raises(Refusal, match=r"svi\.declined-before"):
            ask(session, ana, dan.model, direction)
    assert ask(session, dan, ana.model) is LinkState.PENDING  # it blocks one way only
    lift_block(session, dan.officer, security_model_id=dan.model, partner_id=ana.model, now=WHEN)
    assert ask(session, ana, dan.model, Direction.OFFER) is LinkState.PENDING


def test_who_accepts_by_itself_is_linked_at_once(session: Session) -> None:
    ana = a_participant(session, "ana", "Importer Inc")
    dan = a_participant(session, "dan", "ABC Trucking", settings=Settings(auto_accept=True))
    assert ask(session, ana, dan.model) is LinkState.ACCEPTED
    assert told(session, dan) == ["svi-accepted-by-itself"]


def test_two_requests_that_want_the_same_are_one_link(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    ask(session, ana, dan.model, Direction.ASK)
    assert ask(session, dan, ana.model, Direction.OFFER) is LinkState.ACCEPTED
    assert len(session.exec(select(SviLinkRow)).all()) == 1


def test_a_request_is_answered_by_the_other_side_alone_and_once(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    eve = a_participant(session, "eve", "Eve Freight")
    ask(session, ana, dan.model)
    link = the_link(session)
    with pytest.raises(Refusal, match=r"svi\.request-over"):
        accept_request(session, ana.officer, link_id=link, now=WHEN)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        accept_request(session, eve.officer, link_id=link, now=WHEN)
    take_back_request(session, ana.officer, link_id=link, now=WHEN)
    for act in (accept_request, decline_request):
        with pytest.raises(Refusal, match=r"svi\.request-over"):
            act(session, dan.officer, link_id=link, now=WHEN)


def test_a_second_request_of_the_same_kind_is_refused(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    ask(session, ana, dan.model)
    with pytest.raises(Refusal, match=r"svi\.asked-already"):
        ask(session, ana, dan.model)


def test_a_storm_of_requests_is_stopped(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    for _ in range(MAX_A_DAY):
        ask(session, ana, dan.model)
        take_back_request(session, ana.officer, link_id=the_link(session), now=WHEN)
    with pytest.raises(Refusal, match=r"svi\.too-many"):
        ask(session, ana, dan.model)
    later = WHEN + timedelta(days=1, seconds=1)
    sent = send_request(
        session,
        ana.officer,
        security_model_id=ana.model,
        partner_id=dan.model,
        direction=Direction.OFFER,
        now=later,
    )
    assert sent is LinkState.PENDING


# ---------------------------------------------------------------- hidden companies cannot be inferred


def test_a_request_to_a_hidden_company_answers_like_one_to_none(session: Session) -> None:
    ana = a_participant(session, "ana", "Importer Inc")
    outside = a_certified_company(session, "dan", "ABC Trucking")
    unsearchable = a_participant(session, "eve", "Eve Freight", settings=Settings(searchable=False))
    suspended = a_participant(session, "gus", "Gus Lines")
    move(session, suspended, Status.SUSPENDED)
    for partner in (outside.model, unsearchable.model, suspended.model, 99_999, 0, -1, 2**40):
        with pytest.raises(Refusal, match=r"svi\.partner-unknown"):
            ask(session, ana, partner)


def test_ones_own_company_is_no_partner(session: Session) -> None:
    ana = a_participant(session, "ana", "Importer Inc")
    with pytest.raises(Refusal, match=r"svi\.own-company"):
        ask(session, ana, ana.model)


# ---------------------------------------------------------------- leaving, and losing the standing


def test_leaving_breaks_every_link_in_both_directions_at_once(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    eve = a_participant(session, "eve", "Eve Freight")
    ask(session, ana, dan.model, Direction.ASK)
    accept_request(session, dan.officer, link_id=the_link(session), now=WHEN)
    ask(session, eve, dan.model)
    assert leave_svi(session, dan.officer, security_model_id=dan.model, now=LATER) == 2
    assert read_monitoring(session, ana.officer, security_model_id=ana.model).i_watch == ()
    ended = read_monitoring(session, ana.officer, security_model_id=ana.model, shown=Shown.REVOKED)
    assert [(each.state, each.status) for each in ended.i_watch] == [(LinkState.BROKEN, None)]
    assert found(session, ana, "ABC") == []
    seen = read_participation(session, dan.officer, security_model_id=dan.model, localiser=ENGLISH)
    assert (seen.settings, seen.signed, seen.why_left) == (None, None, "left")
    join(session, dan)
    assert found(session, ana, "ABC") == ["ABC Trucking"]
    assert read_monitoring(session, dan.officer, security_model_id=dan.model).watching_me == ()


def test_watchers_are_told_of_a_lost_standing_and_nobody_else(session: Session) -> None:
    dan = a_participant(session, "dan", "ABC Trucking")
    accepted, declined, pending = (a_participant(session, name, f"{name} Imports") for name in ("ana", "eve", "gus"))
    for each in (accepted, declined, pending):
        ask(session, each, dan.model, Direction.ASK)
        if each is not pending:
            act = accept_request if each is accepted else decline_request
            act(session, dan.officer, link_id=the_link(session), now=WHEN)
    move(session, dan, Status.SUSPENDED)
    assert told(session, accepted).count("svi-status-lost") == 1
    assert "svi-status-lost" not in told(session, declined) + told(session, pending)
    assert "svi-ended" in told(session, dan)
    assert read_monitoring(session, accepted.officer, security_model_id=accepted.model).i_watch == ()
    seen = read_participation(session, dan.officer, security_model_id=dan.model, localiser=ENGLISH)
    assert (seen.settings, seen.why_left) == (None, "standing")


def test_watchers_are_told_of_a_new_status_and_the_link_stands(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    ask(session, ana, dan.model, Direction.ASK)
    accept_request(session, dan.officer, link_id=the_link(session), now=WHEN)
    move(session, dan, Status.CERTIFIED_VALIDATED)
    assert told(session, ana)[-1] == "svi-status-changed"
    assert len(read_monitoring(session, ana.officer, security_model_id=ana.model).i_watch) == 1


def test_a_merge_lets_partners_go_on_watching_and_tells_nobody_of_a_lost_standing(session: Session) -> None:
    staying, ending = a_participant(session, "ana", "Importer Inc"), a_participant(session, "ben", "Importer South")
    both, one, between = (a_participant(session, name, f"{name} Lines") for name in ("dan", "eve", "gus"))
    for watcher, watched in ((both, staying), (both, ending), (one, ending), (ending, between)):
        ask(session, watcher, watched.model, Direction.ASK)
        accept_request(session, watched.officer, link_id=the_link(session), now=WHEN)
    before = {each: told(session, each) for each in (both, one, between)}
    take_over_links(
        session, staying_id=staying.model, ending_id=ending.model, user_id=staying.officer.user_id, now=LATER
    )
    assert watchers_of(session, staying.model) == {both.model, one.model}
    assert watchers_of(session, between.model) == {staying.model}
    assert watchers_of(session, ending.model) == frozenset()
    move(session, ending, Status.WITHDRAWN)
    assert {each: told(session, each) for each in (both, one, between)} == before


def test_a_merge_into_a_model_outside_of_svi_ends_the_links(session: Session) -> None:
    staying = a_certified_company(session, "ana", "Importer Inc")
    ending, dan = a_participant(session, "ben", "Importer South"), a_participant(session, "dan", "ABC Trucking")
    ask(session, dan, ending.model, Direction.ASK)
    accept_request(session, ending.officer, link_id=the_link(session), now=WHEN)
    take_over_links(
        session, staying_id=staying.model, ending_id=ending.model, user_id=staying.officer.user_id, now=LATER
    )
    assert read_monitoring(session, dan.officer, security_model_id=dan.model).i_watch == ()


# ---------------------------------------------------------------- sharing more


def test_more_is_shown_over_a_standing_link_alone_and_only_when_shared(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "Importer Inc"), a_participant(session, "dan", "ABC Trucking")
    ask(session, ana, dan.model)
    link = the_link(session)
    change_settings(session, dan.officer, security_model_id=dan.model, settings=Settings(share_more=True), now=WHEN)
    with pytest.raises(NotPermitted):
        read_shared(session, ana.officer, link_id=link)
    accept_request(session, dan.officer, link_id=link, now=WHEN)
    shown = read_shared(session, ana.officer, link_id=link)
    assert (shown.company, shown.types) == ("ABC Trucking", ("us-importer",))
    with pytest.raises(NotPermitted):
        read_shared(session, dan.officer, link_id=link)  # the importer shares no more than its name and status
    change_settings(session, dan.officer, security_model_id=dan.model, settings=Settings(), now=WHEN)
    with pytest.raises(NotPermitted):
        read_shared(session, ana.officer, link_id=link)
