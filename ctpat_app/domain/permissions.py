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


class Contributor(StrEnum):
    """Somebody outside of the company who answers statements that were given to them, and sees nothing else.

    No role of the table: no permission is ever held by it, so whatever asks for one refuses them.
    """

    CONTRIBUTOR = "contributor"


class Permission(StrEnum):
    """``resource:action``; stable, never renamed."""

    TRADE_ACCOUNT_EDIT = "trade-account:edit"
    TRADE_ACCOUNT_MANAGE_USERS = "trade-account:manage-users"
    CONTACTS_SET_ROLES = "contacts:set-roles"
    APPLICATION_START = "application:start"
    APPLICATION_REAPPLY = "application:reapply"
    ELIGIBILITY_ANSWER = "eligibility:answer"
    IDENTIFIER_ADD = "identifier:add"
    IDENTIFIER_CHANGE_LOCKED = "identifier:change-locked"
    PROFILE_ANSWER = "profile:answer"
    APPLICATION_SUBMIT = "application:submit"
    AGREEMENT_SIGN = "agreement:sign"
    ANNUAL_REVIEW_SUBMIT = "annual-review:submit"
    VALIDATION_RESPONSE_WRITE = "validation-response:write"
    VALIDATION_RESPONSE_SUBMIT = "validation-response:submit"
    SVI_REQUEST = "svi:request"
    MODEL_REQUEST_MERGE_SPLIT = "model:request-merge-split"
    MODEL_APPROVE_MERGE_SPLIT = "model:approve-merge-split"
    MODEL_LINK = "model:link"
    MEMBERSHIP_WITHDRAW = "membership:withdraw"
    LIBRARY_READ = "library:read"
    LIBRARY_ADD = "library:add"
    DOCUMENTS_READ = "documents:read"
    DOCUMENTS_REPLACE = "documents:replace"
    CASE_ASSIGN = "case:assign"
    PROFILE_REVIEW = "profile:review"
    VALIDATION_RECORD = "validation:record"
    MEMBERSHIP_GRANT_EXCEEDING = "membership:grant-exceeding"
    MEMBERSHIP_SUSPEND = "membership:suspend-remove-reinstate"
    ERROR_REPORT_FILE = "error-report:file"
    ACCESS_RESET = "access:reset"
    HELP_CASE_WORK = "help-case:work"
    """Read the cases of the help desk and what failed, and answer (project addition)."""
    CONTENT_EDIT = "content:edit"
    CONTENT_PUBLISH = "content:publish"

    APPLICATION_READ = "application:read"
    """See the draft or submission of the own security model (project addition: every contact may)."""
    TRADE_ACCOUNT_READ = "trade-account:read"
    """See the facts of a company: its people, its applications, never an answer (project addition)."""
    HISTORY_READ = "history:read"
    """See in words who did what in a company (project addition)."""
    ACTIONS_READ = "actions:read"
    """See the action plan and the register of training (project addition)."""
    JOBS_READ = "jobs:read"
    """See how the jobs of the kiosk and its mail stand (project addition)."""
    JOBS_RUN = "jobs:run"
    """Let a job run now, and decide about a mail whose outcome is unknown (project addition)."""
    VALIDATION_READ = "validation:read"
    """See the validations of a security model, as far as the company or the desk may (project addition)."""
    PARTNERS_READ = "partners:read"
    """See the register of business partners and what they have answered (project addition)."""
    PARTNERS_MANAGE = "partners:manage"
    """Keep that register, and send and review questionnaires (project addition)."""
    HELP_STATISTICS_READ = "help-statistics:read"
    """See how often which help was used, and where it did not help: counts, never a person (project addition)."""
    KNOWN_PROBLEM_PUBLISH = "known-problem:publish"
    """Tell everybody of a trouble on the pages that it affects (project addition)."""
    WALK_THROUGH_HELP = "walk-through:help"
    """Look on in a live walk-through that a person allows, and point (project addition)."""
    TERMINAL_SET_UP = "terminal:set-up"
    """Make a browser a shared terminal, and take that back (project addition)."""
    PRACTICE_USE = "practice:use"
    """Practise forms with invented answers, and make guides of it (project addition)."""
    PRACTICE_FROM_CASE = "practice:from-case"
    """Practise along the same questions as a company's own form (project addition)."""


