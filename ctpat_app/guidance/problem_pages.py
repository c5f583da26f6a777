"""On which pages of the kiosk a known problem stands: those that the help knows by a path, and what belongs to them.

The steps of the application are one page of the kiosk: people go from one to the next without opening it anew.
"""

from collections.abc import Mapping
from typing import Final

from ctpat_app.guidance.help_pages import help_pages
from ctpat_app.guidance.records import Library

ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "check-mail": ("register",),
    "confirm": ("register",),
    "invitation": ("register",),
    "second-factor": ("sign-in",),
    "prove": ("sign-in",),
    "forgot-password": ("recover-access",),
    "reset": ("recover-access",),
    "access-help": ("recover-access",),
    "security": ("security-settings",),
    "security-questions": ("security-settings",),
    "change-password": ("security-settings",),
    "change-mail": ("security-settings",),
    "sessions": ("security-settings",),
    "application": ("task-list",),
    "given": ("profile", "criterion"),
    "sent": ("sign",),
    "svi-partner": ("svi",),
    "svi-letters": ("svi",),
    "svi-agreement": ("svi-settings",),
    "inbox": ("tasks",),
    "action": ("tasks",),
    "annual-answers": ("annual-review",),
    "annual-send": ("annual-review",),
    "validation": ("validations",),
}
"""Pages that belong to a page of the help, though the help leads to another one: path to ids."""


def pages_at(library: Library, address: str) -> frozenset[str]:
    """Return the ids of the help for an address such as ``/es/apply/``; none for a page that the help does not know."""
    path = address.split("?", 1)[0].split("#", 1)[0].strip("/").partition("/")[2]
    there = (page.id for page in help_pages(library).values() if page.path == path)
    return frozenset((*there, *ALSO.get(path, ())))
