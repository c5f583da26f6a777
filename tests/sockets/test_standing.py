"""A suspension over raw sockets: hugo rehearses and decides, ana answers and appeals, anybody checks the code."""

from datetime import UTC, datetime

import pytest

from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Role, StaffRole
from ctpat_app.services.certificates import certificate_of, replace_certificate
from ctpat_app.state.appeal import AppealState
from ctpat_app.state.staff_standing import StaffStandingState
from ctpat_app.state.standing import StandingState
from ctpat_app.state.verify import VerifyState
from ctpat_app.state.withdraw import WithdrawState
from tests.factories import a_draft, a_person, a_security_model, a_staff_member, a_trade_account
from tests.sockets.client import Answer, Tab, name_of
from tests.sockets.conftest import House
from tests.standing import LOOKED_AT, REASON

COMPANY = "Sociedad Quechol SA"


@pytest.fixture
def member(house: House) -> tuple[int, str, str, str]:
    """A certified company of its own: its model, the code of its certificate, and the cookies of officer and hugo."""
    now = datetime.now(UTC)
    with house.kiosk.session() as session:
        officer = a_person(session)
        account = a_trade_account(session, officer, name=COMPANY, role=Role.OFFICER, complete=True)
        model = a_security_model(session, account, officer, status="certified")
        a_draft(session, account, officer, subject=model, frozen=True)
        replace_certificate(session, model, Status.CERTIFIED, now)
        issued = certificate_of(session, model)
        assert issued is not None
        hugo = a_staff_member(session, a_person(session), StaffRole.HEADQUARTERS)
    cookies = [house.kiosk.sign_in(each.user_id, f"standing-{each.user_id}", now=now) for each in (officer, hugo)]
    return model, issued.code, cookies[0], cookies[1]


def on(house: House, cookie: str, path: str) -> Tab:
    return Tab(house.kiosk.port, cookie=cookie, path=path)


def worked(answer: Answer) -> Answer:
    assert answer.code == "", answer.code
    return answer


def test_a_suspension_from_the_decision_to_the_appeal(house: House, member: tuple[int, str, str, str]) -> None:
    model, code, ana, hugo = member
    typed = {"decision": "suspend", "ground": "security-incident", "reason": REASON, "looked_at": LOOKED_AT}
    with on(house, hugo, f"/en/staff/standing/?model={model}") as tab:
        case = worked(tab.call(name_of(StaffStandingState, "load"))).of(StaffStandingState)
        assert (case["company"], case["may_decide"][0][0]) == (COMPANY, "suspend")
        seen = case["seen"]
        shown = worked(tab.call(name_of(StaffStandingState, "rehearse"), model=model, seen=seen, typed=typed))
        assert REASON in str(shown.of(StaffStandingState)["letter"])
        given = {**typed, "model": model, "seen": seen, "proposal": 0}
        done = worked(tab.call(name_of(StaffStandingState, "decide"), **given)).of(StaffStandingState)
        assert done["status"] == "Suspended"
    with on(house, ana, f"/en/standing/?model={model}") as tab:
        page = worked(tab.call(name_of(StandingState, "load"))).of(StandingState)
        assert (page["is_suspended"], page["asks_consent"], page["may_appeal"]) == (True, True, True)
        answer = {"text": "We changed the seals.", "then": "send"}
        sent = tab.call(name_of(StandingState, "save_answer"), model=model, seen_version=0, typed=answer)
        assert worked(sent).of(StandingState)["answer_sent"] != ""
    with on(house, ana, f"/en/appeal/?model={model}") as tab:
        page = worked(tab.call(name_of(AppealState, "load"))).of(AppealState)
        assert page["is_open"] is True
        texts = {"happened": "A seal was broken.", "remedied": "", "comply": "", "then": "send"}
        refused = tab.call(name_of(AppealState, "save"), model=model, seen_version=0, typed=texts).of(AppealState)
        assert set(refused["problems"]) == {"appeal-remedied", "appeal-comply"}
        whole = {**texts, "remedied": "We ended his contract.", "comply": "Two people seal."}
        filed = worked(tab.call(name_of(AppealState, "save"), model=model, seen_version=0, typed=whole))
        assert "told=appeal.filed" in filed.redirect
    with on(house, ana, f"/en/withdraw/?model={model}") as tab:
        page = worked(tab.call(name_of(WithdrawState, "load"))).of(WithdrawState)
        assert page["can_leave"] is True
    with on(house, "", f"/en/verify/?code={code}") as tab:
        page = worked(tab.call(name_of(VerifyState, "load"))).of(VerifyState)
        assert (page["company"], page["ended"] != "") == (COMPANY, True)
