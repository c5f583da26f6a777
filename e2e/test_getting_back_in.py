"""Somebody who forgot their password gets back in, with mail from a real server and without a telephone."""

import re
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Locator, expect

from ctpat_app.adapters import clock
from ctpat_app.adapters.passwords import Passwords
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.guidance.texts import ref
from ctpat_app.services.bounces import note_bounce
from ctpat_app.tables.accounts import UserAccountRow
from e2e.companies import come_in
from e2e.conftest import NewPerson
from e2e.person import LIBRARY, PASSWORD, Person
from e2e.site import Site, free_port
from tests.factories import a_person, a_staff_member

pytestmark = [pytest.mark.browser, pytest.mark.server]

_PATIENCE_SECONDS: Final = 30
NEW_PASSWORD: Final = "seven brass kettles whistle late"
# What was chosen, and how it is typed a year later.
ANSWERS: Final = {
    "es": (("Señor Botas", "senor  botas"), ("El ropero", "EL ROPERO"), ("Tamales de mole", "tamales de mole!")),
    "ar": (("قِطّتي مشمش", "قطتي مشمش"), ("خزانة ١٢", "خزانه 12"), ("مُلوخيّــة", "ملوخيه")),
}
CHOSEN: Final = ("toy-name", "childhood-hiding-place", "first-dish-cooked")
TELEPHONE: Final = re.compile(
    r"tel[eé]fono|celular|m[oó]vil|SMS|هاتف|جو[اّ]ل|محمول|telephone|phone|mobile", re.IGNORECASE
)


class Mailbox:
    """Takes every mail but those to addresses that begin with ``gone``."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: list[str] = []
        self._news = threading.Condition()

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse who has gone."""
        if address.startswith("gone"):
            with self._news:
                self.refused.append(address)
                self._news.notify_all()
            return "550 5.1.1 no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail."""
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        with self._news:
            self.mails.append(message_from_bytes(content, policy=policy.default))
            self._news.notify_all()
        return "250 OK"

    def link_to(self, address: str, part: str) -> str:
        """Wait for a mail to ``address`` with a link that holds ``part``, and return the newest such link."""
        with self._news:
            assert self._news.wait_for(lambda: self._link(address, part), _PATIENCE_SECONDS), [
                (mail["To"], mail["Subject"]) for mail in self.mails
            ]
            return self._link(address, part)

    def wait_for_refusal(self, address: str) -> None:
        """Wait until a mail to ``address`` was refused."""
        with self._news:
            assert self._news.wait_for(lambda: address in self.refused, _PATIENCE_SECONDS)

    def _link(self, address: str, part: str) -> str:
        for mail in reversed(self.mails):
            found = re.search(rf"http\S+{re.escape(part)}\S*", mail.get_content())
            if mail["To"] == address and found:
                return found[0]
        return ""


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """A real SMTP server on this machine."""
    box, port = Mailbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    server.start()
    yield box, f"smtp://127.0.0.1:{port}?from=kiosk@example.com"
    server.stop()


@pytest.fixture
def mailing_site(built_pages: None, tmp_path: Path, mailbox: tuple[Mailbox, str]) -> Iterator[Site]:
    """A kiosk that really sends its mail."""
    kiosk = Site(tmp_path / "kiosk", KIOSK_MAIL_URL=mailbox[1], KIOSK_DEMO="0")
    kiosk.start()
    yield kiosk
    kiosk.stop()


def an_account(site: Site, name: str, email: str, language: str) -> Actor:
    hashed = Passwords(time_cost=1, memory_kib=8192).hash_now(PASSWORD)
    with site.database() as session:
        actor = a_person(session, name, email=email, language=language)
        session.get_one(UserAccountRow, actor.user_id).password_hash = hashed
    return actor


def asks_for_no_telephone(person: Person) -> None:
    """See that the page has no field for a telephone, and no word for one."""
    assert person.page.locator("input[type=tel], input[autocomplete^=tel], input[inputmode=tel]").count() == 0
    assert not TELEPHONE.search(person.main.inner_text())
    labels = [label.inner_text() for label in person.page.locator("label").all()]
    assert not any(TELEPHONE.search(label) for label in labels), labels


