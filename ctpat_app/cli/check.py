"""``kiosk check``: proves that the content holds together, and tells what nobody has compared with its source yet."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import yaml

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.countries import country_table
from ctpat_app.cli import messages
from ctpat_app.cli.output import say
from ctpat_app.domain.identifiers import check_identifier
from ctpat_app.domain.mid import build_mid
from ctpat_app.guidance.library import CONTENT, ContentFault, load_library
from ctpat_app.guidance.reachability import reachability_faults
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.schema import IdentifierKind, Mid
from ctpat_app.settings import Settings
from ctpat_app.words.identifier_messages import IDENTIFIER_MESSAGES

FAULTY: Final = 1
UNVERIFIED: Final = 2
_VERIFIED: Final = re.compile(r"(read|confirmed)\b")
_IN_PART: Final = re.compile(r"from memory|unverified|unknown|in part")


def check(*, strict: bool = False) -> int:
    """Check the content: shapes, references, translations, conditions, patterns and examples.

    The exit code is 0 when all is well and 1 when there is a fault. With --strict it is 2 when there is no fault, but
    something that nobody has compared with its source yet. KIOSK_CONTENT_FOLDER may name other content to look at.

    Args:
        strict: also list what is unverified.
    """
    settings = Settings.from_environment()
    folder = settings.content_folder or CONTENT
    faults = content_faults(folder)
    for fault in faults:
        say(fault)
    # Texts are collected only from content that can be read.
    missing = 0 if faults else messages.show(_text_faults(settings))
    if faults or missing:
        say(f"The content has {len(faults)} faults, its translations {missing}. Mend them, then run the check again.")
        return FAULTY
    library = load_library(folder)
    for note in notes(library):
        say(note)
    waiting = list(unverified(library)) if strict else []
    for line in waiting:
        say(line)
    say(f"The content holds together: {_counted(library)}.")
    if waiting:
        say(f"{len(waiting)} facts are unverified: the lines above name them.")
    return UNVERIFIED if waiting else 0


def _text_faults(settings: Settings) -> Iterator[str]:
    if settings.content_folder:
        return messages.content_faults(settings.content_folder, settings)
    return messages.faults("content", settings)


def _counted(library: Library) -> str:
    counted = {"criteria": library.criteria, "identifiers": library.identifiers, "statements": library.statements}
    return ", ".join(f"{len(records)} {name}" for name, records in counted.items())


def content_faults(folder: Path) -> list[str]:
    """Return everything that is wrong with the content in ``folder``; translations are not looked at."""
    try:
        library = load_library(folder)
    except ContentFault as refused:
        return refused.faults
    checks = (
        reachability_faults(library),
        _sample_faults(library),
        *(_identifier_faults(kind) for kind in library.identifiers.values()),
        *(_mid_faults(mid, folder) for mid in library.mid.values()),
    )
    return [fault for found in checks for fault in found]


def _sample_faults(library: Library) -> Iterator[str]:
    # Versions stored before there were samples hold together as well, so this is asked of new content alone.
    yield from (
        f"criteria/{key}: there is no sample of an answer" for key in library.criteria if key not in library.samples
    )
    yield from (f"samples/{key}: there is no such criterion" for key in library.samples if key not in library.criteria)


# ---------------------------------------------------------------- sources


def _cited(library: Library) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((f"mutual_recognition/{key}", partner.sources) for key, partner in library.mutual_recognition.items())
    yield from ((f"aeo_rules/{key}", rule.sources) for key, rule in library.aeo_rules.items())
    yield from ((f"mid/{key}", mid.sources) for key, mid in library.mid.items())
    yield from ((f"identifiers/{key}", kind.sources) for key, kind in library.identifiers.items())
    yield from ((f"statement {key}", statement.sources) for key, statement in library.statements.items())


def notes(library: Library) -> Iterator[str]:
    """Yield what is no fault, but may be a slip: sources that no record cites, identifiers that no type lists."""
    cited = {source for _, sources in _cited(library) for source in sources}
    yield from _note("Sources that no record cites", (key for key in library.sources if key not in cited))
    kinds = library.business_types.values()
    listed = {key for kind in kinds for need in kind.required_identifiers for key in need.any_of}
    listed |= {key for kind in kinds for key in kind.optional_identifiers}
    yield from _note(
        "Identifiers that no business type lists", (key for key in library.identifiers if key not in listed)
    )


def _note(what: str, keys: Iterable[str]) -> Iterator[str]:
    if found := ", ".join(keys):
        yield f"Note: {what}: {found}."


# ---------------------------------------------------------------- messages and examples


def _identifier_faults(kind: IdentifierKind) -> Iterator[str]:
    codes = [*(rule.code for rule in kind.repairs), *(rule.code for rule in kind.warnings)]
    found = [f"there is no message {code}" for code in codes if code not in IDENTIFIER_MESSAGES]
    yield from (f"identifiers/{kind.id}: {fault}" for fault in (*found, *_example_faults(kind)))


def _example_faults(kind: IdentifierKind) -> Iterator[str]:
    judge = partial(check_identifier, kind, today=now().date())
    try:
        for right in kind.valid:
            result = judge(right.value)
            if result.stored != right.stored:
                yield f"the valid example {right.value!r} is stored as {result.stored!r}, not {right.stored!r}"
        yield from (
            f"the invalid example {wrong.value!r} is taken" for wrong in kind.invalid if judge(wrong.value).valid
        )
    except ValueError as error:
        yield f"a normalisation step cannot be carried out: {error}"


def _mid_faults(mid: Mid, folder: Path) -> Iterator[str]:
    names = yaml.safe_load((folder / "countries.yaml").read_text("utf-8"))
    provinces = {province.id: province.i18n.name for province in mid.provinces}
    table = country_table({country["id"]: country["names"] for country in names}, provinces)
    for example in mid.examples:
        built = build_mid(example.name, example.address, example.city, example.country, table).mid
        if built != example.mid:
            yield f"mid/{mid.id}: the example {example.mid} comes out as {built}"


# ---------------------------------------------------------------- what nobody has compared yet


def unverified(library: Library) -> Iterator[str]:
    """Yield each fact that stands in the content without having been compared with its source."""
    for criterion in library.criteria.values():
        if not criterion.number_verified:
            yield f"criteria/{criterion.id}: number"
        if criterion.level_unverified:
            yield f"criteria/{criterion.id}: level for {', '.join(criterion.level_unverified)}"
    for kind in library.identifiers.values():
        if not kind.format_known:
            yield f"identifiers/{kind.id}: format"
    yield from (f"agreements/{key}: wording" for key, agreement in library.agreements.items() if agreement.unverified)
    for name, verification in _verifications(library):
        if not _is_verified(verification):
            yield f"{name}: {verification}"


def _verifications(library: Library) -> Iterator[tuple[str, str]]:
    for key, kind in library.identifiers.items():
        yield f"identifiers/{key}", kind.verification
    for key, statement in library.statements.items():
        yield f"statement {key}", statement.verification
    for key, business_type in library.business_types.items():
        yield f"business_types/{key}: booklet", business_type.booklet_verification
    for key, partner in library.mutual_recognition.items():
        yield f"mutual_recognition/{key}", partner.verification
    for key, rule in library.aeo_rules.items():
        yield f"aeo_rules/{key}", rule.verification


def _is_verified(verification: str) -> bool:
    return bool(_VERIFIED.match(verification)) and not _IN_PART.search(verification)