class Grant(StrEnum):
    """A cell of the permission table."""

    YES = "y"
    """For a company role only within the own trade account or security model."""
    NO = "n"
    OWN = "own"
    """Only for the own security model."""
    ASSIGNED = "asg"
    """Only for assigned companies."""
    SAME = "same"
    """As the role, officer or employee, that bears the mark of the primary contact."""


MARK: Final = "primary-contact"
"""No role of its own: a mark on the officer or an employee."""

COLUMNS: Final[tuple[str, ...]] = (
    *(Role.OFFICER, Role.EMPLOYEE, Role.CONSULTANT, MARK, Role.TRADE_USER),
    *(StaffRole.SPECIALIST, StaffRole.SUPERVISOR, StaffRole.HEADQUARTERS),
    *(StaffRole.HELP_DESK, StaffRole.LIBRARY_ADMIN, StaffRole.CONTENT_EDITOR),
)

# In the order of COLUMNS, company before staff. How it is enforced stands in services/access.py, once.
_CELLS: Final[dict[Permission, str]] = {
    Permission.TRADE_ACCOUNT_EDIT: "y y n same n  n n n n n n",
    Permission.TRADE_ACCOUNT_MANAGE_USERS: "y y n same n  n n n n n n",
    Permission.CONTACTS_SET_ROLES: "y y n same n  n n n n n n",
    Permission.APPLICATION_START: "y y n same n  n n n n n n",
    Permission.APPLICATION_REAPPLY: "y n n same n  n n n n n n",
    Permission.ELIGIBILITY_ANSWER: "y y y same n  n n n n n n",
    Permission.IDENTIFIER_ADD: "y y n same n  asg n n n n n",
    Permission.IDENTIFIER_CHANGE_LOCKED: "n n n n n  asg n n n n n",
    Permission.PROFILE_ANSWER: "y y y same n  n n n n n n",
    Permission.APPLICATION_SUBMIT: "y n n same n  n n n n n n",
    Permission.AGREEMENT_SIGN: "y n n same n  n n n n n n",
    Permission.ANNUAL_REVIEW_SUBMIT: "y n n same n  n n n n n n",
    Permission.VALIDATION_RESPONSE_WRITE: "y y y same n  n n n n n n",
    Permission.VALIDATION_RESPONSE_SUBMIT: "y n n same n  n n n n n n",
    Permission.SVI_REQUEST: "y y n same n  n n n n n n",
    Permission.MODEL_REQUEST_MERGE_SPLIT: "y n n same n  n n n n n n",
    Permission.MODEL_APPROVE_MERGE_SPLIT: "n n n n n  n y y n n n",
    Permission.MODEL_LINK: "y n n same n  n n n n n n",
    Permission.MEMBERSHIP_WITHDRAW: "y n n y n  n n n n n n",
    Permission.LIBRARY_READ: "y y y same y  y y y y y y",
    Permission.LIBRARY_ADD: "n n n n n  n n n n y n",
    Permission.DOCUMENTS_READ: "own own own same n  asg y y n n n",
    Permission.DOCUMENTS_REPLACE: "y y y same n  n n n n n n",
    Permission.CASE_ASSIGN: "n n n n n  n y n n n n",
    Permission.PROFILE_REVIEW: "n n n n n  asg y n n n n",
    Permission.VALIDATION_RECORD: "n n n n n  asg y n n n n",
    Permission.MEMBERSHIP_GRANT_EXCEEDING: "n n n n n  n n y n n n",
    Permission.MEMBERSHIP_SUSPEND: "n n n n n  n n y n n n",
    Permission.ERROR_REPORT_FILE: "y y y same y  y y y y y y",
    Permission.ACCESS_RESET: "n n n n n  n n n y n n",
    Permission.HELP_CASE_WORK: "n n n n n  n n n y n n",
    Permission.CONTENT_EDIT: "n n n n n  n n n n n y",
    Permission.CONTENT_PUBLISH: "n n n n n  n n n n n y",
    # Additions of the project.
    Permission.APPLICATION_READ: "y y y same n  n n n n n n",
    Permission.TRADE_ACCOUNT_READ: "y y y same y  asg y y n n n",
    Permission.HISTORY_READ: "y y y same n  asg y y n n n",
    Permission.ACTIONS_READ: "y y y same n  asg y n n n n",
    Permission.JOBS_READ: "n n n n n  n y y n n n",
    Permission.JOBS_RUN: "n n n n n  n y n n n n",
    Permission.VALIDATION_READ: "y y y same n  asg y y n n n",
    Permission.PARTNERS_READ: "y y y same n  n n n n n n",
    Permission.PARTNERS_MANAGE: "y y n same n  n n n n n n",
    Permission.HELP_STATISTICS_READ: "n n n n n  n y y y n y",
    Permission.KNOWN_PROBLEM_PUBLISH: "n n n n n  n n n y n n",
    Permission.WALK_THROUGH_HELP: "n n n n n  y n n y n n",
    Permission.TERMINAL_SET_UP: "n n n n n  n y n y n n",
    Permission.PRACTICE_USE: "n n n n n  y y n y n n",
    Permission.PRACTICE_FROM_CASE: "n n n n n  asg y n y n n",
}

