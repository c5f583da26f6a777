"""The example of the content as an assessment: as a situation, or in the tables."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session

from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.answers import ROW_PRESENT
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.risk import RISK_ASSESSMENT, method_of
from ctpat_app.services.library import keep_current
from ctpat_app.services.risk_assessments import start_assessment
from ctpat_app.tables.drafts import AnswerRow
from tests.applicants import LIBRARY, Answers, a_situation
from tests.factories import WHEN

EXAMPLE = method_of(LIBRARY).example


def example_answers(changes: Mapping[tuple[str, str], str] | None = None) -> Answers:
    """Return the answers of the example by key and row, with ``changes``; an empty text takes an answer out."""
    answers: Answers = {(each.list, each.row): ROW_PRESENT for each in EXAMPLE.rows}
    answers |= {(key, each.row): text for each in EXAMPLE.rows for key, text in each.values.items()}
    answers |= {(key, ""): text for key, text in EXAMPLE.answers.items()}
    answers |= changes or {}
    return {place: text for place, text in answers.items() if text}


def made_on(day: date) -> Answers:
    """Return the answers of the example that name days, as somebody gives them who assesses on ``day``."""
    later = {
        (key, row): (day + timedelta(days=90)).isoformat() for key, row in example_answers() if key == "action_due"
    }
    return {
        **later,
        ("assessed_on", ""): day.isoformat(),
        ("next_review", ""): (day + timedelta(days=360)).isoformat(),
    }


def an_assessed(changes: Mapping[tuple[str, str], str] | None = None) -> Situation:
    """Return the situation of who gave the answers of the example."""
    return a_situation(example_answers(changes), flow=RISK_ASSESSMENT)


def an_assessment(
    session: Session,
    actor: Actor,
    account: int,
    *,
    now: datetime,
    changes: Mapping[tuple[str, str], str] | None = None,
) -> int:
    """Return the id of a new assessment of the company that holds the answers of the example."""
    keep_current(session, now=now, library=LIBRARY)
    draft = start_assessment(session, actor, trade_account_id=account, now=now)
    for (key, row), text in example_answers(changes).items():
        session.add(AnswerRow(draft_id=draft, key=key, row_key=row, value=text, user_id=actor.user_id, saved_at=WHEN))
    session.flush()
    return draft
