"""What of validations waits for the desk and for a company."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import union_all
from sqlmodel import Session

from ctpat_app.domain.desk import Work
from ctpat_app.domain.validations import State
from ctpat_app.services.validation_work import answered, responses_to_give, to_approve, to_hold
from tests.factories import the_cast
from tests.validations import WAY, Desk

APPROVE, HOLD, ANSWER = Work.VALIDATION_APPROVE, Work.VALIDATION_HOLD, Work.VALIDATION_ANSWER


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    return Desk(session, the_cast(session), now)


@pytest.mark.parametrize(
    ("state", "kind"),
    list(zip(WAY, (APPROVE, "", HOLD, HOLD, APPROVE, "", ANSWER, ANSWER, ""), strict=True)),
)
def test_each_state_waits_for_the_desk_as_one_kind_of_work(
    desk: Desk, session: Session, state: State, kind: str
) -> None:
    validation = desk.to(state)
    rows = session.execute(union_all(to_approve(), to_hold(), answered())).all()
    assert [row.kind for row in rows] == [kind][: bool(kind)]
    for row in rows:
        assert (row.trade_account_id, row.model_id, row.subject_id) == (desk.cast.account, desk.model, validation)
        assert (row.due_on is not None) is (kind == HOLD)


def test_a_company_has_its_response_to_give_until_it_is_sent(desk: Desk, session: Session) -> None:
    account, ben = desk.cast.account, desk.cast.ben
    validation = desk.to(State.RESPONSE_PENDING)
    [todo] = responses_to_give(session, ben, account)
    assert (todo.validation_id, todo.still_open) == (validation, 3)
    assert todo.due_on == desk.now.date() + timedelta(days=60)
    assert responses_to_give(session, desk.cast.dan, account) == []
    assert responses_to_give(session, ben, desk.cast.dans_account) == []
    desk.respond(validation)
    assert responses_to_give(session, ben, account) == []
