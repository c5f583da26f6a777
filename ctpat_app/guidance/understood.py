"""From words that somebody types to the options that may be meant. A proposal, never an answer: the person confirms it.

Words are looked for in all languages at once. What stands behind a denial is not meant. Places tell where a thing
happens: "we make car seats in Tijuana and ship to Texas" speaks of a maker abroad and of a way into the United States.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ctpat_app.guidance.understood_words import (
    Cue,
    Found,
    Where,
    everywhere,
    find,
    searched,
    understood_words,
)

MAX_TYPED: Final = 500
MOST: Final = 3
"""So many readings are offered; more would be the list itself."""
_LEAST: Final = 1.5
_RIVAL: Final = 0.6
"""A reading with this share of the best one's weight is offered beside it."""
_CLAUSE_ENDS: Final = re.compile(r"[;:!?،؛؟。，；：！？、\n,]|\.(?=\s|$)")
_BRACKETS: Final = re.compile(r"[(（]([^)）]*)[)）]")
_WORD: Final = re.compile(r"\w+")
_MARKER_WITHIN: Final = 24
_ALSO: Final = re.compile(r"^\s*(?:,|、|and|y|e|or|o|和|与|及|و)?\s*$")
_US: Final = re.compile(r"\bUS\b")
_HOME: Final = "US"
_NEIGHBOURS: Final[Mapping[str, str]] = {"mexico": "MX", "canada": "CA"}

Kind = Literal["yes-no", "one", "several", "countries"]
Spellings = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Offered:
    """One option: its key, and what it is called in the languages that a person may use."""

    key: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Understood:
    """What may be meant, the likeliest first; each proposal is the options that belong together."""

    proposals: tuple[tuple[str, ...], ...] = ()
    denied: tuple[str, ...] = ()
    """Options that the text says are not meant."""
    places: tuple[str, ...] = ()
    """Countries that it names, whatever was asked."""
    unsure: bool = False
    """Whether it says that the person does not know."""


@dataclass(frozen=True)
class _Place:
    country: str
    found: Found
    role: str


@dataclass
class _Reading:
    """What speaks for one option."""

    key: str
    weight: float
    spans: list[Found]


def understand(
    text: str, *, kind: Kind, options: Sequence[Offered], question: str = "", countries: Spellings | None = None
) -> Understood:
    """Return what ``text`` may mean as an answer.

    Args:
        text: as it was typed.
        kind: how many options an answer has.
        options: what is offered; for countries nothing.
        question: key of the question, under which the word lists hold further words of its options.
        countries: names of each country by its code, in the languages that a person may use.
    """
    heard = _Heard(text[:MAX_TYPED], countries or {})
    places = tuple(dict.fromkeys(each.country for each in heard.places if not heard.denies(each.found)))
    if heard.is_unsure:
        return Understood(places=places, unsure=True)
    if kind == "yes-no":
        return Understood(tuple((each,) for each in heard.yes_or_no()), places=places)
    if kind == "countries":
        denied = tuple(dict.fromkeys(each.country for each in heard.places if heard.denies(each.found)))
        return Understood((places,) if places else (), denied, places)
    if (chosen := heard.ordinal(len(options))) is not None:
        return Understood(((options[chosen].key,),), places=places)
    meant, denied = _readings(heard, options, understood_words().options.get(question, {}))
    proposals = _several(meant) if kind == "several" else _one(meant)
    return Understood(proposals, denied, places)


