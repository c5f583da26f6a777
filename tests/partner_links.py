"""Questionnaires on their way to a partner for the tests: an inquiry, its links, and visits that began with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.inquiries import InquiryState
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.domain.tokens import token_hash
from ctpat_app.guidance.records import Library
from ctpat_app.services.inquiry_answers import read_inquiry, save_answer
from ctpat_app.services.inquiry_links import make_link
from ctpat_app.services.inquiry_signing import sign_inquiry, stamp_of
from ctpat_app.services.inquiry_snapshots import Declaration
from ctpat_app.services.inquiry_visits import Visit, begin_visit, find_visit, mail_code
from ctpat_app.services.library import keep_current
from ctpat_app.tables.inquiries import InquiryLinkRow, InquiryRow
from ctpat_app.tables.partners import PartnerRow, QuestionnaireRow
from tests.applicants import LIBRARY
from tests.factories import WHEN, a_person, a_trade_account

CRITERIA = ("1.1", "1.2", "2.1")
CODE = "123456"
DECLARATION = Declaration("Declaro que es verdad.", "es", "I declare that it is true.")


@dataclass(frozen=True)
class Asked:
    """An inquiry of a company to a partner: who asks, the inquiry, and the link that was mailed."""

    officer: Actor
    account: int
    inquiry: int
    link: int
    token: str


def an_inquiry(
    session: Session,
    *,
    officer: Actor | None = None,
    account: int = 0,
    partner: str = "Nile Packaging",
    email: str = "farid@nile.example",
    language: str = "ar",
    criteria: tuple[str, ...] = CRITERIA,
    state: InquiryState = InquiryState.SENT,
    previous: int | None = None,
    introduction: str = "",
    now: datetime = WHEN,
    library: Library = LIBRARY,
) -> Asked:
    """Return an inquiry that has just been sent, with a link for the partner's contact."""
    who = officer or a_person(session)
    company = account or a_trade_account(session, who, role=Role.OFFICER, complete=True)
    content = keep_current(session, now=now, library=library)
    number = len(session.exec(select(InquiryRow)).all()) + 1
    asked_of = PartnerRow(
        trade_account_id=company, name=partner, folded_name=f"{partner.casefold()} {number}", role="supplier",
        country="EG", contact_name="Farid", email=email, language=language, created_at=now, created_by=who.user_id,
        changed_at=now,
    )  # fmt: skip
    questionnaire = QuestionnaireRow(
        trade_account_id=company, name="Suppliers", criteria=",".join(criteria), created_at=now,
        created_by=who.user_id, changed_at=now,
    )  # fmt: skip
    session.add_all([asked_of, questionnaire])
    session.flush()
    row = InquiryRow(
        reference=f"Q-{number:06d}", trade_account_id=company, partner_id=asked_of.id or 0,
        questionnaire_id=questionnaire.id or 0, library_hash=content.hash, name="Suppliers",
        introduction=introduction, criteria=",".join(criteria), language=language, state=state, sent_at=now,
        sent_by=who.user_id, due_on=now.date() + timedelta(days=30), expires_at=now + timedelta(days=60),
        previous_id=previous,
    )  # fmt: skip
    session.add(row)
    session.flush()
    link, token = make_link(
        session, row, address=read_email(email), name="Farid", language=language, now=now, user_id=who.user_id
    )
    return Asked(who, company, row.id or 0, link.id or 0, token)


def another_link(session: Session, asked: Asked, *, email: str = "mona@nile.example", now: datetime = WHEN) -> str:
    """Return the token of a further link to the inquiry, which the company sent."""
    row = session.get_one(InquiryRow, asked.inquiry)
    _link, token = make_link(
        session, row, address=read_email(email), name="Mona", language="en", now=now, user_id=asked.officer.user_id
    )
    return token


def a_visit(
    session: Session, token: str, *, visit_token: str = "", shared: bool = False, now: datetime = WHEN
) -> Visit:
    """Return the visit that begins with the right code."""
    cookie = visit_token or f"visit-of-{token}"
    mail_code(session, token, code=CODE, now=now)
    assert begin_visit(session, token, typed=CODE, visit_token=cookie, shared=shared, now=now)
    found = find_visit(session, token_hash(cookie), now=now)
    assert found
    return found


def answer_all(
    session: Session, visit: Visit, *, text: str = "يفحص المشرف الأختام يوميًا.", now: datetime = WHEN
) -> None:
    """Answer every criterion of the visit's inquiry that is still open."""
    for each in read_inquiry(session, visit, inquiry_id=visit.inquiry_id).missing:
        write(session, visit, each, text, now=now)


def write(session: Session, visit: Visit, criterion: str, text: str, *, now: datetime = WHEN, **more: object) -> None:
    """Answer one criterion over what stands there."""
    answer = read_inquiry(session, visit, inquiry_id=visit.inquiry_id).answer(criterion)
    save_answer(
        session, visit, inquiry_id=visit.inquiry_id, criterion=criterion,
        seen_version=answer.version if answer else 0, applies=bool(more.get("applies", True)), text=text,
        language=visit.language, tab="", now=now,
    )  # fmt: skip


def sign(session: Session, visit: Visit, *, name: str = "Farid Nour", now: datetime = WHEN) -> None:
    """Sign what stands there."""
    stamp = stamp_of(read_inquiry(session, visit, inquiry_id=visit.inquiry_id))
    sign_inquiry(
        session, visit, inquiry_id=visit.inquiry_id, stamp=stamp, name=name, title="Director", agreed=True,
        declaration=DECLARATION, now=now,
    )  # fmt: skip


def link_row(session: Session, link: int) -> InquiryLinkRow:
    """Return a link."""
    return session.get_one(InquiryLinkRow, link)
