"""The mailed link that ends reminders, over HTTP: one press, and the person is told."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.tokens import token_hash
from ctpat_app.settings import Settings
from ctpat_app.tables.actions import MailStopRow
from ctpat_app.web.auth import auth_routes
from ctpat_app.web.reminders import reminder_forms

SETTINGS = Settings(
    languages=("en", "es"), argon_time_cost=1, argon_memory_kib=8192, public_url="https://kiosk.example"
)


@pytest.mark.parametrize(("token", "is_stopped"), [("right", True), ("guessed", False)])
def test_the_link_ends_the_mails_and_a_guessed_one_does_not(
    sqlite_file: Engine, token: str, *, is_stopped: bool
) -> None:
    with transaction() as session:
        session.add(MailStopRow(person_key="olga@example.com", token="right", token_hash=token_hash("right")))
    app = Starlette(routes=auth_routes(SETTINGS, more=reminder_forms()))
    client = TestClient(app, base_url="https://kiosk.example", follow_redirects=False)
    fields, headers = {"token": token, "language": "es"}, {"origin": "https://kiosk.example"}
    answer = client.post("/auth/stop-mails", data=fields, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/es/stop-mails/")
    with Session(sqlite_file) as session:
        assert (session.get_one(MailStopRow, "olga@example.com").stopped_at is not None) is is_stopped
