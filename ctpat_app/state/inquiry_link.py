"""Opening a link to an inquiry: what it shows before anybody has shown that its address is theirs."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.adapters.link_ticket import opened_token
from ctpat_app.services.inquiry_links import PATH
from ctpat_app.services.inquiry_visits import open_link
from ctpat_app.state.access import public
from ctpat_app.state.flash import PostedForm, kiosk_settings
from ctpat_app.state.partner_visit import PartnerVisitState
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text


class InquiryLinkState(PostedForm, rx.State):
    """The link whose token is in this browser's cookie."""

    stage: str = ""
    """``inside`` while a visit is open here, ``none`` without a link, else a ``LinkStanding``."""
    inside: int = 0
    """The inquiry of the open visit."""
    company: str = ""
    partner: str = ""
    name: str = ""
    introduction: str = ""
    due: str = ""
    address: str = ""
    closed: bool = False

    @rx.event
    @public
    async def load(self) -> None:
        """Show what the link opens, and what the last form answered."""
        self.reset()  # type: ignore[no-untyped-call]
        language = (await self.get_state(SessionState)).language
        self.show_answer(PATH, "code", language)
        visit = await self.get_state(PartnerVisitState)
        cookies = self.router_data.get("headers", {}).get("cookie", "")
        token = opened_token(kiosk_settings().secret_key, cookies)
        if not token:
            self.stage, self.inside = ("inside", visit.inquiry) if visit.is_open else ("none", 0)
            return
        found = await in_reading(open_link, token, now=now())
        self.stage, self.company, self.partner = found.standing.value, found.company, found.partner
        self.name, self.introduction, self.address = found.name, found.introduction, found.address
        self.due = day_text(found.due_on, language) if found.due_on else ""
        self.closed = found.closed
