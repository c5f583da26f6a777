"""Questionnaires for partners: put together by ticking criteria, changed, copied, and retired."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.questionnaires import Plan, minutes_for, read_questionnaire
from ctpat_app.guidance.questionnaires import criteria_for
from ctpat_app.services.access import LARGEST_ID, AccountAccess, require_account
from ctpat_app.services.audit import write_audit
from ctpat_app.services.library import current_library
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.tables.partners import QuestionnaireRow


@dataclass(frozen=True)
class QuestionnaireView:
    """One questionnaire; ``withdrawn`` are its criteria that the content does not know any more."""

    id: int
    trade_account_id: int
    company: str
    may_manage: bool
    plan: Plan
    withdrawn: tuple[str, ...]
    minutes: int
    times_sent: int
    version: int
    changed_at: datetime
    is_retired: bool


@dataclass(frozen=True)
class QuestionnaireList:
    """The questionnaires of a company, by name."""

    trade_account_id: int
    company: str
    may_manage: bool
    questionnaires: tuple[QuestionnaireView, ...]


def list_questionnaires(
    session: Session, actor: Actor, *, trade_account_id: int, to_manage: bool = False, retired: bool = False
) -> QuestionnaireList:
    """Return the questionnaires in use, or those that were ``retired``; ``to_manage`` for a form.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    permission = Permission.PARTNERS_MANAGE if to_manage else Permission.PARTNERS_READ
    access = require_account(session, actor, trade_account_id, permission)
    is_retired = col(QuestionnaireRow.retired_at).is_not(None)
    query = (
        select(QuestionnaireRow)
        .where(col(QuestionnaireRow.trade_account_id) == trade_account_id, is_retired if retired else ~is_retired)
        .order_by(func.lower(col(QuestionnaireRow.name)), col(QuestionnaireRow.id))
    )
    views = tuple(_view(session, row, access) for row in session.scalars(query).all())
    return QuestionnaireList(trade_account_id, access.legal_name, access.allows(Permission.PARTNERS_MANAGE), views)


def read_questionnaire_view(session: Session, actor: Actor, *, questionnaire_id: int) -> QuestionnaireView:
    """Return one questionnaire.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row, access = require_questionnaire(session, actor, questionnaire_id, Permission.PARTNERS_READ)
    return _view(session, row, access)


def add_questionnaire(session: Session, actor: Actor, *, trade_account_id: int, plan: Plan, now: datetime) -> int:
    """Write a questionnaire down; return its number.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: as ``domain.questionnaires.read_questionnaire``.
    """
    require_account(session, actor, trade_account_id, Permission.PARTNERS_MANAGE)
    return _add(session, actor, trade_account_id, _read(plan), now)


def change_questionnaire(
    session: Session, actor: Actor, *, questionnaire_id: int, seen_version: int, plan: Plan, now: datetime
) -> None:
    """Change a questionnaire; what was sent keeps its own copy.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: as ``domain.questionnaires.read_questionnaire``.
        InvalidValue: ``questionnaire.retired``.
        StaleVersion: ``questionnaire.changed-meanwhile``.
    """
    row = _held(session, actor, questionnaire_id, seen_version)
    read = _read(plan)
    row.name, row.introduction, row.business_type = read.name, read.introduction, read.business_type
    row.criteria, row.version, row.changed_at = ",".join(read.criteria), row.version + 1, now
    _note(session, actor, row, "questionnaire.changed", now)


def copy_questionnaire(session: Session, actor: Actor, *, questionnaire_id: int, name: str, now: datetime) -> int:
    """Write down a questionnaire like this one under ``name``, also of a retired one; return its number.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: ``questionnaire.name-missing``, ``questionnaire.nothing-ticked``, ``text.…``.
    """
    row, _access = require_questionnaire(session, actor, questionnaire_id, Permission.PARTNERS_MANAGE)
    plan = Plan(name, row.introduction, row.business_type, tuple(row.criteria.split(",")))
    return _add(session, actor, row.trade_account_id, _read(plan), now)


def retire_questionnaire(
    session: Session, actor: Actor, *, questionnaire_id: int, seen_version: int, now: datetime
) -> None:
    """Take a questionnaire out of use; what was sent goes on.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``questionnaire.retired``.
        StaleVersion: ``questionnaire.changed-meanwhile``.
    """
    row = _held(session, actor, questionnaire_id, seen_version)
    row.retired_at, row.version = now, row.version + 1
    _note(session, actor, row, "questionnaire.retired", now)


def require_questionnaire(
    session: Session, actor: Actor, questionnaire_id: int, permission: Permission
) -> tuple[QuestionnaireRow, AccountAccess]:
    """Return the questionnaire for whoever may do this with it.

    Raises:
        NotPermitted: ``access.not-yours``, also when it does not exist; ``access.not-your-role``.
    """
    row = session.get(QuestionnaireRow, questionnaire_id) if 0 < questionnaire_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    return row, require_account(session, actor, row.trade_account_id, permission)


# ---------------------------------------------------------------- helpers


def _read(plan: Plan) -> Plan:
    library = current_library()
    return read_questionnaire(plan, criteria=criteria_for(library), business_types=library.business_types)


def _add(session: Session, actor: Actor, trade_account_id: int, plan: Plan, now: datetime) -> int:
    row = QuestionnaireRow(
        trade_account_id=trade_account_id,
        name=plan.name,
        introduction=plan.introduction,
        business_type=plan.business_type,
        criteria=",".join(plan.criteria),
        created_at=now,
        created_by=actor.user_id,
        changed_at=now,
    )
    _note(session, actor, row, "questionnaire.added", now)
    return row.id or 0


def _held(session: Session, actor: Actor, questionnaire_id: int, seen_version: int) -> QuestionnaireRow:
    row, _access = require_questionnaire(session, actor, questionnaire_id, Permission.PARTNERS_MANAGE)
    session.refresh(row, with_for_update=True)
    if row.retired_at is not None:
        raise InvalidValue("questionnaire.retired")
    if row.version != seen_version:
        raise StaleVersion("questionnaire.changed-meanwhile", theirs=row.name, version=row.version)
    return row


def _note(session: Session, actor: Actor, row: QuestionnaireRow, action: str, now: datetime) -> None:
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"questionnaire/{row.id}",
        now=now,
        version=row.version,
    )


def _view(session: Session, row: QuestionnaireRow, access: AccountAccess) -> QuestionnaireView:
    known = current_library().criteria
    criteria = tuple(row.criteria.split(","))
    here = tuple(each for each in criteria if each in known)
    sent = select(func.count()).where(col(InquiryRow.questionnaire_id) == row.id)
    return QuestionnaireView(
        row.id or 0,
        row.trade_account_id,
        access.legal_name,
        access.allows(Permission.PARTNERS_MANAGE),
        Plan(row.name, row.introduction, row.business_type, here),
        tuple(each for each in criteria if each not in known),
        minutes_for(len(here)),
        session.scalar(sent) or 0,
        row.version,
        row.changed_at,
        row.retired_at is not None,
    )