def judged(person: Person, name: str) -> None:
    """See the page wide and at 320 px; keep pictures."""
    asks_for_no_telephone(person)
    person.visited(name, pictures=True)
    person.page.set_viewport_size({"width": 320, "height": 700})
    person.visited(f"{name}-telephone")
    person.page.set_viewport_size({"width": 1280, "height": 900})


def question(person: Person, name: str) -> str:
    found = LIBRARY.security_questions[name]
    return person.read(ref(f"security_questions/{name}", "text", found.i18n.text))


def place(person: Person, number: int) -> Locator:
    return person.group(person.say("Question {number}", number=number))


def choose_questions(person: Person) -> None:
    for number, (name, (answer, _)) in enumerate(zip(CHOSEN, ANSWERS[person.language], strict=True), 1):
        box = place(person, number)
        box.get_by_role("combobox").select_option(label=question(person, name))
        box.get_by_role("textbox", name=person.say("Your answer"), exact=True).fill(answer)


@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_full_recovery_by_mail_and_answers_without_a_telephone(
    mailing_site: Site, mailbox: tuple[Mailbox, str], new_person: NewPerson, language: str
) -> None:
    email = f"rosa-{language}@example.com"
    an_account(mailing_site, "rosa", email, language)
    person = new_person(mailing_site, language)

    # After the first sign-in: an invitation, and three questions of one's own.
    person.visit("sign-in/")
    person.sign_in(email)
    expect(person.page.get_by_role("region", name=person.say("Make sure that you can get back in"))).to_be_visible()
    person.visited("home-with-invitation", pictures=True)
    person.link("Choose questions").click()
    expect(place(person, 3)).to_be_visible()
    person.press("Save my questions")
    expect(person.page.locator("#error-summary")).to_be_visible()
    judged(person, "security-questions-faults")
    choose_questions(person)
    person.press("Save my questions")
    person.sees(person.say("Your security questions are saved."))
    judged(person, "security-questions-saved")
    person.press("Sign out")

    # The password is forgotten.
    person.visit("sign-in/")
    person.link("Forgot your password?").click()
    person.fill_in(email=email)
    person.press("Send me a link")
    person.sees(
        person.say(
            "Look for our mail to {email}. It tells how to get a new password, or that there is no account.",
            email=email,
        )
    )
    judged(person, "forgot-password-sent")
    link = mailbox[0].link_to(email, "/auth/reset")
    assert link.startswith(mailing_site.url)
    person.page.goto(link)
    expect(person.heading).to_have_text(person.say("Set a new password"))
    assert "token" not in person.page.url
    first = person.page.get_by_label(question(person, CHOSEN[0]))
    expect(first).to_be_visible()
    judged(person, "reset-questions")

    # Wrong answers are told without saying which.
    for name, (_, typed) in zip(CHOSEN, ANSWERS[language], strict=True):
        person.page.get_by_label(question(person, name)).fill("x" + typed)
    person.press("Go on")
    expect(person.page.locator("#error-summary")).to_be_visible()
    for name, (_, typed) in zip(CHOSEN, ANSWERS[language], strict=True):
        person.page.get_by_label(question(person, name)).fill(typed)
    person.press("Go on")
    person.sees(person.say("Choose a password that you do not use anywhere else. You are then signed out everywhere."))
    judged(person, "reset-password")
    person.fill_in(password=NEW_PASSWORD)
    person.press("Set the password")
    person.sees(person.say("Your new password is set. You are signed out everywhere else. Sign in with it now."))
    asks_for_no_telephone(person)
    person.fill_in(email=email, password=NEW_PASSWORD)
    person.main.get_by_role("button", name=person.say("Sign in"), exact=True).click()
    expect(person.link("My applications")).to_be_visible()
    mailbox[0].link_to(email, "/access-help/")

    # The link is used up.
    person.page.goto(link)
    person.sees(person.say("A new password was set already. Sign in with it, or ask for a new link."))
    judged(person, "reset-closed")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_help_desk_lets_somebody_in_who_forgot_the_answers(
    mailing_site: Site, mailbox: tuple[Mailbox, str], new_person: NewPerson, language: str
) -> None:
    email = f"omar-{language}@example.com"
    an_account(mailing_site, "omar", email, language)
    finn = an_account(mailing_site, "finn", f"finn-{language}@example.com", language)
    with mailing_site.database() as session:
        a_staff_member(session, finn, StaffRole.HELP_DESK)
        note_bounce(session, email="gone@example.com", reason="5.1.1", source="smtp", now=clock.now())
    person = new_person(mailing_site, language)
    person.visit("access-help/")
    person.press("Open a case")
    expect(person.page.locator("#error-summary")).to_be_visible()
    judged(person, "access-help")
    person.fill_in(name="Omar", email=email)
    person.press("Open a case")
    text = person.main.get_by_role("status").filter(has_text=re.compile(r"[A-Z]{4}-[A-Z]{4}"))
    expect(text).to_be_visible()
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", text.inner_text())
    assert found
    judged(person, "access-help-opened")

    desk = new_person(mailing_site, language)
    come_in(desk, finn)
    desk.visit("staff/access/")
    case = desk.page.get_by_role("region", name=re.compile(found[0]))
    expect(case).to_be_visible()
    desk.choose(case.get_by_role("radio").first)
    case.get_by_role("button").click()
    expect(case.get_by_role("alert")).to_contain_text("20")
    desk.visited("staff-access", pictures=True)
    desk.page.set_viewport_size({"width": 320, "height": 700})
    desk.visited("staff-access-telephone")
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    desk.choose(case.get_by_role("checkbox").first)
    case.get_by_role("textbox").fill("Passport shown in a video call, the officer confirmed it.")
    case.get_by_role("button").click()
    desk.sees(desk.say("The person was told by mail. The link works in 24 hours unless it is stopped."))
    desk.sees(desk.say("There is no open case."))
    desk.link("Mail that did not arrive").click()
    desk.sees("gone@example.com")
    desk.visited("staff-bounced-mail", pictures=True)
    desk.page.set_viewport_size({"width": 320, "height": 700})
    desk.visited("staff-bounced-mail-telephone")
    desk.press("Looked after")
    desk.sees(desk.say("All mail has arrived, as far as the kiosk knows."))

    person.page.goto(mailbox[0].link_to(email, "/auth/reset"))
    expect(person.button("Stop it")).to_be_visible()
    judged(person, "reset-waiting")
    person.press("Stop it")
    person.sees(person.say("The change was stopped. Your password stays as it is."))


