"""Applicants for the tests: complete answers for any business types, as a situation or in the tables."""

import contextlib
import copy
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from ctpat_app.adapters import database
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.answers import AccountFacts, AddressFact, AnswerBook, MemberFact, StoredAnswer
from ctpat_app.guidance.conditions import holds
from ctpat_app.guidance.flow import Asked, Situation
from ctpat_app.guidance.library import build_library, load_library
from ctpat_app.guidance.questions import ELIGIBILITY
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.schema import FieldKind
from ctpat_app.services.application import start_application
from ctpat_app.services.drafts import read_book
from ctpat_app.services.library import keep_current
from ctpat_app.services.trade_accounts import account_facts
from ctpat_app.tables.audit_guard import GUARDED
from ctpat_app.tables.drafts import AnswerRow
from tests.factories import WHEN

Answers = dict[tuple[str, str], str]
"""Key and row to the text; the row is empty outside of lists."""

TODAY = date(2026, 3, 2)
LIBRARY = load_library()
FLOW = "application"

ANA = MemberFact("1", "Ana", "officer", declared=True)
BEN = MemberFact("2", "Ben", "employee")
CHLOE = MemberFact("3", "Chloe", "consultant")
OFFICE = AddressFact("11", "Main office: Av. Constitución 400, Monterrey")
PLANT = AddressFact("12", "Plant: Carretera 57, Saltillo")
FACTS = AccountFacts(country="MX", addresses=(OFFICE, PLANT), members=(ANA, BEN, CHLOE))


def changed_library(change: Any) -> Library:
    """Return the library after ``change(raw)`` edited a copy of its records in place."""
    raw = copy.deepcopy(dict(LIBRARY.raw))
    change(raw)
    return build_library(raw)


def record(raw: Mapping[str, list[dict[str, Any]]], collection: str, key: str) -> dict[str, Any]:
    """Return the raw record ``key`` of a collection, to be edited in place."""
    return next(item for item in raw[collection] if item["id"] == key)


def step_of(raw: Mapping[str, list[dict[str, Any]]], key: str) -> dict[str, Any]:
    """Return a raw step of the application, to be edited in place."""
    found: dict[str, Any] = next(item for item in record(raw, "flows", FLOW)["steps"] if item["id"] == key)
    return found


def without_step(raw: Mapping[str, list[dict[str, Any]]], key: str) -> None:
    """Take a step out of the raw application, and out of the places to which the help leads."""
    record(raw, "flows", FLOW)["steps"].remove(step_of(raw, key))
    for frame in raw["help_frame"]:
        for page in frame["pages"]:
            if page.get("step") == key:
                del page["step"]


def a_situation(
    answers: Mapping[tuple[str, str], str] | None = None,
    *,
    facts: AccountFacts = FACTS,
    library: Library = LIBRARY,
    flow: str = FLOW,
) -> Situation:
    """Return the situation of an applicant who gave ``answers``."""
    book = AnswerBook.of(StoredAnswer(key, row, text, 1) for (key, row), text in (answers or {}).items())
    return Situation(library, flow, book, facts, TODAY)


def complete_answers(*types: str, facts: AccountFacts = FACTS, library: Library = LIBRARY) -> Answers:
    """Return answers with which an application for ``types`` can be sent: "no" to recognition abroad."""
    answers: Answers = {("business_types", ""): ",".join(types)}
    while True:
        now = a_situation(answers, facts=facts, library=library)
        given = {**_identifiers(now), **{place: text for place, text in _asked(now).items() if place not in answers}}
        if not given:
            return answers
        answers |= given


def _asked(now: Situation) -> Answers:
    asked = [item for step in now.path for item in now.asked(step) if item.question.required]
    return {(item.question.key, item.row): _plain(now, item) for item in asked}


def _plain(now: Situation, item: Asked) -> str:
    question = item.question
    match question.kind:
        case FieldKind.YES_NO:
            return "yes" if question.key.startswith(ELIGIBILITY) else "no"
        case FieldKind.CHOICE | FieldKind.CHECKBOXES | FieldKind.PRIMARY_CONTACT:
            return now.choices(question)[0].id
        case FieldKind.CONTACT_ROLE:
            return next(member.role for member in now.facts.members if member.id == item.row)
        case FieldKind.COUNTRIES:
            return "MX,US"
    return f"Our guard checks it every week: {question.key}"


def _identifiers(now: Situation) -> Answers:
    given = {now.book.text("identifier_kind", row) for row in now.book.rows("identifiers")}
    for key in now.types:
        for need in now.library.business_types[key].required_identifiers:
            if holds(need.when, now.values) and not given.intersection(need.any_of):
                return an_identifier(f"r{len(given)}", need.any_of[0], valid_value(need.any_of[0]))
    return {}


def valid_value(kind: str) -> str:
    """Return a value that the identifier ``kind`` takes, as it is stored."""
    return LIBRARY.identifiers[kind].valid[0].stored


def an_identifier(row: str, kind: str, value: str) -> Answers:
    """Return the answers of one row of the identifiers."""
    return {("identifiers", row): "present", ("identifier_kind", row): kind, ("identifier_value", row): value}


# ---------------------------------------------------------------- in the tables


def a_filled_draft(session: Session, actor: Actor, account: int, *types: str, now: datetime) -> int:
    """Return the id of a new application that is complete, but neither signed nor sent."""
    draft = an_empty_draft(session, actor, account, now=now)
    facts = account_facts(session, account)
    given = read_book(session, draft).answers  # the contacts are named from the start
    for (key, row), text in complete_answers(*(types or ("foreign-manufacturer",)), facts=facts).items():
        if (key, row) not in given:
            session.add(
                AnswerRow(draft_id=draft, key=key, row_key=row, value=text, user_id=actor.user_id, saved_at=WHEN)
            )
    session.flush()
    return draft


def an_empty_draft(session: Session, actor: Actor, account: int, *, now: datetime) -> int:
    """Return the id of a new application under the current content."""
    keep_current(session, now=now, library=LIBRARY)
    return start_application(session, actor, trade_account_id=account, now=now)


def answer_row(session: Session, draft: int, key: str, row: str = "") -> AnswerRow | None:
    """Return the stored answer; None when there is none."""
    query = select(AnswerRow).where(AnswerRow.draft_id == draft, AnswerRow.key == key, AnswerRow.row_key == row)
    return session.exec(query).first()


@contextlib.contextmanager
def content(session: Session, library: Library, *, now: datetime) -> Iterator[None]:
    """Within the block ``library`` is the newest content; afterwards what it was before."""
    keep_current(session, now=now, library=library)
    try:
        yield
    finally:
        keep_current(session, now=now, library=LIBRARY)


@contextlib.contextmanager
def really_committing(engine: Engine) -> Iterator[Engine]:
    """Within the block transactions of ``engine`` are for real; afterwards it is empty again, as other tests expect."""
    before, database._engine = database._engine, engine
    try:
        yield engine
    finally:
        database._engine = before
        with engine.begin() as connection:
            # Made anew, not emptied: these let nobody delete what is written.
            kept = [SQLModel.metadata.tables[name] for name in ("audit_event", "audit_head", *GUARDED)]
            SQLModel.metadata.drop_all(connection, kept)
            SQLModel.metadata.create_all(connection, kept)
            for table in reversed(SQLModel.metadata.sorted_tables):
                if table not in kept:
                    connection.execute(table.delete())
