"""A member whose annual review is due, certified on a day with a profile that was sent; and each task of the review."""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol

from sqlmodel import Session, col, select

from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.profile_reviews import ReviewState
from ctpat_app.guidance.affirmations import versions_of
from ctpat_app.services.annual_answers import affirm_answer, read_answers
from ctpat_app.services.annual_company import look_through_company
from ctpat_app.services.annual_reviews import begin_review
from ctpat_app.services.annual_sending import send_review
from ctpat_app.services.risk_assessments import finish_assessment
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.submissions import Submitted
from ctpat_app.state.summaries import summarise_in
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.profile_reviews import ProfileReviewRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft
from tests.factories import Cast
from tests.risk import an_assessment, made_on

CERTIFIED: Final = date(2025, 6, 15)
DUE: Final = date(2026, 6, 15)
OPENS: Final = date(2026, 3, 17)
TIJUANA: Final = "+526641234567"


def noon(day: date) -> datetime:
    """Return a moment of ``day`` that is the same day in Tijuana."""
    return datetime(day.year, day.month, day.day, 19, 0, tzinfo=UTC)


def before_due(days: int) -> datetime:
    """Return a moment so many days before the review is due; negative ones are after."""
    return noon(DUE - timedelta(days))


def a_member_in_tijuana(session: Session, cast: Cast) -> int:
    """Return the model of ana's company: sent and certified a year before the review is due."""
    session.get_one(TradeAccountRow, cast.account).telephone = TIJUANA
    draft = a_filled_draft(session, cast.ana, cast.account, now=noon(CERTIFIED))
    for row in session.exec(select(AnswerRow).where(AnswerRow.draft_id == draft)):
        row.saved_at = noon(CERTIFIED)
    sign_and_send(
        session, cast.ana, draft_id=draft, typed_name=cast.ana.name, agreed=True,
        localiser=localiser_for("en"), summarise=summarise_in, now=noon(CERTIFIED),
    )  # fmt: skip
    return certified(session, session.get_one(DraftRow, draft).subject_id)


def certified(session: Session, model_id: int) -> int:
    """Let a model that was sent be a member since the day of certification, events included."""
    model = session.get_one(SecurityModelRow, model_id)
    model.status, model.certified_on, model.anniversary = Status.CERTIFIED, CERTIFIED, CERTIFIED
    session.add(model)
    steps = (("t.assign", Status.SUBMITTED, Status.UNDER_REVIEW), ("t.certify", Status.UNDER_REVIEW, Status.CERTIFIED))
    for step, source, target in steps:
        session.add(
            ModelEventRow(
                security_model_id=model_id,
                step=step,
                source=source,
                target=target,
                at=noon(CERTIFIED),
                party="supervisor",
            )
        )
    session.flush()
    return model_id


def assess(session: Session, actor: Actor, account: int, now: datetime) -> int:
    """Return the risk assessment that ``actor`` finished at ``now``."""
    draft = an_assessment(session, actor, account, now=now, changes=made_on(now.date()))
    finish_assessment(session, actor, draft_id=draft, language="en", summarise=summarise_in, now=now)
    return draft


def affirm_all(session: Session, actor: Actor, model: int, now: datetime) -> int:
    """Affirm every answer that is open, and return how many that were."""
    ledger = read_answers(session, actor, security_model_id=model, now=now).ledger
    for criterion in ledger.open:
        affirm_answer(
            session, actor, security_model_id=model, criterion=criterion,
            versions=versions_of(ledger.situation.book, criterion), now=now,
        )  # fmt: skip
    return len(ledger.open)


class People(Protocol):
    """Whose company it is: the cast of the tests, or that of a browser test."""

    @property
    def account(self) -> int: ...
    @property
    def ana(self) -> Actor: ...
    @property
    def ben(self) -> Actor: ...


def every_task(session: Session, cast: People, model: int, now: datetime) -> int:
    """Do everything but send, and return the draft of the review."""
    assess(session, cast.ana, cast.account, now)
    draft = begin_review(session, cast.ana, security_model_id=model, now=now)
    affirm_all(session, cast.ben, model, now)
    look_through_company(session, cast.ben, security_model_id=model, now=now)
    return draft


def certify_and_send(
    session: Session, actor: Actor, model: int, now: datetime, *, name: str = "", certified: bool = True
) -> Submitted:
    """Send the review as ``actor``."""
    return send_review(
        session, actor, security_model_id=model, typed_name=name or actor.name, certified=certified, agreed=True,
        localiser=localiser_for("en"), summarise=summarise_in, now=now,
    )  # fmt: skip


def approved_draft(session: Session, model_id: int) -> int | None:
    """Return the draft of the newest accepted profile of a model; None while none was."""
    query = select(ProfileReviewRow.draft_id).where(
        ProfileReviewRow.security_model_id == model_id, ProfileReviewRow.state == ReviewState.ACCEPTED
    )
    return session.exec(query.order_by(col(ProfileReviewRow.id).desc())).first()
