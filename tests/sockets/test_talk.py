"""The dialogue over the socket: a press saves as a field does, words save nothing, a forged place harms nobody."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from ctpat_app.state.talk import TalkState
from ctpat_app.tables.drafts import AnswerRow
from ctpat_app.words.messages import message
from tests.applicants import an_empty_draft
from tests.factories import a_trade_account
from tests.sockets.client import Tab, name_of
from tests.sockets.conftest import House, dump

OPEN, ANSWER, SEND, HEAR = (name_of(TalkState, method) for method in ("open", "answer", "send", "hear"))
TYPES = "business-types|business_types|"
STATEMENT = "eligibility|eligibility.common.agreement|"


@pytest.fixture
def draft(house: House) -> int:
    """An empty draft of ana's, with a company of its own, so that no test meets what another one saved."""
    now = datetime.now(UTC)
    with house.kiosk.session() as session:
        account = a_trade_account(session, house.cast.ana, name="Ana's talking company", complete=True)
        return an_empty_draft(session, house.cast.ana, account, now=now)


@pytest.fixture
def tab(house: House, draft: int) -> Iterator[Tab]:
    """A tab of ana's at the dialogue."""
    with house.tab("ana", f"/en/talk/?draft={draft}") as opened:
        yield opened


def stored(house: House, draft: int, key: str) -> tuple[str, int] | None:
    """Return text and version of an answer in the database."""
    with house.kiosk.session() as session:
        query = select(AnswerRow).where(col(AnswerRow.draft_id) == draft, col(AnswerRow.key) == key)
        row = session.exec(query).first()
    return (row.value, row.version) if row else None


def test_a_press_saves_the_answer_and_asks_what_comes_next(house: House, draft: int, tab: Tab) -> None:
    told = tab.call(ANSWER, draft=draft, place=TYPES, seen_version=0, text="us-importer", heeded="").of(TalkState)
    assert stored(house, draft, "business_types") == ("us-importer", 1)
    assert told["view"]["kind"] == "part-end"
    assert told["address"].endswith("&step=business-types&question=.end&row=")


def test_words_are_understood_and_save_nothing(house: House, draft: int, tab: Tab) -> None:
    before = dump(house.kiosk)
    words = {"words": "we make car seats in Tijuana and ship to Texas"}
    told = tab.call(HEAR, draft=draft, place=TYPES, typed=words).of(TalkState)
    assert [each["value"] for each in told["proposals"]] == ["foreign-manufacturer"]
    assert dump(house.kiosk) == before


def test_a_press_on_what_somebody_changed_meanwhile_shows_both(house: House, draft: int, tab: Tab) -> None:
    tab.call(ANSWER, draft=draft, place=TYPES, seen_version=0, text="us-importer", heeded="")
    with house.tab("ana", f"/en/talk/?draft={draft}") as second:
        told = second.call(ANSWER, draft=draft, place=TYPES, seen_version=0, text="us-exporter", heeded="").of(
            TalkState
        )
    assert told["theirs"] == {"f-business_types": "us-importer"}
    assert stored(house, draft, "business_types") == ("us-importer", 1)


def test_an_option_that_is_not_offered_is_refused_beside_the_question(house: House, draft: int, tab: Tab) -> None:
    told = tab.call(ANSWER, draft=draft, place=TYPES, seen_version=0, text="no-such-type", heeded="").of(TalkState)
    assert told["errors"]["f-business_types"] == message("choice.unknown", "en")
    assert stored(house, draft, "business_types") is None


def test_nothing_chosen_says_what_is_missing(draft: int, tab: Tab) -> None:
    told = tab.call(SEND, draft=draft, place=TYPES, heeded="", typed={}).of(TalkState)
    assert told["attempt"] == 1
    assert told["view"]["problems"][0]["target"].startswith("f-business_types")


@pytest.mark.parametrize(
    "place", ["", "|", "nowhere|nothing|", "a|b|c|d", "business-types|business_types|r0", "工場||"]
)
def test_a_forged_place_saves_nothing_and_breaks_nothing(house: House, draft: int, tab: Tab, place: str) -> None:
    tab.call(ANSWER, draft=draft, place=place, seen_version=0, text="us-importer", heeded="")
    assert stored(house, draft, "business_types") is None
    told = tab.call(ANSWER, draft=draft, place=TYPES, seen_version=0, text="us-importer", heeded="").of(TalkState)
    assert told["view"]["kind"] == "part-end"


def test_dan_can_neither_answer_nor_be_heard(house: House, draft: int) -> None:
    with house.tab("dan", f"/en/talk/?draft={draft}") as tab:
        before = dump(house.kiosk)
        tab.call(OPEN)
        tab.call(ANSWER, draft=draft, place=TYPES, seen_version=0, text="us-importer", heeded="")
        tab.call(SEND, draft=draft, place=STATEMENT, heeded="", typed={})
        told = tab.call(HEAR, draft=draft, place=TYPES, typed={"words": "importer"})
        assert "proposals" not in told.of(TalkState)
        assert dump(house.kiosk) == before
