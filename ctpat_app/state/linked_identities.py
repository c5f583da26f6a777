"""The section of linked identities on the page "Signing in and security"."""

from dataclasses import dataclass

import reflex as rx

from ctpat_app.adapters.database import in_reading
from ctpat_app.services.linked_identities import Link, list_links
from ctpat_app.state.access import before_second_factor
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text


@dataclass(frozen=True)
class LinkCard:
    """One linked identity; ``last_used`` is empty for one that was never used."""

    id: str
    provider: str
    since: str
    last_used: str


class LinkedIdentitiesState(rx.State):
    """Which identities open the account of the person."""

    links: list[LinkCard] = []
    may_link: str = ""
    """Name of the provider that can be linked now; empty for none."""

    @rx.event
    @before_second_factor
    async def load(self) -> None:
        """Load the links."""
        session = await self.get_state(SessionState)
        actor, settings = session.actor(), kiosk_settings()
        found = await in_reading(list_links, actor)
        self.links = [link_card(each, settings.name_of_provider(each.issuer), session.language) for each in found]
        is_linked = any(each.issuer == settings.oidc_issuer for each in found)
        self.may_link = "" if is_linked or actor.lacks_factor else settings.provider_name


def link_card(link: Link, provider: str, language: str) -> LinkCard:
    """Return a link for the list."""
    last_used = day_text(link.last_used_at.date(), language) if link.last_used_at else ""
    return LinkCard(str(link.id), provider, day_text(link.linked_at.date(), language), last_used)
