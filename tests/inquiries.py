"""Questionnaires on their way to partners, for the tests: partners, what they answered, and that they signed.

The partner's own use cases are tested where they are; here what it did is written as rows.
"""

import hashlib
import itertools
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from ctpat_app.domain.inquiries import ActionState, InquiryState
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.questionnaires import Plan
from ctpat_app.services.inquiries import Sending, send_questionnaire
from ctpat_app.services.questionnaires import add_questionnaire
from ctpat_app.tables.inquiries import (
    InquiryActionRow,
    InquiryAnswerHistoryRow,
    InquiryAnswerRow,
    InquiryFileRow,
    InquiryLinkRow,
    InquiryRow,
)
from tests.factories import a_partner as a_registered_partner

LANGUAGES: Final = ("en", "es", "zh-Hans", "ar", "vi")
CRITERIA: Final = ("1.1", "2.1", "6.1")
DUE_DAYS: Final = 30
_numbers = itertools.count(1)


def a_partner(
    session: Session, account: int, person: Actor, *, name: str = "Transportes del Norte", **more: object
) -> int:
    """Return the id of a partner in the register of a company that can be asked, in Spanish unless said otherwise."""
    contact = {"contact_name": "Inés Mora", "email": "ines@norte.example", "language": "es"}
    return a_registered_partner(session, account, person, name, **{**contact, **more})


def a_questionnaire(
    session: Session, account: int, person: Actor, *, now: datetime, criteria: tuple[str, ...] = CRITERIA
) -> int:
    """Return the id of a questionnaire of a company."""
    plan = Plan(f"Carriers {next(_numbers)}", "Please answer.", "highway-carrier-mexico", criteria)
    return add_questionnaire(session, person, trade_account_id=account, plan=plan, now=now)


def an_inquiry(
    session: Session,
    account: int,
    person: Actor,
    *,
    now: datetime,
    partner: int = 0,
    questionnaire: int = 0,
    renew_months: int = 0,
    due_on: date | None = None,
) -> int:
    """Return the id of an inquiry that was just sent."""
    chosen = partner or a_partner(session, account, person, name=f"Partner {next(_numbers)}")
    sending = Sending(
        questionnaire or a_questionnaire(session, account, person, now=now),
        (chosen,),
        due_on or now.date() + timedelta(DUE_DAYS),
        renew_months,
    )
    [number] = send_questionnaire(
        session, person, trade_account_id=account, sending=sending, languages=LANGUAGES, now=now
    )
    return number


def a_signed_inquiry(
    session: Session,
    account: int,
    person: Actor,
    *,
    now: datetime,
    answers: Mapping[str, str] | None = None,
    language: str = "es",
    **more: Any,
) -> int:
    """Return the id of an inquiry that the partner has answered and signed."""
    number = an_inquiry(session, account, person, now=now, **more)
    texts = answers or {key: f"Sí, lo hacemos cada semana: {key}." for key in asked(session, number)}
    for criterion, text in texts.items():
        answered(session, number, criterion, text, language=language, now=now)
    signed(session, number, now=now)
    return number


def asked(session: Session, inquiry: int) -> tuple[str, ...]:
    """Return the criteria of an inquiry."""
    return tuple(session.get_one(InquiryRow, inquiry).criteria.split(","))


def answered(
    session: Session,
    inquiry: int,
    criterion: str,
    text: str,
    *,
    now: datetime,
    language: str = "es",
    applies: bool = True,
    english: str = "",
) -> None:
    """Write an answer as the partner would: the earlier one goes into the history, the version counts on."""
    row = session.get_one(InquiryRow, inquiry)
    if row.state == InquiryState.SENT:
        row.state = InquiryState.BEGUN
    query = select(InquiryAnswerRow).where(
        col(InquiryAnswerRow.inquiry_id) == inquiry, col(InquiryAnswerRow.criterion) == criterion
    )
    answer = session.exec(query).first()
    link = link_of(session, inquiry)
    if answer is None:
        answer = InquiryAnswerRow(
            inquiry_id=inquiry, criterion=criterion, language=language, version=0, link_id=link, saved_at=now
        )
    else:
        kept = answer.model_dump(include={*InquiryAnswerHistoryRow.model_fields} - {"id"})
        session.add(InquiryAnswerHistoryRow(**kept))
    answer.text, answer.language, answer.applies, answer.saved_at = text, language, applies, now
    answer.version += 1
    if english:
        answer.english, answer.english_of_version, answer.english_by = english, answer.version, None
        answer.english_version += 1
    session.add_all([row, answer])
    session.flush()


def signed(session: Session, inquiry: int, *, now: datetime, name: str = "Inés Mora") -> None:
    """Sign as the partner would."""
    row = session.get_one(InquiryRow, inquiry)
    row.state, row.signed_at, row.signer_name, row.signer_title = InquiryState.SIGNED, now, name, "Director"
    row.signed_link_id, row.version = link_of(session, inquiry), row.version + 1
    session.add(row)
    session.flush()


def a_partners_file(
    session: Session, inquiry: int, criterion: str, *, now: datetime, name: str = "política.pdf", content: bytes = b""
) -> int:
    """Return the id of a file beside an answer; its bytes lie nowhere unless the caller stores them."""
    row = InquiryFileRow(
        inquiry_id=inquiry,
        criterion=criterion,
        name=name,
        blob_key=f"documents/2026/03/{next(_numbers):040x}",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="application/pdf",
        pages=1,
        state="read",
        scan="not-scanned",
        uploaded_at=now,
        link_id=link_of(session, inquiry),
    )
    session.add(row)
    session.flush()
    return row.id or 0


def action_answered(session: Session, action: int, text: str, *, now: datetime) -> None:
    """Say as the partner would that an action is done."""
    row = session.get_one(InquiryActionRow, action)
    row.state, row.answer, row.answer_language, row.answered_at = ActionState.ANSWERED, text, "es", now
    row.answered_link_id, row.version = link_of(session, row.inquiry_id), row.version + 1
    session.add(row)
    session.flush()


def link_of(session: Session, inquiry: int) -> int:
    """Return the newest link of an inquiry."""
    query = select(InquiryLinkRow.id).where(col(InquiryLinkRow.inquiry_id) == inquiry)
    return session.exec(query.order_by(col(InquiryLinkRow.id).desc())).first() or 0
