"""What merging and splitting of trade accounts share: people in forms, declarations, locks."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select, update

from ctpat_app.domain.account_changes import (
    AccountsOutcome,
)
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Role, effective_role
from ctpat_app.services.access import CONTACT_ROLE, PRIMARY_CONTACT
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import KEPT, NO_CONTACT, SECURITY_MODEL
from ctpat_app.services.members import DECLARATION
from ctpat_app.tables.accounts import (
    MembershipRow,
    TradeAccountRow,
    UserAccountRow,
)
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.drafts import AnswerHistoryRow, AnswerRow, DraftRow
from ctpat_app.tables.security_models import SecurityModelMemberRow


class Pen:
    """Writes answers about people and places into forms; what stood there before goes into their history."""

    def __init__(self, session: Session, user_id: int, now: datetime) -> None:
        self._session, self._user_id, self._now = session, user_id, now
        self._language = session.get_one(UserAccountRow, user_id).language

    def read(self, draft: int, key: str, row_key: str) -> str:
        """Return an answer, empty when there is none."""
        row = self._row(draft, key, row_key)
        return row.value if row else ""

    def write(self, draft: int, key: str, row_key: str, value: str, secret: str | None = None) -> None:
        """Write an answer over whatever stands there; nothing into nothing stays nothing.

        ``secret`` is the whole of a personal number, of which ``value`` is the mask.
        """
        row = self._row(draft, key, row_key)
        if (row.value if row else "", row.secret if row else None) == (value, secret):
            return
        if row is None:
            row = AnswerRow(
                draft_id=draft, key=key, row_key=row_key, value="", version=0, user_id=0, saved_at=self._now
            )
        else:
            self._keep(row)
        row.value, row.secret, row.version, row.tab = value, secret, row.version + 1, ""
        row.user_id, row.saved_at, row.language = self._user_id, self._now, self._language
        self._session.add(row)
        self._session.flush()

    def rename_member(self, draft: int, old: int, new: int) -> None:
        """Let the answers about a membership, and the record of it, be about another one of the same person."""
        if old == new:
            return
        if role := self.read(draft, CONTACT_ROLE, str(old)):
            self.write(draft, CONTACT_ROLE, str(new), role)
            self.write(draft, CONTACT_ROLE, str(old), NO_CONTACT)
        if self.read(draft, PRIMARY_CONTACT, "") == str(old):
            self.write(draft, PRIMARY_CONTACT, "", str(new))
        subject = self._session.get_one(DraftRow, draft).subject_id
        self._session.execute(
            update(SecurityModelMemberRow)
            .where(
                col(SecurityModelMemberRow.security_model_id) == subject,
                col(SecurityModelMemberRow.membership_id) == old,
            )
            .values(membership_id=new)
        )

    def contact_roles(self, draft: int) -> dict[str, str]:
        """Return the role of each membership that the form names."""
        query = select(AnswerRow.row_key, AnswerRow.value).where(
            AnswerRow.draft_id == draft, AnswerRow.key == CONTACT_ROLE, AnswerRow.value != ""
        )
        return dict(self._session.exec(query).all())

    def _row(self, draft: int, key: str, row_key: str) -> AnswerRow | None:
        query = select(AnswerRow).where(AnswerRow.draft_id == draft, AnswerRow.key == key, AnswerRow.row_key == row_key)
        return self._session.exec(query).first()

    def _keep(self, row: AnswerRow) -> None:
        values = {name: getattr(row, name) for name in KEPT if name != "aside"}
        self._session.add(AnswerHistoryRow(**values))


def keep_primary(pen: Pen, draft: int, people: Collection[MembershipRow], officer: MembershipRow) -> None:
    """Let the officer be the primary contact of a form whose own is not here, or may not be it.

    Source: contact rules c.primary and c.consultant (manual).
    """
    bearers = {str(row.id) for row in people if row.role != Role.CONSULTANT}
    current = pen.read(draft, PRIMARY_CONTACT, "")
    if current and current not in bearers:
        pen.write(draft, PRIMARY_CONTACT, "", str(officer.id))


def drafts_of(session: Session, account: int, model: int = 0) -> list[int]:
    """Return the forms about security models of the account, or about one of them, oldest first."""
    query = select(DraftRow.id).where(DraftRow.trade_account_id == account, DraftRow.subject_kind == SECURITY_MODEL)
    if model:
        query = query.where(DraftRow.subject_id == model)
    return [each or 0 for each in session.exec(query.order_by(col(DraftRow.id)))]


def memberships_in(session: Session, account: int) -> list[MembershipRow]:
    """Return the memberships that stand in the account, as the database has them now."""
    query = select(MembershipRow).where(
        MembershipRow.trade_account_id == account, col(MembershipRow.removed_at).is_(None)
    )
    return list(session.exec(query.order_by(col(MembershipRow.id)).execution_options(populate_existing=True)))


def is_officer_row(row: MembershipRow) -> bool:
    """Whether the member is the officer of the account."""
    return effective_role(Role(row.role), row.officer_declared_at, None) is Role.OFFICER


def end_declaration(session: Session, row: MembershipRow, reason: str, now: datetime) -> None:
    """End the declaration of an officer for the account that they are in so far; it is kept, marked as void."""
    if row.officer_declared_at is None:
        return
    row.officer_declared_at = None
    session.execute(
        update(AgreementSignatureRow)
        .where(
            col(AgreementSignatureRow.agreement_id) == DECLARATION,
            col(AgreementSignatureRow.trade_account_id) == row.trade_account_id,
            col(AgreementSignatureRow.subject_kind) == "trade_account",
            col(AgreementSignatureRow.signer_id) == row.user_id,
            col(AgreementSignatureRow.voided_at).is_(None),
        )
        .values(voided_at=now, void_reason=reason)
    )


def void_open(session: Session, drafts: Collection[int], now: datetime) -> None:
    """Void what was signed about forms that can still be written: their contacts have changed."""
    still_open = select(DraftRow.id).where(col(DraftRow.id).in_(drafts), col(DraftRow.frozen_at).is_(None))
    session.execute(
        update(AgreementSignatureRow)
        .where(
            col(AgreementSignatureRow.subject_kind) == SECURITY_MODEL,
            col(AgreementSignatureRow.draft_id).in_(still_open),
            col(AgreementSignatureRow.voided_at).is_(None),
            col(AgreementSignatureRow.content_hash) != "",
        )
        .values(voided_at=now, void_reason="edited")
    )


def require_agreed(planned: AccountsOutcome, agreed_to: str) -> None:
    """Return nothing when what would come is what was approved.

    Raises:
        InvalidValue: ``accounts.changed-since``.
    """
    if agreed_to != planned.digest():
        raise InvalidValue("accounts.changed-since")


def hold(session: Session, *accounts: int) -> None:
    """Lock the accounts until the transaction ends."""
    # In one order, so that two changes wait for each other instead of blocking each other.
    for account in sorted(accounts):
        session.get_one(TradeAccountRow, account, with_for_update=True, populate_existing=True)


def audit_account(
    session: Session, chain: int, action: str, subject: int, user_id: int, now: datetime, **detail: int
) -> None:
    """Append an event about an account to the chain of ``chain``."""
    write_audit(
        session,
        trade_account_id=chain,
        user_id=user_id,
        action=action,
        subject=f"trade-account/{subject}",
        now=now,
        origin="",
        **detail,
    )
