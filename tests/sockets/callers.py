"""Every kind of caller that the permission table knows, and some it does not, beside one company and its things."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from ctpat_app.domain.partner_imports import Row, Table
from ctpat_app.domain.permissions import Actor, Role, StaffRole
from ctpat_app.domain.security_models import Operation, RequestState
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.access import PRIMARY_CONTACT
from ctpat_app.services.inquiry_handovers import hand_over
from ctpat_app.services.partner_imports import Upload, keep_import
from ctpat_app.tables.accounts import InvitationRow, MembershipRow, StaffAssignmentRow, StaffRow
from ctpat_app.tables.actions import TrainingRecordRow
from ctpat_app.tables.aeo import AeoRegistrationRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.help_cases import HelpCaseRow
from ctpat_app.tables.inquiries import AnswerGrantRow, InquiryActionRow, InquiryFileRow, InquiryLinkRow
from ctpat_app.tables.known_problems import KnownProblemRow, KnownProblemWordsRow
from ctpat_app.tables.library_versions import LibraryVersionRow
from ctpat_app.tables.organizations import AccountLinkRow, HandoverRow, OrganizationRequestRow, TwoTextsRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.practice import PracticeRow
from ctpat_app.tables.readiness import ReadinessReviewRow, StatementShareRow
from ctpat_app.tables.recovery import AccessCaseRow, MailBounceRow
from ctpat_app.tables.standing import AppealRow, StandingDecisionRow, StandingProposalRow
from ctpat_app.tables.svi import SviLinkRow, SviMembershipRow
from ctpat_app.tables.vetting import VettingRow, VettingSourceRow
from tests.factories import (
    Cast,
    a_document,
    a_letter,
    a_member,
    a_partner,
    a_person,
    a_security_model,
    a_staff_member,
    a_validation,
    an_action,
    an_attachment,
)
from tests.help_cases import an_open_case
from tests.inquiries import a_questionnaire, a_signed_inquiry, action_answered
from tests.partner_links import a_visit, an_inquiry
from tests.risk import an_assessment
from tests.sockets.conftest import MARKER, House
from tests.vettings import a_change_request

INVITED = "invitation-to-sam"
GIVEN = "1.3"
"""The one statement that the contributor was given: not the one that the recipes are about."""
OTHER_PLACE = "officers-other-place"
REASON = "It is needed for the new plant in Saltillo."


@dataclass(frozen=True)
class Caller:
    """Who calls: what ties them to the company whose things are named, if anything does."""

    name: str
    role: Role | None = None
    """In the company and in its application."""
    is_primary: bool = False
    staff_role: StaffRole | None = None
    is_assigned: bool = False
    has_factor: bool = True
    is_signed_in: bool = True
    is_contributor: bool = False
    """Was given a statement of the application, and is no member of the company."""
    link: str = ""
    """Has no account and visits an inquiry: ``this`` one, which is named, or an ``other`` one."""

    @property
    def is_inside(self) -> bool:
        """Whether this person knows that the company's things exist."""
        return self.role is not None or self.is_assigned


NOBODY = Caller("nobody", is_signed_in=False)
STAFF = tuple(Caller(f"{role}", staff_role=role) for role in StaffRole)
CALLERS: tuple[Caller, ...] = (
    NOBODY,
    Caller("stranger"),
    Caller("officer", Role.OFFICER),
    Caller("employee", Role.EMPLOYEE),
    Caller("primary-contact", Role.EMPLOYEE, is_primary=True),
    Caller("consultant", Role.CONSULTANT),
    Caller("trade-user", Role.TRADE_USER),
    Caller("removed-member"),
    Caller("contributor", is_contributor=True),
    Caller("officer-elsewhere"),
    *STAFF,
    Caller("assigned-specialist", staff_role=StaffRole.SPECIALIST, is_assigned=True),
    Caller("staff-without-factor", staff_role=StaffRole.HEADQUARTERS, has_factor=False),
    Caller("link-holder", is_signed_in=False, link="this"),
    Caller("other-link-holder", is_signed_in=False, link="other"),
)


@dataclass(frozen=True)
class Inhabited:
    """The house with all callers in it: their cookies, their names, and arguments that name the company's things."""

    house: House
    cookies: Mapping[str, str]
    names: Mapping[str, str]
    members: Mapping[str, int]
    """Memberships in the company, by caller."""
    things: Mapping[str, object]


