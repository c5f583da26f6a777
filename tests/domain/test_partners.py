"""When a business partner is due, what vouches for it, and which fields are refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctpat_app.domain.deadlines import months_later
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.inquiries import InquiryState
from ctpat_app.domain.partners import (
    ASKED_AGAIN_MONTHS,
    Asked,
    Due,
    Partner,
    Risk,
    ShownBy,
    Watch,
    read_partner,
    shown_by,
    standing_of,
)

TODAY = date(2026, 3, 2)
LANGUAGES = ("en", "es")
PARTNER = Partner("Bravo Trucking", "trucker", "MX", risk="high", risk_reason="Crosses the border daily")
DAY = timedelta(days=1)


def signed(day: date, outcome: str = "accepted") -> Asked:
    return Asked(InquiryState.CLOSED, day, day, outcome)


def reasons(partner: Partner, *asked: Asked, watch: Watch = Watch.NONE, today: date = TODAY) -> tuple[Due, ...]:
    return standing_of(partner, asked, watch, today).reasons


@pytest.mark.parametrize(
    ("changes", "asked", "watch", "expected"),
    [
        ({}, (), Watch.NONE, (Due.NEVER_ASKED,)),
        ({"risk": ""}, (signed(TODAY),), Watch.NONE, (Due.NOT_RATED,)),
        ({}, (signed(TODAY),), Watch.NONE, ()),
        ({}, (signed(TODAY, "not-accepted"),), Watch.NONE, (Due.NOT_ACCEPTED,)),
        ({}, (Asked(InquiryState.SENT, TODAY),), Watch.NONE, ()),
        ({}, (Asked(InquiryState.BEGUN, TODAY - DAY),), Watch.NONE, (Due.ANSWER_LATE,)),
        ({}, (Asked(InquiryState.REVOKED, TODAY - DAY),), Watch.NONE, (Due.NEVER_ASKED,)),
        ({"program": "ctpat"}, (), Watch.NONE, (Due.NEVER_ASKED, Due.PROOF_MISSING)),
        ({"program": "aeo", "proof_checked_on": TODAY}, (), Watch.NONE, ()),
        ({"program": "other", "proof_checked_on": TODAY}, (), Watch.NONE, (Due.NEVER_ASKED,)),
        ({"program": "ctpat"}, (), Watch.STANDS, ()),
        ({"program": "ctpat", "proof_checked_on": TODAY}, (), Watch.ENDED, (Due.STATUS_LOST, Due.NEVER_ASKED)),
        ({"next_due_on": TODAY}, (signed(TODAY),), Watch.NONE, (Due.DAY_REACHED,)),
        ({"next_due_on": TODAY + DAY}, (signed(TODAY),), Watch.NONE, ()),
    ],
)
def test_what_makes_a_partner_due(
    changes: dict[str, object], asked: tuple[Asked, ...], watch: Watch, expected: tuple[Due, ...]
) -> None:
    assert reasons(replace(PARTNER, **changes), *asked, watch=watch) == expected  # type: ignore[arg-type]


@given(risk=st.sampled_from(Risk), day=st.dates(date(2001, 1, 1), date(2090, 1, 1)))
def test_a_signed_questionnaire_counts_until_its_day_by_risk(risk: Risk, day: date) -> None:
    partner, again = replace(PARTNER, risk=risk.value), months_later(day, ASKED_AGAIN_MONTHS[risk])
    assert reasons(partner, signed(day), today=again - DAY) == ()
    assert reasons(partner, signed(day), today=again) == (Due.RENEWAL,)
    assert standing_of(partner, [signed(day)], Watch.NONE, day).due_on == again


@given(day=st.dates(date(2001, 1, 1), date(2090, 1, 1)))
def test_a_proof_of_membership_counts_for_a_year(day: date) -> None:
    partner, over = replace(PARTNER, program="ctpat", proof_checked_on=day), months_later(day, 12)
    assert reasons(partner, today=over - DAY) == ()
    assert set(reasons(partner, today=over)) == {Due.PROOF_OLD, Due.NEVER_ASKED}
    assert shown_by(partner, (), Watch.NONE, over - DAY) is ShownBy.PROOF
    assert shown_by(partner, (), Watch.NONE, over) is ShownBy.NOTHING


def test_the_high_risk_is_asked_every_year_and_others_less_often() -> None:
    assert ASKED_AGAIN_MONTHS == {Risk.HIGH: 12, Risk.MEDIUM: 24, Risk.LOW: 36}


def test_a_new_questionnaire_on_its_way_stands_for_the_old_one() -> None:
    old = signed(date(2020, 1, 1), "not-accepted")
    assert reasons(PARTNER, old, Asked(InquiryState.SENT, TODAY + DAY)) == ()


def test_what_shows_its_security() -> None:
    assert shown_by(PARTNER, (), Watch.STANDS, TODAY) is ShownBy.SVI
    assert shown_by(PARTNER, (signed(TODAY, "with-actions"),), Watch.NONE, TODAY) is ShownBy.QUESTIONNAIRE
    assert shown_by(PARTNER, (signed(TODAY, "not-accepted"),), Watch.NONE, TODAY) is ShownBy.NOTHING
    assert shown_by(PARTNER, (signed(TODAY, ""),), Watch.NONE, TODAY) is ShownBy.NOTHING


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"name": " \u200b"}, {"name": "partner.name-missing"}),
        ({"name": "x" * 301}, {"name": "text.too-long"}),
        ({"role": "pilot"}, {"role": "partner.role-missing"}),
        ({"country": "XX"}, {"country": "partner.country-missing"}),
        ({"language": "tlh"}, {"language": "partner.language-unknown"}),
        ({"email": "nobody"}, {"email": "email.no-at"}),
        ({"risk": "huge"}, {"risk": "partner.risk-unknown"}),
        ({"risk_reason": " "}, {"risk_reason": "partner.risk-reason-missing"}),
        ({"program": "club"}, {"program": "partner.program-missing"}),
        ({"proof": "SVI 1"}, {"proof_checked_on": "partner.checked-missing"}),
        ({"proof_checked_on": TODAY + DAY}, {"proof_checked_on": "partner.checked-ahead"}),
        ({"next_due_on": date(1999, 1, 1)}, {"next_due_on": "action.day-far"}),
        ({"note": "bell\x07"}, {"note": "text.control-character"}),
    ],
)
def test_what_cannot_be_stored_is_told_by_its_field(changes: dict[str, object], faults: dict[str, str]) -> None:
    with pytest.raises(FormFaults) as refused:
        read_partner(replace(PARTNER, **changes), today=TODAY, languages=LANGUAGES)  # type: ignore[arg-type]
    assert {field: fault.code for field, fault in refused.value.faults.items()} == faults


def test_spelling_does_not_make_another_partner() -> None:
    spellings = ("Łódź Cargo", "LODZ  CARGO", "Ｌｏｄｚ cargo")
    assert len({Partner(each, country="PL").key for each in spellings}) == 1
    assert Partner("Łódź Cargo", country="PL").key != Partner("Łódź Cargo", country="DE").key
