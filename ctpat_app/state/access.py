"""Who may call an event handler. Every handler carries one of these markers, below ``@rx.event``; the gate reads it.

The marker keeps strangers out. Whether the thing is theirs, and whether their role allows it, the service decides.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from ctpat_app.domain.permissions import Permission

F = TypeVar("F", bound=Callable[..., Any])


def public(handler: F) -> F:
    """Mark a handler that anybody may call."""
    return _mark(handler, "public")


def signed_in(handler: F) -> F:
    """Mark a handler that every signed-in person may call."""
    return _mark(handler, "signed-in")


def before_second_factor(handler: F) -> F:
    """Mark a handler for signed-in people, also for staff who still have to set up their second factor."""
    handler.__before_factor__ = True  # type: ignore[attr-defined]
    return _mark(handler, "signed-in")


def requires(*permissions: Permission) -> Callable[[F], F]:
    """Mark a handler whose use case asks for one of ``permissions``; only signed-in people get as far as that."""
    return lambda handler: _mark(handler, frozenset(permissions))


def _mark(handler: F, rule: str | frozenset[Permission]) -> F:
    handler.__access__ = rule  # type: ignore[attr-defined]
    return handler


class _ServerOnly:
    """A method that Reflex does not take for an event handler, since it has no code object of its own."""

    def __init__(self, method: Callable[..., Any]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __get__(self, instance: object, owner: type) -> object:
        return self if instance is None else self._method.__get__(instance, owner)


def server_only(method: F) -> F:
    """Make a method of a state callable from the server alone, though its name has no leading underscore."""
    return cast(F, _ServerOnly(method))
