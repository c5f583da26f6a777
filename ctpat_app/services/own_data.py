"""Everything that the kiosk holds about one person, for that person alone: nobody else's data are in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlmodel import Session, col, or_, select

from ctpat_app.domain.devices import read_device
from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.tables.accounts import MembershipRow, StaffRow, TradeAccountRow, UserAccountRow, UserSessionRow
from ctpat_app.tables.actions import ActionRow
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.conversations import ConversationMessageRow
from ctpat_app.tables.documents import DocumentRow, DocumentVersionRow
from ctpat_app.tables.drafts import AnswerHistoryRow, AnswerRow, CommentAnswerRow, DraftRow
from ctpat_app.tables.help_cases import HelpCaseMessageRow, HelpCaseRow
from ctpat_app.tables.known_problems import KnownProblemFollowerRow
from ctpat_app.tables.notices import MailOffRow, NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.recovery import SecurityQuestionRow
from ctpat_app.tables.second_factors import AuthenticatorRow, LinkedIdentityRow, PasskeyRow

Cell = str | int | bool | None
Record = dict[str, Cell]

SECTIONS: Final = (
    *("account", "factors", "memberships", "answers", "messages", "reports", "documents", "signatures"),
    *("actions", "sessions", "identities", "mails", "notices", "unmailed", "events"),
    "known-problems",
)
"""Names of the parts, in the order in which a person reads them."""


@dataclass(frozen=True)
class OwnData:
    """The parts by name, each a list of records in the order of time; moments are ISO 8601 in UTC."""

    exported_at: datetime
    sections: dict[str, list[Record]]


def read_own_data(session: Session, actor: Actor, *, now: datetime) -> OwnData:
    """Return all that is stored about the actor.

    Raises:
        NotPermitted: ``access.prove-again``.
    """
    require_recent_proof(actor, now)
    readers = (
        *(_account, _factors, _memberships, _answers, _messages, _reports, _documents, _signatures),
        *(_actions, _sessions, _identities, _mails, _notices, _unmailed, _events),
        _known_problems,
    )
    found = (reader(session, actor.user_id) for reader in readers)
    return OwnData(now, dict(zip(SECTIONS, found, strict=True)))


def _account(session: Session, user_id: int) -> list[Record]:
    row = session.get_one(UserAccountRow, user_id)
    staff = session.get(StaffRow, user_id)
    return [
        {
            "name": row.name,
            "email": row.email,
            "language": row.language,
            "created_at": _at(row.created_at),
            "email_confirmed_at": _at(row.email_confirmed_at),
            "password_changed_at": _at(row.password_changed_at),
            "staff_role": staff.role if staff else "",
        }
    ]


def _factors(session: Session, user_id: int) -> list[Record]:
    """Return what the person signs in with, and since when; no secret of it."""
    app = session.get(AuthenticatorRow, user_id)
    passkeys = select(PasskeyRow).where(PasskeyRow.user_id == user_id).order_by(col(PasskeyRow.id))
    questions = select(SecurityQuestionRow).where(SecurityQuestionRow.user_id == user_id)
    found: list[Record] = [{"kind": "authenticator app", "set_up_at": _at(app.added_at)}] if app else []
    found += [_passkey(row) for row in session.exec(passkeys)]
    found += [_question(row) for row in session.exec(questions.order_by(col(SecurityQuestionRow.position)))]
    return found


def _passkey(row: PasskeyRow) -> Record:
    return {
        "kind": "passkey",
        "name": row.name,
        "set_up_at": _at(row.added_at),
        "last_used_at": _at(row.last_used_at),
    }


def _question(row: SecurityQuestionRow) -> Record:
    return {"kind": "security question", "question": row.question or row.own_text, "set_up_at": _at(row.set_at)}


def _memberships(session: Session, user_id: int) -> list[Record]:
    query = (
        select(MembershipRow, TradeAccountRow.legal_name)
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(MembershipRow.trade_account_id))
        .where(MembershipRow.user_id == user_id)
        .order_by(col(MembershipRow.id))
    )
    return [
        {
            "company": company,
            "role": row.role,
            "job_title": row.job_title,
            "telephone": row.telephone,
            "officer_declared_at": _at(row.officer_declared_at),
            "since": _at(row.created_at),
            "until": _at(row.removed_at),
        }
        for row, company in session.exec(query)
    ]


def _answers(session: Session, user_id: int) -> list[Record]:
    """Return what the person wrote; a personal number as its mask, as everywhere."""
    found: list[Record] = []
    tables: tuple[type[AnswerRow] | type[AnswerHistoryRow], ...] = (AnswerRow, AnswerHistoryRow)
    for table in tables:
        query = (
            select(table, TradeAccountRow.legal_name)
            .join(DraftRow, col(DraftRow.id) == col(table.draft_id))
            .join(TradeAccountRow, col(TradeAccountRow.id) == col(DraftRow.trade_account_id))
            .where(table.user_id == user_id)
            .order_by(col(table.id))
        )
        found += [_answer(cast(AnswerRow | AnswerHistoryRow, row), company) for row, company in session.exec(query)]
    return [*found, *_notes(session, user_id)]


def _notes(session: Session, user_id: int) -> list[Record]:
    """Return why the person said that something which came back stays as it is."""
    query = (
        select(CommentAnswerRow, TradeAccountRow.legal_name)
        .join(DraftRow, col(DraftRow.id) == col(CommentAnswerRow.draft_id))
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(DraftRow.trade_account_id))
        .where(CommentAnswerRow.user_id == user_id)
        .order_by(col(CommentAnswerRow.id))
    )
    return [
        {
            "company": company,
            "application": row.draft_id,
            "question": f"note.{row.key}",
            "row": row.row_key,
            "answer": row.note,
            "saved_at": _at(row.answered_at),
        }
        for row, company in session.exec(query)
    ]


def _answer(row: AnswerRow | AnswerHistoryRow, company: str) -> Record:
    return {
        "company": company,
        "application": row.draft_id,
        "question": row.key,
        "row": row.row_key,
        "answer": row.value,
        "version": row.version,
        "saved_at": _at(row.saved_at),
        "replaced": isinstance(row, AnswerHistoryRow),
    }


def _messages(session: Session, user_id: int) -> list[Record]:
    query = (
        select(ConversationMessageRow, TradeAccountRow.legal_name)
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(ConversationMessageRow.trade_account_id))
        .where(ConversationMessageRow.user_id == user_id)
        .order_by(col(ConversationMessageRow.id))
    )
    return [
        {"company": company, "text": row.text, "language": row.language, "about": row.about, "sent_at": _at(row.at)}
        for row, company in session.exec(query)
    ]


def _reports(session: Session, user_id: int) -> list[Record]:
    """Return the reports of problems: those sent while signed in, and those that name the address of the account.

    What the help desk wrote stands with them, without names; its notes among itself do not.
    """
    person = session.get_one(UserAccountRow, user_id)
    query = (
        select(HelpCaseMessageRow, HelpCaseRow)
        .join(HelpCaseRow, col(HelpCaseRow.id) == col(HelpCaseMessageRow.case_id))
        .where(
            or_(HelpCaseRow.user_id == user_id, HelpCaseRow.mail_key == person.email_key),
            col(HelpCaseMessageRow.is_internal).is_(False),
        )
        .order_by(col(HelpCaseMessageRow.id))
    )
    return [
        {
            "report": case.code,
            "kind": case.kind,
            "state": case.state,
            "from": message.side,
            "text": message.text,
            "expected": case.expected,
            "name": case.name,
            "email": case.mail,
            "telephone": case.telephone,
            "page": case.page,
            "failure": case.failure_code,
            "facts": case.facts,
            "said_in_help": case.told,
            "written_at": _at(message.at),
        }
        for message, case in session.exec(query)
    ]


def _documents(session: Session, user_id: int) -> list[Record]:
    """Return which files the person uploaded; the files themselves belong to the company."""
    query = (
        select(DocumentVersionRow, DocumentRow, TradeAccountRow.legal_name)
        .join(DocumentRow, col(DocumentRow.id) == col(DocumentVersionRow.document_id))
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(DocumentRow.trade_account_id), isouter=True)
        .where(DocumentVersionRow.uploaded_by == user_id)
        .order_by(col(DocumentVersionRow.id))
    )
    return [
        {
            "company": company,
            "name": document.name,
            "version": version.number,
            "size_bytes": version.size_bytes,
            "uploaded_at": _at(version.uploaded_at),
        }
        for version, document, company in session.exec(query)
    ]


def _signatures(session: Session, user_id: int) -> list[Record]:
    query = select(AgreementSignatureRow).where(AgreementSignatureRow.signer_id == user_id)
    return [
        {
            "agreement": row.agreement_id,
            "name": row.signer_name,
            "role": row.role,
            "company": row.acting_for,
            "language": row.language,
            "text": row.text,
            "signed_at": _at(row.signed_at),
            "voided_at": _at(row.voided_at),
        }
        for row in session.exec(query.order_by(col(AgreementSignatureRow.id)))
    ]


def _actions(session: Session, user_id: int) -> list[Record]:
    """Return the actions that the person is to do."""
    query = (
        select(ActionRow, TradeAccountRow.legal_name)
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(ActionRow.trade_account_id))
        .where(ActionRow.owner_id == user_id)
        .order_by(col(ActionRow.id))
    )
    return [
        {"company": company, "what": row.what, "due_on": row.due_on.isoformat(), "state": row.state}
        for row, company in session.exec(query)
    ]


def _sessions(session: Session, user_id: int) -> list[Record]:
    query = select(UserSessionRow).where(UserSessionRow.user_id == user_id).order_by(col(UserSessionRow.created_at))
    return [
        {
            "browser": read_device(row.device).browser,
            "system": read_device(row.device).system,
            "device": row.device,
            "network": row.network,
            "shared_computer": row.shared,
            "signed_in_at": _at(row.created_at),
            "last_used_at": _at(row.last_seen_at),
            "ended_at": _at(row.ended_at),
        }
        for row in session.exec(query)
    ]


def _identities(session: Session, user_id: int) -> list[Record]:
    """Return which identities of a provider open the account."""
    query = select(LinkedIdentityRow).where(LinkedIdentityRow.user_id == user_id).order_by(col(LinkedIdentityRow.id))
    return [
        {
            "provider": row.issuer,
            "subject": row.subject,
            "linked_at": _at(row.linked_at),
            "last_used_at": _at(row.last_used_at),
        }
        for row in session.exec(query)
    ]


def _mails(session: Session, user_id: int) -> list[Record]:
    """Return which mails went out; their links are left out, since they still open doors."""
    email = session.get_one(UserAccountRow, user_id).email
    query = select(OutboxRow).where(OutboxRow.recipient == email).order_by(col(OutboxRow.id))
    return [
        {"kind": row.template, "written_at": _at(row.created_at), "delivered_at": _at(row.delivered_at)}
        for row in session.exec(query)
    ]


def _notices(session: Session, user_id: int) -> list[Record]:
    """Return what stands in the inbox."""
    query = select(NoticeRow).where(NoticeRow.user_id == user_id).order_by(col(NoticeRow.id))
    return [
        {
            "kind": row.template,
            "about": row.params,
            "page": row.path,
            "written_at": _at(row.created_at),
            "read_at": _at(row.read_at),
        }
        for row in session.exec(query)
    ]


def _unmailed(session: Session, user_id: int) -> list[Record]:
    """Return about what the person wants no mail."""
    query = select(MailOffRow).where(MailOffRow.user_id == user_id).order_by(col(MailOffRow.kind))
    return [{"kind": row.kind, "since": _at(row.since_at)} for row in session.exec(query)]


def _known_problems(session: Session, user_id: int) -> list[Record]:
    """Return of which known problems the person wanted to hear that they are solved."""
    query = select(KnownProblemFollowerRow).where(KnownProblemFollowerRow.user_id == user_id)
    return [
        {"problem": row.problem_id, "asked_at": _at(row.asked_at), "told_at": _at(row.told_at)}
        for row in session.exec(query.order_by(col(KnownProblemFollowerRow.problem_id)))
    ]


def _events(session: Session, user_id: int) -> list[Record]:
    """Return what the person did, and what was done to the account."""
    own = or_(AuditEventRow.user_id == user_id, AuditEventRow.subject == f"user/{user_id}")
    query = select(AuditEventRow).where(own).order_by(col(AuditEventRow.id))
    return [
        {"action": row.action, "subject": row.subject, "own": row.user_id == user_id, "at": _at(row.at)}
        for row in session.exec(query)
    ]


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
