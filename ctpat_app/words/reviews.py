"""Findings of the reviewer in the reader's language."""

from collections.abc import Mapping

from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.messages import message
from ctpat_app.words.review_messages import SECRET_KINDS


def finding_text(code: str, language: str, *, words: str = "", params: Mapping[str, str] | None = None) -> str:
    """Return what was found, why it matters, and what to add; a secret is named by its kind alone."""
    values = dict(params or {})
    if kind := values.get("kind"):
        values["kind"] = ui_text(language, SECRET_KINDS[kind])
    return message(f"review.{code}", language, words=words, **values)
