"""What is kept of the page on which something failed: its step and the codes of messages, never what was typed."""

import asyncio
from contextvars import copy_context
from typing import Any

import pytest
import reflex as rx
from reflex_base.event.context import EventContext

from ctpat_app.guidance.views import ProblemView, StepView
from ctpat_app.state.report_case import ReportCaseState
from ctpat_app.state.step import StepState
from ctpat_app.web.on_show import MOST, place_in, refusals_on_show, remember_states

SECRET = "Quokka folds nine kettles"


def asked(state: type[rx.State], method: str, **values: Any) -> tuple[str, ...]:
    """Return what is found after an event of ``state`` that showed ``values``."""
    root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]

    def run() -> tuple[str, ...]:
        there = asyncio.run(root.get_state(state))
        for name, value in values.items():
            setattr(there, name, value)
        EventContext.set(EventContext(token="t", state_manager=None, enqueue_impl=None))  # type: ignore[arg-type]
        remember_states(root)
        return refusals_on_show(f"{state.get_full_name()}.{method}")

    return copy_context().run(run)


def test_the_codes_of_a_refused_form_are_found_without_their_texts() -> None:
    faults = [ProblemView(SECRET, "case-text", "text.too-long"), ProblemView(SECRET, "x", "")] * 2
    assert asked(ReportCaseState, "add", faults=faults) == ("text.too-long",)


def test_the_codes_of_a_step_are_found() -> None:
    problems = [ProblemView(SECRET, "f-scac", "identifier.shape")]
    view = StepView(key="company", title=SECRET, why="", hint="", number=1, count=2, problems=problems)
    assert asked(StepState, "go_on", view=view) == ("identifier.shape",)


def test_not_more_than_a_few_are_kept() -> None:
    faults = [ProblemView("", "x", f"code.{number}") for number in range(100)]
    assert len(asked(ReportCaseState, "add", faults=faults)) == MOST


@pytest.mark.parametrize("handler", ["", "made.up", "reflex___state____state.nobody.nothing"])
def test_without_an_event_nothing_is_found(handler: str) -> None:
    assert refusals_on_show(handler) == ()


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/en/apply/?draft=12&step=company", (12, "company")),
        ("/en/profile/?draft=12&criterion=1.10", (12, "1.10")),
        (f"/en/documents/?words={SECRET}", (0, "")),
        (f"/en/apply/?draft=x&step={SECRET}", (0, "")),
        ("/en/apply/?draft=99999999999999999999", (0, "")),
        ("", (0, "")),
    ],
)
def test_of_an_address_draft_and_step_are_kept_alone(address: str, place: tuple[int, str]) -> None:
    assert place_in(address) == place
