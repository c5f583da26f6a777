"""What a person can do next in each of their companies; computed from what is stored, never stored itself.

A part of the kiosk that has something for the company to do adds a function to ``TASK_SOURCES``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from ctpat_app.domain.annual_review import ReviewState as AnnualState
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_changes import MAY_SEND, Origin
from ctpat_app.domain.profile_reviews import ReviewState
from ctpat_app.services.access import memberships_of, require_draft
from ctpat_app.services.annual_reviews import is_review_draft
from ctpat_app.services.annual_rows import standing_of
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL, newest_application
from ctpat_app.services.returned import read_returned
from ctpat_app.services.security_models import texts_to_choose
from ctpat_app.services.standing_todo import standing_todo
from ctpat_app.services.validation_work import responses_to_give
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.profile_reviews import ProfileReviewRow
from ctpat_app.tables.security_models import SecurityModelRow

OFFICER: Final = "officer"
ANYBODY: Final = "anybody"
"""Who can do a task: only the officer, or everybody who works on the profile."""


@dataclass(frozen=True)
class Task:
    """Something to do; the sentence is the message ``task.<kind>`` with ``params``."""

    kind: str
    path: str
    """The page, without the language: ``returned/?draft=3``."""
    due_on: date | None = None
    who: str = ANYBODY
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnTask:
    """A task of one company of the person."""

    trade_account_id: int
    company: str
    task: Task
    is_mine: bool
    """Whether the person can do it; others are shown with who can."""


Source = Callable[[Session, Actor, int, datetime], list[Task]]
"""Session, actor, trade account (the actor is a member), the present moment."""


def read_tasks(session: Session, actor: Actor, *, trade_account_id: int = 0, now: datetime) -> tuple[OwnTask, ...]:
    """Return the tasks in every company of the actor, or in one: first what has a day, by that day.

    A company that is not theirs has none.
    """
    found = [
        OwnTask(each.trade_account_id, each.legal_name, task, task.who == ANYBODY or each.role.value == task.who)
        for each in memberships_of(session, actor)
        if trade_account_id in {0, each.trade_account_id}
        for source in TASK_SOURCES
        for task in source(session, actor, each.trade_account_id, now)
    ]
    return tuple(sorted(found, key=lambda each: (each.task.due_on is None, each.task.due_on or now.date())))


# ---------------------------------------------------------------- sources


def _returned(session: Session, actor: Actor, trade_account_id: int, _now: datetime) -> list[Task]:
    """What a specialist sent back: answer each comment, then the officer sends it again."""
    tasks = []
    for draft in _sent_back(session, trade_account_id):
        if not _may_read(session, actor, draft):
            continue
        seen = read_returned(session, actor, draft_id=draft)
        if seen.still_open:
            tasks.append(Task("returned", f"returned/?draft={draft}", params={"count": str(seen.still_open)}))
        elif seen.places:
            tasks.append(Task("send-again", f"returned/?draft={draft}", who=OFFICER))
    return tasks


def _changes(session: Session, actor: Actor, trade_account_id: int, _now: datetime) -> list[Task]:
    """A form that a merge or split has made, or changes that somebody began; what came back has a task of its own."""
    query = (
        select(col(DraftRow.id), col(DraftRow.origin), col(DraftRow.base_draft_id))
        .join(SecurityModelRow, col(SecurityModelRow.id) == col(DraftRow.subject_id))
        .where(
            *_applications(trade_account_id),
            col(DraftRow.frozen_at).is_(None),
            col(DraftRow.origin) != Origin.APPLICATION,
            col(SecurityModelRow.status).in_(MAY_SEND),
        )
        .order_by(col(DraftRow.id))
    )
    sent_back = _sent_back(session, trade_account_id)
    waiting = [each for each in session.execute(query).all() if each.base_draft_id not in sent_back]
    return [
        Task(_KINDS[origin], f"application/?draft={draft}", who=OFFICER)
        for draft, origin, _base in waiting
        if _may_read(session, actor, draft) and not is_review_draft(session, draft)
    ]


_KINDS: Final = {Origin.CHANGES: "changes-waiting", Origin.MERGE: "form-of-merge", Origin.SPLIT: "form-of-split"}


def _texts(session: Session, actor: Actor, trade_account_id: int, _now: datetime) -> list[Task]:
    """Two texts of merged models between which the officer chooses."""
    count = len(texts_to_choose(session, actor, trade_account_id=trade_account_id))
    path = f"organization/?account={trade_account_id}#texts"
    return [Task("two-texts", path, who=OFFICER, params={"count": str(count)})] if count else []


def _annual_reviews(session: Session, actor: Actor, trade_account_id: int, now: datetime) -> list[Task]:
    """Annual reviews whose window is open or that are overdue; what came back of one has a task of its own."""
    query = select(SecurityModelRow).where(
        col(SecurityModelRow.trade_account_id) == trade_account_id,
        col(SecurityModelRow.status).in_(IN_GOOD_STANDING),
        col(SecurityModelRow.anniversary).is_not(None),
    )
    tasks = []
    for model in session.scalars(query.order_by(col(SecurityModelRow.id))).all():
        standing, counts = standing_of(session, model, now), newest_application(session, model.id or 0)
        kind = _ANNUAL_KINDS.get(standing.state)
        if kind and counts and _may_read(session, actor, counts):
            tasks.append(Task(kind, f"annual-review/?model={model.id}", due_on=standing.window.due_on))
    return tasks


_ANNUAL_KINDS: Final = {
    AnnualState.WINDOW_OPEN: "annual-review",
    AnnualState.IN_PROGRESS: "annual-review",
    AnnualState.OVERDUE: "annual-review-overdue",
}


def _standing(session: Session, _actor: Actor, trade_account_id: int, now: datetime) -> list[Task]:
    """What a suspension asks of the company: an answer, a consent, and an appeal that was begun."""
    return [
        Task(each.kind, f"{each.page}/?model={each.model_id}", each.due_on, OFFICER)
        for each in standing_todo(session, trade_account_id, now)
    ]


def _validations(session: Session, actor: Actor, trade_account_id: int, _now: datetime) -> list[Task]:
    """Responses to validations: everybody who works on the profile answers, the officer sends."""
    return [
        Task("validation-response", each.path, each.due_on, params={"count": str(each.still_open)})
        if each.still_open
        else Task("validation-send", each.path, each.due_on, OFFICER)
        for each in responses_to_give(session, actor, trade_account_id)
    ]


TASK_SOURCES: Final[tuple[Source, ...]] = (_returned, _texts, _changes, _annual_reviews, _validations, _standing)
"""Each is asked once for each company of a person, and asks the database a bounded number of times."""


def _applications(trade_account_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(DraftRow.trade_account_id) == trade_account_id,
        col(DraftRow.flow) == APPLICATION,
        col(DraftRow.subject_kind) == SECURITY_MODEL,
        col(DraftRow.removed_at).is_(None),
    )


def _sent_back(session: Session, trade_account_id: int) -> list[int]:
    """Return the sent drafts that came back and were not sent again since, oldest first."""
    newest = (
        select(func.max(col(DraftRow.id)))
        .where(*_applications(trade_account_id), col(DraftRow.frozen_at).is_not(None))
        .group_by(col(DraftRow.subject_id))
    )
    query = select(col(ProfileReviewRow.draft_id)).where(
        col(ProfileReviewRow.draft_id).in_(newest), col(ProfileReviewRow.state) == ReviewState.RETURNED
    )
    return list(session.scalars(query.order_by(col(ProfileReviewRow.draft_id))))


def _may_read(session: Session, actor: Actor, draft: int) -> bool:
    try:
        require_draft(session, actor, draft, Permission.APPLICATION_READ)
    except Refusal:
        return False  # a member without a contact role in this model
    return True
