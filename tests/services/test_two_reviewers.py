"""Two of the staff press at the same moment: one decision stands, the other person is told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.case_decisions import decide_case
from ctpat_app.services.model_needs import PROOFS
from ctpat_app.services.model_steps import events_of
from ctpat_app.services.statement_decisions import accept_unchanged, decide_statement, newest_decision
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.profile_reviews import CriterionDecisionRow
from tests.applicants import really_committing
from tests.cases import a_case, model_of
from tests.factories import a_staff_member, an_assignment, the_cast

VETTED = {**PROOFS, "vetting-passed": lambda _case: True}


@dataclass(frozen=True)
class Both:
    """A case, and the two who decide about it."""

    draft: int
    eva: Actor
    sue: Actor


@pytest.fixture
def both(shared_engine: Engine, now: datetime) -> Iterator[Both]:
    with really_committing(shared_engine):
        with transaction() as session:
            cast = the_cast(session)
            eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
            sue = a_staff_member(session, cast.finn, StaffRole.SUPERVISOR)
            an_assignment(session, cast.account, eva)
            draft = a_case(session, replace(cast, eva=eva), now)
        yield Both(draft, eva, sue)


def at_once(*presses: Callable[[], str]) -> list[str]:
    with ThreadPoolExecutor(len(presses)) as pool:
        return sorted(pool.map(lambda press: press(), presses))


def test_of_two_decisions_about_a_statement_one_stands(both: Both, now: datetime) -> None:
    def decide(who: Actor, comment: str) -> str:
        try:
            with transaction() as session:
                decide_statement(
                    session,
                    who,
                    draft_id=both.draft,
                    key="criterion.1.1",
                    seen_version=0,
                    decision="returned",
                    reason_kind="unclear",
                    comment=comment,
                    now=now,
                )
        except Refusal as refusal:
            return refusal.code
        return "kept"

    assert at_once(lambda: decide(both.eva, "Say who."), lambda: decide(both.sue, "Say when.")) == [
        "case.decided-meanwhile",
        "kept",
    ]
    with transaction() as session:
        assert len(session.exec(select(CriterionDecisionRow)).all()) == 1


def test_of_two_ends_of_a_case_one_stands_and_the_company_is_told_once(both: Both, now: datetime) -> None:
    def end(who: Actor, way: str) -> str:
        try:
            with transaction() as session:
                seen = newest_decision(session, both.draft)
                decide_case(session, who, draft_id=both.draft, way=way, reason="No.", seen=seen, now=now, proofs=VETTED)
        except Refusal as refusal:
            return refusal.code
        return "ended"

    found = at_once(lambda: end(both.eva, "reject"), lambda: end(both.sue, "vetting-fails"))
    assert found == ["case.closed", "ended"]
    with transaction() as session:
        steps = [event.step for event in events_of(session, model_of(session, both.draft))]
        assert len({"t.reject", "t.vetting-fails"} & set(steps)) == 1
        told = session.exec(select(NoticeRow).where(NoticeRow.template == "application-decided")).all()
        assert len(told) == len({each.user_id for each in told})


def test_a_decision_about_a_statement_never_comes_after_the_end(both: Both, now: datetime) -> None:
    def end() -> str:
        try:
            with transaction() as session:
                decide_case(session, both.sue, draft_id=both.draft, way="reject", reason="No.", seen=0, now=now)
        except Refusal as refusal:
            return refusal.code
        return "ended"

    def accept() -> str:
        try:
            with transaction() as session:
                accept_unchanged(session, both.eva, draft_id=both.draft, now=now)
                decide_statement(
                    session,
                    both.eva,
                    draft_id=both.draft,
                    key="criterion.1.1",
                    seen_version=0,
                    decision="accepted",
                    now=now,
                )
        except Refusal as refusal:
            return refusal.code
        return "kept"

    assert at_once(end, accept) in (["case.closed", "ended"], ["case.changed-meanwhile", "kept"])
