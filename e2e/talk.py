"""The dialogue as a person has it: presses options, types words, and waits for the next question."""

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, expect

from ctpat_app.guidance.talk import FINISHED, PART_END
from e2e.person import Person

HIGHEST: Final = 220
"""More turns than any form of these tests has."""


class Dialogue:
    """A person at the page that asks one question at a time."""

    def __init__(self, person: Person, draft: int) -> None:
        self.person, self.page, self.draft = person, person.page, draft

    def begin(self, where: str = "") -> None:
        """Open the page, at a question or at the first open one."""
        self.person.visit(f"talk/?draft={self.draft}{where}")
        expect(self.person.heading).to_be_visible()
        expect(self.page).to_have_url(re.compile("question="))

    @property
    def turn(self) -> tuple[str, str, str]:
        """Part, question and entry that the address names."""
        query = parse_qs(urlsplit(self.page.url).query)
        return query.get("step", [""])[0], query.get("question", [""])[0], query.get("row", [""])[0]

    @property
    def is_finished(self) -> bool:
        """Whether the last question was passed."""
        return self.turn[1] == FINISHED

    @property
    def is_part_end(self) -> bool:
        """Whether a part has just ended."""
        return self.turn[1] == PART_END

    def is_at(self, question: str) -> None:
        """See that the question is on show, and its heading has the focus or may have it."""
        expect(self.page).to_have_url(re.compile(rf"question={re.escape(question)}(&|$)"))

    def option(self, label: str) -> Locator:
        """The button of an option, by the beginning of its words."""
        return self.page.locator(".kiosk-option").filter(has_text=re.compile(rf"^\W*{re.escape(label)}"))

    def choose(self, label: str) -> None:
        """Answer with one press, and see what comes next."""
        before = self.page.url
        self.option(label).first.click()
        expect(self.page).not_to_have_url(before)

    def say(self, words: str) -> None:
        """Type an answer in one's own words and send it with Enter."""
        box = self.person.field(self.person.say("In your own words"))
        box.fill(words)
        box.press("Enter")
        expect(self.page.locator(".kiosk-heard")).to_contain_text(words)

    def agree(self) -> None:
        """Confirm what the kiosk understood."""
        before = self.page.url
        self.person.press("Yes, that is right")
        expect(self.page).not_to_have_url(before)

    def write(self, text: str, *, keys: str) -> None:
        """Fill in the one field and send it by ``keys``."""
        before = self.page.url
        box = self.page.locator("#answer").get_by_role("textbox").first
        box.fill(text)
        box.press(keys)
        expect(self.page).not_to_have_url(before)

    def follow(self, name: str) -> None:
        """Follow a link that is named in the person's language, to another question."""
        before = self.page.url
        self.person.main.get_by_role("link", name=self.person.say(name), exact=True).first.click()
        expect(self.page).not_to_have_url(before)

    def end_part(self) -> None:
        """Read what was said in the part, and go on."""
        expect(self.page).to_have_url(re.compile(re.escape(f"question={PART_END}")))
        self.follow("Continue")
