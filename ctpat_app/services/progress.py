"""Going on: save what a screen holds and find out where the person goes next, in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.flow import Situation
from ctpat_app.services.application import OpenedDraft
from ctpat_app.services.contributing import read_profile
from ctpat_app.services.drafts import SavedAnswer, SeenAnswer, save_answers


@dataclass(frozen=True)
class Onward:
    """Where the person goes: the next step or criterion, empty at the end of the path."""

    place: str = ""
    is_profile: bool = False


FindWay = Callable[[Situation, str], Onward | None]
"""From the situation and the place the person is at to where they go; None keeps them there."""


@dataclass(frozen=True)
class Continued:
    """What became of each value of the screen at ``place``, and where the person goes; None keeps them there."""

    opened: OpenedDraft
    place: str
    results: Mapping[str, SavedAnswer | Refusal]
    onward: Onward | None


def continue_from(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    place: str,
    find_way: FindWay,
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
    opened = read_profile(session, actor, draft_id=draft_id, now=now)
    refused = any(isinstance(result, Refusal) for result in outcomes)
    onward = None if refused else find_way(opened.situation, place)
    return Continued(opened, place, dict(zip(seen, outcomes, strict=True)), onward)


def after_step(now: Situation, step_id: str) -> Onward | None:
    """Return the step that follows; None while this one has something to mend that this person can mend."""
    # What only the officer can do keeps nobody else here: the part says that it waits.
    here = any(p.step == step_id and p.level == "error" and p.who == "anyone" for p in now.problems)
    if here or now.step(step_id) is None:
        return None
    following = now.after(step_id)
    if following is None:
        return Onward()
    return Onward(following.id, bool(following.for_each and following.for_each.records == "criteria"))


def after_criterion(now: Situation, criterion_id: str) -> Onward:
    """Return the next open criterion, across categories; one that was left open is skipped and counted as open."""
    return Onward(now.next_criterion(criterion_id), is_profile=True)
