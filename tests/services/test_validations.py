"""Validations from the plan to the outcome: who may, in which order, who is told, and what follows for the member."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from ctpat_app.domain.documents import Scan, UploadState
from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.uploads import FileType, JudgedFile, Target
from ctpat_app.domain.validations import FindingKind, Kind, Mode, Move, Outcome, Plan, State, Visit
from ctpat_app.services.finding_files import put_beside, take_away
from ctpat_app.services.model_steps import events_of, find_differences, take_step
from ctpat_app.services.uploads import KeptUpload, keep_upload, require_upload
from ctpat_app.services.validation_cases import CaseView, read_case
from ctpat_app.services.validation_outcomes import record_outcome
from ctpat_app.services.validation_plans import (
    add_visit,
    begin_validation,
    cancel_validation,
    change_plan,
    decide_plan,
    drop_visit,
    plan_validation,
    schedule_validation,
    standing_visits,
)
from ctpat_app.services.validation_reports import (
    Finding,
    change_finding,
    decide_report,
    findings_of,
    record_visit,
    remove_finding,
    send_report,
)
from ctpat_app.services.validation_responses import decide_finding, finish_review, save_response, submit_response
from ctpat_app.services.validations import list_validations, newest_validation, open_required_actions, read_desk
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.validations import ValidationEventRow, ValidationRow
from tests.cases import ALL_PROVED
from tests.factories import a_document, a_person, a_staff_member, a_version, the_cast
from tests.validations import TWO_ACTIONS, Desk


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    return Desk(session, the_cast(session), now)


def refused(call: Callable[..., object], *args: object, **kwargs: object) -> str:
    with pytest.raises(Refusal) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def told(session: Session, person: Actor) -> list[str]:
    """Return the templates of what a person was told about validations."""
    query = select(NoticeRow.template).where(NoticeRow.user_id == person.user_id).order_by(col(NoticeRow.id))
    return [each for each in session.exec(query) if each.startswith("validation-")]


def model_of(desk: Desk) -> SecurityModelRow:
    return desk.session.get_one(SecurityModelRow, desk.model)


# ---------------------------------------------------------------- the whole way


def test_a_validation_with_two_required_actions_ends_with_a_validated_member(desk: Desk, session: Session) -> None:
    validation = desk.to(State.CLOSED)
    model = model_of(desk)
    assert model.status == Status.CERTIFIED_NON_IMPORTER_VALIDATED
    assert model.validated_on == desk.now.date()
    assert find_differences(session) == ()
    newest = newest_validation(session, desk.model)
    assert newest is not None
    assert (newest.id, newest.outcome, newest.ended_on) == (validation, Outcome.PASSED, desk.now.date())
    assert (newest.required_actions, newest.open_required_actions, newest.best_practices) == (2, 0, 1)
    assert told(session, desk.cast.ana) == [
        "validation-scheduled",
        "validation-report-to-answer",
        "validation-response-accepted",
        "validation-closed",
    ]
    assert told(session, desk.sue) == ["validation-to-approve", "validation-to-approve"]
    assert told(session, desk.eva) == ["validation-decided", "validation-decided", "validation-answered"]


@pytest.mark.parametrize(
    ("types", "status"),
    [
        (("us-importer",), Status.CERTIFIED_VALIDATED),
        (("us-importer", "us-exporter"), Status.CERTIFIED_VALIDATED),
        (("us-exporter",), Status.CERTIFIED_NON_IMPORTER_VALIDATED),
    ],
)
def test_one_importer_among_the_types_decides_about_the_tier(
    session: Session, now: datetime, types: tuple[str, ...], status: Status
) -> None:
    desk = Desk(session, the_cast(session), now, types)
    desk.to(State.CLOSED)
    assert model_of(desk).status == status


def test_a_revalidation_moves_the_clock_and_not_the_status(desk: Desk, session: Session) -> None:
    desk.to(State.CLOSED)
    status = model_of(desk).status
    desk.later(days=1200)
    desk.to(State.CLOSED, Kind.REVALIDATION)
    model = model_of(desk)
    assert (model.status, model.validated_on) == (status, desk.now.date())
    assert events_of(session, desk.model)[-1].step == "m.revalidated"
    assert find_differences(session) == ()


def test_a_follow_up_does_not_move_the_clock_of_a_validated_member(desk: Desk, session: Session) -> None:
    desk.to(State.CLOSED)
    before = model_of(desk).validated_on
    desk.later(days=40)
    desk.to(State.CLOSED, Kind.FOLLOW_UP)
    assert model_of(desk).validated_on == before
    assert find_differences(session) == ()


def test_without_findings_nothing_is_to_be_answered(session: Session, now: datetime) -> None:
    desk = Desk(session, the_cast(session), now, ("us-importer",), TWO_ACTIONS[3:] * 2)
    validation = desk.to(State.CLOSED, with_visit=False)
    assert desk.row(validation).response_due_on is None
    assert "validation-report" in told(session, desk.cast.ana)
    assert model_of(desk).status == Status.CERTIFIED_VALIDATED
    hugo = a_staff_member(session, a_person(session, "hugo"), StaffRole.HEADQUARTERS)
    take_step(session, hugo, security_model_id=desk.model, step="t.exceed", now=desk.later())
    assert model_of(desk).status == Status.CERTIFIED_EXCEEDING


def test_nobody_exceeds_after_required_actions(session: Session, now: datetime) -> None:
    desk = Desk(session, the_cast(session), now, ("us-importer",))
    desk.to(State.CLOSED)
    hugo = a_staff_member(session, a_person(session, "hugo"), StaffRole.HEADQUARTERS)
    code = refused(take_step, session, hugo, security_model_id=desk.model, step="t.exceed", now=desk.later())
    assert code == "lifecycle.not-proved"


def test_no_member_becomes_validated_without_a_validation(desk: Desk, session: Session) -> None:
    step = {"security_model_id": desk.model, "step": "t.validate-other"}
    assert refused(take_step, session, desk.sue, **step, now=desk.later()) == "lifecycle.not-proved"
    desk.to(State.RESPONSE_PENDING)
    assert refused(take_step, session, desk.sue, **step, now=desk.later()) == "lifecycle.not-proved"


def test_an_old_validation_does_not_count_for_a_membership_that_began_later(desk: Desk, session: Session) -> None:
    desk.to(State.CLOSED)
    ana = desk.cast.ana
    later: dict[str, Any] = {"security_model_id": desk.model, "proofs": ALL_PROVED}
    for who, step in (
        *((ana, "t.withdraw"), (ana, "t.reapply"), (ana, "t.submit")),
        *((desk.sue, "t.assign"), (desk.sue, "t.certify")),
    ):
        take_step(session, who, step=step, reason="x", now=desk.later(), **later)
    code = refused(
        take_step, session, desk.sue, security_model_id=desk.model, step="t.validate-other", now=desk.later()
    )
    assert code == "lifecycle.not-proved"


def test_one_that_was_not_passed_leaves_its_actions_open_until_a_later_one_is_passed(
    desk: Desk, session: Session
) -> None:
    validation = desk.to(State.RESPONSE_PENDING)
    desk.close(validation, passed=False)
    assert model_of(desk).status == Status.CERTIFIED
    assert open_required_actions(session, desk.model) == 2
    desk.findings = ()
    desk.to(State.CLOSED, Kind.FOLLOW_UP)
    assert open_required_actions(session, desk.model) == 0
    assert model_of(desk).status == Status.CERTIFIED_NON_IMPORTER_VALIDATED


def test_a_suspended_member_is_looked_at_again_and_stays_suspended(desk: Desk, session: Session) -> None:
    hugo = a_staff_member(session, a_person(session, "hugo"), StaffRole.HEADQUARTERS)
    take_step(session, hugo, security_model_id=desk.model, step="t.suspend", now=desk.later(), proofs=ALL_PROVED)
    desk.to(State.CLOSED, Kind.FOLLOW_UP)
    assert model_of(desk).status == Status.SUSPENDED
    assert find_differences(session) == ()


# ---------------------------------------------------------------- who may


def test_dan_cannot_read_or_do_anything_and_learns_nothing(desk: Desk, session: Session) -> None:
    validation = desk.to(State.RESPONSE_PENDING)
    dan, now, finding = desk.cast.dan, desk.later(), desk.asked(validation)[0]
    seen = {"validation_id": validation, "seen_version": desk.seen(validation)}
    for call in (
        lambda: list_validations(session, dan, trade_account_id=desk.cast.account),
        lambda: read_desk(session, dan, security_model_id=desk.model, now=now),
        lambda: read_case(session, dan, validation_id=validation, at_desk=False, now=now),
        lambda: plan_validation(
            session, dan, security_model_id=desk.model, plan=Plan(Kind.INITIAL, True, "x"), now=now
        ),
        lambda: decide_plan(session, dan, **seen, approve=True, reason="", now=now),
        lambda: begin_validation(session, dan, **seen, now=now),
        lambda: cancel_validation(session, dan, **seen, reason="x", now=now),
        lambda: decide_report(session, dan, **seen, approve=True, reason="", now=now),
        lambda: save_response(session, dan, finding_id=finding, seen_version=0, text="dan", language="en", now=now),
        lambda: put_beside(session, dan, finding_id=finding, document_id=1, now=now),
        lambda: submit_response(session, dan, **seen, now=now),
        lambda: decide_finding(session, dan, finding_id=finding, seen_version=0, accept=True, comment="", now=now),
        lambda: finish_review(session, dan, **seen, days=5, now=now),
        lambda: record_outcome(session, dan, **seen, passed=True, reason="", now=now),
    ):
        assert refused(call) == "access.not-yours"
    assert desk.state(validation) is State.RESPONSE_PENDING


def test_an_unassigned_specialist_is_nobody_here(desk: Desk, session: Session) -> None:
    other = a_staff_member(session, a_person(session), StaffRole.SPECIALIST)
    code = refused(read_desk, session, other, security_model_id=desk.model, now=desk.now)
    assert code == "access.not-yours"


def test_headquarters_reads_and_does_not_record(desk: Desk, session: Session) -> None:
    validation = desk.to(State.RESPONSE_SUBMITTED)
    hugo = a_staff_member(session, a_person(session, "hugo"), StaffRole.HEADQUARTERS)
    assert read_desk(session, hugo, security_model_id=desk.model, now=desk.now).may_record is False
    case = read_case(session, hugo, validation_id=validation, at_desk=True, now=desk.now)
    assert (case.moves, case.may_write) == (frozenset(), False)
    desk.eva = hugo
    with pytest.raises(NotPermitted):
        desk.decide(desk.asked(validation)[0], validation)


def test_people_of_the_company_do_not_find_the_desk(desk: Desk, session: Session) -> None:
    validation = desk.to(State.SCHEDULED)
    for who in (desk.cast.ana, desk.cast.ben, desk.cast.chloe):
        assert refused(read_desk, session, who, security_model_id=desk.model, now=desk.now) == "access.not-yours"
        code = refused(read_case, session, who, validation_id=validation, at_desk=True, now=desk.now)
        assert code == "access.not-yours"


def test_nobody_decides_on_their_own_plan_or_report(desk: Desk, session: Session) -> None:
    plan = Plan(Kind.INITIAL, with_visit=False, risk_basis="Risk")
    validation = plan_validation(session, desk.sue, security_model_id=desk.model, plan=plan, now=desk.later())
    desk_approve: dict[str, Any] = {"validation_id": validation, "approve": True, "reason": ""}
    code = refused(decide_plan, session, desk.sue, **desk_approve, seen_version=1, now=desk.now)
    assert code == "validation.own-work"
    code = refused(decide_plan, session, desk.eva, **desk_approve, seen_version=1, now=desk.now)
    assert code == "validation.wrong-party"
    decide_plan(session, desk.sam, **desk_approve, seen_version=1, now=desk.now)
    assert desk.state(validation) is State.PLAN_APPROVED


def test_only_the_officer_sends_the_response_and_proves_who_she_is(desk: Desk, session: Session) -> None:
    validation = desk.to(State.RESPONSE_PENDING)
    for finding in desk.asked(validation):
        desk.answer(finding)
        desk.prove(finding)
    seen: dict[str, Any] = {"validation_id": validation, "seen_version": desk.seen(validation), "now": desk.later()}
    for who in (desk.cast.ben, desk.cast.chloe):
        assert refused(submit_response, session, who, **seen) == "access.not-your-role"
    long_ago = replace(desk.cast.ana, proved_at=desk.now - timedelta(hours=1))
    assert refused(submit_response, session, long_ago, **seen) == "access.prove-again"
    submit_response(session, desk.cast.ana, **seen)
    assert desk.state(validation) is State.RESPONSE_SUBMITTED


# ---------------------------------------------------------------- planning


def test_a_plan_that_was_sent_back_is_changed_and_decided_again(desk: Desk, session: Session) -> None:
    validation = desk.plan()
    decide_plan(
        session, desk.sue, validation_id=validation, seen_version=1, approve=False, reason="Too soon.", now=desk.later()
    )
    change_plan(
        session, desk.eva, validation_id=validation, seen_version=2, plan=Plan(Kind.INITIAL, False, "Later"),
        now=desk.later(),
    )  # fmt: skip
    desk.approve(validation)
    rows = session.exec(select(ValidationEventRow).order_by(col(ValidationEventRow.id))).all()
    assert [(row.move, row.reason) for row in rows] == [
        (Move.PLAN, ""),
        (Move.RETURN_PLAN, "Too soon."),
        (Move.CHANGE_PLAN, ""),
        (Move.APPROVE_PLAN, ""),
    ]


def test_one_validation_is_open_at_a_time(desk: Desk, session: Session) -> None:
    validation = desk.plan()
    assert refused(desk.plan) == "validation.open-already"
    cancel_validation(
        session, desk.eva, validation_id=validation, seen_version=1, reason="Wrong model.", now=desk.later()
    )
    assert told(session, desk.cast.ana) == []  # she never knew of it
    assert desk.row(desk.plan()).number == 2
    assert newest_validation(session, desk.model).number == 2  # type: ignore[union-attr]


def test_visits_are_planned_dropped_and_set_the_day(desk: Desk, session: Session) -> None:
    validation = desk.to(State.PLAN_APPROVED)
    day = desk.now.date()

    def schedule(reason: str = "") -> None:
        schedule_validation(
            session, desk.eva, validation_id=validation, seen_version=desk.seen(validation), day=None, team_size=0,
            reason=reason, now=desk.later(),
        )  # fmt: skip

    assert refused(schedule) == "validation.visits-missing"
    for days, site in ((60, "Saltillo"), (31, "Monterrey"), (10, "Tijuana")):
        visit = Visit(site, day + timedelta(days=days), Mode.VIRTUAL, days // 10)
        add_visit(
            session, desk.eva, validation_id=validation, seen_version=desk.seen(validation), visit=visit, now=desk.now
        )
    assert refused(schedule) == "validation.notice-short"
    [first, *_others] = standing_visits(session, validation)
    drop_visit(session, desk.eva, visit_id=first.id or 0, seen_version=desk.seen(validation), now=desk.now)
    schedule()
    row = desk.row(validation)
    assert (row.starts_on, row.team_size) == (day + timedelta(days=31), 6)
    assert refused(desk.begin, validation) == "validation.too-early"
    desk.later(days=31)
    desk.begin(validation)


def test_a_validation_without_a_visit_has_none(desk: Desk, session: Session) -> None:
    validation = desk.to(State.PLAN_APPROVED, with_visit=False)
    visit = Visit("Plant", desk.now.date(), Mode.ON_SITE, 1)
    code = refused(
        add_visit, session, desk.eva, validation_id=validation, seen_version=desk.seen(validation), visit=visit,
        now=desk.now,
    )  # fmt: skip
    assert code == "validation.no-visit"


def test_a_company_that_was_told_is_told_of_the_end_as_well(desk: Desk, session: Session) -> None:
    validation = desk.to(State.SCHEDULED)
    cancel_validation(
        session, desk.eva, validation_id=validation, seen_version=desk.seen(validation), reason="Flood.",
        now=desk.later(),
    )  # fmt: skip
    assert told(session, desk.cast.ana)[-1] == "validation-cancelled"
    [event, *_others] = read(desk, validation, desk.cast.ana).events
    assert (event.move, event.reason, event.who) == (Move.CANCEL, "Flood.", "")


# ---------------------------------------------------------------- the report


def test_a_report_waits_for_every_visit_and_a_summary(desk: Desk, session: Session) -> None:
    validation = desk.to(State.IN_PROGRESS)

    def send(summary: str, days: int = 30) -> None:
        send_report(
            session, desk.eva, validation_id=validation, seen_version=desk.seen(validation), summary=summary,
            response_days=days, now=desk.later(),
        )  # fmt: skip

    assert refused(send, "Good") == "validation.visit-open"
    [visit] = standing_visits(session, validation)
    record_visit(
        session, desk.eva, visit_id=visit.id or 0, seen_version=desk.seen(validation), note="Seen", now=desk.now
    )
    assert refused(send, " ") == "validation.summary-missing"
    assert refused(send, "Good", 91) == "validation.response-days"
    send("Good")
    decide_report(
        session, desk.sue, validation_id=validation, seen_version=desk.seen(validation), approve=False,
        reason="Name the gate.", now=desk.later(),
    )  # fmt: skip
    assert read(desk, validation, desk.cast.ana).state is State.IN_PROGRESS
    desk.findings = ()
    desk.report(validation)
    desk.issue(validation)
    assert desk.state(validation) is State.REPORT_ISSUED


def test_findings_are_changed_and_taken_out_until_the_report_is_sent(desk: Desk, session: Session) -> None:
    validation = desk.to(State.REPORT_WAITING)
    [first, second, *_others] = findings_of(session, validation)
    other = Finding(FindingKind.RECOMMENDATION, "", "Mend the fence.")
    change: dict[str, Any] = {"finding_id": first.id, "finding": other, "now": desk.now}
    code = refused(change_finding, session, desk.eva, **change, seen_version=desk.seen(validation))
    assert code == "validation.moved-on"
    decide_report(
        session, desk.sue, validation_id=validation, seen_version=desk.seen(validation), approve=False, reason="x",
        now=desk.later(),
    )  # fmt: skip
    change_finding(session, desk.eva, **change, seen_version=desk.seen(validation))
    remove_finding(session, desk.eva, finding_id=second.id or 0, seen_version=desk.seen(validation), now=desk.later())
    kinds = [row.kind for row in findings_of(session, validation)]
    assert kinds == [FindingKind.RECOMMENDATION, FindingKind.RECOMMENDATION, FindingKind.BEST_PRACTICE]
    bad = Finding(FindingKind.RECOMMENDATION, "no-such", "Text")
    code = refused(
        change_finding,
        session,
        desk.eva,
        finding_id=first.id,
        finding=bad,
        seen_version=desk.seen(validation),
        now=desk.now,
    )
    assert code == "validation.criterion-unknown"


# ---------------------------------------------------------------- the response


def read(desk: Desk, validation: int, who: Actor, *, at_desk: bool = False) -> CaseView:
    return read_case(desk.session, who, validation_id=validation, at_desk=at_desk, now=desk.now)


def test_what_is_missing_is_told_before_it_is_sent(desk: Desk, session: Session) -> None:
    validation = desk.to(State.RESPONSE_PENDING)
    first, second, third = desk.asked(validation)
    assert [point.code for point in read(desk, validation, desk.cast.ana).open_points] == ["validation.open-answer"] * 3
    desk.answer(first)
    desk.prove(first)
    desk.answer(second)
    desk.answer(third)
    [point] = read(desk, validation, desk.cast.ana).open_points
    assert (point.finding_id, point.code) == (second, "validation.open-evidence")
    assert refused(desk.submit, validation) == "validation.response-open"
    desk.prove(second)
    desk.submit(validation)


def test_one_answer_is_returned_corrected_and_accepted(desk: Desk, session: Session) -> None:
    validation = desk.to(State.RESPONSE_SUBMITTED)
    first, second, third = desk.asked(validation)
    desk.decide(first, validation)
    assert refused(desk.finish, validation) == "validation.points-undecided"
    desk.decide(second, validation, accept=False)
    desk.decide(third, validation)
    assert all(each.accepted is None for each in read(desk, validation, desk.cast.ana).findings)
    assert desk.finish(validation) is State.RESPONSE_RETURNED
    assert desk.row(validation).response_due_on == desk.now.date() + timedelta(days=20)
    case = read(desk, validation, desk.cast.ana)
    assert [each.accepted for each in case.findings[:3]] == [True, False, True]
    assert [each.may_answer for each in case.findings[:3]] == [False, True, False]
    assert [point.code for point in case.open_points] == ["validation.open-unchanged"]
    assert refused(desk.answer, first, "Again", 1) == "validation.moved-on"
    desk.answer(second, "The log of last month is here.", 1)
    assert read(desk, validation, desk.eva, at_desk=True).findings[1].answer == "A guard checks each seal now."
    desk.submit(validation)
    assert read(desk, validation, desk.eva, at_desk=True).findings[1].accepted is None
    assert read(desk, validation, desk.cast.ana).findings[0].accepted is True
    desk.decide(second, validation)
    assert desk.finish(validation) is State.RESPONSE_ACCEPTED
    desk.close(validation)
    assert model_of(desk).status == Status.CERTIFIED_NON_IMPORTER_VALIDATED


def test_a_new_document_alone_is_a_change_as_well(desk: Desk, session: Session) -> None:
    validation = desk.to(State.RESPONSE_SUBMITTED)
    for number, finding in enumerate(desk.asked(validation)):
        desk.decide(finding, validation, accept=number > 0)
    desk.finish(validation)
    desk.prove(desk.asked(validation)[0], "log.pdf")
    desk.submit(validation)


def test_a_response_keeps_the_versions_that_were_sent(desk: Desk, session: Session) -> None:
    validation = desk.to(State.RESPONSE_PENDING)
    first, *others = desk.asked(validation)
    desk.answer(first)
    document = desk.prove(first)
    for finding in others:
        desk.answer(finding)
        desk.prove(finding)
    assert read(desk, validation, desk.eva, at_desk=True).findings[0].files == ()
    desk.submit(validation)
    a_version(session, desk.cast.ben, document, number=2)
    [file] = read(desk, validation, desk.eva, at_desk=True).findings[0].files
    assert (file.document_id, file.version.number, file.is_sent) == (document, 1, True)


def test_documents_come_and_go_while_the_answer_is_open(desk: Desk, session: Session) -> None:
    validation = desk.to(State.RESPONSE_PENDING)
    finding = desk.asked(validation)[0]
    document = desk.prove(finding)
    put_beside(session, desk.cast.ben, finding_id=finding, document_id=document, now=desk.later())
    assert len(read(desk, validation, desk.cast.ben).findings[0].files) == 1
    for _twice in range(2):
        take_away(session, desk.cast.ben, finding_id=finding, document_id=document, now=desk.later())
    assert read(desk, validation, desk.cast.ben).findings[0].files == ()
    strangers = a_document(session, desk.cast.dan, None)
    code = refused(put_beside, session, desk.cast.ben, finding_id=finding, document_id=strangers, now=desk.now)
    assert code == "access.not-yours"


def test_an_upload_stands_beside_the_answer_and_in_the_exchange(desk: Desk, session: Session) -> None:
    validation = desk.to(State.RESPONSE_PENDING)
    finding = desk.asked(validation)[0]

    def upload(who: Actor, key: str) -> KeptUpload:
        file = JudgedFile(FileType.PDF, f"documents/{key}", 100, "a" * 64, UploadState.READ, Scan.CLEAN, 2, "")
        require_upload(session, who, Target(finding_id=finding))
        return keep_upload(
            session, who, target=Target(finding_id=finding), name="Seals.pdf", kind="", file=file, now=desk.later()
        )

    first, second = upload(desk.cast.ben, "1"), upload(desk.cast.chloe, "2")
    assert (first.document_id, second.number) == (second.document_id, 2)
    [file] = read(desk, validation, desk.cast.ana).findings[0].files
    assert (file.document_id, file.version.number) == (first.document_id, 2)
    for who in (desk.cast.dan, desk.eva):
        assert refused(upload, who, "3") == "access.not-yours"
    desk.respond(validation)
    assert refused(upload, desk.cast.ben, "4") == "validation.moved-on"


def test_two_people_answer_at_once_and_the_second_is_told(desk: Desk, session: Session) -> None:
    validation = desk.to(State.RESPONSE_PENDING)
    finding = desk.asked(validation)[0]
    assert desk.answer(finding, "Ben's answer") == 1
    with pytest.raises(StaleVersion) as stale:
        save_response(
            session, desk.cast.ana, finding_id=finding, seen_version=0, text="Ana's", language="en", now=desk.now
        )
    assert (stale.value.theirs, stale.value.version, stale.value.who) == ("Ben's answer", 1, "Ben")
    assert desk.answer(finding, "Ben's answer") == 1  # the same once more writes nothing
    version = save_response(
        session, desk.cast.chloe, finding_id=finding, seen_version=1, text="أنا", language="ar", now=desk.now
    )
    case = read(desk, validation, desk.cast.ana)
    assert (version, case.findings[0].answer, case.findings[0].language) == (2, "أنا", "ar")
    assert case.findings[0].answered_by == "Chloe"


def test_two_at_the_desk_and_the_second_is_told(desk: Desk, session: Session) -> None:
    validation = desk.to(State.PLAN_WAITING)
    desk.approve(validation)
    with pytest.raises(StaleVersion) as stale:
        decide_plan(
            session, desk.sam, validation_id=validation, seen_version=1, approve=False, reason="x", now=desk.now
        )
    assert (stale.value.code, stale.value.version) == ("validation.changed-meanwhile", 2)


# ---------------------------------------------------------------- what is read


def test_a_company_reads_of_it_from_the_notice_on(desk: Desk, session: Session) -> None:
    ana, account = desk.cast.ana, desk.cast.account
    validation = desk.to(State.PLAN_APPROVED)
    assert list_validations(session, ana, trade_account_id=account)[1][0].validations == ()
    assert refused(read, desk, validation, ana) == "access.not-yours"
    desk.schedule(validation)
    _name, [mine] = list_validations(session, ana, trade_account_id=account)
    assert [each.id for each in mine.validations] == [validation]
    case = read(desk, validation, ana)
    assert (case.risk_basis, case.team_size, case.visits[0].team, case.sites) == ("", 2, "", ())
    assert [event.move for event in case.events] == [Move.SCHEDULE]
    desk.begin(validation)
    desk.report(validation)
    case = read(desk, validation, ana)
    assert (case.state, case.findings, case.report) == (State.IN_PROGRESS, (), "")
    assert case.visits[0].note == ""
    desk.issue(validation)
    case = read(desk, validation, ana)
    assert (len(case.findings), case.report) == (4, "A good site with two gaps.")
    assert {event.who for event in case.events} == {""}  # no name of staff


def test_earlier_ones_stay_on_record(desk: Desk, session: Session) -> None:
    first = desk.to(State.CLOSED)
    second = desk.to(State.SCHEDULED, Kind.REVALIDATION)
    view = read_desk(session, desk.eva, security_model_id=desk.model, now=desk.now)
    assert [each.id for each in view.model.validations] == [second, first]
    assert view.kinds == ()
    assert view.due_on == view.validated_on.replace(year=view.validated_on.year + 4)  # type: ignore[union-attr]
    assert read(desk, first, desk.cast.ana).findings[0].accepted is True


def test_what_was_written_stays(desk: Desk, session: Session) -> None:
    desk.to(State.RESPONSE_SUBMITTED)
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(update(ValidationEventRow).values(reason="other"))
    assert session.exec(select(ValidationRow)).one().version > 1
