"""The help desk of the demonstration: a report in each state that matters, and one known problem on show."""

from datetime import UTC, datetime

from sqlmodel import Session

from ctpat_app.demo.companies import HALF_WAY
from ctpat_app.demo.help import FAILURE, REPORTS, SAME_AS
from ctpat_app.demo.members import HELP_DESK, STAFF
from ctpat_app.domain.help_cases import CaseState
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.help_desk import CaseLine, CaseWish, read_case_queue
from ctpat_app.services.help_desk_case import read_case
from ctpat_app.services.known_problems import standing_problems
from tests.demonstration import actor_of


def june_of(session: Session) -> Actor:
    found = actor_of(session, HELP_DESK)
    return Actor(found.user_id, found.name, found.email, STAFF[HELP_DESK], found.proved_at)


def lines(session: Session, **wish: object) -> tuple[CaseLine, ...]:
    wanted = CaseWish(every_state=True, **wish)  # type: ignore[arg-type]
    return read_case_queue(session, june_of(session), wish=wanted, now=datetime.now(UTC)).lines


def test_every_report_is_a_case_and_the_queue_shows_what_is_late_and_soon(filled: Session) -> None:
    found = lines(filled)
    assert len(found) == len(REPORTS)
    assert {each.state for each in found} == {
        CaseState.NEW, CaseState.OPEN, CaseState.WAITING_FOR_PERSON, CaseState.SOLVED, CaseState.MERGED,
    }  # fmt: skip
    assert [each.is_overdue for each in found].count(True) == 1
    assert [each.is_due_soon for each in found].count(True) == 1


def test_the_failure_opens_what_was_on_the_page(filled: Session) -> None:
    (line,) = lines(filled, search=FAILURE)
    file = read_case(filled, june_of(filled), case_id=line.id, now=datetime.now(UTC))
    assert file.failure
    assert file.failure.refusals == ("database.busy",)
    assert file.account
    assert file.account.name == HALF_WAY.founder.name
    assert [each.is_internal for each in file.messages] == [False, True]


def test_what_two_people_reported_goes_on_in_one_case(filled: Session) -> None:
    (line,) = [each for each in lines(filled) if each.is_overdue]
    file = read_case(filled, june_of(filled), case_id=line.id, now=datetime.now(UTC))
    assert len(file.merged) == len(SAME_AS) == 1
    assert {each.language for each in file.messages} == {"en", "zh-Hans"}


def test_one_known_problem_is_on_show(filled: Session) -> None:
    (problem,) = standing_problems(filled, now=datetime.now(UTC))
    assert problem.pages == ("public-library",)
    assert set(problem.words) == {"en", "es"}
