"""The report of a validation with the company's answers, as a document to print."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.printing import PrintedDocument, PrintedRow, PrintedSection, PrintedText
from ctpat_app.domain.validations import FindingKind
from ctpat_app.guidance.texts import Localiser, ref
from ctpat_app.services.library import current_library
from ctpat_app.services.printing import DocumentWords, printed_words
from ctpat_app.services.validation_cases import CaseView, FindingView, VisitView, read_case


@dataclass(frozen=True)
class _Edition:
    """One validation in one language."""

    view: CaseView
    localiser: Localiser
    words: DocumentWords
    now: datetime

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        outcome = self.view.summary.outcome
        return self.words.message(f"validation.outcome-{outcome}" if outcome else f"validation.state-{self.view.state}")


def printed_validation(
    session: Session, actor: Actor, *, validation_id: int, localiser: Localiser, words: DocumentWords, now: datetime
) -> PrintedDocument:
    """Return the validation as ``actor`` may print it; a look of staff is noted.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    view = read_case(session, actor, validation_id=validation_id, at_desk=False, now=now)
    edition = _Edition(view, localiser, words, now)
    kind = words.message(f"validation.kind-{view.summary.kind}")
    return PrintedDocument(
        title=words.message("validation.name", number=view.summary.number, kind=kind),
        subtitle=edition.state,
        language=localiser.language,
        issuer=words.kiosk,
        reference=words.text("pdf.validation.reference"),
        footer=words.text("pdf.validation.footer"),
        words=printed_words(words),
        printed_at=now.replace(microsecond=0),
        facts=tuple(_facts(edition)),
        sections=tuple(_sections(edition)),
    )


def _facts(edition: _Edition) -> Iterator[PrintedRow]:
    view, words = edition.view, edition.words
    yield PrintedRow(words.text("pdf.company"), (PrintedText(view.company, "und"),))
    yield PrintedRow(words.text("pdf.status"), (PrintedText(edition.state),))
    if view.summary.starts_on:
        yield PrintedRow(words.text("pdf.validation.begins"), (PrintedText(words.date(view.summary.starts_on)),))
    if view.summary.issued_at:
        yield PrintedRow(words.text("pdf.validation.issued"), (PrintedText(words.day(view.summary.issued_at)),))
    if view.submitted_at:
        yield PrintedRow(words.text("pdf.validation.response"), (PrintedText(words.moment(view.submitted_at)),))
    yield PrintedRow(words.text("pdf.printed-on"), (PrintedText(words.moment(edition.now)),))


def _sections(edition: _Edition) -> Iterator[PrintedSection]:
    view, words = edition.view, edition.words
    if view.visits:
        rows = tuple(_visit(visit, words) for visit in view.visits)
        yield PrintedSection(words.text("pdf.validation.sites"), rows=rows)
    if view.report:
        report = PrintedRow(words.text("pdf.validation.report"), (PrintedText(view.report, "und"),))
        yield PrintedSection(words.text("pdf.validation.summary"), rows=(report,))
    for kind in FindingKind:
        found = [each for each in view.findings if each.kind is kind]
        if found:
            yield PrintedSection(words.message(f"validation.finding-{kind}"))
            for number, finding in enumerate(found, 1):
                yield _finding(number, finding, edition)


def _visit(visit: VisitView, words: DocumentWords) -> PrintedRow:
    lines = (PrintedText(words.date(visit.day)), PrintedText(words.message(f"validation.mode-{visit.mode}")))
    more = (PrintedText(visit.recognised, "und"),) if visit.recognised else ()
    return PrintedRow(visit.site, (*lines, *more))


def _finding(number: int, finding: FindingView, edition: _Edition) -> PrintedSection:
    words = edition.words
    rows = [PrintedRow(words.text("pdf.validation.found"), (PrintedText(finding.text, "und"),))]
    if finding.kind is not FindingKind.BEST_PRACTICE:
        answer = (PrintedText(finding.answer, finding.language),) if finding.answer else ()
        rows.append(PrintedRow(words.text("pdf.response"), answer))
    if finding.files:
        names = tuple(PrintedText(file.version.name, "und") for file in finding.files)
        rows.append(PrintedRow(words.text("pdf.attachments"), names))
    if finding.accepted is not None:
        said = words.text("pdf.validation.accepted" if finding.accepted else "pdf.validation.returned")
        comment = (PrintedText(finding.comment, "und"),) if finding.comment else ()
        rows.append(PrintedRow(words.text("pdf.validation.decision"), (PrintedText(said), *comment)))
    return PrintedSection(_title(number, finding, edition), rows=tuple(rows), level=2)


def _title(number: int, finding: FindingView, edition: _Edition) -> str:
    criterion = current_library().criteria.get(finding.criterion_id)
    if criterion is None:
        return edition.words.text("pdf.validation.point", number=number)
    title = edition.localiser.text(ref(f"criteria/{criterion.id}", "title", criterion.i18n.title))
    return edition.words.text("pdf.validation.point-about", number=number, statement=f"{criterion.id} {title}")
