"""What browser tests of questionnaires share: the partner's way in and answers, and the company's reading."""

from datetime import timedelta
from typing import Final

from playwright.sync_api import Locator, expect
from sqlmodel import select

from ctpat_app.adapters import clock
from ctpat_app.tables.inquiries import InquiryRow
from e2e.companies import Company
from e2e.person import Person

TELEPHONE: Final = (360, 740)
"""Width and height of a small one, in pixels."""


# ---------------------------------------------------------------- the partner


def come_by_link(person: Person, token: str, email: str, name: str) -> None:
    """Open the link, have the code mailed, read it in the outbox, and type it."""
    person.visit(f"inquiry-link/?token={token}")
    type_the_code(person, email, name)


def type_the_code(person: Person, email: str, name: str) -> None:
    """Have the code mailed and type it; the questionnaire ``name`` opens."""
    person.button("Mail me the code").click()
    person.sees(
        person.say("Look for our mail with the code, if the link still works. Type the code here within 10 minutes.")
    )
    person.field(person.say("Code from the mail")).fill(_newest_code(person, email))
    person.button("Open the questionnaire").click()
    expect(person.heading).to_have_text(name)


def _newest_code(person: Person, email: str) -> str:
    outbox = person.context.new_page()
    outbox.goto(f"{person.site.url}/en/outbox/")
    mail = outbox.get_by_role("main").get_by_role("listitem").filter(has_text=email).first
    expect(mail).to_be_visible()
    digits = [word for word in str(mail.text_content()).split() if word.isdigit() and len(word) == 6]
    outbox.close()
    return digits[0]


def answer_box(person: Person) -> Locator:
    """Return the field of the answer on show."""
    return person.main.locator("#answer")


def write_answer(person: Person, inquiry: int, criterion: str, text: str) -> None:
    """Answer one statement, and see that it is saved."""
    person.visit(f"inquiry-answer/?inquiry={inquiry}&criterion={criterion}")
    expect(answer_box(person)).to_be_visible()
    answer_box(person).fill(text)
    answer_box(person).blur()
    person.sees_saved()


def sign_answers(person: Person, inquiry: int, name: str, title: str) -> None:
    """Sign everything and send it."""
    person.visit(f"inquiry-sign/?inquiry={inquiry}")
    person.field(person.say("Your full name")).fill(name)
    person.field(person.say("Your title in the company")).fill(title)
    person.page.locator("label[for='sign-agreed']").click()
    person.button("Sign and send").click()
    expect(person.main.get_by_role("link", name=person.say("Download what was signed (PDF)"))).to_be_visible()


# ---------------------------------------------------------------- the company


def newest_inquiry(company: Company) -> int:
    """Return the inquiry that was sent last to a partner of the company."""
    with company.site.database() as session:
        query = select(InquiryRow.id).where(InquiryRow.trade_account_id == company.account)
        return max(number or 0 for number in session.exec(query))


def in_days(days: int) -> str:
    """Return a day as a calendar field takes it."""
    return (clock.now().date() + timedelta(days)).isoformat()


def answer_card(person: Person, criterion: str) -> Locator:
    """Return the card of one answer."""
    return person.page.locator(f"#answer-{criterion.replace('.', '_')}")


def grade_answer(person: Person, criterion: str, chosen: str, reason: str) -> None:
    """Grade one answer."""
    place = answer_card(person, criterion)
    place.locator("select[name=grade]").select_option(chosen)
    place.locator("textarea[name=reason]").fill(reason)
    place.get_by_role("button", name=person.say("Save the grade")).click()
    person.sees(person.say("The grade is saved."))


def unfold(person: Person, title: str) -> Locator:
    """Open a part that is folded, and return it."""
    part = person.page.locator("details").filter(has=person.page.locator("summary", has_text=person.say(title)))
    part.first.locator("summary").first.click()
    return part.first
