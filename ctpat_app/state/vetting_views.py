"""A vetting in the reader's language: facts, findings, sources, and the vettings before."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ctpat_app.domain.vetting import Part, PartFindings, Source
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.questions import questions_of
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.services.drafts import APPLICATION
from ctpat_app.services.vetting import SignedVetting
from ctpat_app.services.vetting_facts import Fact
from ctpat_app.services.vetting_view import OpenVetting, VettingDesk
from ctpat_app.state.trade_account_views import country_name
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import MESSAGES, isolated, message


@dataclass(frozen=True)
class FactLine:
    """One thing that the company says: what it is about, and what it says."""

    name: str
    name_language: str
    value: str
    is_code: bool = False


@dataclass(frozen=True)
class SourceLine:
    """Something that was looked at; ``id`` takes it away while the vetting is open."""

    id: int
    kind: str
    place: str
    day: str
    note: str


@dataclass(frozen=True)
class PartView:
    """One part of the open vetting, with what the last one found about it."""

    version: int = 0
    outcome: str = ""
    key: str = ""
    """Changes when the fields are to show what is stored."""
    theirs: str = ""
    """What somebody else saved meanwhile."""
    fault: str = ""
    """What is open before it can be signed."""
    last: str = ""
    facts: list[FactLine] = field(default_factory=list)
    gone: list[FactLine] = field(default_factory=list)
    come: list[FactLine] = field(default_factory=list)
    sources: list[SourceLine] = field(default_factory=list)


@dataclass(frozen=True)
class SignedPart:
    """One part of a vetting that was signed."""

    id: str
    title: str
    outcome: str
    notes: str
    facts: list[FactLine] = field(default_factory=list)
    sources: list[SourceLine] = field(default_factory=list)


@dataclass(frozen=True)
class SignedCard:
    """A vetting as it was signed."""

    number: int
    outcome: str
    outcome_word: str
    reason: str
    statement: str
    language: str
    signed: str
    parts: list[SignedPart] = field(default_factory=list)


def part_name(part: Part, language: str) -> str:
    """Return what a part is called."""
    return message(f"vetting.part-{part}", language)


def word_options(group: str, keys: Iterable[str], language: str) -> list[list[str]]:
    """Return what can be chosen of a group of words, as key and name."""
    return [[str(key), message(f"vetting.{group}-{key}", language)] for key in keys]


def part_views(desk: VettingDesk, language: str) -> dict[str, PartView]:
    """Return the parts of the open vetting, or the bare facts while none is open."""
    return {part.value: _part_view(desk, part, language) for part in Part}


def _part_view(desk: VettingDesk, part: Part, language: str) -> PartView:
    def lines(facts: Iterable[Fact]) -> list[FactLine]:
        return fact_lines(desk.library, (each for each in facts if each.part is part), language)

    last = desk.signed[0].parts[part].outcome if desk.signed else ""
    found = desk.open.parts[part] if desk.open else PartFindings()
    return PartView(
        version=desk.open.versions[part] if desk.open else 0,
        outcome=found.outcome,
        key=f"{desk.open.id}/{desk.open.versions[part]}" if desk.open else "",
        last=message(f"vetting.found-{last}", language) if last else "",
        facts=lines(desk.facts),
        gone=lines(desk.since_last.gone),
        come=lines(desk.since_last.come),
        sources=_numbered(desk.open, part, language) if desk.open else [],
    )


def part_values(desk: VettingDesk) -> dict[str, str]:
    """Return what the fields of the parts begin with, by the ids of the controls."""
    parts = desk.open.parts if desk.open else {}
    return {
        f"{part}-{name}": text
        for part, found in parts.items()
        for name, text in (("outcome", found.outcome), ("notes", found.notes))
    }


def _numbered(vetting: OpenVetting, part: Part, language: str) -> list[SourceLine]:
    pairs = zip(vetting.sources[part], vetting.parts[part].sources, strict=True)
    return [_source(source, number, language) for number, source in pairs]


def _source(source: Source, number: int, language: str) -> SourceLine:
    return SourceLine(
        number,
        message(f"vetting.source-{source.kind}", language),
        source.place,
        day_text(source.looked_on, language) if source.looked_on else "",
        source.note,
    )


def fact_lines(library: Library, facts: Iterable[Fact], language: str) -> list[FactLine]:
    """Return facts with what they are about in words, as the library of their submission names it."""
    return [_fact_line(library, each, language) for each in facts]


def _fact_line(library: Library, fact: Fact, language: str) -> FactLine:
    localiser = localiser_for(language)
    if fact.part is Part.IDENTIFIERS and fact.key in library.identifiers:
        kind = library.identifiers[fact.key]
        shown = localiser.show(ref(f"identifiers/{kind.id}", "name", kind.i18n.name))
        return FactLine(shown.text, shown.language, fact.value, is_code=True)
    question = questions_of(library, APPLICATION).get(fact.key)
    code = f"vetting.fact-{fact.key.replace('_', '-')}"
    if code in MESSAGES or question is None:
        name, name_language = message(code, language), language
    else:
        shown = localiser.show(question.label)
        name, name_language = shown.text, shown.language
    return FactLine(name, name_language, _value(library, fact, language))


def _value(library: Library, fact: Fact, language: str) -> str:
    if fact.part is Part.ELIGIBILITY:
        if fact.key == TYPES_KEY:
            return localiser_for(language).text(_type_name(library, fact.value))
        return message(f"word.{fact.value}", language) if fact.value in {"yes", "no"} else fact.value
    return country_name(fact.value, language) if fact.key == "country" else fact.value


def _type_name(library: Library, key: str) -> Ref:
    found = library.business_types.get(key)
    return ref(f"business_types/{key}", "name", found.i18n.name) if found else Ref(key)


def signed_cards(desk: VettingDesk, language: str) -> list[SignedCard]:
    """Return the vettings that were signed, newest first."""
    return [_signed_card(desk.library, each, language) for each in desk.signed]


def _signed_card(library: Library, signed: SignedVetting, language: str) -> SignedCard:
    return SignedCard(
        number=signed.number,
        outcome=signed.outcome.value,
        outcome_word=message(f"vetting.outcome-{signed.outcome}", language),
        reason=signed.reason,
        statement=signed.statement,
        language=signed.language,
        signed=message(
            "vetting.signed-by",
            language,
            person=isolated(signed.signer_name),
            role=message(f"staff.role-{signed.role}", language),
            moment=moment_text(signed.signed_at, language),
        ),
        parts=[_signed_part(library, signed, part, language) for part in Part],
    )


def _signed_part(library: Library, signed: SignedVetting, part: Part, language: str) -> SignedPart:
    found = signed.parts[part]
    facts = (each for each in signed.facts if each.part is part)
    return SignedPart(
        id=f"signed-{signed.number}-{part}",
        title=part_name(part, language),
        outcome=message(f"vetting.found-{found.outcome}", language) if found.outcome else "",
        notes=found.notes,
        facts=fact_lines(library, facts, language),
        sources=[_source(each, 0, language) for each in found.sources],
    )
