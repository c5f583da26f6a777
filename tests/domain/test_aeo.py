"""Rules of EU AEO registrations: member states, lists of manufacturer codes, kinds of authorization."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctpat_app.domain.aeo import (
    MAX_MIDS,
    MEMBER_STATES,
    CertificateKind,
    check_same_kind,
    is_outside,
    read_kind,
    read_refusal,
    split_mids,
)
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.guidance.identifiers import load_identifiers


def test_the_member_states_are_those_of_the_eori_number() -> None:
    regex = load_identifiers()["eori-eu"].regex
    listed = re.search(r"\(\?:([A-Z|]+)\)", regex)
    assert listed is not None
    assert set(listed[1].split("|")) == MEMBER_STATES


@pytest.mark.parametrize(
    ("mid", "outside"),
    [
        ("DEBAVLOO12MUN", False),
        ("GRATHENA1ATH", False),
        ("CNSHALOO88SHA", True),
        ("XQERACOT1755QUE", True),
        ("GBX1LON", True),
    ],
)
def test_outside_is_what_is_no_member_state(mid: str, outside: bool) -> None:
    assert is_outside(mid) is outside


@pytest.mark.parametrize("typed", ["A1\nB2", " A1 , B2 ", "A1;B2;", "A1،B2", "A1、\r\n\r\nB2", "A1，B2"])
def test_codes_are_parted_as_people_part_them(typed: str) -> None:
    assert split_mids(typed) == ("A1", "B2")


@given(st.integers(min_value=0, max_value=2 * MAX_MIDS))
def test_a_registration_holds_one_to_so_many_codes(count: int) -> None:
    typed = "\n".join(f"DEX{number}MUN" for number in range(count))
    if 1 <= count <= MAX_MIDS:
        assert len(split_mids(typed)) == count
        return
    with pytest.raises(InvalidValue, match=r"aeo\.too-many-mids" if count else r"aeo\.mids-missing"):
        split_mids(typed)


@given(st.text(max_size=200))
def test_no_text_breaks_the_list(typed: str) -> None:
    try:
        found = split_mids(typed)
    except InvalidValue:
        return
    assert all(each == each.strip() != "" for each in found)


@pytest.mark.parametrize("kind", list(CertificateKind))
@pytest.mark.parametrize("letter", ["C", "S", "F"])
def test_number_and_kind_say_the_same(kind: CertificateKind, letter: str) -> None:
    number = f"DEAEO{letter}123"
    if kind.value.endswith(letter):
        check_same_kind(kind, number)
        return
    with pytest.raises(InvalidValue, match=r"aeo\.kind-differs"):
        check_same_kind(kind, number)


def test_a_kind_is_chosen_and_a_refusal_has_its_reason() -> None:
    assert read_kind("AEOC") is CertificateKind.CUSTOMS
    for chosen in ("", "AEOX", "aeof"):
        with pytest.raises(InvalidValue, match=r"aeo\.kind-missing"):
            read_kind(chosen)
    assert read_refusal(" Not yours. ") == "Not yours."
    with pytest.raises(InvalidValue, match=r"aeo\.reason-missing"):
        read_refusal(" \n ")
