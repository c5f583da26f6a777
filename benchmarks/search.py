"""The partner search over generated companies on both databases, against a plain look at all names in the same run."""

import os
import random
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import psycopg
from sqlalchemy import Engine, insert, text
from sqlmodel import Session

from benchmarks.company_names import QUERIES, generate, long_enough, visible
from ctpat_app.adapters.database import make_engine
from ctpat_app.adapters.migrations import migrate
from ctpat_app.domain.company_names import FOLD_VERSION, name_key, read_part
from ctpat_app.services.partner_names import find_names
from ctpat_app.tables.svi import SviNameRow

POSTGRES: Final = os.environ.get("KIOSK_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
GOALS: Final = {11_000: (1.5, 3, 7), 100_000: (2, 20, 40), 1_000_000: (10, 100, 150)}
"""Milliseconds at p50, p95 and most, by the number of companies."""
_PARTS: Final = 150
_AT_ONCE: Final = 20_000
_SIZES: Final = {
    "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'svi_name%' AND name <> 'svi_name'",
    "postgresql": "SELECT pg_indexes_size('svi_name')",
}
_CONTAINS: Final = {"sqlite": "instr", "postgresql": "strpos"}


@dataclass(frozen=True)
class Found:
    """What one database needed."""

    database: str
    visible: int
    build_s: float
    index_mb: float
    p50: float
    p95: float
    most: float
    slowest: str
    ratio: float
    """Of the median to that of a plain look at all names."""


def measure(names: int) -> Iterator[Found]:
    """Yield the figures of each database with ``names`` generated companies."""
    for kind, opened in scratch_databases():
        with opened() as engine:
            migrate(engine)
            yield _measured(kind, engine, names)


def scratch_databases() -> tuple[tuple[str, Callable[[], AbstractContextManager[Engine]]], ...]:
    """Return each kind of database with what opens an empty one."""
    return (("sqlite", _sqlite), ("postgresql", _postgres))


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'names.db'}")
        yield engine
        engine.dispose()


@contextmanager
def _postgres() -> Iterator[Engine]:
    name = f"kiosk_bench_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    engine = make_engine(f"postgresql+psycopg{POSTGRES.removeprefix('postgresql').rsplit('/', 1)[0]}/{name}")
    try:
        yield engine
    finally:
        engine.dispose()
        with psycopg.connect(POSTGRES, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _measured(kind: str, engine: Engine, names: int) -> Found:
    started = time.perf_counter()
    shown = _build(engine, names)
    build_s = time.perf_counter() - started
    asked = [query for queries in QUERIES.values() for query in queries if long_enough(query)] + _parts(shown)
    with Session(engine) as session:
        index_mb = (session.connection().execute(text(_SIZES[kind])).scalar_one() or 0) / 1e6
        plain = text(f"SELECT id FROM svi_name WHERE {_CONTAINS[kind]}(key, :part) > 0 ORDER BY key, id LIMIT 25")
        for query in asked[::8]:
            find_names(session, query)
        times = sorted((_timed(lambda query=query: find_names(session, query)), query) for query in asked)
        scans = [_timed(lambda part=part: _scan(session, plain, part)) for part in map(read_part, asked[::4])]
    milliseconds = [each for each, _ in times]
    p95 = quantiles(milliseconds, n=20)[18]
    p50 = median(milliseconds)
    ratio = p50 / median(scans)
    return Found(kind, len(shown), build_s, index_mb, p50, p95, milliseconds[-1], times[-1][1], ratio)


def _build(engine: Engine, names: int) -> list[str]:
    shown: list[str] = []
    rows: list[dict[str, object]] = []
    with Session(engine) as session:
        for company in filter(visible, generate(names)):
            key = name_key(company.name)
            shown.append(key)
            rows.append({"partner_id": company.id, "key": key, "fold_version": FOLD_VERSION})
            if len(rows) == _AT_ONCE:
                session.execute(insert(SviNameRow), rows)
                rows = []
        if rows:
            session.execute(insert(SviNameRow), rows)
        session.execute(text("ANALYZE svi_name"))
        session.commit()
    return shown


def _parts(keys: list[str]) -> list[str]:
    chance = random.Random(3)  # noqa: S311
    parts = []
    while len(parts) < _PARTS:
        key, length = chance.choice(keys), chance.randint(3, 8)
        start = chance.randrange(max(1, len(key) - length))
        if long_enough(part := key[start : start + length]):
            parts.append(part)
    return parts


def _scan(session: Session, statement: object, part: str) -> None:
    session.connection().execute(statement, {"part": part}).all()  # type: ignore[call-overload]


def _timed(work: Callable[[], object]) -> float:
    """Return the milliseconds of the median of three, so that the slowest search is not what else the machine did."""
    return median(_once(work) for _ in range(3))


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
