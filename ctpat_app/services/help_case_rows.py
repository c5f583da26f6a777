"""What a report of a problem becomes: read from its form, then the row of a case."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.help_cases import AnswerHours, answer_due
from ctpat_app.domain.help_reports import Report, TypedReport
from ctpat_app.guidance.problem_reports import read_report
from ctpat_app.services.library import current_library
from ctpat_app.tables.accounts import MembershipRow
from ctpat_app.tables.audit import FailureRow
from ctpat_app.tables.help_cases import HelpCaseRow


def report_of(typed: TypedReport) -> Report:
    """Return a report as it is kept; the content is asked and no database, which may be what is away.

    Raises:
        FormFaults: as ``guidance.problem_reports.read_report``.
    """
    return read_report(current_library(), typed)


def new_case(
    session: Session, report: Report, *, user_id: int | None, now: datetime, hours: AnswerHours
) -> HelpCaseRow:
    """Return the row of a new case, without its code and token; where it happened comes from the failure, too."""
    failure = session.get(FailureRow, report.failure_code) if report.failure_code else None
    return HelpCaseRow(
        code="",
        token="",
        opened_at=now,
        language=report.language,
        kind=report.kind,
        topic=report.topic,
        priority=report.priority.value,
        user_id=user_id,
        trade_account_id=_company_of(session, user_id),
        name=report.name,
        mail=report.mail,
        mail_key=report.mail_key,
        telephone=report.telephone,
        expected=report.expected,
        intake=_json(report.intake),
        page=report.page or (failure.page if failure else ""),
        step=report.step or (failure.step if failure else ""),
        library_hash=(failure.library_hash if failure else "") or current_library().hash,
        failure_code=report.failure_code,
        facts=_json(report.facts),
        told=_json(report.told),
        answer_due_at=answer_due(now, report.priority, hours),
        moved_at=now,
    )


def _json(items: Sequence[object]) -> str:
    return json.dumps([asdict(item) for item in items], ensure_ascii=False)  # type: ignore[call-overload]


def _company_of(session: Session, user_id: int | None) -> int | None:
    """Return the company of who is signed in; None for whoever has several: which one it is about, they write."""
    if user_id is None:
        return None
    query = select(col(MembershipRow.trade_account_id)).where(
        col(MembershipRow.user_id) == user_id, col(MembershipRow.removed_at).is_(None)
    )
    found = session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None
