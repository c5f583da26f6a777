"""What the pages of the help desk make of addresses, cases, ready answers and known problems."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from ctpat_app.adapters.clock import now as clock_now
from ctpat_app.adapters.database import open_database, transaction
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.help_cases import CasePriority, CaseState, ProblemKind
from ctpat_app.domain.help_desk import Due
from ctpat_app.domain.help_reports import Intake
from ctpat_app.domain.known_problems import Wording
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.help_desk import ANYBODY, NOBODY, CasePlace
from ctpat_app.services.help_desk_case import CaseEvent, CaseFile, find_case, read_case
from ctpat_app.services.help_desk_work import Recipient
from ctpat_app.services.known_problems import TypedProblem, list_problems, publish_problem, save_problem, solve_problem
from ctpat_app.services.library import keep_current
from ctpat_app.settings import Settings
from ctpat_app.state import problem_board
from ctpat_app.state.canned import chosen_in, preview_of
from ctpat_app.state.help_case_views import canned_options, case_head, case_message, event_text, intake_rows
from ctpat_app.state.help_desk import CaseFilters, place_in, place_text, wish_of
from ctpat_app.state.known_problems import problem_in
from ctpat_app.state.problem_board import ProblemNote, forget_problems, problem_note, problems_on
from tests.applicants import LIBRARY
from tests.conftest import KEY
from tests.factories import a_person, a_staff_member
from tests.help_cases import an_open_case

PLACE = CasePlace(datetime(2026, 3, 3, 14, 2, 5, 17, tzinfo=UTC), 7)
LANGUAGES = Settings.from_environment().languages


@pytest.fixture
def finn(session: Session, now: datetime) -> Actor:
    keep_current(session, now=now, library=LIBRARY)
    return a_staff_member(session, a_person(session, "finn"), StaffRole.HELP_DESK)


def a_file(session: Session, finn: Actor, now: datetime, **more: Any) -> CaseFile:
    case = find_case(session, finn, code=an_open_case(session, now, **more))
    return read_case(session, finn, case_id=case, now=now)


# ---------------------------------------------------------------- the queue


def test_a_place_in_the_list_stands_in_the_address() -> None:
    assert place_in(place_text(PLACE)) == place_in(place_text(PLACE).replace("+", " ")) == PLACE


@pytest.mark.parametrize("typed", ["", "x", "~", "2026-03-03~7", "0001-01-01T00:00:00+00:00~7", "a~b", "1~2~3"])
def test_what_is_no_place_begins_the_list(typed: str) -> None:
    assert place_in(typed) is None


def test_what_the_address_names_and_does_not_exist_is_left_out() -> None:
    strange = wish_of(CaseFilters("\x00", "x", "x", "x", "x", "tlh", "x"), None)
    assert (strange.state, strange.kind, strange.priority, strange.owner) == (None, None, None, ANYBODY)
    assert (strange.language, strange.due, strange.search) == ("", None, "")
    known = wish_of(CaseFilters("luz", "solved", "file", "high", "nobody", "es", "late"), PLACE)
    assert (known.state, known.kind, known.priority) == (CaseState.SOLVED, ProblemKind.FILE, CasePriority.HIGH)
    assert (known.owner, known.language, known.due, known.search) == (NOBODY, "es", Due.LATE, "luz")
    assert wish_of(CaseFilters(state="all"), None).every_state


# ---------------------------------------------------------------- the case


def test_answers_to_the_questions_of_a_kind_stand_in_words(session: Session, finn: Actor) -> None:
    rows = intake_rows("cannot-get-in", (Intake("where", "second-step"), Intake("gone", "x")), "en")
    assert rows == [["Where do you get stuck?", "The second step does not work"], ["gone", "x"]]


def test_a_message_tells_its_language_and_a_note_that_it_is_one(session: Session, finn: Actor, now: datetime) -> None:
    file = a_file(session, finn, now, language="ar", happened="<b>لا يعمل</b>")
    card = case_message(file.messages[0], "en")
    assert (card.text, card.language, card.direction, card.said_in) == ("<b>لا يعمل</b>", "ar", "rtl", "العربية")
    assert not card.is_internal


def test_the_head_offers_what_the_state_allows(session: Session, finn: Actor, now: datetime) -> None:
    file = a_file(session, finn, now)
    head = case_head(file, "en", finn.user_id)
    assert (head.may_take, head.may_answer, head.may_reopen, head.may_merge) == (True, True, False, True)
    late = case_head(replace(file, is_overdue=True), "en", finn.user_id)
    assert late.mark == "over"
    assert "late" in late.due.casefold()


def test_what_was_done_is_told_in_words_and_the_unknown_too(now: datetime) -> None:
    assert event_text(CaseEvent("help-case.taken", "Finn", now), "en").endswith("taken")
    assert event_text(CaseEvent("help-case.later-invented", "", now), "en").endswith("something else happened")


# ---------------------------------------------------------------- ready answers


def test_fitting_answers_come_first_and_none_is_left_out(session: Session, finn: Actor) -> None:
    options = canned_options("file", "upload-document", "en")
    assert options[0][0] == "file-is-refused"
    assert {each[0] for each in options} == set(LIBRARY.canned_answers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_names_code_place_and_day_in_the_persons_language(
    session: Session, finn: Actor, language: str
) -> None:
    day = clock_now().date() + timedelta(days=2)
    words = chosen_in("received", day.isoformat()).words_for(Recipient("HKDR-WMNA-CFJP", language))
    assert "HKDR-WMNA-CFJP" in words.text
    assert "{" not in words.text
    linked = chosen_in("new-password", "").words_for(Recipient("HKDR-WMNA-CFJP", language))
    assert f"/{language}/forgot-password/" in linked.text
    assert linked.language in {language, "en"}


def test_a_person_of_a_language_without_translation_gets_english_and_staff_are_told(
    session: Session, finn: Actor, now: datetime
) -> None:
    file = a_file(session, finn, now, language="fr")
    seen = preview_of(chosen_in("need-the-steps", ""), file, "en")
    assert (seen.theirs_language, seen.same) == ("en", True)
    assert "Français" in seen.gap


@pytest.mark.parametrize(
    ("canned", "day", "code"),
    [
        ("", "", "help-desk.canned-missing"),
        ("invented", "", "help-desk.canned-unknown"),
        ("received", "", "help-desk.day-missing"),
        ("received", "soon", "help-desk.day-missing"),
        ("received", "2020-01-01", "help-desk.day-past"),
        ("received", "2999-01-01", "help-desk.day-far"),
    ],
)
def test_what_cannot_be_sent_is_refused(session: Session, finn: Actor, canned: str, day: str, code: str) -> None:
    with pytest.raises(InvalidValue, match=code):
        chosen_in(canned, day)


def test_a_day_is_left_out_where_the_answer_names_none(session: Session, finn: Actor) -> None:
    assert chosen_in("need-the-steps", "2020-01-01").promised_on is None
    tomorrow = clock_now().date() + timedelta(days=1)
    assert chosen_in("known-problem", tomorrow.isoformat()).promised_on == date.fromisoformat(tomorrow.isoformat())


# ---------------------------------------------------------------- known problems


def test_the_whole_kiosk_takes_the_place_of_pages() -> None:
    typed: dict[str, str | bool | None] = {"page-svi": "yes", "page-start": "", "title-en": "Slow", "text-en": "Wait"}
    assert problem_in(typed).pages == ("svi",)
    assert problem_in({**typed, "whole": True}).pages == ("*",)
    assert problem_in(typed).words["en"] == Wording("Slow", "Wait")


def shown(address: str, language: str) -> list[ProblemNote]:
    return asyncio.run(problems_on(address, language))


class Told:
    """Known problems in a database of their own, read as the frame of a page reads them."""

    def __init__(self, engine: Engine) -> None:
        forget_problems()
        with transaction() as session:
            keep_current(session, now=clock_now(), library=LIBRARY)
            self.finn = a_staff_member(session, a_person(session, "finn"), StaffRole.HELP_DESK)

    def publish(self, *pages: str, until: str = "") -> int:
        words = {"en": Wording("Slow", "Wait."), "es": Wording("Lento", "Espere.")}
        with transaction() as session:
            problem = save_problem(
                session, self.finn, problem_id=0, seen_version=0, typed=TypedProblem(words, pages, until=until),
                languages=("en", "es"), now=clock_now(),
            )  # fmt: skip
            publish_problem(session, self.finn, problem_id=problem, seen_version=1, now=clock_now())
        return problem


@pytest.fixture
def told(sqlite_file: Engine) -> Told:
    return Told(sqlite_file)


def test_a_problem_stands_on_its_pages_in_the_readers_language(told: Told) -> None:
    told.publish("documents")
    (spanish,) = shown("/es/documents/", "es")
    (arabic,) = shown("/ar/documents/", "ar")
    assert (spanish.title, spanish.language, spanish.is_english) == ("Lento", "es", False)
    assert (arabic.title, arabic.language, arabic.is_english, arabic.direction) == ("Slow", "en", True, "ltr")
    assert shown("/es/svi/", "es") == []


def test_one_of_the_whole_kiosk_stands_everywhere(told: Told) -> None:
    told.publish("*")
    for address in ("/en/", "/es/staff/queue/", "/ar/profile/"):
        assert len(shown(address, "en")) == 1


def test_what_stands_is_kept_and_forgotten_when_it_changes(told: Told) -> None:
    problem = told.publish("documents")
    assert len(shown("/en/documents/", "en")) == 1
    with transaction() as session:
        solve_problem(session, told.finn, problem_id=problem, seen_version=2, now=clock_now())
    assert len(shown("/en/documents/", "en")) == 1, "another process may still show it for a moment"
    forget_problems()
    assert shown("/en/documents/", "en") == []


def test_other_processes_see_a_change_soon(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown("/en/documents/", "en") == []
    told.publish("documents")
    monkeypatch.setattr(problem_board, "HOLDS_SECONDS", 0.0)
    assert len(shown("/en/documents/", "en")) == 1


def test_a_page_opens_without_a_database(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told.publish("*")
    assert len(shown("/en/", "en")) == 1
    open_database(f"sqlite:///{tmp_path / 'nowhere' / 'kiosk.db'}", [KEY])
    monkeypatch.setattr(problem_board, "HOLDS_SECONDS", 0.0)
    assert len(shown("/en/", "en")) == 1
    forget_problems()
    assert shown("/en/", "en") == []


def test_moments_are_told_in_the_readers_language(session: Session, finn: Actor, now: datetime) -> None:
    words = {"en": Wording("Slow", "Wait.")}
    typed = TypedProblem(words, ("*",), until="2026-03-03T10:00")
    save_problem(session, finn, problem_id=0, seen_version=0, typed=typed, languages=("en",), now=now)
    (problem,) = list_problems(session, finn)
    assert "2026" in problem_note(problem, "es").until
