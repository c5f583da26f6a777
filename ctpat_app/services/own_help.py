"""What the help holds about a person, for the copy of their own data: reports, messages, what they want to hear of."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.help_cases import HelpCaseMessageRow, HelpCaseRow
from ctpat_app.tables.known_problems import KnownProblemFollowerRow

Cell = str | int | bool | None
Record = dict[str, Cell]


def reports_of(session: Session, user_id: int) -> list[Record]:
    """Return the reports that the person sent while signed in, and those that name the address of the account.

    The codes are left out, since they open the reports.
    """
    query = select(HelpCaseRow).where(_theirs(session, user_id)).order_by(col(HelpCaseRow.id))
    return [
        {
            "kind": row.kind,
            "name": row.name,
            "email": row.mail,
            "telephone": row.telephone,
            "expected": row.expected,
            "answers": row.intake,
            "page": row.page,
            "failure": row.failure_code,
            "browser": row.facts,
            "said_in_help": row.told,
            "state": row.state,
            "opened_at": _at(row.opened_at),
        }
        for row in session.exec(query)
    ]


def report_messages_of(session: Session, user_id: int) -> list[Record]:
    """Return what was written in the person's reports, and what they wrote in others as somebody of the help desk.

    Notes of the help desk among itself are its own.
    """
    query = (
        select(HelpCaseMessageRow)
        .join(HelpCaseRow, col(HelpCaseRow.id) == col(HelpCaseMessageRow.case_id))
        .where(
            or_(
                col(HelpCaseMessageRow.author_id) == user_id,
                and_(_theirs(session, user_id), col(HelpCaseMessageRow.is_internal).is_(False)),
            )
        )
        .order_by(col(HelpCaseMessageRow.id))
    )
    return [
        {"from": row.side, "text": row.text, "language": row.language, "written_at": _at(row.at)}
        for row in session.exec(query)
    ]


def _theirs(session: Session, user_id: int) -> ColumnElement[bool]:
    person = session.get_one(UserAccountRow, user_id)
    return or_(col(HelpCaseRow.user_id) == user_id, col(HelpCaseRow.mail_key) == person.email_key)


def followed_by(session: Session, user_id: int) -> list[Record]:
    """Return of which known problems the person wanted to hear that they are solved."""
    query = select(KnownProblemFollowerRow).where(KnownProblemFollowerRow.user_id == user_id)
    return [
        {"problem": row.problem_id, "asked_at": _at(row.asked_at), "told_at": _at(row.told_at)}
        for row in session.exec(query.order_by(col(KnownProblemFollowerRow.problem_id)))
    ]


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
