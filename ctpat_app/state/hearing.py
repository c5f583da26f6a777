"""From typed words to proposals in the reader's language; what the words mean, ``guidance/understood.py`` finds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from ctpat_app.guidance.answers import join, split
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import Question, questions_of
from ctpat_app.guidance.schema import FieldKind
from ctpat_app.guidance.talk import Turn
from ctpat_app.guidance.texts import Localiser
from ctpat_app.guidance.understood import Kind, Offered, Understood, understand
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.words.country_names import country_names
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message

_KINDS: Mapping[FieldKind, Kind] = {
    FieldKind.YES_NO: "yes-no",
    FieldKind.CHECKBOXES: "several",
    FieldKind.COUNTRIES: "countries",
}
"""How many options an answer has; of every other closed question it is one."""


@dataclass(frozen=True)
class ProposalView:
    """One reading of what was typed: what it would store, and how it reads."""

    value: str
    label: str


@dataclass(frozen=True)
class Reply:
    """What the kiosk says to typed words."""

    proposals: list[ProposalView] = field(default_factory=list)
    text: str = ""
    """What is said when there is no proposal."""
    countries: tuple[str, ...] = ()
    """Countries that were named, for a later question about them."""


def reply_to(now: Situation, turn: Turn, typed: str, language: str) -> Reply:
    """Return what ``typed`` is taken for, as an answer to the question of ``turn``."""
    if not typed.strip():
        return Reply(text=message("talk.empty", language))
    question = questions_of(now.library, now.flow_id)[turn.key]
    kept = now.book.choices(turn.key, turn.row)
    found = understand(
        typed,
        kind=_KINDS.get(question.kind, "one"),
        options=_offered(now, question, kept),
        question=question.key,
        countries=_names_of_countries(),
    )
    names = _names(now, question, kept, language)
    several = question.kind in {FieldKind.CHECKBOXES, FieldKind.COUNTRIES}
    proposals = [_proposal(each, found, kept if several else (), names, language) for each in found.proposals]
    text = "" if proposals else _without_proposal(found, names, language)
    return Reply(proposals, text, found.places)


def proposal_of_countries(codes: Iterable[str], language: str) -> ProposalView:
    """Return the proposal of countries that were named at an earlier question."""
    named = dict(country_names(language))
    known = [code for code in codes if code in named]
    return ProposalView(join(known), localiser_for(language).join([named[code] for code in known]))


def _proposal(
    keys: Sequence[str], found: Understood, kept: Sequence[str], names: Mapping[str, str], language: str
) -> ProposalView:
    """Return one reading; ``kept`` are chosen already and stay, unless the words deny them."""
    value = join(key for key in (*kept, *keys) if key not in found.denied)
    label = localiser_for(language).join([isolated(names.get(key, key)) for key in split(value)])
    return ProposalView(value, label)


def _without_proposal(found: Understood, names: Mapping[str, str], language: str) -> str:
    if found.unsure:
        return message("talk.unsure", language)
    if denied := [isolated(names[key]) for key in found.denied if key in names]:
        return message("talk.only-not", language, names=localiser_for(language).join(denied))
    return message("talk.not-understood", language)


def _names(now: Situation, question: Question, kept: Sequence[str], language: str) -> Mapping[str, str]:
    if question.kind is FieldKind.YES_NO:
        return {key: message(f"word.{key}", language) for key in ("yes", "no")}
    if question.kind is FieldKind.COUNTRIES:
        return dict(country_names(language))
    localiser = localiser_for(language)
    return {choice.id: localiser.text(choice.label) for choice in now.choices(question, tuple(kept))}


def _offered(now: Situation, question: Question, kept: Sequence[str]) -> list[Offered]:
    if question.kind in {FieldKind.YES_NO, FieldKind.COUNTRIES}:
        return []
    return [
        Offered(choice.id, tuple(dict.fromkeys(each.text(choice.label) for each in _localisers())))
        for choice in now.choices(question, tuple(kept))
    ]


@cache
def _localisers() -> tuple[Localiser, ...]:
    """Return those of every language of the kiosk: people mix them."""
    return tuple(localiser_for(language) for language in kiosk_settings().languages)


@cache
def _names_of_countries() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language in kiosk_settings().languages:
        for code, name in country_names(language):
            found.setdefault(code, []).append(name)
    return {code: tuple(dict.fromkeys(names)) for code, names in found.items()}
