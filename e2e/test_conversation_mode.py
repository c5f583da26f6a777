"""The whole application one question at a time: the same draft as by forms, in any language and by keyboard."""

import re
from collections.abc import Mapping
from typing import Final

import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.questions import CRITERION, name_of_type
from ctpat_app.guidance.texts import ref
from ctpat_app.services.canonical import canonical_draft
from ctpat_app.services.library import keep_current
from ctpat_app.services.risk_assessments import start_assessment
from ctpat_app.words.messages import message
from e2e import parts
from e2e.companies import Company, a_company, an_application, come_in, situation, stored
from e2e.conftest import NewPerson
from e2e.keyboard import Keyboard
from e2e.person import LIBRARY, Person
from e2e.site import Site
from e2e.talk import HIGHEST, Dialogue

pytestmark = pytest.mark.browser

TYPE: Final = "customs-broker"
NUMBER: Final = ("broker-licence-number", LIBRARY.identifiers["broker-licence-number"].valid[0].value)
OFFICE: Final = "Main office"
BROKER: Final = {"en": "we are a customs broker in Laredo", "es": "somos agente aduanal", "ar": "نحن مخلص جمركي"}
YES: Final = {"en": "yes, of course", "es": "claro que sí", "ar": "نعم بالطبع"}
PLACES: Final = {
    "en": "Mexico and the U.S.",
    "es": "México y Estados Unidos",
    "ar": "المكسيك والولايات المتحدة",
}
IN_OWN_LANGUAGE: Final = {
    "es": "Nuestro guardia revisa los sellos de cada contenedor y anota el resultado en la bitácora.",
    "ar": "يفحص الحارس أختام كل حاوية كل صباح ويكتب النتيجة في السجل ويبلغ المدير.",
}
ITS_ENGLISH: Final = "Our guard checks the seals of each container and notes the result in the log."


# ---------------------------------------------------------------- the same draft


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_an_application_by_conversation_is_the_same_draft_as_one_by_forms(
    site: Site, new_person: NewPerson, language: str
) -> None:
    talked, filled = (a_company(site, name="Harbor Brokers Inc", country="US", language=language) for _ in range(2))
    by_talk, by_forms = an_application(talked), an_application(filled)
    ana = new_person(site, language)
    come_in(ana, talked.ana)
    _talks_through(ana, talked, by_talk)
    _reads_it_in_the_forms(ana, by_talk)
    other = new_person(site, language)
    come_in(other, filled.ana)
    _fills_in_the_forms(other, filled, by_forms)
    exported = canonical(talked, by_talk)
    assert exported == canonical(filled, by_forms)
    assert exported.count('"question": "criterion.') == len(situation(talked, by_talk).criteria)


def canonical(company: Company, draft: int, actor: Actor | None = None) -> str:
    with company.site.database() as session:
        return canonical_draft(session, actor or company.ana, draft_id=draft, now=clock.now())


def _talks_through(ana: Person, company: Company, draft: int) -> None:
    talk = Dialogue(ana, draft)
    ana.visit(f"application/?draft={draft}")
    ana.main.get_by_role("link", name=ana.say("Answer one question at a time")).click()
    talk.is_at("business_types")
    ana.visited("conversation: business types")
    talk.say(BROKER[ana.language])
    expect(ana.page.locator(".kiosk-heard")).to_contain_text(ana.read(name_of_type(LIBRARY.business_types[TYPE])))
    ana.visited("conversation: what was understood")
    assert stored(company, draft, "business_types") == ""
    talk.agree()
    assert stored(company, draft, "business_types") == TYPE
    talk.end_part()
    _agrees_to_statements(talk)
    _enters_the_number(talk)
    _names_places_and_people(talk, company)
    _answers_every_statement(talk, company)
    assert talk.is_finished
    expect(ana.heading).to_have_text(message("talk.finished", ana.language))
    ana.visited("conversation: the end")
    ana.main.get_by_role("link", name=ana.say("Check your answers")).click()
    ana.sees(ana.say("Nothing is missing. Read everything once more: after sending, it cannot be changed."))


