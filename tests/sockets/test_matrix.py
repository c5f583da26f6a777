"""Every event handler, called by every kind of caller over a raw socket: who gets through is what the table says.

What is expected is computed from the handler's marker and the permission table, so that marker, table and service
must agree: a marker that promises more or less than the service allows fails here. Refused means: told so, nothing of
the company came back, and no row is different. Allowed means: the use case was reached, whatever it then said.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from ctpat_app.cli.build import ensure_built
from ctpat_app.domain.permissions import COLUMNS, MARK, Permission, Role, StaffRole, may, staff_may
from ctpat_app.settings import Settings
from ctpat_app.state.session import SessionState
from ctpat_app.tables.inquiries import InquiryLinkRow
from ctpat_app.words.messages import MESSAGES, message
from tests.sockets.callers import CALLERS, Caller, Inhabited, as_known, inhabit, unknown
from tests.sockets.callers import NOBODY as A_VISITOR
from tests.sockets.client import Answer, Tab
from tests.sockets.conftest import MARKER, dump, furnish
from tests.sockets.handlers import FRAMEWORK, NOBODY, Handler, every_handler
from tests.sockets.recipes import Recipe, missing_arguments, payload_of, recipes_of
from tests.sockets.served import Kiosk

HANDLERS = [handler for handler in every_handler() if handler.rule != FRAMEWORK]
NOT_YOURS = frozenset({"access.not-yours"})
# Who belongs to the company knows of the thing, and is told why.
NOT_YOUR_ROLE = NOT_YOURS | {"access.not-your-role"}
REFUSALS = [
    *(code for code in MESSAGES if code.startswith("access.") and code != "access.demo-only"),
    "factor.staff-need-one",
]
"""What is told to somebody for who they are; a page of the demonstration is told to nobody elsewhere."""
SECRETS = (MARKER, MARKER.lower(), "ben@example.com", "Our guard checks it")
GROWS = ("audit_event", "audit_head")
"""Tables in which a refused call may leave a row: that somebody tried may be noted."""


class Restored:
    """The database of a kiosk that runs, put back to what it was after each call that changed it."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._first = sqlite3.connect(":memory:")
        self._live = sqlite3.connect(kiosk.file)
        self._live.execute("PRAGMA synchronous = OFF")
        self._live.backup(self._first)
        self._rows = dump(kiosk, *GROWS)
        self._seen = self._version()

    def _version(self) -> int:
        """Return a number that differs as soon as another connection has committed anything."""
        number: int = self._live.execute("PRAGMA data_version").fetchone()[0]
        return number

    def changed(self) -> set[str]:
        """Return the tables that differ from the beginning, and put them back."""
        if self._version() == self._seen:
            return set()
        rows = dump(self._kiosk, *GROWS)
        self._first.backup(self._live)
        self._seen = self._version()
        return {table for table in rows if rows[table] != self._rows[table]}

    def close(self) -> None:
        """Let go of the database."""
        self._live.close()
        self._first.close()


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inhabited]:
    """A kiosk of this module's own, with one of each kind of caller signed in."""
    ensure_built(Settings.from_environment())
    kiosk = Kiosk(tmp_path_factory.mktemp("matrix"))
    inhabited = inhabit(furnish(kiosk))
    kiosk.start()
    yield inhabited
    kiosk.kill()


@pytest.fixture(scope="module")
def database(there: Inhabited) -> Iterator[Restored]:
    """What notes and undoes every change."""
    with closing(Restored(there.house.kiosk)) as restored:
        yield restored


FOR_CONTRIBUTORS = frozenset({"profile_state.open", "profile_state.keep_theirs"})
"""What a contributor may call about an application: it shows the statements that were given to them alone."""
TELL_CONTRIBUTORS = frozenset(
    f"{state}.{method}"
    for state in ("step_state", "profile_state")
    for method in ("save", "choose", "keep_mine", "confirm", "go_on")
) | {
    *(f"talk_state.{method}" for method in ("save", "choose", "keep_mine", "confirm", "confirm_english")),
    *(f"talk_state.{method}" for method in ("answer", "send", "set_applies")),
    "step_state.use_said",
    "evidence_state.look_again",
    "profile_state.confirm_english",
    "review_state.look",
    "review_state.dismiss",
    "review_state.restore",
}
"""Where answers and files are: a contributor knows that the application exists, and is refused what was not given."""


