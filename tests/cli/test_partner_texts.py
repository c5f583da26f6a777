"""What a language for partners has to translate: found by what the pages for partners reach."""

import pytest

from ctpat_app.cli.partner_texts import is_content, ui_texts
from ctpat_app.words.mail_frame import FOOTER
from ctpat_app.words.messages import MESSAGES
from ctpat_app.words.upload_messages import UPLOAD_MESSAGES


@pytest.mark.parametrize(
    "text",
    [
        "Code of the certificate or mail",  # on the page itself
        "Check a certificate",  # its title
        "Terms of use",  # in the frame
        "Loading …",  # in a component of the page
        "There is no page at this address",
        MESSAGES["verify.unknown"],  # named by the state of the page
        MESSAGES["access.unknown-action"],  # named by the gate
        FOOTER,
        *UPLOAD_MESSAGES.values(),
    ],
)
def test_what_a_page_for_partners_shows_or_answers_is_theirs(text: str) -> None:
    assert text in ui_texts()


@pytest.mark.parametrize("text", ["Set a new password", MESSAGES["svi.not-joined"], "Withdraw now"])
def test_what_only_people_with_an_account_see_is_not(text: str) -> None:
    assert text not in ui_texts()


@pytest.mark.parametrize(
    ("context", "theirs"),
    [
        ("criteria/1.1.statement", True),
        ("categories/seal-security.name", True),
        ("evidence_kinds/seal-log.description", True),
        ("business_types/us-importer.name", True),
        ("business_types/us-importer.definition", False),
        ("statuses/certified.name", True),
        ("statuses/certified.meaning", False),
        ("samples/1.1.good", False),
        ("help_topics/criteria/1.name", False),
    ],
)
def test_of_the_content_partners_see_what_they_answer_and_with_what(context: str, theirs: bool) -> None:
    assert is_content(context) is theirs
