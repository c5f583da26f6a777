"""The vetting of a submission as staff read it: the facts, what was found so far, and the vettings before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.history import LOOKED_AT_PROFILE
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.vetting import Part, PartFindings
from ctpat_app.guidance.records import Library
from ctpat_app.services.access import AccountAccess
from ctpat_app.services.company_view import note_look
from ctpat_app.services.identifier_changes import newest_sent
from ctpat_app.services.library import library_version
from ctpat_app.services.vetting import SignedVetting, findings_of, has_passed, signed_vettings, source_rows
from ctpat_app.services.vetting_facts import Fact, facts_of
from ctpat_app.services.vetting_work import require_sent, sealed
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.vetting import VettingPartRow, VettingRow


@dataclass(frozen=True)
class OpenVetting:
    """The vetting that is not signed yet; ``versions`` of its parts travel with each save."""

    id: int
    number: int
    started_at: datetime
    started_by: str
    parts: Mapping[Part, PartFindings]
    versions: Mapping[Part, int]
    sources: Mapping[Part, tuple[int, ...]]
    """Numbers of what was looked at, in the order of the findings."""
    content_hash: str
    """Of what would be signed now."""


@dataclass(frozen=True)
class FactsChange:
    """What the company says otherwise than at the last vetting."""

    gone: tuple[Fact, ...] = ()
    come: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class VettingDesk:
    """Everything about the vetting of one submission."""

    trade_account_id: int
    model_id: int
    draft_id: int
    newest_draft_id: int
    """Of the newest submission: only it is vetted."""
    company: str
    reference: str
    sent_at: datetime
    began_at: datetime
    """When the company came to the kiosk."""
    library: Library
    facts: tuple[Fact, ...]
    open: OpenVetting | None
    signed: tuple[SignedVetting, ...]
    """Newest first."""
    since_last: FactsChange
    passed: bool
    """Whether the newest signed one passed and still counts."""


def read_vetting(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> VettingDesk:
    """Return the vetting of a submission for staff who review it, and note the look in the company's history.

    Raises:
        NotPermitted: ``access.not-yours``; ``access.not-your-role`` for people of the company.
        Refusal: ``review.not-sent``.
    """
    access, submission = require_sent(session, actor, draft_id)
    company = session.get_one(TradeAccountRow, access.trade_account_id)
    account = AccountAccess(access.trade_account_id, company.legal_name, access.role, access.is_assigned)
    note_look(session, actor, account, LOOKED_AT_PROFILE, now, subject=f"draft:{draft_id}")
    facts, signed = facts_of(session, submission), signed_vettings(session, access.subject_id)
    return VettingDesk(
        trade_account_id=access.trade_account_id,
        model_id=access.subject_id,
        draft_id=draft_id,
        newest_draft_id=newest_sent(session, access.subject_id) or draft_id,
        company=company.legal_name,
        reference=submission.reference,
        sent_at=submission.submitted_at,
        began_at=company.created_at,
        library=library_version(session, access.library_hash),
        facts=facts,
        open=_open(session, access.subject_id, facts),
        signed=signed,
        since_last=facts_change(signed[0].facts, facts) if signed else FactsChange(),
        passed=has_passed(session, access.subject_id),
    )


def facts_change(before: Iterable[Fact], after: Iterable[Fact]) -> FactsChange:
    """Return what went and what came between two looks at the facts."""
    old, new = tuple(before), tuple(after)
    return FactsChange(tuple(each for each in old if each not in new), tuple(each for each in new if each not in old))


def _open(session: Session, model_id: int, facts: tuple[Fact, ...]) -> OpenVetting | None:
    query = (
        select(VettingRow, col(UserAccountRow.name))
        .join(UserAccountRow, col(UserAccountRow.id) == col(VettingRow.started_by))
        .where(col(VettingRow.security_model_id) == model_id, col(VettingRow.ended_at).is_(None))
    )
    found = session.execute(query).first()
    if found is None:
        return None
    row, starter = found
    parts = findings_of(session, row.id)
    written = select(VettingPartRow).where(col(VettingPartRow.vetting_id) == row.id)
    versions = {Part(each.part): each.version for each in session.scalars(written)}
    looked: dict[Part, list[int]] = {part: [] for part in Part}
    for each in source_rows(session, row.id):
        looked[Part(each.part)].append(each.id or 0)
    return OpenVetting(
        id=row.id,
        number=row.number,
        started_at=row.started_at,
        started_by=starter,
        parts=parts,
        versions={part: versions.get(part, 0) for part in Part},
        sources={part: tuple(ids) for part, ids in looked.items()},
        content_hash=sealed(parts, facts)[1],
    )
