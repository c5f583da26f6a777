"""Which pages of the kiosk are which pages of the help (``content/help_frame.yaml``): what is told there, and back.

The steps of the application are one page of the kiosk: people go from one to the next without opening it anew.
"""

from collections.abc import Mapping
from typing import Final

_STEPS: Final = (
    *("step-business-types", "step-eligibility", "step-identifiers", "step-countries", "step-addresses"),
    *("step-contacts", "step-international"),
)

PAGES_AT: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("start",),
    "can-we-join": ("can-we-join",),
    "register": ("register",),
    "check-mail": ("register",),
    "confirm": ("register",),
    "invitation": ("register",),
    "sign-in": ("sign-in",),
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
    "trade-account": ("trade-account", "trade-account-addresses", "trade-account-users"),
    "home": ("task-list", "tasks"),
    "application": ("task-list",),
    "apply": _STEPS,
    "profile": ("profile", "criterion"),
    "given": ("profile", "criterion"),
    "check": ("check-answers",),
    "sign": ("sign",),
    "sent": ("sign",),
    "documents": ("documents",),
    "library": ("public-library",),
    "svi": ("svi",),
    "svi-partner": ("svi",),
    "svi-letters": ("svi",),
    "svi-find": ("svi-search",),
    "svi-agreement": ("svi-settings",),
    "messages": ("messages",),
    "inbox": ("tasks",),
    "actions": ("tasks",),
    "action": ("tasks",),
    "annual-review": ("annual-review",),
    "annual-answers": ("annual-review",),
    "annual-send": ("annual-review",),
    "validations": ("validations",),
    "validation": ("validations",),
    "organization": ("security-models",),
    "aeo-registration": ("aeo-registration",),
    "check-browser": ("check-browser",),
    "report": ("error-report",),
    "report-error": ("error-report",),
    "error-report": ("error-report",),
    "case": ("error-report",),
    "help": ("help",),
}
"""Path of a page below its language to the ids of the pages that it is to the help."""


def pages_at(address: str) -> tuple[str, ...]:
    """Return the ids of the help for an address such as ``/es/apply/``; none for a page that the help does not know."""
    path = address.split("?", 1)[0].split("#", 1)[0].strip("/")
    return PAGES_AT.get(path.partition("/")[2], ())