def inhabit(house: House) -> Inhabited:
    """Add to ``house`` everybody who may call, and things of ana's company that each handler can name."""
    now, kiosk, cast = datetime.now(UTC), house.kiosk, house.cast
    with kiosk.session() as session:
        people = {
            "stranger": a_person(session, "sam"),
            "officer": cast.ana,
            "employee": cast.ben,
            "primary-contact": a_person(session, "paula"),
            "consultant": cast.chloe,
            "trade-user": a_person(session, "tom"),
            "removed-member": a_person(session, "rita"),
            "contributor": a_person(session, "olga"),
            "officer-elsewhere": cast.dan,
            **{caller.name: a_person(session, caller.name) for caller in STAFF},
            "assigned-specialist": cast.eva,
            "staff-without-factor": a_person(session, "gus"),
        }
        _take_on(session, people, house)
        things = _things(session, people, house, now)
        members = _members(session, people, cast.account)
    cookies = {name: kiosk.sign_in(person.user_id, f"{name}s-token", now=now) for name, person in people.items()}
    kiosk.sign_in(cast.ana.user_id, OTHER_PLACE, now=now)
    names = {name: person.name for name, person in people.items()}
    visits = {name: f"__Host-kiosk_partner={name}s-visit" for name in ("link-holder", "other-link-holder")}
    return Inhabited(house, {**cookies, **visits, NOBODY.name: ""}, names, members, things)


def _take_on(session: Session, people: Mapping[str, Actor], house: House) -> None:
    account, now = house.cast.account, datetime.now(UTC)
    paula = a_member(session, account, people["primary-contact"])
    a_member(session, account, people["trade-user"], role=Role.TRADE_USER)
    a_member(session, account, people["removed-member"], role=Role.OFFICER, removed_at=now)
    for caller in STAFF:
        if caller.staff_role:
            a_staff_member(session, people[caller.name], caller.staff_role)
    a_staff_member(session, people["assigned-specialist"], StaffRole.SPECIALIST)
    session.add(StaffRow(user_id=people["staff-without-factor"].user_id, role=StaffRole.HEADQUARTERS, added_at=now))
    own = select(AnswerRow).where(AnswerRow.draft_id == house.draft, AnswerRow.key == f"criterion.{GIVEN}")
    session.exec(own).one().value = "This one the contributor may read."
    session.add(
        StatementShareRow(
            draft_id=house.draft,
            criterion=GIVEN,
            user_id=people["contributor"].user_id,
            grants=True,
            given_at=now,
            given_by=house.cast.ana.user_id,
        )
    )
    session.add(
        StaffAssignmentRow(
            trade_account_id=account,
            specialist_id=people["assigned-specialist"].user_id,
            reason=REASON,
            assigned_at=now,
            assigned_by=people["supervisor"].user_id,
        )
    )
    mark = select(AnswerRow).where(AnswerRow.draft_id == house.draft, AnswerRow.key == PRIMARY_CONTACT)
    session.exec(mark).one().value = str(paula)
    session.flush()


def _members(session: Session, people: Mapping[str, Actor], account: int) -> dict[str, int]:
    rows = session.exec(
        select(MembershipRow).where(MembershipRow.trade_account_id == account, col(MembershipRow.removed_at).is_(None))
    ).all()
    by_user = {row.user_id: row.id or 0 for row in rows}
    return {name: by_user[person.user_id] for name, person in people.items() if person.user_id in by_user}


