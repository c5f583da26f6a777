"""What the invented companies keep beside their answers: evidence, actions, trainings, a risk assessment."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from ctpat_app.adapters.made_files import keep_made_file
from ctpat_app.demo.companies import Evidence, Taught, Todo
from ctpat_app.demo.files import content_of
from ctpat_app.domain.actions import Origin, Owner, Plan, Proof
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.training import Training
from ctpat_app.domain.uploads import Target
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.risk import method_of
from ctpat_app.services.action_plans import model_of_draft
from ctpat_app.services.actions import add_action, report_done
from ctpat_app.services.document_facts import Facts, change_facts
from ctpat_app.services.drafts import SeenAnswer, add_row, save_answers
from ctpat_app.services.field_versions import FIRST_VERSION
from ctpat_app.services.library import current_library
from ctpat_app.services.reviews import dismiss_finding, review_draft
from ctpat_app.services.risk_assessments import finish_assessment, start_assessment
from ctpat_app.services.submissions import Summarise
from ctpat_app.services.training import add_training
from ctpat_app.services.uploads import keep_upload

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def add_evidence(session: Session, actor: Actor, draft: int, file: Evidence, language: str, *, now: datetime) -> None:
    """Put a file beside its statement, and note what it is and of when."""
    judged = keep_made_file(content_of(file.name, file.lines), file.name, now=now)
    target = Target(draft_id=draft, key=CRITERION + file.statement)
    kept = keep_upload(session, actor, target=target, name=file.name, kind=file.kind, file=judged, now=now)
    facts = Facts(kind=file.kind, stands_for=(now - timedelta(days=file.days_ago)).date(), language=language)
    change_facts(session, actor, document_id=kept.document_id, seen_version=FIRST_VERSION, facts=facts, now=now)


def dismiss_first_finding(session: Session, actor: Actor, draft: int, reason: str, *, now: datetime) -> None:
    """Say why the first thing that the reviewer objects to does not fit."""
    answers = review_draft(session, actor, draft_id=draft, now=now).answers
    answer = next(each for each in answers if each.objections)
    first = answer.objections[0]
    dismiss_finding(
        session,
        actor,
        draft_id=draft,
        criterion=answer.criterion,
        code=first.finding.code,
        about=first.about,
        reason=reason,
        now=now,
    )


def add_todo(
    session: Session, actors: Mapping[str, Actor], writer: Actor, draft: int, todo: Todo, *, now: datetime
) -> None:
    """Write an action down; with a proof its owner reports it as done."""
    owner = actors[todo.owner]
    plan = Plan(
        todo.what,
        Owner(owner.user_id),
        (now + timedelta(days=todo.in_days)).date(),
        todo.why,
        Origin.GAP,
        criterion_id=todo.statement,
    )
    model = model_of_draft(session, writer, draft_id=draft)
    action = add_action(session, writer, security_model_id=model, plan=plan, now=now)
    if todo.proof:
        report_done(session, owner, action_id=action, seen_version=FIRST_VERSION, proof=Proof(todo.proof), now=now)


def add_taught(session: Session, actor: Actor, account: int, taught: Taught, *, now: datetime) -> None:
    """Write a training down that is repeated every year."""
    held_on = (now - timedelta(days=taught.days_ago)).date()
    training = Training(taught.topic, held_on, taught.audience, taught.trainer, taught.people, repeat_months=12)
    add_training(session, actor, trade_account_id=account, training=training, now=now)


def assess_risks(
    session: Session, actor: Actor, account: int, language: str, summarise: Summarise, *, now: datetime
) -> None:
    """Finish a risk assessment with the answers of the content's example, its days moved to ``now``."""
    example = method_of(current_library()).example
    draft = start_assessment(session, actor, trade_account_id=account, now=now)
    later = now.date() - date.fromisoformat(example.answers["assessed_on"])
    rows: dict[str, str] = {}
    seen = []
    for row in example.rows:
        rows[row.row] = add_row(session, actor, draft_id=draft, list_id=row.list, language=language, now=now)
        # What a row refers to stands above it.
        seen += [
            SeenAnswer(key, rows[row.row], 0, rows.get(text, _moved(text, later))) for key, text in row.values.items()
        ]
    seen += [SeenAnswer(key, "", 0, _moved(text, later)) for key, text in example.answers.items()]
    save_all(session, actor, draft, seen, language, now)
    finish_assessment(session, actor, draft_id=draft, language=language, summarise=summarise, now=now)


def save_all(
    session: Session, actor: Actor, draft: int, seen: Collection[SeenAnswer], language: str, now: datetime
) -> None:
    """Save several answers; what the kiosk refuses is a fault of the demonstration."""
    for saved in save_answers(session, actor, draft_id=draft, seen=seen, language=language, now=now):
        if isinstance(saved, Exception):
            raise saved


def _moved(text: str, by: timedelta) -> str:
    return (date.fromisoformat(text) + by).isoformat() if _DAY.fullmatch(text) else text
