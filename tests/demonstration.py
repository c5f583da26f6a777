"""The demonstration as the tests look at it: its database, its folder, and its people."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session

from ctpat_app.adapters.database import open_database
from ctpat_app.demo.companies import Colleague
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.sessions import Credentials, find_credentials
from ctpat_app.settings import Settings
from tests.conftest import KEY
from tests.factories import ALWAYS

QUICK: Final = Settings(argon_time_cost=1, argon_memory_kib=8)


@dataclass(frozen=True)
class Filled:
    """A database with the demo data in it, the folder of its files, and what was told about them."""

    engine: Engine
    folder: Path
    lines: list[str]


def opened(folder: Path) -> Engine:
    """Open the database of a folder for the services."""
    return open_database(f"sqlite:///{folder / 'kiosk.db'}", [KEY])


def credentials_of(session: Session, person: Colleague) -> Credentials:
    """Return how a person of the demonstration signs in."""
    found = find_credentials(session, person.email)
    assert found
    return found


def actor_of(session: Session, person: Colleague) -> Actor:
    """Return a person of the demonstration, who has just shown who they are."""
    return Actor(credentials_of(session, person).person.user_id, person.name, person.email, proved_at=ALWAYS)
