"""The kinds of problem as pages and mails name them: loaded without the rest of the content, and where each text is."""

from functools import cache

import yaml
from pydantic import TypeAdapter

from ctpat_app.guidance.library import CONTENT
from ctpat_app.guidance.problem_schema import IntakeChoice, IntakeField, ProblemKindRecord
from ctpat_app.guidance.texts import Ref, ref


@cache
def load_problem_kinds() -> tuple[ProblemKindRecord, ...]:
    """Return every kind of problem, in the order of the form."""
    with (CONTENT / "problem_kinds.yaml").open(encoding="utf-8") as file:
        found = yaml.load(file, Loader=yaml.CSafeLoader)
    return TypeAdapter(tuple[ProblemKindRecord, ...]).validate_python(found)


def kind_name(kind: ProblemKindRecord) -> Ref:
    """Return what a kind of problem is called."""
    return ref(f"problem_kinds/{kind.id}", "name", kind.i18n.name)


def kind_hint(kind: ProblemKindRecord) -> Ref:
    """Return what belongs to a kind of problem."""
    return ref(f"problem_kinds/{kind.id}", "hint", kind.i18n.hint)


def intake_label(kind: ProblemKindRecord, field: IntakeField) -> Ref:
    """Return what is asked."""
    return ref(f"problem_kinds/{kind.id}/{field.id}", "label", field.i18n.label)


def intake_hint(kind: ProblemKindRecord, field: IntakeField) -> Ref:
    """Return how it is answered."""
    return ref(f"problem_kinds/{kind.id}/{field.id}", "hint", field.i18n.hint)


def choice_label(kind: ProblemKindRecord, field: IntakeField, choice: IntakeChoice) -> Ref:
    """Return what can be chosen."""
    return ref(f"problem_kinds/{kind.id}/{field.id}/{choice.id}", "label", choice.i18n.label)
