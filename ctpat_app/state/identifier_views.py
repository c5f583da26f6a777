"""Numbers and requests to change them, in the reader's language."""

from dataclasses import dataclass

from ctpat_app.domain.identifier_changes import Operation, RequestState
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import ref
from ctpat_app.services.identifier_lists import NumberItem, RequestItem
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message


@dataclass(frozen=True)
class NumberLine:
    """A number as of today; ``place`` names it in a request."""

    place: int
    kind: str
    name: str
    value: str
    locked: bool
    asked: bool
    """Whether a request about it waits already."""


@dataclass(frozen=True)
class RequestCard:
    """A request with what became of it."""

    id: int
    title: str
    kind: str
    old_value: str
    value: str
    reason: str
    state: str
    state_word: str
    asked: str
    ended: str
    decision: str
    document: str
    document_href: str
    elsewhere: str
    about: str
    """How a message is about it."""


@dataclass(frozen=True)
class KindOption:
    """A kind of number that can be asked for, with its hint and pattern."""

    key: str
    name: str
    hint: str
    pattern: str


def kind_name(library: Library, key: str, language: str) -> str:
    """Return a kind of number in words."""
    kind = library.identifiers.get(key)
    return localiser_for(language).text(ref(f"identifiers/{key}", "name", kind.i18n.name)) if kind else key


def kind_options(library: Library, language: str) -> list[KindOption]:
    """Return the kinds that are locked once an application was sent."""
    localiser = localiser_for(language)
    return [
        KindOption(
            kind.id,
            kind_name(library, kind.id, language),
            localiser.text(ref(f"identifiers/{kind.id}", "hint", kind.i18n.hint)),
            kind.pattern,
        )
        for kind in library.identifiers.values()
        if kind.locked_after_submission
    ]


def number_line(library: Library, item: NumberItem, language: str) -> NumberLine:
    """Return a number for the list."""
    name = kind_name(library, item.kind, language)
    return NumberLine(item.place, item.kind, name, item.value, item.locked, item.asked)


def request_card(library: Library, item: RequestItem, language: str) -> RequestCard:
    """Return a request for the list."""
    asked = message(
        "identifier-change.asked-by",
        language,
        person=isolated(item.asked_by),
        day=day_text(item.asked_at.date(), language),
    )
    number = f"{item.document_id}/{item.document_number}"
    return RequestCard(
        id=item.id,
        title=message(f"identifier-change.{item.operation}", language),
        kind=kind_name(library, item.kind, language),
        old_value=item.old_value if item.operation is not Operation.ADD else "",
        value=item.value,
        reason=item.reason,
        state=item.state.value,
        state_word=message(f"identifier-change.state-{item.state}", language),
        asked=asked,
        ended=_ended(item, language),
        decision=item.decision,
        document=item.document,
        document_href=f"/files/document/{number}?lang={language}" if item.document else "",
        elsewhere=message("identifier-change.elsewhere", language, count=item.elsewhere) if item.elsewhere else "",
        about=f"identifier-change:{item.id}",
    )


def _ended(item: RequestItem, language: str) -> str:
    if item.ended_at is None:
        return ""
    code = "withdrawn-on" if item.state is RequestState.WITHDRAWN else "ended-on"
    return message(f"identifier-change.{code}", language, day=day_text(item.ended_at.date(), language))
