"""Staff without a second factor, over a raw socket: nothing of the kiosk answers them but the set-up."""

from datetime import UTC, datetime

from ctpat_app.domain.permissions import StaffRole
from ctpat_app.state.home import HomeState
from ctpat_app.state.linked_identities import LinkedIdentitiesState
from ctpat_app.state.password import ChangePasswordState
from ctpat_app.state.proving import ProveState
from ctpat_app.state.security import SecurityState
from ctpat_app.tables.accounts import StaffRow
from ctpat_app.tables.second_factors import AuthenticatorRow
from tests.factories import a_person, a_trade_account
from tests.sockets.client import Tab, name_of
from tests.sockets.conftest import House
from tests.sockets.handlers import FRAMEWORK, NOBODY, every_handler

_A_TAB = 20


def test_every_handler_refuses_staff_without_a_second_factor(house: House) -> None:
    now = datetime.now(UTC)
    with house.kiosk.session() as session:
        gus = a_person(session)
        a_trade_account(session, gus, name="Gus's company")
        session.add(StaffRow(user_id=gus.user_id, role=StaffRole.HEADQUARTERS, added_at=now))
    cookie = house.kiosk.sign_in(gus.user_id, f"gus-{gus.user_id}", now=now)
    # What partners do without an account asks for their visit instead of a sign-in.
    elsewhere = {"public", "partner", FRAMEWORK, NOBODY}
    guarded = [each for each in every_handler() if each.rule not in elsewhere]
    open_ones: set[str] = set()
    for start in range(0, len(guarded), _A_TAB):
        # A tab may not send more than a person could.
        with Tab(house.kiosk.port, cookie=cookie, path="/en/") as tab:
            for each in guarded[start : start + _A_TAB]:
                if tab.call(each.name).code != "factor.staff-need-one":
                    open_ones.add(".".join(each.name.split(".")[-2:]))
    with Tab(house.kiosk.port, cookie=cookie, path="/en/") as tab:
        refused = tab.call(name_of(HomeState, "load"))
        allowed = tab.call(name_of(SecurityState, "load"))
    assert open_ones == _open_names()
    assert "/en/security/" in refused.redirect
    assert "Gus's company" not in refused.text
    assert allowed.of(SecurityState)["required"] is True
    with house.kiosk.session() as session:
        session.add(AuthenticatorRow(user_id=gus.user_id, seed="SEED", added_at=now, confirmed_at=now))
    with Tab(house.kiosk.port, cookie=cookie, path="/en/home/") as tab:
        assert "Gus's company" in tab.call(name_of(HomeState, "load")).text


def _open_names() -> set[str]:
    states = (SecurityState, LinkedIdentitiesState, ProveState, ChangePasswordState)
    names = {name_of(state, "load") for state in states}
    return {".".join(name.split(".")[-2:]) for name in names}
