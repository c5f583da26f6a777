"""The history of a company: every action has a sentence, nobody else reads it, and it holds no answers."""

import ast
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from ctpat_app import services
from ctpat_app.domain import history
from ctpat_app.domain.actions import Step
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.history import KIND_OF, MODEL_STEPS, Kind
from ctpat_app.domain.inquiries import InquiryEvent
from ctpat_app.domain.permissions import Actor, Permission, Role, StaffRole
from ctpat_app.domain.security_models import Operation
from ctpat_app.domain.validations import Move
from ctpat_app.services.access import require_account
from ctpat_app.services.audit import write_audit
from ctpat_app.services.history import PAGE, History, read_history
from ctpat_app.services.invitations import invite
from ctpat_app.services.members import remove_member
from ctpat_app.tables.accounts import MembershipRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.words.history_messages import SENTENCES
from tests.factories import Cast, a_member, a_person, a_staff_member, an_assignment, the_cast

SERVICES = Path(services.__file__).parent
DECIDED = [each for each in Operation if each is not Operation.DELINK]
# What a formatted code can be; a new one fails the test below until it stands here.
OF_THE_COMPANY = (
    *(InquiryEvent.SENT, InquiryEvent.LINK_MADE, InquiryEvent.LINK_REVOKED, InquiryEvent.EXTENDED),
    *(InquiryEvent.RETURNED, InquiryEvent.ENGLISH_WRITTEN, InquiryEvent.FILE_READ, InquiryEvent.GRADED),
    *(InquiryEvent.CLOSED, InquiryEvent.FILED, InquiryEvent.REVOKED),
    *(InquiryEvent.ACTION_MADE, InquiryEvent.ACTION_DECIDED),
)
"""What the company does with an inquiry; what the partner does is not the company's doing."""
FORMATTED = {
    "f'inquiry.{kind}'": [f"inquiry.{kind}" for kind in OF_THE_COMPANY],
    "f\"member.{field.replace('_', '-')}-changed\"": ["member.job-title-changed", "member.telephone-changed"],
    "f'model.{event.step}'": list(MODEL_STEPS),
    "f'action.{step}'": [f"action.{step}" for step in Step],
    "f'validation.{move}'": [f"validation.{move}" for move in Move],
    "f'{row.operation}.requested'": [f"{each}.requested" for each in Operation],
    "f'{row.operation}.withdrawn'": [f"{each}.withdrawn" for each in Operation],
    "f'{row.operation}.{state}'": [f"{each}.{way}" for each in DECIDED for way in ("agreed", "declined")],
    "f'{row.operation}.{row.state}'": [f"{each}.{way}" for each in Operation for way in ("done", "failed")],
}


# ---------------------------------------------------------------- every code has a sentence


