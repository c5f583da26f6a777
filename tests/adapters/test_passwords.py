"""Hashing and judging passwords."""

import pytest

from ctpat_app.adapters.passwords import Passwords, weakness

FAST = Passwords(time_cost=1, memory_kib=8)


def test_a_password_matches_its_own_hash_only() -> None:
    stored = FAST.hash_now("quiet otters fold maps")
    assert FAST.verify_now("quiet otters fold maps", stored).matches
    assert not FAST.verify_now("quiet otters fold map", stored).matches


def test_two_hashes_of_one_password_differ() -> None:
    assert FAST.hash_now("quiet otters fold maps") != FAST.hash_now("quiet otters fold maps")


@pytest.mark.parametrize("password", ["nobody has this password", "", "x" * 201])
def test_nobody_is_never_matched_not_even_by_the_stand_ins_own_password(password: str) -> None:
    assert not FAST.verify_now(password, None).matches


def test_a_damaged_hash_matches_nothing() -> None:
    assert not FAST.verify_now("x", "not-a-hash").matches


def test_a_hash_is_renewed_only_when_the_costs_have_changed() -> None:
    stored = FAST.hash_now("quiet otters fold maps")
    dearer = Passwords(time_cost=2, memory_kib=8).verify_now("quiet otters fold maps", stored)
    assert (FAST.verify_now("quiet otters fold maps", stored).new_hash, dearer.matches) == (None, True)
    assert dearer.new_hash is not None
    assert "t=2" in dearer.new_hash


@pytest.mark.parametrize(
    ("password", "words", "code"),
    [
        ("", (), "password.common"),
        ("correcthorsebatterystaple", (), None),
        ("iloveyou", (), "password.common"),
        ("qwertyuiop[]", (), "password.keyboard"),
        ("zzzzzzzzzzzz", (), "password.repeats"),
        ("abcdefghijkl", (), "password.sequence"),
        ("19871224", (), "password.date"),
        ("acmecarriers", ("Acme Carriers", "acmecarriers@example.com"), "password.personal"),
        ("a" * 72 + "tail that is not judged", (), "password.repeats"),
        ("тихие выдры складывают", (), None),
    ],
)
def test_what_is_easy_to_guess_is_named(password: str, words: tuple[str, ...], code: str | None) -> None:
    assert weakness(password, words) == code
