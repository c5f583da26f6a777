"""A form that is refused as a whole: every field that needs another look, each with its code."""

from collections.abc import Mapping

from ctpat_app.domain.errors import InvalidValue


class FormFaults(InvalidValue):
    """The form cannot be taken as it is; ``faults`` names for each field the refusal, in the order of the form."""

    def __init__(self, faults: Mapping[str, InvalidValue]) -> None:
        super().__init__(next(iter(faults.values())).code)
        self.faults = dict(faults)


class FaultCollector:
    """Runs the rules of a form one by one, and refuses once at the end, so that everything is told at once."""

    def __init__(self) -> None:
        self._faults: dict[str, InvalidValue] = {}

    def add(self, field: str, code: str, **params: str | int) -> None:
        """Note a fault of ``field``; the first one of a field is the one that is told."""
        self._faults.setdefault(field, InvalidValue(code, **params))

    def note(self, field: str, refusal: InvalidValue) -> None:
        """Note what a rule said about ``field``."""
        self._faults.setdefault(field, refusal)

    def refuse(self) -> None:
        """Return nothing when no fault was noted.

        Raises:
            FormFaults: with all of them.
        """
        if self._faults:
            raise FormFaults(self._faults)
