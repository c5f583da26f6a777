"""Who may do what: the permission table of the program, typed, so that editing content can never grant a right.

Source: Portal User Manual rev. 1.1 ("User Role Responsibility"); what the manual leaves open is a project proposal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import NotPermitted


class Role(StrEnum):
    """A role of a membership, never of a person."""

    OFFICER = "officer"
    EMPLOYEE = "employee"
    CONSULTANT = "consultant"
    TRADE_USER = "trade-user"
    """Only a member of the trade account, without a contact role in the security model."""


class StaffRole(StrEnum):
    """A role of somebody who works for the program or for whoever runs the kiosk; never of a company's member."""

    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"
    HEADQUARTERS = "headquarters"
    HELP_DESK = "help-desk"
    LIBRARY_ADMIN = "library-admin"
    CONTENT_EDITOR = "content-editor"


class Permission(StrEnum):
    """``resource:action``; stable, never renamed."""

    TRADE_ACCOUNT_EDIT = "trade-account:edit"
    TRADE_ACCOUNT_MANAGE_USERS = "trade-account:manage-users"
    CONTACTS_SET_ROLES = "contacts:set-roles"
    APPLICATION_START = "application:start"
    ELIGIBILITY_ANSWER = "eligibility:answer"
    IDENTIFIER_ADD = "identifier:add"
    IDENTIFIER_CHANGE_LOCKED = "identifier:change-locked"
    PROFILE_ANSWER = "profile:answer"
    APPLICATION_SUBMIT = "application:submit"
    AGREEMENT_SIGN = "agreement:sign"
    MODEL_REQUEST_MERGE_SPLIT = "model:request-merge-split"
    MODEL_APPROVE_MERGE_SPLIT = "model:approve-merge-split"
    MODEL_LINK = "model:link"
    APPLICATION_READ = "application:read"
    """See the draft or submission of the own security model (project addition: every contact may)."""
    ACCESS_RESET = "access:reset"
    """Decide the cases of people who cannot get in (project proposal: the help desk)."""


_OFFICER, _EMPLOYEE, _CONSULTANT = Role.OFFICER, Role.EMPLOYEE, Role.CONSULTANT
_WRITERS = frozenset({_OFFICER, _EMPLOYEE})
_CONTACTS = frozenset({_OFFICER, _EMPLOYEE, _CONSULTANT})

GRANTED: dict[Permission, frozenset[Role]] = {
    Permission.TRADE_ACCOUNT_EDIT: _WRITERS,
    Permission.TRADE_ACCOUNT_MANAGE_USERS: _WRITERS,
    Permission.CONTACTS_SET_ROLES: _WRITERS,
    Permission.APPLICATION_START: _WRITERS,
    Permission.ELIGIBILITY_ANSWER: _CONTACTS,
    Permission.IDENTIFIER_ADD: _WRITERS,
    Permission.IDENTIFIER_CHANGE_LOCKED: frozenset(),
    Permission.PROFILE_ANSWER: _CONTACTS,
    Permission.APPLICATION_SUBMIT: frozenset({_OFFICER}),
    Permission.AGREEMENT_SIGN: frozenset({_OFFICER}),
    Permission.MODEL_REQUEST_MERGE_SPLIT: frozenset({_OFFICER}),
    Permission.MODEL_APPROVE_MERGE_SPLIT: frozenset(),
    Permission.MODEL_LINK: frozenset({_OFFICER}),
    Permission.APPLICATION_READ: _CONTACTS,
    Permission.ACCESS_RESET: frozenset(),
}

STAFF_GRANTED: dict[Permission, frozenset[StaffRole]] = {
    Permission.ACCESS_RESET: frozenset({StaffRole.HELP_DESK}),
    Permission.MODEL_APPROVE_MERGE_SPLIT: frozenset({StaffRole.SUPERVISOR, StaffRole.HEADQUARTERS}),
}
"""What staff may do; what is missing here no role of staff may."""


def may(role: Role, permission: Permission) -> bool:
    """Whether ``role`` holds ``permission`` within its own trade account or security model."""
    return role in GRANTED[permission]


def staff_may(role: StaffRole | None, permission: Permission) -> bool:
    """Whether a role of staff (None: none at all) holds ``permission``."""
    return role in STAFF_GRANTED.get(permission, frozenset())


@dataclass(frozen=True)
class Actor:
    """Who asks: a signed-in person, looked up on the server for every event."""

    user_id: int
    name: str
    email: str
    staff_role: StaffRole | None = None
    proved_at: datetime | None = None
    """When this person last proved in this session who they are: at sign-in, or asked again since."""
    lacks_factor: bool = False
    """Staff without a second factor: until they have one, they reach nothing but the page that sets it up."""


PROOF_HOLDS: Final = timedelta(minutes=15)
"""So long after proving who they are, a person may do what must not happen at an unattended screen."""


def require_recent_proof(actor: Actor, now: datetime) -> None:
    """Return nothing when the actor proved lately who they are.

    Raises:
        NotPermitted: ``access.prove-again``.
    """
    if actor.proved_at is None or now - actor.proved_at > PROOF_HOLDS:
        raise NotPermitted("access.prove-again")


def require_staff(actor: Actor, permission: Permission) -> None:
    """Return nothing when the actor's role of staff holds ``permission``.

    Raises:
        NotPermitted: ``access.not-yours``, as for what does not exist.
    """
    if not staff_may(actor.staff_role, permission):
        raise NotPermitted


def effective_role(account_role: Role, declared_at: datetime | None, contact_role: str | None) -> Role:
    """Return the role of a member in a security model whose contact list names them ``contact_role``.

    Nothing named yet: the role of the trade account is the first value. A consultant stays a consultant whatever is
    typed. Being named officer takes effect once that person has declared the authority to bind the company.

    Source: membership rules m.declare and m.scope (project proposal).
    """
    if account_role is Role.CONSULTANT:
        return Role.TRADE_USER if contact_role == "none" else Role.CONSULTANT
    if contact_role == "none":
        return Role.TRADE_USER
    named = Role(contact_role) if contact_role else account_role
    if named is Role.OFFICER and declared_at is None:
        return Role.EMPLOYEE
    return named
