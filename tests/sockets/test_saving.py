"""Saving over the socket: versions, conflicts, floods and forgeries; what is there stays."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select
from websockets.exceptions import ConnectionClosed

from ctpat_app.services.sessions import end_session
from ctpat_app.state.profile import ProfileState
from ctpat_app.state.step import StepState
from ctpat_app.tables.drafts import AnswerRow
from ctpat_app.words.messages import message
from tests.applicants import an_empty_draft
from tests.factories import a_person, a_trade_account
from tests.sockets.client import Answer, Tab, name_of
from tests.sockets.conftest import House, dump

SAVE, CHOOSE, GO_ON = (name_of(StepState, method) for method in ("save", "choose", "go_on"))
RESPONSE = "criterion.1.1"
RESPONSE_FIELD = "f-criterion_1_1"
FOUR_SCRIPTS = "Guard, vigilancia ñ, 每周检查, تفتيش أسبوعي, नियमित 🙂"


@pytest.fixture
def draft(house: House) -> int:
    """An empty draft of ana's, with a company of its own, so that no test meets what another one saved."""
    now = datetime.now(UTC)
    with house.kiosk.session() as session:
        account = a_trade_account(session, house.cast.ana, name="Ana's other company", complete=True)
        return an_empty_draft(session, house.cast.ana, account, now=now)


@pytest.fixture
def tab(house: House, draft: int) -> Iterator[Tab]:
    """A tab of ana's at the draft."""
    with house.tab("ana", f"/en/apply/?draft={draft}&step=business-types") as opened:
        yield opened


def save(tab: Tab, draft: int, text: str, seen: int = 0, *, key: str = RESPONSE, row: str = "") -> Answer:
    """Save a text as a page does that saw the version ``seen``."""
    return tab.call(SAVE, draft=draft, key=key, row=row, seen_version=seen, kind="long-text", text=text, of_version=0)


def stored(house: House, draft: int, key: str = RESPONSE) -> tuple[str, int] | None:
    """Return text and version of an answer in the database."""
    with house.kiosk.session() as session:
        query = select(AnswerRow).where(col(AnswerRow.draft_id) == draft, col(AnswerRow.key) == key)
        row = session.exec(query).first()
    return (row.value, row.version) if row else None


def version_in(answer: Answer, name: str = RESPONSE_FIELD) -> int:
    """Return the version that the answer says is stored now, 0 for none."""
    found: int = answer.of(StepState).get("versions", {}).get(name, 0)
    return found


def error_in(answer: Answer, name: str = RESPONSE_FIELD) -> str:
    """Return the text beside the field."""
    return str(answer.of(StepState).get("errors", {}).get(name, ""))


def test_a_saved_answer_is_in_the_database_with_its_version_and_the_moment_is_told(
    house: House, draft: int, tab: Tab
) -> None:
    answer = save(tab, draft, FOUR_SCRIPTS)
    assert stored(house, draft) == (FOUR_SCRIPTS, 1)
    assert version_in(answer) == 1
    assert datetime.fromisoformat(answer.of(StepState)["saved_at"]).date() == datetime.now(UTC).date()


def test_the_same_text_again_writes_nothing(house: House, draft: int, tab: Tab) -> None:
    save(tab, draft, "weekly")
    before = dump(house.kiosk)
    again = save(tab, draft, "weekly", seen=1)
    assert dump(house.kiosk) == before
    assert stored(house, draft) == ("weekly", 1)
    assert again.code == ""


def test_a_stale_version_is_refused_with_both_texts(house: House, draft: int, tab: Tab) -> None:
    save(tab, draft, "the first tab's text")
    with house.tab("ana", tab.path) as second:
        told = save(second, draft, "the second tab's text", seen=0).of(StepState)
    assert told["theirs"][RESPONSE_FIELD] == "the first tab's text"
    assert told["theirs_by"][RESPONSE_FIELD] == "Ana"
    assert told["mine"][RESPONSE_FIELD] == "the second tab's text"
    assert told["theirs_version"][RESPONSE_FIELD] == 1
    assert stored(house, draft) == ("the first tab's text", 1)


