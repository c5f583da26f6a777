"""What the page of an event showed, for who looks into its failure: its step, and the codes of what it refused."""

import contextlib
import re
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from reflex.state import BaseState
from reflex_base.event.context import EventContext

_STEP: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}")
MOST: Final = 20


class _OnShow:
    """Under which an event's context keeps the states of its tab: a failure is handled where they are not at hand."""


def remember_states(root: BaseState) -> None:
    """Keep the states of the tab with the present event."""
    with contextlib.suppress(LookupError):
        EventContext.get().cached_states[_OnShow] = root


def refusals_on_show(handler: str) -> tuple[str, ...]:
    """Return the codes of what the state of ``handler`` had refused, such as answers that need another look."""
    try:
        root = EventContext.get().cached_states.get(_OnShow)
        state = root.get_substate(handler.split(".")[:-1]) if root is not None else None
    except (LookupError, ValueError):
        return ()
    codes = (getattr(each, "code", "") for each in _problems(state))
    return tuple(dict.fromkeys(code for code in codes if isinstance(code, str) and code))[:MOST]


def _problems(state: Any) -> list[Any]:
    """Return what is told to be mended: of a form, of a step, or of a page that lists it."""
    view = getattr(state, "view", None)
    lists = (getattr(state, "faults", ()), getattr(state, "problems", ()), getattr(view, "problems", ()))
    return [each for found in lists if isinstance(found, list) for each in found]


def place_in(address: str) -> tuple[int, str]:
    """Return draft and step that the address of a page names: 0 and an empty text without; nothing else of it."""
    query = parse_qs(urlsplit(address).query)
    draft = query.get("draft", [""])[0]
    step = (query.get("step") or query.get("criterion") or [""])[0]
    number = int(draft) if draft.isascii() and draft.isdigit() and len(draft) < 10 else 0
    return number, step if _STEP.fullmatch(step) else ""
