"""What the kiosk knows of a language: its own name, its direction, and the form of its tag in ``locale/``."""

from collections.abc import Sequence
from typing import Final, Literal

SOURCE_LANGUAGE: Final = "en"
"""The language that texts are written in: it needs no catalogue."""

_OWN_NAMES: Final = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "pt": "Português",
    "th": "ไทย",
    "vi": "Tiếng Việt",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
}
_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})
# Browsers name Chinese by territory; the catalogues by script.
_SCRIPT_OF_TERRITORY: Final = {
    "zh": "zh-Hans",
    "zh-CN": "zh-Hans",
    "zh-SG": "zh-Hans",
    "zh-HK": "zh-Hant",
    "zh-MO": "zh-Hant",
    "zh-TW": "zh-Hant",
}


def own_name(language: str) -> str:
    """Return the name of ``language`` in that language; the tag itself when the kiosk has no name for it."""
    return _OWN_NAMES.get(language, language)


def known_languages() -> tuple[tuple[str, str], ...]:
    """Return the languages whose own names the kiosk knows, as tag and name."""
    return tuple(_OWN_NAMES.items())


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return the writing direction of ``language``."""
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def locale_name(language: str) -> str:
    """Return ``language`` as Babel writes it: ``zh_Hans`` for ``zh-Hans``."""
    return language.replace("-", "_")


def best_language(wanted: Sequence[str], offered: Sequence[str]) -> str:
    """Return the first of ``wanted`` that is among ``offered``, exactly or by script or base language.

    Falls back to the first language offered. Tags are compared without regard to case.
    """
    by_tag = {language.lower(): language for language in offered}
    scripts = {tag.lower(): script for tag, script in _SCRIPT_OF_TERRITORY.items()}
    for tag in wanted:
        for candidate in _wider(tag.lower()):
            found = by_tag.get(scripts.get(candidate, candidate).lower()) or by_tag.get(candidate)
            if found:
                return found
    return offered[0]


def _wider(tag: str) -> list[str]:
    """Return ``tag`` and its wider forms: ``es-mx-x``, ``es-mx``, ``es``."""
    parts = tag.split("-")
    return ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]
