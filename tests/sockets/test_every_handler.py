"""A raw socket calls every handler: as a visitor, as the officer of another company, and with arguments of wrong types.

Nothing changes, nothing of ana's company comes back, and no call is left without an answer.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from ctpat_app import routes
from ctpat_app.domain.notices import NoticeKind
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.library import current_library
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message
from tests.sockets.client import ROOT, Answer, name_of
from tests.sockets.conftest import MARKER, House, Watched, dump
from tests.sockets.handlers import FRAMEWORK, NOBODY, Handler, every_handler

HANDLERS = every_handler()
KIOSKS = [handler for handler in HANDLERS if handler.rule != FRAMEWORK]
GUARDED = [handler for handler in KIOSKS if handler.rule not in {"public", "partner", NOBODY}]
"""Those for people with accounts; partners without one are called in ``test_matrix.py``."""
PAGES = [page.path for page in routes.PAGES]
OF_NOBODY = ("help_event",)
"""Tables that count what anybody does, a visitor too, without a trace of who it was."""
ABOUT_ONESELF = {
    "documents_state.edit": "opens a form in this tab, and reads nothing for it",
    "evidence_state.edit": "opens a form in this tab, and reads nothing for it",
    "public_library_state.edit": "opens a form in this tab, and reads nothing for it",
    "account_changes_state.load": "shows the declaration of an officer, which is the same for all",
    "home_state.load": "lists the companies of who asks",
    "company_tasks_state.load": "lists the tasks of who asks",
    "company_tasks_state.load_company": "lists the tasks of who asks, of a company that is theirs",
    "recovery_notes_state.load": "tells of who asks alone",
    "recovery_notes_state.put_it_off": "takes a note away in this tab",
    "sample_state.show": "shows a sample, which is the same for all",
    "security_questions_state.load": "shows the questions of who asks",
    "inbox_state.load": "shows the inbox of who asks",
    "inbox_state.read_all": "marks what stands in the inbox of who asks",
    "inbox_state.choose": "keeps what who asks wants mail about",
    "change_mail_state.load": "shows the address of who asks",
    "companies_state.load": "lists the companies of who asks",
    "given_state.load": "lists what was given to who asks",
    "handover_state.load": "shows nothing of a company that is not theirs; the page itself says so",
    "linked_identities_state.load": "lists the links of who asks",
    "questionnaire_state.tick": "ticks a box in this tab, and reads nothing for it",
    "questionnaire_state.tick_by": "ticks boxes in this tab, and reads nothing for it",
    "questionnaire_state.tick_category": "ticks boxes in this tab, and reads nothing for it",
    "profile_state.show_own": "shows less of what the page shows already",
    "mid_builder_state.build": "computes from its arguments alone",
    "mid_builder_state.clear": "forgets what was built in this tab",
    "my_data_state.load": "shows what the last posting answered",
    "prove_state.load": "asks who is signed in to prove it",
    "security_state.load": "shows how who asks signs in",
    "change_password_state.load": "shows the form about the password of who asks",
    "password_age_state.load": "says how old the password of who asks is",
    "sessions_state.load": "lists the sessions of who asks",
    "sessions_state.end_others": "ends the sessions of who asks",
    "to_phone_state.load": "notes the place in the address, and reads nothing for it",
    "to_phone_state.look": "looks at the code of one's own session",
    "to_phone_state.not_mine": "refuses the phone that took up the code of one's own session",
    "trade_account_state.create": "a company of one's own",
    "staff_walk_state.choose_note": "keeps a note in this tab until somebody points",
    "staff_walk_state.follow": "follows the walk-through of this tab, which is none",
    "talk_state.dismiss": "puts proposals of this tab away",
    "walk_state.open": "shows the walk-through of one's own session",
    "walk_state.close": "ends the walk-through of one's own session",
    "walk_state.follow": "follows the walk-through of one's own session",
    "walk_state.choose_following": "about the walk-through of one's own session",
    "trade_account_state.keep_theirs": "looks at the tab's own page again",
}
"""Handlers for every signed-in person that name nothing of anybody's: dan is not refused there."""
OF_ONES_OWN = frozenset({"walk_state.ask"})
"""Handlers with which everybody begins something of their own; dan may, too."""
SECRETS = (MARKER, MARKER.lower(), "Acme Carriers", "ana@example.com", "ben@example.com", "Our guard checks it")


