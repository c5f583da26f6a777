"""The register of partners: found, added, changed, removed, taken back; live status from SVI; registers that merge."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.partners import Due, Partner, ShownBy, Watch
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.domain.svi import Direction, Settings
from ctpat_app.services import partners
from ctpat_app.services.partner_merging import join_registers
from ctpat_app.services.partners import (
    PartnerView,
    Register,
    Sort,
    Wish,
    add_partner,
    change_partner,
    choices_of_watched,
    get_partner,
    list_partners,
    remove_partner,
    take_back_partner,
)
from ctpat_app.services.svi_links import send_request
from ctpat_app.services.svi_standing import follow_status, take_over_links
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.tables.partners import PartnerRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi_letters import SviLetterRow
from tests.factories import WHEN, Cast, a_letter, a_member, a_partner, a_person, a_security_model, an_inquiry, the_cast
from tests.svi import Participant, a_participant

PARTNER = Partner("Bravo Trucking", "trucker", "MX", email="ops@bravo.example", risk="low", risk_reason="Short way")
LANGUAGES = ("en", "es")


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def add(session: Session, cast: Cast, now: datetime, **changes: object) -> int:
    partner = replace(PARTNER, **changes)  # type: ignore[arg-type]
    return add_partner(session, cast.ben, trade_account_id=cast.account, partner=partner, languages=LANGUAGES, now=now)


def change(session: Session, who: Actor, number: int, seen: int, now: datetime, **changes: object) -> None:
    partner = replace(PARTNER, **changes)  # type: ignore[arg-type]
    change_partner(session, who, partner_id=number, seen_version=seen, partner=partner, languages=LANGUAGES, now=now)


def register(session: Session, cast: Cast, now: datetime, **wish: Any) -> Register:
    return list_partners(session, cast.chloe, trade_account_id=cast.account, wish=Wish(**wish), now=now)


def names(session: Session, cast: Cast, now: datetime, **wish: Any) -> list[str]:
    return [each.partner.name for each in register(session, cast, now, **wish).partners]


def view(session: Session, cast: Cast, number: int, now: datetime) -> PartnerView:
    return get_partner(session, cast.ana, partner_id=number, now=now)


# ---------------------------------------------------------------- finding


def test_a_partner_is_found_by_a_consecutive_part_of_its_name(session: Session, cast: Cast, now: datetime) -> None:
    for name in ("Łódź Cargo", "Bravo 50% Trucking", "上海货运有限公司", "Bravo Trucking"):
        add(session, cast, now, name=name)
    assert names(session, cast, now, part="lodz") == ["Łódź Cargo"]
    assert names(session, cast, now, part="50% t") == ["Bravo 50% Trucking"]
    assert names(session, cast, now, part="货运") == ["上海货运有限公司"]
    assert names(session, cast, now, part="bravo") == ["Bravo 50% Trucking", "Bravo Trucking"]
    assert names(session, cast, now, part="bravotrucking") == []
    assert names(session, cast, now, part="_") == []


def test_filters_and_orders(session: Session, cast: Cast, now: datetime) -> None:
    add(session, cast, now, name="C", country="US", role="broker", risk="high")
    add(session, cast, now, name="A", country="MX", risk="", risk_reason="", next_due_on=date(2026, 1, 1))
    add(session, cast, now, name="B", country="DE", program="aeo", proof_checked_on=now.date())
    assert names(session, cast, now, role="broker") == ["C"]
    assert names(session, cast, now, country="DE") == ["B"]
    assert names(session, cast, now, risk=partners.NOT_RATED) == ["A"]
    assert names(session, cast, now, program="aeo") == ["B"]
    assert names(session, cast, now, only_due=True) == ["A", "C"]
    assert names(session, cast, now, sort=Sort.DUE) == ["A", "C", "B"]
    assert names(session, cast, now, sort=Sort.RISK) == ["C", "B", "A"]
    assert names(session, cast, now, sort=Sort.COUNTRY) == ["B", "A", "C"]
    shown = register(session, cast, now)
    assert (shown.total, shown.due, shown.countries, shown.may_manage) == (3, 2, ("DE", "MX", "US"), False)


def test_pages_follow_each_other_and_none_is_beyond(session: Session, cast: Cast, now: datetime) -> None:
    for number in range(26):
        a_partner(session, cast.account, cast.ana, f"Partner {number:02}")
    first, second, beyond = (register(session, cast, now, page=page) for page in (1, 2, 9))
    assert [len(each.partners) for each in (first, second, beyond)] == [25, 1, 1]
    assert (first.count, first.pages, beyond.page) == (26, 2, 2)


def test_the_newest_questionnaire_is_told_and_counts(session: Session, cast: Cast, now: datetime) -> None:
    number = add(session, cast, now)
    assert view(session, cast, number, now).standing.reasons == (Due.NEVER_ASKED,)
    an_inquiry(session, number, cast.ana, state="closed", signed_at=WHEN, outcome="accepted", score=80)
    shown = view(session, cast, number, now)
    assert (shown.standing.reasons, shown.shown_by) == ((), ShownBy.QUESTIONNAIRE)
    assert shown.newest is not None
    assert (shown.newest.state, shown.newest.score, shown.newest.outcome) == ("closed", 80, "accepted")
    an_inquiry(session, number, cast.ana, state="sent", sent_at=now, due_on=now.date() - timedelta(days=1))
    shown = view(session, cast, number, now)
    assert [each.state for each in shown.inquiries] == ["closed", "sent"]
    assert shown.standing.reasons == (Due.ANSWER_LATE,)


# ---------------------------------------------------------------- changing


def test_a_partner_stands_in_a_register_once(session: Session, cast: Cast, now: datetime) -> None:
    first = add(session, cast, now)
    with pytest.raises(FormFaults) as refused:
        add(session, cast, now, name="BRAVO  trucking")
    assert refused.value.faults["name"].code == "partner.there-already"
    other = add(session, cast, now, country="US")
    with pytest.raises(FormFaults):
        change(session, cast.ben, other, 1, now, country="MX")
    remove_partner(session, cast.ben, partner_id=first, seen_version=1, now=now)
    change(session, cast.ben, other, 1, now, country="MX")
    with pytest.raises(InvalidValue, match=r"partner\.there-already"):
        take_back_partner(session, cast.ben, partner_id=first, seen_version=2, now=now)


def test_nobody_overwrites_what_they_have_not_seen(session: Session, cast: Cast, now: datetime) -> None:
    number = add(session, cast, now)
    change(session, cast.ana, number, 1, now, risk="high", risk_reason="Border")
    with pytest.raises(StaleVersion, match=r"partner\.changed-meanwhile") as stale:
        change(session, cast.ben, number, 1, now, note="Mine")
    assert stale.value.version == 2
    with pytest.raises(StaleVersion):
        remove_partner(session, cast.ben, partner_id=number, seen_version=1, now=now)
    assert view(session, cast, number, now).partner.risk == "high"


def test_what_was_removed_can_be_read_and_taken_back(session: Session, cast: Cast, now: datetime) -> None:
    number = add(session, cast, now)
    inquiry = an_inquiry(session, number, cast.ana)
    remove_partner(session, cast.ben, partner_id=number, seen_version=1, now=now)
    assert names(session, cast, now) == []
    assert names(session, cast, now, removed=True) == [PARTNER.name]
    shown = view(session, cast, number, now)
    assert (shown.removed_on, [each.id for each in shown.inquiries]) == (now.date(), [inquiry])
    with pytest.raises(InvalidValue, match=r"partner\.is-removed"):
        change(session, cast.ben, number, 2, now)
    take_back_partner(session, cast.ben, partner_id=number, seen_version=2, now=now)
    assert names(session, cast, now) == [PARTNER.name]
    actions = session.exec(select(AuditEventRow.action).where(AuditEventRow.chain == cast.account)).all()
    assert list(actions) == ["partner.added", "partner.removed", "partner.taken-back"]


def test_a_full_register_takes_no_more(
    session: Session, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partners, "MAX_PARTNERS", 1)
    first = add(session, cast, now)
    with pytest.raises(InvalidValue, match=r"partner\.too-many"):
        add(session, cast, now, name="Another")
    remove_partner(session, cast.ben, partner_id=first, seen_version=1, now=now)
    add(session, cast, now, name="Another")
    with pytest.raises(InvalidValue, match=r"partner\.too-many"):
        take_back_partner(session, cast.ben, partner_id=first, seen_version=2, now=now)


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("who", ["dan", "eva", "finn"])
def test_dan_cannot_see_or_write_the_register(session: Session, cast: Cast, now: datetime, who: str) -> None:
    number, stranger = add(session, cast, now), getattr(cast, who)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        list_partners(session, stranger, trade_account_id=cast.account, wish=Wish(), now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        choices_of_watched(session, stranger, trade_account_id=cast.account)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        add_partner(session, stranger, trade_account_id=cast.account, partner=PARTNER, languages=LANGUAGES, now=now)
    for each in (number, number + 900, 2**40, 0, -1):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            get_partner(session, stranger, partner_id=each, now=now)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            change(session, stranger, each, 1, now)
        for use_case in (remove_partner, take_back_partner):
            with pytest.raises(NotPermitted, match=r"access\.not-yours"):
                use_case(session, stranger, partner_id=each, seen_version=1, now=now)


def test_a_consultant_reads_and_cannot_write(session: Session, cast: Cast, now: datetime) -> None:
    number = add(session, cast, now)
    assert get_partner(session, cast.chloe, partner_id=number, now=now).may_manage is False
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        change(session, cast.chloe, number, 1, now)
    for use_case in (remove_partner, take_back_partner):
        with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
            use_case(session, cast.chloe, partner_id=number, seen_version=1, now=now)


def test_a_member_without_a_part_in_the_program_sees_nothing(session: Session, cast: Cast, now: datetime) -> None:
    tom = a_person(session, "tom")
    a_member(session, cast.account, tom, role=Role.TRADE_USER)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        list_partners(session, tom, trade_account_id=cast.account, wish=Wish(), now=now)


# ---------------------------------------------------------------- status from SVI


@pytest.fixture
def pair(session: Session) -> tuple[Participant, Participant]:
    """Two participants: the first watches the second."""
    us, them = (
        a_participant(session, "uma", "Uma Imports"),
        a_participant(session, "theo", "Theo Haulage", settings=Settings(auto_accept=True)),
    )
    send_request(
        session, us.officer, security_model_id=us.model, partner_id=them.model, direction=Direction.ASK, now=WHEN
    )
    return us, them


def watched(session: Session, us: Participant, model: int, now: datetime) -> PartnerView:
    partner = replace(PARTNER, svi_model_id=model)
    number = add_partner(
        session, us.officer, trade_account_id=us.account, partner=partner, languages=LANGUAGES, now=now
    )
    return get_partner(session, us.officer, partner_id=number, now=now)


def test_a_watched_partner_shows_its_status_as_it_is_now(
    session: Session, pair: tuple[Participant, Participant], now: datetime
) -> None:
    us, them = pair
    assert choices_of_watched(session, us.officer, trade_account_id=us.account)[1] == ((them.model, "Theo Haulage"),)
    shown = watched(session, us, them.model, now)
    assert (shown.status, shown.watch, shown.shown_by) == (Status.CERTIFIED, Watch.STANDS, ShownBy.SVI)
    assert (shown.partner.program, shown.standing.is_due, shown.watched_as) == ("ctpat", False, "Theo Haulage")
    model = session.get_one(SecurityModelRow, them.model)
    model.status = Status.CERTIFIED_VALIDATED
    follow_status(session, model, Status.CERTIFIED, now)
    assert get_partner(session, us.officer, partner_id=shown.id, now=now).status == Status.CERTIFIED_VALIDATED


def test_a_status_that_was_lost_makes_the_partner_due_and_is_not_shown(
    session: Session, pair: tuple[Participant, Participant], now: datetime
) -> None:
    us, them = pair
    number = watched(session, us, them.model, now).id
    model = session.get_one(SecurityModelRow, them.model)
    model.status = Status.SUSPENDED
    follow_status(session, model, Status.CERTIFIED, now)
    shown = get_partner(session, us.officer, partner_id=number, now=now)
    assert (shown.status, shown.watched_as, shown.watch) == (None, "", Watch.ENDED)
    assert shown.standing.reasons[0] is Due.STATUS_LOST


def test_only_who_is_watched_can_be_named(
    session: Session, pair: tuple[Participant, Participant], now: datetime
) -> None:
    us, them = pair
    stranger = a_participant(session, "sven", "Sven Sea Line")
    for model in (stranger.model, us.model, 2**30):
        with pytest.raises(FormFaults) as refused:
            watched(session, us, model, now)
        assert refused.value.faults["watched"].code == "partner.watched-unknown"
    with pytest.raises(FormFaults):  # being watched shows nothing of the watcher
        watched(session, them, us.model, now)


def test_who_may_not_see_the_security_model_sees_no_status(
    session: Session, pair: tuple[Participant, Participant], now: datetime
) -> None:
    us, them = pair
    number = watched(session, us, them.model, now).id
    kim = a_person(session, "kim")
    a_member(session, us.account, kim, role=Role.CONSULTANT)
    seen = get_partner(session, kim, partner_id=number, now=now)
    assert (seen.status, seen.watch) == (Status.CERTIFIED, Watch.STANDS)
    session.get_one(PartnerRow, number).svi_model_id = us.model
    session.flush()
    lost = get_partner(session, kim, partner_id=number, now=now)
    assert (lost.status, lost.watched_as) == (None, "")


def test_a_partner_that_merged_its_security_models_is_watched_further(
    session: Session, pair: tuple[Participant, Participant], now: datetime
) -> None:
    us, them = pair
    number = watched(session, us, them.model, now).id
    staying = a_participant(session, "tilda", "Theo Haulage South")
    take_over_links(session, staying_id=staying.model, ending_id=them.model, user_id=them.officer.user_id, now=now)
    session.expire_all()
    shown = get_partner(session, us.officer, partner_id=number, now=now)
    assert (shown.partner.svi_model_id, shown.watch) == (staying.model, Watch.STANDS)


# ---------------------------------------------------------------- registers that merge


def test_two_registers_with_the_same_partner_become_one(session: Session, cast: Cast, now: datetime) -> None:
    ours = a_partner(session, cast.account, cast.ana, "Bravo Trucking", risk="low")
    theirs = a_partner(session, cast.dans_account, cast.dan, "BRAVO trucking", risk="high")
    alone = a_partner(session, cast.dans_account, cast.dan, "Carla Cargo")
    gone = a_partner(session, cast.dans_account, cast.dan, "bravo Trucking", removed_at=WHEN)
    asked = [
        an_inquiry(session, ours, cast.ana),
        an_inquiry(session, theirs, cast.dan, sent_at=WHEN + timedelta(days=1)),
        an_inquiry(session, alone, cast.dan),
    ]
    model = a_security_model(session, cast.dans_account, cast.dan)
    letter = a_letter(session, model, cast.dan, partner_id=theirs)
    join_registers(session, staying=cast.account, closing=cast.dans_account, user_id=cast.ana.user_id, now=now)
    assert session.get_one(SviLetterRow, letter).partner_id == ours
    for number in asked:  # as the merge of the accounts does with every inquiry
        session.get_one(InquiryRow, number).trade_account_id = cast.account
    session.flush()
    assert names(session, cast, now) == ["Bravo Trucking", "Carla Cargo"]
    shown = view(session, cast, ours, now)
    assert (shown.partner.risk, [each.id for each in shown.inquiries]) == ("low", asked[:2])
    assert [each.id for each in view(session, cast, alone, now).inquiries] == asked[2:]
    removed = register(session, cast, now, removed=True).partners
    assert sorted(each.id for each in removed) == sorted([theirs, gone])
    assert [each.partner.risk for each in removed if each.id == theirs] == ["high"]


def test_a_merge_knows_every_table_that_points_to_a_partner() -> None:
    pointing = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if any(key.target_fullname == "partner.id" for key in table.foreign_keys)
    }
    assert pointing == {"inquiry", "svi_letter"}
