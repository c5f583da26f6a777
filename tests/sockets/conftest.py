"""A built kiosk with the cast in it: one server a test process, its database put back for each test that asks."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from ctpat_app.cli.build import ensure_built
from ctpat_app.domain.permissions import Role
from ctpat_app.services.invitations import invite
from ctpat_app.services.job_leases import JOBS_LEASE, take_lease
from ctpat_app.services.library import keep_current
from ctpat_app.settings import Settings
from ctpat_app.tables.accounts import AddressRow, InvitationRow, MembershipRow
from tests.applicants import a_filled_draft
from tests.factories import Cast, an_answer, the_cast
from tests.sockets.client import Tab
from tests.sockets.served import Kiosk

MARKER = "Quetzal-7319"
"""Stands in everything that only ana's company may see."""


@dataclass(frozen=True)
class House:
    """A running kiosk and what is in it: the cast, ana's complete draft, and a cookie for each person."""

    kiosk: Kiosk
    cast: Cast
    draft: int
    address: int
    member: int
    invitation: int
    cookies: dict[str, str]

    def tab(self, who: str = "", path: str = "/en/", token: str = "") -> Tab:
        """Open a tab as one of the cast, or as a visitor."""
        return Tab(self.kiosk.port, cookie=self.cookies[who] if who else "", path=path, token=token)


@pytest.fixture(scope="session")
def built_site() -> None:
    """Build the pages, unless they are; of several test processes the others wait."""
    ensure_built(Settings.from_environment())


@pytest.fixture(scope="session")
def house(built_site: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running kiosk that the tests of a process share: none of them may need what another one changed."""
    kiosk = Kiosk(tmp_path_factory.mktemp("kiosk"))
    filled = furnish(kiosk)
    kiosk.start()
    yield filled
    kiosk.kill()


@pytest.fixture
def own_house(built_site: None, tmp_path: Path) -> Iterator[House]:
    """A kiosk for one test alone, not yet started: it may be killed, and its database changed."""
    kiosk = Kiosk(tmp_path)
    yield furnish(kiosk)
    kiosk.kill()


def furnish(kiosk: Kiosk) -> House:
    """Make the database with the cast, ana's filled draft and an open invitation to her company."""
    now = datetime.now(UTC)
    kiosk.prepare()
    with kiosk.session() as session:
        # No job changes anything while a test looks: it is not the server that holds the lease.
        take_lease(session, name=JOBS_LEASE, holder="the tests", now=now, lifetime=timedelta(days=1))
        cast = the_cast(session)
        keep_current(session, now=now)
        draft = a_filled_draft(session, cast.ana, cast.account, now=now)
        an_answer(session, draft, cast.ana, "criterion.not-in-this-flow", MARKER)
        address = session.exec(select(AddressRow).where(col(AddressRow.trade_account_id) == cast.account)).one()
        address.street_address = f"{MARKER} 400"
        member = session.exec(select(MembershipRow.id).where(col(MembershipRow.user_id) == cast.ben.user_id)).one()
        invite(
            session,
            cast.ana,
            trade_account_id=cast.account,
            email=f"{MARKER.lower()}@example.com",
            role=Role.EMPLOYEE,
            name=MARKER,
            language="en",
            now=now,
        )
        invitation = session.exec(select(InvitationRow.id)).one()
        session.flush()
        assert address.id
        assert member
        assert invitation
        found = (address.id, member, invitation)
    people = {name: getattr(cast, name).user_id for name in ("ana", "ben", "chloe", "dan")}
    cookies = {name: kiosk.sign_in(user_id, f"{name}s-token", now=now) for name, user_id in people.items()}
    return House(kiosk, cast, draft, *found, cookies)


_LAST_USES = frozenset({"last_seen_at", "seen_at"})
"""Columns that say when a session or a visit was last in use."""


def dump(kiosk: Kiosk, *without: str) -> dict[str, list[str]]:
    """Return every row of every table as text, but for the tables ``without`` and the last uses."""
    with closing(sqlite3.connect(kiosk.file)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: _rows(connection, table) for table in tables if table not in without}


class Watched:
    """The rows of a kiosk that runs, read anew only when another connection has committed something."""

    def __init__(self, kiosk: Kiosk, *without: str) -> None:
        self._kiosk, self._without = kiosk, without
        self._live = sqlite3.connect(kiosk.file)
        self._rows: dict[str, list[str]] = {}
        self._seen = -1

    def rows(self) -> dict[str, list[str]]:
        """Return what ``dump`` returns now."""
        version = int(self._live.execute("PRAGMA data_version").fetchone()[0])
        if version != self._seen:
            self._rows, self._seen = dump(self._kiosk, *self._without), version
        return self._rows

    def close(self) -> None:
        """Let go of the database."""
        self._live.close()


def _rows(connection: sqlite3.Connection, table: str) -> list[str]:
    rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a name from the database itself
    return sorted(repr([row[name] for name in row.keys() if name not in _LAST_USES]) for row in rows)  # noqa: SIM118
