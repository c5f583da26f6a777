"""What the page “Can we join?” shows of a question and of the result, in the reader's language."""

from dataclasses import dataclass, field

from ctpat_app.guidance.answers import AccountFacts
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.joining import COUNTRIES, ELSEWHERE, FLOW, NO, UNSURE, WHERE, YES, Joining, TypeResult
from ctpat_app.guidance.questions import (
    ELIGIBILITY,
    choices_of,
    name_of_category,
    name_of_type,
    next_step_of,
    questions_of,
)
from ctpat_app.guidance.texts import Localiser, Ref, ref
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class OptionLine:
    """One answer to choose; ``control`` is the id of its button or box."""

    key: str
    control: str
    label: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class AskedView:
    """The question on show; ``first`` is the id of its first option."""

    key: str
    title: str
    hint: str
    several: bool
    statement: bool
    first: str
    options: list[OptionLine] = field(default_factory=list)


NO_QUESTION = AskedView("", "", "", several=False, statement=False, first="")


@dataclass(frozen=True)
class Point:
    """A statement that was not confirmed: why it matters, and what to do."""

    text: str
    why: str
    next: str


@dataclass(frozen=True)
class TypeCard:
    """The result for one business type."""

    key: str
    name: str
    state: str
    confirmed: list[str]
    against: list[Point]
    unsure: list[Point]
    to_review: list[Point]
    excluded: str
    """Why it cannot stand beside another chosen type; empty when it can."""
    other: str
    """Name of the type that takes its place, and the address that asks about it."""
    other_href: str


@dataclass(frozen=True)
class NumberLine:
    """An identifier: what it is called, who gives it out, on which paper it stands."""

    name: str
    issuer: str
    found_on: str


@dataclass(frozen=True)
class NumberGroup:
    """Identifiers of which one is enough."""

    key: str
    several: bool
    numbers: list[NumberLine]


@dataclass(frozen=True)
class KindLine:
    """A kind of document: its name, and what it is in a sentence."""

    name: str
    what: str


@dataclass(frozen=True)
class DocumentLine:
    """A category of the security profile with what shows that it is done."""

    category: str
    musts: str
    kinds: list[KindLine]


@dataclass(frozen=True)
class GatheringView:
    """What to have at hand."""

    statements: int
    musts: int
    least: int
    most: int
    numbers: list[NumberGroup] = field(default_factory=list)
    documents: list[DocumentLine] = field(default_factory=list)


NOTHING_TO_GATHER = GatheringView(0, 0, 0, 0)


@dataclass(frozen=True)
class AnswerLine:
    """A question as it was answered, and the address that asks it again."""

    question: str
    answer: str
    href: str


def asked_view(joining: Joining, key: str, localiser: Localiser) -> AskedView:
    """Return the question ``key`` with its options, those chosen before marked."""
    chosen = joining.given.get(key, ())
    options = [
        OptionLine(name, f"join-{name}", label, hint, name in chosen)
        for name, label, hint in _options(joining, key, localiser)
    ]
    hint = message("joining.where-hint", localiser.language) if key == WHERE else ""
    if key == TYPES_KEY:
        hint = message("joining.types-hint", localiser.language)
    elif key != WHERE:
        hint = localiser.text(questions_of(joining.library, FLOW)[key].hint)
    several = key == TYPES_KEY or (key != WHERE and questions_of(joining.library, FLOW)[key].kind == "checkboxes")
    return AskedView(
        key=key,
        title=question_text(joining, key, localiser),
        hint=hint,
        several=several,
        statement=key.startswith(ELIGIBILITY),
        first=options[0].control,
        options=options,
    )


def question_text(joining: Joining, key: str, localiser: Localiser) -> str:
    """Return how a question reads; the first two are asked here in plainer words than in the application."""
    if key == WHERE:
        return message("joining.where", localiser.language)
    if key == TYPES_KEY:
        return message("joining.types", localiser.language)
    return localiser.text(questions_of(joining.library, FLOW)[key].label)


