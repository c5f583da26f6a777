"""Builds the least valid thing by default; traits name the rest. Everything goes straight into the tables.

The cast, always the same people: ana is the officer, ben an employee and chloe a consultant of one company; dan is the
officer of another; eva is a specialist and finn works at the help desk, neither belongs to a company.
"""

import hashlib
import itertools
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from ctpat_app.adapters import clock
from ctpat_app.domain.partners import folded_partner
from ctpat_app.domain.permissions import Actor, Role, StaffRole
from ctpat_app.tables.accounts import (
    AddressRow,
    MembershipRow,
    StaffAssignmentRow,
    StaffRow,
    TradeAccountRow,
    UserAccountRow,
)
from ctpat_app.tables.actions import ActionRow
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.tables.library_versions import LibraryVersionRow
from ctpat_app.tables.partners import PartnerRow, QuestionnaireRow
from ctpat_app.tables.second_factors import AuthenticatorRow, LinkedIdentityRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow
from ctpat_app.tables.svi_letters import SviLetterRow
from ctpat_app.tables.validations import SiteVisitRow, ValidationFindingRow, ValidationRow

WHEN = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)
"""When everything here was made: a month before the tests' fixed clock."""

ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)
"""People of the tests need not prove again who they are, unless a test is about that."""

ISSUER = "https://id.example"
"""An identity provider."""

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Cast:
    """The people of the tests; ``account`` belongs to ana, ben and chloe, ``dans_account`` to dan alone."""

    account: int
    dans_account: int
    ana: Actor
    ben: Actor
    chloe: Actor
    dan: Actor
    eva: Actor
    finn: Actor


def the_cast(session: Session, *, complete: bool = True) -> Cast:
    """Return the cast with both companies in place; ana and dan have declared that they are officers."""
    people = {name: a_person(session, name) for name in ("ana", "ben", "chloe", "dan", "eva", "finn")}
    account = a_trade_account(session, people["ana"], role=Role.OFFICER, complete=complete)
    a_member(session, account, people["ben"], role=Role.EMPLOYEE)
    a_member(session, account, people["chloe"], role=Role.CONSULTANT)
    dans = a_trade_account(session, people["dan"], name="Dan Freight Ltd", role=Role.OFFICER, complete=complete)
    return Cast(account=account, dans_account=dans, **people)


def a_person(
    session: Session, name: str = "", *, email: str = "", confirmed: bool = True, language: str = "en"
) -> Actor:
    """Return a new person with a user account; ``confirmed`` says that the mail address was proved."""
    name = name or f"person{next(_numbers)}"
    email = email or f"{name}@example.com"
    row = UserAccountRow(
        email_key=email.casefold(),
        email=email,
        name=name.capitalize(),
        password_hash="not-a-hash",
        # By the real clock: forms run on it, and let nobody on whose password is too old.
        password_changed_at=clock.now(),
        email_confirmed_at=WHEN if confirmed else None,
        language=language,
        created_at=WHEN,
    )
    session.add(row)
    session.flush()
    return Actor(user_id=_id(row.id), name=row.name, email=email, proved_at=ALWAYS)


def a_staff_member(session: Session, person: Actor, role: StaffRole) -> Actor:
    """Return ``person`` as staff, with the second factor that staff must have."""
    session.add(StaffRow(user_id=person.user_id, role=role, added_at=WHEN))
    a_second_factor(session, person)
    return replace(person, staff_role=role)


def an_assignment(session: Session, account: int, specialist: Actor) -> int:
    """Return the id of a new assignment: ``specialist`` looks after the company from now on."""
    row = StaffAssignmentRow(
        trade_account_id=account,
        specialist_id=specialist.user_id,
        reason="",
        assigned_at=WHEN,
        assigned_by=specialist.user_id,
    )
    session.add(row)
    session.flush()
    return _id(row.id)


def a_second_factor(session: Session, person: Actor) -> None:
    """Give ``person`` an authenticator app."""
    session.add(AuthenticatorRow(user_id=person.user_id, seed="SEED", added_at=WHEN, confirmed_at=WHEN))
    session.flush()


def a_link(session: Session, person: Actor, *, issuer: str = ISSUER, subject: str = "number-1") -> int:
    """Return the id of a link: the identity ``subject`` of ``issuer`` opens the account of ``person``."""
    row = LinkedIdentityRow(issuer=issuer, subject=subject, user_id=person.user_id, linked_at=WHEN)
    session.add(row)
    session.flush()
    return _id(row.id)