def expected(handler: Handler, recipe: Recipe, caller: Caller) -> frozenset[str]:
    """Return the codes of which one refuses the call, by marker and table; none: it is allowed."""
    if handler.rule == NOBODY:
        # A visitor and staff without a second factor get no further than that.
        early = not caller.has_factor
        return frozenset({"factor.staff-need-one"}) if early else frozenset({"access.unknown-action"})
    if handler.rule == "public":
        return frozenset()
    if handler.rule == "partner":
        others = NOT_YOURS if caller.link else frozenset({"access.no-visit"})
        return frozenset() if caller.link == "this" else others
    if not caller.is_signed_in:
        return frozenset({"access.signed-out"})
    if not caller.has_factor and not handler.before_factor:
        return frozenset({"factor.staff-need-one"})
    refused = (NOT_YOUR_ROLE if caller.is_inside else NOT_YOURS) | recipe.refusals
    if caller.is_contributor and handler.short in TELL_CONTRIBUTORS:
        refused |= NOT_YOUR_ROLE
    return frozenset() if _holds(handler, recipe, caller) else refused


def _holds(handler: Handler, recipe: Recipe, caller: Caller) -> bool:
    if caller.is_contributor and handler.short in FOR_CONTRIBUTORS:
        return True
    match handler.rule:
        case "signed-in":
            return True
        case "member":
            return caller.role is not None
        case "addressed":
            return caller.name == recipe.addressee
        case "staff":
            return caller.staff_role is not None
    wanted = [_asked(handler, recipe), *([handler.also] if handler.also else [])]
    if handler.of_staff_alone:
        assigned = caller.is_assigned and recipe.names_a_company
        return all(staff_may(caller.staff_role, permission, is_assigned=assigned) for permission in wanted)
    return all(_may(caller, permission) for permission in wanted)


def _asked(handler: Handler, recipe: Recipe) -> Permission:
    assert isinstance(handler.rule, frozenset)
    return recipe.asks or Permission(next(iter(handler.rule)))


def _may(caller: Caller, permission: Permission) -> bool:
    if caller.role is not None:
        return may(caller.role, permission, is_primary=caller.is_primary)
    return staff_may(caller.staff_role, permission, is_assigned=caller.is_assigned)


class Tabs:
    """One open tab for each caller, at a page about the company.

    A tab on whose page a refusal stays beside a field is not used again: it would be sent with later answers.
    """

    def __init__(self, there: Inhabited) -> None:
        self._there = there
        self._open: dict[str, Tab] = {}

    def call(self, handler: Handler, recipe: Recipe, caller: Caller, things: Mapping[str, object]) -> Answer:
        """Call the handler as ``caller`` about ``things``."""
        tab = self._open.pop(caller.name, None)
        if tab is None or recipe.alone:
            tab = self._opened(caller)
        names = ("draft", "account", "review", "model", "inquiry", "questionnaire")
        where = "&".join(f"{name}={things[name]}" for name in names)
        where += f"&inquiry={things['inquiry']}&id={things['validation']}"
        where += f"&case={things['help_case']}&partner={things['partner-kept']}"
        where += f"&link={things['svi-standing']}&criterion=1.1&token=some-token"
        where += f"&practice={things['practice']}"
        tab.path = f"/en/apply/?{where}"
        if recipe.after:
            tab.call(f"{handler.name.rpartition('.')[0]}.{recipe.after}")
        answer = tab.call(handler.name, **payload_of(handler, recipe, caller, self._there, things))
        if recipe.alone or _told_in_page(answer):
            tab.close()
        else:
            self._open[caller.name] = tab
        return answer

    def _opened(self, caller: Caller) -> Tab:
        return Tab(self._there.house.kiosk.port, cookie=self._there.cookies[caller.name], hydrate=False)

    def close(self) -> None:
        """Close them all."""
        for tab in self._open.values():
            tab.close()


def _told_in_page(answer: Answer) -> bool:
    beside = {state: delta for state, delta in answer.changes.items() if state != SessionState.get_full_name()}
    return any(message(code, "en") in str(beside) for code in REFUSALS)


