"""Changes to a profile that was sent: they wait in a draft of their own until the officer sends them.

A sent draft never moves again. The draft of changes begins with its answers, their English versions and files; there is
one at a time for each security model, and after a merge or split it is the form that these have made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_changes import Origin, check_may_write
from ctpat_app.domain.retention import WAY_BACK
from ctpat_app.guidance.answers import AnswerBook, StoredAnswer
from ctpat_app.guidance.questions import questions_of
from ctpat_app.services.access import LARGEST_ID, DraftAccess, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.draft_copies import copy_answers, copy_dismissals, copy_evidence, copy_shares, new_draft
from ctpat_app.services.drafts import applications_of, newest_application, read_book
from ctpat_app.services.identifier_changes import carry_over
from ctpat_app.services.library import library_version
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class ChangedPlace:
    """An answer that differs from what was sent; an empty text is one that was not there, or is not there any more."""

    key: str
    row: str
    before: str
    after: str
    before_language: str
    after_language: str
    who: str
    at: datetime | None
    version: int
    """Of the answer as it stands now; 0 without one."""


def start_changes(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> int:
    """Return the draft in which the profile is changed; one that is open already is returned as it is.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``changes.not-now``.
    """
    access, model = _hold_model(session, actor, security_model_id, Permission.PROFILE_ANSWER)
    if found := open_changes(session, security_model_id):
        return found
    check_may_write(Status(model.status))
    draft = new_draft(
        session,
        origin=Origin.CHANGES,
        base=access.draft_id,
        model_id=security_model_id,
        trade_account_id=access.trade_account_id,
        library_hash=access.library_hash,
        user_id=actor.user_id,
        now=now,
    )
    for copy in (copy_answers, copy_dismissals, copy_shares, copy_evidence):
        copy(session, access.draft_id, draft)
    # Numbers that were approved after the sending count already: the new form begins with them.
    carry_over(session, draft_id=draft, user_id=actor.user_id, now=now)
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="changes.started",
        subject=f"draft:{draft}",
        now=now,
    )
    return draft


def open_changes(session: Session, model_id: int) -> int | None:
    """Return the draft in which the profile of a sent model is being changed; None without one.

    The caller authorizes.
    """
    query = select(col(DraftRow.id)).where(
        *applications_of(model_id), col(DraftRow.frozen_at).is_(None), col(DraftRow.origin) != Origin.APPLICATION
    )
    return session.scalars(query.order_by(col(DraftRow.id).desc())).first()


def base_of(session: Session, draft: int) -> int | None:
    """Return the sent draft that the answers of ``draft`` came from; None when they were given in it.

    After a split it is a draft of the model that was split. The caller authorizes.
    """
    return session.scalar(select(col(DraftRow.base_draft_id)).where(col(DraftRow.id) == draft))


def discard_changes(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> None:
    """Put the changes aside: what was sent stands as it was. For a month they can be taken back.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
        InvalidValue: ``changes.none-open``: it is an application of its own.
        Refusal: ``changes.of-a-merge``: without that form the profile would not fit the merge or split.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_START)
    access.require_open()
    row = session.get_one(DraftRow, draft_id, with_for_update=True)
    if row.origin == Origin.APPLICATION:
        raise InvalidValue("changes.none-open")
    if row.origin != Origin.CHANGES:
        raise Refusal("changes.of-a-merge")
    row.removed_at = now
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="changes.discarded",
        subject=f"draft:{draft_id}",
        now=now,
    )


def discarded_changes(session: Session, model_id: int, *, now: datetime) -> int | None:
    """Return the changes that were put aside last and can be taken back, or None. The caller authorizes."""
    query = select(col(DraftRow.id)).where(
        col(DraftRow.subject_id) == model_id,
        col(DraftRow.origin) == Origin.CHANGES,
        col(DraftRow.removed_at) > now - WAY_BACK,
        # Since something else was sent, they would bring old answers back.
        col(DraftRow.base_draft_id) == newest_application(session, model_id),
    )
    return session.scalars(query.order_by(col(DraftRow.removed_at).desc())).first()


def restore_changes(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> int:
    """Take the changes back that were put aside last, and return their draft; others that are open are returned.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``changes.not-now``, ``changes.nothing-aside``.
    """
    access, model = _hold_model(session, actor, security_model_id, Permission.APPLICATION_START)
    if found := open_changes(session, security_model_id):
        return found
    check_may_write(Status(model.status))
    aside = discarded_changes(session, security_model_id, now=now)
    if aside is None:
        raise Refusal("changes.nothing-aside")
    session.get_one(DraftRow, aside).removed_at = None
    session.flush()
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="changes.restored",
        subject=f"draft:{aside}",
        now=now,
    )
    return aside


def changed_places(session: Session, draft_id: int) -> tuple[ChangedPlace, ...]:
    """Return where the answers of a draft differ from those it came from, in the order of the draft.

    Empty for a draft that came from none. The caller authorizes.
    """
    draft = session.get(DraftRow, draft_id)
    if draft is None or draft.base_draft_id is None:
        return ()
    library = library_version(session, draft.library_hash)
    lists = {key: each.list_id for key, each in questions_of(library, draft.flow).items() if each.list_id}
    before = _standing(read_book(session, draft.base_draft_id), lists)
    after = _standing(read_book(session, draft_id), lists)
    return tuple(
        _change(place, before.get(place), after.get(place))
        for place in dict.fromkeys((*after, *before))
        if _said(before.get(place)) != _said(after.get(place))
    )


def _standing(book: AnswerBook, lists: Mapping[str, str]) -> dict[tuple[str, str], StoredAnswer]:
    """Return the answers without those in entries that were removed from their list."""
    removed = {(key, row) for (key, row), answer in book.answers.items() if key in lists.values() and not answer.value}
    return {place: answer for place, answer in book.answers.items() if (lists.get(place[0]), place[1]) not in removed}


def _said(answer: StoredAnswer | None) -> tuple[str, str | None]:
    """The mask of two personal numbers may be the same: what it hides counts as well."""
    return (answer.value, answer.secret) if answer and answer.value else ("", None)


def _change(place: tuple[str, str], before: StoredAnswer | None, after: StoredAnswer | None) -> ChangedPlace:
    key, row = place
    return ChangedPlace(
        key,
        row,
        before.value if before else "",
        after.value if after else "",
        before.language if before else "",
        after.language if after else "",
        after.who if after else "",
        after.saved_at if after else None,
        after.version if after else 0,
    )


def _hold_model(
    session: Session, actor: Actor, model_id: int, permission: Permission
) -> tuple[DraftAccess, SecurityModelRow]:
    """Return the application that counts for who may do this, and its model, held until the transaction ends."""
    if not 0 < model_id <= LARGEST_ID:
        raise NotPermitted
    # First the model: whoever waits for it then sees what the other has begun or sent.
    model = session.get(SecurityModelRow, model_id, with_for_update=True, populate_existing=True)
    access = require_draft(session, actor, newest_application(session, model_id) or 0, permission)
    if model is None:
        raise NotPermitted
    return access, model