def a_trade_account(
    session: Session,
    founder: Actor,
    *,
    name: str = "Acme Carriers SA",
    role: Role = Role.EMPLOYEE,
    complete: bool = False,
) -> int:
    """Return the id of a new trade account whose only member is ``founder``; ``complete`` fills in what Apply needs."""
    row = TradeAccountRow(
        legal_name=name,
        country="MX" if complete else "",
        telephone="+528181234567" if complete else "",
        created_at=WHEN,
        created_by=founder.user_id,
    )
    session.add(row)
    session.flush()
    a_member(session, _id(row.id), founder, role=role)
    if complete:
        an_address(session, _id(row.id))
    return _id(row.id)


def a_member(
    session: Session,
    account: int,
    person: Actor,
    *,
    role: Role = Role.EMPLOYEE,
    declared: bool = True,
    removed_at: datetime | None = None,
) -> int:
    """Return the id of a new membership; an officer has declared it unless ``declared`` is False."""
    row = MembershipRow(
        trade_account_id=account,
        user_id=person.user_id,
        role=role,
        officer_declared_at=WHEN if declared and role is Role.OFFICER else None,
        created_at=WHEN,
        removed_at=removed_at,
    )
    session.add(row)
    session.flush()
    return _id(row.id)


def an_address(session: Session, account: int, *, label: str = "Main office", complete: bool = True) -> int:
    """Return the id of a new Mexican address; ``complete=False`` leaves out street and postcode."""
    row = AddressRow(
        trade_account_id=account,
        label=label,
        country_code="MX",
        country_area="N.L.",
        city="Monterrey",
        street_address="Av. Constitución 400" if complete else "",
        postal_code="64000" if complete else "",
        complete=complete,
    )
    session.add(row)
    session.flush()
    return _id(row.id)