def test_the_other_text_can_be_replaced_once_it_was_shown(house: House, draft: int, tab: Tab) -> None:
    save(tab, draft, "the first tab's text")
    with house.tab("ana", tab.path) as second:
        save(second, draft, "the second tab's text", seen=0)
        second.call(
            name_of(StepState, "keep_mine"),
            draft=draft,
            key=RESPONSE,
            row="",
            kind="long-text",
            their_version=1,
            text="the second tab's text",
            of_version=0,
        )
    assert stored(house, draft) == ("the second tab's text", 2)


def test_a_tab_does_not_conflict_with_itself(house: House, draft: int, tab: Tab) -> None:
    for number in range(1, 4):
        answer = save(tab, draft, f"typed {number} times", seen=0)
        assert "theirs" not in answer.of(StepState)
    assert stored(house, draft) == ("typed 3 times", 3)


def test_a_tab_does_not_conflict_with_itself_after_it_was_connected_anew(house: House, draft: int, tab: Tab) -> None:
    save(tab, draft, "before the break")
    tab.close()
    with house.tab("ana", tab.path, token=tab.token) as again:
        assert version_in(save(again, draft, "after the break", seen=0)) == 2
    assert stored(house, draft) == ("after the break", 2)


def test_two_events_at_once_are_both_kept(house: House, draft: int, tab: Tab) -> None:
    for number in range(20):
        payload = {"draft": draft, "key": RESPONSE, "row": "", "seen_version": 0, "kind": "long-text", "of_version": 0}
        tab.send(SAVE, payload | {"text": f"text {number}"})
    assert version_in(tab.answers()) == 20
    assert stored(house, draft) == ("text 19", 20)


def test_choosing_ticks_and_unticks_one_option(house: House, draft: int, tab: Tab) -> None:
    seen = {"draft": draft, "key": "business_types", "row": "", "kind": "checkboxes"}
    tab.call(CHOOSE, **seen, seen_version=0, value="", option="us-importer", chosen=True)
    tab.call(CHOOSE, **seen, seen_version=1, value="us-importer", option="us-exporter", chosen=True)
    assert stored(house, draft, "business_types") == ("us-importer,us-exporter", 2)
    tab.call(CHOOSE, **seen, seen_version=2, value="us-importer,us-exporter", option="us-importer", chosen=False)
    assert stored(house, draft, "business_types") == ("us-exporter", 3)


@pytest.mark.parametrize("option", ["us-smuggler", "", "us-importer,us-smuggler", "U+0000", "criterion.1.1"])
def test_an_option_that_does_not_exist_is_refused(option: str, house: House, draft: int, tab: Tab) -> None:
    answer = tab.call(
        CHOOSE,
        draft=draft,
        key="business_types",
        row="",
        seen_version=0,
        kind="checkboxes",
        value="",
        option=option,
        chosen=True,
    )
    assert stored(house, draft, "business_types") is None
    assert option == "" or error_in(answer, "f-business_types") == message("choice.unknown", "en")


def test_going_on_saves_what_travels_with_it_and_shows_the_next_step(house: House, draft: int, tab: Tab) -> None:
    save(tab, draft, "us-importer", key="business_types")
    typed = {RESPONSE_FIELD: "typed last", f"{RESPONSE_FIELD}~seen": f"{RESPONSE}||0"}
    answer = tab.call(GO_ON, draft=draft, step="business-types", typed=typed)
    assert stored(house, draft) == ("typed last", 1)
    assert answer.of(StepState)["view"]["key"] == "eligibility"


def test_going_on_stays_where_something_is_missing_and_says_what(house: House, draft: int, tab: Tab) -> None:
    answer = tab.call(GO_ON, draft=draft, step="business-types", typed={})
    told = answer.of(StepState)
    assert told["attempt"] == 1
    assert told["view"]["problems"][0]["target"] == "f-business_types"


# ---------------------------------------------------------------- floods and strange signs


