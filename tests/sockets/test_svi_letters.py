"""A certification mail over raw sockets: its page for anybody, and what anybody learns once it ended."""

from datetime import UTC, datetime

import pytest

from ctpat_app.domain.permissions import Role
from ctpat_app.state.svi_letters import SviLettersState
from ctpat_app.state.verify import VerifyState
from ctpat_app.tables.svi import SviMembershipRow
from ctpat_app.tables.svi_letters import SviLetterRow
from tests.factories import a_draft, a_person, a_security_model, a_trade_account
from tests.sockets.client import Tab, name_of
from tests.sockets.conftest import House

COMPANY = "Quetzal Freight SA"


@pytest.fixture
def officer(house: House) -> tuple[int, str]:
    """The model of a participant of its own, and the cookie of its officer."""
    now = datetime.now(UTC)
    with house.kiosk.session() as session:
        person = a_person(session)
        account = a_trade_account(session, person, name=COMPANY, role=Role.OFFICER, complete=True)
        model = a_security_model(session, account, person, status="certified")
        a_draft(session, account, person, subject=model, frozen=True)
        session.add(SviMembershipRow(security_model_id=model, joined_at=now))
    return model, house.kiosk.sign_in(person.user_id, f"letters-{person.user_id}", now=now)


def seen(house: House, code: str) -> dict[str, object]:
    """Return everything that the page under a code shows a visitor, but the code itself."""
    with Tab(house.kiosk.port, cookie="", path=f"/en/verify/?code={code}") as tab:
        page = tab.call(name_of(VerifyState, "load")).of(VerifyState)
    return {name: value for name, value in page.items() if name != "typed"}


def test_a_mail_from_the_preview_to_its_end(house: House, officer: tuple[int, str]) -> None:
    model, cookie = officer
    with Tab(house.kiosk.port, cookie=cookie, path=f"/en/svi-letters/?model={model}") as tab:
        page = tab.call(name_of(SviLettersState, "load")).of(SviLettersState)
        assert (page["company"], page["joined"], page["lines"]) == (COMPANY, True, [])
        assert ["vi", "Tiếng Việt"] in page["languages"]
        wrong = {"addressee": "Jo", "email": "jo", "language": "vi", "words": ""}
        refused = tab.call(name_of(SviLettersState, "prepare"), model=model, typed=wrong).of(SviLettersState)
        assert set(refused["problems"]) == {"letter-email"}
        typed = {**wrong, "email": "jo@partner.example"}
        shown = tab.call(name_of(SviLettersState, "prepare"), model=model, typed=typed).of(SviLettersState)
        preview = shown["preview"]
        assert (preview["recipient"], preview["language"]) == ("jo@partner.example", "vi")
        assert "đã được chứng nhận" in preview["body"]
        sent = tab.call(name_of(SviLettersState, "send"), letter=preview["letter"]).of(SviLettersState)
        assert [line["stands"] for line in sent["lines"]] == [True]
        with house.kiosk.session() as session:
            code = session.get_one(SviLetterRow, preview["letter"]).code
        assert code in preview["body"]
        page = seen(house, code)
        assert (page["company"], page["status"], page["sent_to"]) == (COMPANY, "Certified", "j•••@partner.example")
        with house.kiosk.session() as session:
            assert session.get_one(SviLetterRow, preview["letter"]).opened_at is not None
        tab.call(name_of(SviLettersState, "withdraw"), letter=preview["letter"])
    assert seen(house, code) == seen(house, "ABCD-EFGH-JKLM-NPQR-STUV")
    assert COMPANY not in str(seen(house, code))
