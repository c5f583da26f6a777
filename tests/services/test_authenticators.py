"""Authenticator app and recovery codes, and the second half of a sign-in."""

from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from ctpat_app.adapters.one_time_codes import matching_step, new_seed
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services import authenticators, sessions
from ctpat_app.services.authenticators import HalfSignIn
from ctpat_app.services.outbox import newest_mails
from ctpat_app.services.recovery_codes import HOW_MANY
from ctpat_app.services.second_factors import has_second_factor
from ctpat_app.tables.accounts import StaffRow, UserAccountRow
from ctpat_app.tables.recovery import RecoveryCodeRow
from tests.factories import a_person

CODES = tuple(f"{letter * 4}-2345-QRST-UVWX" for letter in "ABCDEFGHJK")
FRESH = tuple(f"{letter * 4}-2345-QRST-UVWX" for letter in "LMNPQRSTUV")
STEP = timedelta(seconds=30)


def proved(session: Session, name: str, now: datetime) -> Actor:
    return replace(a_person(session, name), proved_at=now)


def with_app(session: Session, actor: Actor, now: datetime) -> str:
    """Set up an app for ``actor`` an hour ago and return its seed."""
    seed, then = new_seed(), now - timedelta(hours=1)
    earlier = replace(actor, proved_at=then)
    authenticators.begin_authenticator(session, earlier, seed=seed, now=then)
    code = pyotp.TOTP(seed).at(then)
    authenticators.confirm_authenticator(
        session, earlier, code=code, recovery_codes=CODES, match=matching_step, now=then
    )
    return seed


def half(session: Session, actor: Actor) -> HalfSignIn:
    return HalfSignIn(actor.user_id, token_hash(session.get_one(UserAccountRow, actor.user_id).password_hash))


def finished(session: Session, actor: Actor, code: str, now: datetime, token: str = "cookie") -> bool:  # noqa: S107 - a cookie of the test
    return authenticators.finish_sign_in(
        session, half(session, actor), code=code, match=matching_step, token=token, browser=sessions.Browser(), now=now
    )


def test_an_app_counts_from_its_first_code_on(session: Session, now: datetime) -> None:
    ana, seed = proved(session, "ana", now), new_seed()
    authenticators.begin_authenticator(session, ana, seed=seed, now=now)
    assert not has_second_factor(session, ana.user_id)
    assert authenticators.read_factors(session, ana).pending_seed == seed
    authenticators.confirm_authenticator(
        session, ana, code=pyotp.TOTP(seed).at(now), recovery_codes=CODES, match=matching_step, now=now
    )
    factors = authenticators.read_factors(session, ana)
    assert (factors.authenticator_since, factors.pending_seed, factors.recovery_codes_left) == (now, "", HOW_MANY)
    assert [mail.template for mail in newest_mails(session)] == ["second-factor-added"]


@pytest.mark.parametrize("code", ["", "000", "abcdef", "12345６7", "9" * 40])
def test_a_wrong_code_sets_up_nothing(session: Session, now: datetime, code: str) -> None:
    ana = proved(session, "ana", now)
    authenticators.begin_authenticator(session, ana, seed=new_seed(), now=now)
    with pytest.raises(InvalidValue, match=r"factor\.wrong-code"):
        authenticators.confirm_authenticator(
            session, ana, code=code, recovery_codes=CODES, match=matching_step, now=now
        )
    assert not has_second_factor(session, ana.user_id)


def test_every_change_needs_a_recent_proof(session: Session, now: datetime) -> None:
    ana = proved(session, "ana", now - timedelta(minutes=16))
    changes = (
        lambda: authenticators.begin_authenticator(session, ana, seed=new_seed(), now=now),
        lambda: authenticators.confirm_authenticator(
            session, ana, code="1", recovery_codes=CODES, match=matching_step, now=now
        ),
        lambda: authenticators.remove_authenticator(session, ana, now=now),
        lambda: authenticators.renew_recovery_codes(session, ana, recovery_codes=CODES, now=now),
    )
    for change in changes:
        with pytest.raises(NotPermitted, match=r"access\.prove-again"):
            change()  # type: ignore[no-untyped-call]


def test_a_second_app_does_not_replace_the_first_behind_its_back(session: Session, now: datetime) -> None:
    ana = proved(session, "ana", now)
    with_app(session, ana, now)
    with pytest.raises(NotPermitted, match=r"factor\.present"):
        authenticators.begin_authenticator(session, ana, seed=new_seed(), now=now)


def test_the_seed_is_encrypted_and_the_codes_are_hashed(session: Session, now: datetime) -> None:
    ana = proved(session, "ana", now)
    seed = with_app(session, ana, now)
    stored = session.connection().scalar(text("SELECT seed FROM authenticator"))
    assert stored
    assert seed not in stored
    hashes = [row.code_hash for row in session.exec(select(RecoveryCodeRow))]
    assert len(hashes) == HOW_MANY
    assert not set(hashes) & set(CODES)