def answer_text(joining: Joining, key: str, localiser: Localiser) -> str:
    """Return what was answered to a question, in words."""
    labels = {name: label for name, label, _ in _options(joining, key, localiser)}
    return localiser.join([labels[name] for name in joining.given.get(key, ())])


def _options(joining: Joining, key: str, localiser: Localiser) -> list[tuple[str, str, str]]:
    """Return key, label and hint of each option of a question."""
    library, language = joining.library, localiser.language
    if key == WHERE:
        countries = [(code, localiser.country_name(code), "") for code in COUNTRIES]
        return [*countries, (ELSEWHERE, message("joining.elsewhere", language), "")]
    if key.startswith(ELIGIBILITY):
        return [(name, message(f"joining.{name}", language), "") for name in (YES, NO, UNSURE)]
    if key == TYPES_KEY:
        return [
            (
                kind.id,
                localiser.text(name_of_type(kind)),
                localiser.text(ref(f"business_types/{kind.id}", "examples", kind.i18n.examples)),
            )
            for kind in library.business_types.values()
        ]
    choices = choices_of(library, questions_of(library, FLOW)[key], AccountFacts(), ())
    return [(each.id, localiser.text(each.label), localiser.text(each.hint)) for each in choices]


def type_card(joining: Joining, result: TypeResult, localiser: Localiser, other_href: str) -> TypeCard:
    """Return the result for one type in words."""
    kinds = joining.library.business_types
    kind, other = kinds[result.business_type], kinds.get(result.instead)
    exclusion = next((each for each in kind.excludes if result.excluded and each.keep == result.instead), None)
    here = f"business_types/{kind.id}/{exclusion.id}" if exclusion else ""
    return TypeCard(
        key=kind.id,
        name=localiser.text(name_of_type(kind)),
        state=result.state,
        confirmed=[_point(joining, each, localiser).text for each in result.confirmed],
        against=[_point(joining, each, localiser) for each in result.against],
        unsure=[_point(joining, each, localiser) for each in result.unsure],
        to_review=[_point(joining, each, localiser) for each in result.to_review],
        excluded=localiser.text(ref(here, "why", exclusion.i18n.why)) if exclusion else "",
        other=localiser.text(name_of_type(other)) if other else "",
        other_href=other_href,
    )


def _point(joining: Joining, statement: str, localiser: Localiser) -> Point:
    question = questions_of(joining.library, FLOW)[ELIGIBILITY + statement]
    following: Ref = next_step_of(joining.library, statement)
    return Point(localiser.text(question.label), localiser.text(question.hint), localiser.text(following))


def gathering_view(joining: Joining, localiser: Localiser) -> GatheringView:
    """Return what to have at hand in words; nothing when no type remains."""
    if not joining.remaining:
        return NOTHING_TO_GATHER
    found, library = joining.gathering(), joining.library
    least, most = found.hours
    return GatheringView(
        statements=found.statements,
        musts=found.musts,
        least=least,
        most=most,
        numbers=[
            NumberGroup("-".join(group), len(group) > 1, [_number(joining, key, localiser) for key in group])
            for group in found.identifiers
        ],
        documents=[
            DocumentLine(
                localiser.text(name_of_category(library, each.category)),
                message("joining.musts", localiser.language, count=each.musts),
                [_kind(joining, key, localiser) for key in each.kinds],
            )
            for each in found.documents
        ],
    )


def _number(joining: Joining, key: str, localiser: Localiser) -> NumberLine:
    words, here = joining.library.identifiers[key].i18n, f"identifiers/{key}"
    return NumberLine(
        localiser.text(ref(here, "name", words.name)),
        localiser.text(ref(here, "issuer", words.issuer)),
        localiser.text(ref(here, "found_on", words.found_on)),
    )


def _kind(joining: Joining, key: str, localiser: Localiser) -> KindLine:
    words, here = joining.library.evidence_kinds[key].i18n, f"evidence_kinds/{key}"
    return KindLine(
        localiser.text(ref(here, "name", words.name)), localiser.text(ref(here, "description", words.description))
    )
