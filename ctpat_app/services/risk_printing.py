"""A risk assessment as a document to print: what it comes to, how it was done, and what is not compared yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.printing import (
    PrintedDocument,
    PrintedRow,
    PrintedSection,
    PrintedStop,
    PrintedTable,
    PrintedText,
)
from ctpat_app.guidance.questions import questions_of
from ctpat_app.guidance.risk import RISK_ASSESSMENT, day_of
from ctpat_app.guidance.risk_drawing import Drawing
from ctpat_app.guidance.risk_views import ActionView, AssessmentView, LaneView, Matrix, RiskRow, assessment_view
from ctpat_app.guidance.schema import FieldKind
from ctpat_app.guidance.summary import SummaryRow, SummaryWords, summarise
from ctpat_app.guidance.texts import Localiser
from ctpat_app.services.printing import DocumentWords, printed_words, summary_row
from ctpat_app.services.risk_assessments import AssessmentResult, read_result

_TONES: Final[Mapping[str, int]] = {"": 0, "low": 1, "medium": 2, "high": 3}
_WIDEST: Final = 8
"""So many columns fit beside the name of the row; a wider matrix is printed in parts."""
_METHOD: Final = "method"
"""The step whose answers are printed as they are; those of the others stand in the result."""


@dataclass(frozen=True)
class _Edition:
    """One assessment in one language; ``gaps`` tell what it does not cover."""

    result: AssessmentResult
    view: AssessmentView
    gaps: tuple[str, ...]
    localiser: Localiser
    words: DocumentWords
    now: datetime


def printed_assessment(
    session: Session, actor: Actor, *, draft_id: int, localiser: Localiser, words: DocumentWords, now: datetime
) -> PrintedDocument:
    """Return the assessment as ``actor`` may print it: as it was finished, or as it stands and marked as such.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    result = read_result(session, actor, draft_id=draft_id, now=now)
    return _document(edition_of(result, localiser, words, now))


def edition_of(result: AssessmentResult, localiser: Localiser, words: DocumentWords, now: datetime) -> _Edition:
    """Return the assessment in the language of ``localiser``."""

    def say(code: str, params: Mapping[str, str | int]) -> str:
        return words.message(code, **params)

    def day(found: date) -> str:
        return words.day(datetime.combine(found, time(), UTC))

    view = assessment_view(result.situation, localiser, say, day)
    told = (problem for problem in result.situation.problems if problem.level == "warning")
    gaps = tuple(say(problem.code, localiser.params(problem.params)) for problem in told)
    return _Edition(result, view, gaps, localiser, words, now)


def _document(edition: _Edition) -> PrintedDocument:
    text, result = edition.words.text, edition.result
    return PrintedDocument(
        title=text("pdf.risk.title"),
        subtitle=text("pdf.risk.subtitle" if result.reference else "pdf.risk.draft"),
        language=edition.localiser.language,
        issuer=edition.words.kiosk,
        reference=result.reference or text("pdf.risk.draft"),
        footer=text("pdf.risk.footer"),
        words=printed_words(edition.words),
        printed_at=edition.now.replace(microsecond=0),
        facts=tuple(_facts(edition)),
        sections=tuple(_sections(edition)),
    )


def _facts(edition: _Edition) -> Iterator[PrintedRow]:
    words, result = edition.words, edition.result
    yield PrintedRow(words.text("pdf.company"), (PrintedText(result.company, "und"),))
    if result.finished_at:
        yield PrintedRow(words.text("pdf.reference"), (PrintedText(result.reference, "en"),))
        yield PrintedRow(words.text("pdf.risk.finished-on"), (PrintedText(words.day(result.finished_at)),))
    yield PrintedRow(words.text("pdf.printed-on"), (PrintedText(words.moment(edition.now)),))


def _sections(edition: _Edition) -> Iterator[PrintedSection]:
    view, text = edition.view, edition.words.text
    for lane in view.lanes:
        yield _lane(lane, edition.words)
    yield PrintedSection(text("pdf.risk.threats"), tables=_tables(view.threats, text("pdf.risk.place")))
    if view.weak_points.rows:
        tables = _tables(view.weak_points, text("pdf.risk.partner"))
        yield PrintedSection(text("pdf.risk.weak-points"), tables=tables)
    yield PrintedSection(text("pdf.risk.risks"))
    for risk in view.risks:
        yield _risk(risk, edition.words)
    gaps = tuple(PrintedText(gap) for gap in edition.gaps) or (PrintedText(text("pdf.risk.no-gaps")),)
    yield PrintedSection(text("pdf.risk.gaps"), "\n\n".join(gap.text for gap in gaps))
    yield from _method(edition)
    yield _about(edition)


