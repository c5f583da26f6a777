"""The company appeals against a suspension or removal, and the job that notes what nobody filed in time."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.appeals import AppealState, AppealTexts, appeal_decision_due, is_in_time, read_appeal
from ctpat_app.domain.doings import Doing, doings
from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission, StaffRole, require_recent_proof
from ctpat_app.services.access import LARGEST_ID, DraftAccess
from ctpat_app.services.audit import write_audit
from ctpat_app.services.enclosures import enclose
from ctpat_app.services.model_access import require_model
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.standing_records import APPEAL, decisions_of, model_row
from ctpat_app.tables.accounts import StaffRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.standing import AppealRow


def save_appeal(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    seen_version: int,
    texts: AppealTexts,
    documents: Collection[int],
    language: str,
    now: datetime,
) -> int:
    """Save the appeal against the newest decision as far as it is written, and return its version.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: ``text.…``.
        InvalidValue: ``appeal.none``, ``appeal.late``, ``appeal.filed-already``.
        StaleVersion: somebody saved another text since the page was shown.
    """
    access = require_model(session, actor, security_model_id, Permission.PROFILE_ANSWER)
    row = _open_appeal(session, access, seen_version, now)
    _write(session, actor, row, read_appeal(texts, to_file=False), documents, language, now)
    return row.version


def file_appeal(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    seen_version: int,
    texts: AppealTexts,
    documents: Collection[int],
    language: str,
    now: datetime,
) -> None:
    """File the appeal, as the officer, until the last day of the time that the law gives.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``access.prove-again``.
        FormFaults: ``appeal.empty``, ``text.…``.
        InvalidValue: ``appeal.none``, ``appeal.late``, ``appeal.filed-already``.
        StaleVersion: somebody saved another text since the page was shown.
    Source: 6 U.S.C. 967(c).
    """
    access = require_model(session, actor, security_model_id, Permission.APPLICATION_SUBMIT)
    row = _open_appeal(session, access, seen_version, now)
    read = read_appeal(texts, to_file=True)
    require_recent_proof(actor, now)
    _write(session, actor, row, read, documents, language, now)
    row.state, row.filed_by, row.filed_at = AppealState.FILED, actor.user_id, now
    row.decide_by = appeal_decision_due(now.date())
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="appeal.filed",
        subject=f"model:{security_model_id}/appeal:{row.id}",
        now=now,
    )
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    path = f"staff/standing/?model={security_model_id}"
    tell(session, headquarters(session), template="appeal-filed", path=path, now=now, company=company)


def lapse_appeals(session: Session, *, now: datetime) -> int:
    """Note the appeals that nobody filed in time, tell the contacts, and return how many there were."""
    query = select(AppealRow).where(col(AppealRow.state) == AppealState.OPEN, col(AppealRow.due_on) < now.date())
    late = [row for row in session.scalars(query.with_for_update(skip_locked=True)) if not is_in_time(now, row.due_on)]
    for row in late:
        row.state = AppealState.LAPSED
        session.add(row)
        model = model_row(session, row.security_model_id)
        if Doing.APPEAL in doings(Status(model.status)):  # a company that was reinstated need not hear of it
            _tell_lapsed(session, row, model, now)
    session.flush()
    return len(late)


def _tell_lapsed(session: Session, row: AppealRow, model: SecurityModelRow, now: datetime) -> None:
    company = session.get_one(TradeAccountRow, model.trade_account_id).legal_name
    people = contacts_of(session, row.security_model_id)
    path = f"standing/?model={row.security_model_id}"
    tell(session, people, template="appeal-lapsed", path=path, now=now, company=company)
    write_audit(
        session,
        trade_account_id=model.trade_account_id,
        user_id=None,
        action="appeal.lapsed",
        subject=f"model:{row.security_model_id}/appeal:{row.id}",
        now=now,
    )


def headquarters(session: Session) -> tuple[int, ...]:
    """Return everybody who works at headquarters now, by user id."""
    query = select(col(StaffRow.user_id)).where(
        col(StaffRow.role) == StaffRole.HEADQUARTERS, col(StaffRow.ended_at).is_(None)
    )
    return tuple(session.scalars(query.order_by(col(StaffRow.user_id))))


def _open_appeal(session: Session, access: DraftAccess, seen_version: int, now: datetime) -> AppealRow:
    """Return the appeal that the newest decision leaves open, held until the transaction ends."""
    newest = next(iter(decisions_of(session, access.subject_id)), None)
    decision = newest.id if newest else 0
    row = session.scalar(select(AppealRow).where(col(AppealRow.decision_id) == decision).with_for_update())
    if row is None:
        raise InvalidValue("appeal.none")
    if row.state not in {AppealState.OPEN, AppealState.LAPSED}:
        raise InvalidValue("appeal.filed-already")
    if row.state == AppealState.LAPSED or not is_in_time(now, row.due_on):
        raise InvalidValue("appeal.late")
    if row.version != seen_version:
        who = session.get(UserAccountRow, row.saved_by or 0)
        raise StaleVersion(
            "letter.changed-meanwhile", theirs=row.happened, version=row.version, who=who.name if who else ""
        )
    return row


def _write(
    session: Session,
    actor: Actor,
    row: AppealRow,
    texts: AppealTexts,
    documents: Collection[int],
    language: str,
    now: datetime,
) -> None:
    row.happened, row.remedied, row.comply = texts.happened, texts.remedied, texts.comply
    row.language, row.version = language, row.version + 1
    row.saved_by, row.saved_at = actor.user_id, now
    session.add(row)
    session.flush()
    enclose(session, row.security_model_id, APPEAL, row.id or 0, documents)


def appeal_row(session: Session, appeal_id: int) -> AppealRow:
    """Return an appeal, held until the transaction ends.

    Raises:
        NotPermitted: ``access.not-yours`` when there is none.
    """
    row = session.get(AppealRow, appeal_id, with_for_update=True) if 0 < appeal_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    return row
