"""The copy of one's own data: everything about the person, nothing about anybody else, no secrets."""

import json
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from ctpat_app.domain.conversations import Side
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.known_problems import Wording
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services import sessions
from ctpat_app.services.conversations import Typed, send_message
from ctpat_app.services.inbox import choose_mails
from ctpat_app.services.known_problems import TypedProblem, follow_problem, publish_problem, save_problem
from ctpat_app.services.library import keep_current
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.own_data import SECTIONS, read_own_data
from ctpat_app.services.walk_rows import Moment, Seat
from ctpat_app.services.walk_throughs import offer
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.second_factors import AuthenticatorRow, PasskeyRow
from tests.factories import a_document, a_draft, a_link, a_staff_member, an_answer, the_cast
from tests.help_cases import an_open_case


def test_it_holds_what_is_anas_and_nothing_of_others(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    draft = a_draft(session, cast.account, cast.ana)
    an_answer(session, draft, cast.ana, "criterion.1.1", "警卫检查每个门。")
    an_answer(session, draft, cast.ben, "criterion.1.2", "Ben wrote this")
    a_document(session, cast.ana, session.get_one(DraftRow, draft).subject_id)
    a_document(session, cast.ben, session.get_one(DraftRow, draft).subject_id, name="bens-list.pdf")
    for person, text in ((cast.ana, "Is the folio enough?"), (cast.ben, "Ben asks")):
        typed = Typed(text, "en", "form-1")
        send_message(session, person, trade_account_id=cast.account, side=Side.COMPANY, typed=typed, now=now)
    for person in (cast.ana, cast.dan):
        sessions.open_session(session, user_id=person.user_id, token=person.name, device="Firefox/1", now=now)
        a_link(session, person, subject=f"number-of-{person.name}")
    put_mail(session, template="confirm-email", language="en", recipient=cast.ana.email, now=now, path="/?token=open")
    give_factors(session, cast.ana.user_id, now)
    give_factors(session, cast.dan.user_id, now)
    session.add(NoticeRow(user_id=cast.ana.user_id, template="model-moved", params="{}", path="home/", created_at=now))
    session.add(NoticeRow(user_id=cast.dan.user_id, template="model-moved", params="{}", path="home/", created_at=now))
    choose_mails(session, cast.ana, mailed=(), now=now)
    keep_current(session, now=now)
    for person, text in ((cast.ana, "Uploads fail"), (cast.dan, "Dan reports")):
        an_open_case(session, now, user_id=person.user_id, happened=text)
    finn = a_staff_member(session, cast.finn, StaffRole.HELP_DESK)
    follow_problem(session, cast.ana, problem_id=a_known_problem(session, finn, now), now=now)
    for person in (cast.ana, cast.ben):
        offer(session, Seat(person, person.name * 9), code_hash=person.name * 9, place="home/", at=Moment(now, now))
    data = read_own_data(session, cast.ana, now=now)
    assert tuple(data.sections) == SECTIONS
    counts = {name: len(records) for name, records in data.sections.items()}
    assert counts == {
        "account": 1, "factors": 2, "memberships": 1, "answers": 1, "messages": 1, "documents": 1,
        "signatures": 0, "sessions": 1, "identities": 1, "mails": 1, "events": 4, "actions": 0, "notices": 1,
            "unmailed": 4, "walk_throughs": 1, "reports": 1, "report-messages": 1, "known-problems": 1,
    }  # fmt: skip
    assert data.sections["answers"][0]["answer"] == "警卫检查每个门。"
    assert data.sections["messages"][0]["text"] == "Is the folio enough?"
    assert data.sections["documents"][0]["name"] == "seal-log.pdf"
    assert data.sections["identities"][0]["subject"] == "number-of-Ana"
    text = json.dumps(asdict(data), default=str, ensure_ascii=False)
    for foreign in ("Ben", "ben@", "Dan", "chloe"):
        assert foreign not in text


def a_known_problem(session: Session, finn: Actor, now: datetime) -> int:
    words = {"en": Wording("Slow", "Wait.")}
    problem = save_problem(
        session, finn, problem_id=0, seen_version=0, typed=TypedProblem(words, ("*",)), languages=("en",), now=now
    )
    publish_problem(session, finn, problem_id=problem, seen_version=1, now=now)
    return problem


def give_factors(session: Session, user_id: int, now: datetime) -> None:
    session.add(AuthenticatorRow(user_id=user_id, seed="SEED" * 8, added_at=now, confirmed_at=now))
    passkey = PasskeyRow(
        user_id=user_id, credential_id=f"credential{user_id}", handle="h", public_key=b"public-key", added_at=now
    )
    session.add(passkey)
    session.flush()


def test_it_holds_no_secrets(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    sessions.open_session(session, user_id=cast.ana.user_id, token="cookie", device="", now=now)
    put_mail(session, template="confirm-email", language="en", recipient=cast.ana.email, now=now, path="/?token=open")
    give_factors(session, cast.ana.user_id, now)
    text = json.dumps(asdict(read_own_data(session, cast.ana, now=now)), default=str)
    for secret in ("not-a-hash", "cookie", token_hash("cookie"), "token=open", "SEED", "credential", "public-key"):
        assert secret not in text


def test_an_unattended_screen_gives_no_copy(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        read_own_data(session, replace(cast.ana, proved_at=now - timedelta(minutes=16)), now=now)
