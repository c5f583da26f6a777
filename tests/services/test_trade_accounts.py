"""Trade accounts: creating, reading, saving field by field, addresses, and what is missing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.adapters.addresses import address_countries, check_address
from ctpat_app.adapters.phones import read_phone
from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.services import trade_accounts
from ctpat_app.services.audit import broken_links
from ctpat_app.services.trade_accounts import AddressView, SavedAddress, SavedField, TradeAccountView
from ctpat_app.tables.audit import AuditEventRow
from tests.factories import Cast, a_draft, a_member, a_person, a_trade_account, an_address, an_answer, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def save(
    session: Session, actor: Actor, account: int, field: str, text: str, now: datetime, seen: int = 1
) -> SavedField:
    return trade_accounts.save_company_field(
        session,
        actor,
        trade_account_id=account,
        field=field,
        seen_version=seen,
        text=text,
        countries=address_countries(),
        read_phone=read_phone,
        now=now,
    )


def save_part(
    session: Session, actor: Actor, account: int, address: int, field: str, text: str, now: datetime, seen: int = 1
) -> SavedAddress:
    return trade_accounts.save_address_field(
        session,
        actor,
        trade_account_id=account,
        address_id=address,
        field=field,
        seen_version=seen,
        text=text,
        countries=address_countries(),
        rules=check_address,
        now=now,
    )


def add(session: Session, actor: Actor, account: int, now: datetime, country: str = "MX") -> AddressView:
    return trade_accounts.add_address(
        session, actor, trade_account_id=account, label="Plant", country=country, countries=address_countries(), now=now
    )


def read(session: Session, actor: Actor, account: int) -> TradeAccountView:
    return trade_accounts.read_trade_account(session, actor, trade_account_id=account)


def actions(session: Session, account: int) -> list[str]:
    rows = session.exec(select(AuditEventRow).where(AuditEventRow.chain == account)).all()
    return [row.action for row in sorted(rows, key=lambda row: row.number)]


def test_the_founder_becomes_the_first_member_an_employee(session: Session, now: datetime) -> None:
    ben = a_person(session, "ben")
    account = trade_accounts.create_trade_account(session, ben, legal_name="  Acme   SA ", now=now)
    view = read(session, ben, account)
    assert (view.legal_name, view.role, view.may_edit, view.may_manage_users) == ("Acme SA", Role.EMPLOYEE, True, True)
    assert actions(session, account) == ["trade-account.created"]


def test_a_second_press_of_the_button_makes_no_second_account(session: Session, now: datetime) -> None:
    ben = a_person(session, "ben")
    first = trade_accounts.create_trade_account(session, ben, legal_name="Acme", now=now)
    again = trade_accounts.create_trade_account(session, ben, legal_name="Acme", now=now + timedelta(seconds=2))
    later = trade_accounts.create_trade_account(session, ben, legal_name="Acme", now=now + timedelta(hours=1))
    assert again == first
    assert later != first


def test_somebody_else_may_found_a_company_of_the_same_name(session: Session, now: datetime) -> None:
    ben, dan = a_person(session, "ben"), a_person(session, "dan")
    first = trade_accounts.create_trade_account(session, ben, legal_name="Acme", now=now)
    assert trade_accounts.create_trade_account(session, dan, legal_name="Acme", now=now) != first


def test_an_account_without_a_name_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(InvalidValue, match=r"trade-account\.name-empty"):
        trade_accounts.create_trade_account(session, a_person(session), legal_name="  ", now=now)


def test_a_new_account_lists_what_is_missing_until_apply_appears(session: Session, now: datetime) -> None:
    ben = a_person(session, "ben")
    account = trade_accounts.create_trade_account(session, ben, legal_name="Acme", now=now)
    assert read(session, ben, account).missing == (
        "trade-account.needs-country",
        "trade-account.needs-telephone",
        "trade-account.needs-address",
    )
    save(session, ben, account, "country", "MX", now)
    save(session, ben, account, "telephone", "81 8123 4567", now)
    address = add(session, ben, account, now).id
    assert read(session, ben, account).missing == ("trade-account.needs-complete-address",)
    for part, text in {
        "street_address": "Av. 1",
        "city": "Monterrey",
        "country_area": "nuevo leon",
        "postal_code": "64000",
    }.items():
        assert not read(session, ben, account).may_start
        save_part(session, ben, account, address, part, text, now)
    view = read(session, ben, account)
    assert (view.missing, view.may_start) == ((), True)


def test_a_consultant_reads_but_neither_edits_nor_starts(session: Session, cast: Cast, now: datetime) -> None:
    view = read(session, cast.chloe, cast.account)
    assert (view.may_edit, view.may_manage_users, view.may_start) == (False, False, False)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        save(session, cast.chloe, cast.account, "legal_name", "Mine", now)


@pytest.mark.parametrize(
    ("field", "text", "stored"),
    [
        ("legal_name", "شركة النقل السريع", "شركة النقل السريع"),
        ("legal_name", "株式会社 日本🚚", "株式会社 日本🚚"),
        ("trade_name", "Cafe\u0301", "Café"),
        ("country", "de", "DE"),
        ("telephone", "+1 (212) 555-0123 ext. 42", "+12125550123;ext=42"),
        ("telephone", "", ""),
        ("website", "acme.example", "https://acme.example"),
        ("description", "Two lines\r\nof text ", "Two lines\nof text"),
    ],
)
def test_company_fields_are_stored_in_their_shape(
    session: Session, cast: Cast, now: datetime, field: str, text: str, stored: str
) -> None:
    saved = save(session, cast.ana, cast.account, field, text, now)
    assert (saved.value, saved.changed) == (stored, True)
    view = {row.key: row for row in read(session, cast.ana, cast.account).fields}
    assert (view[field].value, view[field].version) == (stored, saved.version)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("legal_name", "", "trade-account.name-empty"),
        ("legal_name", "x" * 201, "text.too-long"),
        ("legal_name", "a\x00b", "text.control-character"),
        ("legal_name", "a\ud800", "text.control-character"),
        ("country", "XX", "trade-account.country-unknown"),
        ("telephone", "12", "phone.too-short"),
        ("website", "javascript:alert(1)", "trade-account.website-shape"),
        ("created_by", "1", "trade-account.field-unknown"),
    ],
)
def test_company_fields_refuse_what_cannot_be_stored(
    session: Session, cast: Cast, now: datetime, field: str, text: str, code: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        save(session, cast.ana, cast.account, field, text, now)
    assert refused.value.code == code


def test_a_doubtful_telephone_is_saved_with_a_warning(session: Session, cast: Cast, now: datetime) -> None:
    saved = save(session, cast.ana, cast.account, "telephone", "+1 111 555 0123", now)
    assert (saved.value, saved.warning) == ("+11115550123", "phone.unassigned")


def test_the_same_text_again_writes_nothing(session: Session, cast: Cast, now: datetime) -> None:
    first = save(session, cast.ana, cast.account, "trade_name", "Acme", now)
    before = actions(session, cast.account)
    again = save(session, cast.ana, cast.account, "trade_name", " Acme ", now, seen=1)
    assert (again.changed, again.version) == (False, first.version)
    assert actions(session, cast.account) == before


def test_second_person_does_not_overwrite_the_first(session: Session, cast: Cast, now: datetime) -> None:
    saved = save(session, cast.ana, cast.account, "trade_name", "Ana's", now)
    with pytest.raises(StaleVersion) as stale:
        save(session, cast.ben, cast.account, "trade_name", "Ben's", now)
    assert (stale.value.theirs, stale.value.version, stale.value.who) == ("Ana's", saved.version, "Ana")
    kept = save(session, cast.ben, cast.account, "trade_name", "Ben's", now, seen=stale.value.version)
    assert kept.value == "Ben's"


def test_two_people_save_different_fields_at_once(session: Session, cast: Cast, now: datetime) -> None:
    save(session, cast.ana, cast.account, "trade_name", "Acme", now)
    assert save(session, cast.ben, cast.account, "website", "acme.example", now).changed


def test_the_list_shows_only_own_accounts_by_name(session: Session, cast: Cast) -> None:
    other = a_trade_account(session, cast.ana, name="aardvark")
    listed = trade_accounts.list_trade_accounts(session, cast.ana)
    assert [(row.id, row.role, row.is_complete) for row in listed] == [
        (other, Role.EMPLOYEE, False),
        (cast.account, Role.OFFICER, True),
    ]
    assert trade_accounts.list_trade_accounts(session, cast.eva) == ()


def test_dan_cannot_do_anything_with_the_account_of_ana(session: Session, cast: Cast, now: datetime) -> None:
    address = read(session, cast.ana, cast.account).addresses[0].id
    attempts: list[Callable[[], object]] = [
        lambda: read(session, cast.dan, cast.account),
        lambda: save(session, cast.dan, cast.account, "legal_name", "Mine", now),
        lambda: add(session, cast.dan, cast.account, now),
        lambda: save_part(session, cast.dan, cast.account, address, "city", "x", now),
        lambda: trade_accounts.remove_address(
            session, cast.dan, trade_account_id=cast.account, address_id=address, now=now
        ),
        lambda: trade_accounts.confirm_address(
            session,
            cast.dan,
            trade_account_id=cast.account,
            address_id=address,
            is_right=True,
            rules=check_address,
            now=now,
        ),
    ]
    before = (read(session, cast.ana, cast.account), actions(session, cast.account))
    for attempt in attempts:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            attempt()
    assert (read(session, cast.ana, cast.account), actions(session, cast.account)) == before


def test_dan_cannot_reach_an_address_of_ana_through_his_own_account(
    session: Session, cast: Cast, now: datetime
) -> None:
    address = read(session, cast.ana, cast.account).addresses[0].id
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        save_part(session, cast.dan, cast.dans_account, address, "city", "x", now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        trade_accounts.remove_address(
            session, cast.dan, trade_account_id=cast.dans_account, address_id=address, now=now
        )


def test_what_does_not_exist_answers_like_what_is_not_yours(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read(session, cast.dan, 999_999)


def test_an_address_keeps_its_doubts_and_is_complete_once_confirmed(
    session: Session, cast: Cast, now: datetime
) -> None:
    address = an_address(session, cast.account)
    saved = save_part(session, cast.ana, cast.account, address, "postal_code", "99999", now)
    assert [problem.code for problem in saved.problems] == ["address.postcode-area"]
    assert not saved.address.complete
    confirmed = trade_accounts.confirm_address(
        session,
        cast.ana,
        trade_account_id=cast.account,
        address_id=address,
        is_right=True,
        rules=check_address,
        now=now,
    )
    assert confirmed.address.complete
    renamed = save_part(session, cast.ana, cast.account, address, "label", "Yard", now)
    assert renamed.address.overridden
    moved = save_part(session, cast.ana, cast.account, address, "city", "Saltillo", now)
    assert (moved.address.overridden, moved.address.complete) == (False, False)


def test_another_country_keeps_what_was_typed(session: Session, cast: Cast, now: datetime) -> None:
    address = an_address(session, cast.account)
    moved = save_part(session, cast.ana, cast.account, address, "country_code", "us", now)
    assert (moved.address.parts.country_code, moved.address.parts.country_area) == ("US", "N.L.")
    back = save_part(
        session, cast.ana, cast.account, address, "country_code", "MX", now, seen=moved.address.versions["country_code"]
    )
    assert back.address.complete


@pytest.mark.parametrize("field", ["trade_account_id", "version", "removed_at", ""])
def test_only_the_parts_of_an_address_can_be_saved(session: Session, cast: Cast, now: datetime, field: str) -> None:
    with pytest.raises(InvalidValue, match=r"address\.field-unknown"):
        save_part(session, cast.ana, cast.account, an_address(session, cast.account), field, "1", now)


def test_two_people_on_one_part_of_an_address_are_told(session: Session, cast: Cast, now: datetime) -> None:
    address = an_address(session, cast.account)
    save_part(session, cast.ana, cast.account, address, "city", "Apodaca", now)
    with pytest.raises(StaleVersion) as stale:
        save_part(session, cast.ben, cast.account, address, "city", "Saltillo", now)
    assert (stale.value.theirs, stale.value.who) == ("Apodaca", "Ana")


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("primary_address", "{id}", "address.used-as-primary"),
        ("mailing_address", "{id}", "address.used-as-mailing"),
        ("secondary_addresses", "1000000,{id}", "address.used-as-secondary"),
    ],
)
def test_an_address_that_an_application_uses_stays(
    session: Session, cast: Cast, now: datetime, key: str, value: str, code: str
) -> None:
    address = an_address(session, cast.account)
    draft = a_draft(session, cast.account, cast.ana)
    an_answer(session, draft, cast.ana, key, value.format(id=address))
    with pytest.raises(InvalidValue) as refused:
        trade_accounts.remove_address(session, cast.ana, trade_account_id=cast.account, address_id=address, now=now)
    assert (refused.value.code, refused.value.params) == (code, {"draft": draft})


def test_an_address_of_a_sent_application_or_a_longer_number_may_go(
    session: Session, cast: Cast, now: datetime
) -> None:
    address = an_address(session, cast.account)
    sent = a_draft(session, cast.account, cast.ana, frozen=True)
    an_answer(session, sent, cast.ana, "primary_address", str(address))
    open_draft = a_draft(session, cast.account, cast.ana)
    an_answer(session, open_draft, cast.ana, "secondary_addresses", f"{address}1,9{address}")
    trade_accounts.remove_address(session, cast.ana, trade_account_id=cast.account, address_id=address, now=now)
    assert address not in [row.id for row in read(session, cast.ana, cast.account).addresses]
    with pytest.raises(NotPermitted):
        save_part(session, cast.ana, cast.account, address, "city", "x", now)


def test_facts_for_the_flow_name_addresses_and_members(session: Session, cast: Cast) -> None:
    facts = trade_accounts.account_facts(session, cast.account)
    assert facts.country == "MX"
    assert [address.label for address in facts.addresses] == [
        "Main office: Av. Constitución 400, Monterrey, N.L., 64000"
    ]
    assert [(member.name, member.role, member.declared) for member in facts.members] == [
        ("Ana", "officer", True),
        ("Ben", "employee", False),
        ("Chloe", "consultant", False),
    ]


def test_a_removed_member_is_no_member_any_more(session: Session, cast: Cast, now: datetime) -> None:
    gone = a_person(session, "gone")
    a_member(session, cast.account, gone, removed_at=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read(session, gone, cast.account)
    assert trade_accounts.list_trade_accounts(session, gone) == ()


def test_the_audit_chain_of_the_account_is_whole(session: Session, cast: Cast, now: datetime) -> None:
    save(session, cast.ana, cast.account, "trade_name", "Acme", now)
    address = add(session, cast.ben, cast.account, now).id
    trade_accounts.remove_address(session, cast.ben, trade_account_id=cast.account, address_id=address, now=now)
    assert actions(session, cast.account) == ["trade-account.changed", "address.added", "address.removed"]
    assert broken_links(session, cast.account) == []
