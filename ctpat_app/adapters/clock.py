"""The clock: the only place that asks what time it is."""

from datetime import UTC, date, datetime

_today: date | None = None


def pretend_today(day: date | None) -> None:
    """Make the kiosk believe that today is ``day`` (``kiosk run --today``); None takes the real date again."""
    global _today
    _today = day


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    moment = datetime.now(UTC)
    return moment if _today is None else datetime.combine(_today, moment.time(), UTC)
