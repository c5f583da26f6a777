"""Moments and days as a reader of each language expects them; the server knows no other zone than UTC."""

from datetime import UTC, date, datetime

from babel.dates import format_date, format_skeleton, format_time, get_datetime_format

from ctpat_app.words.languages import locale_name


def day_text(day: date, language: str) -> str:
    """Return ``day`` with the name of the month."""
    return format_date(day, "long", locale=locale_name(language))


def month_text(year: int, month: int, language: str) -> str:
    """Return a month by its name, with the year."""
    return format_skeleton("yMMMM", date(year, month, 1), locale=locale_name(language))


def moment_text(moment: datetime, language: str) -> str:
    """Return ``moment`` (aware) as day and time to the minute, in UTC and saying so."""
    locale, utc = locale_name(language), moment.astimezone(UTC)
    pattern = str(get_datetime_format("long", locale=locale)).replace("'", "")
    time = format_time(utc, "short", locale=locale)
    return f"{pattern.format(time, format_date(utc, 'long', locale=locale))} UTC"
