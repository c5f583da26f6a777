"""Every handler of the kiosk, with arguments that name what is ana's, of the right and of wrong types."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from reflex_base.registry import RegistrationContext

import ctpat_app.app  # noqa: F401  registers all states
from ctpat_app.domain.permissions import Permission
from ctpat_app.web.gate import access_rule, is_framework

FRAMEWORK, NOBODY = "framework", "nobody"
WRONG: dict[object, tuple[object, ...]] = {
    int: ("1", 1.5, True, None, [1], {"id": 1}),
    str: (1, None, ["text"], {"text": "text"}, False),
    bool: ("yes", 1, None, [True]),
}
"""Values that a page would never send, by the type that the handler asks for."""
WRONG_FORM: tuple[object, ...] = ("text", 1, None, ["a"], {"a": 1}, {"a": ["b"]}, {"a": {"b": "c"}})


@dataclass(frozen=True)
class Handler:
    """A registered handler: its full name, who may call it, and its parameters with their types."""

    name: str
    rule: str | frozenset[str]
    parameters: dict[str, object]
    also: Permission | None = None
    """What it asks for besides one of the permissions of its rule."""
    before_factor: bool = False
    """Whether staff who still have to set up their second factor may call it."""
    of_staff_alone: bool = False
    """Whether what the roles of a company hold does not count."""

    @property
    def short(self) -> str:
        """Name of state and method, as a test is called."""
        return ".".join(self.name.rsplit(".", 2)[-2:]).rpartition("____")[2]

    def wrong_payloads(self, right: dict[str, object]) -> list[dict[str, object]]:
        """Return payloads with one wrong argument each, with one too few, and with one too many."""
        payloads = [
            {**right, name: value} for name, kind in self.parameters.items() for value in WRONG.get(kind, WRONG_FORM)
        ]
        fewer = [{key: value for key, value in right.items() if key != name} for name in self.parameters]
        return [*payloads, *fewer, {**right, "more": 1}]


def every_handler() -> list[Handler]:
    """Return all handlers of the kiosk and of the framework below it; states of other tests are left out."""
    found = []
    for name, registered in RegistrationContext.get().event_handlers.items():
        owner = registered.states[0].__module__.partition(".")[0] if registered.states else ""
        if owner not in {"ctpat_app", "reflex"}:
            continue
        rule = FRAMEWORK if is_framework(registered) else access_rule(name, registered) or NOBODY
        function = registered.handler.fn
        also, early = getattr(function, "__also__", None), getattr(function, "__before_factor__", False)
        alone = getattr(function, "__of_staff_alone__", False)
        found.append(Handler(name, rule, _parameters(function), also, early, alone))
    return sorted(found, key=lambda handler: handler.name)


def _parameters(function: Callable[..., Any]) -> dict[str, object]:
    hints = get_type_hints(function)
    return {name: hints.get(name) for name in list(inspect.signature(function).parameters)[1:]}