@pytest.fixture(scope="module")
def arguments(house: House) -> dict[str, object]:
    """Arguments by their names: every id is one of ana's company."""
    typed = {
        "f-criterion_1_1": "dan was here",
        "f-criterion_1_1~seen": "criterion.1.1||1",
        "legal_name": "",
        "label": "Dan's",
        "country": "MX",
        "email": "dan2@example.com",
        "name": "Dan",
        "role": "employee",
        "sign-name": "Dan",
        "sign-agreed": "true",
        "agreed": "true",
        "declare-name": "Dan",
        "request": "1",
        "link": "1",
        "account": str(house.cast.account),
        "seen": "0",
        "specialist": "1",
        "part": "Acme",
        "text": "Dan says so.",
        "language": "en",
        "state": "open",
        "priority": "low",
        "canned": "need-the-steps",
        **{f"mail-{kind}": "on" for kind in NoticeKind},
    }
    with house.kiosk.session() as session:
        from sqlmodel import select

        from ctpat_app.tables.library_versions import LibraryVersionRow

        version = session.exec(select(LibraryVersionRow.hash)).one()
    return {
        "draft": house.draft,
        "account": house.cast.account,
        "address": house.address,
        "member": house.member,
        "session_id": token_hash(token_hash("anas-token"))[:16],
        "invitation": house.invitation,
        "topic": "browser-unsupported",
        "way": "",
        "helped": True,
        "fact": "user-agent:ok",
        "key": "criterion.1.1",
        "row": "",
        "seen_version": 1,
        "of_version": 1,
        "their_version": 1,
        "kind": "long-text",
        "text": "dan was here",
        "value": "",
        "option": "us-importer",
        "chosen": True,
        "name": "f-criterion_1_1",
        "list_id": "identifiers",
        "present": False,
        "step": "business-types",
        "criterion": "1.1",
        "typed": typed,
        "version": version,
        "code": "access.unknown-action",
        "token": "anas-token",
        "pictures_token": "anas-pictures-of-the-screen",
        "picture": 1,
        "when": "now",
        "part": "legal_name",
        "is_right": True,
        "city": "Monterrey",
        "typed_name": "Dan",
        "agreed": True,
        "var_name": "draft",
        "open": True,
        "email": "dan@example.com",
        "up_to": 1,
        "job": "compare-models",
        "mail": 1,
        "arrived": True,
        "here": house.cast.account,
        "request": 1,
        "link": 1,
        "offer": 1,
        "action": 1,
        "record": 1,
        "appeal": 1,
        "proposal": 1,
        "decision": "suspend",
        "ground": "no-commitment",
        "looked_at": "dan was here",
        "pair": 1,
        "model": 1,
        "first": 1,
        "second": 1,
        "business_type": "us-exporter",
        "reason": "Dan wants it for no good reason.",
        "which": "first",
        "stays": True,
        "movers": "1",
        "left": True,
        "about": "0" * 64,
        "document": 1,
        "to_key": "criterion.1.2",
        "share": 1,
        "review": 1,
        "from_last": False,
        "group": "all",
        "versions": "1.0.0",
        "certified": True,
        "seen": 1,
        "reason_kind": "unclear",
        "comment": "Dan says so.",
        "only": "open",
        "digest": "0" * 64,
        "vetting": 1,
        "source": 1,
        "change": 1,
        "operation": "add",
        "through": 1,
        "stamp": 1,
        "validation": 1,
        "finding": 1,
        "visit": 1,
        "partner_id": 1,
        "partner": "Acme",
        "direction": "ask",
        "behind": "",
        "inquiry": 1,
        "applies": True,
        "file": 1,
        "grant": 1,
        "registration": 1,
        "replaces": 1,
        "letter": 1,
        "import_id": 1,
        "questionnaire": 1,
        "partner_action": 1,
        "category": "seal-security",
        "practice": 1,
        "wanted": True,
        "number": 1,
        "up": True,
        "page": "apply",
        "walk": 1,
        "signal": 1,
        "phrase": "hello",
        "field": "f-business_types",
        "allowed": True,
        "follows": False,
        "help_case": 1,
        "problem": 1,
        "place": "business-types|business_types|",
        "heeded": "",
        "canned": "need-the-steps",
        "day": "",
    }


