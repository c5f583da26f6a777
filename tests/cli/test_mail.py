"""``kiosk mail bounce``: what the pipe of a mailbox hands over."""

import io
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlmodel import Session

from ctpat_app.adapters import clock, database
from ctpat_app.adapters.migrations import migrate
from ctpat_app.cli.mail import bounce
from ctpat_app.services import outbox
from ctpat_app.services.bounces import is_bouncing
from tests.adapters.test_bounce_reports import report
from tests.factories import a_person


@pytest.mark.parametrize(
    ("raw", "told", "bounces"),
    [
        (report(), "Noted 1 of 1 addresses.", True),
        (report("stranger@example.com"), "Noted 0 of 1 addresses.", False),
        (b"Subject: I am away\r\n\r\nBack on Monday.", "Noted 0 of 0 addresses.", False),
    ],
)
def test_a_message_that_came_back_is_noted(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raw: bytes,
    told: str,
    bounces: bool,
) -> None:
    url = f"sqlite:///{tmp_path / 'kiosk.db'}"
    monkeypatch.setenv("KIOSK_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("KIOSK_DATABASE_URL", url)
    monkeypatch.setattr(database, "_engine", None)
    engine = database.make_engine(url)
    migrate(engine)
    moment = clock.now() - timedelta(hours=1)
    with Session(engine) as session:
        ana = a_person(session, "ana")
        outbox.put_mail(session, template="confirm-email", language="en", recipient=ana.email, now=moment)
        session.flush()
        outbox.note_outcome(session, outbox.newest_mails(session)[0].id, None, now=moment)
        session.commit()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    bounce()
    out = capsys.readouterr().out
    assert told in out
    assert "@" not in out
    with Session(engine) as session:
        assert is_bouncing(session, ana) is bounces
    engine.dispose()
    database.engine().dispose()