def test_the_password_alone_opens_no_session_any_more(session: Session, now: datetime) -> None:
    ana = proved(session, "ana", now)
    with_app(session, ana, now)
    credentials = sessions.find_credentials(session, ana.email)
    outcome = sessions.settle_sign_in(
        session, credentials, matches=True, token="cookie", link_token="link", device="", now=now
    )
    assert outcome is sessions.SignIn.HALF
    assert sessions.find_actor(session, token_hash("cookie"), now=now) is None


def test_a_code_of_the_app_works_once_and_so_does_every_earlier_one(session: Session, now: datetime) -> None:
    ana = proved(session, "ana", now)
    app = pyotp.TOTP(with_app(session, ana, now))
    assert finished(session, ana, app.at(now), now)
    assert not finished(session, ana, app.at(now), now, "again")
    assert not finished(session, ana, app.at(now - STEP), now, "earlier")
    assert finished(session, ana, app.at(now + STEP), now + STEP, "next")


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(session: Session, now: datetime, steps: int, fits: bool) -> None:
    ana = proved(session, "ana", now)
    app = pyotp.TOTP(with_app(session, ana, now))
    assert finished(session, ana, app.at(now + steps * STEP), now) is fits


def test_digits_of_any_script_and_spaces_are_taken(session: Session, now: datetime) -> None:
    ana = proved(session, "ana", now)
    code = pyotp.TOTP(with_app(session, ana, now)).at(now)
    arabic = "".join(chr(ord("٠") + int(digit)) for digit in code)
    assert finished(session, ana, f" {arabic[:3]} {arabic[3:]}", now)


def test_a_recovery_code_works_once_however_it_is_typed(session: Session, now: datetime) -> None:
    ana = proved(session, "ana", now)
    with_app(session, ana, now)
    assert finished(session, ana, CODES[0].lower().replace("-", " "), now)
    assert not finished(session, ana, CODES[0], now, "again")
    assert authenticators.read_factors(session, ana).recovery_codes_left == HOW_MANY - 1


def test_new_codes_end_the_old_ones(session: Session, now: datetime) -> None:
    ana = proved(session, "ana", now)
    with_app(session, ana, now)
    authenticators.renew_recovery_codes(session, ana, recovery_codes=FRESH, now=now)
    assert not finished(session, ana, CODES[1], now)
    assert finished(session, ana, FRESH[1], now)


def test_the_codes_of_one_person_do_not_open_the_account_of_another(session: Session, now: datetime) -> None:
    ana, dan = proved(session, "ana", now), proved(session, "dan", now)
    anas = with_app(session, ana, now)
    authenticators.begin_authenticator(session, dan, seed=(seed := new_seed()), now=now)
    authenticators.confirm_authenticator(
        session, dan, code=pyotp.TOTP(seed).at(now), recovery_codes=FRESH, match=matching_step, now=now
    )
    assert not finished(session, dan, pyotp.TOTP(anas).at(now), now)
    assert not finished(session, dan, CODES[0], now)


def test_a_password_changed_between_the_steps_ends_the_half_sign_in(session: Session, now: datetime) -> None:
    ana = proved(session, "ana", now)
    app = pyotp.TOTP(with_app(session, ana, now))
    begun = half(session, ana)
    session.get_one(UserAccountRow, ana.user_id).password_hash = "another"
    session.flush()
    assert not authenticators.finish_sign_in(
        session, begun, code=app.at(now), match=matching_step, token="cookie", browser=sessions.Browser(), now=now
    )


def test_staff_lack_a_factor_until_the_app_is_confirmed_and_again_when_it_is_removed(
    session: Session, now: datetime
) -> None:
    eva = proved(session, "eva", now)
    session.add(StaffRow(user_id=eva.user_id, role=StaffRole.SPECIALIST, added_at=now))
    session.flush()
    sessions.open_session(session, user_id=eva.user_id, token="evas", device="", now=now)

    def lacks() -> bool:
        found = sessions.find_session(session, token_hash("evas"), now=now)
        assert found
        assert (sessions.find_actor(session, token_hash("evas"), now=now) is None) is found.actor.lacks_factor
        return found.actor.lacks_factor

    assert lacks()
    authenticators.begin_authenticator(session, eva, seed=(seed := new_seed()), now=now)
    assert lacks()
    authenticators.confirm_authenticator(
        session, eva, code=pyotp.TOTP(seed).at(now), recovery_codes=CODES, match=matching_step, now=now
    )
    assert not lacks()
    authenticators.remove_authenticator(session, eva, now=now)
    assert lacks()
    assert authenticators.read_factors(session, eva).recovery_codes_left == 0
