"""Build a Manufacturer Identification code (MID) from name and address, and say which letters come from where.

The 18 rules are numbered and worded in the content (``mid.yaml``); the part each line carries out is named by its id.
Source: 19 CFR Part 102, appendix; CBP Directive 3550-055; carrier guides for street numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ctpat_app.domain.country_names import CountryTable, recognise_country
from ctpat_app.domain.mid_text import Word, city_letters, is_latin, numbers_of, prepare, suggest_latin, words_of
from ctpat_app.domain.problems import Problem

PartName = Literal["country", "name", "number", "city"]

MAX_TYPED = 1_000
_MIN_NAME = 2
_MIN_CITY = 2

_STOP_WORDS = frozenset({"A", "AN", "AND", "OF", "THE"})
_GENERIC_OPENINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("FABRICA", "DE", "ARTIGOS", "DE", "VESTUARIO"), ""),
    (("PT",), "ID"),
    (("JSC",), "RU"),
    (("OAO",), "RU"),
    (("OOO",), "RU"),
    (("ZAO",), "RU"),
)
_CITY_STATES = {"HK": "Hong Kong", "SG": "Singapore", "MO": "Macau", "MC": "Monaco", "VA": "Vatican City"}


@dataclass(frozen=True)
class MidPart:
    """Letters of the code, the typed text they come from, and the ids of the rules that made them."""

    part: PartName
    text: str
    source_text: str
    rule_ids: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """A piece of what was typed that gives no letters, and the rule that says so."""

    source_text: str
    rule_id: str


@dataclass(frozen=True)
class MidResult:
    """The code, or ``None`` and the notes that say what is missing; ``parts`` hold what could be built so far."""

    mid: str | None
    parts: tuple[MidPart, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[Problem, ...]


@dataclass(frozen=True)
class _Built:
    parts: tuple[MidPart, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[Problem, ...] = ()


def build_mid(name: str, address: str, city: str, country: str, countries: CountryTable) -> MidResult:
    """Build the code from the four texts; never raises on text, never guesses.

    Args:
        address: the line of the street or box; of several lines, that of postal code and city is passed over.
        country: ISO code, English name, or ``Canada (Ontario)``.
    """
    if long := _over_long(name=name, address=address, city=city, country=country):
        return MidResult(None, (), (), long)
    code = recognise_country(country, countries)
    opening = "" if isinstance(code, Problem) else code
    built = (_country(code, country), _name(name, opening), _number(address, city), _city(city, opening))
    parts = tuple(part for each in built for part in each.parts)
    notes = tuple(note for each in built for note in each.notes)
    whole = "".join(part.text for part in parts)
    is_whole = all(note.level != "error" for note in notes)
    return MidResult(whole if is_whole else None, parts, tuple(gone for each in built for gone in each.left_out), notes)


def compare_mid(built: str, filed: str) -> Problem | None:
    """A warning when the code that the broker files differs from the built one; the filed one may stay."""
    return None if built == filed else Problem("mid.differs", "warning", {"built": built, "filed": filed})


def _over_long(**fields: str) -> tuple[Problem, ...]:
    long = [name for name, text in fields.items() if len(text) > MAX_TYPED]
    return tuple(Problem(f"mid.{name}-far-too-long", params={"most": MAX_TYPED}) for name in long)


def _country(code: str | Problem, typed: str) -> _Built:
    if isinstance(code, Problem):
        return _Built(notes=(code,))
    rule = "canada" if code.startswith("X") else "country"
    return _Built(parts=(MidPart("country", code, typed.strip(), (rule,)),))


# ---------------------------------------------------------------- name


def _name(typed: str, country: str) -> _Built:
    if not typed.strip():
        return _Built(notes=(Problem("mid.name-missing"),))
    if not is_latin(typed):
        return _Built(notes=(_not_latin("name", typed),))
    kept, left_out = _significant_words(list(words_of(typed)), country)
    parts = tuple(MidPart("name", w.text[:3], w.source_text, (*w.rule_ids, "name-take")) for w in kept[:2])
    left_out += [LeftOut(word.source_text, "name-take") for word in kept[2:]]
    notes = () if sum(len(part.text) for part in parts) >= _MIN_NAME else (_too_little("name", parts, typed),)
    return _Built(parts, tuple(left_out), notes)


def _too_little(field: Literal["name", "city"], parts: tuple[MidPart, ...], typed: str) -> Problem:
    return Problem(f"mid.{field}-too-short" if parts else f"mid.{field}-nothing-left", params={field: typed.strip()})


def _not_latin(field: Literal["name", "city"], typed: str) -> Problem:
    suggestion = suggest_latin(typed)
    if not suggestion:
        return Problem(f"mid.{field}-not-latin")
    return Problem(f"mid.{field}-not-latin-suggestion", params={"suggestion": suggestion}, offers=(suggestion,))


def _significant_words(words: list[Word], country: str) -> tuple[list[Word], list[LeftOut]]:
    """Rules 7 to 9: without English articles and the like, lone letters, and the opening that everybody shares."""
    stops = _stop_words(words)
    joined = list(_join_initials([word for place, word in enumerate(words) if place not in stops]))
    kept = [word for word in joined if not _is_letter(word)]
    skipped = _opening_length(kept, country)
    left_out = [LeftOut(words[place].source_text, "name-stop-words") for place in stops]
    left_out += [LeftOut(word.source_text, "name-initials-spaced") for word in joined if _is_letter(word)]
    left_out += [LeftOut(word.source_text, "name-generic-openings") for word in kept[:skipped]]
    return kept[skipped:], left_out


def _is_letter(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isalpha()


def _stop_words(words: list[Word]) -> list[int]:
    """Places of the words of rule 7; a letter A is one only beside no other single letter once the rest is left out."""
    stops = [place for place, word in enumerate(words) if word.text in _STOP_WORDS - {"A"} and not word.initials]
    kept = [place for place in range(len(words)) if place not in stops]
    for before, place, after in zip([-1, *kept], kept, [*kept[1:], -1], strict=False):
        beside = [words[other] for other in (before, after) if other >= 0]
        if words[place].text == "A" and not any(map(_is_letter, beside)):
            stops.append(place)
    return sorted(stops)


def _join_initials(words: list[Word]) -> Iterator[Word]:
    """Letters that follow each other become one word; a letter on its own comes back as it is."""
    run: list[Word] = []
    for word in words:
        if _is_letter(word):
            run.append(word)
            continue
        yield from _joined(run)
        run = []
        yield word
    yield from _joined(run)


def _joined(run: list[Word]) -> list[Word]:
    if len(run) < 2:
        return run
    text = "".join(word.text for word in run)
    return [Word(text, " ".join(word.source_text for word in run), ("name-initials-spaced",), initials=True)]


def _opening_length(words: list[Word], country: str) -> int:
    texts = tuple(word.text for word in words)
    for opening, only_in in _GENERIC_OPENINGS:
        if only_in in ("", country) and texts[: len(opening)] == opening:
            return len(opening)
    return 0


# ---------------------------------------------------------------- number and city


def _number(address: str, city: str) -> _Built:
    numbers = numbers_of(address, city)
    if not numbers:
        return _Built()
    largest = max(numbers, key=lambda number: _size(number[0]))
    others = tuple(LeftOut(piece, "number-largest") for digits, piece in numbers if (digits, piece) != largest)
    return _Built((MidPart("number", largest[0][:4], largest[1], ("number-join", "number-largest")),), others)


def _size(digits: str) -> tuple[int, str]:
    # Compared as text, since Python refuses to read thousands of digits as a number.
    bare = digits.lstrip("0")
    return len(bare), bare


def _city(typed: str, country: str) -> _Built:
    if not is_latin(typed):
        return _Built(notes=(_not_latin("city", typed),))
    letters = city_letters(typed)
    if not letters and country in _CITY_STATES:
        state = _CITY_STATES[country]
        note = Problem("mid.city-from-country", "hint", {"country": state})
        return _Built((MidPart("city", city_letters(state)[:3], state, ("city-state",)),), notes=(note,))
    if not typed.strip():
        return _Built(notes=(Problem("mid.city-missing"),))
    parts = (MidPart("city", letters[:3], prepare(typed).strip(), ("city",)),) if letters else ()
    return _Built(parts, notes=() if len(letters) >= _MIN_CITY else (_too_little("city", parts, typed),))
