"""Demo data: three companies in three states, made once, with passwords that the kiosk itself would take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, SQLModel

from ctpat_app.adapters.database import open_database
from ctpat_app.adapters.passwords import Passwords, weakness
from ctpat_app.demo.companies import COMPANIES, FRESH, HALF_WAY, PASSWORD, SENT, Colleague, Company
from ctpat_app.demo.fill import fill
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.passwords import check_password
from ctpat_app.domain.permissions import Actor, Permission, Role
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.services.access import memberships_of, require_draft
from ctpat_app.services.application import list_applications, read_application
from ctpat_app.services.sending import read_sent
from ctpat_app.services.sessions import Credentials, find_credentials
from ctpat_app.services.trade_accounts import read_trade_account
from ctpat_app.settings import Settings
from tests.conftest import KEY
from tests.factories import ALWAYS

QUICK = Settings(argon_time_cost=1, argon_memory_kib=8)
PEOPLE = [(company, person) for company in COMPANIES for person in company.people]
EACH_PERSON = pytest.mark.parametrize(
    ("company", "person"), PEOPLE, ids=[person.email.partition("@")[0] for _, person in PEOPLE]
)


@dataclass(frozen=True)
class Filled:
    """A database with the demo data in it, and what was told about them."""

    engine: Engine
    lines: list[str]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The demo data in a scratch SQLite file, for the tests that only look."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'kiosk.db'}", [KEY])
    SQLModel.metadata.create_all(engine)
    yield Filled(engine, fill(QUICK))
    engine.dispose()


@pytest.fixture
def filled(demonstration: Filled) -> Iterator[Session]:
    """A session on the demo data."""
    with Session(demonstration.engine) as session:
        yield session


def credentials_of(session: Session, person: Colleague) -> Credentials:
    found = find_credentials(session, person.email)
    assert found
    return found


def actor_of(session: Session, person: Colleague) -> Actor:
    return Actor(credentials_of(session, person).person.user_id, person.name, person.email, proved_at=ALWAYS)


def draft_of(session: Session, company: Company) -> int:
    (found,) = list_applications(session, actor_of(session, company.founder), now=datetime.now(UTC))
    return found.draft_id


def situation_of(session: Session, company: Company) -> Situation:
    draft, founder = draft_of(session, company), actor_of(session, company.founder)
    return read_application(session, founder, draft_id=draft, now=datetime.now(UTC)).situation


def responses(now: Situation) -> list[str]:
    texts = (now.book.text(CRITERION + item.criterion.id) for item in now.criteria)
    return [text for text in texts if text]


def test_the_fresh_applicant_only_has_to_press_apply(filled: Session) -> None:
    nora = actor_of(filled, FRESH.founder)
    (membership,) = memberships_of(filled, nora)
    account = read_trade_account(filled, nora, trade_account_id=membership.trade_account_id)
    assert account.missing == ()
    assert account.may_start
    assert list_applications(filled, nora, now=datetime.now(UTC)) == ()


def test_the_second_company_is_half_way_through_in_spanish(filled: Session) -> None:
    now = situation_of(filled, HALF_WAY)
    assert now.types == ("foreign-manufacturer",)
    assert len(responses(now)) == len(now.criteria) // 2
    assert len(set(responses(now))) == len(responses(now))
    assert {answer.language for answer in now.book.answers.values()} == {"es"}
    assert {answer.who for answer in now.book.answers.values()} == {"Lucía Hernández Ortiz", "Marta Quiroga Peña"}


def test_what_is_half_done_lacks_answers_but_holds_no_mistake(filled: Session) -> None:
    now = situation_of(filled, HALF_WAY)
    open_steps = {problem.step for problem in now.problems}
    assert open_steps == {"contacts", "international", "security-profile"}
    assert [problem.code for problem in now.problems if not problem.missing and problem.step != "contacts"] == []


def test_the_third_company_has_sent_every_response_in_english(filled: Session) -> None:
    daniel = actor_of(filled, SENT.founder)
    (summary,) = list_applications(filled, daniel, now=datetime.now(UTC))
    sent = read_sent(filled, daniel, draft_id=summary.draft_id)
    assert sent
    assert (summary.status, sent.signer, sent.company) == ("submitted", "Daniel Okafor", "Lakeshore Lamp & Shade Inc.")
    assert len(set(responses(sent.situation))) == len(sent.situation.criteria) == 94
    assert sent.situation.problems == ()


def test_the_reference_is_told_so_that_it_can_be_exported(filled: Session, demonstration: Filled) -> None:
    (summary,) = list_applications(filled, actor_of(filled, SENT.founder), now=datetime.now(UTC))
    assert summary.reference in demonstration.lines[-1]


def test_filling_twice_is_the_same_as_once_and_keeps_what_visitors_changed(sqlite_file: Engine) -> None:
    lines, accounts = fill(QUICK), SQLModel.metadata.tables["trade_account"]
    with sqlite_file.begin() as connection:
        connection.execute(accounts.update().values(trade_name="Changed"))
    before = _rows(sqlite_file)
    assert fill(QUICK) == lines
    assert _rows(sqlite_file) == before
    assert len(before["user_account"]) == len(PEOPLE)


@EACH_PERSON
def test_each_password_passes_the_rules_of_the_kiosk(company: Company, person: Colleague) -> None:
    words = [person.name, person.email, company.fields["legal_name"], "CTPAT kiosk"]
    check_password(PASSWORD, lambda text: weakness(text, words))


def test_everybody_can_sign_in_and_is_told_of(filled: Session, demonstration: Filled) -> None:
    passwords = Passwords(time_cost=1, memory_kib=8)
    for _, person in PEOPLE:
        found = credentials_of(filled, person)
        assert found.person.confirmed
        assert passwords.verify_now(PASSWORD, found.password_hash).matches
        assert any(line.split()[:2] == [person.email, PASSWORD] for line in demonstration.lines)


def test_everybody_acts_in_the_role_that_is_told(filled: Session) -> None:
    for _, person in PEOPLE:
        (membership,) = memberships_of(filled, actor_of(filled, person))
        assert membership.role is person.role, person.email


def test_only_the_officer_of_the_half_done_application_may_sign(filled: Session) -> None:
    draft = draft_of(filled, HALF_WAY)
    for person in HALF_WAY.people:
        actor = actor_of(filled, person)
        if person.role is Role.OFFICER:
            require_draft(filled, actor, draft, Permission.AGREEMENT_SIGN)
            continue
        with pytest.raises(NotPermitted):
            require_draft(filled, actor, draft, Permission.AGREEMENT_SIGN)


def _rows(engine: Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in SQLModel.metadata.tables.values()
        }
