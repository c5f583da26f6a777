"""No handler without an access rule: the list of the whole kiosk is empty of them, and a forgotten one is found."""

import subprocess
import sys

import ctpat_app.app  # noqa: F401  registers all states
from ctpat_app.web.gate import unclassified_handlers

PLANTED = """
import reflex as rx

import ctpat_app.app
from ctpat_app.state.access import signed_in
from ctpat_app.web.gate import unclassified_handlers


class PlantedState(rx.State):
    __module__ = "ctpat_app.state.planted"

    @rx.event
    @signed_in
    def marked(self) -> None:
        pass

    @rx.event
    def forgotten(self) -> None:
        pass

    def plain(self) -> None:
        pass

    def _own(self) -> None:
        pass


print(*(name.rpartition(".")[2] for name in unclassified_handlers()))
"""


def test_every_handler_says_who_may_call_it() -> None:
    assert unclassified_handlers() == []


def test_a_forgotten_rule_is_found() -> None:
    """In a process of its own: a planted state would stay in the tree of this one."""
    found = subprocess.run([sys.executable, "-c", PLANTED], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["forgotten", "plain"]