@pytest.fixture(scope="module")
def tabs(there: Inhabited) -> Iterator[Tabs]:
    """The tabs of all callers."""
    with closing(Tabs(there)) as opened:
        yield opened


def said(answer: Answer) -> frozenset[str]:
    """Return the refusals that the caller was told, as a notice or beside a field."""
    told = {code for code in REFUSALS if json.dumps(message(code, "en"))[1:-1] in answer.text}
    return frozenset(told | ({answer.code} if answer.code in REFUSALS else set()))


def verdict(answer: Answer, changed: set[str], codes: frozenset[str], recipe: Recipe, caller: Caller) -> list[str]:
    """Return what of the answer is not as expected."""
    told = said(answer) | {code for code in recipe.refusals if code in answer.text or _tells(answer, code)}
    wrong = []
    if codes and not told & codes:
        wrong.append("was not refused")
    if told - codes:
        wrong.append(f"was told {', '.join(sorted(told - codes))}")
    if codes and changed:
        wrong.append(f"changed {', '.join(sorted(changed))}")
    if codes and not caller.is_inside and any(secret in answer.text for secret in SECRETS):
        wrong.append("learned something")
    return wrong


def _tells(answer: Answer, code: str) -> bool:
    """Whether the text of ``code`` stands in the answer, up to its first placeholder."""
    return json.dumps(MESSAGES[code].partition("{")[0])[1:-1] in answer.text


def by_name(handlers: list[Handler]) -> pytest.MarkDecorator:
    """Parametrise over handlers."""
    return pytest.mark.parametrize("handler", handlers, ids=lambda handler: handler.short)


@by_name(HANDLERS)
def test_a_handler_lets_through_whom_the_table_names(
    handler: Handler, there: Inhabited, tabs: Tabs, database: Restored
) -> None:
    found = {}
    for recipe in recipes_of(handler):
        for caller in CALLERS:
            answer = tabs.call(handler, recipe, caller, there.things)
            codes = expected(handler, recipe, caller)
            if wrong := verdict(answer, database.changed(), codes, recipe, caller):
                found[f"{caller.name} {recipe.asks or ''}".strip()] = wrong
    assert found == {}


GUARDED = [each for each in HANDLERS if each.rule not in {"public", "signed-in", NOBODY}]


@by_name(GUARDED)
def test_what_is_not_theirs_answers_like_what_does_not_exist(
    handler: Handler, there: Inhabited, tabs: Tabs, database: Restored
) -> None:
    dan = next(caller for caller in CALLERS if caller.name == "officer-elsewhere")
    for recipe in recipes_of(handler):
        alone = replace(recipe, alone=True)
        forbidden = tabs.call(handler, alone, dan, there.things)
        missing = tabs.call(handler, alone, dan, unknown(there.things))
        assert recipe.refusals or _read(forbidden) == as_known(_read(missing))
    assert database.changed() == set()


OF_PARTNERS = [each for each in HANDLERS if each.rule == "partner"]


@by_name(OF_PARTNERS)
def test_a_link_to_another_inquiry_learns_not_even_that_this_one_exists(
    handler: Handler, there: Inhabited, tabs: Tabs, database: Restored
) -> None:
    holder = next(caller for caller in CALLERS if caller.link == "other")
    for recipe in recipes_of(handler):
        alone = replace(recipe, alone=True)
        forbidden = tabs.call(handler, alone, holder, there.things)
        missing = tabs.call(handler, alone, holder, unknown(there.things))
        assert _read(forbidden) == as_known(_read(missing))
    assert database.changed() == set()


@by_name(OF_PARTNERS)
def test_a_partner_sends_no_arguments_of_another_type(handler: Handler, there: Inhabited, database: Restored) -> None:
    recipe, holder = recipes_of(handler)[0], next(caller for caller in CALLERS if caller.link == "this")
    right = payload_of(handler, recipe, holder, there, there.things)
    with Tab(there.house.kiosk.port, cookie=there.cookies[holder.name], hydrate=False) as tab:
        for payload in handler.wrong_payloads(right):
            assert tab.call(handler.name, **payload).code == "access.wrong-arguments", payload
    assert database.changed() == set()


