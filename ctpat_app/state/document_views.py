"""What pages show of documents: facts, warnings and versions in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ctpat_app.domain.documents import Scan, UploadState, is_outdated
from ctpat_app.guidance.evidence import belongs, places_for
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.texts import ref
from ctpat_app.services.library import current_library
from ctpat_app.services.stored_documents import DocumentItem, Place, StoredVersion
from ctpat_app.words.dates import day_text
from ctpat_app.words.languages import own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message

_MOST_TARGETS: Final = 3
_KB, _MB = 1024, 1024 * 1024
_STATES: Final = {
    UploadState.ENCRYPTED: "document.encrypted",
    UploadState.DAMAGED: "document.damaged",
    UploadState.NOT_READ: "document.not-read",
}


@dataclass(frozen=True)
class VersionLine:
    """One state of a document: where it is downloaded, who uploaded it when, and how large it is."""

    name: str
    href: str
    words: str
    size: str


@dataclass(frozen=True)
class PlaceLine:
    """A statement beside which a document stands; without an address it is named alone."""

    name: str
    href: str


@dataclass(frozen=True)
class DocumentCard:
    """A document as a page shows it; the second part is what its form begins with, days as ISO 8601."""

    id: int
    name: str
    kind_name: str
    current: VersionLine
    about: list[str]
    warnings: list[str]
    is_outdated: bool
    note: str
    language_name: str
    older: list[VersionLine] = field(default_factory=list)
    places: list[PlaceLine] = field(default_factory=list)
    misplaced: str = ""
    """Where a document of its kind belongs instead, in words; empty when it is right here."""
    targets: list[list[str]] = field(default_factory=list)
    """Statements where it fits better, best first, as answer key and words."""

    kind: str = ""
    stands_from: str = ""
    stands_for: str = ""
    valid_until: str = ""
    language: str = ""
    version: int = 0


def document_card(item: DocumentItem, today: date, language: str, *, with_places: bool = True) -> DocumentCard:
    """Return a document in the reader's language."""
    return DocumentCard(
        id=item.id,
        name=item.name,
        kind_name=kind_name(item.kind, language),
        current=version_line(item.current, language),
        about=_about(item, today, language),
        warnings=_warnings(item, today, language),
        is_outdated=is_outdated(item.valid_until, today),
        note=item.note,
        language_name=own_name(item.language),
        older=[version_line(each, language) for each in item.older],
        places=[_place_line(each, language) for each in item.places] if with_places else [],
        kind=item.kind,
        stands_from=_iso(item.stands_from),
        stands_for=_iso(item.stands_for),
        valid_until=_iso(item.valid_until),
        language=item.language,
        version=item.facts_version,
    )


def misplacement(item: DocumentItem, now: Situation, criterion_id: str, language: str) -> tuple[str, list[list[str]]]:
    """Return where a document of its kind belongs instead of beside the criterion: in words, and statements asked."""
    criterion = now.library.criteria.get(criterion_id)
    if criterion is None or belongs(now.library.evidence_kinds, item.kind, criterion):
        return "", []
    categories = now.library.evidence_kinds[item.kind].categories
    localiser = localiser_for(language)
    names = localiser.join([category_name(each, language) for each in categories])
    standing = {each.key for each in item.places}
    targets = [CRITERION + each for each in places_for(now, item.kind) if CRITERION + each not in standing]
    words = message("document.belongs-elsewhere", language, categories=names)
    return words, [[key, statement_name(key, language)] for key in targets[:_MOST_TARGETS]]


def version_line(version: StoredVersion, language: str) -> VersionLine:
    """Return one state of a document in the reader's language."""
    words = message(
        "document.uploaded",
        language,
        number=version.number,
        person=isolated(version.uploaded_by),
        day=day_text(version.uploaded_at.date(), language),
    )
    href = f"/files/document/{version.document_id}/{version.number}?lang={language}"
    return VersionLine(version.name, href, words, size_text(version.size_bytes, language))


def size_text(size: int, language: str) -> str:
    """Return a size as people read it, never smaller than it is."""
    if size >= _MB:
        return message("document.size-large", language, count=-(-size // _MB))
    return message("document.size", language, count=-(-size // _KB))


def kind_name(kind: str, language: str) -> str:
    """Return a kind of evidence in words, empty for none."""
    found = current_library().evidence_kinds.get(kind)
    return localiser_for(language).text(ref(f"evidence_kinds/{kind}", "name", found.i18n.name)) if found else kind


def category_name(category: str, language: str) -> str:
    """Return a category of statements in words."""
    found = current_library().categories.get(category)
    return localiser_for(language).text(ref(f"categories/{category}", "name", found.i18n.name)) if found else category


def statement_name(key: str, language: str) -> str:
    """Return what a statement is called, by the key of its answer: number and title."""
    number = key.removeprefix(CRITERION)
    found = current_library().criteria.get(number)
    if found is None:
        return key
    title = localiser_for(language).text(ref(f"criteria/{number}", "title", found.i18n.title))
    return f"{number} {title}" if found.number_verified else title


def kind_options(language: str, first: Iterable[str] = ()) -> tuple[list[list[str]], list[list[str]]]:
    """Return the kinds of evidence as id and words: those named ``first``, then all others by the alphabet."""
    ahead = [each for each in first if each in current_library().evidence_kinds]
    others = [each for each in current_library().evidence_kinds if each not in ahead]
    return options(ahead, language), sorted(options(others, language), key=lambda each: each[1].casefold())


def options(kinds: Sequence[str], language: str) -> list[list[str]]:
    """Return kinds of evidence as id and words."""
    return [[each, kind_name(each, language)] for each in kinds]


def _place_line(place: Place, language: str) -> PlaceLine:
    number = place.key.removeprefix(CRITERION)
    href = f"/{language}/profile/?draft={place.draft_id}&criterion={number}" if place.is_open else ""
    return PlaceLine(statement_name(place.key, language), href)


def _about(item: DocumentItem, today: date, language: str) -> list[str]:
    lines = []
    if item.current.pages:
        lines.append(message("document.pages", language, count=item.current.pages))
    if item.stands_for and item.stands_from:
        first, last = day_text(item.stands_from, language), day_text(item.stands_for, language)
        lines.append(message("document.stands-for-period", language, first=first, last=last))
    elif item.stands_for:
        lines.append(message("document.stands-for", language, day=day_text(item.stands_for, language)))
    if item.valid_until and not is_outdated(item.valid_until, today):
        lines.append(message("document.valid-until", language, day=day_text(item.valid_until, language)))
    if item.current.scan == Scan.NOT_SCANNED:
        lines.append(message("document.not-scanned", language))
    return lines


def _warnings(item: DocumentItem, today: date, language: str) -> list[str]:
    found = []
    if item.valid_until and is_outdated(item.valid_until, today):
        found.append(message("document.outdated", language, day=day_text(item.valid_until, language)))
    codes = [code for state, code in _STATES.items() if item.current.state == state and not _is_picture(item)]
    return found + [message(code, language) for code in codes]


def _is_picture(item: DocumentItem) -> bool:
    """Whether there are no words in it to be looked for."""
    return item.current.media_type.startswith("image/")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