def _things(session: Session, people: Mapping[str, Actor], house: House, now: datetime) -> dict[str, object]:
    cast, draft = house.cast, session.get_one(DraftRow, house.draft)
    members = _members(session, people, cast.account)
    second = a_security_model(session, cast.account, cast.ana)
    link = AccountLinkRow(parent_id=cast.account, child_id=cast.dans_account, linked_at=now)
    offer = HandoverRow(
        trade_account_id=cast.account,
        giver_id=members["officer"],
        receiver_id=members["employee"],
        offered_at=now,
    )
    texts = TwoTextsRow(
        draft_id=house.draft,
        key="criterion.1.1",
        first_text="one",
        second_text="two",
        first_name="North",
        second_name="South",
    )
    merge = _request(cast.ana, Operation.MERGE, cast.account, now, models=(draft.subject_id, second))
    link_asked = _request(cast.ana, Operation.LINK, cast.account, now, partner="nobody@example.com")
    link_to_answer = _request(cast.dan, Operation.LINK, cast.dans_account, now, partner=cast.ana.email)
    merge_to_answer = _request(
        cast.dan, Operation.MERGE_ACCOUNTS, cast.dans_account, now, partner=cast.ana.email, detail="{}"
    )
    wish = {"officer": people["employee"].user_id, "movers": [], "model": 0}
    split_to_accept = _request(
        cast.ana, Operation.SPLIT_ACCOUNT, cast.account, now, partner=cast.ben.email, detail=json.dumps(wish)
    )
    case = AccessCaseRow(
        code="ABCD-EFGH",
        user_id=people["removed-member"].user_id,
        email="rita@example.com",
        name="Rita",
        language="en",
        created_at=now,
    )
    bounce = MailBounceRow(
        email_key="ana@example.com",
        email="ana@example.com",
        reason="unknown",
        source="report",
        first_at=now,
        last_at=now,
    )
    session.add_all([link, offer, texts, merge, link_asked, link_to_answer, case, bounce])
    session.add_all([merge_to_answer, split_to_accept])
    action = an_action(session, draft.subject_id, cast.ben)
    record = TrainingRecordRow(
        trade_account_id=cast.account,
        topic="cybersecurity",
        held_on=now.date(),
        people_count=3,
        created_at=now,
        created_by=cast.ana.user_id,
    )
    session.add(record)
    session.add(
        InvitationRow(
            token_hash=token_hash(INVITED),
            trade_account_id=cast.account,
            email_key=people["stranger"].email,
            email=people["stranger"].email,
            role=Role.EMPLOYEE,
            invited_by=cast.ana.user_id,
            created_at=now,
            expires_at=now + timedelta(days=1),
        )
    )
    share = StatementShareRow(
        draft_id=house.draft, criterion="1.2", user_id=cast.ben.user_id, given_at=now, given_by=cast.ana.user_id
    )
    review = ReadinessReviewRow(draft_id=house.draft, started_at=now, started_by=cast.ana.user_id)
    mail = OutboxRow(
        template="confirm-email",
        language="en",
        recipient="gone@example.com",
        params="{}",
        created_at=now,
        next_try_at=now,
        attempts=1,
        unknown_at=now,
    )
    session.add_all([share, review, mail])
    session.flush()
    vetting = VettingRow(
        security_model_id=draft.subject_id, draft_id=house.draft, number=1, started_at=now, started_by=cast.eva.user_id
    )
    session.add(vetting)
    session.flush()
    source = VettingSourceRow(
        vetting_id=vetting.id or 0,
        part="history",
        kind="map",
        place="A picture",
        looked_on=now.date(),
        added_at=now,
        added_by=cast.eva.user_id,
    )
    session.add(source)
    proposal = StandingProposalRow(
        security_model_id=draft.subject_id,
        kind="suspend",
        ground="no-commitment",
        reason=REASON,
        proposed_by=people["supervisor"].user_id,
        proposed_at=now,
    )
    decided = StandingDecisionRow(
        security_model_id=draft.subject_id,
        kind="suspend",
        ground="no-commitment",
        reason=REASON,
        decided_by=people["supervisor"].user_id,
        decided_at=now,
    )
    session.add_all([proposal, decided])
    session.flush()
    appeal = AppealRow(
        decision_id=decided.id or 0,
        security_model_id=draft.subject_id,
        state="filed",
        due_on=now.date(),
        happened=MARKER,
        filed_at=now,
    )
    session.add(appeal)
    session.flush()
    document = a_document(session, cast.ana, draft.subject_id, name=f"{MARKER}.pdf", text=MARKER)
    validation, finding, visit = a_validation(session, draft.subject_id, people["supervisor"])
    an_attachment(session, cast.ana, house.draft, document)
    return {
        "document": document,
        "guide": a_document(session, people["library-admin"], name="guide.pdf"),
        "vetting": vetting.id,
        "source": source.id,
        "change": a_change_request(session, draft.subject_id, cast.ana),
        "share": share.id,
        "mail": mail.id,
        "review": review.id,
        "answerer": cast.ben.user_id,
        "account": cast.account,
        "here": cast.account,
        "draft": house.draft,
        "address": house.address,
        "member": members["consultant"],
        "invitation": house.invitation,
        "offer": offer.id,
        "pair": texts.id,
        "model": draft.subject_id,
        "first": draft.subject_id,
        "second": second,
        "request": merge.id,
        "link-asked": link_asked.id,
        "link-to-answer": link_to_answer.id,
        "merge-to-answer": merge_to_answer.id,
        "split-to-accept": split_to_accept.id,
        "specialist": people[StaffRole.SPECIALIST].user_id,
        "assignment": session.exec(select(StaffAssignmentRow.id)).one(),
        "link": link.id,
        "case": case.id,
        "action": action,
        "proposal": proposal.id,
        "appeal": appeal.id,
        "record": record.id,
        "validation": validation,
        "finding": finding,
        "visit": visit,
        **_svi_links(session, cast, draft.subject_id, now),
        "registration": _a_registration(session, cast, now),
        "letter": a_letter(session, draft.subject_id, cast.ana),
        **_partners(session, cast, now),
        **_questionnaires(session, cast, now),
        "session_id": token_hash(token_hash(OTHER_PLACE))[:16],
        "version": session.exec(select(LibraryVersionRow.hash)).one(),
        "assessment": an_assessment(session, cast.ana, cast.account, now=now),
        **_inquiry(session, cast, now),
        **_help(session, people["contributor"], now),
        "practice": _a_practice(session, people[StaffRole.HELP_DESK], now),
    }


