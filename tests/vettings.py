"""What tests of the desk begin with: an application that was sent, and a vetting of it that was signed."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from ctpat_app.domain.identifier_changes import Operation, RequestState
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.vetting import Found, Outcome, Part, Source, SourceKind
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.vetting_view import read_vetting
from ctpat_app.services.vetting_work import Signing, add_source, save_part, sign_vetting, start_vetting
from ctpat_app.state.summaries import summarise_in
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.identifier_changes import IdentifierChangeRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft
from tests.factories import WHEN, Cast, a_person, a_staff_member, an_assignment, the_cast

REGISTER = Source(SourceKind.COMPANY_REGISTER, "Registro Público de Comercio, folio 12345", date(2026, 3, 1))


@dataclass(frozen=True)
class Sent:
    """Ana's company with an application that was sent; eva is its specialist, sue a supervisor."""

    cast: Cast
    eva: Actor
    sue: Actor
    draft: int
    model: int


def a_sent_case(session: Session, now: datetime) -> Sent:
    """Return ana's company after it sent an application as a foreign manufacturer."""
    cast = the_cast(session)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    sue = a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)
    an_assignment(session, cast.account, eva)
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    send(session, cast.ana, draft, now)
    model = session.get_one(DraftRow, draft).subject_id
    return Sent(replace(cast, eva=eva), eva, sue, draft, model)


def send(session: Session, actor: Actor, draft: int, now: datetime) -> None:
    """Sign and send an application."""
    sign_and_send(
        session,
        actor,
        draft_id=draft,
        typed_name=actor.name,
        agreed=True,
        localiser=localiser_for("en"),
        summarise=summarise_in,
        now=now,
    )


def a_change_request(session: Session, model: int, person: Actor, *, value: str = "ACMF") -> int:
    """Return the id of a request to add a SCAC to a security model."""
    row = IdentifierChangeRow(
        trade_account_id=session.get_one(SecurityModelRow, model).trade_account_id,
        security_model_id=model,
        operation=Operation.ADD,
        kind="scac",
        value=value,
        reason="A second fleet.",
        state=RequestState.ASKED,
        requested_at=WHEN,
        requested_by=person.user_id,
    )
    session.add(row)
    session.flush()
    assert row.id
    return row.id


def an_open_vetting(session: Session, sent: Sent, now: datetime, **found: Found) -> int:
    """Return the id of a vetting in which every part fits, but for those that ``found`` names."""
    vetting = start_vetting(session, sent.eva, draft_id=sent.draft, now=now)
    for part in Part:
        outcome = found.get(part.value, Found.FITS)
        save_part(
            session, sent.eva, vetting_id=vetting, part=part, seen_version=0, outcome=outcome, notes="Seen.", now=now
        )
        add_source(session, sent.eva, vetting_id=vetting, part=part, source=REGISTER, now=now)
    return vetting


def a_signing(session: Session, sent: Sent, now: datetime, outcome: Outcome = Outcome.PASSED) -> Signing:
    """Return how eva signs what stands in the open vetting now."""
    desk = read_vetting(session, sent.eva, draft_id=sent.draft, now=now)
    assert desk.open
    return Signing(
        outcome, "All of it fits.", sent.eva.name, True, "This is what I found.", "en", desk.open.content_hash
    )


def a_signed_vetting(session: Session, sent: Sent, now: datetime, outcome: Outcome = Outcome.PASSED) -> int:
    """Return the id of a vetting that eva signed."""
    vetting = an_open_vetting(session, sent, now)
    sign_vetting(session, sent.eva, vetting_id=vetting, signing=a_signing(session, sent, now, outcome), now=now)
    return vetting
