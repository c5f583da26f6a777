"""The security profile of an application that was sent, as the specialist reads and reviews it."""

from dataclasses import dataclass, field, replace
from typing import Final

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.decided import PART, part_keys
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.summary import SummaryCriterion
from ctpat_app.guidance.texts import ref
from ctpat_app.services.evidence import EvidenceFile
from ctpat_app.services.profile_view import SentProfile, look_at_profile
from ctpat_app.services.reviews import AnswerReview
from ctpat_app.state.access import requires
from ctpat_app.state.case import CaseState
from ctpat_app.state.case_views import Advice, Before, advice_on, before_view
from ctpat_app.state.findings import FindingView, finding_view
from ctpat_app.state.session import SessionState
from ctpat_app.state.summaries import summarise_in
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for

DIFFERENCES: Final = "differences"
"""The order in which what differs stands first; stands in addresses."""


@dataclass(frozen=True)
class EvidenceLine:
    """A file beside an answer: its name, what kind of evidence it is, and the day it stands for; both may be empty."""

    name: str
    kind: str
    day: str


@dataclass(frozen=True)
class SentAnswer:
    """A statement, the answer as it was sent, and what there is to object to.

    ``id`` is its place in the page, ``key`` that of its decision. ``text`` is what the specialist reads; ``original``
    is filled when that is the English version of something.
    """

    id: str
    key: str
    number: str
    level: str
    title: str
    title_language: str
    statement: str
    statement_language: str
    text: str
    language: str
    original: str
    original_language: str
    applies: bool
    before: Before
    evidence: list[EvidenceLine] = field(default_factory=list)
    findings: list[FindingView] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)


@dataclass(frozen=True)
class SentPart:
    """A category; ``open`` findings nobody of the company has dismissed."""

    id: str
    title: str
    language: str
    open: int
    answers: list[SentAnswer] = field(default_factory=list)


@dataclass(frozen=True)
class OtherRow:
    """One entry of another part: what was asked and what stands there."""

    label: str
    language: str
    is_code: bool
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class OtherPart:
    """A step of the form besides the profile; it goes back as a whole."""

    id: str
    key: str
    title: str
    language: str
    changed: bool
    rows: list[OtherRow] = field(default_factory=list)


class StaffProfileState(rx.State):
    """The profile of the draft that the address names."""

    account: int = 0
    draft: int = 0
    company: str = ""
    reference: str = ""
    sent_on: str = ""
    company_language: str = ""
    """In which the company sent it; comments that are taken over are in it."""
    parts: list[SentPart] = []
    others: list[OtherPart] = []
    has_differences: bool = False
    """Whether something differs from what was decided before."""
    differences_first: bool = False
    """Whether what differs stands above what does not, as the address asks for."""

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def load(self) -> None:
        """Show the profile; who may not see it, or no longer, is left with nothing of it."""
        self.reset()  # type: ignore[no-untyped-call]
        session, case = await self.get_state(SessionState), await self.get_state(CaseState)
        case.reset()  # type: ignore[no-untyped-call]
        wanted = self.router.url.query_parameters
        draft = number_in(wanted.get("draft", ""))
        try:
            seen = await in_session(look_at_profile, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.account, self.company, self.reference = seen.trade_account_id, seen.company, seen.reference
        self.draft, self.company_language = draft, seen.language
        self.sent_on = day_text(seen.sent_at.date(), session.language)
        marks = _marks(seen)
        changed = frozenset(key for key, names in marks.items() if "changed" in names)
        self.has_differences = bool(changed)
        self.differences_first = self.has_differences and wanted.get("order", "") == DIFFERENCES
        self.parts, self.others = sent_parts(seen, session.language), other_parts(seen, session.language)
        if self.differences_first:
            self.parts = with_first(self.parts, changed)
        if seen.review:
            places = {each.key: part.id for part in self.parts for each in part.answers}
            await case.show(draft, _names(self.parts, self.others), places, marks)


def sent_parts(seen: SentProfile, language: str) -> list[SentPart]:
    """Return the categories with their answers, in the reader's language; answers stay in theirs."""
    reviews = {each.criterion: each for each in seen.reviews}
    parts = []
    for section in summarise_in(seen.situation, language):
        if section.category:
            own = [reviews[item.id] for item in section.criteria if item.id in reviews]
            answers = [_answer(seen, item, reviews.get(item.id), language) for item in section.criteria]
            still = sum(len(each.open) for each in own)
            parts.append(
                SentPart(f"part-{section.category}", section.title.text, section.title.language, still, answers)
            )
    return parts


def with_first(parts: list[SentPart], changed: frozenset[str]) -> list[SentPart]:
    """Return the categories with the answers of ``changed`` keys on top, and on top the categories that have such."""
    sorted_parts = [
        replace(part, answers=sorted(part.answers, key=lambda each: each.key not in changed)) for part in parts
    ]
    return sorted(sorted_parts, key=lambda part: not any(each.key in changed for each in part.answers))


def other_parts(seen: SentProfile, language: str) -> list[OtherPart]:
    """Return the other steps of the form, in the reader's language."""
    keys = part_keys(seen.situation)
    changed = seen.comparison.changed_parts if seen.comparison else frozenset()
    return [
        OtherPart(
            f"step-{section.step}",
            PART + section.step,
            section.title.text,
            section.title.language,
            PART + section.step in changed,
            [
                OtherRow(row.label.text, row.label.language, row.is_code, [value.text for value in row.values])
                for row in section.rows
                if row.values
            ],
        )
        for section in summarise_in(seen.situation, language)
        if not section.category and PART + section.step in keys
    ]


def _names(parts: list[SentPart], others: list[OtherPart]) -> dict[str, str]:
    statements = {each.key: f"{each.number} {each.title}".strip() for part in parts for each in part.answers}
    return {**statements, **{each.key: each.title for each in others}}


def _marks(seen: SentProfile) -> dict[str, frozenset[str]]:
    """Return what the filters look at, of each statement."""
    compared = seen.comparison.statements if seen.comparison else {}
    with_findings = {CRITERION + each.criterion for each in seen.reviews if each.open}
    return {
        key: frozenset(
            name
            for name, holds in (
                ("unchanged", each.is_unchanged),
                ("changed", each.is_changed),
                ("findings", key in with_findings),
            )
            if holds
        )
        for key, each in compared.items()
    }


def _answer(seen: SentProfile, item: SummaryCriterion, review: AnswerReview | None, language: str) -> SentAnswer:
    key = CRITERION + item.id
    compared = seen.comparison.statements.get(key) if seen.comparison else None
    return SentAnswer(
        id=f"statement-{item.id.replace('.', '-')}",
        key=key,
        number=item.id if item.number_verified else "",
        level=item.level,
        title=item.title.text,
        title_language=item.title.language,
        statement=item.statement.text,
        statement_language=item.statement.language,
        text=item.response.text,
        language=item.response.language,
        original=item.original.text,
        original_language=item.original.language,
        applies=item.applies,
        before=before_view(compared, language, seen.notes.get(key)),
        evidence=[_evidence(seen.situation.library, each, language) for each in seen.evidence.get(key, ())],
        findings=[finding_view(each, language) for each in (review.objections if review else ())],
        advice=advice_on(review, language, seen.language),
    )


def _evidence(library: Library, file: EvidenceFile, language: str) -> EvidenceLine:
    kind = library.evidence_kinds.get(file.kind)
    name = localiser_for(language).text(ref(f"evidence_kinds/{kind.id}", "name", kind.i18n.name)) if kind else ""
    return EvidenceLine(file.name, name, day_text(file.stands_for, language) if file.stands_for else "")