def _lane(lane: LaneView, words: DocumentWords) -> PrintedSection:
    drawing: Drawing = lane.drawing
    columns = tuple(
        words.text(f"pdf.risk.{name}") for name in ("number", "activity", "location", "partner", "rest", "risk")
    )
    stops, rows = [], []
    for leg, mark in zip(lane.legs, drawing.marks, strict=True):
        rest = words.text("pdf.risk.hours", count=leg.rest or "?")
        lines = (PrintedText(leg.activity), PrintedText(leg.location, "und"), PrintedText(rest))
        title = PrintedText(f"{leg.number} {leg.partner}", "und")
        stops.append(PrintedStop(mark.letter, _TONES.get(leg.band, 0), title, lines))
        rows.append(
            (
                PrintedText(leg.number, "en"),
                PrintedText(leg.activity),
                PrintedText(leg.location, "und"),
                PrintedText(leg.partner, "und"),
                PrintedText(leg.rest, "en"),
                PrintedText(leg.band_name),
            )
        )
    table = PrintedTable(words.text("pdf.risk.legs"), columns, tuple(rows))
    threat = PrintedRow(words.text("pdf.risk.lane-threat"), (PrintedText(drawing.threat),))
    return PrintedSection(drawing.title, rows=(threat,), stops=tuple(stops), tables=(table,))


def _tables(matrix: Matrix, corner: str) -> tuple[PrintedTable, ...]:
    """Return the matrix as tables that fit the page, each with the names of its rows."""
    starts = range(0, len(matrix.columns), _WIDEST)
    return tuple(_part_of(matrix, corner, start) for start in starts)


def _part_of(matrix: Matrix, corner: str, start: int) -> PrintedTable:
    part = slice(start, start + _WIDEST)
    rows = tuple(
        (
            PrintedText(row.name, "und"),
            *(PrintedText("\n".join(filter(None, (cell.rating or "–", cell.note))), "und") for cell in row.cells[part]),
        )
        for row in matrix.rows
    )
    return PrintedTable("", (corner, *matrix.columns[part]), rows)


def _risk(risk: RiskRow, words: DocumentWords) -> PrintedSection:
    rows = []
    if risk.score:
        scored = words.text(
            "pdf.risk.scored", threat=risk.threat, weak=risk.weak, score=risk.score, band=risk.band_name
        )
        rows.append(PrintedRow(words.text("pdf.risk.risk"), (PrintedText(scored),)))
    if risk.finding:
        rows.append(PrintedRow(words.text("pdf.risk.finding"), (PrintedText(risk.finding, "und"),)))
    if risk.band_action:
        rows.append(PrintedRow(words.text("pdf.risk.to-do"), (PrintedText(risk.band_action),)))
    rows += [_action(action, words) for action in risk.actions]
    if risk.band_action and not risk.actions:
        rows.append(PrintedRow(words.text("pdf.risk.action"), (PrintedText(words.text("pdf.risk.no-action")),)))
    return PrintedSection(f"{risk.name}: {risk.category}", rows=tuple(rows), level=2)


def _action(action: ActionView, words: DocumentWords) -> PrintedRow:
    note = words.text("pdf.risk.action-line", owner=action.owner, due=action.due or "?")
    if action.closed:
        note = f"{note} {words.text('pdf.risk.closed', day=action.closed)}"
    return PrintedRow(words.text("pdf.risk.action"), (PrintedText(action.text, "und"),), note)


def _method(edition: _Edition) -> Iterator[PrintedSection]:
    labels = SummaryWords(*(edition.words.text(f"pdf.{name}") for name in ("yes", "no", "not-applicable", "agreed")))
    for section in summarise(edition.result.situation, edition.localiser, labels):
        if section.step == _METHOD:
            yield PrintedSection(section.title.text, rows=tuple(_answer(edition, row) for row in section.rows))


def _answer(edition: _Edition, row: SummaryRow) -> PrintedRow:
    """Return one answer as it is printed: a day with the name of its month."""
    kind = questions_of(edition.result.situation.library, RISK_ASSESSMENT)[row.key].kind
    day = day_of(edition.result.situation.book.text(row.key)) if kind is FieldKind.DATE else None
    if day is None:
        return summary_row(row)
    return PrintedRow(row.label.text, (PrintedText(edition.words.day(datetime.combine(day, time(), UTC))),))


def _about(edition: _Edition) -> PrintedSection:
    """What of the method is compared with the guide, and what is not: nobody takes the one for the other."""
    text, marks = edition.words.text, edition.view.marks
    rows = tuple(
        PrintedRow(text(code), tuple(PrintedText(mark.text) for mark in marks if mark.verified is verified))
        for code, verified in (("pdf.risk.verified", True), ("pdf.risk.unverified", False))
    )
    return PrintedSection(text("pdf.risk.about"), rows=rows)
