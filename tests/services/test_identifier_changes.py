"""Locked numbers: asked for by the company, decided by its specialist, counted at once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.identifier_changes import Operation, RequestState
from ctpat_app.services.account_merging import FATE, MOVES
from ctpat_app.services.drafts import read_book
from ctpat_app.services.identifier_changes import carry_over, current_identifiers, numbers_in
from ctpat_app.services.identifier_lists import read_numbers, requests_for_staff
from ctpat_app.services.identifier_requests import (
    Wish,
    ask_for_change,
    decide_change,
    waiting_changes,
    withdraw_change,
)
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.identifier_changes import IdentifierChangeRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.applicants import a_filled_draft
from tests.factories import a_draft
from tests.vettings import Sent, a_sent_case, send

NEW_MID = "MXACMCAR400MON"


@pytest.fixture
def sent(session: Session, now: datetime) -> Sent:
    return a_sent_case(session, now)


def the_mid(session: Session, sent: Sent) -> tuple[int, str]:
    """Return place and text of the MID that was sent."""
    numbers = current_identifiers(session, sent.model)
    place = next(i for i, each in enumerate(numbers) if each.kind == "mid")
    return place, numbers[place].value


def ask(session: Session, sent: Sent, now: datetime, operation: Operation = Operation.CHANGE, **more: Any) -> int:
    place, seen = the_mid(session, sent)
    usual: dict[str, Any] = {"place": place, "seen": seen, "reason": "We moved."}
    if operation is Operation.ADD:
        usual = {"kind": "mid", "reason": "A second plant."}
    if operation is not Operation.REMOVE:
        usual["value"] = NEW_MID
    wish = Wish(operation, **{**usual, **more})
    return ask_for_change(session, sent.cast.ana, draft_id=sent.draft, wish=wish, now=now)


def decide(session: Session, sent: Sent, request: int, now: datetime, *, approve: bool = True, why: str = "") -> None:
    decision = "approve" if approve else "refuse"
    decide_change(session, sent.eva, request_id=request, decision=decision, reason=why, now=now)


def values(session: Session, sent: Sent) -> set[str]:
    return {each.value for each in current_identifiers(session, sent.model) if each.kind == "mid"}


# ---------------------------------------------------------------- the way of a request


def test_an_approved_change_counts_at_once_though_what_was_sent_stays(
    session: Session, sent: Sent, now: datetime
) -> None:
    _place, old = the_mid(session, sent)
    request = ask(session, sent, now)
    assert values(session, sent) == {old}
    assert len(session.execute(waiting_changes()).all()) == 1
    decide(session, sent, request, now)
    assert values(session, sent) == {NEW_MID}
    assert old in {each.value for each in numbers_in(session, sent.draft)}
    assert session.execute(waiting_changes()).all() == []


def test_both_sides_are_told_and_the_company_learns_no_name(session: Session, sent: Sent, now: datetime) -> None:
    request = ask(session, sent, now)
    decide(session, sent, request, now, approve=False, why="The register names another city.")
    told = {(row.user_id, row.template) for row in session.exec(select(NoticeRow)).all()}
    assert (sent.eva.user_id, "identifier-change-asked") in told
    assert (sent.cast.ana.user_id, "identifier-change-decided") in told
    assert (sent.cast.dan.user_id, "identifier-change-decided") not in told
    (item,) = read_numbers(session, sent.cast.chloe, draft_id=sent.draft).requests
    assert (item.state, item.decision) == (RequestState.REFUSED, "The register names another city.")
    assert "Eva" not in repr(item)


@pytest.mark.parametrize(("operation", "after"), [(Operation.ADD, 2), (Operation.REMOVE, 0), (Operation.CHANGE, 1)])
def test_numbers_come_go_and_change(
    session: Session, sent: Sent, now: datetime, operation: Operation, after: int
) -> None:
    decide(session, sent, ask(session, sent, now, operation), now)
    assert len(values(session, sent)) == after


def test_a_request_is_taken_back_and_then_nobody_decides_it(session: Session, sent: Sent, now: datetime) -> None:
    request = ask(session, sent, now)
    for _ in range(2):
        withdraw_change(session, sent.cast.ben, request_id=request, now=now)
    with pytest.raises(Refusal, match=r"identifier-change\.decided"):
        decide(session, sent, request, now)
    assert ask(session, sent, now) != request


def test_a_decision_is_made_once(session: Session, sent: Sent, now: datetime) -> None:
    request = ask(session, sent, now)
    decide(session, sent, request, now)
    with pytest.raises(Refusal, match=r"identifier-change\.decided"):
        decide(session, sent, request, now, approve=False, why="No.")
    with pytest.raises(Refusal, match=r"identifier-change\.decided"):
        withdraw_change(session, sent.cast.ana, request_id=request, now=now)
    assert values(session, sent) == {NEW_MID}


def test_refusing_needs_a_reason(session: Session, sent: Sent, now: datetime) -> None:
    request = ask(session, sent, now)
    with pytest.raises(InvalidValue, match=r"identifier-change\.refusal-missing"):
        decide(session, sent, request, now, approve=False, why="  ")


# ---------------------------------------------------------------- what may be asked


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ({"value": "MXACM"}, {"value"}),
        ({"value": " "}, {"value"}),
        ({"value": NEW_MID, "reason": " "}, {"reason"}),
        ({"value": "", "reason": ""}, {"value", "reason"}),
        ({"seen": "ANOTHER"}, {"place"}),
        ({"place": 99}, {"place"}),
        ({"document_id": 4711}, {"document"}),
    ],
)
def test_what_is_to_be_mended_is_told_beside_its_field(
    session: Session, sent: Sent, now: datetime, more: dict[str, Any], faults: set[str]
) -> None:
    with pytest.raises(FormFaults) as refused:
        ask(session, sent, now, **more)
    assert set(refused.value.faults) == faults


def test_the_same_format_rules_say_the_same(session: Session, sent: Sent, now: datetime) -> None:
    with pytest.raises(FormFaults) as refused:
        ask(session, sent, now, value="MXACMCAR 400 MÓN")
    assert refused.value.faults["value"].code.startswith("identifier.")


def test_only_locked_kinds_are_asked_for(session: Session, sent: Sent, now: datetime) -> None:
    with pytest.raises(FormFaults) as refused:
        ask(session, sent, now, Operation.ADD, kind="duns", value="123456789")
    assert set(refused.value.faults) == {"kind"}


def test_two_requests_for_one_number_are_told(session: Session, sent: Sent, now: datetime) -> None:
    ask(session, sent, now)
    for operation, field in ((Operation.REMOVE, "place"), (Operation.ADD, "value")):
        with pytest.raises(FormFaults) as refused:
            ask(session, sent, now, operation)
        assert refused.value.faults[field].code == "identifier-change.asked-already"


def test_a_number_that_is_there_is_told(session: Session, sent: Sent, now: datetime) -> None:
    _place, old = the_mid(session, sent)
    with pytest.raises(FormFaults) as refused:
        ask(session, sent, now, Operation.ADD, value=old)
    assert refused.value.faults["value"].code == "identifier-change.there"


def test_a_personal_number_is_kept_as_its_mask(session: Session, sent: Sent, now: datetime) -> None:
    request = ask(session, sent, now, Operation.ADD, kind="ior-ssn", value="219-09-9999")
    row = session.get_one(IdentifierChangeRow, request)
    assert row.value.endswith("9999")
    assert "219" not in row.value
    assert row.secret == "219-09-9999"
    decide(session, sent, request, now)
    (number,) = (each for each in current_identifiers(session, sent.model) if each.kind == "ior-ssn")
    assert (number.value, number.secret) == (row.value, "219-09-9999")
    seen = requests_for_staff(session, sent.eva, trade_account_id=sent.cast.account, now=now)
    assert "219-09" not in repr(seen.requests)


def test_before_the_first_submission_the_application_itself_is_changed(
    session: Session, sent: Sent, now: datetime
) -> None:
    draft = a_filled_draft(session, sent.cast.dan, sent.cast.dans_account, now=now)
    wish = Wish(Operation.ADD, kind="scac", value="ACME", reason="x")
    with pytest.raises(Refusal, match=r"identifier-change\.not-sent"):
        ask_for_change(session, sent.cast.dan, draft_id=draft, wish=wish, now=now)
    with pytest.raises(Refusal, match=r"identifier-change\.not-sent"):
        read_numbers(session, sent.cast.dan, draft_id=draft)


# ---------------------------------------------------------------- drafts of changes


def changes_draft(session: Session, sent: Sent) -> int:
    """Return the id of an unsent draft of the same security model with the answers that were sent."""
    row = session.get_one(DraftRow, sent.draft)
    draft = a_draft(session, sent.cast.account, sent.cast.ana, subject=sent.model, library_hash=row.library_hash)
    for each in session.exec(select(AnswerRow).where(AnswerRow.draft_id == sent.draft)).all():
        values = each.model_dump(exclude={"id", "draft_id"})
        session.add(AnswerRow(draft_id=draft, **values))
    session.flush()
    return draft


def test_an_approval_is_written_into_the_open_draft_of_changes(session: Session, sent: Sent, now: datetime) -> None:
    draft = changes_draft(session, sent)
    decide(session, sent, ask(session, sent, now), now)
    assert NEW_MID in {each.value for each in numbers_in(session, draft)}
    assert len(numbers_in(session, draft)) == len(current_identifiers(session, sent.model))
    rows = read_book(session, draft).rows("identifiers")
    carry_over(session, draft_id=draft, user_id=sent.eva.user_id, now=now)
    assert read_book(session, draft).rows("identifiers") == rows


def test_a_draft_begun_after_the_approval_takes_it_over(session: Session, sent: Sent, now: datetime) -> None:
    decide(session, sent, ask(session, sent, now), now)
    draft = changes_draft(session, sent)
    carry_over(session, draft_id=draft, user_id=sent.eva.user_id, now=now)
    assert NEW_MID in {each.value for each in numbers_in(session, draft)}


# ---------------------------------------------------------------- who may, and what waits


def test_only_the_specialist_decides_and_only_people_of_the_company_ask(
    session: Session, sent: Sent, now: datetime
) -> None:
    request = ask(session, sent, now)
    for other, code in (
        (sent.sue, "access.not-yours"),
        (sent.cast.dan, "access.not-yours"),
        (sent.cast.ana, "access.not-your-role"),
    ):
        with pytest.raises(NotPermitted) as refused:
            decide_change(session, other, request_id=request, decision="approve", reason="", now=now)
        assert refused.value.code == code
    wish = Wish(Operation.ADD, kind="scac", value="ACME", reason="x")
    for other, code in ((sent.cast.dan, "access.not-yours"), (sent.cast.chloe, "access.not-your-role")):
        with pytest.raises(NotPermitted) as refused:
            ask_for_change(session, other, draft_id=sent.draft, wish=wish, now=now)
        assert refused.value.code == code
    with pytest.raises(NotPermitted):
        read_numbers(session, sent.cast.dan, draft_id=sent.draft)
    with pytest.raises(NotPermitted):
        withdraw_change(session, sent.cast.dan, request_id=request, now=now)


def test_a_supervisor_reads_what_waits_and_the_specialist_decides(session: Session, sent: Sent, now: datetime) -> None:
    first, second = ask(session, sent, now), ask(session, sent, now, Operation.ADD, value="MXACMCAR500MON")
    decide(session, sent, first, now)
    seen = requests_for_staff(session, sent.sue, trade_account_id=sent.cast.account, now=now)
    assert ([each.id for each in seen.requests], seen.may_decide) == ([second, first], False)
    assert requests_for_staff(session, sent.eva, trade_account_id=sent.cast.account, now=now).may_decide
    (row,) = session.execute(waiting_changes()).all()
    assert (row.kind, row.trade_account_id, row.model_id, row.subject_id) == (
        "identifier-change",
        sent.cast.account,
        sent.model,
        second,
    )
    assert row.since_at - now < timedelta(seconds=1)


def test_a_number_of_another_company_is_told_to_staff(session: Session, sent: Sent, now: datetime) -> None:
    other = a_filled_draft(session, sent.cast.dan, sent.cast.dans_account, now=now)
    send(session, sent.cast.dan, other, now)
    model = session.get_one(DraftRow, other).subject_id
    taken = next(each for each in current_identifiers(session, model) if each.kind == "mid")
    decide(session, sent, ask(session, sent, now), now)  # away from what both have in these tests
    request = ask(session, sent, now, Operation.ADD, value=taken.value)
    items = requests_for_staff(session, sent.eva, trade_account_id=sent.cast.account, now=now).requests
    assert {each.id: each.elsewhere for each in items}[request] == 1
    assert all(each.elsewhere == 0 for each in read_numbers(session, sent.cast.ana, draft_id=sent.draft).requests)


# ---------------------------------------------------------------- what becomes of the company meanwhile


def test_a_security_model_that_was_merged_away_takes_no_change(session: Session, sent: Sent, now: datetime) -> None:
    request = ask(session, sent, now)
    model = session.get_one(SecurityModelRow, sent.model)
    model.merged_into_id = sent.model
    session.flush()
    with pytest.raises(Refusal, match=r"identifier-change\.ended"):
        decide(session, sent, request, now)
    decide(session, sent, request, now, approve=False, why="It is part of another one now.")
    with pytest.raises(Refusal, match=r"identifier-change\.ended"):
        ask(session, sent, now, Operation.ADD)
    assert not read_numbers(session, sent.cast.ana, draft_id=sent.draft).may_ask


def test_a_company_that_was_merged_takes_its_requests_along(session: Session, sent: Sent, now: datetime) -> None:
    request = ask(session, sent, now)
    assert FATE["identifier_change"] == MOVES
    session.get_one(IdentifierChangeRow, request).trade_account_id = sent.cast.dans_account
    session.get_one(SecurityModelRow, sent.model).trade_account_id = sent.cast.dans_account
    session.get_one(DraftRow, sent.draft).trade_account_id = sent.cast.dans_account
    session.flush()
    with pytest.raises(NotPermitted):
        decide(session, sent, request, now)
    assert [each.id for each in read_numbers(session, sent.cast.dan, draft_id=sent.draft).requests] == [request]
    withdraw_change(session, sent.cast.dan, request_id=request, now=now)
