"""The package of an application: what goes into it beside the summary, and how the summary lists it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.packages import Enclosure, Outcome
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.printing import Answers, PrintedDocument, PrintedRow, PrintedSection, PrintedText
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.schema import Criterion
from ctpat_app.guidance.texts import Localiser, ref
from ctpat_app.services.evidence import EvidenceFile, evidence_of
from ctpat_app.services.printing import DocumentWords, Edition, document_of, edition_of

_NO_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Package:
    """The summary, and the files beside the answers in the order of the criteria.

    ``key`` names the content: two packages with the same key differ at most in the moment they were printed.
    """

    document: PrintedDocument
    enclosures: tuple[Enclosure, ...]
    heading: str
    """Over the attachments, in the list and in the outline."""
    key: str


def package_of(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    localiser: Localiser,
    words: DocumentWords,
    now: datetime,
    answers: Answers = Answers.BOTH,
) -> Package:
    """Return the package for whoever may print the application.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    edition = edition_of(session, actor, draft_id=draft_id, localiser=localiser, words=words, now=now, answers=answers)
    document = document_of(edition)
    enclosures = tuple(_enclosures(edition, evidence_of(session, draft_id)))
    key = _key(document, words.text("pdf.printed-on"), enclosures)
    return Package(document, enclosures, words.text("pdf.attachments"), key)


def with_attachments(package: Package, outcomes: Mapping[str, Outcome], words: DocumentWords) -> PrintedDocument:
    """Return the summary with a list of every file, which says where to find what could not be brought in.

    Args:
        outcomes: what became of each stored file, by its key.
    """
    if not package.enclosures:
        listed: tuple[PrintedSection, ...] = (PrintedSection(package.heading, words.text("pdf.no-attachments")),)
    else:
        first = PrintedSection(package.heading, words.text("pdf.attachments-intro"))
        listed = (first, *_listed(package.enclosures, outcomes, words))
    return replace(package.document, sections=(*package.document.sections, *listed))


def _listed(
    enclosures: tuple[Enclosure, ...], outcomes: Mapping[str, Outcome], words: DocumentWords
) -> Iterator[PrintedSection]:
    for place in dict.fromkeys(item.place for item in enclosures):
        own = (item for item in enclosures if item.place == place)
        yield PrintedSection(place, rows=tuple(_row(item, outcomes[item.blob_key], words) for item in own), level=2)


def _row(item: Enclosure, outcome: Outcome, words: DocumentWords) -> PrintedRow:
    if outcome.left is None:
        became = words.text("pdf.attached.pages", count=outcome.pages)
    else:
        became = words.text(f"pdf.attached.{outcome.left.value}")
    return PrintedRow(item.name, (PrintedText(became), *map(PrintedText, item.about)))


def _enclosures(edition: Edition, evidence: Mapping[str, tuple[EvidenceFile, ...]]) -> Iterator[Enclosure]:
    """Yield the files beside the answers that are asked for; others are as far off the path as their answers."""
    for item in edition.situation.criteria:
        for file in evidence.get(CRITERION + item.criterion.id, ()):
            yield Enclosure(
                criterion=item.criterion.id,
                place=_place(edition.localiser, item.criterion),
                name=file.name,
                about=tuple(_about(edition, file)),
                media_type=file.media_type,
                blob_key=file.blob_key,
            )


def _place(localiser: Localiser, criterion: Criterion) -> str:
    title = localiser.text(ref(f"criteria/{criterion.id}", "title", criterion.i18n.title))
    return f"{criterion.id} {title}" if criterion.number_verified else title


def _about(edition: Edition, file: EvidenceFile) -> Iterator[str]:
    words = edition.words
    if kind := edition.situation.library.evidence_kinds.get(file.kind):
        name = edition.localiser.text(ref(f"evidence_kinds/{kind.id}", "name", kind.i18n.name))
        yield words.text("pdf.attached.kind", kind=name)
    if file.stands_for:
        yield words.text("pdf.attached.stands-for", date=words.date(file.stands_for))
    if file.note:
        yield words.text("pdf.attached.note", note=file.note)


def _key(document: PrintedDocument, printed_on: str, enclosures: tuple[Enclosure, ...]) -> str:
    timeless = tuple(row for row in document.facts if row.label != printed_on)
    content = asdict(replace(document, facts=timeless, printed_at=_NO_TIME))
    whole = json.dumps([content, [asdict(item) for item in enclosures]], default=str, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
