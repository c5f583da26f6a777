"""Actions that begin with a gap of the readiness or with an assessed risk: what is proposed, and to whom."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import Session

from ctpat_app.domain.actions import MAX_WHAT, Origin, Owner, Plan
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.risk import method_of, read_assessment
from ctpat_app.services.action_plans import model_of_draft
from ctpat_app.services.action_starts import gap_start, open_for_statements, risk_plan, risk_start
from ctpat_app.services.actions import add_action, drop_action
from ctpat_app.services.readiness import read_readiness
from ctpat_app.services.risk_assessments import read_result
from ctpat_app.state.action_starts import from_gap, from_risk
from tests.applicants import LIBRARY, a_filled_draft
from tests.factories import Cast, a_person, a_trade_account, the_cast
from tests.risk import an_assessment

DUE = date(2026, 6, 1)


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


@pytest.fixture
def assessment(session: Session, cast: Cast, draft: int, now: datetime) -> int:
    return an_assessment(session, cast.ana, cast.account, now=now)


def empty_plan(who: Actor, origin: Origin, criterion: str = "") -> Plan:
    return Plan("", Owner(who.user_id), DUE, origin=origin, criterion_id=criterion)


def add(session: Session, who: Actor, draft: int, plan: Plan, now: datetime) -> int:
    model = model_of_draft(session, who, draft_id=draft)
    return add_action(session, who, security_model_id=model, plan=plan, now=now)


def worst_row(session: Session, who: Actor, assessment: int, now: datetime) -> str:
    book = read_result(session, who, draft_id=assessment, now=now).situation.book
    return read_assessment(book).risks(method_of(LIBRARY))[0].weak_point.row


def test_every_gap_becomes_an_action_when_only_a_day_is_added(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    gaps = read_readiness(session, cast.ana, draft_id=draft, now=now).readiness.gaps
    for gap in {each.finding.code: each for each in gaps}.values():
        start = gap_start(session, cast.ben, draft_id=draft, criterion_id=gap.criterion, code=gap.finding.code, now=now)
        assert start is not None
        assert start.gap == gap
        for language in ("en", "es", "zh-Hans", "ar"):
            plan = from_gap(empty_plan(cast.ben, Origin.GAP, gap.criterion), start, language)
            assert gap.criterion in plan.what
            assert plan.why
            add(session, cast.ben, draft, plan, now)
    assert set(open_for_statements(session, cast.ana, draft_id=draft)) <= {gap.criterion for gap in gaps}


def test_missing_evidence_proposes_the_first_kind_that_fits(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    gaps = read_readiness(session, cast.ana, draft_id=draft, now=now).readiness.gaps
    gap = next(each for each in gaps if each.finding.code == "missing-evidence")
    start = gap_start(session, cast.ana, draft_id=draft, criterion_id=gap.criterion, code="missing-evidence", now=now)
    assert start
    assert start.evidence_kind == LIBRARY.criteria[gap.criterion].evidence[0]


def test_a_gap_that_is_not_there_proposes_nothing(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    for criterion, code in (("1.1", "empty"), ("99.9", "missing-evidence")):
        assert gap_start(session, cast.ana, draft_id=draft, criterion_id=criterion, code=code, now=now) is None


def test_open_actions_of_a_statement_are_counted_until_they_are_dropped(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    plan = replace(empty_plan(cast.ana, Origin.GAP, "1.1"), what="Hang the statement up")
    first = add(session, cast.ana, draft, plan, now)
    add(session, cast.ana, draft, plan, now)
    add(session, cast.ana, draft, replace(plan, criterion_id=""), now)
    assert open_for_statements(session, cast.chloe, draft_id=draft) == {"1.1": 2}
    drop_action(session, cast.ana, action_id=first, seen_version=1, reason="Twice", now=now)
    assert open_for_statements(session, cast.chloe, draft_id=draft) == {"1.1": 1}


def test_a_risk_becomes_an_action_that_is_found_from_the_risk(
    session: Session, cast: Cast, draft: int, assessment: int, now: datetime
) -> None:
    row = worst_row(session, cast.ana, assessment, now)
    start = risk_start(session, cast.ana, draft_id=draft, assessment_id=assessment, row=row, now=now)
    assert start is not None
    plan = from_risk(empty_plan(cast.ana, Origin.RISK), start, "es")
    assert start.leg.english in plan.what
    assert 0 < len(plan.what) <= MAX_WHAT
    assert risk_plan(session, cast.ana, trade_account_id=cast.account).planned == {}
    # What the assessment names and the application does not ask is left out by who adds it.
    add(session, cast.ana, draft, replace(plan, criterion_id=""), now)
    found = risk_plan(session, cast.ben, trade_account_id=cast.account)
    assert (found.draft_id, found.planned) == (draft, {row: 1})


def test_without_an_application_no_plan_takes_risks_in(session: Session, now: datetime) -> None:
    nora = a_person(session, "nora")
    account = a_trade_account(session, nora, name="Bare Ltd", complete=True)
    an_assessment(session, nora, account, now=now)
    assert risk_plan(session, nora, trade_account_id=account).draft_id == 0


def test_a_risk_that_is_gone_proposes_nothing(
    session: Session, cast: Cast, draft: int, assessment: int, now: datetime
) -> None:
    assert risk_start(session, cast.ana, draft_id=draft, assessment_id=assessment, row="none", now=now) is None


def test_a_risk_of_another_company_is_proposed_to_nobody(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    other = a_trade_account(session, cast.ana, name="Other Ltd", complete=True)
    theirs = an_assessment(session, cast.ana, other, now=now)
    row = worst_row(session, cast.ana, theirs, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        risk_start(session, cast.ana, draft_id=draft, assessment_id=theirs, row=row, now=now)


def test_dan_cannot_begin_an_action_from_what_is_not_his(
    session: Session, cast: Cast, draft: int, assessment: int, now: datetime
) -> None:
    row = worst_row(session, cast.ana, assessment, now)
    for refused in (
        lambda: gap_start(session, cast.dan, draft_id=draft, criterion_id="1.1", code="missing-evidence", now=now),
        lambda: risk_start(session, cast.dan, draft_id=draft, assessment_id=assessment, row=row, now=now),
        lambda: open_for_statements(session, cast.dan, draft_id=draft),
        lambda: risk_plan(session, cast.dan, trade_account_id=cast.account),
    ):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            refused()
