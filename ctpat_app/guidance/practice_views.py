"""A place of a form that is practised: steps and statements of the security profile in one shape."""

from dataclasses import dataclass, field

from ctpat_app.domain.practice import CRITERION
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.views import (
    PROFILE,
    CriterionView,
    FieldView,
    ProblemView,
    Reader,
    RowView,
    StepView,
    criterion_view,
    step_view,
)


@dataclass(frozen=True)
class PracticePlace:
    """What the page shows of a place; ``before`` and ``after`` name the places beside it."""

    title: str
    why: str
    hint: str
    fields: list[FieldView] = field(default_factory=list)
    rows: list[RowView] = field(default_factory=list)
    list_id: str = ""
    add_label: str = ""
    notices: list[str] = field(default_factory=list)
    problems: list[ProblemView] = field(default_factory=list)
    before: str = ""
    after: str = ""
    in_english: bool = False


NO_PLACE = PracticePlace("", "", "")


def practice_place(now: Situation, place: str, reader: Reader) -> PracticePlace:
    """Return the place; nothing when it is not on the path."""
    if place.startswith(CRITERION):
        found = criterion_view(now, place.removeprefix(CRITERION), reader)
        return _of_criterion(now, found) if found else NO_PLACE
    step = now.step(place)
    return _of_step(now, step_view(now, step, reader)) if step else NO_PLACE


def _of_step(now: Situation, view: StepView) -> PracticePlace:
    after = view.after
    if after == PROFILE:
        after = CRITERION + now.criteria[0].criterion.id if now.criteria else ""
    return PracticePlace(
        title=view.title,
        why=view.why,
        hint=view.hint,
        fields=view.fields,
        rows=view.rows,
        list_id=view.list_id,
        add_label=view.add_label,
        notices=view.notices,
        problems=view.problems,
        before=view.before,
        after=after,
        in_english=view.in_english,
    )


def _of_criterion(now: Situation, view: CriterionView) -> PracticePlace:
    step = now.before(PROFILE)
    return PracticePlace(
        title=view.title,
        why=view.statement,
        hint=view.guidance,
        fields=view.fields,
        before=CRITERION + view.before if view.before else step.id if step else "",
        after=CRITERION + view.after if view.after else "",
        in_english=view.in_english,
    )
