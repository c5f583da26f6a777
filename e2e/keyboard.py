"""Somebody without a mouse: goes by Tab, Shift+Tab, Space, arrows and Enter, and must always see where they are."""

import contextlib
from typing import Final

from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as TookTooLong

from e2e.person import Person

_FARTHEST: Final = 250
"""More presses than any page has places to stop at; the check page has one for each answer."""

# What shows the focus is the control itself; of a radio button or a box to tick it is the label's mark.
_STOP: Final = """
() => {
  const own = document.activeElement;
  if (!own || own === document.body) return {name: 'body', fault: ''};
  const isMark = own.matches('.usa-radio__input, .usa-checkbox__input');
  const shown = isMark ? document.querySelector(`label[for='${CSS.escape(own.id)}']`) : own;
  const style = getComputedStyle(shown, isMark ? '::before' : null);
  const box = shown.getBoundingClientRect();
  const bar = document.querySelector('.kiosk-bar');
  const covered = bar && !bar.contains(own) ? bar.getBoundingClientRect() : null;
  const below = covered && getComputedStyle(bar).position !== 'static' && box.bottom > covered.top
    && box.top < covered.bottom && box.right > covered.left && box.left < covered.right;
  const covers = covered && getComputedStyle(bar).position !== 'static' && box.top >= covered.top - 1
    && box.top < covered.bottom && box.right > covered.left && box.left < covered.right;
  const faults = {
    'cannot be seen': style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2,
    'is out of view': box.bottom <= 0 || box.top >= innerHeight,
    'lies under the bar': covers,
  };
  return {name: own.outerHTML.slice(0, 140), fault: Object.keys(faults).find(each => faults[each]) || ''};
}
"""


class Keyboard:
    """The keyboard of a person; each stop of the focus is looked at."""

    def __init__(self, person: Person) -> None:
        """Take over the keyboard of ``person``'s first tab."""
        self.person, self.page = person, person.page
        self.stops = 0

    def tab_to(self, wanted: Locator, *, back: bool = False) -> None:
        """Press Tab (or Shift+Tab) until ``wanted`` has the focus, and look at every stop on the way."""
        expect(wanted).to_be_attached()
        passed = []
        for _ in range(_FARTHEST):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            passed.append(self._look())
            if self.has_focus(wanted):
                return
        raise AssertionError(f"Tab never came to {wanted}; it stopped at {passed[-15:]}")

    def has_focus(self, wanted: Locator) -> bool:
        """Whether ``wanted`` has the focus."""
        return bool(wanted.evaluate("each => each === document.activeElement"))

    def tick(self, option: Locator, *, back: bool = False) -> None:
        """Go to an option and choose it with Space; the focus stays there."""
        self.tab_to(option, back=back)
        self.page.keyboard.press("Space")
        expect(option).to_be_checked()

    def arrow_to(self, option: Locator) -> None:
        """Go to a radio button of the group that has the focus with the arrow key, which chooses it."""
        for _ in range(_FARTHEST):
            if self.has_focus(option):
                expect(option).to_be_checked()
                return
            self.page.keyboard.press("ArrowDown")
            self._look()
        raise AssertionError(f"The arrow keys never came to {option}")

    def type_into(self, field: Locator, text: str) -> None:
        """Go to a field and type."""
        self.tab_to(field)
        self.page.keyboard.insert_text(text)
        expect(field).to_have_value(text)

    def press(self, button: Locator, *, back: bool = False) -> None:
        """Go to a button or link and press Enter."""
        self.tab_to(button, back=back)
        self.page.keyboard.press("Enter")

    def is_on_heading(self) -> None:
        """See that the focus is on the heading of the page that has just appeared."""
        expect(self.person.heading).to_be_focused()

    def _look(self) -> str:
        """Return where the focus is; fail when nobody could see it there."""
        stop = self.page.evaluate(_STOP)
        self.stops += 1
        if stop["fault"]:  # a link that slides into view is given the time for it
            with contextlib.suppress(TookTooLong):
                self.page.wait_for_function(f"() => !({_STOP})().fault", timeout=2_000)
            stop = self.page.evaluate(_STOP)
        assert not stop["fault"], f"The focus {stop['fault']}: {stop['name']}"
        return str(stop["name"])
