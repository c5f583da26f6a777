"""What asks for a recent proof of identity: signing, sending, roles, removing people."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.guidance.texts import Localiser
from ctpat_app.services import members
from ctpat_app.services.own_sessions import end_one_session, end_other_sessions, list_sessions
from ctpat_app.services.sending import send_signed, sign_and_send
from ctpat_app.services.sessions import open_session
from ctpat_app.services.signatures import AgreementText
from ctpat_app.services.submissions import find_submission, sign_application
from ctpat_app.tables.accounts import MembershipRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft
from tests.factories import the_cast

ENGLISH: Localiser = localiser_for("en")
TEXT = AgreementText("officer-declaration", "Title", (), ("Text",), "Statement", "en", unverified=False)


def long_ago(actor: Actor, now: datetime) -> Actor:
    return replace(actor, proved_at=now - timedelta(minutes=16))


def refused(use_case: Callable[[], object]) -> None:
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        use_case()


def test_signing_and_sending_ask_for_a_recent_proof(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    draft, ana = a_filled_draft(session, cast.ana, cast.account, now=now), long_ago(cast.ana, now)
    common = {"draft_id": draft, "typed_name": "Ana", "agreed": True, "localiser": ENGLISH, "now": now}
    refused(lambda: sign_application(session, ana, **common))  # type: ignore[arg-type]
    refused(lambda: sign_and_send(session, ana, summarise=lambda _s, _l: (), **common))  # type: ignore[arg-type]
    sign_application(session, cast.ana, **common)  # type: ignore[arg-type]
    refused(lambda: send_signed(session, ana, draft_id=draft, language="en", summarise=lambda _s, _l: (), now=now))
    assert find_submission(session, draft) is None


def test_never_having_proved_it_is_refused_as_well(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    member = session.exec(select(MembershipRow.id).where(col(MembershipRow.user_id) == cast.ben.user_id)).one()
    ana = replace(cast.ana, proved_at=None)
    assert member
    refused(lambda: members.remove_member(session, ana, trade_account_id=cast.account, member_id=member, now=now))


def test_roles_and_removing_people_ask_for_a_recent_proof(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    member = session.exec(select(MembershipRow.id).where(col(MembershipRow.user_id) == cast.ben.user_id)).one()
    ana, ben, account = long_ago(cast.ana, now), long_ago(cast.ben, now), cast.account
    assert member
    refused(lambda: members.remove_member(session, ana, trade_account_id=account, member_id=member, now=now))
    refused(lambda: members.step_down(session, ana, trade_account_id=account, now=now))
    refused(
        lambda: members.declare_officer(session, ben, trade_account_id=account, agreement=TEXT, name="Ben", now=now)
    )


def test_who_may_not_hears_that_and_not_that_a_proof_is_missing(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        members.step_down(session, long_ago(cast.dan, now), trade_account_id=cast.account, now=now)


def test_ending_sessions_elsewhere_asks_for_a_recent_proof(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    for cookie in ("here", "there"):
        open_session(session, user_id=cast.ana.user_id, token=cookie, device="", now=now)
    there = list_sessions(session, cast.ana, digest=token_hash("there"), now=now)[0].id
    ana = long_ago(cast.ana, now)
    refused(lambda: end_one_session(session, ana, session_id=there, now=now))
    refused(lambda: end_other_sessions(session, ana, digest=token_hash("here"), now=now))
