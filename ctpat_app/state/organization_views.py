"""What the pages of trade organizations show: requests, security models and outcomes in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.security_models import Difference, ModelFacts, ModelOutcome, Operation, Outcome
from ctpat_app.guidance.questions import CRITERION, name_of_type
from ctpat_app.guidance.texts import ref
from ctpat_app.services.library import current_library
from ctpat_app.services.organizations import RequestView, TreeNode
from ctpat_app.services.security_models import TwoTextsView
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

_SIDES: Final = {
    Operation.LINK: {True: "-parent", False: "-child"},
    Operation.MERGE_ACCOUNTS: {True: "-stays", False: "-closes"},
}


@dataclass(frozen=True)
class TreeLine:
    """A company in its organization."""

    id: int
    name: str
    depth: int
    link: int
    is_here: bool
    is_mine: bool
    may_end: bool


@dataclass(frozen=True)
class Line:
    """A security model before or after a change; ``types`` and ``status`` in words."""

    id: int
    name: str
    types: str
    status: str
    options: list[list[str]] = field(default_factory=list)
    """Business types to choose from, as id and words."""
    notes: list[str] = field(default_factory=list)
    """What else it has afterwards: documents and dates, in sentences."""


@dataclass(frozen=True)
class Texts:
    """A criterion with two texts; ``id`` is 0 in a rehearsal."""

    id: int
    draft: int
    criterion: str
    statement: str
    first: str
    second: str
    first_name: str
    second_name: str


@dataclass(frozen=True)
class RequestCard:
    """A request in words."""

    id: int
    title: str
    state: str
    stage: str
    company: str
    reason: str
    asked: str
    decided_by: str
    note: str
    failure: str
    may_undo: bool
    outcome: list[Line] = field(default_factory=list)
    texts: list[Texts] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """Of whole accounts: what would change, in sentences."""
    operation: str = ""


def tree_line(node: TreeNode, *, may_ask: bool, here: int, nodes: tuple[TreeNode, ...]) -> TreeLine:
    """Return a company of the tree; only a link of the company ``here`` itself can be ended."""
    at = nodes.index(node)
    above = next((each for each in reversed(nodes[:at]) if each.depth == node.depth - 1), None)
    touches = here in {node.account_id, above.account_id if above else 0}
    may_end = may_ask and node.link_id > 0 and touches
    return TreeLine(node.account_id, node.name, node.depth, node.link_id, node.is_here, node.is_mine, may_end)


def model_line(facts: ModelFacts, language: str) -> Line:
    """Return a security model that stands."""
    options = [[each, type_name(each, language)] for each in facts.types]
    return _line(facts.id, facts.name, facts.types, facts.status, language, options)


def outcome_lines(outcome: Outcome, language: str) -> list[Line]:
    """Return what becomes of each security model."""
    lines = [_line(each.id, each.name, each.types, each.status, language, []) for each in outcome.models]
    return [replace(line, notes=_notes(each, language)) for line, each in zip(lines, outcome.models, strict=True)]


def _notes(outcome: ModelOutcome, language: str) -> list[str]:
    """Return the documents and dates that a model has afterwards."""
    days = {
        "outcome.certified": outcome.dates.certified_on,
        "outcome.anniversary": outcome.dates.anniversary,
        "outcome.validated": outcome.dates.validated_on,
    }
    told = [message(code, language, day=day_text(day, language)) for code, day in days.items() if day]
    watchers = [message("outcome.watchers", language, count=outcome.watchers)] if outcome.watchers else []
    return [message("outcome.documents", language, count=outcome.documents), *watchers, *told]


def outcome_texts(outcome: Outcome, names: tuple[str, str], language: str) -> list[Texts]:
    """Return the criteria that both models answered differently."""
    return [_rehearsed(each, names, language) for each in outcome.differences]


def _rehearsed(each: Difference, names: tuple[str, str], language: str) -> Texts:
    number = each.key.removeprefix(CRITERION)
    return Texts(0, 0, number, statement(number, language), each.first, each.second, *names)


def texts_card(view: TwoTextsView, language: str) -> Texts:
    """Return a criterion whose text the officer chooses."""
    number = view.key.removeprefix(CRITERION)
    names = (_named(view.first_name, language), _named(view.second_name, language))
    return Texts(view.id, view.draft_id, number, statement(number, language), view.first_text, view.second_text, *names)


def request_card(
    view: RequestView, language: str, outcome: Outcome | None = None, lines: Sequence[str] = ()
) -> RequestCard:
    """Return a request in words, with the outcome it would have when that is known."""
    params = {
        "other": view.other,
        "company": view.company,
        "type": type_name(view.business_type, language),
        "name": view.model_name,
    }
    side = _SIDES.get(view.operation, {}).get(view.asker_is_parent, "")
    until = day_text(view.takes_effect_at.date(), language) if view.takes_effect_at else ""
    models = ("1", "2")
    return RequestCard(
        view.id,
        message(f"request.{view.operation}{side}", language, **params),
        view.state.value,
        message(f"request.state-{view.state}", language, date=until),
        view.company,
        view.reason,
        message("request.asked", language, person=view.asked_by, date=day_text(view.asked_at.date(), language)),
        view.decided_by,
        view.note,
        message(view.failure, language) if view.failure else "",
        view.may_undo,
        outcome_lines(outcome, language) if outcome else [],
        outcome_texts(outcome, models, language) if outcome else [],
        list(lines),
        view.operation.value,
    )


def type_name(business_type: str, language: str) -> str:
    """Return a business type in words."""
    found = current_library().business_types.get(business_type)
    return localiser_for(language).text(name_of_type(found)) if found else business_type


def statement(number: str, language: str) -> str:
    """Return the statement of a criterion."""
    found = current_library().criteria.get(number)
    return localiser_for(language).text(ref(f"criteria/{number}", "statement", found.i18n.statement)) if found else ""


def model_name(name: str, types: tuple[str, ...], language: str) -> str:
    """Return what a security model is called: its name, else its business types."""
    return name or localiser_for(language).join([type_name(each, language) for each in types])


def _named(stored: str, language: str) -> str:
    return localiser_for(language).join([type_name(each, language) for each in stored.split(",")])


def _line(
    model: int, name: str, types: tuple[str, ...], status: Status, language: str, options: list[list[str]]
) -> Line:
    found = current_library().statuses.get(status.value)
    word = localiser_for(language).text(ref(f"statuses/{found.id}", "name", found.i18n.name)) if found else status.value
    words = localiser_for(language).join([type_name(each, language) for each in types])
    return Line(model, model_name(name, types, language), words, word, options)
