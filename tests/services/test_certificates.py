"""A certificate comes and goes with the status; its code tells anybody whether it counts, and nothing else."""

from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.services.certificates import certificate_of, check_certificate, copy_certificate, list_certificates
from ctpat_app.services.model_steps import split_model
from ctpat_app.services.standing_records import model_row
from tests.factories import the_cast
from tests.standing import a_decision, a_member_company


@pytest.mark.parametrize("status", Status)
def test_members_in_good_standing_have_one_and_nobody_else(session: Session, now: datetime, status: Status) -> None:
    member = a_member_company(session, the_cast(session), status=status, now=now)
    found = certificate_of(session, member.model)
    assert (found is not None) == (status in IN_GOOD_STANDING)
    assert found is None or found.status is status


def test_each_step_replaces_the_certificate(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), status=Status.CERTIFIED_EXCEEDING, now=now)
    found = list_certificates(session, member.ana, security_model_id=member.model)
    assert [each.status for each in found] == [
        Status.CERTIFIED_EXCEEDING,
        Status.CERTIFIED_VALIDATED,
        Status.CERTIFIED,
    ]
    assert [each.revoked_at is None for each in found] == [True, False, False]
    assert len({each.code for each in found}) == 3


def test_anybody_checks_a_code_before_and_after_a_suspension(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), now=now)
    certificate = certificate_of(session, member.model)
    assert certificate is not None
    checked = check_certificate(session, typed=certificate.code.lower().replace("-", " "))
    assert checked is not None
    assert (checked.company, checked.status, checked.revoked_at) == ("Acme Carriers SA", Status.CERTIFIED, None)
    later = now + timedelta(days=1)
    a_decision(session, member, "suspend", now=later)
    ended = check_certificate(session, typed=certificate.code)
    assert ended is not None
    assert (ended.status, ended.types, ended.revoked_at) == (None, (), later)
    assert set(asdict(ended)) == {"company", "types", "status", "issued_at", "revoked_at"}


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKLM-NPQR-STUV", "%", "x" * 5000, "\x00"])
def test_what_is_no_code_is_no_certificate(session: Session, now: datetime, typed: str) -> None:
    a_member_company(session, the_cast(session), now=now)
    assert check_certificate(session, typed=typed) is None


def test_a_split_model_gets_its_own(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), now=now)
    row = model_row(session, member.model)
    twin = split_model(session, model=row, name="South", user_id=member.ana.user_id, now=now)
    first, second = certificate_of(session, member.model), certificate_of(session, twin)
    assert first is not None
    assert second is not None
    assert first.code != second.code


def test_contacts_download_it_and_dan_does_not(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), now=now)
    certificate = certificate_of(session, member.model)
    assert certificate is not None
    for who in (member.ana, member.cast.ben, member.cast.chloe):
        assert copy_certificate(session, who, certificate_id=certificate.id).company == "Acme Carriers SA"
    for who in (member.cast.dan, member.cast.finn, member.hugo):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            copy_certificate(session, who, certificate_id=certificate.id)
    for number in (0, -1, 2**40):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            copy_certificate(session, member.ana, certificate_id=number)
