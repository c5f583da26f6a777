"""Certification mails: exactly the preview leaves, the code says what holds now, and what ended says nothing."""

import json
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.certificates import code_of
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.domain.svi import Settings
from ctpat_app.domain.svi_letters import A_DAY, MAX_A_DAY, LetterState
from ctpat_app.services.svi_letter_lists import CheckedLetter, LetterBook, check_letter, note_opened, read_letters
from ctpat_app.services.svi_letters import (
    LetterWish,
    PreparedLetter,
    prepare_letter,
    send_letter,
    withdraw_letter,
    withdraw_letters,
)
from ctpat_app.services.svi_membership import change_settings, join_svi, leave_svi
from ctpat_app.services.svi_standing import follow_status, take_over_links
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.partners import PartnerRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi_letters import SviLetterRow
from ctpat_app.words.localiser import localiser_for
from tests.factories import WHEN, a_member, a_person
from tests.svi import Participant, a_certified_company, a_participant

LANGUAGES = ("en", "es", "vi")
JO = LetterWish(addressee="Jo Smith", email="jo@partner.example", language="es", words="We ship on Monday")


def prepare(
    session: Session, company: Participant, wish: LetterWish = JO, *, actor: Actor | None = None, now: datetime = WHEN
) -> PreparedLetter:
    return prepare_letter(
        session,
        actor or company.officer,
        security_model_id=company.model,
        wish=wish,
        languages=LANGUAGES,
        now=now,
    )


def sent(session: Session, company: Participant, wish: LetterWish = JO, *, now: datetime = WHEN) -> tuple[int, str]:
    """Return number and code of a letter that was sent."""
    letter = prepare(session, company, wish, now=now)
    send_letter(session, company.officer, letter_id=letter.id, now=now)
    return letter.id, session.get_one(SviLetterRow, letter.id).code


def book(session: Session, company: Participant, *, now: datetime = WHEN) -> LetterBook:
    return read_letters(session, company.officer, security_model_id=company.model, now=now)


def checked(session: Session, code: str) -> CheckedLetter | None:
    session.flush()
    return check_letter(session, typed=code)


def move(session: Session, company: Participant, status: Status) -> None:
    row = session.get_one(SecurityModelRow, company.model)
    before, row.status = Status(row.status), status
    follow_status(session, row, before, WHEN)
    session.flush()


def a_partner(session: Session, company: Participant, **facts: str) -> int:
    row = PartnerRow(
        trade_account_id=company.account,
        name="Hanoi Textiles",
        folded_name="hanoi textiles",
        role="supplier",
        contact_name=facts.get("contact_name", "Lan"),
        email=facts.get("email", "lan@hanoi.example"),
        language=facts.get("language", "vi"),
        created_at=WHEN,
        created_by=company.officer.user_id,
        changed_at=WHEN,
    )
    session.add(row)
    session.flush()
    return row.id or 0


# ---------------------------------------------------------------- writing and sending


