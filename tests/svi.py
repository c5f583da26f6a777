"""Participants of SVI for the tests: certified companies, each with an officer, that have joined."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.domain.svi import Settings
from ctpat_app.services.library import keep_current
from ctpat_app.services.svi_membership import join_svi
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import LIBRARY
from tests.factories import WHEN, a_draft, a_person, a_trade_account, an_answer


@dataclass(frozen=True)
class Participant:
    """A company with one certified security model and its officer."""

    account: int
    model: int
    officer: Actor


def a_certified_company(session: Session, officer: str, name: str, *, types: str = "us-importer") -> Participant:
    """Return a company that is certified and does not take part yet."""
    person = a_person(session, officer)
    account = a_trade_account(session, person, name=name, role=Role.OFFICER, complete=True)
    library = keep_current(session, now=WHEN, library=LIBRARY)
    draft = a_draft(session, account, person, library_hash=library.hash, frozen=True)
    an_answer(session, draft, person, "business_types", types)
    row = session.get_one(DraftRow, draft)
    session.get_one(SecurityModelRow, row.subject_id).status = Status.CERTIFIED
    session.flush()
    return Participant(account, row.subject_id, person)


def a_participant(
    session: Session, officer: str, name: str, *, settings: Settings | None = None, now: datetime = WHEN
) -> Participant:
    """Return a company that is certified and takes part."""
    company = a_certified_company(session, officer, name)
    join_svi(
        session,
        company.officer,
        security_model_id=company.model,
        typed_name=company.officer.name,
        agreed=True,
        settings=settings or Settings(),
        localiser=localiser_for("en"),
        now=now,
    )
    return company
