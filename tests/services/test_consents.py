"""The consent to share data abroad: the officer alone gives it and takes it back, and both may be repeated."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.application import read_application
from ctpat_app.services.consents import give_consent, read_consent, withdraw_consent
from ctpat_app.services.drafts import save_answer
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.signatures import MRA_CONSENT, PARTNER_AGREEMENT, has_signature
from ctpat_app.services.submissions import sign_application
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft
from tests.factories import Cast, the_cast

ENGLISH = localiser_for("en")


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


def give(session: Session, actor: Actor, draft: int, now: datetime, name: str = "Ana", *, agreed: bool = True) -> None:
    give_consent(session, actor, draft_id=draft, typed_name=name, agreed=agreed, localiser=ENGLISH, now=now)


def records(session: Session) -> list[AgreementSignatureRow]:
    query = select(AgreementSignatureRow).where(col(AgreementSignatureRow.agreement_id) == MRA_CONSENT)
    return list(session.exec(query))


def actions(session: Session) -> list[str]:
    return [row.action for row in session.exec(select(AuditEventRow)) if row.action.startswith("agreement.")]


def has_consented(session: Session, actor: Actor, draft: int, now: datetime) -> bool:
    return read_application(session, actor, draft_id=draft, now=now).situation.facts.mra_consent


def test_after_the_officer_consents_the_application_knows_it(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    give(session, cast.ana, draft, now, "  ana ")
    assert has_consented(session, cast.ben, draft, now)
    (record,) = records(session)
    assert (record.signer_name, record.role, record.acting_for) == ("ana", "officer", "Acme Carriers SA")
    assert record.language == "en"


def test_a_second_press_gives_one_consent(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    give(session, cast.ana, draft, now)
    give(session, cast.ana, draft, now + timedelta(seconds=1), agreed=False)
    assert len(records(session)) == 1
    assert actions(session) == ["agreement.signed"]


@pytest.mark.parametrize(
    ("name", "agreed", "code"),
    [("Ana", False, "sign.not-agreed"), ("", True, "sign.name-missing"), ("Ben", True, "sign.name-differs")],
)
def test_without_the_tick_and_the_own_name_nothing_is_recorded(
    session: Session, cast: Cast, draft: int, now: datetime, name: str, agreed: bool, code: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        give(session, cast.ana, draft, now, name, agreed=agreed)
    assert refused.value.code == code
    assert records(session) == []


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("ben", "access.not-your-role"),
        ("chloe", "access.not-your-role"),
        ("dan", "access.not-yours"),
        ("finn", "access.not-yours"),
    ],
)
def test_nobody_but_the_officer_of_this_company_consents_or_withdraws(
    session: Session, cast: Cast, draft: int, now: datetime, who: str, code: str
) -> None:
    actor = getattr(cast, who)
    with pytest.raises(NotPermitted) as refused:
        give(session, actor, draft, now, actor.name)
    assert refused.value.code == code
    give(session, cast.ana, draft, now)
    with pytest.raises(NotPermitted) as refused:
        withdraw_consent(session, actor, draft_id=draft, now=now)
    assert refused.value.code == code
    assert has_consented(session, cast.ana, draft, now)


def test_what_is_taken_back_stays_on_record(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    give(session, cast.ana, draft, now)
    later = now + timedelta(days=1)
    withdraw_consent(session, cast.ana, draft_id=draft, now=later)
    withdraw_consent(session, cast.ana, draft_id=draft, now=later + timedelta(days=1))
    (record,) = records(session)
    session.refresh(record)
    assert (record.voided_at, record.void_reason) == (later, "withdrawn")
    assert actions(session) == ["agreement.signed", "agreement.withdrawn"]
    assert not has_consented(session, cast.ana, draft, later)


def test_it_can_be_given_again(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    give(session, cast.ana, draft, now)
    withdraw_consent(session, cast.ana, draft_id=draft, now=now)
    give(session, cast.ana, draft, now)
    assert len(records(session)) == 2
    assert has_consented(session, cast.ana, draft, now)


def test_a_later_answer_leaves_the_consent_standing(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    give(session, cast.ana, draft, now)
    save_answer(
        session,
        cast.ana,
        draft_id=draft,
        key="countries",
        row_key="",
        seen_version=1,
        text="MX",
        language="en",
        now=now,
    )
    assert has_consented(session, cast.ana, draft, now)


def test_giving_it_voids_a_signature_under_the_application(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sign_application(session, cast.ana, draft_id=draft, typed_name="Ana", agreed=True, localiser=ENGLISH, now=now)
    access = read_application(session, cast.ana, draft_id=draft, now=now).access
    give(session, cast.ana, draft, now)
    assert not has_signature(session, access.subject_kind, access.subject_id, PARTNER_AGREEMENT)


def test_after_sending_it_can_only_be_taken_back(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    give(session, cast.ana, draft, now)
    sign_and_send(
        session,
        cast.ana,
        draft_id=draft,
        typed_name="Ana",
        agreed=True,
        localiser=ENGLISH,
        summarise=lambda situation, language: (),
        now=now,
    )
    withdraw_consent(session, cast.ana, draft_id=draft, now=now)
    access = read_application(session, cast.ana, draft_id=draft, now=now).access
    assert has_signature(session, access.subject_kind, access.subject_id, PARTNER_AGREEMENT)
    with pytest.raises(NotPermitted) as refused:
        give(session, cast.ana, draft, now)
    assert refused.value.code == "draft.frozen"


@pytest.mark.parametrize(("who", "may_sign"), [("ana", True), ("ben", False), ("chloe", False)])
def test_everybody_sees_who_has_to_consent(
    session: Session, cast: Cast, draft: int, now: datetime, who: str, may_sign: bool
) -> None:
    seen = read_consent(session, getattr(cast, who), draft_id=draft, localiser=ENGLISH, now=now)
    assert (seen.may_sign, seen.officer, seen.given, seen.agreement.id) == (may_sign, "Ana", None, MRA_CONSENT)
    give(session, cast.ana, draft, now)
    seen = read_consent(session, getattr(cast, who), draft_id=draft, localiser=ENGLISH, now=now)
    assert seen.given is not None
    assert seen.given.signer_name == "Ana"