def test_a_text_over_the_limit_is_refused_with_the_limit_and_nothing_is_lost(
    house: House, draft: int, tab: Tab
) -> None:
    save(tab, draft, "what was there")
    answer = save(tab, draft, "x" * 5_001, seen=1)
    assert "5,000" in error_in(answer) or "5000" in error_in(answer)
    assert stored(house, draft) == ("what was there", 1)


def test_exactly_the_limit_is_kept_in_any_script(house: House, draft: int, tab: Tab) -> None:
    text = "每" * 4_999 + "🙂"
    save(tab, draft, text)
    assert stored(house, draft) == (text, 1)


def test_a_paste_below_the_frame_limit_is_refused_in_words(house: House, draft: int, tab: Tab) -> None:
    answer = save(tab, draft, "x" * 900_000)
    assert error_in(answer)
    assert stored(house, draft) is None


def test_a_paste_of_two_megabytes_closes_the_connection_and_nothing_else(house: House, draft: int, tab: Tab) -> None:
    save(tab, draft, "what was there")
    with house.tab("ana", tab.path) as flooding, pytest.raises((ConnectionClosed, TimeoutError)):
        save(flooding, draft, "x" * 2_000_000, seen=1)
    assert stored(house, draft) == ("what was there", 1)
    with house.tab("ana", tab.path, token=flooding.token) as again:
        assert version_in(save(again, draft, "the next text", seen=1)) == 2
    assert version_in(save(tab, draft, "other tabs go on", seen=2)) == 3


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b[31m", "\x7f", "\u202e", "\u2066", "\ud800"])
def test_control_characters_are_refused_and_nothing_is_lost(sign: str, house: House, draft: int, tab: Tab) -> None:
    save(tab, draft, "what was there")
    answer = save(tab, draft, f"a{sign}b", seen=1)
    assert error_in(answer) or answer.code
    assert stored(house, draft) == ("what was there", 1)


def test_line_breaks_tabs_and_direction_marks_are_kept_in_a_long_text(house: House, draft: int, tab: Tab) -> None:
    save(tab, draft, "one\r\ntwo\tthree \u200fעברית")
    assert stored(house, draft) == ("one\ntwo\tthree \u200fעברית", 1)


# ---------------------------------------------------------------- forgeries


@pytest.mark.parametrize(
    ("key", "row", "code"),
    [
        ("no.such.question", "", "question.unknown"),
        ("criterion.99.9", "", "question.unknown"),
        ("", "", "question.unknown"),
        ("__class__", "", "question.unknown"),
        ("criterion.1.1' OR '1'='1", "", "question.unknown"),
        ("x" * 5_000, "", "question.unknown"),
        (RESPONSE, "forged", "row.unknown"),
        ("identifier_value", "", "row.unknown"),
        ("identifier_value", "forged", "row.unknown"),
        ("identifier_value", "\x00", "row.unknown"),
        ("contact_role", "999999", "row.unknown"),
        ("contact_role", "-1", "row.unknown"),
    ],
)
def test_a_forged_key_or_row_is_refused(key: str, row: str, code: str, house: House, draft: int, tab: Tab) -> None:
    before = dump(house.kiosk)
    answer = save(tab, draft, "forged", key=key, row=row)
    assert message(code, "en") in answer.of(StepState)["errors"].values()
    assert dump(house.kiosk) == before


@pytest.mark.parametrize("forged", [0, -1, 999_999, 2**53])
def test_a_forged_draft_is_refused_like_one_that_does_not_exist(forged: int, house: House, tab: Tab) -> None:
    before = dump(house.kiosk)
    answer = save(tab, forged, "forged")
    assert error_in(answer) == message("access.not-yours", "en")
    assert dump(house.kiosk) == before


@pytest.mark.parametrize("seen", [-1, 2, 999, 2**53])
def test_a_forged_version_overwrites_nothing(seen: int, house: House, draft: int, tab: Tab) -> None:
    save(tab, draft, "what was there")
    with house.tab("ana", tab.path) as second:
        answer = save(second, draft, "forged", seen=seen)
    assert answer.of(StepState)["theirs"][RESPONSE_FIELD] == "what was there"
    assert stored(house, draft) == ("what was there", 1)


@pytest.mark.parametrize("number", [2**53 + 1, -(2**63) - 1, 2**63, 10**30])
def test_a_number_that_no_database_takes_is_refused(number: int, house: House, draft: int, tab: Tab) -> None:
    assert save(tab, number, "forged").code == "access.wrong-arguments"
    assert save(tab, draft, "forged", seen=number).code == "access.wrong-arguments"
    assert stored(house, draft) is None


@pytest.mark.parametrize(
    ("method", "payload"),
    [
        ("add", {"list_id": "no-such-list"}),
        ("add", {"list_id": ""}),
        ("set_present", {"list_id": "identifiers", "row": "forged", "present": False}),
        ("set_present", {"list_id": "identifiers", "row": "\x00", "present": True}),
        ("set_present", {"list_id": "criterion.1.1", "row": "", "present": True}),
        ("go_on", {"step": "no-such-step", "typed": {}}),
        ("go_on", {"step": "business-types", "typed": {"f-x": "x", "f-x~seen": "no.such|forged|zero"}}),
        ("go_on", {"step": "business-types", "typed": {"f-x~seen": "|||||", "f-x": None}}),
    ],
)
def test_forged_rows_lists_and_steps_change_nothing_and_are_no_failure(
    method: str, payload: dict[str, object], house: House, draft: int, tab: Tab
) -> None:
    before = dump(house.kiosk)
    answer = tab.call(name_of(StepState, method), draft=draft, **payload)
    assert answer.code not in {"access.unknown-action", "access.wrong-arguments"}  # it did get to the handler
    assert dump(house.kiosk) == before


def test_a_page_that_was_never_opened_has_nothing_to_keep_and_is_told_so(house: House) -> None:
    with house.tab("ana", "/en/home/") as tab:
        for state in (StepState, ProfileState):
            assert tab.call(name_of(state, "keep_theirs"), name="f-x").code == "access.not-yours"


def test_none_of_this_was_taken_for_a_failure_of_the_program(house: House) -> None:
    assert dump(house.kiosk)["failure"] == []


# ---------------------------------------------------------------- sessions


def test_a_session_revoked_while_connected_saves_nothing_more(house: House, draft: int) -> None:
    now = datetime.now(UTC)
    cookie = house.kiosk.sign_in(house.cast.ana.user_id, f"short-lived-{draft}", now=now)
    with Tab(house.kiosk.port, cookie=cookie, path=f"/en/apply/?draft={draft}") as tab:
        assert version_in(save(tab, draft, "while signed in")) == 1
        with house.kiosk.session() as session:
            end_session(session, f"short-lived-{draft}", now=now)
        answer = save(tab, draft, "after that", seen=1)
    assert answer.code == "access.signed-out"
    assert "sign-in" in answer.redirect
    assert stored(house, draft) == ("while signed in", 1)


def test_a_colleague_taken_out_of_the_company_saves_nothing_more(house: House, draft: int) -> None:
    from ctpat_app.domain.permissions import Role
    from ctpat_app.tables.accounts import MembershipRow
    from ctpat_app.tables.drafts import DraftRow
    from tests.factories import a_member

    now = datetime.now(UTC)
    with house.kiosk.session() as session:
        emil = a_person(session)
        account = session.get_one(DraftRow, draft).trade_account_id
        membership = a_member(session, account, emil, role=Role.EMPLOYEE)
    cookie = house.kiosk.sign_in(emil.user_id, f"emils-{draft}", now=now)
    with Tab(house.kiosk.port, cookie=cookie, path=f"/en/apply/?draft={draft}") as tab:
        assert version_in(save(tab, draft, "as a colleague")) == 1
        with house.kiosk.session() as session:
            session.get_one(MembershipRow, membership).removed_at = now
        assert error_in(save(tab, draft, "after that", seen=1)) == message("access.not-yours", "en")
    assert stored(house, draft) == ("as a colleague", 1)
