"""The company reviews what was signed: English, grades, return, actions, the end; and each by one person at a time."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.inquiries import ActionState, Grade, InquiryState, Outcome, expiry, renewal_day
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.library import unpack
from ctpat_app.guidance.records import Library
from ctpat_app.services.inquiry_actions import add_inquiry_action, decide_action
from ctpat_app.services.inquiry_files import require_inquiry_file
from ctpat_app.services.inquiry_reading import CriterionView, InquiryView, read_inquiry
from ctpat_app.services.inquiry_reviews import close_inquiry, grade_answer, return_answers, write_english
from ctpat_app.services.inquiry_rows import returned_comments
from ctpat_app.services.library import keep_current, library_version
from ctpat_app.tables.inquiries import InquiryActionRow, InquiryEventRow, InquiryLinkRow, InquiryRow
from ctpat_app.tables.library_versions import LibraryVersionRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.partners import PartnerRow
from tests.factories import Cast, the_cast
from tests.inquiries import (
    CRITERIA,
    a_partners_file,
    a_signed_inquiry,
    action_answered,
    an_inquiry,
    answered,
    link_of,
    signed,
)

ONE, TWO, THREE = CRITERIA


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    keep_current(session, now=now)
    return the_cast(session)


@pytest.fixture
def number(session: Session, cast: Cast, now: datetime) -> int:
    return a_signed_inquiry(session, cast.account, cast.ana, now=now)


def view(session: Session, actor: Actor, number: int, now: datetime) -> InquiryView:
    return read_inquiry(session, actor, inquiry_id=number, now=now)


def of(session: Session, actor: Actor, number: int, criterion: str, now: datetime) -> CriterionView:
    return next(each for each in view(session, actor, number, now).criteria if each.id == criterion)


def grade(session: Session, actor: Actor, number: int, criterion: str, now: datetime, **more: object) -> None:
    what: dict[str, object] = {"seen_version": 0, "of_version": 1, "grade": Grade.MET.value, "reason": "", **more}
    grade_answer(session, actor, inquiry_id=number, criterion=criterion, now=now, **what)  # type: ignore[arg-type]


def grade_all(session: Session, actor: Actor, number: int, now: datetime) -> None:
    for criterion in CRITERIA:
        grade(session, actor, number, criterion, now)


def version(session: Session, number: int) -> int:
    return session.get_one(InquiryRow, number).version


def close(session: Session, actor: Actor, number: int, now: datetime, outcome: str = "accepted") -> None:
    close_inquiry(
        session,
        actor,
        inquiry_id=number,
        seen_version=version(session, number),
        outcome=outcome,
        reason="Good.",
        now=now,
    )


def give_back(session: Session, actor: Actor, number: int, now: datetime, **comments: str) -> None:
    return_answers(
        session, actor, inquiry_id=number, seen_version=version(session, number),
        comments=comments or {ONE: "Who?"}, due_on=now.date() + timedelta(14), now=now,
    )  # fmt: skip


def add(session: Session, actor: Actor, number: int, now: datetime, **more: object) -> int:
    what: dict[str, object] = {
        "criterion": ONE, "finding": "A hole.", "wanted": "Mend it.", "due_on": now.date() + timedelta(90), **more,
    }  # fmt: skip
    return add_inquiry_action(session, actor, inquiry_id=number, now=now, **what)  # type: ignore[arg-type]


def last_mail(session: Session) -> OutboxRow:
    found = session.exec(select(OutboxRow).order_by(col(OutboxRow.id).desc())).first()
    assert found
    return found


# ---------------------------------------------------------------- reading


def test_before_the_signature_only_the_progress_is_seen(session: Session, cast: Cast, now: datetime) -> None:
    inquiry = an_inquiry(session, cast.account, cast.ana, now=now)
    answered(session, inquiry, ONE, "Todavía no", now=now)
    seen = view(session, cast.ana, inquiry, now)
    assert (seen.line.answered, seen.are_answers_shown) == (1, False)
    assert {each.answer.text for each in seen.criteria} == {""}
    for attempt in (
        lambda: write_english(
            session, cast.ana, inquiry_id=inquiry, criterion=ONE, seen_version=0, of_version=1, text="Not yet", now=now
        ),
        lambda: grade(session, cast.ana, inquiry, ONE, now),
        lambda: add(session, cast.ana, inquiry, now),
    ):
        with pytest.raises(InvalidValue, match=r"inquiry\.not-signed"):
            attempt()


def test_the_answer_is_shown_in_its_language_with_the_statement_of_its_time(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    asked = of(session, cast.chloe, number, ONE, now)
    assert (asked.answer.text, asked.answer.language) == ("Sí, lo hacemos cada semana: 1.1.", "es")
    library = view(session, cast.chloe, number, now).library
    assert asked.level == library.criteria[ONE].level["highway-carrier-mexico"]
    assert asked.findings == (), "an answer in Spanish is no fault of the partner"


def test_a_criterion_withdrawn_from_the_content_is_still_reviewed(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    row = session.get_one(InquiryRow, number)
    pinned = library_version(session, row.library_hash)
    keep_current(session, now=now, library=_without(session, pinned, ONE))
    grade_all(session, cast.ana, number, now)
    seen = view(session, cast.ana, number, now)
    assert seen.library.hash == pinned.hash
    assert ONE in {each.id for each in seen.criteria}
    assert (seen.score, seen.ungraded) == (100, 0)
    close(session, cast.ana, number, now)
    keep_current(session, now=now, library=pinned)


def _without(session: Session, library: Library, criterion: str) -> Library:
    raw = {key: [each for each in records if not (key == "criteria" and each["id"] == criterion)]
           for key, records in library.raw.items()}  # fmt: skip
    raw["samples"] = [each for each in raw["samples"] if each["id"] != criterion]
    packed = replace(library, raw=raw).packed
    assert session.get(LibraryVersionRow, library.hash)
    return unpack(packed)


def test_the_reviewer_looks_at_what_is_in_english(session: Session, cast: Cast, now: datetime) -> None:
    texts = {ONE: "We do it.", TWO: "Lo hacemos.", THREE: "TBD"}
    inquiry = a_signed_inquiry(session, cast.account, cast.ana, now=now, answers=texts, language="en")
    found = {
        each.id: [finding.code for finding in each.findings] for each in view(session, cast.ana, inquiry, now).criteria
    }
    assert found[THREE] == ["placeholder"]
    assert found[ONE]
    assert not {"missing-evidence", "not-in-english"} & {code for codes in found.values() for code in codes}


# ---------------------------------------------------------------- English


def test_english_is_kept_with_the_answer_that_it_was_written_for(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    write_english(
        session,
        cast.ben,
        inquiry_id=number,
        criterion=ONE,
        seen_version=0,
        of_version=1,
        text=" Yes, weekly. ",
        now=now,
    )
    answer = of(session, cast.ana, number, ONE, now).answer
    assert (answer.english, answer.english_version, answer.english_by) == ("Yes, weekly.", 1, "Ben")
    give_back(session, cast.ana, number, now)
    later = now + timedelta(1)
    answered(session, number, ONE, "Sí, cada día.", now=later)
    assert of(session, cast.ana, number, ONE, later).answer.is_changing
    assert of(session, cast.ana, number, ONE, later).answer.text == ""
    assert of(session, cast.ana, number, TWO, later).answer.text != "", "what was not returned stays as it was signed"
    signed(session, number, now=later)
    answer = of(session, cast.ana, number, ONE, later).answer
    assert (answer.is_english_outdated, answer.text) == (True, "Sí, cada día.")


def test_two_people_do_not_overwrite_each_others_english(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    def write(actor: Actor, text: str, *, seen: int, of_version: int = 1) -> None:
        write_english(
            session,
            actor,
            inquiry_id=number,
            criterion=ONE,
            seen_version=seen,
            of_version=of_version,
            text=text,
            now=now,
        )

    write(cast.ana, "Yes.", seen=0)
    with pytest.raises(StaleVersion, match=r"inquiry\.english-changed") as stale:
        write(cast.ben, "Sure.", seen=0)
    assert (stale.value.theirs, stale.value.version) == ("Yes.", 1)
    write(cast.ben, "Sure.", seen=1)
    with pytest.raises(StaleVersion, match=r"inquiry\.answer-changed"):
        write(cast.ben, "Of course.", seen=2, of_version=7)
    with pytest.raises(InvalidValue, match=r"inquiry\.english-missing"):
        write(cast.ben, "  ", seen=2)


# ---------------------------------------------------------------- grades


@pytest.mark.parametrize("given", [Grade.PARTLY, Grade.NOT_MET, Grade.NOT_APPLICABLE])
def test_what_is_not_met_needs_a_reason(session: Session, cast: Cast, number: int, now: datetime, given: Grade) -> None:
    with pytest.raises(FormFaults) as refused:
        grade(session, cast.ana, number, ONE, now, grade=given.value)
    assert refused.value.faults["reason"].code == "inquiry.reason-missing"
    grade(session, cast.ana, number, ONE, now, grade=given.value, reason="No names.")
    assert of(session, cast.ana, number, ONE, now).grade.grade is given


def test_a_grade_that_does_not_exist_is_refused(session: Session, cast: Cast, number: int, now: datetime) -> None:
    with pytest.raises(FormFaults) as refused:
        grade(session, cast.ana, number, ONE, now, grade="splendid")
    assert refused.value.faults["grade"].code == "inquiry.grade-missing"


def test_the_second_tab_does_not_overwrite_a_grade(session: Session, cast: Cast, number: int, now: datetime) -> None:
    grade(session, cast.ana, number, ONE, now, grade="not-met", reason="No.")
    with pytest.raises(StaleVersion, match=r"inquiry\.grade-changed") as stale:
        grade(session, cast.ben, number, ONE, now)
    assert (stale.value.theirs, stale.value.version) == ("No.", 1)
    grade(session, cast.ben, number, ONE, now, seen_version=1)
    with pytest.raises(StaleVersion, match=r"inquiry\.answer-changed"):
        grade(session, cast.ben, number, ONE, now, seen_version=2, of_version=3)


def test_the_score_is_told_by_category(session: Session, cast: Cast, number: int, now: datetime) -> None:
    grade(session, cast.ana, number, ONE, now)
    grade(session, cast.ana, number, TWO, now, grade="not-met", reason="No.")
    seen = view(session, cast.ana, number, now)
    assert seen.by_category == {"security-vision": 100, "risk-assessment": 0, "seal-security": None}
    assert seen.ungraded == 1


# ---------------------------------------------------------------- return


def test_chosen_answers_go_back_with_a_comment_and_are_signed_again(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    grade_all(session, cast.ana, number, now)
    give_back(session, cast.ana, number, now, **{ONE: " Who looks? ", TWO: "  "})
    row = session.get_one(InquiryRow, number)
    assert (row.state, row.due_on, row.reminded_on) == (
        InquiryState.RETURNED, now.date() + timedelta(14), now.date(),
    )  # fmt: skip
    assert returned_comments(session, number) == {ONE: "Who looks?"}
    mail = last_mail(session)
    assert (mail.template, json.loads(mail.params)["count"]) == ("inquiry-returned", "1")
    answered(session, number, ONE, "Luis.", now=now + timedelta(1))
    signed(session, number, now=now + timedelta(1))
    asked = of(session, cast.ana, number, ONE, now)
    assert (asked.grade.is_outdated, asked.comment) == (True, "Who looks?")
    assert not of(session, cast.ana, number, TWO, now).grade.is_outdated
    with pytest.raises(InvalidValue, match=r"inquiry\.not-graded") as refused:
        close(session, cast.ana, number, now)
    assert refused.value.params == {"count": 1}


def test_nothing_goes_back_without_a_comment_or_to_who_was_removed(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    undone = session.begin_nested()
    with pytest.raises(FormFaults) as refused:
        return_answers(
            session, cast.ana, inquiry_id=number, seen_version=version(session, number), comments={ONE: " "},
            due_on=now.date(), now=now,
        )  # fmt: skip
    undone.rollback()
    assert {field: fault.code for field, fault in refused.value.faults.items()} == {
        "form": "inquiry.nothing-returned",
        "due_on": "inquiry.due-past",
    }
    session.get_one(PartnerRow, session.get_one(InquiryRow, number).partner_id).removed_at = now
    undone = session.begin_nested()
    with pytest.raises(InvalidValue, match=r"inquiry\.partner-removed"):
        give_back(session, cast.ana, number, now)
    undone.rollback()
    grade_all(session, cast.ana, number, now)
    before = last_mail(session).id
    close(session, cast.ana, number, now)
    assert last_mail(session).id == before, "who was removed gets no mail"


# ---------------------------------------------------------------- the end


def test_closing_keeps_outcome_reason_and_score(session: Session, cast: Cast, number: int, now: datetime) -> None:
    grade_all(session, cast.ana, number, now)
    close(session, cast.ben, number, now)
    row = session.get_one(InquiryRow, number)
    assert (row.state, row.outcome, row.outcome_reason, row.score) == (
        InquiryState.CLOSED, Outcome.ACCEPTED, "Good.", 100,
    )  # fmt: skip
    assert (row.closed_at, row.closed_by) == (now, cast.ben.user_id)
    assert last_mail(session).template == "inquiry-accepted"
    with pytest.raises(InvalidValue, match=r"inquiry\.moved-on"):
        close(session, cast.ben, number, now)
    with pytest.raises(InvalidValue, match=r"inquiry\.not-signed"):
        grade(session, cast.ana, number, ONE, now, seen_version=1)


@pytest.mark.parametrize("months", [0, 12])
def test_the_register_says_when_a_questionnaire_that_is_renewed_comes_again(
    session: Session, cast: Cast, now: datetime, months: int
) -> None:
    number = a_signed_inquiry(session, cast.account, cast.ana, now=now, renew_months=months)
    grade_all(session, cast.ana, number, now)
    close(session, cast.ana, number, now)
    partner = session.get_one(PartnerRow, session.get_one(InquiryRow, number).partner_id)
    assert partner.next_due_on == renewal_day(now.date(), months)
    assert (partner.next_due_on is None) is (months == 0)


def test_who_has_not_seen_the_newest_state_closes_nothing(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    grade_all(session, cast.ana, number, now)
    with pytest.raises(StaleVersion, match=r"inquiry\.changed-meanwhile"):
        close_inquiry(session, cast.ana, inquiry_id=number, seen_version=1, outcome="accepted", reason="Good.", now=now)


def test_actions_decide_which_outcomes_there_are(session: Session, cast: Cast, number: int, now: datetime) -> None:
    grade_all(session, cast.ana, number, now)
    for outcome, code in (("with-actions", "inquiry.no-action"), ("splendid", "inquiry.outcome-missing")):
        undone = session.begin_nested()
        with pytest.raises(FormFaults) as refused:
            close(session, cast.ana, number, now, outcome)
        undone.rollback()
        assert refused.value.faults["outcome"].code == code
    add(session, cast.ana, number, now)
    undone = session.begin_nested()
    with pytest.raises(FormFaults) as refused:
        close(session, cast.ana, number, now)
    undone.rollback()
    assert refused.value.faults["outcome"].code == "inquiry.actions-open"
    close(session, cast.ana, number, now, "with-actions")
    row = session.get_one(InquiryRow, number)
    assert row.expires_at == expiry(now.date() + timedelta(90)), "the partner answers its actions after the end"
    assert session.get_one(InquiryLinkRow, link_of(session, number)).expires_at == row.expires_at


# ---------------------------------------------------------------- actions


def test_an_action_is_answered_and_decided_also_after_the_end(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    action = add(session, cast.ana, number, now)
    grade_all(session, cast.ana, number, now)
    close(session, cast.ana, number, now, "with-actions")
    row = session.get_one(InquiryActionRow, action)
    row.reminded_on = now.date()
    action_answered(session, action, "Ya está.", now=now)

    def decide(decision: str, reason: str = "", days: int | None = None, seen: int | None = None) -> None:
        due_on = None if days is None else now.date() + timedelta(days)
        decide_action(
            session, cast.ben, action_id=action, seen_version=row.version if seen is None else seen,
            decision=decision, reason=reason, due_on=due_on, now=now,
        )  # fmt: skip

    with pytest.raises(StaleVersion, match=r"inquiry\.action-changed"):
        decide("done", seen=1)
    with pytest.raises(FormFaults) as refused:
        decide("again")
    assert {*refused.value.faults} == {"reason", "due_on"}
    decide("again", "Show a picture.", 30)
    again = session.get_one(InquiryActionRow, action)
    assert (again.state, again.due_on, again.reminded_on) == (ActionState.OPEN, now.date() + timedelta(30), None)
    with pytest.raises(InvalidValue, match=r"inquiry\.action-moved-on"):
        decide("done")
    action_answered(session, action, "Con foto.", now=now)
    decide("done")
    assert (row.state, row.decided_by) == (ActionState.DONE, cast.ben.user_id)
    assert of(session, cast.chloe, number, ONE, now).actions[0].decisions == ()


def test_an_action_says_what_was_found_and_what_is_wanted(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    with pytest.raises(FormFaults) as refused:
        add(session, cast.ana, number, now, finding=" ", wanted="", due_on=None)
    assert {*refused.value.faults} == {"finding", "wanted", "due_on"}
    with pytest.raises(NotPermitted):
        add(session, cast.ana, number, now, criterion="9.1")


# ---------------------------------------------------------------- files


def test_who_reads_a_file_of_the_partner_is_noted_once_an_hour(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    file = a_partners_file(session, number, ONE, now=now)
    for minutes in (0, 5, 61):
        stored = require_inquiry_file(session, cast.chloe, file_id=file, now=now + timedelta(minutes=minutes))
        assert (stored.name, stored.may_be_shown) == ("política.pdf", True)
    query = select(InquiryEventRow).where(InquiryEventRow.kind == "file-read")
    assert [each.user_id for each in session.exec(query)] == [cast.chloe.user_id] * 2
    assert [each.name for each in of(session, cast.ana, number, ONE, now).files] == ["política.pdf"]


def test_a_file_that_is_not_signed_yet_is_the_partners_own(session: Session, cast: Cast, now: datetime) -> None:
    inquiry = an_inquiry(session, cast.account, cast.ana, now=now)
    early = a_partners_file(session, inquiry, ONE, now=now)
    with pytest.raises(NotPermitted):
        require_inquiry_file(session, cast.ana, file_id=early, now=now)
    answered(session, inquiry, ONE, "Sí", now=now)
    signed(session, inquiry, now=now)
    give_back(session, cast.ana, inquiry, now)
    late = a_partners_file(session, inquiry, ONE, now=now + timedelta(1), name="nuevo.pdf")
    assert require_inquiry_file(session, cast.ana, file_id=early, now=now).name == "política.pdf"
    with pytest.raises(NotPermitted):
        require_inquiry_file(session, cast.ana, file_id=late, now=now)
    assert [each.name for each in of(session, cast.ana, inquiry, ONE, now).files] == ["política.pdf"]


# ---------------------------------------------------------------- who may


def doing(session: Session, actor: Actor, number: int, action: int, now: datetime) -> tuple[Callable[[], object], ...]:
    day = now.date() + timedelta(9)
    return (
        lambda: write_english(
            session, actor, inquiry_id=number, criterion=ONE, seen_version=0, of_version=1, text="Yes", now=now
        ),
        lambda: grade(session, actor, number, ONE, now),
        lambda: return_answers(
            session, actor, inquiry_id=number, seen_version=2, comments={ONE: "?"}, due_on=day, now=now
        ),
        lambda: close_inquiry(
            session, actor, inquiry_id=number, seen_version=2, outcome="accepted", reason="Good", now=now
        ),
        lambda: add(session, actor, number, now),
        lambda: decide_action(session, actor, action_id=action, seen_version=1, decision="drop", reason="x", now=now),
    )


@pytest.mark.parametrize("who", ["dan", "eva", "finn"])
def test_dan_cannot_read_or_judge(session: Session, cast: Cast, number: int, now: datetime, who: str) -> None:
    stranger, action = getattr(cast, who), add(session, cast.ana, number, now)
    file = a_partners_file(session, number, ONE, now=now)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: view(session, stranger, number, now),
        lambda: view(session, stranger, number + 900, now),
        lambda: require_inquiry_file(session, stranger, file_id=file, now=now),
        lambda: require_inquiry_file(session, stranger, file_id=2**40, now=now),
        *doing(session, stranger, number, action, now),
        *doing(session, stranger, 2**40, 2**40, now),
    )
    for attempt in attempts:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            attempt()


def test_a_consultant_reads_only(session: Session, cast: Cast, number: int, now: datetime) -> None:
    action = add(session, cast.ana, number, now)
    for attempt in doing(session, cast.chloe, number, action, now):
        with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
            attempt()
    assert not view(session, cast.chloe, number, now).may_manage
