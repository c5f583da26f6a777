"""The desk with many companies: how long the server needs for its pages, on both databases."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Any, Final

from sqlalchemy import Engine, insert, select, text
from sqlmodel import Session, SQLModel, col

from benchmarks.company_names import generate
from benchmarks.search import scratch_databases
from ctpat_app.adapters.migrations import migrate
from ctpat_app.domain.desk import DueFilter, Order
from ctpat_app.domain.figures import read_period
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.guidance.library import load_library
from ctpat_app.services.assignment_proposals import propose_assignments
from ctpat_app.services.company_file import look_at_file
from ctpat_app.services.company_view import look_at_company
from ctpat_app.services.desk_queue import NOBODY, Wanted, read_queue
from ctpat_app.services.figures import read_figures
from ctpat_app.services.library import keep_current
from ctpat_app.tables.accounts import MembershipRow, StaffAssignmentRow, StaffRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow, SubmissionRow
from ctpat_app.tables.library_versions import LibraryVersionRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow

COMPANIES: Final = 2_000
MUST_MS: Final = 200
AIM_MS: Final = 80
_NOW: Final = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
_TIMES: Final = 20
_SPECIALISTS: Final = 40
_TYPES: Final = ("us-importer", "us-exporter", "foreign-manufacturer", "us-importer,us-exporter")
_LANGUAGES: Final = ("en", "es", "zh-Hans", "ar")
_STANDINGS: Final = ("submitted", "under-review", "certified", "certified", "certified-validated")


@dataclass(frozen=True)
class Found:
    """How long one page needed at p95, on one database."""

    database: str
    page: str
    p95_ms: float


def measure(companies: int = COMPANIES) -> Iterator[Found]:
    """Yield the figures of each page on each database."""
    for kind, opened in scratch_databases():
        with opened() as engine:
            migrate(engine)
            _fill(engine, companies)
            _gather_statistics(engine)
            with Session(engine) as session:
                for page, work in _pages(session).items():
                    yield Found(kind, page, _p95(session, work))


def _gather_statistics(engine: Engine) -> None:
    """Do what a database that runs for a while has done by itself."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _pages(session: Session) -> dict[str, Callable[[], object]]:
    sue = Actor(1, "Sue", "sue@example.com", StaffRole.SUPERVISOR)
    eva = Actor(2, "Eva", "eva@example.com", StaffRole.SPECIALIST)
    account = session.scalars(select(col(TradeAccountRow.id)).limit(1)).one() or 0

    def queue(actor: Actor = sue, **wanted: Any) -> Callable[[], object]:
        return lambda: read_queue(session, actor, wanted=Wanted(**wanted), now=_NOW)

    return {
        "queue, first page": queue(),
        "queue of a specialist": queue(eva),
        "queue, nobody's, oldest first": queue(who=NOBODY, order=Order.AGE),
        "queue, all filters": queue(
            due=DueFilter.DAYS_90, business_type="us-importer", country="US", language="es", part="inc"
        ),
        "assignments proposed": lambda: propose_assignments(session, sue, now=_NOW),
        "company": lambda: (
            look_at_company(session, sue, trade_account_id=account, now=_NOW),
            look_at_file(session, sue, trade_account_id=account, now=_NOW),
        ),
        "figures": lambda: read_figures(session, sue, period=read_period(None, None, _NOW.date()), now=_NOW),
    }


def _p95(session: Session, work: Callable[[], object]) -> float:
    work()
    session.commit()
    times = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
        session.rollback()
        session.expunge_all()
    return round(quantiles(times, n=20)[18], 1)


# ---------------------------------------------------------------- the companies


def _fill(engine: Engine, companies: int) -> None:
    """Write companies with two people each, an application, its events, and for most a specialist."""
    chance = random.Random(7)  # noqa: S311
    with Session(engine) as session:
        keep_current(session, now=_NOW, library=load_library())
        library = session.scalars(select(col(LibraryVersionRow.hash))).one()
        _staff(session)
        rows: dict[type[SQLModel], list[dict[str, Any]]] = {}
        for number, company in enumerate(generate(companies), 1):
            for table, row in _company(number, company.name, company.country, library, chance):
                rows.setdefault(table, []).append(row)
        for table in (
            *(UserAccountRow, TradeAccountRow, MembershipRow, StaffAssignmentRow, SecurityModelRow, ModelEventRow),
            *(DraftRow, AnswerRow, SubmissionRow),
        ):
            session.execute(insert(table), rows[table])
        session.commit()


