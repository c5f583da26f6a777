"""The demonstration, filled once for all tests that only look at it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session, SQLModel

from ctpat_app.demo.fill import fill
from tests.demonstration import QUICK, Filled, opened


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The demo data in a scratch SQLite file, for the tests that only look."""
    folder = tmp_path_factory.mktemp("demo")
    engine = opened(folder)
    SQLModel.metadata.create_all(engine)
    yield Filled(engine, folder, fill(replace(QUICK, data_folder=folder)))
    engine.dispose()


@pytest.fixture
def filled(demonstration: Filled) -> Iterator[Session]:
    """A session on the demo data."""
    with Session(demonstration.engine) as session:
        yield session