def a_letter(session: Session, model: int, person: Actor, *, partner_id: int | None = None) -> int:
    """Return the id of a certification mail that ``person`` has sent for a security model."""
    row = SviLetterRow(
        security_model_id=model, addressee="Jo", email="jo@partner.example", email_key="jo@partner.example",
        language="en", company="Acme Carriers SA", status="certified", code="ABCD-EFGH-JKLM-NPQR-STUV", state="sent",
        prepared_at=WHEN, prepared_by=person.user_id, sent_at=WHEN, sent_by=person.user_id, partner_id=partner_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _id(row.id)


def a_security_model(session: Session, account: int, founder: Actor, *, status: str = "draft") -> int:
    """Return the id of a new security model of the trade account, whose history begins at ``status``."""
    row = SecurityModelRow(trade_account_id=account, status=status, created_at=WHEN, created_by=founder.user_id)
    session.add(row)
    session.flush()
    session.add(ModelEventRow(security_model_id=_id(row.id), step="m.recorded", target=status, at=WHEN, party="system"))
    session.flush()
    return _id(row.id)


def a_library_version(session: Session, content: bytes = b"") -> str:
    """Return the hash of a stored library version; the same content twice is one version."""
    digest = hashlib.sha256(content).hexdigest()
    if session.get(LibraryVersionRow, digest) is None:
        session.add(LibraryVersionRow(hash=digest, content=content, created_at=WHEN))
        session.flush()
    return digest


def a_draft(
    session: Session,
    account: int,
    founder: Actor,
    *,
    flow: str = "application",
    subject: int | None = None,
    library_hash: str = "",
    frozen: bool = False,
) -> int:
    """Return the id of a new draft about a security model (a new one unless ``subject`` names it)."""
    row = DraftRow(
        flow=flow,
        subject_kind="security_model",
        subject_id=subject or a_security_model(session, account, founder),
        trade_account_id=account,
        library_hash=library_hash or a_library_version(session),
        created_at=WHEN,
        created_by=founder.user_id,
        frozen_at=WHEN if frozen else None,
    )
    session.add(row)
    session.flush()
    return _id(row.id)


def an_action(session: Session, model: int, person: Actor, *, what: str = "Fix the fence") -> int:
    """Return the id of an open action of a security model that ``person`` is to do."""
    row = ActionRow(
        trade_account_id=session.get_one(SecurityModelRow, model).trade_account_id,
        security_model_id=model,
        origin="own",
        what=what,
        owner_id=person.user_id,
        owner_named_by=person.user_id,
        due_on=WHEN.date(),
        planned_on=WHEN.date(),
        state="open",
        created_at=WHEN,
        created_by=person.user_id,
    )
    session.add(row)
    session.flush()
    return _id(row.id)


def a_partner(session: Session, account: int, person: Actor, name: str = "Bravo Trucking SA", **more: object) -> int:
    """Return the id of a partner in the register of a company that ``person`` has added."""
    usual: dict[str, Any] = {"role": "trucker", "country": "MX", "program": "unknown", "email": "ops@bravo.example"}
    row = PartnerRow(
        trade_account_id=account, name=name, folded_name=folded_partner(name), created_at=WHEN, changed_at=WHEN,
        created_by=person.user_id, **{**usual, **more},
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _id(row.id)


def an_inquiry(session: Session, partner: int, person: Actor, *, state: str = "sent", **more: object) -> int:
    """Return the id of a questionnaire that ``person`` has sent to a partner."""
    account, number = session.get_one(PartnerRow, partner).trade_account_id, next(_numbers)
    library = f"{number:064d}"
    session.add(LibraryVersionRow(hash=library, content=b"{}", created_at=WHEN))
    form = QuestionnaireRow(
        trade_account_id=account, name="Basics", criteria="3.1", created_at=WHEN, created_by=person.user_id,
        changed_at=WHEN,
    )  # fmt: skip
    session.add(form)
    session.flush()
    values: dict[str, Any] = {"sent_at": WHEN, "due_on": date(2026, 4, 1), "expires_at": WHEN + timedelta(days=365)}
    row = InquiryRow(
        reference=f"Q-{number}", trade_account_id=account, partner_id=partner, questionnaire_id=_id(form.id),
        library_hash=library, name="Basics", criteria="3.1", language="en", state=state, sent_by=person.user_id,
        **{**values, **more},
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _id(row.id)


def a_validation(session: Session, model: int, planner: Actor) -> tuple[int, int, int]:
    """Return the ids of a validation of which the company has the report, of its one finding, and of its one visit."""
    row = ValidationRow(
        security_model_id=model, number=1, kind="initial", with_visit=True, risk_basis="Risk", state="response-pending",
        planned_by=planner.user_id, planned_at=WHEN, notice_at=WHEN, issued_at=WHEN,
    )  # fmt: skip
    session.add(row)
    session.flush()
    finding = ValidationFindingRow(
        validation_id=_id(row.id), kind="action-required", text="Check the seals", written_at=WHEN,
        written_by=planner.user_id,
    )  # fmt: skip
    visit = SiteVisitRow(validation_id=_id(row.id), site="Plant", day=WHEN.date(), mode="on-site", team_size=2)
    session.add_all([finding, visit])
    session.flush()
    return _id(row.id), _id(finding.id), _id(visit.id)


def an_answer(session: Session, draft: int, person: Actor, key: str, value: str, *, row_key: str = "") -> int:
    """Return the id of a new answer; ``value`` is stored as given."""
    row = AnswerRow(draft_id=draft, key=key, row_key=row_key, value=value, user_id=person.user_id, saved_at=WHEN)
    session.add(row)
    session.flush()
    return _id(row.id)


def a_document(
    session: Session,
    person: Actor,
    model: int | None = None,
    *,
    name: str = "seal-log.pdf",
    kind: str = "",
    text: str = "",
    **facts: Any,
) -> int:
    """Return the id of a new document with one version: of a security model, or of the public library."""
    account = session.get_one(SecurityModelRow, model).trade_account_id if model else None
    row = DocumentRow(
        trade_account_id=account,
        security_model_id=model,
        name=name,
        folded_name=name.casefold(),
        kind=kind,
        created_at=WHEN,
        created_by=person.user_id,
        **facts,
    )
    session.add(row)
    session.flush()
    a_version(session, person, _id(row.id), text=text)
    return _id(row.id)


def a_version(session: Session, person: Actor, document: int, *, number: int = 1, text: str = "") -> int:
    """Return the id of one more state of a document; its bytes lie nowhere."""
    row = DocumentVersionRow(
        document_id=document,
        number=number,
        blob_key=f"blob-{next(_numbers)}",
        size_bytes=2048,
        sha256="0" * 64,
        media_type="application/pdf",
        pages=1,
        state="read",
        scan="not-scanned",
        text=text,
        uploaded_at=WHEN,
        uploaded_by=person.user_id,
    )
    session.add(row)
    session.flush()
    return _id(row.id)


def an_attachment(session: Session, person: Actor, draft: int, document: int, *, key: str = "criterion.1.1") -> int:
    """Return the id of a new attachment: the document stands beside the answer."""
    row = AttachmentRow(draft_id=draft, key=key, document_id=document, attached_at=WHEN, attached_by=person.user_id)
    session.add(row)
    session.flush()
    return _id(row.id)


def _id(value: int | None) -> int:
    assert value is not None
    return value