def _help(session: Session, person: Actor, now: datetime) -> dict[str, int]:
    """Return a report of somebody who belongs to no company, and a known problem that is on show."""
    code = an_open_case(session, now, happened=MARKER, name=MARKER, user_id=person.user_id)
    case = session.exec(select(HelpCaseRow.id).where(HelpCaseRow.code == code)).one()
    problem = KnownProblemRow(
        state="published", pages="check-browser", since_at=now, created_at=now, created_by=person.user_id,
        changed_at=now, changed_by=person.user_id, published_at=now,
    )  # fmt: skip
    session.add(problem)
    session.flush()
    words = KnownProblemWordsRow(problem_id=problem.id or 0, language="en", title="Slow", text="Wait.")
    session.add(words)
    session.flush()
    return {"help_case": case or 0, "problem": problem.id or 0}


def _a_practice(session: Session, owner: Actor, now: datetime) -> int:
    """Return the id of a practice that belongs to one member of staff, with a guide of one step."""
    answers = [["business_types", "", "us-importer", 1], ["eligibility.common.agreement", "", "yes", 1]]
    row = PracticeRow(
        user_id=owner.user_id,
        flow="application",
        library_hash=session.exec(select(LibraryVersionRow.hash)).one(),
        role=Role.OFFICER,
        country="US",
        answers=json.dumps(answers),
        lines=json.dumps([{"place": "eligibility", "act": "open", "key": "", "choice": "", "note": MARKER}]),
        is_recording=True,
        made_at=now,
        ends_at=now + timedelta(days=7),
    )
    session.add(row)
    session.flush()
    return row.id or 0


def _inquiry(session: Session, cast: Cast, now: datetime) -> dict[str, int]:
    """Return an inquiry of the company to a partner with one of each of its things; two links are open in browsers."""
    asked = an_inquiry(session, officer=cast.ana, account=cast.account, introduction=MARKER, now=now)
    other = an_inquiry(session, officer=cast.dan, account=cast.dans_account, email="else@other.example", now=now)
    holder = a_visit(session, asked.token, visit_token="link-holders-visit", now=now)
    a_visit(session, other.token, visit_token="other-link-holders-visit", now=now)
    hand_over(
        session,
        holder,
        inquiry_id=asked.inquiry,
        name=MARKER,
        email="colleague@nile.example",
        language="en",
        languages=("en",),
        now=now,
    )
    colleague = session.exec(select(InquiryLinkRow.id).where(InquiryLinkRow.name == MARKER)).one()
    action = InquiryActionRow(
        inquiry_id=asked.inquiry,
        criterion="1.1",
        finding=MARKER,
        wanted=MARKER,
        due_on=now.date(),
        state="open",
        made_at=now,
        made_by=cast.ana.user_id,
    )
    grant = AnswerGrantRow(
        inquiry_id=asked.inquiry,
        token_hash=token_hash("a-customer"),
        customer=MARKER,
        email="buyer@blue.example",
        email_key="buyer@blue.example",
        language="en",
        content_hash="0" * 64,
        snapshot=b"{}",
        granted_at=now,
        granted_link_id=asked.link,
        until=now.date(),
    )
    file = InquiryFileRow(
        inquiry_id=asked.inquiry,
        criterion="1.1",
        name=f"{MARKER}.pdf",
        blob_key="documents/2026/01/nowhere",
        size_bytes=1,
        sha256="0" * 64,
        media_type="application/pdf",
        state="read",
        scan="not-scanned",
        uploaded_at=now,
        link_id=asked.link,
    )
    session.add_all([action, grant, file])
    session.flush()
    return {
        "inquiry": asked.inquiry,
        "inquiry-link": colleague or 0,
        "inquiry-action": action.id or 0,
        "grant": grant.id or 0,
        "file": file.id or 0,
    }