def payload_of(handler: Handler, arguments: dict[str, object]) -> dict[str, object]:
    """Return right arguments; an address is a number on one page and a street on another."""
    text = {"address": f"{MARKER} 400", "country": "MX", "value": "", "seen": "", "stamp": "x"}
    own = {name: text[name] for name, kind in handler.parameters.items() if kind is str and name in text}
    return {name: arguments[name] for name in handler.parameters if name not in own} | own


def page_of(house: House, page: str) -> str:
    """Return the address of a page about what is ana's."""
    where = f"draft={house.draft}&account={house.cast.account}&criterion=1.1&token=anas-token"
    return f"/en/{page}/?{where}".replace("//", "/")


def leaks(answer: Answer, payload: object = None) -> list[str]:
    """Return what of ana's came back, but for what the caller sent."""
    return [secret for secret in SECRETS if secret in answer.text and secret not in repr(payload)]


OTHER_REFUSALS = {
    "invitation_page_state.accept": "invitation.unknown",
    "frame_state.follow": "known-problem.over",
    **{f"walk_state.{method}": "walk.over" for method in ("decide", "go", "say_phrase", "say_text", "stop")},
}
"""Handlers that know no things of a company, with what they answer to an invented argument."""


def says(answer: Answer, code: str) -> bool:
    """Whether the person was told ``code``, as a notice or beside a field."""
    return answer.code == code or json.dumps(message(code, "en"))[1:-1] in answer.text


@pytest.fixture(scope="module")
def watched(house: House) -> Iterator[Watched]:
    """All that the tests look at in the database, but for counts that are of nobody."""
    with closing(Watched(house.kiosk, *OF_NOBODY)) as watched:
        yield watched


@pytest.fixture
def unchanged(watched: Watched) -> Iterator[None]:
    """Fail when anything in the database differs after the test, but for last uses."""
    before = watched.rows()
    yield
    assert watched.rows() == before


def names(handlers: list[Handler]) -> pytest.MarkDecorator:
    """Parametrise over handlers."""
    return pytest.mark.parametrize("handler", handlers, ids=lambda handler: handler.short)


def test_the_list_is_the_whole_kiosk() -> None:
    shorts = {handler.short for handler in HANDLERS}
    assert {"step_state.save", "profile_state.go_on", "sign_state.send", "consent_state.give"} <= shorts
    assert len(KIOSKS) > 60


@pytest.mark.usefixtures("unchanged")
@names(KIOSKS)
def test_a_visitor_changes_and_learns_nothing(handler: Handler, house: House, arguments: dict[str, object]) -> None:
    payload = payload_of(handler, arguments)
    with house.tab(path=page_of(house, "apply")) as tab:
        answer = tab.call(handler.name, **payload)
    assert leaks(answer, payload) == []
    if handler.rule == NOBODY:
        assert answer.code == "access.unknown-action"
    elif handler.rule == "partner":
        assert answer.code == "access.no-visit"
        assert "inquiry-link" in answer.redirect
    elif handler.rule != "public":
        assert answer.code == "access.signed-out"
        assert "sign-in" in answer.redirect


@pytest.mark.usefixtures("unchanged")
@names([handler for handler in KIOSKS if handler.rule != "public" and handler.short not in OF_ONES_OWN])
def test_the_officer_of_another_company_is_refused(
    handler: Handler, house: House, arguments: dict[str, object]
) -> None:
    payload = payload_of(handler, arguments)
    with house.tab("dan", page_of(house, "apply")) as tab:
        answer = tab.call(handler.name, **payload)
    assert leaks(answer, payload) == []
    early = {NOBODY: "access.unknown-action", "partner": "access.no-visit"}
    expected = early.get(str(handler.rule), "access.not-yours")
    assert handler.short in ABOUT_ONESELF or says(answer, OTHER_REFUSALS.get(handler.short, expected))


