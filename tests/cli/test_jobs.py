"""``kiosk jobs run``: jobs run now, by this command or by the server that holds the lease."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from ctpat_app.adapters import database, storage
from ctpat_app.adapters.clock import real_now
from ctpat_app.adapters.migrations import migrate
from ctpat_app.cli import jobs
from ctpat_app.cli.jobs import run_jobs
from ctpat_app.cli.output import CommandError
from ctpat_app.services.job_leases import JOBS_LEASE, take_lease
from ctpat_app.tables.outbox import JobLeaseRow, JobRunRow


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    url = f"sqlite:///{tmp_path / 'kiosk.db'}"
    for name, value in (("DATA_FOLDER", str(tmp_path)), ("DATABASE_URL", url), ("MAIL_URL", ""), ("STORAGE_URL", "")):
        monkeypatch.setenv(f"KIOSK_{name}", value)
    monkeypatch.setattr(database, "_engine", None)
    monkeypatch.setattr(storage, "_store", None)
    engine = database.make_engine(url)
    migrate(engine)
    engine.dispose()
    yield url
    database.engine().dispose()


def test_named_jobs_run_and_what_came_of_each_is_told(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    run_jobs("compare-models", "deliver-outbox")
    assert capsys.readouterr().out.splitlines() == ["compare-models: done (0)", "deliver-outbox: done (0)"]
    engine = database.make_engine(url)
    with Session(engine) as session:
        assert "compare-models" in session.exec(select(JobRunRow.name)).all()
        assert session.exec(select(JobLeaseRow)).all() == []  # given up for the server
    engine.dispose()


def test_a_job_that_does_not_exist_is_told_with_those_that_do(url: str) -> None:
    database.open_database(url, ["Zm9yLWRldmVsb3BtZW50LW9ubHktYW5kLXJlZnVzZWQ="])
    with pytest.raises(CommandError, match=r"no job remind\..*remind-of-actions"):
        run_jobs("remind")


def test_while_another_process_holds_the_lease_it_is_asked_and_waited_for(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = database.make_engine(url)
    with Session(engine) as session:
        take_lease(session, name=JOBS_LEASE, holder="server", now=real_now(), lifetime=timedelta(minutes=1))
        session.commit()
    engine.dispose()
    with pytest.raises(CommandError, match="Not every job was done"):
        run_jobs("compare-models", wait_seconds=0)
    assert capsys.readouterr().out == "compare-models: not done yet\n"
    assert jobs.app.name == ("jobs",)