def _agrees_to_statements(talk: Dialogue) -> None:
    language = talk.person.language
    talk.say(YES[language])
    talk.agree()
    while talk.turn[1].startswith("eligibility."):
        talk.choose(message("word.yes", language))
    talk.person.visited("conversation: end of a part")
    talk.end_part()


def _enters_the_number(talk: Dialogue) -> None:
    ana, (kind, value) = talk.person, NUMBER
    talk.is_at("identifiers")
    before = ana.page.url
    ana.page.get_by_role("button", name=ana.read(parts.add_name())).click()
    expect(ana.page).not_to_have_url(before)
    talk.is_at("identifier_kind")
    talk.choose(ana.read(ref(f"identifiers/{kind}", "name", LIBRARY.identifiers[kind].i18n.name)))
    talk.is_at("identifier_value")
    ana.visited("conversation: a number")
    talk.write(value, keys="Enter")
    talk.is_at("identifiers")
    ana.visited("conversation: another entry")
    talk.follow("No, that is all")
    talk.end_part()


def _names_places_and_people(talk: Dialogue, company: Company) -> None:
    language = talk.person.language
    talk.is_at("countries")
    talk.say(PLACES[language])
    talk.agree()
    talk.end_part()
    for question in ("primary_address", "mailing_address"):
        talk.is_at(question)
        talk.choose(OFFICE)
    talk.is_at("secondary_addresses")
    talk.follow("Skip for now")
    talk.end_part()
    talk.is_at("primary_contact")
    talk.choose(company.ana.name)
    talk.end_part()
    talk.is_at("international")
    talk.choose(message("word.no", language))
    talk.end_part()


def _answers_every_statement(talk: Dialogue, company: Company) -> None:
    asked = [item.criterion.id for item in situation(company, talk.draft).criteria]
    answered = []
    for _ in range(HIGHEST):
        if talk.is_part_end:
            break
        key = talk.turn[1]
        if key.startswith("english."):
            talk.person.visited("conversation: the English version")
            talk.write(ITS_ENGLISH, keys="Control+Enter")
            continue
        answered.append(key.removeprefix(CRITERION))
        if len(answered) == 1:
            talk.person.visited("conversation: a statement")
        talk.write(_response(talk.person, answered[-1], first=len(answered) == 1), keys="Control+Enter")
    assert answered == asked
    talk.end_part()


def _response(person: Person, criterion: str, *, first: bool) -> str:
    if first and person.language in IN_OWN_LANGUAGE:
        return IN_OWN_LANGUAGE[person.language]
    return f"The guard checks point {criterion} every Monday and writes it into the log."


def _reads_it_in_the_forms(ana: Person, draft: int) -> None:
    ana.visit(f"apply/?draft={draft}&step=business-types")
    kind = ana.option(ana.read(name_of_type(LIBRARY.business_types[TYPE])))
    expect(kind).to_be_checked()
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    box = ana.page.get_by_role("textbox").first
    expect(box).not_to_have_value("")


def _fills_in_the_forms(ana: Person, company: Company, draft: int) -> None:
    ana.visit(f"apply/?draft={draft}")
    parts.choose_types(ana, TYPE)
    parts.agree_to_statements(ana)
    kind, value = NUMBER
    parts.enter_identifier(ana, kind, value, stored=LIBRARY.identifiers[kind].valid[0].stored)
    ana.go_on()
    parts.choose_countries(ana, "MX", "US")
    parts.choose_addresses(ana, OFFICE)
    parts.choose_contacts(ana, {}, company.ana.name)
    parts.is_at(ana, "international")
    ana.tick(message("word.no", ana.language))
    ana.press("Save and continue")
    expect(ana.page).to_have_url(re.compile("/profile/.*criterion="))
    first = True
    while criterion := parts.criterion_on_show(ana):
        text = _response(ana, criterion, first=first)
        if first and ana.language in IN_OWN_LANGUAGE:
            _writes_both(ana, text)
        first = False
        parts.respond(ana, text)


