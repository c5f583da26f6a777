"""Checks what the browser sends against the annotations of the event handler, before the handler runs."""

import inspect
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, get_type_hints

from pydantic import TypeAdapter, ValidationError
from reflex_base.utils.form import form_data_as_dict

_LARGEST_NUMBER: Final = 2**53
"""What a browser counts exactly; no database takes much larger ones."""


def fits(handler: Callable[..., Any], payload: object) -> bool:
    """Whether ``payload`` has the arguments of ``handler``, each of its annotated type; nothing is converted."""
    if not isinstance(payload, dict):
        return False
    adapters, required = _parameters(handler)
    return (
        payload.keys() <= adapters.keys()
        and required <= payload.keys()
        and all(_is(adapters[name], form_data_as_dict(value)) for name, value in payload.items())
    )


@lru_cache(maxsize=1024)
def _parameters(handler: Callable[..., Any]) -> tuple[dict[str, TypeAdapter[Any] | None], frozenset[str]]:
    """Return the type of each parameter but ``self`` (None without an annotation), and those without a default."""
    hints = get_type_hints(handler)
    parameters = list(inspect.signature(handler).parameters.values())[1:]
    adapters = {each.name: TypeAdapter(hints[each.name]) if each.name in hints else None for each in parameters}
    required = frozenset(each.name for each in parameters if each.default is inspect.Parameter.empty)
    return adapters, required


def _is(adapter: TypeAdapter[Any] | None, value: object) -> bool:
    if adapter is None or (isinstance(value, int) and abs(value) > _LARGEST_NUMBER):
        return False
    try:
        adapter.validate_python(value, strict=True)
    except ValidationError:
        return _is_as_json(adapter, value)
    return True


def _is_as_json(adapter: TypeAdapter[Any], value: object) -> bool:
    """Whether the value fits as JSON, in which an enumeration is a string and a dataclass an object."""
    try:
        adapter.validate_json(json.dumps(value), strict=True)
    except (ValidationError, TypeError, ValueError):
        return False
    return True
