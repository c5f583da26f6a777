"""What a browser says it is, read as a browser and a system; and so much of a network address as may be shown.

Browsers no longer tell their exact versions and models; the two names are what a person recognises.
Source: Chromium, "User-Agent Reduction"; MDN, "Browser detection using the user agent".
"""

import ipaddress
from dataclasses import dataclass
from typing import Final

# The first that matches counts: nearly every browser also names those that came before it.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """Browser and system by name; what is not known is empty."""

    browser: str = ""
    system: str = ""


def read_device(user_agent: str) -> Device:
    """Return what ``user_agent`` names."""
    return Device(_first(user_agent, _BROWSERS), _first(user_agent, _SYSTEMS))


def _first(text: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in known if mark in text), "")


def first_half(address: str) -> str:
    """Return the first half of a network address, such as ``203.0.x.x``; empty for what is none."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, ipaddress.IPv4Address):
        return ".".join([*str(parsed).split(".")[:2], "x", "x"])
    groups = (group.lstrip("0") or "0" for group in parsed.exploded.split(":")[:4])
    return ":".join([*groups, "x"])
