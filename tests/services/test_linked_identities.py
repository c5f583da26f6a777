"""Identities of a provider: linked by their owner, signed in with, never found by a mail address."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.identities import Identity
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services import authenticators, linked_identities, sessions
from ctpat_app.services.leaving import ask_to_leave
from ctpat_app.services.linked_identities import Entry
from ctpat_app.services.outbox import newest_mails
from ctpat_app.tables.accounts import StaffRow, UserAccountRow
from ctpat_app.tables.audit import AuditEventRow
from tests.factories import ISSUER, a_link, a_person, a_second_factor

HERS = Identity(ISSUER, "number-1")
BROWSER = sessions.Browser("Firefox/1", "192.0.2.7", shared=True, idle=timedelta(minutes=10))


def link(session: Session, actor: Actor, now: datetime, identity: Identity = HERS) -> None:
    linked_identities.link_identity(session, actor, identity, provider="Example ID", now=now)


def unlink(session: Session, actor: Actor, now: datetime, link_id: int) -> None:
    linked_identities.unlink_identity(session, actor, link_id=link_id, provider="Example ID", now=now)


def sign_in(session: Session, now: datetime, identity: Identity = HERS, token: str = "cookie") -> Entry:  # noqa: S107 - a cookie of the test
    return linked_identities.sign_in_by_identity(
        session, identity, token=token, link_token="link", browser=BROWSER, now=now
    )


def actions(session: Session) -> list[str]:
    return [row.action for row in session.exec(select(AuditEventRow).order_by(AuditEventRow.id))]  # type: ignore[arg-type]


def test_a_linked_identity_signs_its_owner_in_as_the_browser_says(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    link(session, ana, now)
    assert sign_in(session, now) == Entry(email=ana.email)
    found = sessions.find_session(session, token_hash("cookie"), now=now)
    assert found
    assert (found.actor.user_id, found.shared, found.actor.proved_at) == (ana.user_id, True, now)
    assert {"identity.linked", "sign-in.done", "sign-in.identity"} <= set(actions(session))
    [card] = linked_identities.list_links(session, ana)
    assert (card.issuer, card.linked_at, card.last_used_at) == (ISSUER, now, now)


@pytest.mark.parametrize(
    "stranger",
    [
        Identity(ISSUER, "number-2"),
        Identity(ISSUER, "NUMBER-1"),
        Identity("https://other.example", "number-1"),
        Identity(f"{ISSUER}/", "number-1"),
        Identity(ISSUER, "ana@example.com"),
    ],
)
def test_issuer_and_subject_both_have_to_be_hers(session: Session, now: datetime, stranger: Identity) -> None:
    a_link(session, a_person(session, "ana"))
    assert sign_in(session, now, stranger) == Entry(refusal="oidc.unknown")
    assert sessions.find_session(session, token_hash("cookie"), now=now) is None


def test_linking_and_unlinking_are_told_by_mail(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana", language="es")
    link(session, ana, now)
    [card] = linked_identities.list_links(session, ana)
    unlink(session, ana, now, card.id)
    mails = newest_mails(session)
    assert [mail.template for mail in mails] == ["identity-unlinked", "identity-linked"]
    assert {(mail.recipient, mail.language, mail.params["provider"]) for mail in mails} == {
        (ana.email, "es", "Example ID")
    }
    assert sign_in(session, now).refusal == "oidc.unknown"


def test_linking_twice_is_the_same_as_once(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    link(session, ana, now)
    link(session, ana, now)
    assert len(linked_identities.list_links(session, ana)) == 1
    assert len(newest_mails(session)) == 1


def test_an_identity_of_somebody_else_is_refused_without_telling_whose(session: Session, now: datetime) -> None:
    ana, dan = a_person(session, "ana"), a_person(session, "dan")
    link(session, ana, now)
    with pytest.raises(NotPermitted) as refusal:
        link(session, dan, now)
    assert (refusal.value.code, refusal.value.params) == ("oidc.taken", {})
    assert sign_in(session, now).email == ana.email


def test_one_account_has_one_identity_of_a_provider(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    link(session, ana, now)
    with pytest.raises(NotPermitted, match=r"oidc\.present"):
        link(session, ana, now, Identity(ISSUER, "number-2"))
    link(session, ana, now, Identity("https://other.example", "number-2"))
    assert len(linked_identities.list_links(session, ana)) == 2


def test_dan_cannot_see_or_take_away_anas_link(session: Session, now: datetime) -> None:
    ana, dan = a_person(session, "ana"), a_person(session, "dan")
    hers = a_link(session, ana)
    assert linked_identities.list_links(session, dan) == ()
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        unlink(session, dan, now, hers)
    assert len(linked_identities.list_links(session, ana)) == 1


def test_changing_links_needs_a_recent_proof(session: Session, now: datetime) -> None:
    ana = replace(a_person(session, "ana"), proved_at=now - timedelta(minutes=16))
    hers = a_link(session, ana)
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        link(session, ana, now, Identity("https://other.example", "x"))
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        unlink(session, ana, now, hers)


def test_staff_set_up_their_second_factor_before_they_link(session: Session, now: datetime) -> None:
    eva = replace(a_person(session, "eva"), staff_role=StaffRole.SPECIALIST, lacks_factor=True)
    with pytest.raises(NotPermitted, match=r"factor\.staff-need-one"):
        link(session, eva, now)


def test_who_has_an_authenticator_is_still_asked_for_its_code(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    a_link(session, ana)
    a_second_factor(session, ana)
    entry = sign_in(session, now)
    assert entry.half
    assert (entry.email, entry.half.user_id) == (ana.email, ana.user_id)
    assert sessions.find_session(session, token_hash("cookie"), now=now) is None


def test_staff_without_a_factor_get_no_further_than_with_a_password(session: Session, now: datetime) -> None:
    eva = a_person(session, "eva")
    session.add(StaffRow(user_id=eva.user_id, role=StaffRole.SPECIALIST, added_at=now))
    a_link(session, eva)
    assert sign_in(session, now).refusal == ""
    assert sessions.find_actor(session, token_hash("cookie"), now=now) is None


def test_an_account_that_is_being_deleted_stays_closed(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    a_link(session, ana)
    ask_to_leave(session, ana, token="back", now=now)
    assert sign_in(session, now) == Entry(refusal="oidc.closed")


def test_an_address_that_is_not_confirmed_stays_closed(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana", confirmed=False)
    a_link(session, ana)
    assert sign_in(session, now) == Entry(refusal="oidc.closed")


def test_a_password_changed_between_the_steps_ends_the_half_sign_in(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    a_link(session, ana)
    a_second_factor(session, ana)
    half = sign_in(session, now).half
    assert half

    def finished(step: int) -> bool:
        return authenticators.finish_sign_in(
            session, half, code="123456", match=lambda *_: step, token=f"cookie-{step}", browser=BROWSER, now=now
        )

    assert finished(1)
    session.get_one(UserAccountRow, ana.user_id).password_hash = "another"
    session.flush()
    assert not finished(2)


def test_only_an_own_identity_proves_anew(session: Session, now: datetime) -> None:
    ana, dan = a_person(session, "ana"), a_person(session, "dan")
    a_link(session, ana)
    a_link(session, dan, subject="number-2")
    then = now - timedelta(minutes=50)
    sessions.open_session(session, user_id=ana.user_id, token="cookie", device="", now=then)
    digest = token_hash("cookie")

    def proved_at() -> datetime | None:
        found = sessions.find_session(session, digest, now=now)
        assert found
        return found.actor.proved_at

    for other in (Identity(ISSUER, "number-2"), Identity(ISSUER, "number-3")):
        assert not linked_identities.prove_by_identity(session, ana, other, digest=digest, now=now)
    assert proved_at() == then
    assert linked_identities.prove_by_identity(session, ana, HERS, digest=digest, now=now)
    assert proved_at() == now
    assert actions(session).count("sign-in.proof-refused") == 2
