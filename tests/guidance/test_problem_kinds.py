"""The kinds of problem that people report: as the program knows them, each with questions that fit together."""

from typing import Any

import pytest

from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.help_cases import CasePriority, ProblemKind
from ctpat_app.domain.help_reports import Intake, TypedReport
from ctpat_app.guidance.library import build_library, load_library, read_content
from ctpat_app.guidance.problem_kinds import load_problem_kinds
from ctpat_app.guidance.problem_reports import priority_of, read_report
from ctpat_app.guidance.problem_schema import ProblemKindRecord, problem_faults

LIBRARY = load_library()
KINDS = LIBRARY.problem_kinds


def changed(kind: str, **values: Any) -> dict[str, ProblemKindRecord]:
    """Return the kinds with one of them changed."""
    record = KINDS[kind].model_dump(by_alias=True) | values
    return {**KINDS, kind: ProblemKindRecord.model_validate(record)}


def test_content_and_program_know_the_same_kinds() -> None:
    assert list(KINDS) == [record.id for record in load_problem_kinds()]
    assert set(KINDS) == set(ProblemKind)
    assert list(problem_faults(KINDS, LIBRARY.help_topics)) == []


def test_nothing_asks_for_a_secret() -> None:
    asked = " ".join(f"{field.i18n.label} {field.i18n.hint}" for kind in KINDS.values() for field in kind.fields)
    assert not any(word in asked.lower() for word in ("password", "pin", "security answer", "tax number"))


@pytest.mark.parametrize(
    ("kinds", "fault"),
    [
        ({name: kind for name, kind in KINDS.items() if name != "file"}, "the kind file is missing"),
        (changed("file", topic="made-up"), "there is no topic made-up"),
        (changed("file", fields=KINDS["file"].model_dump()["fields"] * 2), "a field stands there twice"),
        (
            changed("file", fields=[{"id": "x", "kind": "choice", "i18n": {"label": "X"}}]),
            "a choice has two answers or more",
        ),
    ],
)
def test_what_does_not_fit_is_named(kinds: dict[str, ProblemKindRecord], fault: str) -> None:
    assert any(fault in found for found in problem_faults(kinds, LIBRARY.help_topics))


def test_a_kind_that_the_program_does_not_know_is_named() -> None:
    stray = KINDS["other"].model_copy(update={"id": "stray"})
    assert "problem_kinds/stray: the program has no such kind" in list(
        problem_faults({**KINDS, "stray": stray}, LIBRARY.help_topics)
    )


def test_a_library_from_before_there_were_kinds_still_loads() -> None:
    raw = read_content()
    del raw["problem_kinds"]
    assert build_library(raw).problem_kinds == {}


@pytest.mark.parametrize(
    ("value", "priority"), [("yes", CasePriority.HIGH), ("no", CasePriority.NORMAL), ("", CasePriority.NORMAL)]
)
def test_an_answer_raises_the_priority(value: str, priority: CasePriority) -> None:
    assert priority_of(KINDS["account"], (Intake("urgent-access", value),)) is priority


def test_a_choice_that_was_not_offered_is_refused_beside_its_question() -> None:
    typed = TypedReport(kind="account", happened="x", intake=(Intake("urgent-access", "maybe"),))
    with pytest.raises(FormFaults) as refused:
        read_report(LIBRARY, typed)
    assert {name: fault.code for name, fault in refused.value.faults.items()} == {
        "intake-urgent-access": "choice.unknown"
    }


def test_the_topic_that_a_person_comes_from_goes_before_that_of_the_kind() -> None:
    typed = TypedReport(kind="file", happened="x", topic="browser-unsupported")
    assert read_report(LIBRARY, typed).topic == "browser-unsupported"
    assert read_report(LIBRARY, TypedReport(kind="file", happened="x", topic="made-up")).topic == KINDS["file"].topic
