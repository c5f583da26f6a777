"""The company answers the letter about its suspension: saved at will by its contacts, sent by the officer."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.appeals import read_answer
from ctpat_app.domain.doings import Doing, require_doing
from ctpat_app.domain.errors import InvalidValue, StaleVersion
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.audit import write_audit
from ctpat_app.services.enclosures import enclose
from ctpat_app.services.model_access import require_model
from ctpat_app.services.notices import staff_of, tell
from ctpat_app.services.standing_records import ANSWER, DecisionView, model_row, standing_suspension
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.standing import LetterAnswerRow


def save_letter_answer(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    seen_version: int,
    text: str,
    documents: Collection[int],
    language: str,
    now: datetime,
) -> int:
    """Save the answer as far as it is written, and return its version; the same text again writes nothing.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: ``text.…``.
        InvalidValue: ``standing.not-suspended``, ``letter.answered-already``.
        StaleVersion: somebody saved another text since the page was shown.
    """
    access = require_model(session, actor, security_model_id, Permission.PROFILE_ANSWER)
    row = _answer_row(session, actor, access, seen_version, now)
    stored = read_answer(text, to_send=False)
    _write(session, actor, access, row, stored, documents, language, now)
    return row.version


def send_letter_answer(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    seen_version: int,
    text: str,
    documents: Collection[int],
    language: str,
    now: datetime,
) -> None:
    """Save the answer and send it to CTPAT, as the officer; late is better than never, so no day is too late.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``access.prove-again``.
        FormFaults: ``letter.answer-empty``, ``text.…``.
        InvalidValue: ``standing.not-suspended``, ``letter.answered-already``.
        StaleVersion: somebody saved another text since the page was shown.
    """
    access = require_model(session, actor, security_model_id, Permission.APPLICATION_SUBMIT)
    stored = read_answer(text, to_send=True)
    row = _answer_row(session, actor, access, seen_version, now)
    require_recent_proof(actor, now)
    _write(session, actor, access, row, stored, documents, language, now)
    row.sent_at, row.sent_by = now, actor.user_id
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="letter.answered",
        subject=f"model:{security_model_id}/decision:{row.decision_id}",
        now=now,
    )
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    people = staff_of(session, access.trade_account_id)
    path = f"staff/standing/?model={security_model_id}"
    tell(session, people, template="standing-answered", path=path, now=now, company=company)


def _answer_row(
    session: Session, actor: Actor, access: DraftAccess, seen_version: int, now: datetime
) -> LetterAnswerRow:
    """Return the answer to the letter of the suspension that stands, held until the transaction ends."""
    suspension = _suspension(session, access)
    query = select(LetterAnswerRow).where(col(LetterAnswerRow.decision_id) == suspension.id)
    row = session.scalar(query.with_for_update())
    if row is None:
        row = LetterAnswerRow(decision_id=suspension.id, version=0, saved_by=actor.user_id, saved_at=now)
    if row.sent_at is not None:
        raise InvalidValue("letter.answered-already")
    if row.version != seen_version:
        who = session.get_one(UserAccountRow, row.saved_by).name
        raise StaleVersion("letter.changed-meanwhile", theirs=row.text, version=row.version, who=who)
    return row


def _suspension(session: Session, access: DraftAccess) -> DecisionView:
    # The row of the model is held: two first savings wait for each other, and nobody reinstates meanwhile.
    require_doing(Status(model_row(session, access.subject_id, lock=True).status), Doing.ANSWER)
    found = standing_suspension(session, access.subject_id)
    if found is None:
        raise InvalidValue("standing.not-suspended")
    return found


def _write(
    session: Session,
    actor: Actor,
    access: DraftAccess,
    row: LetterAnswerRow,
    text: str,
    documents: Collection[int],
    language: str,
    now: datetime,
) -> None:
    row.text, row.language, row.version = text, language, row.version + 1
    row.saved_by, row.saved_at = actor.user_id, now
    session.add(row)
    session.flush()
    enclose(session, access.subject_id, ANSWER, row.id or 0, documents)
