"""Whoever decides whatever in whatever order: a review ends as its rules say, and moves the model as the table says."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, func
from sqlmodel import Session, select

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, TRANSITIONS, Status
from ctpat_app.domain.model_history import Dates
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.profile_reviews import RULES, Decision, ReviewState, Way, ways_of
from ctpat_app.services.case_decisions import decide_case
from ctpat_app.services.model_needs import PROOFS
from ctpat_app.services.model_steps import dates_of, events_of, find_differences, take_step
from ctpat_app.services.profile_reviews import Review, decisions_of, review_of
from ctpat_app.services.review_tally import tally_of
from ctpat_app.services.statement_decisions import accept_unchanged, decide_statement, newest_decision
from ctpat_app.tables.profile_reviews import CriterionDecisionRow, ProfileReviewRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.cases import ALL_PROVED, a_case, a_further_draft, decide_all, model_of, send, statements_of
from tests.conftest import NOW
from tests.factories import a_person, a_staff_member, an_assignment, the_cast

DECIDERS = frozenset({"eva", "grace"})
PEOPLE = ("ana", "ben", "chloe", "dan", "eva", "finn", "grace", "hugo", "ida")
VETTED = {**PROOFS, "vetting-passed": lambda _case: True}
OTHERS_MOVE = ("t.suspend", "t.reinstate", "t.withdraw", "t.remove")


class AnyoneReviewsAnything(RuleBasedStateMachine):
    """Reviews of one model in a transaction of its own; what the rules say is computed here anew."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.engine.connect()
        self.transaction = self.connection.begin()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint")
        cast = the_cast(self.session)
        self.people: dict[str, Actor] = {
            **{name: getattr(cast, name) for name in ("ana", "ben", "chloe", "dan")},
            "eva": a_staff_member(self.session, cast.eva, StaffRole.SPECIALIST),
            "finn": a_staff_member(self.session, cast.finn, StaffRole.HELP_DESK),
            "grace": a_staff_member(self.session, a_person(self.session), StaffRole.SUPERVISOR),
            "hugo": a_staff_member(self.session, a_person(self.session), StaffRole.HEADQUARTERS),
            # A specialist to whom the company is not assigned.
            "ida": a_staff_member(self.session, a_person(self.session), StaffRole.SPECIALIST),
        }
        an_assignment(self.session, cast.account, self.people["eva"])
        self.now = NOW
        self.draft = a_case(self.session, cast, NOW)
        self.model = model_of(self.session, self.draft)
        self.keys = statements_of(self.session, self.draft)
        self.rows = 0

    def teardown(self) -> None:
        self.session.close()
        self.transaction.rollback()
        self.connection.close()

    @property
    def status(self) -> Status:
        return Status(self.session.get_one(SecurityModelRow, self.model).status)

    @property
    def dates(self) -> Dates:
        return dates_of(self.session.get_one(SecurityModelRow, self.model))

    @property
    def review(self) -> Review:
        found = review_of(self.session, self.draft)
        assert found
        return found

    def before(self) -> tuple[Status, Dates, ReviewState, int, int]:
        events = len(events_of(self.session, self.model))
        return self.status, self.dates, self.review.state, newest_decision(self.session, self.draft), events

    @rule(
        who=st.sampled_from(PEOPLE),
        place=st.integers(0, 4),
        decision=st.sampled_from(["accepted", "returned", "open", "maybe"]),
        is_current=st.booleans(),
        comment=st.sampled_from(["", "Say who."]),
    )
    def decide_one(self, who: str, place: int, decision: str, is_current: bool, comment: str) -> None:
        key, was = self.keys[place], self.before()
        current = decisions_of(self.session, self.draft).get(key)
        version = current.version if current else 0
        self.now += timedelta(minutes=1)
        try:
            decided = decide_statement(
                self.session,
                self.people[who],
                draft_id=self.draft,
                key=key,
                seen_version=version if is_current else version + 1,
                decision=decision,
                reason_kind="unclear",
                comment=comment,
                now=self.now,
            )
        except Refusal:
            assert self.before() == was
            return
        assert who in DECIDERS
        assert was[2] is ReviewState.OPEN
        assert decided.decision is not Decision.RETURNED or decided.comment
        assert is_current or decided == current, "an older version was overwritten"
        assert self.before()[:3] == was[:3], "a statement moved the model"

    @precondition(lambda self: self.review.state is ReviewState.OPEN)
    @rule(returned=st.integers(0, 2))
    def eva_decides_the_rest(self, returned: int) -> None:
        known = decisions_of(self.session, self.draft)
        if not known:
            decide_all(self.session, self.people["eva"], self.draft, self.now, returned=self.keys[:returned])

    @rule(who=st.sampled_from(PEOPLE))
    def accept_what_is_unchanged(self, who: str) -> None:
        was = self.before()
        try:
            accept_unchanged(self.session, self.people[who], draft_id=self.draft, now=self.now)
        except Refusal:
            assert self.before() == was
            return
        assert who in DECIDERS
        assert self.before()[:3] == was[:3]

    @rule(
        who=st.sampled_from([*PEOPLE, "eva", "eva", "grace"]),
        way=st.sampled_from([*(way.value for way in Way), "suspend"]),
        reason=st.sampled_from(["", "Because."]),
        is_current=st.sampled_from([True, True, True, False]),
        proved=st.sampled_from([True, True, True, False]),
    )
    def end_it(self, who: str, way: str, reason: str, is_current: bool, proved: bool) -> None:
        was, found = self.before(), tally_of(self.session, self.draft)
        assert found
        actor = self.people[who] if proved else replace(self.people[who], proved_at=None)
        self.now += timedelta(days=1)
        try:
            decide_case(
                self.session,
                actor,
                draft_id=self.draft,
                way=way,
                reason=reason,
                seen=was[3] if is_current else was[3] + 1,
                now=self.now,
                proofs=VETTED,
            )
        except Refusal:
            assert self.before() == was
            return
        chosen, now = RULES[Way(way)], self.before()
        if was[2] is not ReviewState.OPEN:
            assert now == was, "the second press changed something"
            return
        assert who in DECIDERS
        assert (is_current, proved) == (True, True)
        assert Way(way) in ways_of(self.review.kind)
        assert self.review.state is chosen.outcome
        assert reason or not chosen.needs_reason
        self.ended_rightly(Way(way), was, found.is_approved, found.sent_back)

    def ended_rightly(
        self, way: Way, was: tuple[Status, Dates, ReviewState, int, int], approved: bool, sent_back: int
    ) -> None:
        step = RULES[way].step
        if not step:
            assert (self.status, self.dates, len(events_of(self.session, self.model))) == (was[0], was[1], was[4])
        else:
            assert was[0] in TRANSITIONS[step].sources
            assert self.status is TRANSITIONS[step].target
            assert (self.dates == was[1]) is (step != "t.certify")
        if way in {Way.CERTIFY, Way.ACCEPT_CHANGES}:
            assert approved
        if way in {Way.RETURN, Way.RETURN_CHANGES}:
            assert sent_back > 0

    @precondition(lambda self: self.status in IN_GOOD_STANDING)
    @rule(is_changed=st.booleans())
    def the_company_sends_again(self, is_changed: bool) -> None:
        answers = {self.keys[0]: f"Our guard checks it since {self.now}."} if is_changed else {}
        status = self.status
        self.draft = a_further_draft(self.session, self.people["ana"], self.draft, answers)
        send(self.session, self.people["ana"], self.draft, self.now)
        assert self.status is status

    @rule(step=st.sampled_from(OTHERS_MOVE))
    def others_move_the_model(self, step: str) -> None:
        who = self.people["ana" if step == "t.withdraw" else "hugo"]
        was = self.before()
        try:
            take_step(
                self.session,
                who,
                security_model_id=self.model,
                step=step,
                reason="x",
                now=self.now,
                proofs=ALL_PROVED,
            )
        except Refusal:
            assert self.before() == was
        else:
            assert was[0] in TRANSITIONS[step].sources

    @invariant()
    def status_and_dates_follow_from_the_events(self) -> None:
        assert [each for each in find_differences(self.session) if each.model_id == self.model] == []

    @invariant()
    def one_review_waits_at_most_and_nothing_that_was_decided_is_lost(self) -> None:
        own = select(ProfileReviewRow).where(ProfileReviewRow.security_model_id == self.model)
        waiting = [row for row in self.session.exec(own) if row.state == ReviewState.OPEN]
        assert len(waiting) <= 1
        rows = self.session.exec(select(func.count()).select_from(CriterionDecisionRow)).one()
        assert rows >= self.rows
        self.rows = rows


def test_no_sequence_of_decisions_breaks_the_rules(shared_engine: Engine) -> None:
    machine = type("Machine", (AnyoneReviewsAnything,), {"engine": shared_engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
