"""Whatever anybody tries in whatever order: no status that the table forbids, and no date without its event."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine
from sqlmodel import Session

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import TRANSITIONS, Party, Status
from ctpat_app.domain.model_history import Dates
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.model_needs import PROOFS
from ctpat_app.services.model_steps import dates_of, events_of, find_differences, start_model, take_step
from ctpat_app.tables.security_models import SecurityModelRow
from tests.cases import ALL_PROVED
from tests.conftest import NOW
from tests.factories import a_person, a_staff_member, an_assignment, the_cast

PARTIES = {
    "ana": Party.OFFICER,
    "ben": Party.EMPLOYEE,
    "chloe": Party.CONSULTANT,
    "dan": None,
    "eva": Party.SPECIALIST,
    "finn": None,
    "grace": Party.SUPERVISOR,
    "hugo": Party.HEADQUARTERS,
    "kiosk": Party.SYSTEM,
}
"""As whom each of them acts for the company; None: as nobody."""
MOVES_DATES = {"t.certify", "t.validate-importer", "t.validate-other", "t.reapply"}


class AnyoneTriesAnything(RuleBasedStateMachine):
    """Steps of a model in a transaction of its own; what the table says is computed here anew."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.engine.connect()
        self.transaction = self.connection.begin()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint")
        cast = the_cast(self.session)
        self.people = {
            **{name: getattr(cast, name) for name in ("ana", "ben", "chloe", "dan")},
            "eva": a_staff_member(self.session, cast.eva, StaffRole.SPECIALIST),
            "finn": a_staff_member(self.session, cast.finn, StaffRole.HELP_DESK),
            "grace": a_staff_member(self.session, a_person(self.session), StaffRole.SUPERVISOR),
            "hugo": a_staff_member(self.session, a_person(self.session), StaffRole.HEADQUARTERS),
            "kiosk": None,
        }
        an_assignment(self.session, cast.account, cast.eva)
        self.now = NOW
        self.model = start_model(self.session, cast.ana, trade_account_id=cast.account, now=NOW)
        self.before_suspension: Status | None = None

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

    def allowed(self, who: str, name: str) -> bool:
        return self.status in TRANSITIONS[name].sources and PARTIES[who] in TRANSITIONS[name].by

    @rule(who=st.sampled_from(sorted(PARTIES)), name=st.sampled_from(sorted(TRANSITIONS)), proved=st.booleans())
    def try_anything(self, who: str, name: str, proved: bool) -> None:
        self.attempt(who, name, proved=proved)

    @precondition(lambda self: self.ways())
    @rule(data=st.data())
    def take_an_allowed_step(self, data: st.DataObject) -> None:
        self.attempt(*data.draw(st.sampled_from(self.ways())), proved=True)

    def ways(self) -> list[tuple[str, str]]:
        return [(who, name) for who in PARTIES for name in TRANSITIONS if self.allowed(who, name)]

    def attempt(self, who: str, name: str, *, proved: bool) -> None:
        allowed, source, dates = self.allowed(who, name), self.status, self.dates
        count = len(events_of(self.session, self.model))
        self.now += timedelta(days=1)
        try:
            take_step(
                self.session,
                self.people[who],
                security_model_id=self.model,
                step=name,
                reason="Because.",
                now=self.now,
                proofs=ALL_PROVED if proved else PROOFS,
            )
        except Refusal:
            assert not (allowed and proved), "the table allows it"
            assert (self.status, self.dates, len(events_of(self.session, self.model))) == (source, dates, count)
            return
        assert allowed, "the table forbids it"
        assert self.status is (TRANSITIONS[name].target or self.before_suspension)
        assert len(events_of(self.session, self.model)) == count + 1
        assert name in MOVES_DATES or self.dates == dates
        if name == "t.suspend":
            self.before_suspension = source

    @invariant()
    def status_and_dates_follow_from_the_events(self) -> None:
        assert [each for each in find_differences(self.session) if each.model_id == self.model] == []


def test_no_sequence_of_calls_leaves_the_table(shared_engine: Engine) -> None:
    machine = type("Machine", (AnyoneTriesAnything,), {"engine": shared_engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=5,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
