"""A draft in one canonical form: what was answered, without times, versions, authors and random keys.

Two drafts with the same answers give the same text, however they were filled in. Entries of lists are counted, people
and addresses are called by their names, and a personal number stands as its mask.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.answers import split
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.path import Asked
from ctpat_app.guidance.questions import ENGLISH, LANGUAGE, Question, questions_of
from ctpat_app.guidance.schema import CHOSEN, FieldKind
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.drafts import read_situation
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.documents import AttachmentRow, DocumentRow

_NAMED: Final = frozenset({"account-addresses", "account-members"})
"""Options with a number of their own in each company: they stand by their names."""


def canonical_draft(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> str:
    """Return the draft as JSON.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    situation = read_situation(session, access, now=now)
    told = {
        "flow": situation.flow_id,
        "content": situation.library.hash,
        "parts": {step.id: _part(situation, situation.asked(step)) for step in situation.path},
        "off-path": _off_path(situation),
        "consents": ["mra-consent"] if situation.facts.mra_consent else [],
        "files": _files(session, access),
    }
    return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)


def canonical_draft_of(session: Session, *, email: str, draft_id: int, now: datetime) -> str:
    """Return the draft as the person with the address ``email`` may read it, for whoever runs the kiosk.

    Raises:
        NotPermitted: ``access.not-yours``, also when nobody has that address.
    """
    person = session.scalars(
        select(UserAccountRow).where(col(UserAccountRow.email_key) == read_email(email).key)
    ).first()
    if person is None or person.id is None:
        raise NotPermitted
    return canonical_draft(session, Actor(person.id, person.name, person.email), draft_id=draft_id, now=now)


def _part(now: Situation, asked: tuple[Asked, ...]) -> list[dict[str, Any]]:
    rows = {row: number for number, row in enumerate(dict.fromkeys(item.row for item in asked if item.row), 1)}
    return [_told(now, item.question, item.row, rows) for item in asked if now.book.text(item.question.key, item.row)]


def _told(now: Situation, question: Question, row: str, rows: Mapping[str, int]) -> dict[str, Any]:
    answer = now.book.get(question.key, row)
    assert answer is not None
    told: dict[str, Any] = {"question": question.key, "answer": _value(now, question, answer.value)}
    if row:
        told["entry"] = _member(now, row) if question.kind is FieldKind.CONTACT_ROLE else rows.get(row, 0)
    if question.kind not in CHOSEN and not question.key.startswith((ENGLISH, LANGUAGE)):
        told["language"] = answer.language
    return told


def _value(now: Situation, question: Question, value: str) -> Any:
    if question.kind not in CHOSEN and question.kind is not FieldKind.COUNTRIES:
        return value
    names = {choice.id: choice.label.english for choice in now.choices(question)} if _is_named(question) else {}
    chosen = [names.get(key, key) for key in split(value)]
    # The order in which boxes were ticked means nothing.
    return sorted(chosen) if question.kind in {FieldKind.CHECKBOXES, FieldKind.COUNTRIES} else chosen[0]


def _is_named(question: Question) -> bool:
    return question.options_from in _NAMED


def _member(now: Situation, row: str) -> str:
    return next((member.name for member in now.facts.members if member.id == row), "")


def _off_path(now: Situation) -> list[str]:
    asked = {(item.question.key, item.row) for step in now.path for item in now.asked(step)}
    known = questions_of(now.library, now.flow_id)
    left = [key for (key, row), answer in now.book.answers.items() if answer.value and (key, row) not in asked]
    return sorted(key for key in left if key in known)


def _files(session: Session, access: DraftAccess) -> list[dict[str, str]]:
    query = (
        select(col(AttachmentRow.key), col(DocumentRow.name), col(DocumentRow.kind))
        .join(DocumentRow, col(DocumentRow.id) == col(AttachmentRow.document_id))
        .where(col(AttachmentRow.draft_id) == access.draft_id, col(AttachmentRow.removed_at).is_(None))
        .order_by(col(AttachmentRow.key), col(DocumentRow.folded_name))
    )
    return [{"beside": key, "name": name, "kind": kind} for key, name, kind in session.execute(query).all()]
