"""Lines of a company's history: whole sentences in every language, staff by their role, others by their name."""

from dataclasses import replace

import pytest

from ctpat_app.domain.history import KIND_OF
from ctpat_app.domain.permissions import Role, StaffRole
from ctpat_app.services.history import HistoryEntry
from ctpat_app.state.history import history_line
from tests.conftest import NOW

BY_ANA = HistoryEntry(
    number=1, at=NOW, action="member.removed", person="Ana", role="officer", by_staff=False, from_outside=False,
    concerned="Ben", field="", times=1,
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es", "zh-Hans", "ar"])
@pytest.mark.parametrize("action", sorted(KIND_OF))
def test_every_action_is_told_in_every_language(action: str, language: str) -> None:
    line = history_line(replace(BY_ANA, action=action), "Acme", language)
    assert "{" not in line.sentence
    assert action not in line.sentence
    assert line.sentence[-1] in ".。"


def test_a_member_stands_there_by_name_role_company_and_whom_it_concerned() -> None:
    line = history_line(BY_ANA, "Acme", "en")
    assert line.sentence == "\u2068Ana\u2069 took a member out of the company."
    assert line.notes == ["Acted for \u2068Acme\u2069 as officer", "Person concerned: \u2068Ben\u2069"]
    assert line.stamp == NOW.isoformat()
    assert line.when.endswith("UTC")


@pytest.mark.parametrize("role", Role)
def test_every_role_of_a_member_has_its_words(role: Role) -> None:
    note = history_line(replace(BY_ANA, role=role.value), "Acme", "en").notes[0]
    assert note.startswith("Acted for")


@pytest.mark.parametrize("role", ["", *StaffRole])
def test_staff_stand_there_by_their_role_alone(role: str) -> None:
    entry = replace(BY_ANA, action="company.seen-by-staff", person="", role=role, by_staff=True, concerned="")
    line = history_line(entry, "Acme", "en")
    assert line.notes == []
    assert "history." not in line.sentence
    assert "kiosk" not in line.sentence


def test_the_kiosk_and_people_of_other_companies_are_told_apart() -> None:
    nobody = replace(BY_ANA, action="specialist.unassigned", person="", role="", concerned="")
    assert history_line(nobody, "Acme", "en").sentence.startswith("\u2068The kiosk\u2069")
    other = replace(nobody, action="link.agreed", from_outside=True)
    assert history_line(other, "Acme", "en").sentence.startswith("\u2068Somebody of another company\u2069")


def test_repetitions_and_the_changed_fact_are_told() -> None:
    entry = replace(BY_ANA, action="trade-account.changed", concerned="", field="legal_name", times=3)
    assert history_line(entry, "Acme", "en").notes[1:] == ["What was changed: Legal name", "Times on this day: 3"]
