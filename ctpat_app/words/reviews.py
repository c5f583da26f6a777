"""Findings of the reviewer in the reader's language."""

from collections.abc import Mapping

from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.messages import message
from ctpat_app.words.readiness_messages import GAP_NAMES
from ctpat_app.words.review_messages import FINDING_NAMES, SECRET_KINDS


def gap_name(code: str, language: str) -> str:
    """Return the reason for missing points in a few words; one of a later version is named by its code."""
    return ui_text(language, GAP_NAMES[code]) if code in GAP_NAMES else code


def finding_text(code: str, language: str, *, words: str = "", params: Mapping[str, str] | None = None) -> str:
    """Return what was found, why it matters, and what to add; a secret is named by its kind alone."""
    values = dict(params or {})
    if kind := values.get("kind"):
        values["kind"] = ui_text(language, SECRET_KINDS[kind])
    # A sample that was copied is a template left in; its words are the kiosk's own, so they are not quoted.
    return message("review.copied-sample" if "sample" in values else f"review.{code}", language, words=words, **values)


def finding_name(code: str, language: str) -> str:
    """Return what findings of this kind are called where they are counted."""
    return ui_text(language, FINDING_NAMES[code])
