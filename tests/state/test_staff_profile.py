"""The order in which a profile is read: as it is, or what has changed first."""

from hypothesis import given
from hypothesis import strategies as st

from ctpat_app.state.case_views import Before
from ctpat_app.state.staff_profile import SentAnswer, SentPart, with_first


def answer(key: str) -> SentAnswer:
    return SentAnswer(
        id=key, key=key, number="", level="must", title="", title_language="en", statement="", statement_language="en",
        text="", language="en", original="", original_language="", applies=True, before=Before(),
    )  # fmt: skip


def part(name: str, *keys: str) -> SentPart:
    return SentPart(name, name, "en", 0, [answer(key) for key in keys])


PROFILE = [part("one", "a", "b"), part("two", "c", "d", "e"), part("three", "f")]
ORDER = [("one", ["a", "b"]), ("two", ["c", "d", "e"]), ("three", ["f"])]


def order(parts: list[SentPart]) -> list[tuple[str, list[str]]]:
    return [(each.id, [own.key for own in each.answers]) for each in parts]


def test_what_has_changed_stands_first_among_categories_and_within_them() -> None:
    assert order(with_first(PROFILE, frozenset({"d", "f"}))) == [
        ("two", ["d", "c", "e"]),
        ("three", ["f"]),
        ("one", ["a", "b"]),
    ]
    assert order(PROFILE) == ORDER


@given(st.frozensets(st.sampled_from("abcdefx")))
def test_nothing_is_lost_and_nothing_else_changes_places(changed: frozenset[str]) -> None:
    found = order(with_first(PROFILE, changed))
    assert {name: sorted(keys) for name, keys in found} == dict(ORDER)
    moved = [key for _, keys in found for key in keys if key in changed]
    assert moved == sorted(moved)
    if not changed & set("abcdef"):
        assert found == ORDER