@pytest.mark.usefixtures("unchanged")
@names(GUARDED)
def test_arguments_of_another_type_are_refused_from_their_owner_too(
    handler: Handler, house: House, arguments: dict[str, object]
) -> None:
    right = payload_of(handler, arguments)
    with house.tab("ana", page_of(house, "home")) as tab:
        for payload in handler.wrong_payloads(right):
            assert tab.call(handler.name, **payload).code == "access.wrong-arguments", payload


@pytest.mark.usefixtures("unchanged")
@names([handler for handler in HANDLERS if handler.rule == FRAMEWORK])
@pytest.mark.parametrize("who", ["", "dan"])
def test_events_of_the_framework_set_nothing(handler: Handler, who: str, house: House) -> None:
    state = SessionState.get_full_name()
    forged = {
        f"{state}.signed_in_rx_state_": True,
        f"{state}.signed_in": True,
        f"{state}._actor": {"user_id": 1},
        f"{ROOT}.router": {"session": {"client_token": "x"}},
    }
    given: dict[str, object] = {"vars": forged, "hashes": ["x"], "value": True, "info": MARKER, "component_stack": "x"}
    with house.tab(who, page_of(house, "apply")) as tab:
        answer = tab.call(handler.name, **{name: given[name] for name in handler.parameters})
        after = tab.call(name_of(SessionState, "show_notice"), code="access.unknown-action")
    assert leaks(answer, given) == []
    assert answer.of(SessionState).get("signed_in", False) is (who == "dan") or "signed_in" not in answer.text
    assert after.code == "access.unknown-action"


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["", "dan"])
def test_a_page_about_what_is_anas_shows_nothing_of_it_to_others(who: str, page: str, house: House) -> None:
    with house.tab(who, page_of(house, page)) as tab:
        assert leaks(tab.loaded, tab.path) == []


def test_its_owner_does_see_it_so_that_the_tests_above_can_fail(house: House) -> None:
    with house.tab("ana", page_of(house, "profile")) as tab:
        assert "Our guard checks it" in tab.loaded.text
    with house.tab("ana", page_of(house, "trade-account")) as tab:
        assert {MARKER, "Acme Carriers", "ben@example.com"} <= set(leaks(tab.loaded))


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        5,
        {},
        {"name": 5},
        {"name": "no.such.handler"},
        {"name": f"{ROOT}.reset"},
        {"name": f"{ROOT}.get_value", "payload": {"key": "router"}},
        {"name": f"{SessionState.get_full_name()}.actor"},
        {"name": f"{SessionState.get_full_name()}.identify", "payload": {"actor": {"user_id": 1}}},
        {"name": f"{SessionState.get_full_name()}._actor"},
        {"name": "save", "payload": []},
    ],
)
def test_what_is_no_event_is_answered_like_an_unknown_one(data: object, house: House) -> None:
    with house.tab("dan") as tab:
        tab.send_raw(data)
        answer = tab.answers()
    assert answer.code == "access.unknown-action"
    assert leaks(answer) == []


@pytest.mark.usefixtures("unchanged")
def test_a_tab_token_without_its_cookie_gets_nothing_of_the_tab(house: House) -> None:
    with house.tab("ana", page_of(house, "profile")) as anas:
        token = anas.token
    for who in ("", "dan"):
        with house.tab(who, page_of(house, "home"), token=token) as thief:
            assert leaks(thief.loaded) == []


def test_every_refused_call_left_no_failure_behind(house: House) -> None:
    assert dump(house.kiosk)["failure"] == []
    assert "Traceback" not in house.kiosk.log()


def test_the_clock_of_the_tests_is_the_servers(house: House) -> None:
    """Sessions opened here hold there: a refusal above is one of rights, not of time."""
    with house.tab("dan") as tab:
        assert tab.loaded.of(SessionState)["signed_in"] is True
    assert datetime.now(UTC).year > 2025
    assert current_library().hash
