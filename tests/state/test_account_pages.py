"""The states of the pages for getting in: they show what the last posting answered, once."""

import asyncio
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import RouterData
from sqlalchemy import Engine

from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.flash import FLASH_COOKIE, Flash, Problem, seal_flash
from ctpat_app.services.outbox import put_mail
from ctpat_app.settings import Settings
from ctpat_app.state.flash import FaultView, kiosk_settings
from ctpat_app.state.outbox import OutboxState
from ctpat_app.state.register import RegisterState
from ctpat_app.state.session import SessionState
from ctpat_app.state.sign_in import SignInState
from tests.conftest import NOW

FLASH = Flash(
    "register",
    number="ab12",
    problems=(
        Problem("password", "password.too-short", {"minimum": 12}),
        Problem("", "register.too-many", {"minutes": 3}),
    ),
    values={"email": "ana@example.com", "name": "Ana", "next": "/es/invitation/?token=x"},
)


def opened(address: str, flash: Flash | None = None) -> rx.State:
    """Return the states of a tab that shows ``address`` with the cookie of ``flash``."""
    root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
    sealed = seal_flash(kiosk_settings().secret_key, flash) if flash else ""
    cookie = f"kiosk_language=es; {FLASH_COOKIE}={sealed}"
    root.router_data = {"headers": {"cookie": cookie, "origin": "http://x"}, "pathname": address, "asPath": address}
    root.router = RouterData.from_router_data(root.router_data)
    return root


def loaded(kind: type[Any], root: rx.State) -> tuple[Any, Any]:
    async def load() -> tuple[Any, Any]:
        state = await root.get_state(kind)
        return state, await kind.load.fn(state)

    return asyncio.run(load())


def test_problems_and_typed_values_come_back_at_this_visit() -> None:
    state, _ = loaded(RegisterState, opened("/es/register/?try=ab12", FLASH))
    assert (state.email, state.name, state.next) == ("ana@example.com", "Ana", "/es/invitation/?token=x")
    assert list(state.problems) == ["password"]
    assert [fault.field_id for fault in state.faults] == ["password", "name"]
    assert state.faults[0] == FaultView("password", state.problems["password"])
    assert "12" in state.problems["password"]


@pytest.mark.parametrize("address", ["/es/register/", "/es/register/?try=other"])
def test_another_visit_shows_a_clean_form(address: str) -> None:
    state, _ = loaded(RegisterState, opened(address, FLASH))
    assert (state.email, state.name, state.problems, state.faults, state.visit) == ("", "", {}, [], "")


def test_the_page_of_another_form_shows_nothing_of_it() -> None:
    state, _ = loaded(SignInState, opened("/es/sign-in/?try=ab12", FLASH))
    assert (state.email, state.faults) == ("", [])


@pytest.mark.parametrize(
    ("query", "onward"), [("?next=/es/apply/", "?next=%2Fes%2Fapply%2F"), ("?next=https://evil.example", ""), ("", "")]
)
def test_where_the_person_goes_afterwards_is_kept_only_within_the_kiosk(query: str, onward: str) -> None:
    state, _ = loaded(SignInState, opened(f"/es/sign-in/{query}"))
    assert state.onward == onward


def test_who_is_signed_in_has_no_form_to_fill_in() -> None:
    root = opened("/es/sign-in/")
    asyncio.run(root.get_state(SessionState)).signed_in = True
    _, answer = loaded(SignInState, root)
    assert "/home/" in str(answer.args)


@pytest.fixture
def one_mail(sqlite_file: Engine) -> None:
    with transaction() as session:
        put_mail(
            session,
            template="confirm-email",
            language="en",
            recipient="a@b.example",
            now=NOW,
            path="/x?y=1",
            hours="24",
        )


@pytest.mark.usefixtures("one_mail")
@pytest.mark.parametrize(("demo", "count"), [(True, 1), (False, 0)])
def test_the_outbox_is_open_in_the_demonstration_alone(monkeypatch: pytest.MonkeyPatch, demo: bool, count: int) -> None:
    monkeypatch.setattr("ctpat_app.state.outbox.kiosk_settings", lambda: Settings(demo=demo))
    root = opened("/en/outbox/")
    state, _ = loaded(OutboxState, root)
    assert len(state.mails) == count
    assert (asyncio.run(root.get_state(SessionState)).notice_code == "access.demo-only") is not demo


@pytest.mark.usefixtures("one_mail")
def test_a_link_in_a_mail_can_be_followed_on_whatever_host_the_reader_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctpat_app.state.outbox.kiosk_settings", lambda: Settings(demo=True))
    state, _ = loaded(OutboxState, opened("/en/outbox/"))
    (mail,) = state.mails
    assert (mail.href, mail.link) == ("/x?y=1", "http://127.0.0.1:8000/x?y=1")
    assert mail.link not in mail.before + mail.after
