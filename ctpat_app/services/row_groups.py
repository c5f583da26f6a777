"""What one press does with many answers: add the rows that a list lacks, confirm a row that was taken over."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import questions_of, steps_of
from ctpat_app.guidance.risk import read_assessment
from ctpat_app.guidance.risk_fill import groups_lacking
from ctpat_app.guidance.schema import Step
from ctpat_app.services.access import require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import add_row, permission_for, read_situation, save_answer
from ctpat_app.tables.drafts import TakenAnswerRow


def fill_list(
    session: Session, actor: Actor, *, draft_id: int, list_id: str, group: str, language: str, now: datetime
) -> int:
    """Add the rows of ``group`` that the list still lacks, and return how many; none when somebody was faster.

    Raises:
        NotPermitted, Refusal: as ``add_row`` and ``save_answer``.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_ANSWER)
    access.require_open()
    situation = read_situation(session, access, now=now)
    step = _step_of(situation, list_id)
    assert step.list is not None
    if step.list.fill is None:
        raise InvalidValue("row.unknown")
    groups = groups_lacking(situation.library, step.list.fill, read_assessment(situation.book))
    rows = next((each.rows for each in groups if each.id == group), ())
    for values in rows:
        row = add_row(session, actor, draft_id=draft_id, list_id=list_id, language=language, now=now)
        for key, text in values:
            save_answer(
                session,
                actor,
                draft_id=draft_id,
                key=key,
                row_key=row,
                seen_version=0,
                text=text,
                language=language,
                now=now,
            )
    return len(rows)


def confirm_row(session: Session, actor: Actor, *, draft_id: int, list_id: str, row_key: str, now: datetime) -> int:
    """Confirm what of a row was taken over and still stands as it was; return how many answers that were.

    Dates and sources are left out (``confirm_alone``): they are confirmed one by one. A mark is over as soon as the
    answer has changed, so nothing is confirmed that the person did not see.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
        InvalidValue: ``row.unknown``.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_ANSWER)
    access.require_open()
    situation = read_situation(session, access, now=now)
    _step_of(situation, list_id)
    questions = questions_of(situation.library, access.flow)
    keys = [
        key
        for key, row in situation.book.taken
        if row == row_key and questions[key].list_id == list_id and not questions[key].confirm_alone
    ]
    for key in keys:
        access.require(permission_for(situation.library, access.flow, questions[key]))
    if not keys:
        return 0
    session.execute(
        update(TakenAnswerRow)
        .where(
            col(TakenAnswerRow.draft_id) == draft_id,
            col(TakenAnswerRow.row_key) == row_key,
            col(TakenAnswerRow.key).in_(keys),
            col(TakenAnswerRow.confirmed_at).is_(None),
        )
        .values(confirmed_by=actor.user_id, confirmed_at=now)
    )
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="answer.confirmed",
        subject=f"draft:{draft_id}/{list_id}/{row_key}",
        now=now,
        origin="",
    )
    return len(keys)


def _step_of(situation: Situation, list_id: str) -> Step:
    for step in steps_of(situation.library, situation.flow_id).values():
        if step.list and step.list.id == list_id:
            return step
    raise InvalidValue("row.unknown")
