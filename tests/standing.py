"""A member of the program with its people, and the staff who decide about it, for the tests of its standing."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.lifecycle import TRANSITIONS, Status
from ctpat_app.domain.permissions import Actor, Role, StaffRole
from ctpat_app.domain.standing import REAPPLY_DAYS
from ctpat_app.services.library import keep_current
from ctpat_app.services.model_steps import events_of, start_model, take_step
from ctpat_app.services.standing_decisions import Draft, decide
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.words.standing_letters import write_letter
from tests.applicants import LIBRARY
from tests.cases import ALL_PROVED
from tests.factories import Cast, a_draft, a_member, a_person, a_staff_member, an_assignment

REASON = "Drugs were found in a container that left the plant of the company."
LOOKED_AT = "The seizure report of 2 March and the seal log."
_WAYS = {
    Status.DRAFT: (),
    Status.SUBMITTED: ("t.submit",),
    Status.UNDER_REVIEW: ("t.submit", "t.assign"),
    Status.RETURNED: ("t.submit", "t.assign", "t.return"),
    Status.INELIGIBLE: ("t.submit", "t.assign", "t.vetting-fails"),
    Status.REJECTED: ("t.submit", "t.assign", "t.reject"),
    Status.CERTIFIED: ("t.submit", "t.assign", "t.certify"),
    Status.CERTIFIED_VALIDATED: ("t.submit", "t.assign", "t.certify", "t.validate-importer"),
    Status.CERTIFIED_NON_IMPORTER_VALIDATED: ("t.submit", "t.assign", "t.certify", "t.validate-other"),
    Status.CERTIFIED_EXCEEDING: ("t.submit", "t.assign", "t.certify", "t.validate-importer", "t.exceed"),
    Status.SUSPENDED: ("t.submit", "t.assign", "t.certify", "t.suspend"),
    Status.REMOVED: ("t.submit", "t.assign", "t.certify", "t.remove"),
    Status.WITHDRAWN: ("t.withdraw",),
}


@dataclass(frozen=True)
class Member:
    """A company of the cast with one security model, and staff: eva looks after it, hugo and holly decide."""

    model: int
    draft: int
    cast: Cast
    eva: Actor
    sue: Actor
    hugo: Actor
    holly: Actor

    @property
    def ana(self) -> Actor:
        """The officer."""
        return self.cast.ana


def a_member_company(session: Session, cast: Cast, *, status: Status = Status.CERTIFIED, now: datetime) -> Member:
    """Return the company of the cast with a model of ``status``, brought there along the table."""
    keep_current(session, now=now, library=LIBRARY)
    model = start_model(session, cast.ana, trade_account_id=cast.account, now=now)
    draft = a_draft(session, cast.account, cast.ana, subject=model, library_hash=LIBRARY.hash, frozen=True)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    sue = a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)
    hugo = a_staff_member(session, a_person(session, "hugo"), StaffRole.HEADQUARTERS)
    holly = a_staff_member(session, a_person(session, "holly"), StaffRole.HEADQUARTERS)
    an_assignment(session, cast.account, eva)
    for step in _WAYS[status]:
        by = TRANSITIONS[step].by
        who = next(
            actor
            for party, actor in (("officer", cast.ana), ("supervisor", sue), ("headquarters", hugo))
            if party in by
        )
        take_step(session, who, security_model_id=model, step=step, reason="x", now=now, proofs=ALL_PROVED)
    return Member(model, draft, cast, eva, sue, hugo, holly)


def another_member(session: Session, member: Member, role: Role) -> Actor:
    """Return one more person of the company."""
    person = a_person(session)
    a_member(session, member.cast.account, person, role=role)
    return person


def status_of(session: Session, member: Member) -> Status:
    """Return the status of the model."""
    return Status(session.get_one(SecurityModelRow, member.model).status)


def newest_event(session: Session, member: Member) -> int:
    """Return the number of the newest event, as a page that is opened now would know it."""
    return events_of(session, member.model)[-1].id or 0


def a_decision(
    session: Session,
    member: Member,
    kind: str,
    *,
    now: datetime,
    ground: str = "security-incident",
    who: Actor | None = None,
    reason: str = REASON,
    seen: int = 0,
    proposal: int = 0,
) -> int:
    """Let headquarters decide, with a page that was opened just now."""
    draft = Draft(kind, ground, reason, LOOKED_AT, seen or newest_event(session, member), proposal)
    return decide(
        session,
        who or member.hugo,
        security_model_id=member.model,
        draft=draft,
        write_letter=write_letter,
        waiting_days=REAPPLY_DAYS,
        now=now,
    )
