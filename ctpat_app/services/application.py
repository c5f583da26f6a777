"""The application as a whole: start it, open it, bring it to a newer library, find it again."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert, literal, null, select, update
from sqlmodel import Session, col

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor, Permission, Role
from ctpat_app.domain.profile_changes import Origin
from ctpat_app.domain.standing import REAPPLY_DAYS
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.flow import Status as PartStatus
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.revisions import Change, ChangeClass, changes_between, is_carried_forward, withdrawn_keys
from ctpat_app.guidance.texts import Ref
from ctpat_app.services.access import CONTACT_ROLE, DraftAccess, memberships_of, require_draft, require_member
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import APPLICATION, KEPT, SECURITY_MODEL, read_situation
from ctpat_app.services.library import current_library, library_version
from ctpat_app.services.model_steps import start_model
from ctpat_app.services.reading import read
from ctpat_app.services.signatures import is_signed_in
from ctpat_app.services.standing_proofs import require_waited
from ctpat_app.services.trade_accounts import account_facts, missing_in_trade_account
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.drafts import AnswerHistoryRow, AnswerRow, DraftRow, SubmissionRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class ApplicationSummary:
    """An application in a list: where it stands, and when it was last worked on."""

    draft_id: int
    trade_account_id: int
    company: str
    status: str
    reference: str
    parts_done: int
    parts: int
    next_step: str
    created_at: datetime
    is_changes: bool = False
    """Whether it changes what was sent, and is no application of its own."""


@dataclass(frozen=True)
class OpenedDraft:
    """A draft that was opened: what the engines look at, and the changes of the content that wait for a word."""

    access: DraftAccess
    company: str
    situation: Situation
    submitted_before: bool
    changes: tuple[Change, ...] = ()
    reference: str = ""


def start_application(
    session: Session, actor: Actor, *, trade_account_id: int, waiting_days: int = REAPPLY_DAYS, now: datetime
) -> int:
    """Start an application for a complete trade account and return the draft's id; an unsent one is returned instead.

    Raises:
        NotPermitted: not a member, or a role that may not start.
        Refusal: ``trade-account.incomplete``.
        InvalidValue: ``reapply.wait`` (``day``) while a removal lets the company wait.
    """
    require_member(session, actor, trade_account_id, Permission.APPLICATION_START)
    if missing_in_trade_account(session, trade_account_id):
        raise Refusal("trade-account.incomplete")
    if existing := _unsent_draft(session, trade_account_id):
        return existing
    require_waited(session, trade_account_id, days=waiting_days, now=now)
    model = start_model(session, actor, trade_account_id=trade_account_id, now=now)
    return begin_draft(session, actor, trade_account_id=trade_account_id, security_model_id=model, now=now)


def begin_draft(session: Session, actor: Actor, *, trade_account_id: int, security_model_id: int, now: datetime) -> int:
    """Begin the form of an application for a security model and return its draft; the caller has authorized."""
    draft = DraftRow(
        flow=APPLICATION,
        subject_kind=SECURITY_MODEL,
        subject_id=security_model_id,
        trade_account_id=trade_account_id,
        library_hash=current_library().hash,
        created_at=now,
        created_by=actor.user_id,
    )
    session.add(draft)
    session.flush()
    assert draft.id is not None
    _name_contacts(session, actor, draft.id, trade_account_id, now)
    write_audit(
        session,
        trade_account_id=trade_account_id,
        user_id=actor.user_id,
        action="application.started",
        subject=f"draft:{draft.id}",
        now=now,
    )
    return draft.id


def _name_contacts(session: Session, actor: Actor, draft_id: int, trade_account_id: int, now: datetime) -> None:
    """Take each member's role in the trade account as the first value in the model; of two officers it asks which one.

    Source: membership rule m.scope (project proposal).
    """
    members = account_facts(session, trade_account_id).members
    officers = [member for member in members if member.role == Role.OFFICER]
    language = session.get_one(UserAccountRow, actor.user_id).language
    for member in members:
        if member.role != Role.OFFICER or len(officers) == 1:
            session.add(
                AnswerRow(
                    draft_id=draft_id,
                    key=CONTACT_ROLE,
                    row_key=member.id,
                    value=member.role,
                    language=language,
                    user_id=actor.user_id,
                    saved_at=now,
                )
            )


def _unsent_draft(session: Session, trade_account_id: int) -> int | None:
    query = select(col(DraftRow.id)).where(
        col(DraftRow.trade_account_id) == trade_account_id,
        col(DraftRow.flow) == APPLICATION,
        col(DraftRow.frozen_at).is_(None),
        col(DraftRow.removed_at).is_(None),
        col(DraftRow.origin) == Origin.APPLICATION,
    )
    return session.execute(query.order_by(col(DraftRow.id))).scalars().first()


def open_application(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> OpenedDraft:
    """Open a draft; changes of the content that only reword or widen are carried forward on the way.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    changes = pending_changes(session, access)
    if changes and is_carried_forward(changes):
        _move(session, access, current_library(), user_id=actor.user_id, now=now)
        access, changes = require_draft(session, actor, draft_id, Permission.APPLICATION_READ), ()
    return _opened(session, access, changes, now)


