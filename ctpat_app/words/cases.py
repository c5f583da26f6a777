"""Reviews of profiles in the reader's language."""

from ctpat_app.words.case_messages import RETURN_REASONS, WAYS
from ctpat_app.words.catalogues import ui_text


def return_reason(kind: str, language: str) -> str:
    """Return why a statement or part went back; a kind of a later version is named by its code."""
    return ui_text(language, RETURN_REASONS[kind]) if kind in RETURN_REASONS else kind


def return_reasons(language: str) -> list[list[str]]:
    """Return every kind of reason with its words, in the order of the list to choose from."""
    return [[kind, ui_text(language, words)] for kind, words in RETURN_REASONS.items()]


def way_name(way: str, language: str) -> str:
    """Return what a way to end a review is called on its button."""
    return ui_text(language, WAYS[way])
