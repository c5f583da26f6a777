"""Which questions of the help need not be asked, since the kiosk knows the answer for certain.

Only what leaves no doubt stands here: that somebody is not signed in does not tell that they cannot sign in.
"""

from typing import Final

from ctpat_app.guidance.dialogue import Known

SIGNED_IN: Final = "signed-in:yes"
BROWSER_FACTS: Final = frozenset(
    {
        *("user-agent:ok", "user-agent:old", "user-agent:ie", "user-agent:unknown"),
        *("user-agent:edge", "user-agent:chrome", "user-agent:firefox", "user-agent:safari"),
        *("document-mode:ok", "document-mode:legacy"),
        *("cookies-enabled:ok", "cookies-enabled:blocked", "storage-available:ok", "storage-available:blocked"),
    }
)
"""What the script of the page may say of the browser: a check of ``components/browser_checks.py`` with its outcome, and
which of the well-known browsers it is."""
CHECKS: Final = frozenset(
    {
        *("user-agent", "document-mode", "cookies-enabled", "storage-available", "clock-skew", "viewport"),
        *("online-state", "websocket", "cached-version"),
    }
)
"""The facts that the page's script can find out."""
KNOWN_ANSWERS: Final[Known] = {
    ("browser-unsupported", "which"): {
        "user-agent:ie": "yes",
        "user-agent:old": "yes",
        "user-agent:ok": "no-it-is-current",
    },
    ("compatibility-view", "browser"): {
        "user-agent:ie": "internet-explorer",
        "user-agent:edge": "edge",
        "user-agent:chrome": "another-one",
        "user-agent:firefox": "another-one",
        "user-agent:safari": "another-one",
    },
    ("security-questions-forgotten", "in"): {SIGNED_IN: "yes"},
    ("change-email", "in"): {SIGNED_IN: "yes"},
}
