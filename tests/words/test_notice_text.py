"""Entries of the inbox: heading and text come of the mail's template, in the reader's language."""

import json

import pytest

from ctpat_app.words.languages import direction
from ctpat_app.words.mails import MAILS, notice_text


def test_the_subject_is_the_heading_and_the_first_paragraph_the_text() -> None:
    heading, text = notice_text("model-moved", "en", {"company": "Acme"}, kiosk="K")
    assert heading == "Acme: the status of your application or membership has changed"
    assert text == "CTPAT staff changed the status of Acme."


def test_what_only_leads_to_the_link_is_left_out() -> None:
    assert notice_text("request-done", "en", {"company": "Acme"}, kiosk="K")[1] == ""


def test_a_list_belongs_to_the_sentence_before_it() -> None:
    actions = json.dumps([["Fix the fence", "Acme", "2026-04-01"]])
    _, text = notice_text("actions-due", "es", {"actions": actions}, kiosk="K")
    assert "Fix the fence" in text
    assert "1 de abril de 2026" in text


def test_a_template_that_is_no_more_says_so() -> None:
    assert notice_text("of-another-version", "en", {}, kiosk="K") == (
        "A message of an earlier version of the kiosk",
        "",
    )


@pytest.mark.parametrize("language", ["en", "es", "zh-Hans", "ar"])
@pytest.mark.parametrize("template", MAILS)
def test_no_entry_holds_a_link_or_a_bare_placeholder(template: str, language: str) -> None:
    params = {"actions": "[]", "date": "2026-04-01", "moment": "2026-04-01T09:00+00:00"}
    heading, text = notice_text(template, language, params, kiosk="K")
    assert heading
    assert direction(language) in {"ltr", "rtl"}
    assert not any(sign in heading + text for sign in ("{", "}", "://"))
