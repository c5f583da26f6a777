"""Companies that stand ready when a test begins, each with people of its own; the cast is that of ``tests``."""

import itertools
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from ctpat_app.adapters import clock
from ctpat_app.adapters.passwords import Passwords
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.guidance.flow import Situation
from ctpat_app.services.application import read_application, start_application
from ctpat_app.services.drafts import add_row, save_answer
from ctpat_app.services.library import keep_current
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.sessions import open_session
from ctpat_app.state.summaries import summarise_in
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.words.localiser import localiser_for
from e2e.person import LIBRARY, Person
from e2e.site import Site
from tests.applicants import a_filled_draft
from tests.factories import a_member, a_person, a_trade_account, an_address

_numbers: Final = itertools.count(1)
_RUN: Final = secrets.token_hex(3)
"""Test processes may meet in one database: their people differ."""


@dataclass(frozen=True)
class Company:
    """``ana`` is the declared officer, ``ben`` an employee, ``chloe`` a consultant; ``dan`` has another company."""

    site: Site
    account: int
    ana: Actor
    ben: Actor
    chloe: Actor
    dan: Actor


def a_company(
    site: Site, *, name: str = "Acme Carriers SA", country: str = "MX", language: str = "en", complete: bool = True
) -> Company:
    """Return a new company of ``site`` whose trade account is complete unless told otherwise."""
    number = next(_numbers)
    with site.database() as session:
        people = [
            a_person(session, each, email=f"{each}-{_RUN}-{number}@example.com", language=language)
            for each in ("ana", "ben", "chloe", "dan")
        ]
        ana, ben, chloe, dan = people
        account = a_trade_account(session, ana, name=name, role=Role.OFFICER, complete=complete)
        session.get_one(TradeAccountRow, account).country = country if complete else ""
        a_member(session, account, ben, role=Role.EMPLOYEE)
        a_member(session, account, chloe, role=Role.CONSULTANT)
        a_trade_account(session, dan, name="Dan Freight Ltd", role=Role.OFFICER, complete=True)
    return Company(site, account, ana, ben, chloe, dan)


def another_address(company: Company, label: str) -> int:
    """Return the id of one more complete address of the company."""
    with company.site.database() as session:
        return an_address(session, company.account, label=label)


def give_password(company: Company, actor: Actor, password: str) -> None:
    """Let ``actor`` sign in on the page."""
    hashed = Passwords(time_cost=1, memory_kib=8192).hash_now(password)
    with company.site.database() as session:
        session.get_one(UserAccountRow, actor.user_id).password_hash = hashed


def come_in(person: Person, actor: Actor) -> None:
    """Sign ``person`` in as ``actor``, without the sign-in page."""
    token = secrets.token_urlsafe(32)
    with person.site.database() as session:
        open_session(session, user_id=actor.user_id, token=token, device="a test", now=clock.real_now())
    person.come_in_as(token)


def a_complete_application(company: Company, *types: str) -> int:
    """Return the id of an application in which everything is answered; it is neither signed nor sent."""
    with company.site.database() as session:
        return a_filled_draft(session, company.ana, company.account, *types, now=clock.now())


def an_application(company: Company, *types: str, **answers: str) -> int:
    """Return the id of an application that has just been begun, with business types and further ``answers``."""
    with company.site.database() as session:
        now = clock.now()
        keep_current(session, now=now, library=LIBRARY)
        draft = start_application(session, company.ana, trade_account_id=company.account, now=now)
        if types:
            write(session, company.ana, draft, "business_types", ",".join(types), now=now)
        for key, text in answers.items():
            write(session, company.ana, draft, key, text, now=now)
    return draft


def an_identifier(company: Company, draft: int, kind: str, value: str) -> str:
    """Add an identifier to the application; return the key of its row."""
    with company.site.database() as session:
        now = clock.now()
        row = add_row(session, company.ana, draft_id=draft, list_id="identifiers", language="en", now=now)
        write(session, company.ana, draft, "identifier_kind", kind, row, now=now)
        write(session, company.ana, draft, "identifier_value", value, row, now=now)
    return row


def answer(company: Company, actor: Actor, draft: int, key: str, text: str, row: str = "") -> None:
    """Save an answer as ``actor`` would, over whatever stands there."""
    with company.site.database() as session:
        write(session, actor, draft, key, text, row, now=clock.now())


def send(company: Company, draft: int) -> None:
    """Sign and send the application as the officer."""
    with company.site.database() as session:
        sign_and_send(
            session, company.ana, draft_id=draft, typed_name=company.ana.name, agreed=True,
            localiser=localiser_for("en"), summarise=summarise_in, now=clock.now(),
        )  # fmt: skip


def situation(company: Company, draft: int) -> Situation:
    """Return where the application stands in the database."""
    with company.site.database() as session:
        return read_application(session, company.ana, draft_id=draft, now=clock.now()).situation


def stored(company: Company, draft: int, key: str, row: str = "") -> str:
    """Return the answer in the database, empty when there is none."""
    return situation(company, draft).book.text(key, row)


def write(session: Session, actor: Actor, draft: int, key: str, text: str, row: str = "", *, now: datetime) -> None:
    """Save an answer over the one that stands there."""
    seen = read_application(session, actor, draft_id=draft, now=now).situation.book.get(key, row)
    save_answer(
        session, actor, draft_id=draft, key=key, row_key=row, seen_version=seen.version if seen else 0, text=text,
        language="en", now=now,
    )  # fmt: skip
