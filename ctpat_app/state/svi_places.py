"""Where a page of the partner search goes on, as a short text that travels through the browser and back."""

import base64
import json

from ctpat_app.domain.company_names import Tier
from ctpat_app.services.partner_names import Place
from ctpat_app.services.svi_lists import FoundPartners

_LONGEST = 4000


def next_place(page: FoundPartners) -> str:
    """Return the place behind which the next page begins; empty at the end."""
    if not page.goes_on or not page.last:
        return ""
    tier, key, number = page.last
    return base64.urlsafe_b64encode(json.dumps([int(tier), key, number]).encode()).decode()


def place_in(text: str) -> Place | None:
    """Return the place that ``next_place`` wrote; None for anything else: whoever changes it begins anew."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        tier, key, number = json.loads(base64.urlsafe_b64decode(text.encode()))
        return Place(Tier(tier), str(key), int(number))
    except (ValueError, TypeError):
        return None
