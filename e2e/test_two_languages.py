"""Three people work on one profile at once, each in a language of their own; nothing is overwritten."""

import re

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.guidance.questions import CRITERION, ENGLISH
from ctpat_app.words.messages import message
from e2e import parts
from e2e.companies import Company, a_company, a_complete_application, answer, come_in, situation, stored
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site

pytestmark = pytest.mark.browser

SPANISH = "Nuestro guardia revisa los sellos de cada contenedor y anota el resultado en la bitácora."
SPANISH_LATER = "Nuestro guardia revisa los sellos de cada contenedor, anota el resultado y avisa al gerente."
ARABIC = "يفحص الحارس أختام كل حاوية كل صباح ويكتب النتيجة في السجل ويبلغ المدير."
ENGLISH_ANSWER = "Our plant manager inspects the fence each Monday and keeps the signed sheet for two years."
OF_SPANISH = "Our guard checks the seals of each container and notes the result in the log."
OF_SPANISH_BY_BEN = "The guard looks at the seals of every container and writes it down."
OF_ARABIC = "Each morning the guard checks the seals of every container, notes it and tells the manager."


@pytest.fixture
def company(site: Site) -> Company:
    return a_company(site)


@pytest.fixture
def draft(company: Company) -> int:
    """A complete application, but for the first three statements."""
    draft = a_complete_application(company, "foreign-manufacturer")
    for number in first_three(company, draft):
        answer(company, company.ana, draft, CRITERION + number, "")
    return draft


def first_three(company: Company, draft: int) -> list[str]:
    return [item.criterion.id for item in situation(company, draft).criteria[:3]]


def english_box(person: Person) -> Locator:
    return person.page.get_by_role("textbox", name=message("english.label", person.language))


def open_statement(person: Person, draft: int, number: str) -> Locator:
    person.visit(f"profile/?draft={draft}&criterion={number}")
    box = parts.response_field(person)
    expect(box).to_be_visible()
    return box


def write(box: Locator, text: str) -> None:
    box.fill(text)
    box.blur()


def test_a_profile_in_three_languages_at_once_ends_complete(
    site: Site, company: Company, draft: int, new_person: NewPerson
) -> None:
    ana, ben, chloe = new_person(site), new_person(site, "es"), new_person(site, "ar")
    for person, actor in ((ana, company.ana), (ben, company.ben), (chloe, company.chloe)):
        come_in(person, actor)
    first, second, third = first_three(company, draft)

    # Each answers a statement, all at once.
    boxes = [open_statement(ana, draft, third), open_statement(ben, draft, first), open_statement(chloe, draft, second)]
    for box, text in zip(boxes, (ENGLISH_ANSWER, SPANISH, ARABIC), strict=True):
        write(box, text)
    for person in (ana, ben, chloe):
        person.sees_saved()
    expect(english_box(ana)).to_have_count(0)
    for person in (ben, chloe):
        expect(english_box(person)).to_be_visible()
        expect(english_box(person)).to_have_attribute("lang", "en")
    ben.visited("an answer in Spanish")
    chloe.visited("an answer in Arabic")

    # What lacks English is listed, and leads to where it is written.
    ana.visit(f"check/?draft={draft}")
    lacking = ana.page.get_by_role("region", name="What lacks English: 2")
    expect(lacking.get_by_role("link")).to_have_count(2)
    expect(lacking).to_contain_text(company.ben.name)
    ana.visited("what lacks English")
    lacking.get_by_role("link").first.click()
    expect(english_box(ana)).to_be_visible()
    expect(parts.response_field(ana)).to_have_attribute("lang", "es")

    # Two write English versions at once; ben, who does not see ana's yet, is shown both.
    write(english_box(ana), OF_SPANISH)
    write(english_box(chloe), OF_ARABIC)
    ana.sees_saved()
    chloe.sees_saved()
    write(english_box(ben), OF_SPANISH_BY_BEN)
    conflict = ben.page.get_by_role("alert").filter(has_text=OF_SPANISH)
    expect(conflict).to_contain_text(OF_SPANISH_BY_BEN)
    assert stored(company, draft, ENGLISH + first) == OF_SPANISH
    ben.button("Keep this text").click()
    expect(english_box(ben)).to_have_value(OF_SPANISH)

    # A later change of the answer marks its English version until somebody has looked at it.
    write(parts.response_field(ben), SPANISH_LATER)
    ben.sees(ben.say("The English version is to be looked at again"))
    open_statement(ana, draft, first)
    ana.sees("The English version is to be looked at again")
    ana.press("It still says the same")
    expect(ana.main.get_by_text("The English version is to be looked at again")).to_have_count(0)

    ends = {
        CRITERION + first: SPANISH_LATER,
        ENGLISH + first: OF_SPANISH,
        CRITERION + second: ARABIC,
        ENGLISH + second: OF_ARABIC,
        CRITERION + third: ENGLISH_ANSWER,
    }
    assert {key: stored(company, draft, key) for key in ends} == ends
    assert situation(company, draft).problems == ()
    ana.visit(f"check/?draft={draft}")
    ana.sees("Nothing is missing.")
    row = ana.main.locator(".kiosk-summary__row").filter(has_text=SPANISH_LATER)
    texts = row.locator("p[lang]")
    expect(texts).to_have_text([OF_SPANISH, SPANISH_LATER])
    assert [each.get_attribute("lang") for each in texts.all()] == ["en", "es"]


def test_a_wrong_guess_of_the_language_can_be_corrected(
    site: Site, company: Company, draft: int, new_person: NewPerson
) -> None:
    ben = new_person(site, "es")
    come_in(ben, company.ben)
    number = first_three(company, draft)[0]
    write(open_statement(ben, draft, number), SPANISH)
    expect(english_box(ben)).to_be_visible()
    group = ben.group(message("english.language-label", "es"))
    ben.tick(message("english.is-english", "es"), inside=group)
    expect(english_box(ben)).to_have_count(0)
    assert stored(company, draft, f"language.{number}") == "english"
    ben.tick(message("english.is-other", "es"), inside=group)
    expect(english_box(ben)).to_be_visible()


def test_the_package_is_made_and_handed_out(site: Site, company: Company, draft: int, new_person: NewPerson) -> None:
    ana = new_person(site)
    come_in(ana, company.ana)
    ana.visit(f"application/?draft={draft}")
    ana.main.get_by_text("Other ways to download it").click()
    ana.press("Prepare the package with the evidence")
    link = ana.page.get_by_role("link", name=re.compile("Download the package"))
    expect(link).to_be_visible()
    with ana.page.expect_download() as found:
        link.click()
    assert found.value.suggested_filename.startswith("CTPAT-package-draft-")
