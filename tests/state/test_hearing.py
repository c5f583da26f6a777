"""What the kiosk says to typed words: a proposal in the reader's language, or what to do instead."""

import pytest

from ctpat_app.guidance.talk import Turn, TurnKind, turn_at
from ctpat_app.state.hearing import Reply, proposal_of_countries, reply_to
from ctpat_app.words.messages import message
from tests.applicants import Answers, a_situation


def reply(
    text: str, step: str, key: str, answers: Answers | None = None, *, row: str = "", language: str = "en"
) -> Reply:
    now = a_situation(answers or {})
    turn = turn_at(now, step, key, row)
    assert turn.key == key
    return reply_to(now, turn, text, language)


def plain(text: str) -> str:
    """``text`` without the signs that keep a name's script apart."""
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_description_proposes_a_business_type_by_its_name() -> None:
    said = reply("we make car seats in Tijuana and ship to Texas", "business-types", "business_types")
    assert [(each.value, plain(each.label)) for each in said.proposals] == [
        ("foreign-manufacturer", "Foreign manufacturer")
    ]
    assert said.countries == ("MX", "US")
    assert said.text == ""


def test_a_proposal_keeps_what_is_chosen_and_takes_out_what_is_denied() -> None:
    chosen = {("business_types", ""): "us-importer,air-carrier"}
    said = reply("we are not an airline, we are a customs broker", "business-types", "business_types", chosen)
    assert [each.value for each in said.proposals] == ["us-importer,customs-broker"]


def test_countries_are_named_in_the_language_of_the_reader() -> None:
    said = reply("Mexico and China", "countries", "countries", language="es")
    assert [(each.value, plain(each.label)) for each in said.proposals] == [("MX,CN", "México y China")]
    assert plain(proposal_of_countries(("MX", "XX", "US"), "en").label) == "Mexico and United States"
    assert proposal_of_countries(("MX", "XX", "US"), "en").value == "MX,US"


def test_yes_is_proposed_as_yes() -> None:
    said = reply("of course", "international", "international")
    assert [(each.value, plain(each.label)) for each in said.proposals] == [("yes", message("word.yes", "en"))]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "talk.empty"), ("  ", "talk.empty"), ("I don't know", "talk.unsure"), ("cats", "talk.not-understood")],
)
def test_without_a_proposal_the_reply_says_what_to_do(text: str, code: str) -> None:
    said = reply(text, "business-types", "business_types")
    assert said.proposals == []
    assert said.text == message(code, "en")


def test_what_somebody_is_not_is_told_back() -> None:
    said = reply("we are not an importer", "business-types", "business_types")
    assert said.proposals == []
    assert "U.S. importer" in said.text


def test_members_and_addresses_are_found_by_name() -> None:
    assert reply("Ben", "contacts", "primary_contact").proposals[0].value == "2"
    assert reply("the plant", "addresses", "primary_address").proposals[0].value == "12"


def test_the_turn_decides_which_options_there_are() -> None:
    now = a_situation({})
    assert turn_at(now, "contacts", "contact_role", "2") == Turn(TurnKind.QUESTION, "contacts", "contact_role", "2")
    assert reply("he is an outside consultant", "contacts", "contact_role", row="2").proposals[0].value == "consultant"
