"""A person at the kiosk: finds things by role and label in their own language, and waits for what they would see."""

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, expect

from ctpat_app.guidance.library import load_library
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.country_names import country_names
from ctpat_app.words.localiser import localiser_for
from e2e.site import Site

ARTIFACTS: Final = Path("artifacts")
PICTURED: Final = "KIOSK_PICTURES" in os.environ
"""Whether pictures of the pages are kept; a picture takes as long as the look at the page itself."""
PASSWORD: Final = "quiet-lantern-ferry-18"
LIBRARY: Final[Library] = load_library()
WIDTHS: Final = (320, 768, 1280)
SLOW_MACHINE_MS: Final = 20_000
# Without "resultTypes" axe tells of everything that is well, too, which takes most of its time.
_RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
_COLLECT_VIOLATIONS: Final = """
window.__policy = [];
document.addEventListener('securitypolicyviolation', event =>
  window.__policy.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""

expect.set_options(timeout=SLOW_MACHINE_MS)


class Person:
    """Somebody with a browser of their own; what goes wrong in it is kept in ``complaints``."""

    def __init__(self, context: BrowserContext, site: Site, language: str = "en") -> None:
        """Open a first tab for a reader of ``language``."""
        self.context, self.site, self.language = context, site, language
        self.complaints: list[str] = []
        self.forgiven: list[str] = []
        """What may stand in the browser's log, because the test provokes it."""
        self.localiser = localiser_for(language)
        context.set_default_timeout(SLOW_MACHINE_MS)
        context.add_init_script(_COLLECT_VIOLATIONS)
        context.on("console", self._listen)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))
        self.page = context.new_page()

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in self.forgiven):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    # ------------------------------------------------------------ words

    def say(self, text: str, **values: str | int) -> str:
        """Return a sentence of the pages in the person's language."""
        return ui_text(self.language, text).format(**values)

    def read(self, text: Ref) -> str:
        """Return a text of the content in the person's language."""
        return self.localiser.text(text)

    def country(self, code: str) -> str:
        """Return the name of a country as the lists show it."""
        return dict(country_names(self.language))[code]

    # ------------------------------------------------------------ finding

    @property
    def main(self) -> Locator:
        """The part of the page that is its own."""
        return self.page.get_by_role("main")

    @property
    def heading(self) -> Locator:
        """The one heading of the first level."""
        return self.page.get_by_role("heading", level=1)

    def button(self, name: str) -> Locator:
        """A button by its words, in the person's language."""
        return self.page.get_by_role("button", name=self.say(name))

    def link(self, name: str) -> Locator:
        """A link by its words, in the person's language."""
        return self.page.get_by_role("link", name=self.say(name))

    def field(self, label: str) -> Locator:
        """A control by its label, already in the person's language."""
        return self.page.get_by_label(label)

    def option(self, label: str, *, inside: Locator | None = None) -> Locator:
        """A radio button or a box to tick by the beginning of its label."""
        name = re.compile(rf"^\s*{re.escape(label)}")
        where = inside or self.page
        return where.get_by_role("radio", name=name).or_(where.get_by_role("checkbox", name=name))

    def group(self, legend: str) -> Locator:
        """The options under one question."""
        return self.page.get_by_role("group", name=legend)

    # ------------------------------------------------------------ doing

    def visit(self, path: str) -> None:
        """Open a page of the person's language by its address."""
        self.page.goto(f"{self.site.url}/{self.language}/{path}")

    def tick(self, label: str, *, inside: Locator | None = None) -> None:
        """Choose an option with the mouse, on its label as people do."""
        self.choose(self.option(label, inside=inside))

    def choose(self, option: Locator) -> None:
        """Choose ``option`` by a click on its label, and see it chosen."""
        self.page.locator(f"label[for='{option.get_attribute('id')}']").click()
        expect(option).to_be_checked()

    def press(self, name: str) -> None:
        """Press a button that is named in the person's language."""
        self.button(name).click()

    def go_on(self) -> None:
        """Press "Save and continue" and see the next step."""
        here = self.page.get_by_role("main").locator(".kiosk-caption").first.text_content()
        self.press("Save and continue")
        expect(self.main.locator(".kiosk-caption").first).not_to_have_text(str(here))

    def sees(self, text: str) -> None:
        """Wait for words that are shown on the page; the same words in a part that is hidden do not count."""
        expect(self.main.get_by_text(text).filter(visible=True).first).to_be_visible()

    def sees_saved(self) -> None:
        """Wait for the word that what was typed is saved."""
        word = self.say("Saved {time}", time="").strip()
        expect(self.main.locator(".kiosk-status__saved")).to_contain_text(word)

    # ------------------------------------------------------------ getting in

    def come_in_as(self, token: str) -> None:
        """Be signed in with a session that was opened behind the scenes."""
        host = urlsplit(self.site.url).hostname or ""
        self.context.add_cookies(
            [{"name": "__Host-kiosk_session", "value": token, "domain": host, "path": "/", "secure": True}]
        )

    def register(self, name: str, email: str) -> None:
        """Register on the page, and confirm the address with the link of the mail in the outbox."""
        self.visit("register")
        self.fill_in(name=name, email=email, password=PASSWORD)
        self.press("Create account")
        expect(self.heading).to_have_text(self.say("Look for our mail"))
        self.link("Open the outbox").click()
        self.newest_mail_to(email).get_by_role("link").click()
        self.press("Confirm my address")
        expect(self.heading).to_have_text(self.say("Sign in"))

    def sign_in(self, email: str) -> None:
        """Sign in on the page that is open."""
        self.fill_in(email=email, password=PASSWORD)
        self.page.locator("main").get_by_role("button", name=self.say("Sign in"), exact=True).click()
        expect(self.link("My applications")).to_be_visible()

    def fill_in(self, *, name: str = "", email: str = "", password: str = "") -> None:
        """Fill in the fields for getting in, as soon as they stand there."""
        for label, text in (("Your name", name), ("Email address", email), ("Password", password)):
            if text:
                self.page.get_by_role("textbox", name=self.say(label), exact=True).fill(text)

    def newest_mail_to(self, email: str) -> Locator:
        """The newest mail to an address, on the outbox page."""
        return self.main.get_by_role("listitem").filter(has_text=email).first

    # ------------------------------------------------------------ judging

    def visited(self, name: str, *, pictures: bool = False) -> None:
        """Judge the page on show: accessible, fits a telephone, nothing broke; keep pictures of it if asked.

        Args:
            name: how the page is called in messages and pictures.
            pictures: whether to keep a picture at each of ``WIDTHS``, where somebody wants to look at them.
        """
        found = Axe().run(self.page, options=_RULES).response["violations"]
        faults = [(each["id"], [(node["target"], node["failureSummary"]) for node in each["nodes"]]) for each in found]
        assert not faults, f"{name}: {faults}"
        self.fits_a_telephone(name)
        if pictures and PICTURED:
            self._take_pictures(name)
        self.nothing_broke(name)

    def fits_a_telephone(self, name: str) -> None:
        """Fail when the page scrolls sideways at 320 px."""
        before = self.page.viewport_size
        assert before
        self.page.set_viewport_size({"width": 320, "height": 700})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        wide = self.page.evaluate(_TOO_WIDE) if width > 320 else []
        self.page.set_viewport_size(before)
        assert width <= 320, f"{name} scrolls sideways at 320 px, to {width} px: {wide}"

    def nothing_broke(self, name: str) -> None:
        """Fail when the browser reported an error or stopped something under the page's policy."""
        try:
            blocked = self.page.evaluate("window.__policy")
        except Error:  # the page is on its way to the next one
            blocked = []
        assert not blocked, f"{name}: the content security policy stopped {blocked}"
        assert not self.complaints, f"{name}: {self.complaints}"

    def _take_pictures(self, name: str) -> None:
        before = self.page.viewport_size
        folder = ARTIFACTS / "screenshots"
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=folder / f"{name}-{self.language}-{width}.png", full_page=True)
        assert before
        self.page.set_viewport_size(before)


_TOO_WIDE: Final = """
[...document.querySelectorAll('body *')].filter(each => {
  const box = each.getBoundingClientRect();
  return box.width > 0 && (box.right > 321 || box.left < -1);
}).slice(0, 5).map(each => each.outerHTML.slice(0, 160))
"""


def name_of(collection: str, record: str, key: str, text: str) -> Ref:
    """Return the reference to a text of a record of the content."""
    return ref(f"{collection}/{record}", key, text)