class _Heard:
    """A typed text, prepared once; everything in it is looked for in its searched form."""

    def __init__(self, typed: str, countries: Spellings) -> None:
        self.typed, self.text, self._countries = typed, searched(_US.sub("USA", typed)), countries
        self._words = understood_words()

    @functools.cached_property
    def is_unsure(self) -> bool:
        return bool(find(everywhere(self._words.unsure), self.text))

    @functools.cached_property
    def clauses(self) -> list[Found]:
        """The clauses of the text; a word such as "but" begins a new one."""
        breaks = [(each.start(), each.end()) for each in _CLAUSE_ENDS.finditer(self.text)]
        breaks += [(each.start, each.end) for each in find(everywhere(self._words.but), self.text)]
        clauses, start = [], 0
        for begin, end in sorted(breaks):
            if begin > start:
                clauses.append(Found(start, begin))
            start = max(start, end)
        return [*clauses, Found(start, len(self.text))] if start < len(self.text) else clauses

    @functools.cached_property
    def negations(self) -> list[Found]:
        harmless = find(everywhere(self._words.not_negation), self.text)
        found = find(everywhere(self._words.negation), self.text)
        return [each for each in found if not any(each.overlaps(other) for other in harmless)]

    def denies(self, place: Found) -> bool:
        """Whether a denial stands before ``place`` in the same clause."""
        clause = next((each for each in self.clauses if each.start <= place.start < each.end), None)
        if clause is None:
            return False
        return any(clause.start <= each.start and each.end <= place.start for each in self.negations)

    # ------------------------------------------------------------ yes and no, first and second

    def yes_or_no(self) -> tuple[str, ...]:
        """Return "yes" or "no"; both, the likelier first, when the text says something of each; or nothing."""
        first = next((each for each in self.clauses if self.text[each.start : each.end].strip()), None)
        if first is None:
            return ()
        begin = first.start + len(self.text[first.start :]) - len(self.text[first.start :].lstrip(" ¿¡\"'-"))
        if self._at(begin, self._words.not_negation):
            return ()
        says_no = self._at(begin, self._words.saying_no)
        says_yes = self._at(begin, self._words.saying_yes)
        negated = [each for each in self.negations if each.start >= begin]
        if says_no and (not says_yes or says_no.end >= says_yes.end):
            return ("no",)
        if says_yes:
            within = [each for each in negated if each.start < first.end and not each.overlaps(says_yes)]
            if not within:
                return ("yes",)
            # "We do not" begins like "we do"; "yes, although not always" says something of both.
            return ("yes", "no") if _is_alone(self.text, says_yes) else ("no",)
        if negated:
            return ("no",)
        # A single sign of Chinese is a yes by itself, but within a word it may mean anything.
        longer = [each for each in everywhere(self._words.saying_yes) if len(each) > 1]
        return ("yes",) if find(longer, self.text) else ()

    def _at(self, begin: int, words: Mapping[str, Iterable[str]]) -> Found | None:
        found = [each for each in find(everywhere(words), self.text) if each.start == begin]
        return max(found, key=lambda each: each.end, default=None)

    def ordinal(self, count: int) -> int | None:
        """Return which option is named by its place alone, as in "the second one"; None when it is not."""
        rest = self.text
        said: set[int] = set()
        for number, words in enumerate((*self._words.ordinals, self._words.last)):
            place = number if number < len(self._words.ordinals) else count - 1
            if found := find(words, rest):
                said.add(place)
                rest = _blanked(rest, found)
        rest, digits = re.subn(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.?[ºª°a])?(?!\w)", " ", rest)
        if digits:
            numbers = {int(each) - 1 for each in re.findall(r"(?<!\w)\d{1,2}", self.text)}
            said |= numbers
        rest = _blanked(rest, find(self._words.around, rest))
        # "One of our plants" is no choice: nothing but the place may have been said.
        if len(said) == 2:  # "the second one" holds two numbers, of which the lesser stands for the option
            said -= {0}
        if _WORD.search(rest) or len(said) != 1:
            return None
        place = said.pop()
        return place if 0 <= place < count else None

    # ------------------------------------------------------------ places

    @functools.cached_property
    def places(self) -> list[_Place]:
        """The countries in the text in their order, each with what happens there: at, to or from."""
        found = [(code, each) for code, words in self._spellings.items() for each in find(words, self.text)]
        longest = [
            (code, each)
            for code, each in found
            if not any(
                other.start <= each.start and each.end <= other.end and _size(other) > _size(each) for _, other in found
            )
        ]
        longest.sort(key=lambda item: item[1].start)
        placed: list[_Place] = []
        for code, each in longest:
            placed.append(_Place(code, each, self._role(each, placed)))
        return placed

    @functools.cached_property
    def _spellings(self) -> dict[str, tuple[str, ...]]:
        own = self._words.places
        return {code: (*self._countries.get(code, ()), *own.get(code, ())) for code in {*self._countries, *own}}

    def _role(self, place: Found, earlier: list[_Place]) -> str:
        if earlier and _ALSO.match(self.text[earlier[-1].found.end : place.start]):
            return earlier[-1].role
        start = max(place.start - _MARKER_WITHIN, earlier[-1].found.end if earlier else 0)
        before = self.text[start : place.start + 1]
        marked = [
            (each.start, role)
            for role, words in (("to", self._words.to), ("from", self._words.origin))
            for each in find(everywhere(words), before)
        ]
        return max(marked, default=(0, "at"))[1]

    def countries_at(self, role: str) -> set[str]:
        """Return the countries with ``role``, those denied left out."""
        return {each.country for each in self.places if each.role == role and not self.denies(each.found)}


def _is_alone(text: str, found: Found) -> bool:
    """Whether the word that was found is a plain yes, and no beginning of a sentence such as "we do"."""
    return bool(
        find(("yes", "yeah", "yep", "sí", "si", "claro", "是的", "对", "نعم", "أجل"), text[found.start : found.end])
    )


def _size(found: Found) -> int:
    return found.end - found.start


