"""What is on record about the standing of a security model: decisions, letters, appeals, plans; callers authorize."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.appeals import AppealState, AppealTexts
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.letters import Letter, letter_in
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Role
from ctpat_app.domain.standing import Decision, Ground
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.notices import contacts_of
from ctpat_app.tables.accounts import MembershipRow, UserAccountRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.standing import (
    AgreedPlanRow,
    AppealRow,
    LetterAnswerRow,
    PaperDocumentRow,
    StandingDecisionRow,
)

ANSWER, APPEAL = "answer", "appeal"
"""The papers with which documents of the exchange can go."""


@dataclass(frozen=True)
class DecisionView:
    """A decision as it was made; ``letter`` is None where none was issued."""

    id: int
    decision: Decision
    ground: Ground | None
    reason: str
    looked_at: str
    letter: Letter | None
    decided_by: int
    decided_at: datetime


@dataclass(frozen=True)
class EnclosedDocument:
    """A document that goes with a paper, in the version that was current then."""

    document_id: int
    name: str
    number: int


@dataclass(frozen=True)
class AnswerView:
    """The company's answer to a letter; ``sent_at`` is None while it can still be written."""

    id: int
    text: str
    language: str
    version: int
    saved_at: datetime
    sent_at: datetime | None
    documents: tuple[EnclosedDocument, ...]


@dataclass(frozen=True)
class AppealView:
    """An appeal; ``decide_by`` is None until it is filed."""

    id: int
    decision_id: int
    state: AppealState
    due_on: date
    texts: AppealTexts
    language: str
    version: int
    filed_at: datetime | None
    decide_by: date | None
    reason: str
    decided_at: datetime | None
    documents: tuple[EnclosedDocument, ...]


@dataclass(frozen=True)
class PlanView:
    """A plan that was agreed: the numbers of its actions."""

    actions: tuple[int, ...]
    note: str
    agreed_at: datetime


def model_row(session: Session, model_id: int, *, lock: bool = False) -> SecurityModelRow:
    """Return the security model; with ``lock`` nobody else moves it meanwhile.

    Raises:
        NotPermitted: ``access.not-yours`` when there is none.
    """
    row = session.get(SecurityModelRow, model_id, with_for_update=lock) if 0 < model_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    return row


def decisions_of(session: Session, model_id: int) -> tuple[DecisionView, ...]:
    """Return every decision about a security model, newest first."""
    query = select(StandingDecisionRow).where(col(StandingDecisionRow.security_model_id) == model_id)
    return tuple(map(_decision, session.scalars(query.order_by(col(StandingDecisionRow.id).desc()))))


def newest_decision(session: Session, model_id: int) -> DecisionView | None:
    """Return the newest decision about a security model; None when headquarters never decided about it."""
    return next(iter(decisions_of(session, model_id)), None)


def standing_suspension(session: Session, model_id: int) -> DecisionView | None:
    """Return the decision by which the model is suspended now; None when it is not."""
    if model_row(session, model_id).status != Status.SUSPENDED:
        return None
    return next((each for each in decisions_of(session, model_id) if each.decision is Decision.SUSPEND), None)


def _decision(row: StandingDecisionRow) -> DecisionView:
    return DecisionView(
        row.id or 0,
        Decision(row.kind),
        Ground(row.ground) if row.ground else None,
        row.reason,
        row.looked_at,
        letter_in(row.letter),
        row.decided_by,
        row.decided_at,
    )


# ---------------------------------------------------------------- papers of the company


def answer_to(session: Session, decision_id: int) -> AnswerView | None:
    """Return the answer to the letter of a decision; None while nobody began one."""
    row = session.scalar(select(LetterAnswerRow).where(col(LetterAnswerRow.decision_id) == decision_id))
    if row is None:
        return None
    documents = documents_with(session, ANSWER, row.id or 0)
    return AnswerView(row.id or 0, row.text, row.language, row.version, row.saved_at, row.sent_at, documents)


def appeal_against(session: Session, decision_id: int) -> AppealView | None:
    """Return the appeal that a decision leaves open or that was filed; None against what nobody appeals."""
    row = session.scalar(select(AppealRow).where(col(AppealRow.decision_id) == decision_id))
    return appeal_view(session, row) if row else None


def appeal_view(session: Session, row: AppealRow) -> AppealView:
    """Return an appeal as pages show it."""
    return AppealView(
        row.id or 0,
        row.decision_id,
        AppealState(row.state),
        row.due_on,
        AppealTexts(row.happened, row.remedied, row.comply),
        row.language,
        row.version,
        row.filed_at,
        row.decide_by,
        row.reason,
        row.decided_at,
        documents_with(session, APPEAL, row.id or 0),
    )


def documents_with(session: Session, paper: str, paper_id: int) -> tuple[EnclosedDocument, ...]:
    """Return the documents that go with a paper."""
    query = (
        select(col(PaperDocumentRow.document_id), col(DocumentRow.name), col(PaperDocumentRow.number))
        .join(DocumentRow, col(DocumentRow.id) == col(PaperDocumentRow.document_id))
        .where(col(PaperDocumentRow.paper) == paper, col(PaperDocumentRow.paper_id) == paper_id)
        .order_by(col(PaperDocumentRow.id))
    )
    return tuple(EnclosedDocument(*row) for row in session.execute(query))


def plan_for(session: Session, decision_id: int) -> PlanView | None:
    """Return the newest plan that was agreed after a suspension; None when none was."""
    query = select(AgreedPlanRow).where(col(AgreedPlanRow.decision_id) == decision_id)
    row = session.scalars(query.order_by(col(AgreedPlanRow.id).desc()).limit(1)).first()
    return PlanView(tuple(json.loads(row.actions)), row.note, row.agreed_at) if row else None


# ---------------------------------------------------------------- whom it concerns


def language_of_company(session: Session, model_id: int) -> str:
    """Return the language in which the company is written to: that of its officer, else of its first contact."""
    people = contacts_of(session, model_id)
    account = model_row(session, model_id).trade_account_id
    query = (
        select(col(UserAccountRow.language), col(MembershipRow.role))
        .join(MembershipRow, col(MembershipRow.user_id) == col(UserAccountRow.id))
        .where(col(MembershipRow.trade_account_id) == account, col(UserAccountRow.id).in_(people))
        .order_by(col(UserAccountRow.id))
    )
    return _first_language(session.execute(query).all())


def _first_language(found: Sequence[tuple[str, str]]) -> str:
    officers = [language for language, role in found if role == Role.OFFICER]
    return next(iter([*officers, *(language for language, _role in found)]), "en")