def test_an_address_is_changed_and_one_that_is_gone_is_told(
    mailing_site: Site, mailbox: tuple[Mailbox, str], new_person: NewPerson
) -> None:
    an_account(mailing_site, "lena", "gone-lena@example.com", "en")
    person = new_person(mailing_site)
    person.visit("forgot-password/")
    person.fill_in(email="gone-lena@example.com")
    person.press("Send me a link")
    person.visit("sign-in/")
    person.sign_in("gone-lena@example.com")
    told = person.main.get_by_text(person.say("Mail to {email} could not be delivered.", email="gone-lena@example.com"))
    mailbox[0].wait_for_refusal("gone-lena@example.com")
    for _ in range(20):
        # The outcome is written a moment after the refusal.
        person.page.reload()
        expect(person.page.get_by_role("region", name=person.say("Make sure that you can get back in"))).to_be_visible()
        if told.count():
            break
    expect(told).to_be_visible()
    person.visited("home-bouncing", pictures=True)
    person.main.get_by_role("link", name=person.say("Change your email address")).first.click()
    person.fill_in(email="lena@new.example", password="not my password")
    person.press("Send the link")
    expect(person.page.locator("#error-summary")).to_be_visible()
    judged(person, "change-mail")
    person.fill_in(email="lena@new.example", password=PASSWORD)
    person.press("Send the link")
    person.sees("lena@new.example")
    person.page.goto(mailbox[0].link_to("lena@new.example", "/auth/change-mail"))
    expect(person.button("Confirm my new address")).to_be_visible()
    judged(person, "confirm-mail")
    person.press("Confirm my new address")
    person.sees(person.say("Your new address is confirmed. Use it when you sign in."))
    person.visit("home/")
    expect(person.page.get_by_role("heading", name=person.say("Your sign-in"))).to_be_visible()
    expect(told).to_have_count(0)