def test_a_visit_that_was_taken_back_ends_at_the_next_event(there: Inhabited, database: Restored) -> None:
    load = next(each for each in OF_PARTNERS if each.short == "inquiry_answers_state.load")
    with Tab(there.house.kiosk.port, cookie=there.cookies["link-holder"], hydrate=False) as tab:
        tab.path = f"/en/inquiry-answers/?inquiry={there.things['inquiry']}"
        assert MARKER in tab.call(load.name).text
        with there.house.kiosk.session() as session:
            for row in session.exec(select(InquiryLinkRow)):
                row.revoked_at = datetime.now(UTC)
        after = tab.call(load.name)
    assert (after.code, MARKER in after.text) == ("access.no-visit", False)
    assert "inquiry_link" in database.changed()


def _read(answer: Answer) -> str:
    """Return all that the answer sets to something; how often a tab was told anything is its own affair."""
    changes = {
        state: {name: value for name, value in delta.items() if value and name != "attempt"}
        for state, delta in answer.changes.items()
    }
    return json.dumps([{state: delta for state, delta in changes.items() if delta}, answer.redirect], sort_keys=True)


def test_every_handler_has_arguments() -> None:
    assert {handler.short: missing for handler in HANDLERS if (missing := missing_arguments(handler))} == {}


def test_every_permission_of_a_marker_is_called_for() -> None:
    """A handler that asks for one of several permissions is called about each of them, and about no other."""
    marked = [handler for handler in HANDLERS if isinstance(handler.rule, frozenset)]
    called = {handler.short: [recipe.asks for recipe in recipes_of(handler)] for handler in marked}
    several = {handler.short: set(handler.rule) for handler in marked if len(handler.rule) > 1}
    one = {handler.short: set(handler.rule) for handler in marked if len(handler.rule) == 1}
    assert {name: set(called[name]) for name in several} == several
    assert [name for name in one if not set(called[name]) <= one[name] | {None}] == []


def test_an_addressed_handler_is_called_by_whom_it_names() -> None:
    addressed = [
        (handler.short, recipe.addressee)
        for handler in HANDLERS
        if handler.rule == "addressed"
        for recipe in recipes_of(handler)
    ]
    names = {caller.name for caller in CALLERS}
    assert addressed
    assert [short for short, addressee in addressed if addressee not in names] == []


def test_every_column_of_the_table_calls() -> None:
    """And beside them those whom the table does not know, or to whom it gives nothing."""
    roles = {caller.role for caller in CALLERS} - {None}
    staff = {caller.staff_role for caller in CALLERS} - {None}
    assert roles == set(Role)
    assert staff == set(StaffRole)
    assert {*Role, *StaffRole, MARK} == set(COLUMNS)
    assert any(caller.is_primary for caller in CALLERS)
    assert {caller.is_assigned for caller in CALLERS if caller.staff_role is StaffRole.SPECIALIST} == {True, False}
    assert A_VISITOR in CALLERS


def test_the_matrix_has_cells_of_both_kinds_for_most_callers() -> None:
    """Somebody who is always refused, or never, would make their row prove nothing."""
    cells = {
        caller.name: {bool(expected(handler, recipe, caller)) for handler in GUARDED for recipe in recipes_of(handler)}
        for caller in CALLERS
    }
    never = {name for name, kinds in cells.items() if kinds == {True}}
    asked = {
        _asked(each, recipe) for each in GUARDED if isinstance(each.rule, frozenset) for recipe in recipes_of(each)
    }
    nothing = {
        caller.name
        for caller in CALLERS
        if caller.role is None and not any(_may(caller, permission) for permission in asked)
    }
    assert all(kinds != {False} for kinds in cells.values())
    assert never <= nothing | {"staff-without-factor"}
    assert {name for name, kinds in cells.items() if len(kinds) == 2} >= {
        *("officer", "employee", "consultant", "supervisor", "headquarters", "help-desk", "assigned-specialist"),
    }


def test_no_call_was_a_failure_of_the_program(there: Inhabited) -> None:
    assert dump(there.house.kiosk)["failure"] == []
    assert "Traceback" not in there.house.kiosk.log()
