"""A new password: what each person is asked for, links that are used, stopped, old or guessed at."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services import recovery
from ctpat_app.services.linked_identities import list_links
from ctpat_app.services.outbox import newest_mails
from ctpat_app.services.recovery import Asks
from ctpat_app.services.recovery_codes import count_recovery_codes, make_recovery_codes, use_recovery_code
from ctpat_app.services.security_questions import StoredQuestion, questions_of, set_questions
from ctpat_app.services.sessions import find_actor, open_session
from ctpat_app.tables.accounts import StaffRow, UserAccountRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.recovery import ResetLinkRow, SecurityQuestionRow
from tests.factories import WHEN, a_link, a_person

HOUR = timedelta(hours=1)
LINK = "t"
THREE = tuple(StoredQuestion(name, "", f"hash-of-{name}") for name in ("toy-name", "street-game", "feared-animal"))
HASHES = [each.answer_hash for each in THREE]
CODE = "ABCD EFGH JKLM NPQR"


def with_questions(session: Session, now: datetime, name: str = "ana") -> Actor:
    person = a_person(session, name)
    set_questions(session, proved(person, now), chosen=THREE, now=now)
    return person


def proved(person: Actor, now: datetime) -> Actor:
    return Actor(person.user_id, person.name, person.email, proved_at=now)


def asked(session: Session, now: datetime, email: str = "ana@example.com", link: str = LINK) -> str:
    recovery.ask_reset(session, email=email, language="es", token=link, now=now)
    return newest_mails(session)[0].template


def proves(session: Session, now: datetime, *, matches: bool = True, code: str = "", link: str = LINK) -> bool:
    return recovery.prove_reset(session, link, answered=HASHES, matches=matches, code=code, proof="browser", now=now)


def finish(session: Session, now: datetime, *, proof: str = "browser", link: str = LINK) -> None:
    recovery.finish_reset(session, link, proof=proof, password_hash="new-hash", now=now)


def password_of(session: Session, person: Actor) -> str:
    return session.get_one(UserAccountRow, person.user_id, populate_existing=True).password_hash


def refused(session: Session, now: datetime, link: str = LINK) -> str:
    with pytest.raises(InvalidValue) as caught:
        recovery.find_reset(session, link, now=now)
    return caught.value.code


def test_answers_then_password_then_everybody_else_is_out(session: Session, now: datetime) -> None:
    ana = with_questions(session, now)
    open_session(session, user_id=ana.user_id, token="elsewhere", device="x", now=now)
    a_link(session, ana)
    assert asked(session, now) == "reset-password"
    assert recovery.find_reset(session, "t", now=now).asks is Asks.QUESTIONS
    assert proves(session, now)
    finish(session, now)
    assert password_of(session, ana) == "new-hash"
    assert find_actor(session, token_hash("elsewhere"), now=now) is None
    assert list_links(session, ana) == ()
    assert newest_mails(session)[0].template == "password-changed"
    assert refused(session, now) == "reset.used"


def test_nothing_is_set_before_the_answers_are_right_in_this_browser(session: Session, now: datetime) -> None:
    ana = with_questions(session, now)
    asked(session, now)
    with pytest.raises(InvalidValue, match="prove-first"):
        finish(session, now, proof="")
    assert proves(session, now)
    with pytest.raises(InvalidValue, match="prove-first"):
        finish(session, now, proof="another browser")
    assert password_of(session, ana) == "not-a-hash"


def test_a_link_closes_after_five_wrong_answers(session: Session, now: datetime) -> None:
    with_questions(session, now)
    asked(session, now)
    assert [proves(session, now, matches=False) for _ in range(5)] == [False] * 5
    assert refused(session, now) == "reset.failures"


def test_answers_that_changed_meanwhile_do_not_count(session: Session, now: datetime) -> None:
    ana = with_questions(session, now)
    asked(session, now)
    set_questions(session, proved(ana, now), chosen=[StoredQuestion("toy-name", "", "other")], now=now)
    assert not proves(session, now)


def test_a_recovery_code_takes_the_place_of_the_answers_once(session: Session, now: datetime) -> None:
    ana = with_questions(session, now)
    make_recovery_codes(session, proved(ana, now), codes=["ABCDEFGHJKLMNPQR", "STUVWXYZ23456789"], now=now)
    asked(session, now)
    assert proves(session, now, matches=False, code=CODE)
    assert count_recovery_codes(session, ana.user_id) == 1
    assert not use_recovery_code(session, ana.user_id, CODE, now)


def test_codes_are_read_in_any_spelling_and_new_ones_replace_the_old(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    make_recovery_codes(session, proved(ana, now), codes=["ABCDEFGHJKLMNPQR"], now=now)
    make_recovery_codes(session, proved(ana, now), codes=["STUVWXYZ23456789"], now=now)
    assert not use_recovery_code(session, ana.user_id, CODE, now)
    assert use_recovery_code(session, ana.user_id, "ｓｔｕｖ-wxyz 2345 6789", now)


def test_who_has_codes_but_no_questions_is_asked_for_a_code(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    make_recovery_codes(session, proved(ana, now), codes=["ABCDEFGHJKLMNPQR"], now=now)
    asked(session, now)
    assert recovery.find_reset(session, "t", now=now).asks is Asks.CODE
    assert not proves(session, now, matches=True)
    assert proves(session, now, code=CODE)


def test_without_questions_the_link_waits_a_day_and_can_be_stopped(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    assert asked(session, now) == "reset-waiting"
    with pytest.raises(InvalidValue, match="too-early"):
        finish(session, now + 23 * HOUR)
    recovery.stop_reset(session, "t", now=now + 23 * HOUR)
    assert refused(session, now + 25 * HOUR) == "reset.stopped"
    assert password_of(session, ana) == "not-a-hash"


def test_after_the_day_the_link_alone_is_enough(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    asked(session, now)
    finish(session, now + 24 * HOUR)
    assert password_of(session, ana) == "new-hash"


def test_questions_chosen_meanwhile_are_asked_all_the_same(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    asked(session, now)
    set_questions(session, proved(ana, now), chosen=THREE, now=now)
    with pytest.raises(InvalidValue, match="prove-first"):
        finish(session, now + 24 * HOUR)


def test_with_a_second_factor_a_link_alone_never_opens_the_account(session: Session, now: datetime) -> None:
    eva = a_person(session, "eva")
    session.add(StaffRow(user_id=eva.user_id, role="specialist", added_at=WHEN))
    session.flush()
    assert asked(session, now, "eva@example.com") == "reset-help-desk"
    with pytest.raises(InvalidValue, match="help-desk"):
        finish(session, now + 23 * HOUR)


def test_used_up_codes_are_a_second_factor_still(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    make_recovery_codes(session, proved(ana, now), codes=["ABCDEFGHJKLMNPQR"], now=now)
    use_recovery_code(session, ana.user_id, CODE, now)
    assert asked(session, now) == "reset-help-desk"


def test_an_account_that_was_never_confirmed_has_nothing_to_protect(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana", confirmed=False)
    asked(session, now)
    finish(session, now)
    row = session.get_one(UserAccountRow, ana.user_id, populate_existing=True)
    assert (row.password_hash, row.email_confirmed_at) == ("new-hash", now)


@pytest.mark.parametrize(("hours", "code"), [(24, "reset.expired"), (25, "reset.expired")])
def test_a_link_with_questions_holds_for_a_day(session: Session, now: datetime, hours: int, code: str) -> None:
    with_questions(session, now)
    asked(session, now)
    assert recovery.find_reset(session, "t", now=now + 24 * HOUR - timedelta(seconds=1)).asks is Asks.QUESTIONS
    assert refused(session, now + hours * HOUR) == code


def test_a_used_link_takes_the_others_with_it(session: Session, now: datetime) -> None:
    with_questions(session, now)
    asked(session, now, link="first")
    asked(session, now, link="second")
    proves(session, now, link="first")
    finish(session, now, link="first")
    assert refused(session, now, "second") == "reset.used"


def test_an_unknown_address_costs_the_same_rows_and_is_told_only_by_mail(session: Session, now: datetime) -> None:
    a_person(session, "ana")

    def rows() -> tuple[int, int, int]:
        return (
            len(session.exec(select(ResetLinkRow)).all()),
            len(newest_mails(session)),
            len(session.exec(select(AuditEventRow)).all()),
        )

    before = rows()
    asked(session, now)
    known = rows()
    assert asked(session, now, "nobody@example.com", "u") == "reset-unknown"
    unknown = rows()
    assert [b - a for a, b in zip(before, known, strict=True)] == [b - a for a, b in zip(known, unknown, strict=True)]
    assert refused(session, now, "u") == "link.unknown"
    assert "token" not in newest_mails(session)[0].params["path"]


def test_dan_cannot_use_anas_proof_or_codes(session: Session, now: datetime) -> None:
    ana, dan = with_questions(session, now), with_questions(session, now, "dan")
    make_recovery_codes(session, proved(ana, now), codes=["ABCDEFGHJKLMNPQR"], now=now)
    make_recovery_codes(session, proved(dan, now), codes=["STUVWXYZ23456789"], now=now)
    asked(session, now, "dan@example.com")
    assert not proves(session, now, code=CODE)
    assert count_recovery_codes(session, ana.user_id) == 1


def test_no_answer_and_no_own_question_stands_in_the_database_in_clear(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    chosen = [StoredQuestion("", "¿Qué perdí?", "$argon2id$hash"), StoredQuestion("toy-name", "", "$argon2id$other")]
    set_questions(session, proved(ana, now), chosen=chosen, now=now)
    from sqlalchemy import text

    stored = str(session.execute(text("SELECT * FROM security_question")).all())
    assert "argon2id" not in stored
    assert "perdí" not in stored
    assert questions_of(session, ana.user_id) == tuple(chosen)
    assert len(session.exec(select(SecurityQuestionRow)).all()) == 2
