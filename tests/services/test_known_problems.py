"""Known problems: written, published and solved by the help desk alone; who asks to be told is told once."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.known_problems import ProblemState, Wording
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.guidance.help_schema import FRAME
from ctpat_app.services.known_problems import (
    KnownProblem,
    TypedProblem,
    follow_problem,
    followed_problems,
    help_pages,
    list_problems,
    publish_problem,
    save_problem,
    solve_problem,
    standing_problems,
)
from ctpat_app.services.library import keep_current
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.notices import NoticeRow
from tests.applicants import LIBRARY
from tests.factories import a_person, a_staff_member

WORDS = {"en": Wording("Uploads are slow", "Wait until noon."), "es": Wording("Subir tarda", "Espere al mediodía.")}
TYPED = TypedProblem(WORDS, ("documents",))
LANGUAGES = ("en", "es")


@pytest.fixture
def finn(session: Session, now: datetime) -> Actor:
    keep_current(session, now=now, library=LIBRARY)
    return a_staff_member(session, a_person(session, "finn"), StaffRole.HELP_DESK)


def write(
    session: Session, finn: Actor, now: datetime, typed: TypedProblem = TYPED, *, problem: int = 0, seen: int = 0
) -> int:
    return save_problem(
        session, finn, problem_id=problem, seen_version=seen, typed=typed, languages=LANGUAGES, now=now
    )  # fmt: skip


def published(session: Session, finn: Actor, now: datetime, typed: TypedProblem = TYPED) -> int:
    problem = write(session, finn, now, typed)
    publish_problem(session, finn, problem_id=problem, seen_version=1, now=now)
    return problem


def only(session: Session, finn: Actor) -> KnownProblem:
    (found,) = list_problems(session, finn)
    return found


def test_the_pages_to_choose_from_are_those_of_the_content(session: Session, finn: Actor) -> None:
    assert {"start", "documents", "step-identifiers"} <= set(help_pages())
    titles = [page.i18n.title for page in LIBRARY.help_frame[FRAME].pages if page.id in help_pages()]
    assert len(titles) == len(set(titles)) == len(help_pages())


def test_what_is_written_is_shown_to_nobody_until_it_is_published(session: Session, finn: Actor, now: datetime) -> None:
    problem = write(session, finn, now)
    assert standing_problems(session, now=now) == ()
    publish_problem(session, finn, problem_id=problem, seen_version=1, now=now)
    (found,) = standing_problems(session, now=now)
    assert (found.words, found.pages, found.since_at, found.until_at) == (WORDS, ("documents",), now, None)


def test_a_published_problem_can_still_be_changed(session: Session, finn: Actor, now: datetime) -> None:
    problem = published(session, finn, now)
    words = {"en": Wording("Uploads fail", "Send them tomorrow.")}
    write(session, finn, now, TypedProblem(words, ("*",)), problem=problem, seen=2)
    (found,) = standing_problems(session, now=now)
    assert (found.words, found.pages, found.version) == (words, ("*",), 3)


def test_it_ends_by_itself(session: Session, finn: Actor, now: datetime) -> None:
    published(session, finn, now, TypedProblem(WORDS, ("documents",), until="2026-03-02T16:00"))
    assert len(standing_problems(session, now=now)) == 1
    assert standing_problems(session, now=now + timedelta(hours=2)) == ()


def test_one_that_begins_later_is_known_before(session: Session, finn: Actor, now: datetime) -> None:
    published(session, finn, now, TypedProblem(WORDS, ("documents",), since="2026-03-05T16:00"))
    (found,) = standing_problems(session, now=now)
    assert found.since_at > now


def test_two_of_the_staff_do_not_overwrite_each_other(session: Session, finn: Actor, now: datetime) -> None:
    problem = write(session, finn, now)
    write(session, finn, now, problem=problem, seen=1)
    for change in (
        lambda: write(session, finn, now, problem=problem, seen=1),
        lambda: publish_problem(session, finn, problem_id=problem, seen_version=1, now=now),
    ):
        with pytest.raises(InvalidValue, match=r"known-problem\.changed-meanwhile"):
            change()
    assert only(session, finn).state is ProblemState.DRAFT


def test_steps_that_do_not_fit_are_refused(session: Session, finn: Actor, now: datetime) -> None:
    problem = write(session, finn, now)
    with pytest.raises(InvalidValue, match="not-published"):
        solve_problem(session, finn, problem_id=problem, seen_version=1, now=now)
    publish_problem(session, finn, problem_id=problem, seen_version=1, now=now)
    with pytest.raises(InvalidValue, match="not-a-draft"):
        publish_problem(session, finn, problem_id=problem, seen_version=2, now=now)
    solve_problem(session, finn, problem_id=problem, seen_version=2, now=now)
    with pytest.raises(InvalidValue, match="solved-already"):
        write(session, finn, now, problem=problem, seen=3)


def test_a_draft_whose_end_has_passed_is_not_published(session: Session, finn: Actor, now: datetime) -> None:
    problem = write(session, finn, now, TypedProblem(WORDS, ("documents",), until="2026-03-02T16:00"))
    with pytest.raises(InvalidValue, match="until-past"):
        publish_problem(session, finn, problem_id=problem, seen_version=1, now=now + timedelta(days=1))


def test_who_asked_is_told_once_in_their_language(session: Session, finn: Actor, now: datetime) -> None:
    ana, luz = a_person(session, "ana"), a_person(session, "luz", language="es")
    problem = published(session, finn, now)
    for person in (ana, luz, ana):
        follow_problem(session, person, problem_id=problem, now=now)
    assert followed_problems(session, ana, [problem]) == {problem}
    assert only(session, finn).followers == 2
    assert solve_problem(session, finn, problem_id=problem, seen_version=2, now=now) == 2
    rows = session.exec(select(NoticeRow).where(NoticeRow.template == "known-problem-solved")).all()
    assert {row.user_id: WORDS["en"].title in row.params for row in rows} == {ana.user_id: True, luz.user_id: False}
    assert standing_problems(session, now=now) == ()
    assert only(session, finn).followers == 0


def test_nobody_follows_what_is_not_published(session: Session, finn: Actor, now: datetime) -> None:
    ana, problem = a_person(session, "ana"), write(session, finn, now)
    for number in (problem, problem + 1, 0, 2**40):
        with pytest.raises(InvalidValue, match=r"known-problem\.over"):
            follow_problem(session, ana, problem_id=number, now=now)


def test_dan_cannot_and_no_other_of_the_staff(session: Session, finn: Actor, now: datetime) -> None:
    problem, dan = write(session, finn, now), a_person(session, "dan")
    others = [a_staff_member(session, a_person(session), role) for role in StaffRole if role is not StaffRole.HELP_DESK]
    for person in (dan, *others):
        for use in (
            lambda who: list_problems(session, who),
            lambda who: write(session, who, now),
            lambda who: publish_problem(session, who, problem_id=problem, seen_version=1, now=now),
            lambda who: solve_problem(session, who, problem_id=problem, seen_version=1, now=now),
        ):
            with pytest.raises(NotPermitted):
                use(person)


def test_each_step_is_in_the_audit_trail(session: Session, finn: Actor, now: datetime) -> None:
    problem = published(session, finn, now)
    solve_problem(session, finn, problem_id=problem, seen_version=2, now=now)
    events = session.exec(select(AuditEventRow).where(AuditEventRow.subject == f"known-problem/{problem}")).all()
    assert [each.action for each in events] == [f"known-problem.{step}" for step in ("written", "published", "solved")]
    assert {each.acting_as for each in events} == {StaffRole.HELP_DESK}
