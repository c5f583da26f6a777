"""What a posted form answered, as the page that shows it needs it."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

import reflex as rx

from ctpat_app.adapters.flash import FLASH_COOKIE, Flash, cookie_value, open_flash
from ctpat_app.domain.own_paths import own_path
from ctpat_app.settings import Settings
from ctpat_app.state.access import server_only
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class FaultView:
    """One line of the error summary: the id of the field that it leads to, and its text."""

    field_id: str
    field_text: str


@cache
def kiosk_settings() -> Settings:
    """Return the settings of this process."""
    return Settings.from_environment()


class PostedForm(rx.State, mixin=True):
    """A form that posts to a plain route: what was typed, and what is to be mended."""

    email: str = ""
    next: str = ""
    """Where the person goes afterwards."""
    notice: str = ""
    problems: dict[str, str] = {}
    """Texts by field."""
    faults: list[FaultView] = []
    onward: str = ""
    """Query that takes ``next`` along to another page of this kind; empty without one."""
    visit: str = ""
    """Changes with every answer, so that the fields take over what was typed."""

    @server_only
    def show_answer(self, form: str, first_field: str, language: str) -> Flash | None:
        """Show what the last posting of ``form`` answered at this visit, and return it; a plain visit shows nothing.

        Args:
            form: name of the form.
            first_field: id of the field to which faults of the whole form lead.
            language: language of the page.
        """
        query = self.router.url.query_parameters
        cookie = cookie_value(self.router_data.get("headers", {}).get("cookie", ""), FLASH_COOKIE)
        flash = open_flash(kiosk_settings().secret_key, cookie, form=form, number=query.get("try", ""))
        answer = flash or Flash(form)
        texts = [(each.field, message(each.code, language, **each.params)) for each in answer.problems]
        self.problems = {field: text for field, text in texts if field}
        self.faults = [FaultView(field or first_field, text) for field, text in texts]
        self.email = answer.values.get("email", "")
        self.next = own_path(answer.values.get("next", "") or query.get("next", ""), "")
        self.onward = f"?{urlencode({'next': self.next})}" if self.next else ""
        self.notice = message(answer.notice, language, **answer.values) if answer.notice else ""
        self.visit = answer.number
        return flash
