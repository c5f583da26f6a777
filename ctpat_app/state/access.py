"""Who may call an event handler. Every handler carries one of these markers, below ``@rx.event``; the gate reads it.

The gate keeps out who is not signed in. Whether the thing is theirs, and whether their role allows it, the service
decides; that both say the same for everybody is what ``tests/sockets/test_matrix.py`` proves.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from ctpat_app.domain.permissions import Permission

F = TypeVar("F", bound=Callable[..., Any])


def public(handler: F) -> F:
    """Mark a handler that anybody may call."""
    return _mark(handler, "public")


def signed_in(handler: F) -> F:
    """Mark a handler that every signed-in person may call: it is about themselves alone."""
    return _mark(handler, "signed-in")


def before_second_factor(handler: F) -> F:
    """Mark a handler for signed-in people, also for staff who still have to set up their second factor."""
    handler.__before_factor__ = True  # type: ignore[attr-defined]
    return _mark(handler, "signed-in")


def of_members(handler: F) -> F:
    """Mark a handler for every member of the company that the event names, whatever their role; never for staff."""
    return _mark(handler, "member")


def addressed(handler: F) -> F:
    """Mark a handler for the one person to whom the thing that the event names is addressed: an offer, a session."""
    return _mark(handler, "addressed")


def of_staff(handler: F) -> F:
    """Mark a handler for everybody who holds a role of staff, whichever it is."""
    return _mark(handler, "staff")


def of_partners(handler: F) -> F:
    """Mark a handler for who visits an inquiry by its mailed link, without an account; a sign-in gives no right to it.

    Its event names the inquiry, and the service holds the visit against it.
    """
    return _mark(handler, "partner")


def requires(
    *permissions: Permission, also: Permission | None = None, of_staff_alone: bool = False
) -> Callable[[F], F]:
    """Mark a handler whose use case asks for one of ``permissions``; only signed-in people get as far as that.

    Which one it is depends on what the event names; ``also`` is asked for in any case. ``of_staff_alone``: what a
    company's own roles hold does not count.
    """

    def mark(handler: F) -> F:
        handler.__also__ = also  # type: ignore[attr-defined]
        handler.__of_staff_alone__ = of_staff_alone  # type: ignore[attr-defined]
        return _mark(handler, frozenset(permissions))

    return mark


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
