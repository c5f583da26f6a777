"""From an opened draft to the views of one reader: language, messages, and what the person may write."""

from collections.abc import Mapping
from datetime import date

import reflex as rx

from ctpat_app.guidance.questions import Question
from ctpat_app.guidance.views import Reader
from ctpat_app.services.application import OpenedDraft
from ctpat_app.services.drafts import permission_for
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


def reader_of(opened: OpenedDraft, language: str, *, asked_for_all: bool = False) -> Reader:
    """Return for whom the views of ``opened`` are made."""
    library, access = opened.situation.library, opened.access

    def may_write(question: Question) -> bool:
        return not access.frozen and access.allows(permission_for(library, access.flow, question))

    def is_locked(kind: str) -> bool:
        return opened.submitted_before and library.identifiers[kind].locked_after_submission

    return Reader(
        localiser_for(language),
        lambda code, params: message(code, language, **_with_days(params, language)),
        may_write,
        is_locked,
        asked_for_all,
    )


def _with_days(params: Mapping[str, str | int], language: str) -> dict[str, str | int]:
    """Return what fills a message; dates travel as ISO 8601 and are read with the name of the month."""
    return {
        name: day_text(date.fromisoformat(str(value)), language) if name == "date" else value
        for name, value in params.items()
    }


def elsewhere(opened: OpenedDraft) -> str:
    """Return the page that a draft is to be looked at on instead of its steps; empty when there is none."""
    if opened.reference:
        return "sent"
    return "changes" if opened.changes else ""


def tab_of(state: rx.State) -> str:
    """Return what names the browser tab behind ``state``; it stays the same through a reload and a server's restart."""
    return str(state.router_data.get("token", ""))[:40]
