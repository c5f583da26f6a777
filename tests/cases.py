"""Cases for the tests: an application under review, decisions about its statements, a profile that is sent again."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, select

from ctpat_app.domain.lifecycle import TRANSITIONS, Status
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.decided import statement_keys
from ctpat_app.services.model_needs import Proof
from ctpat_app.services.model_steps import take_step
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.sent_drafts import find_submission, frozen_situation
from ctpat_app.services.statement_decisions import decide_statement
from ctpat_app.state.summaries import summarise_in
from ctpat_app.tables.documents import AttachmentRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft
from tests.factories import WHEN, Cast

ALL_PROVED: Mapping[str, Proof] = {need: lambda _case: True for step in TRANSITIONS.values() for need in step.needs}


def send(session: Session, officer: Actor, draft: int, now: datetime) -> None:
    """Sign and send a draft that is complete."""
    sign_and_send(
        session,
        officer,
        draft_id=draft,
        typed_name=officer.name,
        agreed=True,
        localiser=localiser_for("en"),
        summarise=summarise_in,
        now=now,
    )


def a_case(session: Session, cast: Cast, now: datetime) -> int:
    """Return the draft of an application of ana's company that is under review; somebody is assigned already."""
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    send(session, cast.ana, draft, now)
    model = model_of(session, draft)
    # Where a specialist looks after the company already, the review has begun with the sending.
    if session.get_one(SecurityModelRow, model).status == Status.SUBMITTED:
        take_step(session, None, security_model_id=model, step="t.assign", now=now, proofs=ALL_PROVED)
    return draft


def model_of(session: Session, draft: int) -> int:
    """Return the security model that a draft is about."""
    return session.get_one(DraftRow, draft).subject_id


def statements_of(session: Session, draft: int) -> tuple[str, ...]:
    """Return the keys of the statements that were sent from the draft."""
    submission = find_submission(session, draft)
    assert submission
    return statement_keys(frozen_situation(session, submission))


def decide_all(session: Session, who: Actor, draft: int, now: datetime, *, returned: tuple[str, ...] = ()) -> None:
    """Return the statements ``returned`` with a comment, and accept all others."""
    for key in statements_of(session, draft):
        is_returned = key in returned
        decide_statement(
            session,
            who,
            draft_id=draft,
            key=key,
            seen_version=0,
            decision="returned" if is_returned else "accepted",
            reason_kind="unclear" if is_returned else "",
            comment=f"Say who does it: {key}" if is_returned else "",
            now=now,
        )


def a_further_draft(session: Session, officer: Actor, draft: int, answers: Mapping[str, str] | None = None) -> int:
    """Return a new unsent draft of the same security model with the same evidence; ``answers`` differ."""
    old = session.get_one(DraftRow, draft)
    row = DraftRow(**{**old.model_dump(exclude={"id"}), "frozen_at": None})
    session.add(row)
    session.flush()
    assert row.id
    for answer in session.exec(select(AnswerRow).where(AnswerRow.draft_id == draft)):
        value = (answers or {}).get(answer.key, answer.value)
        session.add(AnswerRow(**{**answer.model_dump(exclude={"id"}), "draft_id": row.id, "value": value}))
    for each in session.exec(select(AttachmentRow).where(AttachmentRow.draft_id == draft)):
        session.add(
            AttachmentRow(
                draft_id=row.id,
                key=each.key,
                document_id=each.document_id,
                attached_at=WHEN,
                attached_by=officer.user_id,
            )
        )
    session.flush()
    return row.id