def _person(number: int, language: str) -> dict[str, Any]:
    mail = f"person{number}@example.com"
    return {
        "id": number, "email_key": mail, "email": mail, "name": f"Person {number}", "password_hash": "",
        "password_changed_at": _NOW, "language": language, "created_at": _NOW,
    }  # fmt: skip


def _staff(session: Session) -> None:
    people = range(1, _SPECIALISTS + 2)
    session.execute(insert(UserAccountRow), [_person(each, _LANGUAGES[each % 4]) for each in people])
    roles = [
        {"user_id": each, "role": "supervisor" if each == 1 else "specialist", "added_at": _NOW} for each in people
    ]
    session.execute(insert(StaffRow), roles)


def _company(
    number: int, name: str, country: str, library: str, chance: random.Random
) -> Iterator[tuple[type[SQLModel], dict[str, Any]]]:
    """Yield the rows of one company; all of its ids are its own number, or follow from it."""
    officer, colleague, status = 100 + 2 * number, 101 + 2 * number, chance.choice(_STANDINGS)
    sent = _NOW - timedelta(days=chance.randint(0, 120) if status in _STANDINGS[:2] else chance.randint(200, 1_400))
    decided = sent + timedelta(days=chance.randint(20, 130))
    for person in (officer, colleague):
        yield UserAccountRow, _person(person, chance.choice(_LANGUAGES))
    yield TradeAccountRow, {
        "id": number, "legal_name": name, "trade_name": "", "country": country, "created_at": sent,
        "created_by": officer,
    }  # fmt: skip
    for person, role in ((officer, "officer"), (colleague, "employee")):
        yield MembershipRow, {
            "trade_account_id": number, "user_id": person, "role": role, "created_at": sent,
        }  # fmt: skip
    if chance.random() < 0.8:
        yield StaffAssignmentRow, {
            "trade_account_id": number, "specialist_id": chance.randint(2, _SPECIALISTS + 1), "reason": "",
            "assigned_at": sent, "assigned_by": 1,
        }  # fmt: skip
    is_member = status.startswith("certified")
    day = decided.date() if is_member else None
    yield SecurityModelRow, {
        "id": number, "trade_account_id": number, "status": status, "name": "", "created_at": sent,
        "created_by": officer, "certified_on": day, "anniversary": day,
        "validated_on": day if status == "certified-validated" else None,
    }  # fmt: skip
    yield from _history(number, officer, library, sent, decided if is_member else None, chance)


def _history(
    number: int, officer: int, library: str, sent: datetime, decided: datetime | None, chance: random.Random
) -> Iterator[tuple[type[SQLModel], dict[str, Any]]]:
    steps = [("t.start", "", "draft", sent), ("t.submit", "draft", "submitted", sent)]
    steps += [("t.assign", "submitted", "under-review", sent)]
    steps += [("t.certify", "under-review", "certified", decided)] if decided else []
    for step, source, target, at in steps:
        yield ModelEventRow, {
            "security_model_id": number, "step": step, "source": source, "target": target, "at": at,
            "user_id": officer, "party": "officer", "reason": "", "data": "",
        }  # fmt: skip
    yield DraftRow, {
        "id": number, "flow": "application", "subject_kind": "security_model", "subject_id": number,
        "trade_account_id": number, "library_hash": library, "created_at": sent, "created_by": officer,
        "frozen_at": sent,
    }  # fmt: skip
    yield AnswerRow, {
        "draft_id": number, "key": "business_types", "row_key": "", "value": chance.choice(_TYPES),
        "user_id": officer, "saved_at": sent,
    }  # fmt: skip
    yield SubmissionRow, {
        "draft_id": number, "reference": f"CT-{number}", "snapshot": b"", "content_hash": "",
        "language": chance.choice(_LANGUAGES), "submitted_at": sent, "submitted_by": officer,
    }  # fmt: skip
