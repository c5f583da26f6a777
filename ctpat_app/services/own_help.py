"""What the help holds about a person, for the copy of their own data: reports, messages, what they want to hear of."""

from datetime import datetime

from sqlmodel import Session, col, select

from ctpat_app.tables.help_cases import HelpCaseMessageRow, HelpCaseRow
from ctpat_app.tables.known_problems import KnownProblemFollowerRow

Cell = str | int | bool | None
Record = dict[str, Cell]


def reports_of(session: Session, user_id: int) -> list[Record]:
    """Return the reports that the person sent while signed in; the codes are left out, since they open them."""
    query = select(HelpCaseRow).where(HelpCaseRow.user_id == user_id).order_by(col(HelpCaseRow.id))
    return [
        {
            "kind": row.kind,
            "name": row.name,
            "email": row.mail,
            "telephone": row.telephone,
            "expected": row.expected,
            "answers": row.intake,
            "page": row.page,
            "browser": row.facts,
            "assistant": row.told,
            "state": row.state,
            "opened_at": _at(row.opened_at),
        }
        for row in session.exec(query)
    ]


def report_messages_of(session: Session, user_id: int) -> list[Record]:
    """Return what the person wrote in reports, also as somebody of the help desk."""
    query = select(HelpCaseMessageRow).where(HelpCaseMessageRow.author_id == user_id)
    return [
        {"text": row.text, "language": row.language, "written_at": _at(row.at)}
        for row in session.exec(query.order_by(col(HelpCaseMessageRow.id)))
    ]


def followed_by(session: Session, user_id: int) -> list[Record]:
    """Return of which known problems the person wanted to hear that they are solved."""
    query = select(KnownProblemFollowerRow).where(KnownProblemFollowerRow.user_id == user_id)
    return [
        {"problem": row.problem_id, "asked_at": _at(row.asked_at), "told_at": _at(row.told_at)}
        for row in session.exec(query.order_by(col(KnownProblemFollowerRow.problem_id)))
    ]


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
