"""What the specialist reads of an application that was sent, and that each look stands in the company's history."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.services.profile_view import look_at_profile
from ctpat_app.services.reviews import dismiss_finding, review_answer
from ctpat_app.services.sending import sign_and_send
from ctpat_app.state.summaries import summarise_in
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft, answer_row
from tests.factories import Cast, a_staff_member, an_assignment, the_cast

VAGUE = "Our site is safe and everything is fully under control."


@pytest.fixture
def cast(session: Session) -> Cast:
    """The cast with eva as the specialist of ana's company."""
    cast = the_cast(session)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    return replace(cast, eva=eva)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    """A complete application with a vague answer, of which ana says why that does not fit."""
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    row = answer_row(session, draft, CRITERION + "1.1")
    assert row
    row.value = VAGUE
    session.flush()
    (found,) = review_answer(session, cast.ana, draft_id=draft, criterion="1.1", now=now).objections
    dismiss_finding(
        session,
        cast.ana,
        draft_id=draft,
        criterion="1.1",
        code=found.finding.code,
        about=found.about,
        reason="It is a small office.",
        now=now,
    )
    return draft


def send(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    sign_and_send(
        session,
        cast.ana,
        draft_id=draft,
        typed_name=cast.ana.name,
        agreed=True,
        localiser=localiser_for("en"),
        summarise=summarise_in,
        now=now,
    )


@pytest.mark.parametrize("role", [StaffRole.SPECIALIST, StaffRole.SUPERVISOR])
def test_who_reviews_reads_answers_findings_and_reasons_as_the_company_did(
    session: Session, cast: Cast, draft: int, now: datetime, role: StaffRole
) -> None:
    send(session, cast, draft, now)
    seen = look_at_profile(session, replace(cast.eva, staff_role=role), draft_id=draft, now=now)
    assert seen.company == "Acme Carriers SA"
    assert seen.reference.startswith("CT-")
    assert seen.situation.book.text(CRITERION + "1.1") == VAGUE
    first = next(each for each in seen.reviews if each.criterion == "1.1")
    (objection,) = first.objections
    assert objection.finding.code == "too-generic"
    assert objection.dismissal
    assert (objection.dismissal.reason, objection.dismissal.who) == ("It is a small office.", "Ana")
    looks = session.exec(select(AuditEventRow).where(AuditEventRow.action == "profile.seen-by-staff")).all()
    assert [(each.user_id, each.acting_as, each.subject) for each in looks] == [
        (cast.eva.user_id, role.value, f"draft:{draft}")
    ]


def test_what_is_not_sent_is_not_read(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    with pytest.raises(Refusal, match=r"review\.not-sent"):
        look_at_profile(session, cast.eva, draft_id=draft, now=now)


@pytest.mark.parametrize("role", [StaffRole.HEADQUARTERS, StaffRole.HELP_DESK, StaffRole.CONTENT_EDITOR])
def test_other_staff_cannot(session: Session, cast: Cast, draft: int, now: datetime, role: StaffRole) -> None:
    send(session, cast, draft, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        look_at_profile(session, replace(cast.eva, staff_role=role), draft_id=draft, now=now)


def test_a_specialist_of_other_companies_and_dan_cannot(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    send(session, cast, draft, now)
    for other in (a_staff_member(session, cast.finn, StaffRole.SPECIALIST), cast.dan):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            look_at_profile(session, other, draft_id=draft, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        look_at_profile(session, cast.ana, draft_id=draft, now=now)
