"""A calendar file holds what RFC 5545 asks for, whatever the texts hold."""

from datetime import UTC, date, datetime

from ctpat_app.domain.calendar_files import MAX_OCTETS, DayEvent, calendar_file

NOW = datetime(2026, 3, 17, 7, 0, tzinfo=UTC)


def lines_of(summary: str, description: str = "") -> list[str]:
    event = DayEvent("annual-review-3-2026@kiosk.example", date(2026, 6, 15), summary, description, "https://k.example")
    return calendar_file(event, made_by="CTPAT kiosk", now=NOW).decode().split("\r\n")


def unfolded(lines: list[str]) -> list[str]:
    return "\r\n".join(lines).replace("\r\n ", "").split("\r\n")


def test_it_is_a_whole_day_that_ends_before_the_next() -> None:
    lines = lines_of("Annual review")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20260615" in lines
    assert "DTEND;VALUE=DATE:20260616" in lines
    assert "DTSTAMP:20260317T070000Z" in lines
    assert "UID:annual-review-3-2026@kiosk.example" in lines


def test_signs_with_a_meaning_are_escaped() -> None:
    assert r"SUMMARY:Acme\, S.A.\; C:\\x\nEND:VEVENT" in lines_of("Acme, S.A.; C:\\x\r\nEND:VEVENT")


def test_a_long_line_is_folded_between_characters() -> None:
    company = "شركة النقل والتوزيع الدولية المحدودة " * 5
    lines = lines_of(company.strip(), "a" * 200)
    assert all(len(line.encode()) <= MAX_OCTETS for line in lines)
    assert f"SUMMARY:{company.strip()}" in unfolded(lines)
    assert f"DESCRIPTION:{'a' * 200}" in unfolded(lines)


def test_alarms_stand_inside_the_event() -> None:
    event = DayEvent("u", date(2026, 6, 15), "Annual review", "", "https://k.example", alarms=(30, 7))
    text = calendar_file(event, made_by="K", now=NOW).decode()
    assert text.count("BEGIN:VALARM") == 2
    assert "TRIGGER:-P30D\r\n" in text
    assert text.index("END:VALARM") < text.index("END:VEVENT")