def _writes_both(ana: Person, text: str) -> None:
    box = parts.response_field(ana)
    box.fill(text)
    box.blur()
    english = ana.page.get_by_role("textbox", name=message("english.label", ana.language))
    english.fill(ITS_ENGLISH)
    english.blur()
    ana.sees_saved()


# ---------------------------------------------------------------- there and back


def test_one_can_change_to_the_form_and_back_at_any_question(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    ana = new_person(site)
    come_in(ana, company.ana)
    talk = Dialogue(ana, draft)
    talk.begin("&step=addresses")
    talk.choose(OFFICE)
    talk.is_at("mailing_address")
    ana.link("Answer in the form").click()
    parts.is_at(ana, "addresses")
    primary = ana.group(ana.read(parts.label_of("addresses", "primary_address")))
    expect(ana.option(OFFICE, inside=primary)).to_be_checked()
    ana.tick(OFFICE, inside=ana.group(ana.read(parts.label_of("addresses", "mailing_address"))))
    ana.sees_saved()
    ana.link("Answer one question at a time").click()
    expect(ana.page).to_have_url(re.compile(r"/talk/.*step=addresses"))
    assert stored(company, draft, "mailing_address") != ""
    talk.begin("&step=security-profile&question=criterion.1.2")
    box = ana.page.locator("#answer").get_by_role("textbox").first
    box.fill("The plant manager walks the fence each Monday.")
    ana.link("Answer in the form").click()
    expect(ana.page).to_have_url(re.compile(r"/profile/.*criterion=1\.2"))
    expect(parts.response_field(ana)).to_have_value("The plant manager walks the fence each Monday.")
    ana.link("Answer one question at a time").click()
    talk.is_at("criterion.1.2")
    expect(box).to_have_value("The plant manager walks the fence each Monday.")


def test_place_and_answers_outlive_a_reload_the_way_back_and_another_language(
    site: Site, new_person: NewPerson
) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    ana = new_person(site)
    come_in(ana, company.ana)
    talk = Dialogue(ana, draft)
    talk.begin("&step=addresses")
    talk.choose(OFFICE)
    talk.is_at("mailing_address")
    ana.page.reload()
    talk.is_at("mailing_address")
    expect(ana.page.get_by_role("log")).to_contain_text(OFFICE)
    ana.page.go_back()
    talk.is_at("primary_address")
    expect(ana.page.locator(".kiosk-option[aria-pressed=true]")).to_contain_text(OFFICE)
    ana.page.get_by_role("link", name="العربية", exact=True).click()
    talk.is_at("primary_address")
    expect(ana.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(ana.page.locator(".kiosk-option[aria-pressed=true]")).to_contain_text(OFFICE)


def test_an_answer_in_the_thread_can_be_changed(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer", international="yes")
    ana = new_person(site)
    come_in(ana, company.ana)
    talk = Dialogue(ana, draft)
    talk.begin("&step=international&question=mra_consent")
    ana.page.get_by_role("log").get_by_role("link", name="Change").click()
    talk.is_at("international")
    talk.choose("No")
    assert talk.is_part_end
    assert stored(company, draft, "international") == "no"


def test_a_risk_assessment_can_be_answered_the_same_way(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    with site.database() as session:
        keep_current(session, now=clock.now(), library=LIBRARY)
        draft = start_assessment(session, company.ana, trade_account_id=company.account, now=clock.now())
    ana = new_person(site)
    come_in(ana, company.ana)
    ana.visit(f"risk/?draft={draft}")
    ana.link("Answer one question at a time").click()
    expect(ana.page).to_have_url(re.compile(r"/risk-talk/.*question="))
    ana.visited("conversation: risk assessment")
    talk = Dialogue(ana, draft)
    talk.is_at("lanes")
    ana.press("Add a supply chain")
    talk.is_at("lane_name")
    _, key, row = talk.turn
    talk.write("Cargo from Monterrey to Laredo", keys="Enter")
    assert stored(company, draft, key, row) == "Cargo from Monterrey to Laredo"
    expect(ana.page.get_by_role("log")).to_contain_text("Cargo from Monterrey to Laredo")
    ana.visit(f"risk/?draft={draft}")
    expect(ana.page.get_by_role("textbox").first).to_have_value("Cargo from Monterrey to Laredo")


# ---------------------------------------------------------------- words, mistakes, entries


def test_nothing_is_saved_of_words_before_somebody_agrees(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company)
    ana = new_person(site)
    come_in(ana, company.ana)
    talk = Dialogue(ana, draft)
    talk.begin()
    for words, told in (
        ("we are not an importer", "We understood what does not fit"),
        ("I like cats", message("talk.not-understood", "en")),
        ("I don't know", message("talk.unsure", "en")),
    ):
        talk.say(words)
        expect(ana.page.locator(".kiosk-heard")).to_contain_text(told)
    talk.say("we make car seats in Tijuana and ship to Texas")
    expect(ana.page.locator(".kiosk-heard")).to_contain_text("Foreign manufacturer")
    ana.page.get_by_role("button", name="No", exact=True).click()
    expect(ana.page.locator(".kiosk-heard")).to_have_count(0)
    expect(ana.page.locator("#words")).to_be_focused()
    assert stored(company, draft, "business_types") == ""
    talk.say("trucking company")
    ana.page.locator(".kiosk-heard").get_by_role("button", name="U.S./Mexico highway carrier").click()
    expect(ana.page).not_to_have_url(re.compile("question=business_types"))
    assert stored(company, draft, "business_types") == "highway-carrier-mexico"


def test_countries_that_were_named_are_offered_when_it_is_about_them(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company)
    ana = new_person(site)
    come_in(ana, company.ana)
    talk = Dialogue(ana, draft)
    talk.begin()
    talk.say("we make car seats in Tijuana and ship to Texas")
    talk.agree()
    ana.page.get_by_role("navigation", name="Your application").get_by_role("link", name="Countries").click()
    talk.is_at("countries")
    expect(ana.page.locator(".kiosk-heard")).to_contain_text("Mexico and United States")
    talk.agree()
    assert stored(company, draft, "countries") == "MX,US"


def test_a_number_with_a_slip_is_asked_again_with_what_was_meant(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "highway-carrier-mexico")
    ana = new_person(site)
    come_in(ana, company.ana)
    talk = Dialogue(ana, draft)
    talk.begin("&step=identifiers")
    ana.press("Add an identifier")
    talk.is_at("identifier_kind")
    scac = LIBRARY.identifiers["scac"]
    talk.choose(scac.i18n.name)
    talk.is_at("identifier_value")
    box = ana.page.locator("#answer").get_by_role("textbox").first
    box.fill("12345678")
    box.press("Enter")
    expect(ana.page.locator("#error-summary")).to_be_focused()
    expect(ana.page.locator(".usa-error-message").first).to_be_visible()
    talk.is_at("identifier_value")
    talk.write(scac.valid[0].value, keys="Enter")
    talk.is_at("identifiers")
    ana.page.go_back()
    talk.is_at("identifier_value")
    ana.press("Delete this entry")
    talk.is_at("identifiers")
    ana.press("Bring it back")
    expect(ana.page.get_by_role("button", name="Yes, add another")).to_be_visible()
    assert [scac.valid[0].stored] == _values_of(company, draft)


def _values_of(company: Company, draft: int) -> list[str]:
    now = situation(company, draft)
    return [now.book.text("identifier_value", row) for row in now.book.rows("identifiers")]


def test_what_does_not_apply_takes_a_reason_in_its_place(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    ana = new_person(site)
    come_in(ana, company.ana)
    talk = Dialogue(ana, draft)
    talk.begin("&step=security-profile&question=criterion.1.2")
    ana.press("This does not apply to us")
    why = ana.page.get_by_role("textbox", name=message("profile.reason-label", "en"))
    expect(why).to_be_visible()
    why.fill("We have no yard of our own.")
    why.press("Control+Enter")
    expect(ana.page).not_to_have_url(re.compile(r"question=criterion\.1\.2"))
    assert stored(company, draft, "applicability.1.2") == "not-applicable"
    assert stored(company, draft, "criterion.1.2") == "We have no yard of our own."


# ---------------------------------------------------------------- by keyboard, and what others see


def test_the_dialogue_works_without_a_mouse(site: Site, new_person: NewPerson) -> None:
    company = a_company(site, country="US")
    draft = an_application(company)
    ana = new_person(site, width=360, height=740)
    come_in(ana, company.ana)
    talk = Dialogue(ana, draft)
    talk.begin()
    keys = Keyboard(ana)
    keys.type_into(ana.page.locator("#words"), "we are a customs broker")
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator(".kiosk-heard")).to_be_focused()
    keys.press(ana.button("Yes, that is right"))
    talk.is_at(".end")
    keys.is_on_heading()
    keys.press(ana.main.get_by_role("link", name="Continue", exact=True))
    expect(ana.page).to_have_url(re.compile(r"question=eligibility\."))
    keys.is_on_heading()
    before = ana.page.url
    keys.tab_to(talk.option("Yes").first)
    ana.page.keyboard.press("Escape")
    assert ana.page.url == before
    ana.page.keyboard.press("Enter")
    expect(ana.page).not_to_have_url(before)
    keys.is_on_heading()
    keys.press(ana.main.get_by_role("link", name="Back one question"))
    expect(ana.page).to_have_url(before)
    keys.is_on_heading()


def test_what_is_said_is_announced_and_stays_in_order(site: Site, new_person: NewPerson) -> None:
    company = a_company(site, country="US")
    draft = an_application(company, TYPE)
    ana = new_person(site)
    come_in(ana, company.ana)
    talk = Dialogue(ana, draft)
    talk.begin("&step=eligibility")
    log = ana.page.get_by_role("log")
    expect(log).to_have_accessible_name("What was said so far")
    for number in range(1, 4):
        asked = ana.heading.inner_text()
        talk.choose("Yes")
        said = log.get_by_role("listitem")
        expect(said).to_have_count(number)
        expect(said.last).to_contain_text(asked)
    order: Mapping[str, float] = ana.page.evaluate(
        "() => { const y = s => document.querySelector(s).getBoundingClientRect().top;"
        " return {log: y('[role=log]'), heading: y('main h1'), options: y('.kiosk-options'), words: y('#words')}; }"
    )
    assert list(order) == sorted(order, key=lambda name: order[name])


def test_what_another_person_answered_meanwhile_is_shown_and_not_overwritten(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    ana, ben = new_person(site), new_person(site)
    come_in(ana, company.ana)
    come_in(ben, company.ben)
    for person in (ana, ben):
        Dialogue(person, draft).begin("&step=security-profile&question=criterion.1.2")
    Dialogue(ben, draft).write("Ben's text.", keys="Control+Enter")
    box = ana.page.locator("#answer").get_by_role("textbox").first
    box.fill("Ana's text.")
    box.press("Control+Enter")
    expect(ana.page.locator(".kiosk-conflict")).to_contain_text("Ben's text.")
    ana.press("Keep my text")
    expect(ana.page.locator(".kiosk-conflict")).to_have_count(0)
    assert stored(company, draft, "criterion.1.2") == "Ana's text."
