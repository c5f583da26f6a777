"""What a helper never sees: for every sensitive question there is, nothing of its value is in any view."""

import dataclasses
import json
from collections.abc import Mapping
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctpat_app.domain.permissions import Role
from ctpat_app.domain.walk_throughs import Ending, Place, Stage
from ctpat_app.guidance.answers import AnswerBook, StoredAnswer
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.walk_masks import MASK, masked, scrubbed, secrets_of
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.application import OpenedDraft
from ctpat_app.services.walk_views import HelperLook
from ctpat_app.state.walk_helper_views import seen_page
from tests.applicants import FACTS, FLOW, LIBRARY, TODAY, complete_answers

SENSITIVE = sorted(kind.id for kind in LIBRARY.identifiers.values() if kind.sensitive)
BUSINESS = sorted(kind.id for kind in LIBRARY.identifiers.values() if not kind.sensitive)
PAGES = ("apply", "profile", "application", "check")
SECRET_TEXTS = (
    "Our guard's social security number is 521-44-9823.",
    "The password is: Quetzal-7319!x",
    "Card 4111 1111 1111 1111 is used for tolls.",
)


def a_situation(answers: Mapping[tuple[str, str], StoredAnswer]) -> Situation:
    given = complete_answers("us-importer")
    book = {(key, row): StoredAnswer(key, row, text, 1) for (key, row), text in given.items()}
    return Situation(LIBRARY, FLOW, AnswerBook({**book, **answers}), FACTS, TODAY)


def a_number(kind: str, typed: str, shown: str | None) -> dict[tuple[str, str], StoredAnswer]:
    """Return a row of the identifiers; ``shown`` is what is stored beside the encrypted value, None for no secret."""
    stored, secret = (typed, None) if shown is None else (shown, typed)
    return {
        ("identifiers", "r9"): StoredAnswer("identifiers", "r9", "present", 1),
        ("identifier_kind", "r9"): StoredAnswer("identifier_kind", "r9", kind, 1),
        ("identifier_value", "r9"): StoredAnswer("identifier_value", "r9", stored, 1, secret),
    }


def all_views(now: Situation) -> str:
    """Return everything that the helper's page would get, of every page that shows more than its name."""
    access = DraftAccess(1, FLOW, "security-model", 1, 1, LIBRARY.hash, False, 1, Role.OFFICER)
    opened = OpenedDraft(access, "Maquila", masked(now), submitted_before=True)
    places = chain(
        (Place("apply", 1, step.id) for step in now.path),
        (Place("profile", 1, criterion=item.criterion.id) for item in now.criteria[:3]),
        (Place(page, 1) for page in PAGES),
    )
    pages = []
    for place in places:
        look = HelperLook(1, Stage.RUNNING, Ending.NONE, "Ana", place, opened)
        # Without the second lock: what it would catch is to be missing already.
        pages.append(seen_page(look, "es"))
    return json.dumps([dataclasses.asdict(page) for page in pages], ensure_ascii=False)


@pytest.mark.parametrize("kind", SENSITIVE)
@settings(max_examples=3, deadline=None)
@given(typed=st.from_regex(r"[QXZ]{3}7[0-9]{6}[QXZ]{2}[0-9]{4}", fullmatch=True), is_right=st.booleans())
def test_no_part_of_a_sensitive_number_is_in_any_view(kind: str, typed: str, is_right: bool) -> None:
    shown = f"***-**-{typed[-6:]}" if is_right else MASK
    seen = all_views(a_situation(a_number(kind, typed, shown)))
    assert MASK in seen
    for part in (typed, typed[:6], typed[-6:]):
        assert part not in seen


def test_there_are_sensitive_numbers_and_others_are_shown() -> None:
    assert SENSITIVE
    kind = BUSINESS[0]
    good = LIBRARY.identifiers[kind].valid[0].stored
    assert good in all_views(a_situation(a_number(kind, good, None)))


def test_a_number_whose_kind_is_not_chosen_is_hidden_as_it_may_be_personal() -> None:
    seen = all_views(a_situation(a_number("", "521449823", None)))
    assert "521449823" not in seen
    assert "9823" not in seen


@pytest.mark.parametrize("text", SECRET_TEXTS)
def test_an_answer_that_holds_a_secret_is_hidden_as_a_whole(text: str) -> None:
    key = a_situation({}).criteria[0].criterion.id
    place = (f"criterion.{key}", "")
    now = a_situation({place: StoredAnswer(*place, text, 1)})
    seen = all_views(now)
    assert text not in seen
    assert not any(word in seen for word in ("521-44-9823", "Quetzal", "4111 1111"))
    assert MASK in masked(now).book.answers[place].value


def test_rules_still_judge_the_value_behind_the_mask() -> None:
    now = a_situation(a_number(SENSITIVE[0], "wrong", MASK))
    assert [problem.code for problem in masked(now).problems] == [problem.code for problem in now.problems]


def test_whatever_is_left_of_a_secret_in_a_view_is_hidden_in_the_end() -> None:
    now = a_situation(a_number(SENSITIVE[0], "521449823", "***-**-9823"))
    assert secrets_of(now) >= {"521449823", "***-**-9823"}
    assert scrubbed(["It is 521449823.", ("fine", 3)], secrets_of(now)) == [f"It is {MASK}.", ("fine", 3)]
