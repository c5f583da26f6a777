"""The way to the page that asks a person to prove again who they are, and back."""

from urllib.parse import quote

import reflex as rx
from reflex.event import EventSpec
from reflex.istate.data import ReflexURL

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.own_paths import home_of, own_path
from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.services.authenticators import read_factors
from ctpat_app.services.linked_identities import list_links
from ctpat_app.services.passkeys import list_passkeys
from ctpat_app.state.access import before_second_factor
from ctpat_app.state.flash import PostedForm, kiosk_settings
from ctpat_app.state.session import SessionState

PROVE_AGAIN = "access.prove-again"
PROVE_PATH = "prove"


def way_to_prove(refusal: Refusal, language: str, url: ReflexURL) -> EventSpec | None:
    """Return the redirect that asks for a proof and leads back to ``url``; None for any other refusal."""
    if refusal.code != PROVE_AGAIN:
        return None
    here = own_path(f"{url.path}?{url.query}" if url.query else url.path, home_of(language))
    return rx.redirect(f"/{language}/{PROVE_PATH}/?next={quote(here, safe='/')}")


class ProveState(PostedForm, rx.State):
    """The form that asks again who one is; it posts to a plain route."""

    provider: str = ""
    """Name of the identity provider with which the person can prove it; empty when they cannot."""
    back: str = ""
    """Where the person came from."""
    has_app: bool = False
    has_passkey: bool = False

    @rx.event
    @before_second_factor
    async def load(self) -> EventSpec | None:
        """Show what the last attempt answered; who proved it meanwhile goes on at once."""
        session = await self.get_state(SessionState)
        self.show_answer("prove", "password", session.language)
        self.back = self.next or home_of(session.language)
        factors = await in_reading(read_factors, session.actor())
        self.has_app = factors.authenticator_since is not None
        self.has_passkey = len(await in_reading(list_passkeys, session.actor())) > 0
        self.provider = await _provider_of(session.actor())
        try:
            require_recent_proof(session.actor(), now())
        except NotPermitted:
            return None
        return rx.redirect(self.back, replace=True) if self.next else None


async def _provider_of(actor: Actor) -> str:
    """Return the name of the provider that can ask ``actor`` anew, empty for whom no identity there is linked."""
    settings = kiosk_settings()
    if not settings.oidc_issuer or not settings.oidc_proof:
        return ""
    links = await in_reading(list_links, actor)
    return settings.provider_name if any(link.issuer == settings.oidc_issuer for link in links) else ""
