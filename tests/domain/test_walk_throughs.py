"""Walk-throughs: their stages, codes that are read out, places, and what a person writes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctpat_app.adapters.tokens import new_walk_code, walk_code_hash
from ctpat_app.domain.walk_throughs import (
    ASKED_LIFETIME,
    CODE_LENGTH,
    CODE_LIFETIME,
    HIDDEN,
    IDLE,
    LETTERS,
    LONGEST,
    LONGEST_TEXT,
    Ending,
    Facts,
    Place,
    Stage,
    first_name,
    is_field,
    read_place,
    read_text,
    shown_code,
    stand,
    typed_code,
)

BEGIN = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def facts(**other: object) -> Facts:
    usual: dict[str, object] = {
        "code_expires_at": BEGIN + CODE_LIFETIME,
        "asked_at": None,
        "allowed_at": None,
        "last_at": BEGIN,
        "ended_at": None,
        "ending": Ending.NONE,
        "person_here": True,
        "helper_here": True,
    }
    return Facts(**(usual | other))  # type: ignore[arg-type]


ASKED = {"asked_at": BEGIN}
RUNNING = {**ASKED, "allowed_at": BEGIN}


@pytest.mark.parametrize(
    ("known", "after", "stage", "ending"),
    [
        ({"helper_here": False}, CODE_LIFETIME - SECOND, Stage.OFFERED, Ending.NONE),
        ({"helper_here": False}, CODE_LIFETIME, Stage.ENDED, Ending.EXPIRED),
        (ASKED, ASKED_LIFETIME - SECOND, Stage.ASKED, Ending.NONE),
        (ASKED, ASKED_LIFETIME, Stage.ENDED, Ending.EXPIRED),
        (RUNNING, IDLE - SECOND, Stage.RUNNING, Ending.NONE),
        (RUNNING, IDLE, Stage.ENDED, Ending.IDLE),
        ({**RUNNING, "last_at": BEGIN + LONGEST}, LONGEST - SECOND, Stage.RUNNING, Ending.NONE),
        ({**RUNNING, "last_at": BEGIN + LONGEST}, LONGEST, Stage.ENDED, Ending.TIME),
        ({"person_here": False}, SECOND, Stage.ENDED, Ending.SIGNED_OUT),
        ({**RUNNING, "person_here": False}, SECOND, Stage.ENDED, Ending.SIGNED_OUT),
        ({**RUNNING, "helper_here": False}, SECOND, Stage.ENDED, Ending.SIGNED_OUT),
        ({**ASKED, "helper_here": False}, SECOND, Stage.ENDED, Ending.SIGNED_OUT),
        ({**RUNNING, "ended_at": BEGIN, "ending": Ending.PERSON}, SECOND, Stage.ENDED, Ending.PERSON),
    ],
)
def test_each_stage_ends_at_its_limit_and_with_either_session(
    known: dict[str, object], after: timedelta, stage: Stage, ending: Ending
) -> None:
    assert stand(facts(**known), BEGIN + after) == (stage, ending)


def test_a_code_has_no_sign_that_is_taken_for_another_one() -> None:
    assert not set("0O1IL2Z5S8B") & set(LETTERS)
    codes = {new_walk_code() for _ in range(200)}
    assert all(len(code) == CODE_LENGTH and set(code) <= set(LETTERS) for code in codes)
    assert len(codes) == 200


@given(st.text(alphabet=LETTERS, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_a_code_is_read_as_it_is_shown_and_as_people_type_it(code: str) -> None:
    assert typed_code(shown_code(code)) == code
    assert typed_code(f"  {code[:2].lower()} {code[2:4]} - {code[4:]}\n") == code


@pytest.mark.parametrize("typed", ["", "ACD34", "ACD3467", "ACD34O", "ACD34½", "A" * 5000, "АСD346"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert typed_code(typed) == ""


def test_a_code_is_kept_under_a_key_without_which_nobody_can_try_codes() -> None:
    assert walk_code_hash("one key", "ACD346") != walk_code_hash("another key", "ACD346")
    assert len(walk_code_hash("one key", "ACD346")) == 64


@pytest.mark.parametrize(
    "place",
    [
        Place("apply", draft=3, step="identifiers"),
        Place("profile", draft=3, criterion="1.10"),
        Place("trade-account", account=7),
        Place("home"),
    ],
)
def test_a_place_is_read_from_its_address(place: Place) -> None:
    assert read_place(place.address) == place


@pytest.mark.parametrize("address", ["", "//elsewhere.example/", "../secret", "staff/queue/", "A B", "apply%2f"])
def test_what_is_no_page_of_a_person_is_no_place(address: str) -> None:
    assert read_place(address) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  We are\n two  people. ", "We are two people."),
        ("My number is 123-45-6789.", f"My number is {HIDDEN}."),
        ("4111 1111 1111 1111", HIDDEN),
        ("٤١١١١١١١", HIDDEN),
        ("Since 2019, 45 people", "Since 2019, 45 people"),
        ("x" * 900, "x" * LONGEST_TEXT),
        (" ", ""),
    ],
)
def test_long_numbers_are_hidden_before_a_text_is_kept(typed: str, kept: str) -> None:
    assert read_text(typed) == kept


def test_a_helper_is_named_by_the_first_name() -> None:
    assert [first_name(each) for each in ("Finn Olsen", "Finn", " ")] == ["Finn", "Finn", ""]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("f-business_types", True), ("f-identifier_value-r0", True), ("main-content", False), ("f-<b>", False)],
)
def test_only_a_control_of_a_form_can_be_pointed_at(name: str, is_one: bool) -> None:
    assert is_field(name) is is_one
