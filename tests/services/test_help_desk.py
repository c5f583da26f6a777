"""The help desk works on cases: found, taken, answered, merged, each once and never over somebody else's head."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.help_cases import REOPEN_WITHIN, CasePriority, CaseSide, CaseState, CaseStep, Mover, ProblemKind
from ctpat_app.domain.help_desk import Due
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.failures import Found, record_failure
from ctpat_app.services.help_cases import add_to_case, view_case
from ctpat_app.services.help_desk import NOBODY, PAGE, CaseQueue, CaseWish, list_agents, read_case_queue
from ctpat_app.services.help_desk_case import CaseFile, find_case, read_case
from ctpat_app.services.help_desk_work import (
    Recipient,
    Reply,
    Words,
    add_note,
    answer_case,
    close_case,
    hand_over_case,
    merge_case,
    reopen_case,
    set_priority,
    take_case,
    typed_reply,
)
from ctpat_app.services.library import keep_current
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.help_cases import HelpCaseRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from tests.applicants import LIBRARY
from tests.factories import Cast, a_person, a_staff_member, the_cast
from tests.help_cases import a_token, an_open_case

HOUR = timedelta(hours=1)


@dataclass
class Desk:
    """The help desk of a test: finn works there, and a colleague."""

    session: Session
    now: datetime
    cast: Cast
    finn: Actor
    fay: Actor

    def opened(self, now: datetime | None = None, **more: Any) -> int:
        """Open a case and return its number."""
        code = an_open_case(self.session, now or self.now, **more)
        return find_case(self.session, self.finn, code=code)

    def file(self, case: int, who: Actor | None = None, now: datetime | None = None) -> CaseFile:
        return read_case(self.session, who or self.finn, case_id=case, now=now or self.now)

    def do(self, use: Callable[..., Any], case: int, *, seen: int = 0, who: Actor | None = None, **more: Any) -> None:
        seen = seen or self.file(case).version
        at = {"now": self.now, **more}
        use(self.session, who or self.finn, case_id=case, seen_version=seen, **at)

    def answer(self, case: int, text: str = "Try it again.", step: CaseStep = CaseStep.ASK, **more: Any) -> None:
        self.do(answer_case, case, reply=typed_reply(text, "en"), step=step, **more)

    def queue(self, now: datetime | None = None, **wish: Any) -> CaseQueue:
        return read_case_queue(self.session, self.finn, wish=CaseWish(**wish), now=now or self.now)

    def ids(self, **wish: Any) -> list[int]:
        return [line.id for line in self.queue(**wish).lines]

    def code(self, case: int) -> str:
        return self.session.get_one(HelpCaseRow, case).code


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    keep_current(session, now=now, library=LIBRARY)
    cast = the_cast(session)
    finn = a_staff_member(session, cast.finn, StaffRole.HELP_DESK)
    fay = a_staff_member(session, a_person(session, "fay"), StaffRole.HELP_DESK)
    return Desk(session, now, cast, finn, fay)


# ---------------------------------------------------------------- the queue


def test_what_is_due_next_comes_first_and_what_waits_for_the_person_last(desk: Desk) -> None:
    normal = desk.opened()
    urgent = desk.opened(kind="cannot-get-in")
    waiting = desk.opened()
    desk.answer(waiting)
    assert desk.ids() == [urgent, normal, waiting]
    assert [line.place.due_at.year for line in desk.queue().lines] == [2026, 2026, 9999]


def test_each_filter_narrows_the_list(desk: Desk) -> None:
    one = desk.opened(kind="cannot-get-in", language="es")
    two = desk.opened(kind="file")
    desk.do(take_case, two)
    assert desk.ids(kind=ProblemKind.FILE) == [two]
    assert desk.ids(priority=CasePriority.HIGH) == [one]
    assert desk.ids(language="es") == [one]
    assert desk.ids(owner=NOBODY) == [one]
    assert desk.ids(owner=desk.finn.user_id) == [two]
    assert desk.ids(owner=2**40) == []
    assert desk.ids(state=CaseState.OPEN) == [two]


def test_late_and_soon_are_told_apart(desk: Desk) -> None:
    case = desk.opened()
    due = desk.now + timedelta(hours=24)
    for now, late, soon in (
        (due - 2 * HOUR, [], []),
        (due - HOUR, [], [case]),
        (due, [], [case]),
        (due + HOUR, [case], []),
    ):
        assert desk.ids(due=Due.LATE, now=now) == late
        assert desk.ids(due=Due.SOON, now=now) == soon
    (line,) = desk.queue(now=due + HOUR).lines
    assert (line.is_overdue, line.is_due_soon) == (True, False)


def test_solved_cases_are_seen_when_somebody_asks_for_them(desk: Desk) -> None:
    case = desk.opened()
    desk.answer(case, step=CaseStep.SOLVE)
    assert desk.ids() == []
    assert desk.ids(state=CaseState.SOLVED) == desk.ids(every_state=True) == [case]


def test_the_counters_count_all_that_is_unsolved(desk: Desk) -> None:
    desk.opened(now=desk.now - timedelta(days=3))
    mine = desk.opened(language="es")
    desk.do(take_case, mine)
    desk.answer(desk.opened(), step=CaseStep.SOLVE)
    counts = desk.queue(language="es").counts
    assert (counts.unsolved, counts.unowned, counts.late, counts.soon, counts.mine) == (2, 1, 1, 0, 1)


def test_a_case_is_found_by_code_failure_mail_person_and_company(desk: Desk) -> None:
    case = desk.opened(mail="Luz@Example.com", name="Luz Peña", failure_code="HKDR-WMNA", user_id=desk.cast.ana.user_id)
    desk.answer(case, step=CaseStep.SOLVE)
    desk.opened(name="Somebody else", mail="other@example.com")
    code = desk.code(case)
    for typed in (code, code.lower().replace("-", " "), "hkdr wmna", "luz@example.com", "LUZ@", "luz pe", "acme carr"):
        assert desk.ids(search=typed) == [case], typed
    for typed in ("AAAA-CCCC-DDDD", "AAAA-CCCC", "nobody@example.com", "%", "_", "x", "dan freight"):
        assert desk.ids(search=typed) == [], typed


def test_pages_follow_each_other_without_a_gap(desk: Desk) -> None:
    cases = [desk.opened(now=desk.now + timedelta(minutes=number % 3)) for number in range(PAGE + 4)]
    first = desk.queue()
    assert (len(first.lines), first.found, first.goes_on) == (PAGE, PAGE + 4, True)
    second = desk.queue(behind=first.lines[-1].place)
    assert not second.goes_on
    assert sorted(line.id for line in (*first.lines, *second.lines)) == sorted(cases)


# ---------------------------------------------------------------- the case


def test_the_file_holds_the_report_and_the_failure_but_no_answer(desk: Desk) -> None:
    found = Found(
        "HKDR-WMNA", "/es/apply/", "step_state.save", "ValueError step.py:12", step="identifiers",
        refusals=("identifier.shape",),
    )  # fmt: skip
    record_failure(desk.session, found, now=desk.now)
    case = desk.opened(failure_code="hkdrwmna", user_id=desk.cast.ana.user_id, expected="A saved mark")
    file = desk.file(case)
    assert file.failure
    assert (file.failure.page, file.failure.step, file.failure.refusals) == (
        "/es/apply/",
        "identifiers",
        ("identifier.shape",),
    )
    assert file.library_hash == LIBRARY.hash
    assert file.account
    assert (file.account.name, file.account.company) == ("Ana", "Acme Carriers SA")
    assert [each.text for each in file.messages] == ["It does not work."]


def test_nobody_is_guessed_from_an_address(desk: Desk) -> None:
    assert desk.file(desk.opened(mail=desk.cast.ana.email)).account is None


def test_who_answers_becomes_the_owner_and_the_person_reads_it(desk: Desk) -> None:
    case = desk.opened(mail="luz@example.com", language="es")
    desk.answer(case, "Pruebe otra vez.")
    file, seen = desk.file(case), view_case(desk.session, desk.code(case), now=desk.now)
    assert (file.owner, file.state, file.mover, file.answer_due_at) == (
        "Finn",
        CaseState.WAITING_FOR_PERSON,
        Mover.PERSON,
        None,
    )
    assert (file.answered_at, seen.messages[-1].text, seen.messages[-1].side) == (
        desk.now,
        "Pruebe otra vez.",
        CaseSide.STAFF,
    )
    mail = desk.session.exec(select(OutboxRow).where(OutboxRow.template == "help-case-answered")).one()
    assert (mail.recipient, mail.language) == ("luz@example.com", "es")
    assert "Pruebe otra vez." in mail.params


def test_without_an_address_no_mail_leaves(desk: Desk) -> None:
    desk.answer(desk.opened())
    assert desk.session.exec(select(OutboxRow).where(OutboxRow.template == "help-case-answered")).all() == []


@pytest.mark.parametrize(
    ("step", "state", "due_hours"),
    [
        (CaseStep.ANSWER, CaseState.OPEN, 24),
        (CaseStep.ASK, CaseState.WAITING_FOR_PERSON, None),
        (CaseStep.SOLVE, CaseState.SOLVED, None),
    ],
)
def test_the_next_move_follows_from_the_answer(
    desk: Desk, step: CaseStep, state: CaseState, due_hours: int | None
) -> None:
    case = desk.opened()
    desk.answer(case, step=step)
    file = desk.file(case)
    assert file.state is state
    assert file.answer_due_at == (desk.now + timedelta(hours=due_hours) if due_hours else None)


def test_a_promised_day_takes_the_place_of_the_hours(desk: Desk) -> None:
    case = desk.opened()
    desk.answer(case)
    reply = Reply(lambda _to: Words("We write again.", "en"), "received", date(2026, 3, 9))
    desk.do(answer_case, case, reply=reply, step=CaseStep.ANSWER)
    file = desk.file(case)
    assert (file.state, file.answer_due_at) == (CaseState.OPEN, datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC))


def test_steps_that_only_the_person_takes_are_refused(desk: Desk) -> None:
    case = desk.opened()
    for step in (CaseStep.WRITE, CaseStep.REOPEN, CaseStep.MERGE, CaseStep.CLOSE, CaseStep.TAKE):
        with pytest.raises(InvalidValue, match="step-unknown"):
            desk.answer(case, step=step)


def test_nothing_is_said_with_an_empty_answer(desk: Desk) -> None:
    with pytest.raises(InvalidValue, match=r"help-desk\.text-missing"):
        typed_reply(" \n ", "en")


def test_a_note_stays_among_the_help_desk(desk: Desk) -> None:
    case = desk.opened()
    add_note(desk.session, desk.finn, case_id=case, text="Looks like the proxy.", now=desk.now)
    assert [each.is_internal for each in desk.file(case).messages] == [False, True]
    assert len(view_case(desk.session, desk.code(case), now=desk.now).messages) == 1
    assert desk.file(case).answered_at is None


def test_a_case_is_handed_over_and_the_colleague_is_told(desk: Desk) -> None:
    case = desk.opened()
    desk.do(take_case, case)
    assert desk.file(case).state is CaseState.OPEN
    desk.do(hand_over_case, case, to=desk.fay.user_id)
    assert desk.file(case).owner == "Fay"
    told = desk.session.exec(select(NoticeRow).where(NoticeRow.template == "help-case-handed-over")).all()
    assert [each.user_id for each in told] == [desk.fay.user_id]
    desk.do(hand_over_case, case, to=0)
    assert desk.file(case).owner_id == 0
    with pytest.raises(InvalidValue, match="no-colleague"):
        desk.do(hand_over_case, case, to=desk.cast.ana.user_id)
    assert [each.name for each in list_agents(desk.session, desk.finn)] == ["Fay", "Finn"]


def test_a_higher_priority_moves_the_target_from_when_the_person_wrote(desk: Desk) -> None:
    case = desk.opened()
    desk.do(set_priority, case, priority=CasePriority.URGENT, now=desk.now + 5 * HOUR)
    file = desk.file(case)
    assert (file.priority, file.answer_due_at) == (CasePriority.URGENT, desk.now + 2 * HOUR)
    desk.do(set_priority, case, priority=CasePriority.URGENT)
    assert desk.file(case).version == file.version


def test_a_solved_case_is_opened_again_for_a_while(desk: Desk) -> None:
    case = desk.opened()
    desk.answer(case, step=CaseStep.SOLVE)
    with pytest.raises(InvalidValue, match="reopen-late"):
        desk.do(reopen_case, case, now=desk.now + REOPEN_WITHIN + HOUR)
    desk.do(reopen_case, case)
    assert (desk.file(case).state, desk.file(case).mover) == (CaseState.OPEN, Mover.DESK)


def test_a_closed_case_stays_closed(desk: Desk) -> None:
    case = desk.opened()
    desk.do(close_case, case)
    for use, more in (
        (take_case, {}),
        (reopen_case, {}),
        (close_case, {}),
        (set_priority, {"priority": CasePriority.LOW}),
        (hand_over_case, {"to": desk.fay.user_id}),
    ):
        with pytest.raises(InvalidValue, match="moved-on"):
            desk.do(use, case, **more)
    with pytest.raises(InvalidValue, match="moved-on"):
        desk.answer(case)


def test_two_of_the_staff_do_not_overwrite_each_other(desk: Desk) -> None:
    case, other = desk.opened(), desk.opened()
    seen = desk.file(case).version
    desk.answer(case, seen=seen, who=desk.fay)
    for use, more in (
        (take_case, {}),
        (close_case, {}),
        (set_priority, {"priority": CasePriority.LOW}),
        (hand_over_case, {"to": 0}),
        (merge_case, {"into": other}),
        (answer_case, {"reply": typed_reply("Me too", "en"), "step": CaseStep.ASK}),
    ):
        with pytest.raises(InvalidValue, match=r"help-desk\.changed-meanwhile"):
            desk.do(use, case, seen=seen, **more)
    assert [each.writer for each in desk.file(case).messages] == ["", "Fay"]


def test_what_the_person_wrote_meanwhile_is_seen_before_the_answer(desk: Desk) -> None:
    case = desk.opened()
    seen = desk.file(case).version
    add_to_case(
        desk.session, desk.code(case), text="It works now.", language="en", token=a_token(), user_id=None, now=desk.now
    )
    with pytest.raises(InvalidValue, match="changed-meanwhile"):
        desk.answer(case, seen=seen)


# ---------------------------------------------------------------- merging


def test_two_people_with_one_problem_both_read_on_in_their_languages(desk: Desk) -> None:
    first = desk.opened(language="en", mail="joe@example.com", happened="Uploads fail")
    second = desk.opened(language="es", mail="luz@example.com", happened="No sube", kind="cannot-get-in")
    desk.do(merge_case, second, into=first)
    texts = {"en": "Solved.", "es": "Resuelto."}

    def written(to: Recipient) -> Words:
        return Words(f"{texts[to.language]} {to.code}", to.language)

    desk.do(answer_case, first, reply=Reply(written, "it-works-again"), step=CaseStep.SOLVE)
    for case, language in ((first, "en"), (second, "es")):
        seen = view_case(desk.session, desk.code(case), now=desk.now)
        assert seen.messages[-1].text == f"{texts[language]} {desk.code(case)}"
        assert (seen.messages[-1].language, seen.state) == (language, CaseState.SOLVED)
        assert len(seen.messages) == 2
    mails = desk.session.exec(select(OutboxRow).where(OutboxRow.template == "help-case-answered")).all()
    assert sorted((each.recipient, each.language) for each in mails) == [
        ("joe@example.com", "en"),
        ("luz@example.com", "es"),
    ]


def test_nothing_of_a_merged_case_is_lost(desk: Desk) -> None:
    first, second = desk.opened(happened="Uploads fail"), desk.opened(kind="cannot-get-in", happened="No sube")
    desk.answer(first)
    desk.do(merge_case, second, into=first)
    file, merged = desk.file(first), desk.file(second)
    assert [each.text for each in file.messages] == ["Uploads fail", "No sube", "Try it again."]
    assert {each.from_code for each in file.messages} == {"", merged.code}
    assert [each.code for each in file.merged] == [merged.code]
    assert (merged.state, merged.goes_on_in, merged.answer_due_at) == (CaseState.MERGED, file.code, None)
    assert (file.priority, file.state, file.answer_due_at) == (CasePriority.HIGH, CaseState.OPEN, desk.now + 8 * HOUR)


def test_an_answer_stands_once_in_the_file_of_a_merged_case(desk: Desk) -> None:
    first, second = desk.opened(), desk.opened()
    desk.do(merge_case, second, into=first)
    desk.answer(first)
    assert [each.text for each in desk.file(first).messages].count("Try it again.") == 1


def test_what_a_person_adds_to_a_merged_case_comes_up_in_the_other(desk: Desk) -> None:
    first, second, third = desk.opened(), desk.opened(), desk.opened()
    desk.do(merge_case, third, into=second)
    desk.do(merge_case, second, into=first)
    desk.answer(first)
    add_to_case(
        desk.session, desk.code(third), text="Still broken", language="en", token=a_token(), user_id=None,
        now=desk.now + HOUR,
    )  # fmt: skip
    file = desk.file(first)
    assert file.messages[-1].text == "Still broken"
    assert (file.state, file.answer_due_at) == (CaseState.OPEN, desk.now + 25 * HOUR)


def test_a_case_goes_on_in_another_one_that_is_not_solved(desk: Desk) -> None:
    case, solved = desk.opened(), desk.opened()
    desk.answer(solved, step=CaseStep.SOLVE)
    for into, code in ((case, "merge-itself"), (solved, "merge-ended")):
        with pytest.raises(InvalidValue, match=code):
            desk.do(merge_case, case, into=into)
    with pytest.raises(NotPermitted):
        desk.do(merge_case, case, into=2**40)


def test_two_cases_never_go_on_in_each_other(desk: Desk) -> None:
    first, second = desk.opened(), desk.opened()
    desk.do(merge_case, first, into=second)
    with pytest.raises(InvalidValue, match="merge-ended"):
        desk.do(merge_case, second, into=first)


# ---------------------------------------------------------------- who may


def test_dan_cannot_and_no_other_of_the_staff(desk: Desk) -> None:
    case, other = desk.opened(), desk.opened()
    people = [
        a_staff_member(desk.session, a_person(desk.session), role) for role in StaffRole if role != StaffRole.HELP_DESK
    ]
    uses: list[Callable[[Actor], object]] = [
        lambda who: read_case_queue(desk.session, who, wish=CaseWish(), now=desk.now),
        lambda who: list_agents(desk.session, who),
        lambda who: find_case(desk.session, who, code=desk.code(case)),
        lambda who: desk.file(case, who),
        lambda who: add_note(desk.session, who, case_id=case, text="Hm", now=desk.now),
        lambda who: desk.do(take_case, case, who=who),
        lambda who: desk.do(hand_over_case, case, who=who, to=0),
        lambda who: desk.do(set_priority, case, who=who, priority=CasePriority.LOW),
        lambda who: desk.answer(case, who=who),
        lambda who: desk.do(close_case, case, who=who),
        lambda who: desk.do(reopen_case, case, who=who),
        lambda who: desk.do(merge_case, case, who=who, into=other),
    ]
    for person in (desk.cast.dan, desk.cast.ana, *people):
        for use in uses:
            with pytest.raises(NotPermitted):
                use(person)


@pytest.mark.parametrize("case", [0, -1, 2**31, 2**40])
def test_a_case_that_does_not_exist_is_nobodys(desk: Desk, case: int) -> None:
    with pytest.raises(NotPermitted):
        desk.file(case)
    with pytest.raises(NotPermitted):
        take_case(desk.session, desk.finn, case_id=case, seen_version=1, now=desk.now)


def test_each_step_is_in_the_trail_with_the_role_and_never_the_code(desk: Desk) -> None:
    case = desk.opened()
    desk.do(take_case, case)
    desk.answer(case, step=CaseStep.SOLVE)
    assert [each.action for each in desk.file(case).events] == [
        "help-case.solved-by-desk",
        "help-case.taken",
        "help-case.opened",
    ]
    events = desk.session.exec(select(AuditEventRow).where(AuditEventRow.subject == f"help-case:{case}")).all()
    assert {each.acting_as for each in events if each.user_id} == {StaffRole.HELP_DESK}
    assert {"help-case.seen", "help-case.taken"} <= {each.action for each in events}
    assert not any(desk.code(case) in each.detail + each.subject for each in events)
