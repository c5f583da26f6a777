"""Builds the least valid thing by default; traits name the rest. Everything goes straight into the tables.

The cast, always the same people: ana is the officer, ben an employee and chloe a consultant of one company; dan is the
officer of another; eva is a specialist and finn works at the help desk, neither belongs to a company.
"""

import hashlib
import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlmodel import Session

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor, Role, StaffRole
from ctpat_app.tables.accounts import (
    AddressRow,
    MembershipRow,
    StaffAssignmentRow,
    StaffRow,
    TradeAccountRow,
    UserAccountRow,
)
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.library_versions import LibraryVersionRow
from ctpat_app.tables.second_factors import AuthenticatorRow, LinkedIdentityRow
from ctpat_app.tables.security_models import SecurityModelRow

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


def a_security_model(session: Session, account: int, founder: Actor, *, status: str = "draft") -> int:
    """Return the id of a new security model of the trade account."""
    row = SecurityModelRow(trade_account_id=account, status=status, created_at=WHEN, created_by=founder.user_id)
    session.add(row)
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


def an_answer(session: Session, draft: int, person: Actor, key: str, value: str, *, row_key: str = "") -> int:
    """Return the id of a new answer; ``value`` is stored as given."""
    row = AnswerRow(draft_id=draft, key=key, row_key=row_key, value=value, user_id=person.user_id, saved_at=WHEN)
    session.add(row)
    session.flush()
    return _id(row.id)


def _id(value: int | None) -> int:
    assert value is not None
    return value
