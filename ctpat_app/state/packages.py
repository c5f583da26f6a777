"""The package of an application: large evidence takes a while, so the page tells that it is being made."""

import asyncio
from typing import Final, cast

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.adapters.packages import package_at
from ctpat_app.adapters.pdf import render_application
from ctpat_app.adapters.storage import storage
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.packages import Package, package_of, with_attachments
from ctpat_app.state.access import requires
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords

_PATIENCE_SECONDS: Final = 1.0
"""So long one event may keep the others of its tab waiting."""


class PackageState(rx.State):
    """What became of the package of one application; the file itself has an address of its own."""

    of_draft: int = 0
    """Of which application the rest tells."""
    status: str = ""
    """``making`` or ``ready``."""
    megabytes: str = ""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def prepare(self, draft: int) -> EventSpec | None:
        """Have the package made and tell its size; while it is not there yet, the page asks again."""
        session = await self.get_state(SessionState)
        words = PdfWords(session.language, kiosk_settings().kiosk_name)
        try:
            package = await in_reading(
                package_of,
                session.actor(),
                draft_id=draft,
                localiser=localiser_for(words.language),
                words=words,
                now=now(),
            )
            size = await asyncio.wait_for(_made(package, words), _PATIENCE_SECONDS)
        except TimeoutError:
            self.of_draft, self.status = draft, "making"
            return cast(EventSpec, PackageState.prepare(draft))  # type: ignore[operator]
        except Refusal as refusal:
            self.status = ""
            session.tell(refusal.code)
            return None
        self.of_draft, self.status, self.megabytes = draft, "ready", f"{size / 1_000_000:.1f}"
        return None


async def _made(package: Package, words: PdfWords) -> int:
    """Have the package made unless it is there; return its size in bytes."""
    path = await package_at(
        kiosk_settings().data_folder,
        package.key,
        package.heading,
        package.enclosures,
        fetch=storage().read,
        summary=lambda outcomes: render_application(with_attachments(package, outcomes, words)).content,
    )
    return path.stat().st_size
