"""Live walk-throughs: who may look on and until when, what they see and never see, and what stays behind."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.domain.walk_throughs import Ending, Side, Stage
from ctpat_app.services import walk_signals, walk_throughs
from ctpat_app.services.frame import read_frame
from ctpat_app.services.history import read_history
from ctpat_app.services.sessions import end_all_sessions, end_session
from ctpat_app.services.walk_rows import OVER, Moment, Seat
from ctpat_app.services.walk_throughs import UNKNOWN_CODE
from ctpat_app.services.walk_views import look_as_helper, look_as_person
from ctpat_app.tables.accounts import StaffRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import AnswerRow
from ctpat_app.tables.walk_throughs import WalkSignalRow, WalkThroughRow
from tests.applicants import a_filled_draft
from tests.factories import a_person, a_staff_member
from tests.walks import Walk, a_seat, asked, offered, people_for_a_walk, running, token_of


@pytest.fixture
def walk(session: Session, now: datetime) -> Walk:
    return people_for_a_walk(session, now)


def refusal(what: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refusal) as refused:
        what(*args, **kwargs)  # type: ignore[operator]
    return refused.value.code


def helper_stage(session: Session, walk: Walk, at: Moment | None = None) -> tuple[Stage, Ending]:
    look = look_as_helper(session, walk.helper.session, at=at or walk.at)
    assert look is not None
    return look.stage, look.ending


def person_stage(session: Session, walk: Walk, at: Moment | None = None) -> tuple[Stage, Ending]:
    look = look_as_person(session, walk.person.session, at=at or walk.at)
    assert look is not None
    return look.stage, look.ending


def actions(session: Session) -> list[tuple[str, str]]:
    query = select(AuditEventRow).where(col(AuditEventRow.action).startswith("walk-through"))
    rows = session.exec(query.order_by(col(AuditEventRow.number))).all()
    return [(row.action.removeprefix("walk-through."), row.acting_as) for row in rows]


# ---------------------------------------------------------------- the code


def test_a_person_is_asked_and_decides_before_anything_is_seen(session: Session, walk: Walk) -> None:
    walk = asked(session, walk)
    look = look_as_helper(session, walk.helper.session, at=walk.at)
    assert look is not None
    assert (look.stage, look.person, look.place, look.opened) == (Stage.ASKED, "", None, None)
    seen = look_as_person(session, walk.person.session, at=walk.at)
    assert seen is not None
    assert (seen.helper, seen.role) == ("Finn", StaffRole.HELP_DESK)


def test_nothing_stores_the_code_itself(session: Session, walk: Walk) -> None:
    walk = offered(session, walk)
    assert session.get_one(WalkThroughRow, walk.number).code_hash == walk.digest


def test_wrong_old_and_used_codes_are_answered_alike(session: Session, walk: Walk) -> None:
    used = asked(session, walk)
    assert refusal(walk_throughs.enter, session, walk.helper, code_hash=used.digest, at=walk.at) == UNKNOWN_CODE
    old = offered(session, walk)
    later = walk.later(minutes=10)
    assert refusal(walk_throughs.enter, session, walk.helper, code_hash=old.digest, at=later) == UNKNOWN_CODE
    assert refusal(walk_throughs.enter, session, walk.helper, code_hash="f" * 64, at=walk.at) == UNKNOWN_CODE


def test_a_new_code_ends_the_one_before(session: Session, walk: Walk) -> None:
    first, _second = offered(session, walk), offered(session, walk)
    assert refusal(walk_throughs.enter, session, walk.helper, code_hash=first.digest, at=walk.at) == UNKNOWN_CODE


def test_dan_cannot_look_on_with_the_code_of_ana(session: Session, walk: Walk) -> None:
    walk = offered(session, walk)
    with pytest.raises(NotPermitted):
        walk_throughs.enter(session, walk.stranger, code_hash=walk.digest, at=walk.at)
    with pytest.raises(NotPermitted):
        look_as_helper(session, walk.stranger.session, at=walk.at)


@pytest.mark.parametrize("role", sorted(set(StaffRole) - {StaffRole.SPECIALIST, StaffRole.HELP_DESK}))
def test_staff_without_the_permission_cannot_look_on(session: Session, walk: Walk, role: StaffRole) -> None:
    walk = offered(session, walk)
    other = a_seat(session, a_staff_member(session, a_person(session, "gus"), role), walk.at.now)
    with pytest.raises(NotPermitted):
        walk_throughs.enter(session, other, code_hash=walk.digest, at=walk.at)


def test_nobody_looks_on_at_themselves(session: Session, walk: Walk) -> None:
    own = replace(offered(session, replace(walk, person=walk.helper)), person=walk.helper)
    assert refusal(walk_throughs.enter, session, walk.helper, code_hash=own.digest, at=walk.at) == UNKNOWN_CODE


def test_only_the_person_allows_it(session: Session, walk: Walk) -> None:
    walk = asked(session, walk)
    for other in (walk.helper, walk.stranger, replace(walk.person, session="0" * 64)):
        arguments = {"walk": walk.number, "allowed": True, "follows": False, "at": walk.at}
        assert refusal(walk_throughs.decide, session, other, **arguments) == OVER
    assert helper_stage(session, walk) == (Stage.ASKED, Ending.NONE)


def test_what_is_refused_shows_nothing(session: Session, walk: Walk) -> None:
    walk = asked(session, walk)
    walk_throughs.decide(session, walk.person, walk=walk.number, allowed=False, follows=False, at=walk.at)
    assert helper_stage(session, walk) == person_stage(session, walk) == (Stage.ENDED, Ending.REFUSED)
    assert refusal(point, session, walk) == OVER


# ---------------------------------------------------------------- while it runs


def point(session: Session, walk: Walk, *, seat: Seat | None = None, at: Moment | None = None) -> None:
    walk_signals.point(
        session,
        seat or walk.helper,
        walk=walk.number,
        field="f-identifier_kind-r0",
        phrase="start-here",
        at=at or walk.at,
    )


def test_pointing_reaches_the_person_and_ends_when_it_is_taken_away(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    point(session, walk)
    seen = look_as_person(session, walk.person.session, at=walk.at)
    assert seen is not None
    assert (seen.happened.pointing.field, seen.happened.pointing.phrase) == ("f-identifier_kind-r0", "start-here")
    walk_signals.clear(session, walk.helper, walk=walk.number, at=walk.at)
    after = look_as_person(session, walk.person.session, at=walk.at)
    assert after is not None
    assert after.happened.pointing.field == ""


def test_words_go_both_ways_as_phrases_and_those_of_the_person_also_as_text(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    say = {"walk": walk.number, "at": walk.at}
    walk_signals.say_phrase(session, walk.helper, side=Side.HELPER, phrase="hello", **say)  # type: ignore[arg-type]
    walk_signals.say_phrase(session, walk.person, side=Side.PERSON, phrase="thank-you", **say)  # type: ignore[arg-type]
    walk_signals.say_text(session, walk.person, text="It is 123-45-6789.", **say)  # type: ignore[arg-type]
    look = look_as_helper(session, walk.helper.session, at=walk.at)
    assert look is not None
    assert [(each.side, each.phrase, each.text) for each in look.happened.words] == [
        (Side.HELPER, "hello", ""),
        (Side.PERSON, "thank-you", ""),
        (Side.PERSON, "", "It is •••."),
    ]


def test_each_side_has_phrases_of_its_own(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    for seat, side, phrase in (
        (walk.helper, Side.HELPER, "thank-you"),
        (walk.person, Side.PERSON, "hello"),
        (walk.person, Side.PERSON, "no-such-phrase"),
        (walk.person, Side.HELPER, "hello"),
    ):
        arguments = {"walk": walk.number, "side": side, "phrase": phrase, "at": walk.at}
        code = refusal(walk_signals.say_phrase, session, seat, **arguments)
        assert code in {"walk.unknown-phrase", "access.not-yours"}


def test_a_proposed_page_is_one_of_the_form_and_company_at_hand(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    for page, step, address in (
        ("apply", "business-types", f"apply/?draft={walk.draft}&step=business-types"),
        ("check", "", f"check/?draft={walk.draft}"),
        ("trade-account", "", f"trade-account/?account={walk.cast.account}"),
        ("security", "", "security/"),
    ):
        walk_signals.propose_page(session, walk.helper, walk=walk.number, page=page, step=step, at=walk.at)
        seen = look_as_person(session, walk.person.session, at=walk.at)
        assert seen is not None
        assert seen.happened.proposal.address == address
        proposal = seen.happened.proposal.id
        assert walk_signals.went(session, walk.person, walk=walk.number, signal=proposal, at=walk.at) == address
    for page, step in (("sign", ""), ("//elsewhere.example", ""), ("apply", "a&draft=9"), ("my-data", "")):
        arguments = {"walk": walk.number, "page": page, "step": step, "at": walk.at}
        assert refusal(walk_signals.propose_page, session, walk.helper, **arguments) == "walk.unknown-page"


def test_a_proposal_of_another_walk_through_leads_nowhere(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    arguments = {"walk": walk.number, "signal": 999, "at": walk.at}
    assert refusal(walk_signals.went, session, walk.person, **arguments) == "walk.unknown-page"


def test_the_helper_changes_rows_of_the_walk_through_alone(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    before = [(row.key, row.value, row.version) for row in session.exec(select(AnswerRow)).all()]
    point(session, walk)
    walk_signals.propose_page(session, walk.helper, walk=walk.number, page="check", step="", at=walk.at)
    walk_signals.say_phrase(
        session, walk.helper, walk=walk.number, side=Side.HELPER, phrase="press-continue", at=walk.at
    )
    assert [(row.key, row.value, row.version) for row in session.exec(select(AnswerRow)).all()] == before
    changed = {type(row) for row in session.dirty | session.new}
    assert changed <= {WalkThroughRow, WalkSignalRow}


def test_the_helper_sees_where_the_person_goes(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    place = f"apply/?draft={walk.draft}&step=business-types"
    assert walk_throughs.note_place(session, walk.person, walk=walk.number, place=place, at=walk.at)
    session.expire_all()
    look = look_as_helper(session, walk.helper.session, at=walk.at)
    assert look is not None
    assert look.place is not None
    assert (look.place.step, look.limited) == ("business-types", False)
    assert look.opened is not None


def test_a_form_of_another_company_is_not_shown(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    foreign = a_filled_draft(session, walk.cast.dan, walk.cast.dans_account, now=walk.at.now)
    for place in (f"apply/?draft={foreign}", "apply/?draft=999999", "security/", "sign/?draft=1"):
        walk_throughs.note_place(session, walk.person, walk=walk.number, place=place, at=walk.at)
        session.expire_all()
        look = look_as_helper(session, walk.helper.session, at=walk.at)
        assert look is not None
        assert (look.opened, look.limited) == (None, True)


# ---------------------------------------------------------------- the end


@pytest.mark.parametrize("by_helper", [False, True])
def test_after_stop_nothing_more_is_read_and_nothing_more_is_taken(
    session: Session, walk: Walk, *, by_helper: bool
) -> None:
    walk = running(session, walk)
    walk_throughs.stop(session, walk.helper if by_helper else walk.person, walk=walk.number, at=walk.at)
    ending = Ending.HELPER if by_helper else Ending.PERSON
    look = look_as_helper(session, walk.helper.session, at=walk.at)
    assert look is not None
    assert (look.stage, look.ending, look.person, look.place, look.opened, look.happened.words) == (
        *(Stage.ENDED, ending, "", None, None, ()),
    )
    assert refusal(point, session, walk) == OVER
    arguments = {"walk": walk.number, "at": walk.at}
    assert refusal(walk_signals.clear, session, walk.helper, **arguments) == OVER
    assert refusal(walk_signals.propose_page, session, walk.helper, page="home", step="", **arguments) == OVER
    say = {"phrase": "hello", "side": Side.HELPER}
    assert refusal(walk_signals.say_phrase, session, walk.helper, **say, **arguments) == OVER
    assert refusal(walk_signals.say_text, session, walk.person, text="Hello", **arguments) == OVER
    assert not walk_throughs.note_place(session, walk.person, walk=walk.number, place="home/", at=walk.at)


def test_stopping_twice_is_once_and_a_stranger_stops_nothing(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    assert refusal(walk_throughs.stop, session, walk.stranger, walk=walk.number, at=walk.at) == OVER
    walk_throughs.stop(session, walk.person, walk=walk.number, at=walk.at)
    walk_throughs.stop(session, walk.helper, walk=walk.number, at=walk.at)
    assert session.get_one(WalkThroughRow, walk.number).ending == Ending.PERSON
    assert [action for action, _ in actions(session)].count("ended") == 1


def test_signing_out_on_either_side_ends_it_though_nobody_is_told(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    end_session(session, token_of(walk.cast.ana), now=walk.at.now)
    assert helper_stage(session, walk) == (Stage.ENDED, Ending.SIGNED_OUT)
    assert refusal(point, session, walk) == OVER


def test_the_helpers_sign_out_ends_it_as_well(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    end_all_sessions(session, walk.helper.actor, now=walk.at.now)
    assert person_stage(session, walk) == (Stage.ENDED, Ending.SIGNED_OUT)
    with pytest.raises(NotPermitted):
        look_as_helper(session, walk.helper.session, at=walk.at)


def test_who_is_no_helper_any_more_sees_nothing_more(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    session.exec(update(StaffRow).where(col(StaffRow.user_id) == walk.cast.finn.user_id).values(ended_at=walk.at.now))
    session.expire_all()
    with pytest.raises(NotPermitted):
        look_as_helper(session, walk.helper.session, at=walk.at)
    assert person_stage(session, walk) == (Stage.ENDED, Ending.SIGNED_OUT)


def test_it_ends_after_an_hour_or_a_quarter_of_an_hour_without_a_sign(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    quiet = Moment(walk.later(minutes=15).now, walk.at.real)
    assert helper_stage(session, walk, quiet) == (Stage.ENDED, Ending.IDLE)
    assert refusal(point, session, walk, at=quiet) == OVER
    for minutes in (10, 20, 30, 40, 50, 59):
        point(session, walk, at=Moment(walk.later(minutes=minutes).now, walk.at.real))
    over = Moment(walk.later(minutes=60).now, walk.at.real)
    assert helper_stage(session, walk, over) == (Stage.ENDED, Ending.TIME)
    walk_throughs.note_end(session, walk=walk.number, at=over)
    assert session.get_one(WalkThroughRow, walk.number).ending == Ending.TIME


# ---------------------------------------------------------------- what stays


def test_both_ends_and_each_pointing_stand_in_the_history_of_the_company(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    point(session, walk)
    walk_signals.propose_page(session, walk.helper, walk=walk.number, page="check", step="", at=walk.at)
    walk_throughs.stop(session, walk.person, walk=walk.number, at=walk.at)
    assert actions(session) == [
        ("offered", "officer"),
        ("asked", "help-desk"),
        ("allowed", "officer"),
        ("pointed", "help-desk"),
        ("page-proposed", "help-desk"),
        ("ended", "officer"),
    ]
    history = read_history(
        session, walk.cast.ana, trade_account_id=walk.cast.account, kind=None, before=0, now=walk.at.now
    )
    told = [entry.action for entry in history.entries if entry.action.startswith("walk-through")]
    assert len(told) == 6
    assert {entry.person for entry in history.entries if entry.action == "walk-through.pointed"} == {""}


def test_what_was_pointed_at_is_neither_changed_nor_deleted(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    point(session, walk)
    for statement in (update(WalkSignalRow).values(key="f-other"), delete(WalkSignalRow)):
        with pytest.raises(DBAPIError, match="only grows"), session.begin_nested():
            session.execute(statement)


def test_the_frame_finds_the_walk_through_of_this_session_alone(session: Session, walk: Walk) -> None:
    assert read_frame(session, walk.person.actor, walk.person.session).walk == 0
    walk = running(session, walk)
    assert read_frame(session, walk.person.actor, walk.person.session).walk == walk.number
    other = a_seat(session, walk.cast.ana, walk.at.now, token="another-screen")
    assert read_frame(session, other.actor, other.session).walk == 0
    assert read_frame(session, walk.helper.actor, walk.helper.session).walk == 0


def test_a_person_without_a_company_can_be_helped_as_well(session: Session, walk: Walk) -> None:
    sam = a_seat(session, a_person(session, "sam"), walk.at.now)
    begun = running(session, replace(walk, person=sam), place="trade-account/")
    look = look_as_helper(session, begun.helper.session, at=begun.at)
    assert look is not None
    assert (look.stage, look.limited) == (Stage.RUNNING, True)
    assert session.get_one(WalkThroughRow, begun.number).trade_account_id is None


def test_unknown_fields_and_empty_texts_are_refused(session: Session, walk: Walk) -> None:
    walk = running(session, walk)
    with pytest.raises(InvalidValue, match=r"walk\.unknown-field"):
        walk_signals.point(session, walk.helper, walk=walk.number, field="main", phrase="", at=walk.at)
    with pytest.raises(InvalidValue, match=r"walk\.text-missing"):
        walk_signals.say_text(session, walk.person, walk=walk.number, text="  ", at=walk.at)
