"""From an opened draft to the views of one reader: language, messages, and what the person may write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

import reflex as rx

from ctpat_app.guidance.questions import OF_CRITERION, Question
from ctpat_app.guidance.risk import RISK_ASSESSMENT
from ctpat_app.guidance.views import Reader, Say
from ctpat_app.services.application import OpenedDraft
from ctpat_app.services.drafts import APPLICATION, permission_for
from ctpat_app.words.dates import day_text
from ctpat_app.words.languages import own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message


def reader_of(opened: OpenedDraft, language: str, *, asked_for_all: bool = False) -> Reader:
    """Return for whom the views of ``opened`` are made."""
    library, access = opened.situation.library, opened.access

    def may_write(question: Question) -> bool:
        return not access.frozen and access.allows(permission_for(library, access.flow, question))

    def is_locked(kind: str) -> bool:
        return opened.submitted_before and library.identifiers[kind].locked_after_submission

    return Reader(localiser_for(language), say_in(language), may_write, is_locked, asked_for_all)


def say_in(language: str) -> Say:
    """Return what turns message codes into texts of ``language``."""
    return lambda code, params: message(code, language, **_with_days(params, language))


def _with_days(params: Mapping[str, str | int], language: str) -> dict[str, str | int]:
    """Return what fills a message; dates are read with the name of the month, languages by their own name."""
    words = {
        "date": lambda value: day_text(date.fromisoformat(value), language),
        "language": lambda value: isolated(own_name(value)),
    }
    return {name: words[name](str(value)) if name in words else value for name, value in params.items()}


@dataclass(frozen=True)
class FlowPages:
    """Where a form is filled in, where one goes at the end of its steps, and where it is read when it is sent."""

    steps: str
    end: str
    sent: str
    talk: str
    """Where the same form is filled in one question at a time."""


PAGES_OF: Final = {
    APPLICATION: FlowPages("apply", "check", "sent", "talk"),
    RISK_ASSESSMENT: FlowPages("risk", "risk-result", "risk-result", "risk-talk"),
}


def pages_of(opened: OpenedDraft) -> FlowPages:
    """Return the pages of the form that the draft is of; a flow without pages of its own is filled in like one."""
    return PAGES_OF.get(opened.access.flow, PAGES_OF[APPLICATION])


def form_address(address: str) -> str:
    """Return where the question of a dialogue's ``address`` stands in its form; any other address as it is."""
    path, _, query = address.partition("?")
    language, _, page = path.strip("/").partition("/")
    steps = next((pages.steps for pages in PAGES_OF.values() if pages.talk == page), "")
    if not steps:
        return address
    asked = dict(parse_qsl(query))
    draft, question = asked.get("draft", ""), asked.get("question", "")
    if question.startswith(OF_CRITERION):
        return f"/{language}/profile/?draft={draft}&criterion={question.partition('.')[2]}"
    return f"/{language}/{steps}/?draft={draft}&step={asked.get('step', '')}"


def elsewhere(opened: OpenedDraft, flow: str = APPLICATION) -> str:
    """Return the page that a draft is to be looked at on instead; empty when this one, of ``flow``, is right."""
    pages = pages_of(opened)
    if opened.reference:
        return pages.sent
    if opened.changes:
        return "changes"
    return "" if opened.access.flow == flow else pages.end


def tab_of(state: rx.State) -> str:
    """Return what names the browser tab behind ``state``; it stays the same through a reload and a server's restart."""
    return str(state.router_data.get("token", ""))[:40]
