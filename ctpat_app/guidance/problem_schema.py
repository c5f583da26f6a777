"""The shapes of what people report to the help desk: kinds of problem, each with its own questions."""

from collections.abc import Iterator, Mapping
from typing import Literal

from ctpat_app.domain.help_cases import CasePriority, ProblemKind
from ctpat_app.guidance.schema import Record, Slug, Text, Words


class IntakeChoiceWords(Words):
    """What the person can choose."""

    label: Text


class IntakeChoice(Record):
    """One answer to choose; ``raises`` lifts the priority of the case by one."""

    id: Slug
    raises: bool = False
    i18n: IntakeChoiceWords


class IntakeWords(Words):
    """What the person is asked."""

    label: Text
    hint: str = ""


class IntakeField(Record):
    """One thing that is asked besides what happened; nothing of it has to be answered."""

    id: Slug
    kind: Literal["line", "choice"]
    choices: tuple[IntakeChoice, ...] = ()
    i18n: IntakeWords


class ProblemKindWords(Words):
    """Words of a kind of problem."""

    name: Text
    hint: Text


class ProblemKindRecord(Record):
    """A kind of problem; its id is a ``ProblemKind`` of the program."""

    id: Slug
    priority: CasePriority
    topic: Slug
    fields: tuple[IntakeField, ...]
    i18n: ProblemKindWords


def problem_faults(kinds: Mapping[str, ProblemKindRecord], topics: Mapping[str, object]) -> Iterator[str]:
    """Yield every fault of the kinds of problem; nothing for a library from before there were any."""
    if not kinds:
        return
    known = {kind.value for kind in ProblemKind}
    yield from (f"problem_kinds: the kind {name} is missing" for name in sorted(known - set(kinds)))
    yield from (f"problem_kinds/{name}: the program has no such kind" for name in kinds if name not in known)
    for kind in kinds.values():
        name = f"problem_kinds/{kind.id}"
        if kind.topic not in topics:
            yield f"{name}: there is no topic {kind.topic}"
        if len({field.id for field in kind.fields}) < len(kind.fields):
            yield f"{name}: a field stands there twice"
        for field in kind.fields:
            if (field.kind == "choice") != (len(field.choices) > 1):
                yield f"{name}/{field.id}: a choice has two answers or more, a line has none"
            if len({choice.id for choice in field.choices}) < len(field.choices):
                yield f"{name}/{field.id}: a choice stands there twice"