def _blanked(text: str, places: Iterable[Found]) -> str:
    for each in places:
        text = text[: each.start] + " " * _size(each) + text[each.end :]
    return text


# ---------------------------------------------------------------- options


def _readings(
    heard: _Heard, options: Sequence[Offered], cues: Mapping[str, Sequence[Cue]]
) -> tuple[list[_Reading], tuple[str, ...]]:
    """Return what speaks for each option, the most first, and the options that are denied."""
    meant, denied = [], []
    for option in options:
        reading = _Reading(option.key, 0, [])
        refused = False
        for weight, found in (*_by_name(heard, option), *_by_cue(heard, cues.get(option.key, ()))):
            kept = [each for each in found if not heard.denies(each)]
            refused = refused or len(kept) < len(found)
            if kept:
                reading.weight += weight
                reading.spans += kept
        if reading.weight >= _LEAST:
            meant.append(reading)
        elif refused:
            denied.append(option.key)
    meant.sort(key=lambda each: -each.weight)
    return meant, tuple(denied)


def _by_name(heard: _Heard, option: Offered) -> Iterator[tuple[float, list[Found]]]:
    """Yield where the option is called by its name: all of it, or the short form in brackets."""
    whole, short = [], []
    for name in option.names:
        bare = _BRACKETS.sub(" ", name).strip()
        whole += [name, bare, bare.partition(":")[0]]
        short += [part.strip() for each in _BRACKETS.findall(name) for part in re.split(r"[,;،、]| or ", each)]
    if found := find([each for each in whole if len(each) > 1], heard.text):
        # The longer the name that was said in full, the surer: one name may stand within another.
        yield 3 + max(map(_size, found)) / 100, found
    elif found := find([each for each in short if 2 <= len(each) <= 40], heard.text):
        yield 2.5, found
    else:
        yield from _by_words(heard, whole)


def _by_words(heard: _Heard, names: Iterable[str]) -> Iterator[tuple[float, list[Found]]]:
    """Yield where most of the words of a longer name stand, in any order."""
    named = [each.found for each in heard.places]  # a country within the name of an option tells nothing by itself
    for name in names:
        words = {each for each in _WORD.findall(searched(name)) if len(each) > 2}
        places = [found[0] for each in words if (found := find((each,), heard.text))]
        own = [each for each in places if not any(each.overlaps(other) for other in named)]
        if own and len(words) >= 2 and len(places) >= 2 and len(places) / len(words) >= 0.6:
            yield 1.5 + len(places) / len(words), places
            return


def _by_cue(heard: _Heard, cues: Iterable[Cue]) -> Iterator[tuple[float, list[Found]]]:
    for cue in cues:
        if found := find(everywhere(cue.says), heard.text):
            weight = cue.weight * _fit(heard, cue)
            if weight:
                yield weight, found


def _fit(heard: _Heard, cue: Cue) -> float:
    """Return what the places make of the weight of a cue: a contradiction takes it away, a fit adds to it."""
    factor = 1.0
    for role, wanted in (("at", cue.at), ("to", cue.to), ("from", cue.origin)):
        named = heard.countries_at(role)
        if not wanted or not named:
            continue
        if not any(_is(country, where) for country in named for where in wanted):
            return 0.0
        factor += 0.25
    if cue.near:
        named = {each.country for each in heard.places}
        if not any(_is(country, where) for country in named for where in cue.near):
            factor *= 0.5
    return factor


def _is(country: str, where: Where) -> bool:
    if where == "us":
        return country == _HOME
    return country != _HOME if where == "abroad" else country == _NEIGHBOURS[where]


def _one(meant: list[_Reading]) -> tuple[tuple[str, ...], ...]:
    """Return one option each; those that are far less likely than the best are left out."""
    return tuple((each.key,) for each in _rivals(meant))


def _several(meant: list[_Reading]) -> tuple[tuple[str, ...], ...]:
    """Return the options that were said beside each other together, and readings of the same words apart."""
    groups: list[list[_Reading]] = []
    for reading in meant:
        group = next((each for each in groups if _same_words(each[0], reading)), None)
        if group is None:
            groups.append([reading])
        elif reading.weight >= _RIVAL * group[0].weight:
            group.append(reading)
    if not groups:
        return ()
    sure = [group[0].key for group in groups if len(group) == 1]
    open_ones = [group for group in groups if len(group) > 1]
    if not open_ones:
        return (tuple(sure),)
    return tuple((*sure, each.key) for each in open_ones[0][:MOST])


def _same_words(one: _Reading, other: _Reading) -> bool:
    return any(a.overlaps(b) for a in one.spans for b in other.spans)


def _rivals(meant: list[_Reading]) -> list[_Reading]:
    return [each for each in meant if each.weight >= _RIVAL * meant[0].weight][:MOST] if meant else []