TABLE: Final[dict[Permission, dict[str, Grant]]] = {
    permission: dict(zip(COLUMNS, map(Grant, cells.split()), strict=True)) for permission, cells in _CELLS.items()
}

_HELD: Final = frozenset({Grant.YES, Grant.OWN})
_GRANTED: Final = {permission: frozenset(r for r in Role if row[r] in _HELD) for permission, row in TABLE.items()}
_BEARERS: Final = frozenset({Role.OFFICER, Role.EMPLOYEE})


def may(role: Role, permission: Permission, *, is_primary: bool = False) -> bool:
    """Whether ``role`` holds ``permission`` within its own trade account or security model.

    A consultant or trade user never bears the mark of the primary contact, whatever is typed.

    Source: contact rules c.primary and c.consultant (manual).
    """
    return role in _GRANTED[permission] or (is_primary and role in _BEARERS and mark_gives(permission))


def mark_gives(permission: Permission) -> bool:
    """Whether the mark of the primary contact alone gives ``permission``."""
    return TABLE[permission][MARK] is Grant.YES


def staff_may(role: StaffRole | None, permission: Permission, *, is_assigned: bool = False) -> bool:
    """Whether ``role`` of staff holds ``permission`` for a company; ``is_assigned`` says that the company is theirs."""
    if role is None:
        return False
    grant = TABLE[permission][role]
    return grant is Grant.YES or (is_assigned and grant is Grant.ASSIGNED)


def permissions_of(role: StaffRole) -> tuple[Permission, ...]:
    """Return what a role of staff may do at all, assigned companies included, in the order of the table."""
    return tuple(permission for permission in TABLE if staff_may(role, permission, is_assigned=True))


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
    network: str = ""
    """The first half of the network address at sign-in."""
    password_expired: bool = False
    """Signed in with a password that is too old: until it is changed, they reach nothing but the page that does it."""

    @property
    def is_held(self) -> bool:
        """Whether something has to be done before anything else."""
        return self.lacks_factor or self.password_expired


PROOF_HOLDS: Final = timedelta(minutes=15)
"""So long after proving who they are, a person may do what must not happen at an unattended screen."""


def require_recent_proof(actor: Actor, now: datetime) -> None:
    """Return nothing when the actor proved lately who they are.

    Raises:
        NotPermitted: ``access.prove-again``.
    """
    if actor.proved_at is None or now - actor.proved_at > PROOF_HOLDS:
        raise NotPermitted("access.prove-again")


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