def written_actions() -> dict[str, str]:
    """Return every action that a service writes into the chain of a trade account, with where it does so."""
    found: dict[str, str] = {}
    trees = {file: ast.parse(file.read_text("utf-8")) for file in sorted(SERVICES.glob("*.py"))}
    writers = {"write_audit": None} | dict(_wrappers(trees))
    for file, tree in trees.items():
        constants = _constants(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", "")
            own = f"{file.stem}.{name}" if f"{file.stem}.{name}" in writers else name
            if own not in writers or _of_no_account(call):
                continue
            for action in _actions(_argument(call, writers[own]), constants):
                found[action] = f"{file.name}:{call.lineno}"
    return found


def _wrappers(trees: dict[Path, ast.Module]) -> Iterator[tuple[str, int]]:
    """Yield functions that hand their own ``action`` on, by module and name, with the place of that argument."""
    for file, tree in trees.items():
        for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
            names = [each.arg for each in function.args.args]
            writes = [node for node in ast.walk(function) if isinstance(node, ast.Call) and _writes(node)]
            if "action" not in names or not writes or all(map(_of_no_account, writes)):
                continue
            shared = not function.name.startswith("_")
            yield (function.name if shared else f"{file.stem}.{function.name}"), names.index("action")


def _writes(call: ast.Call) -> bool:
    return getattr(call.func, "id", "") == "write_audit"


def _of_no_account(call: ast.Call) -> bool:
    return any(
        each.arg == "trade_account_id" and getattr(each.value, "id", "") == "NO_ACCOUNT" for each in call.keywords
    )


def _argument(call: ast.Call, place: int | None) -> ast.expr:
    named = [each.value for each in call.keywords if each.arg == "action"]
    return named[0] if named else call.args[place or 0]


def _constants(tree: ast.Module) -> set[str]:
    """Return the names that a module takes from ``domain/history.py``."""
    taken = [
        node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "ctpat_app.domain.history"
    ]
    return {alias.name for node in taken for alias in node.names}


def _actions(value: ast.expr, constants: set[str]) -> list[str]:
    if isinstance(value, ast.IfExp):
        return [*_actions(value.body, constants), *_actions(value.orelse, constants)]
    if isinstance(value, ast.Constant):
        return [str(value.value)]
    if isinstance(value, ast.JoinedStr):
        return FORMATTED[ast.unparse(value)]
    assert isinstance(value, ast.Name), ast.unparse(value)
    if value.id == "action":  # a wrapper's own argument
        return []
    assert value.id in constants, value.id
    return [str(getattr(history, value.id))]


def test_every_action_in_the_chain_of_a_company_has_a_kind_and_a_sentence() -> None:
    written = written_actions()
    assert {action: where for action, where in written.items() if action not in KIND_OF} == {}
    assert set(KIND_OF) == set(written), "a kind for what nobody writes"
    assert set(SENTENCES) == {f"history.{action}" for action in KIND_OF}


def test_the_search_for_actions_finds_all_ways_of_writing_one() -> None:
    assert {
        "answer.saved",  # directly
        "member.left",  # through a helper of its module
        "row.restored",  # one of two
        "split.failed",  # formatted, through a helper of another module
        "company.seen-by-staff",  # by the name of a constant
        "draft.taken-back",
    } <= set(written_actions())
    assert "sign-in.done" not in written_actions()


# ---------------------------------------------------------------- reading it


@pytest.fixture
def cast(session: Session) -> Cast:
    """The cast with eva as the specialist of ana's company."""
    cast = the_cast(session)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    return replace(cast, eva=eva)


def read(
    session: Session, actor: Actor, account: int, now: datetime, *, kind: Kind | None = None, before: int = 0
) -> History:
    return read_history(session, actor, trade_account_id=account, kind=kind, before=before, now=now)


def note(session: Session, account: int, actor: Actor, action: str, now: datetime, subject: str = "") -> None:
    write_audit(session, trade_account_id=account, user_id=actor.user_id, action=action, subject=subject, now=now)


def test_members_read_who_did_what_in_which_role_newest_first(session: Session, cast: Cast, now: datetime) -> None:
    gus = a_person(session, "gus")
    member = a_member(session, cast.account, gus, role=Role.EMPLOYEE)
    invite(
        session, cast.ben, trade_account_id=cast.account, email="zoe@example.com", role=Role.EMPLOYEE, name="Zoe",
        language="en", now=now,
    )  # fmt: skip
    remove_member(session, cast.ana, trade_account_id=cast.account, member_id=member, now=now)
    for reader in (cast.ana, cast.ben, cast.chloe):
        shown = read(session, reader, cast.account, now)
        assert [(each.action, each.person, each.role, each.concerned) for each in shown.entries] == [
            ("member.removed", "Ana", "officer", "Gus"),
            ("invitation.sent", "Ben", "employee", ""),
        ]
        assert "zoe@example.com" not in repr(asdict(shown))
    assert [event.action for event in events(session, cast.account)] == ["invitation.sent", "member.removed"]


def events(session: Session, account: int) -> list[AuditEventRow]:
    query = select(AuditEventRow).where(AuditEventRow.chain == account).order_by(col(AuditEventRow.number))
    return list(session.exec(query).all())


def test_staff_stand_there_by_their_role_and_their_reading_is_part_of_it(
    session: Session, cast: Cast, now: datetime
) -> None:
    shown = read(session, cast.eva, cast.account, now)
    read(session, cast.eva, cast.account, now + timedelta(minutes=59))
    assert shown.by_staff
    seen = read(session, cast.ana, cast.account, now)
    (entry,) = seen.entries
    assert (entry.action, entry.role, entry.by_staff, entry.person) == (
        "history.seen-by-staff", "specialist", True, "",
    )  # fmt: skip
    assert "Eva" not in repr(asdict(seen))


def test_dan_and_staff_who_may_not_are_refused_as_for_what_does_not_exist(
    session: Session, cast: Cast, now: datetime
) -> None:
    others = [cast.dan, cast.finn, replace(cast.dan, staff_role=StaffRole.SPECIALIST)]
    others += [replace(cast.finn, staff_role=role) for role in (StaffRole.HELP_DESK, StaffRole.CONTENT_EDITOR)]
    for person in others:
        for account in (cast.account, cast.account + 1000, 0, -3, 2**40):
            with pytest.raises(NotPermitted, match=r"access\.not-yours"):
                read(session, person, account, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read(session, cast.eva, cast.dans_account, now)
    assert events(session, cast.account) == []


def test_people_of_other_companies_stay_without_a_name_and_former_members_keep_theirs(
    session: Session, cast: Cast, now: datetime
) -> None:
    note(session, cast.account, cast.dan, "link.agreed", now)
    gus = a_person(session, "gus")
    a_member(session, cast.account, gus, removed_at=now)
    note(session, cast.account, gus, "link.withdrawn", now)
    write_audit(session, trade_account_id=cast.account, user_id=None, action="link.done", subject="", now=now)
    shown = read(session, cast.ana, cast.account, now)
    assert [(each.person, each.from_outside) for each in shown.entries] == [("", False), ("Gus", False), ("", True)]
    assert "Dan" not in repr(asdict(shown))


def test_who_was_taken_out_reads_it_no_more(session: Session, cast: Cast, now: datetime) -> None:
    read(session, cast.chloe, cast.account, now)
    row = session.exec(select(MembershipRow).where(MembershipRow.user_id == cast.chloe.user_id)).one()
    row.removed_at = now
    session.flush()
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read(session, cast.chloe, cast.account, now)


def test_it_comes_in_pages_that_meet_without_gap_or_repetition(session: Session, cast: Cast, now: datetime) -> None:
    for minute in range(PAGE + 7):
        note(session, cast.account, cast.ana, "address.added", now + timedelta(minutes=minute))
    first = read(session, cast.ana, cast.account, now)
    second = read(session, cast.ana, cast.account, now, before=first.older)
    numbers = [entry.number for entry in (*first.entries, *second.entries)]
    assert (len(first.entries), len(second.entries), second.older) == (PAGE, 7, 0)
    assert numbers == sorted(numbers, reverse=True) == list(range(PAGE + 7, 0, -1))


def test_answers_of_one_person_and_day_are_one_line_and_name_nothing(
    session: Session, cast: Cast, now: datetime
) -> None:
    for number in range(600):  # more than are read at once
        note(session, cast.account, cast.ana, "answer.saved", now, f"draft:7/criterion.1.{number}/")
    note(session, cast.account, cast.ben, "answer.saved", now, "draft:7/criterion.1.1/")
    note(session, cast.account, cast.ben, "answer.saved", now + timedelta(days=1), "draft:7/criterion.1.1/")
    shown = read(session, cast.ana, cast.account, now)
    assert [(each.person, each.times, each.number) for each in shown.entries] == [
        ("Ben", 1, 602), ("Ben", 1, 601), ("Ana", 600, 1),
    ]  # fmt: skip
    assert "criterion" not in repr(asdict(shown))


def test_fields_of_one_address_are_one_line_and_another_address_is_another(
    session: Session, cast: Cast, now: datetime
) -> None:
    for place in ("5/city", "5/postal_code", "6/city"):
        note(session, cast.account, cast.ana, "address.changed", now, f"address/{place}")
    assert [each.times for each in read(session, cast.ana, cast.account, now).entries] == [1, 2]


@pytest.mark.parametrize("kind", Kind)
def test_the_filter_shows_one_kind(session: Session, cast: Cast, now: datetime, kind: Kind) -> None:
    for action in sorted(KIND_OF):
        note(session, cast.account, cast.ana, action, now)
    page = read(session, cast.ana, cast.account, now, kind=kind)
    shown = {entry.action for entry in page.entries}
    while page.older:
        page = read(session, cast.ana, cast.account, now, kind=kind, before=page.older)
        shown |= {entry.action for entry in page.entries}
    assert shown == {action for action, each in KIND_OF.items() if each is kind}


def test_what_staff_did_otherwise_is_among_what_staff_did(session: Session, cast: Cast, now: datetime) -> None:
    require_account(session, cast.eva, cast.account, Permission.HISTORY_READ)
    note(session, cast.account, cast.eva, "merge.agreed", now)
    (entry,) = read(session, cast.ana, cast.account, now, kind=Kind.STAFF).entries
    assert (entry.action, entry.role) == ("merge.agreed", "specialist")


def test_the_changed_fact_is_named_and_what_was_typed_is_not(session: Session, cast: Cast, now: datetime) -> None:
    note(session, cast.account, cast.ana, "trade-account.changed", now, f"trade-account/{cast.account}/telephone")
    note(session, cast.account, cast.ana, "trade-account.changed", now, f"trade-account/{cast.account}/evil")
    assert [entry.field for entry in read(session, cast.ana, cast.account, now).entries] == ["", "telephone"]
