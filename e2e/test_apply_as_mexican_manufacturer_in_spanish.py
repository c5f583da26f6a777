"""A manufacturer in Mexico applies in Spanish: from the first page to the printed application."""

import io
import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from ctpat_app.guidance.questions import name_of_type
from ctpat_app.words.messages import message
from e2e import parts
from e2e.conftest import NewPerson
from e2e.person import LIBRARY, Person
from e2e.site import Site

pytestmark = pytest.mark.browser

COMPANY = "Confecciones Ñandú del Bajío, S.A. de C.V."
OFFICER = "Begoña Núñez Ibáñez"
EMAIL = "begona@nandu.example"
PLANT = "Planta León"
IN_SPANISH = 3
"""So many answers are written in Spanish, with an English version beside; the specialist reads English."""


def test_a_mexican_manufacturer_applies_in_spanish_from_start_to_print(site: Site, new_person: NewPerson) -> None:
    begona = new_person(site, "es")
    _gets_in(begona)
    _enters_the_company(begona)
    _fills_in_the_parts(begona)
    responses = _answers_every_criterion(begona)
    reference = _checks_signs_and_sends(begona)
    _reads_the_print(begona, reference, responses)


def _gets_in(begona: Person) -> None:
    begona.page.goto(begona.site.url)
    expect(begona.page).to_have_url(re.compile(r"/es/$"))
    expect(begona.page.locator("html")).to_have_attribute("lang", "es")
    begona.visited("start")
    begona.page.get_by_role("link", name=begona.say("Apply"), exact=True).click()
    expect(begona.heading).to_have_text(begona.say("Create your account"))
    begona.visited("register")
    begona.register(OFFICER, EMAIL)
    begona.sign_in(EMAIL)
    expect(begona.heading).to_have_text(begona.say("Your applications"))
    begona.visited("home of a new person")


def _enters_the_company(begona: Person) -> None:
    begona.link("Add your company").click()
    parts.enter_company(
        begona, COMPANY, country="MX", telephone="+52 477 710 0000",
        description="Cosemos fundas de asiento para automóviles y las exportamos por Laredo.",
    )  # fmt: skip
    parts.enter_address(
        begona, PLANT, "MX",
        {"Street and number": "Blvd. Aeropuerto 1402", "Postal code": "37290", "City": "León", "State": "Guanajuato"},
    )  # fmt: skip
    begona.page.get_by_text(begona.say("Are you the officer? Declare your authority")).click()
    begona.page.locator("#declare").get_by_label(begona.say("Your name")).fill(OFFICER)
    begona.press("I declare this")
    begona.sees(begona.say("You are now the officer of this company. You can sign and send its applications."))
    expect(begona.page.get_by_role("heading", name=begona.say("Your trade account is complete"))).to_be_visible()
    begona.visited("trade account")
    begona.page.get_by_role("button", name=begona.say("Apply"), exact=True).click()


def _fills_in_the_parts(begona: Person) -> None:
    parts.is_at(begona, "business-types")
    begona.visited("business types")
    begona.main.get_by_role("link", name=begona.say("Back"), exact=True).first.click()
    expect(begona.heading).to_have_text(begona.say("Your application to CTPAT"))
    begona.visited("task list")
    begona.main.get_by_role("link", name=begona.say("Next: {part}", part="")).click()
    parts.choose_types(begona, "foreign-manufacturer")
    begona.visited("eligibility")
    parts.agree_to_statements(begona, legal_form="company")
    _enters_identifiers(begona)
    parts.choose_countries(begona, "MX", "US", "CN")
    begona.visited("addresses")
    parts.choose_addresses(begona, PLANT)
    begona.visited("contacts")
    parts.choose_contacts(begona, {OFFICER: "officer"}, OFFICER)
    _wants_recognition_abroad(begona)


def _enters_identifiers(begona: Person) -> None:
    parts.is_at(begona, "identifiers")
    parts.add_identifier(begona, "mid")
    begona.page.get_by_text(begona.say("Build the MID from name and address")).click()
    begona.field(begona.say("Line with street and number, or box")).fill("Blvd. Aeropuerto 1402")
    begona.page.get_by_label(begona.say("City"), exact=True).fill("León")
    begona.page.locator(".kiosk-more").get_by_label(begona.say("Country")).select_option("MX")
    begona.press("Build the code")
    begona.press("Use this code")
    begona.sees("MXCONNAN1402LEO")
    begona.visited("identifiers")
    parts.enter_identifier(begona, "rfc-company", "cñb-090318-k77", stored="CÑB090318K77")
    begona.go_on()


def _wants_recognition_abroad(begona: Person) -> None:
    parts.is_at(begona, "international")
    begona.tick(message("word.yes", "es"))
    parts.give_consent(begona, OFFICER)
    partners = begona.group(begona.read(parts.label_of("international", "mra_partners")))
    begona.choose(partners.get_by_role("checkbox").nth(0))
    begona.choose(partners.get_by_role("checkbox").nth(1))
    begona.visited("international")
    begona.press("Save and continue")


def _answers_every_criterion(begona: Person) -> dict[str, str]:
    expect(begona.page).to_have_url(re.compile("/profile/.*criterion="))
    begona.visited("first criterion")
    responses: dict[str, str] = {}
    while criterion := parts.criterion_on_show(begona):
        assert criterion not in responses, f"{criterion} is asked twice"
        if len(responses) < IN_SPANISH:
            responses[criterion] = f"El criterio {criterion} lo revisa cada lunes la señora Muñoz; queda por escrito."
            _writes_it_in_english_as_well(begona, responses[criterion])
        else:
            responses[criterion] = f"The guard checks point {criterion} every Monday and writes it into the log."
        parts.respond(begona, responses[criterion])
    wanted = [key for key, item in LIBRARY.criteria.items() if "foreign-manufacturer" in item.level]
    assert sorted(responses) == sorted(wanted)
    return responses


def _writes_it_in_english_as_well(begona: Person, response: str) -> None:
    box = parts.response_field(begona)
    box.fill(response)
    box.blur()
    english = begona.page.get_by_role("textbox", name=message("english.label", "es"))
    english.fill("Ms. Muñoz checks this point every Monday and writes it down.")
    english.blur()
    begona.sees_saved()


def _checks_signs_and_sends(begona: Person) -> str:
    expect(begona.heading).to_have_text(begona.say("Check your answers before you sign"))
    begona.sees(begona.say("Nothing is missing. Read everything once more: after sending, it cannot be changed."))
    begona.visited("check")
    begona.press("Sign and send")
    begona.visited("sign")
    reference = parts.sign_and_send(begona, OFFICER)
    begona.visited("sent")
    return reference


def _reads_the_print(begona: Person, reference: str, responses: dict[str, str]) -> None:
    with begona.page.expect_download() as download:
        begona.main.get_by_role("link", name=re.compile("PDF")).click()
    text = _text_of(download.value.path().read_bytes())
    kind = begona.read(name_of_type(LIBRARY.business_types["foreign-manufacturer"]))
    for wanted in (reference, COMPANY, OFFICER, PLANT, kind, "MXCONNAN1402LEO", "CÑB090318K77"):
        assert _words(wanted) in text, wanted
    missing = [key for key, response in responses.items() if _words(response) not in text]
    assert missing == []


def _text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return _words(" ".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()


def _words(text: str) -> str:
    """Return ``text`` without what a line break does to it."""
    return re.sub(r"[\s\u00ad\u2066-\u2069\ufffe-]+", "", text)