def _partners(session: Session, cast: Cast, now: datetime) -> dict[str, int]:
    """Return a partner of the register, one that was removed, and a file with partners that the officer uploaded."""
    kept = a_partner(session, cast.account, cast.ana, "Alfa Carriers")
    removed = a_partner(session, cast.account, cast.ana, "Delta Carriers", removed_at=now)
    row = Row(2, {"name": "Echo Carriers", "role": "trucker", "country": "MX"})
    table = Table("Partners", {"name": 1, "role": 2, "country": 3}, {}, (), (row,))
    file = keep_import(
        session, cast.ana, trade_account_id=cast.account, file_name="p.xlsx", upload=Upload(table), now=now
    )
    return {"partner-kept": kept, "partner-removed": removed, "partners-file": file}


def _svi_links(session: Session, cast: Cast, model: int, now: datetime) -> dict[str, int]:
    """Return a request of each kind between the company and a partner, and a link that stands."""
    partner = a_security_model(session, cast.dans_account, cast.dan)
    for each in (model, partner):
        session.add(SviMembershipRow(security_model_id=each, share_more=True, joined_at=now))
    states = {"svi-asked": (partner, "pending"), "svi-sent": (model, "pending"), "svi-standing": (model, "accepted")}
    rows = {
        name: SviLinkRow(
            watcher_id=model, watched_id=partner, sender_id=sender, state=state, sent_at=now, sent_by=cast.ana.user_id
        )
        for name, (sender, state) in states.items()
    }
    session.add_all(rows.values())
    session.flush()
    return {"partner_id": partner, **{name: row.id or 0 for name, row in rows.items()}}


def _a_registration(session: Session, cast: Cast, now: datetime) -> int:
    """Return a registration of an EU AEO that waits for staff."""
    row = AeoRegistrationRow(
        trade_account_id=cast.account,
        eori="NL123456789",
        certificate_kind="AEOF",
        certificate="NLAEOF123456",
        state="waiting",
        library_hash="",
        asked_at=now,
        asked_by=cast.ana.user_id,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def _questionnaires(session: Session, cast: Cast, now: datetime) -> dict[str, int]:
    """Return a questionnaire, what a partner has signed of it, and an action that the partner has answered."""
    questionnaire = a_questionnaire(session, cast.account, cast.ana, now=now)
    partner = a_partner(session, cast.account, cast.ana, name=f"{MARKER} Truckers")
    inquiry = a_signed_inquiry(
        session, cast.account, cast.ana, now=now, partner=partner, questionnaire=questionnaire, answers={"1.1": MARKER}
    )
    row = InquiryActionRow(
        inquiry_id=inquiry, criterion="1.1", finding=MARKER, wanted="Mend it", due_on=now.date(), state="open",
        made_at=now, made_by=cast.ana.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    action_answered(session, row.id or 0, "Done", now=now)
    other = a_partner(session, cast.account, cast.ana, name="Other Truckers")
    return {"questionnaire": questionnaire, "inquiry": inquiry, "partner_action": row.id or 0, "asked-partner": other}


def _request(
    asker: Actor,
    operation: Operation,
    account: int,
    now: datetime,
    *,
    models: tuple[int | None, ...] = (),
    partner: str = "",
    detail: str = "",
) -> OrganizationRequestRow:
    """Return a request that waits: for management about two models, else for the word of ``partner``."""
    first, second = models or (None, None)
    return OrganizationRequestRow(
        operation=operation,
        state=RequestState.WAITING_APPROVAL if models else RequestState.WAITING_PARTNER,
        trade_account_id=account,
        first_model_id=first,
        second_model_id=second,
        partner_key=partner,
        partner_email=partner,
        model_name="South" if operation is Operation.SPLIT_ACCOUNT else "",
        detail=detail,
        reason=REASON,
        requested_by=asker.user_id,
        requested_at=now,
    )


_NO_ROW = 900_000


def unknown(things: Mapping[str, object]) -> dict[str, object]:
    """Return the same arguments with numbers that no row has."""
    return {name: value + _NO_ROW if isinstance(value, int) else value for name, value in things.items()}


def as_known(text: str) -> str:
    """Return ``text`` with the numbers that ``unknown`` gave turned back."""
    return re.sub(rf"\b{_NO_ROW // 1000}\d{{3}}\b", lambda found: str(int(found[0]) - _NO_ROW), text)
