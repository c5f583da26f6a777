"""Going on: save what a screen holds and find out where the person goes next, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.application import OpenedDraft, read_application
from ctpat_app.services.drafts import SavedAnswer, SeenAnswer, save_answers


@dataclass(frozen=True)
class Continued:
    """What became of each value, and where to go: ``next_step`` is empty at the end of the path."""

    opened: OpenedDraft
    step_id: str
    results: Mapping[str, SavedAnswer | Refusal]
    may_go_on: bool
    next_step: str = ""
    next_is_profile: bool = False


def continue_from(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    step_id: str,
    seen: Mapping[str, SeenAnswer],
    language: str,
    now: datetime,
    tab: str = "",
) -> Continued:
    """Save the values of a screen and return where the person goes; what is refused keeps them there.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    outcomes = save_answers(
        session, actor, draft_id=draft_id, seen=list(seen.values()), language=language, now=now, tab=tab
    )
    results = dict(zip(seen, outcomes, strict=True))
    opened = read_application(session, actor, draft_id=draft_id, now=now)
    situation = opened.situation
    refused = any(isinstance(result, Refusal) for result in outcomes)
    # What only the officer can do keeps nobody else here: the part says that it waits.
    here = [p for p in situation.problems if p.step == step_id and p.level == "error" and p.who == "anyone"]
    if refused or here or situation.step(step_id) is None:
        return Continued(opened, step_id, results, may_go_on=False)
    following = situation.after(step_id)
    if following is None:
        return Continued(opened, step_id, results, may_go_on=True)
    is_profile = bool(following.for_each and following.for_each.records == "criteria")
    return Continued(opened, step_id, results, True, following.id, is_profile)


def continue_profile(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    criterion_id: str,
    seen: Mapping[str, SeenAnswer],
    language: str,
    now: datetime,
    tab: str = "",
) -> Continued:
    """Save a response and return the next open criterion, across categories; a missing one may be skipped.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    outcomes = save_answers(
        session, actor, draft_id=draft_id, seen=list(seen.values()), language=language, now=now, tab=tab
    )
    results = dict(zip(seen, outcomes, strict=True))
    opened = read_application(session, actor, draft_id=draft_id, now=now)
    refused = any(isinstance(result, Refusal) for result in outcomes)
    # Only a wrong answer keeps the person here; an open one can be skipped and is counted as open.
    following = "" if refused else opened.situation.next_criterion(criterion_id)
    return Continued(opened, criterion_id, results, not refused, following)