def read_application(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> OpenedDraft:
    """Return the draft under its pinned version, without carrying anything forward.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    return _opened(session, access, (), now)


_ABOUT: Final = (
    select(col(TradeAccountRow.legal_name), col(SecurityModelRow.first_submitted_at), col(SubmissionRow.reference))
    .select_from(SecurityModelRow)
    .join(TradeAccountRow, col(TradeAccountRow.id) == col(SecurityModelRow.trade_account_id))
    .join(SubmissionRow, col(SubmissionRow.draft_id) == bindparam("of_draft"), isouter=True)
    .where(col(SecurityModelRow.id) == bindparam("of_subject"))
)
_ABOUT_COMPANY: Final = (
    # The form is about the company as a whole: no number is locked by it.
    select(col(TradeAccountRow.legal_name), null(), col(SubmissionRow.reference))
    .select_from(TradeAccountRow)
    .join(SubmissionRow, col(SubmissionRow.draft_id) == bindparam("of_draft"), isouter=True)
    .where(col(TradeAccountRow.id) == bindparam("of_subject"))
)


def _opened(session: Session, access: DraftAccess, changes: tuple[Change, ...], now: datetime) -> OpenedDraft:
    of_subject = _ABOUT if access.subject_kind == SECURITY_MODEL else _ABOUT_COMPANY
    found = read(session, of_subject, of_draft=access.draft_id, of_subject=access.subject_id)
    company, submitted_at, reference = found.one()
    situation = read_situation(session, access, now=now)
    return OpenedDraft(access, company, situation, submitted_at is not None, changes, reference or "")


# ---------------------------------------------------------------- newer content


def pending_changes(session: Session, access: DraftAccess) -> tuple[Change, ...]:
    """Return what changed in the content since the draft was pinned; a signed or sent draft never moves."""
    newest = current_library()
    if access.frozen or access.library_hash == newest.hash or _is_signed(session, access):
        return ()
    return changes_between(library_version(session, access.library_hash), newest, access.flow) or (_NOTHING_ASKED,)


# The content changed, but nothing that this flow asks: the draft moves along without a word.
_NOTHING_ASKED = Change("", ChangeClass.WORDING, Ref(""))


def _is_signed(session: Session, access: DraftAccess) -> bool:
    return is_signed_in(session, access)


def accept_changes(session: Session, actor: Actor, *, draft_id: int, to_hash: str, now: datetime) -> None:
    """Bring the draft to the version ``to_hash`` that the person was shown; withdrawn answers are kept aside.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``draft.frozen``; ``revision.newer-still`` when the content changed again meanwhile.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_ANSWER)
    access.require_open()
    newest = current_library()
    if newest.hash != to_hash:
        raise Refusal("revision.newer-still")
    if access.library_hash != newest.hash and not _is_signed(session, access):
        _move(session, access, newest, user_id=actor.user_id, now=now)


def _move(session: Session, access: DraftAccess, newest: Library, *, user_id: int, now: datetime) -> None:
    old = library_version(session, access.library_hash)
    for key in withdrawn_keys(old, newest, access.flow):
        _set_aside(session, access.draft_id, key)
    session.execute(update(DraftRow).where(col(DraftRow.id) == access.draft_id).values(library_hash=newest.hash))
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=user_id,
        action="draft.moved",
        subject=f"draft:{access.draft_id}",
        now=now,
        library=newest.hash,
    )


def _set_aside(session: Session, draft_id: int, key: str) -> None:
    own = (col(AnswerRow.draft_id) == draft_id, col(AnswerRow.key) == key)
    kept = select(*(getattr(AnswerRow, name) for name in KEPT[:-1]), literal("withdrawn")).where(*own)
    session.execute(insert(AnswerHistoryRow).from_select(KEPT, kept, include_defaults=False))
    session.execute(delete(AnswerRow).where(*own))


# ---------------------------------------------------------------- finding it again


def list_applications(session: Session, actor: Actor, *, now: datetime) -> tuple[ApplicationSummary, ...]:
    """Return the applications of every company the actor is a member of, newest first.

    Of what was sent for a security model only the newest is among them; the earlier ones have a page of their own.
    """
    accounts = {member.trade_account_id: member.legal_name for member in memberships_of(session, actor)}
    query = (
        select(
            col(DraftRow.id),
            col(SecurityModelRow.status),
            col(SubmissionRow.reference),
            col(DraftRow.created_at),
            col(DraftRow.origin),
            col(DraftRow.subject_id),
        )
        .join(SecurityModelRow, col(SecurityModelRow.id) == col(DraftRow.subject_id))
        .join(SubmissionRow, col(SubmissionRow.draft_id) == col(DraftRow.id), isouter=True)
        .where(col(DraftRow.flow) == APPLICATION, col(DraftRow.trade_account_id).in_(accounts))
        .order_by(col(DraftRow.id).desc())
    )
    found: list[ApplicationSummary] = []
    sent: set[int] = set()
    for draft_id, status, reference, created_at, origin, model in session.execute(query).all():
        if reference and model in sent:
            continue
        try:
            access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
        except Refusal:
            continue  # a member without a contact role in this application
        sent |= {model} if reference else set()
        company = accounts[access.trade_account_id]
        summary = _summary(session, access, company, status, reference or "", created_at, now)
        found.append(replace(summary, is_changes=not reference and origin != Origin.APPLICATION))
    return tuple(found)


def _summary(
    session: Session,
    access: DraftAccess,
    company: str,
    status: str,
    reference: str,
    created_at: datetime,
    now: datetime,
) -> ApplicationSummary:
    situation = read_situation(session, access, now=now)
    done = sum(situation.status(step) is PartStatus.COMPLETE for step in situation.path)
    following = situation.next_open()
    return ApplicationSummary(
        access.draft_id,
        access.trade_account_id,
        company,
        status,
        reference,
        done,
        len(situation.path),
        following.id if following else "",
        created_at,
    )
