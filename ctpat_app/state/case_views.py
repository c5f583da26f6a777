"""A review in the reader's language: what was decided before and now, and how the case can end."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ctpat_app.domain.profile_reviews import REASON_OF_FINDING, Decision, ReturnReason, Way
from ctpat_app.domain.text_diff import compare_texts
from ctpat_app.services.case_ways import CaseEnd, WayAhead
from ctpat_app.services.profile_reviews import StatementDecision
from ctpat_app.services.returned import CommentNote
from ctpat_app.services.reviews import AnswerReview
from ctpat_app.services.sent_versions import Compared
from ctpat_app.state.model_status import status_name
from ctpat_app.words.cases import return_reason
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.messages import isolated, message
from ctpat_app.words.reviews import finding_name, finding_text


@dataclass(frozen=True)
class DiffPiece:
    """A run of text that is the ``same``, was ``added`` or was ``removed``."""

    change: str
    text: str


@dataclass(frozen=True)
class Before:
    """What was decided before about an answer, and how the answer differs from then; all empty where nothing was.

    ``kind``: ``unchanged`` or ``changed`` since it was approved; ``returned``, or ``returned-same`` when the company
    sent the same once more.
    """

    kind: str = ""
    day: str = ""
    reason: str = ""
    comment: str = ""
    note: str = ""
    """Why the company left it as it was."""
    note_language: str = ""
    original_changed: bool = False
    applies_changed: bool = False
    pieces: list[DiffPiece] = field(default_factory=list)
    files_new: list[str] = field(default_factory=list)
    files_gone: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Advice:
    """A finding that can be taken over as a comment: its name, its text in the company's language, its reason."""

    name: str
    text: str
    reason: str


@dataclass(frozen=True)
class DecisionView:
    """What is decided about one statement or part; ``decision`` is ``open``, ``accepted`` or ``returned``.

    ``form`` changes when the fields of the form are to begin anew: not when a colleague decides meanwhile.
    """

    decision: str = Decision.OPEN.value
    reason_kind: str = ""
    reason: str = ""
    comment: str = ""
    version: int = 0
    who: str = ""
    when: str = ""
    shown: bool = True
    form: int = 0
    refused: str = ""
    """Why the last press was refused."""


@dataclass(frozen=True)
class WayView:
    """One way to end the review: what it does, line by line, or what stands in its way."""

    blocked: str = ""
    lines: list[str] = field(default_factory=list)


def before_view(compared: Compared | None, language: str, note: CommentNote | None = None) -> Before:
    """Return what was decided before; an answer that was sent back is compared with what was sent back.

    ``note`` is what the company said to it instead of a change.
    """
    earlier = (compared.returned or compared.approved) if compared else None
    if compared is None or earlier is None:
        return Before()
    decision, then, now = earlier.decision, earlier.answer, compared.now
    same = then == now
    kinds = ("returned-same", "returned") if compared.returned else ("unchanged", "changed")
    pieces = compare_texts(then.english, now.english) if then.english != now.english else ()
    return Before(
        kind=kinds[0] if same else kinds[1],
        day=day_text(decision.at.date(), language),
        reason=return_reason(decision.reason_kind, language) if compared.returned else "",
        comment=decision.comment,
        note=note.text if note else "",
        note_language=note.language if note else "",
        original_changed=then.original != now.original and then.english == now.english,
        applies_changed=then.applies != now.applies,
        pieces=[DiffPiece(each.change.value, each.text) for each in pieces],
        files_new=sorted(name for name, _ in now.evidence - then.evidence),
        files_gone=sorted(name for name, _ in then.evidence - now.evidence),
    )


def advice_on(review: AnswerReview | None, language: str, company_language: str) -> list[Advice]:
    """Return what can be taken over as a comment, of the findings that are open."""
    return [
        Advice(
            finding_name(each.finding.code, language),
            finding_text(
                each.finding.code,
                company_language,
                words=isolated(each.finding.words) if each.finding.words else "",
                params=each.finding.params,
            ),
            REASON_OF_FINDING.get(each.finding.code, ReturnReason.OTHER).value,
        )
        for each in (review.open if review else ())
    ]


def decision_view(found: StatementDecision | None, language: str, shown: DecisionView) -> DecisionView:
    """Return what is decided now; ``shown`` is what the page showed before, of which the open form stays."""
    if found is None:
        return DecisionView(shown=shown.shown, form=shown.form, refused=shown.refused)
    return replace(
        shown,
        decision=found.decision.value,
        reason_kind=found.reason_kind,
        reason=return_reason(found.reason_kind, language) if found.reason_kind else "",
        comment=found.comment,
        version=found.version,
        who=found.who,
        when=moment_text(found.at, language),
    )


def way_views(end: CaseEnd, language: str) -> dict[str, WayView]:
    """Return the ways to end the review by their names."""
    return {each.way.value: _way(each, end, language) for each in end.ways}


def _way(ahead: WayAhead, end: CaseEnd, language: str) -> WayView:
    if ahead.blocked:
        return WayView(blocked=message(ahead.blocked, language))
    return WayView(
        lines=[message(f"case.will.{code}", language, **values) for code, values in _does(ahead, end, language)]
    )


def _does(ahead: WayAhead, end: CaseEnd, language: str) -> list[tuple[str, Mapping[str, str | int]]]:
    """Return what a way does, in the order in which it is said."""
    status = status_name(ahead.status, language)
    approved = ("approved", {"count": end.tally.statements})
    sent_back = ("sent-back", {"count": end.tally.sent_back})
    told = ("told", {"count": end.contacts})
    moves, stays = ("status", {"status": status}), ("status-stays", {"status": status})
    nothing: Mapping[str, str | int] = {}
    dates = (
        ("validation", {"day": day_text(end.validation_by, language)}),
        ("annual-review", {"day": day_text(end.review_on, language)}),
    )
    match ahead.way:
        case Way.CERTIFY:
            return [approved, moves, *dates, told]
        case Way.RETURN:
            return [sent_back, moves, told, ("answer", nothing)]
        case Way.ACCEPT_CHANGES:
            return [approved, stays, told]
        case Way.RETURN_CHANGES:
            return [sent_back, stays, ("approved-stays", nothing), told, ("answer", nothing)]
    return [moves, ("apply-again", nothing), told, ("reason", nothing)]