def test_exactly_what_was_looked_at_leaves_once(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    letter = prepare(session, ana)
    assert session.exec(select(OutboxRow)).all() == []
    for _ in range(2):
        assert send_letter(session, ana.officer, letter_id=letter.id, now=WHEN) == "jo@partner.example"
    mail = session.exec(select(OutboxRow)).one()
    assert (mail.template, mail.language, mail.recipient) == (letter.template, "es", "jo@partner.example")
    assert json.loads(mail.params) == letter.params
    assert letter.params["words"] == "We ship on Monday"
    code = session.get_one(SviLetterRow, letter.id).code
    assert letter.params["path"] == f"/es/verify/?code={code}"
    actions = session.exec(select(AuditEventRow.action).where(AuditEventRow.chain == ana.account)).all()
    assert actions.count("svi.letter-sent") == 1


def test_a_preview_says_nothing_under_its_code_and_is_in_no_list(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    letter = prepare(session, ana)
    assert checked(session, session.get_one(SviLetterRow, letter.id).code) is None
    assert book(session, ana).letters == ()


def test_the_next_preview_takes_the_place_of_ones_own_and_of_nobody_elses(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    ben = a_person(session, "ben")
    a_member(session, ana.account, ben, role=Role.EMPLOYEE)
    first, his = prepare(session, ana), prepare(session, ana, actor=ben)
    prepare(session, ana)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        send_letter(session, ana.officer, letter_id=first.id, now=WHEN)
    send_letter(session, ben, letter_id=his.id, now=WHEN)
    assert len(book(session, ana).letters) == 1


def test_a_partner_of_the_register_brings_name_address_and_language(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    partner = a_partner(session, ana)
    assert [(each.partner_id, each.email) for each in book(session, ana).contacts] == [(partner, "lan@hanoi.example")]
    letter = prepare(session, ana, LetterWish(partner_id=partner))
    assert (letter.recipient, letter.language, letter.params["addressee"]) == ("lan@hanoi.example", "vi", "Lan")
    assert letter.params["path"].startswith("/vi/verify/")
    assert letter.template == "svi-letter"
    typed = prepare(session, ana, LetterWish(partner_id=partner, email="other@hanoi.example", language="en"))
    assert (typed.recipient, typed.language, typed.params["addressee"]) == ("other@hanoi.example", "en", "Lan")


def test_a_partner_of_another_company_or_one_taken_out_answers_like_none(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "ABC Trucking"), a_participant(session, "dan", "Dan Freight")
    partner = a_partner(session, ana)
    session.get_one(PartnerRow, (gone := a_partner(session, dan))).removed_at = WHEN
    session.flush()
    for each in (partner, gone, -1, 4711, 2**40):
        with pytest.raises(FormFaults) as refused:
            prepare(session, dan, LetterWish(partner_id=each, addressee="Jo", email="jo@x.example", language="en"))
        assert {name: fault.code for name, fault in refused.value.faults.items()} == {
            "partner": "svi-letter.partner-unknown"
        }
    assert book(session, dan).contacts == ()


def test_everything_that_is_to_be_mended_is_told_at_once(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    with pytest.raises(FormFaults) as refused:
        prepare(session, ana, LetterWish(email="jo", language="xx", words="www.evil.example"))
    assert {name: fault.code for name, fault in refused.value.faults.items()} == {
        "addressee": "svi-letter.addressee-missing",
        "email": "email.no-at",
        "language": "svi-letter.language-missing",
        "words": "svi-letter.link",
    }


def test_a_preview_of_another_day_status_or_name_is_looked_at_again(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    letter = prepare(session, ana)
    with pytest.raises(Refusal, match=r"svi-letter\.changed"):
        send_letter(session, ana.officer, letter_id=letter.id, now=WHEN + timedelta(days=1))
    move(session, ana, Status.CERTIFIED_VALIDATED)
    with pytest.raises(Refusal, match=r"svi-letter\.changed"):
        send_letter(session, ana.officer, letter_id=letter.id, now=WHEN)
    assert session.exec(select(OutboxRow).where(col(OutboxRow.template) == "svi-letter-with-words")).all() == []


# ---------------------------------------------------------------- who, and how many


def test_officer_and_employee_send_dan_and_the_consultant_cannot(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    ben, chloe, dan = (a_person(session, name) for name in ("ben", "chloe", "dan"))
    a_member(session, ana.account, ben, role=Role.EMPLOYEE)
    a_member(session, ana.account, chloe, role=Role.CONSULTANT)
    letter = prepare(session, ana, actor=ben)
    for person, code in ((chloe, r"access\.not-your-role"), (dan, r"access\.not-yours")):
        with pytest.raises(NotPermitted, match=code):
            prepare(session, ana, actor=person)
        with pytest.raises(NotPermitted, match=code):
            send_letter(session, person, letter_id=letter.id, now=WHEN)
        with pytest.raises(NotPermitted, match=code):
            withdraw_letter(session, person, letter_id=letter.id, now=WHEN)
        with pytest.raises(NotPermitted, match=code):
            withdraw_letters(session, person, security_model_id=ana.model, now=WHEN)
        with pytest.raises(NotPermitted, match=code):
            read_letters(session, person, security_model_id=ana.model, now=WHEN)
    send_letter(session, ben, letter_id=letter.id, now=WHEN)


@pytest.mark.parametrize("letter_id", [0, -1, 4711, 2**40])
def test_a_letter_that_does_not_exist_is_nobodys(session: Session, letter_id: int) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    for use_case in (send_letter, withdraw_letter):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            use_case(session, ana.officer, letter_id=letter_id, now=WHEN)


def test_only_participants_in_good_standing_certify_anything(session: Session) -> None:
    ana = a_certified_company(session, "ana", "ABC Trucking")
    with pytest.raises(Refusal, match=r"svi\.not-joined"):
        prepare(session, ana)
    dan = a_participant(session, "dan", "Dan Freight")
    letter = prepare(session, dan)
    session.get_one(SecurityModelRow, dan.model).status = Status.SUSPENDED
    session.flush()
    with pytest.raises(Refusal, match=r"svi\.not-in-good-standing"):
        send_letter(session, dan.officer, letter_id=letter.id, now=WHEN)


def test_an_address_gets_one_letter_a_day_however_it_is_spelled(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    first, _ = sent(session, ana)
    again = LetterWish(addressee="Jo", email="JO@Partner.EXAMPLE", language="en")
    withdraw_letter(session, ana.officer, letter_id=first, now=WHEN)
    with pytest.raises(Refusal, match=r"svi-letter\.sent-today"):
        sent(session, ana, again, now=WHEN + timedelta(hours=2))
    sent(session, ana, again, now=WHEN + A_DAY)


def test_a_company_sends_so_many_within_a_day_and_goes_on_the_next(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    for number in range(MAX_A_DAY):
        sent(session, ana, LetterWish(addressee="Jo", email=f"jo{number}@x.example", language="en"))
    assert book(session, ana).left_today == 0
    last = LetterWish(addressee="Jo", email="last@x.example", language="en")
    with pytest.raises(Refusal, match=r"svi-letter\.too-many"):
        sent(session, ana, last, now=WHEN + A_DAY - timedelta(hours=10))
    sent(session, ana, last, now=WHEN + A_DAY)
    assert book(session, ana, now=WHEN + A_DAY).left_today == MAX_A_DAY - 1


# ---------------------------------------------------------------- what the code says


def test_the_code_says_the_status_of_the_day_and_little_of_the_address(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    _, code = sent(session, ana)
    move(session, ana, Status.CERTIFIED_VALIDATED)
    seen = checked(session, f" {code.lower().replace('-', ' ')} ")
    assert seen is not None
    assert (seen.company, seen.status, seen.masked_email) == (
        "ABC Trucking",
        Status.CERTIFIED_VALIDATED,
        "j•••@partner.example",
    )
    assert "Jo Smith" not in str(seen)


def test_the_first_look_is_noted_and_shown_to_the_sender(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    _, code = sent(session, ana)
    assert book(session, ana).letters[0].opened_at is None
    for hours in (1, 2):
        note_opened(session, typed=code, now=WHEN + timedelta(hours=hours))
    session.expire_all()
    assert book(session, ana).letters[0].opened_at == WHEN + timedelta(hours=1)


UNKNOWN = code_of("ABCDEFGHJKLMNPQRSTUV")


def test_whatever_ended_a_letter_its_code_answers_like_one_that_never_was(session: Session) -> None:
    names = ("one", "two", "three", "four")
    companies = [a_participant(session, name, f"Company {name}") for name in names]
    codes = {company.model: sent(session, company) for company in companies}
    one, two, three, four = companies
    withdraw_letter(session, one.officer, letter_id=codes[one.model][0], now=WHEN)
    leave_svi(session, two.officer, security_model_id=two.model, now=WHEN)
    move(session, three, Status.SUSPENDED)
    # The status alone is enough, should anything have forgotten to end the letters.
    session.get_one(SecurityModelRow, four.model).status = Status.REMOVED
    assert {checked(session, code) for _, code in codes.values()} == {checked(session, UNKNOWN)} == {None}


def test_what_ended_stays_ended_when_the_company_joins_again(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    letter, code = sent(session, ana)
    leave_svi(session, ana.officer, security_model_id=ana.model, now=WHEN)
    join_svi(
        session,
        ana.officer,
        security_model_id=ana.model,
        typed_name=ana.officer.name,
        agreed=True,
        settings=Settings(),
        localiser=localiser_for("en"),
        now=WHEN,
    )
    assert checked(session, code) is None
    assert [(each.id, each.state) for each in book(session, ana).letters] == [(letter, LetterState.ENDED)]


def test_a_merge_ends_the_letters_of_the_model_that_ends(session: Session) -> None:
    ana, other = a_participant(session, "ana", "ABC Trucking"), a_participant(session, "dan", "Dan Freight")
    _, code = sent(session, ana)
    take_over_links(session, staying_id=other.model, ending_id=ana.model, user_id=ana.officer.user_id, now=WHEN)
    assert checked(session, code) is None


def test_a_hidden_company_keeps_its_word_to_the_addressee_and_shows_nobody_more(session: Session) -> None:
    ana, hidden = a_participant(session, "ana", "ABC Trucking"), a_participant(session, "dan", "Hidden Freight")
    _, code = sent(session, hidden)
    change_settings(
        session, hidden.officer, security_model_id=hidden.model, settings=Settings(searchable=False), now=WHEN
    )
    seen = checked(session, code)
    assert seen is not None
    assert seen.company == "Hidden Freight"
    # Neither another company's letters nor a code beside the true one tells that it takes part.
    beside = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert checked(session, beside) is None
    assert "Hidden" not in str(book(session, ana))
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read_letters(session, ana.officer, security_model_id=hidden.model, now=WHEN)


@pytest.mark.parametrize("status", sorted(set(Status)))
def test_only_good_standing_is_ever_said(session: Session, status: Status) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    _, code = sent(session, ana)
    session.get_one(SecurityModelRow, ana.model).status = status
    assert (checked(session, code) is not None) == (status in IN_GOOD_STANDING)


# ---------------------------------------------------------------- withdrawing


def test_one_or_all_are_withdrawn_and_of_nobody_else(session: Session) -> None:
    ana, dan = a_participant(session, "ana", "ABC Trucking"), a_participant(session, "dan", "Dan Freight")
    wishes = [LetterWish(addressee="Jo", email=f"jo{each}@x.example", language="en") for each in range(3)]
    letters = [sent(session, ana, wish) for wish in wishes]
    _, of_dan = sent(session, dan)
    for _ in range(2):
        withdraw_letter(session, ana.officer, letter_id=letters[0][0], now=WHEN)
    assert [checked(session, code) is not None for _, code in letters] == [False, True, True]
    assert withdraw_letters(session, ana.officer, security_model_id=ana.model, now=WHEN) == 2
    assert withdraw_letters(session, ana.officer, security_model_id=ana.model, now=WHEN) == 0
    assert [checked(session, code) for _, code in letters] == [None] * 3
    assert checked(session, of_dan) is not None
    with pytest.raises(Refusal, match=r"svi-letter\.over"):
        send_letter(session, ana.officer, letter_id=letters[0][0], now=WHEN)


def test_a_company_that_left_still_sees_and_withdraws_what_it_sent(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    letter, _ = sent(session, ana)
    leave_svi(session, ana.officer, security_model_id=ana.model, now=WHEN)
    assert (book(session, ana).joined, len(book(session, ana).letters)) == (False, 1)
    withdraw_letter(session, ana.officer, letter_id=letter, now=WHEN)
    assert book(session, ana).letters[0].state is LetterState.ENDED


def test_an_empty_code_finds_no_letter(session: Session) -> None:
    for typed in ("", "x", "\x00", "É" * 20, UNKNOWN + "A"):
        assert check_letter(session, typed=typed) is None


def test_a_name_that_is_too_long_is_told(session: Session) -> None:
    ana = a_participant(session, "ana", "ABC Trucking")
    with pytest.raises(InvalidValue, match=r"text\.too-long"):
        prepare(session, ana, LetterWish(addressee="J" * 201, email="jo@x.example", language="en"))
