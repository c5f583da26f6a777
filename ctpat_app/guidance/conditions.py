"""The small condition language of the content: evaluated on the server, once, top to bottom; it can run no code."""

from collections.abc import Iterator, Mapping

from ctpat_app.guidance.schema import Condition

Values = Mapping[str, tuple[str, ...]]
"""Each field's values; a field without an answer is missing or has an empty tuple."""


def holds(condition: Condition | None, values: Values) -> bool:
    """Return whether ``condition`` holds for ``values``; no condition always holds."""
    if condition is None:
        return True
    if condition.field is not None:
        return _field_holds(condition, values.get(condition.field, ()))
    if condition.all is not None:
        return all(holds(part, values) for part in condition.all)
    if condition.any is not None:
        return any(holds(part, values) for part in condition.any)
    return not holds(condition.not_, values)


def _field_holds(condition: Condition, found: tuple[str, ...]) -> bool:
    if condition.answered is not None:
        return bool(found) is condition.answered
    if condition.is_not is not None:
        return condition.is_not not in found
    wanted = condition.in_ if condition.in_ is not None else (condition.is_ or condition.includes or "",)
    return any(value in found for value in wanted)


def fields_of(condition: Condition | None) -> Iterator[str]:
    """Yield every field that ``condition`` looks at."""
    if condition is None:
        return
    if condition.field is not None:
        yield condition.field
    for part in (*(condition.all or ()), *(condition.any or ())):
        yield from fields_of(part)
    yield from fields_of(condition.not_)


def fault_of(condition: Condition) -> str | None:
    """Return what is wrong with the form of ``condition``: exactly one operator or one combinator; or None."""
    operators = (condition.is_, condition.is_not, condition.in_, condition.includes, condition.answered)
    combinators = (condition.all, condition.any, condition.not_)
    given = sum(value is not None for value in operators)
    combined = sum(value is not None for value in combinators)
    if condition.field is not None:
        return None if (given, combined) == (1, 0) else "a field takes exactly one operator"
    return None if (given, combined) == (0, 1) else "without a field, exactly one of all, any, not"
