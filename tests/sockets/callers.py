"""Every kind of caller that the permission table knows, and some it does not, beside one company and its things."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from ctpat_app.domain.permissions import Actor, Role, StaffRole
from ctpat_app.domain.security_models import Operation, RequestState
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.access import PRIMARY_CONTACT
from ctpat_app.tables.accounts import InvitationRow, MembershipRow, StaffAssignmentRow, StaffRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.library_versions import LibraryVersionRow
from ctpat_app.tables.organizations import AccountLinkRow, HandoverRow, OrganizationRequestRow, TwoTextsRow
from ctpat_app.tables.recovery import AccessCaseRow, MailBounceRow
from tests.factories import a_member, a_person, a_security_model, a_staff_member
from tests.sockets.conftest import House

INVITED = "invitation-to-sam"
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
    Caller("officer-elsewhere"),
    *STAFF,
    Caller("assigned-specialist", staff_role=StaffRole.SPECIALIST, is_assigned=True),
    Caller("staff-without-factor", staff_role=StaffRole.HEADQUARTERS, has_factor=False),
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
    return Inhabited(house, {**cookies, NOBODY.name: ""}, names, members, things)


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
    session.flush()
    return {
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
        "session_id": token_hash(token_hash(OTHER_PLACE))[:16],
        "version": session.exec(select(LibraryVersionRow.hash)).one(),
    }


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
