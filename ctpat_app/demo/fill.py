"""Fills the database with three invented companies, through the same services that the pages use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sqlmodel import Session

from ctpat_app.adapters import clock
from ctpat_app.adapters.addresses import address_countries, check_address
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.passwords import Passwords
from ctpat_app.adapters.phones import read_phone
from ctpat_app.adapters.tokens import new_token
from ctpat_app.demo.companies import COMPANIES, PASSWORD, Begun, Colleague, Company, Place
from ctpat_app.demo.responses import response
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.library import CONTENT, load_library
from ctpat_app.guidance.questions import CRITERION, ELIGIBILITY
from ctpat_app.guidance.summary import SummarySection, SummaryWords, summarise
from ctpat_app.services.application import list_applications, read_application, start_application
from ctpat_app.services.drafts import add_row, save_answer
from ctpat_app.services.field_versions import FIRST_VERSION
from ctpat_app.services.invitations import accept_invitation, invite
from ctpat_app.services.library import current_library, keep_current
from ctpat_app.services.members import DECLARATION, declare_officer, list_members, save_member_field
from ctpat_app.services.outbox import newest_mails
from ctpat_app.services.registration import confirm_email, register
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.sessions import find_credentials
from ctpat_app.services.signatures import agreement_text
from ctpat_app.services.trade_accounts import (
    add_address,
    create_trade_account,
    save_address_field,
    save_company_field,
)
from ctpat_app.settings import Settings
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

_SENT_AFTER_DAYS: Final = 20


@dataclass(frozen=True)
class _Filling:
    """One company being made: its people by mail address, its trade account, and the moment of the work."""

    session: Session
    company: Company
    actors: Mapping[str, Actor]
    account: int
    now: datetime

    @property
    def founder(self) -> Actor:
        """Who opened the trade account."""
        return self.actors[self.company.founder.email]


def fill(settings: Settings) -> list[str]:
    """Add the companies that are not there yet; return one line for each account that a visitor may use.

    The database is open and has the newest schema. What visitors changed since the last time stays as it is.
    """
    moment = clock.now()
    with transaction() as session:
        keep_current(session, now=moment, library=load_library(settings.content_folder or CONTENT))
        missing = [company for company in COMPANIES if find_credentials(session, company.founder.email) is None]
    if missing:
        # One hash for all: their password is no secret, and each hash takes a tenth of a second.
        hashed = Passwords(time_cost=settings.argon_time_cost, memory_kib=settings.argon_memory_kib).hash_now(PASSWORD)
        for company in missing:
            with transaction() as session:
                _make(session, company, hashed, moment)
    with transaction(writes=False) as session:
        return [line for company in COMPANIES for line in _lines(session, company, moment)]


def _lines(session: Session, company: Company, now: datetime) -> list[str]:
    references = _references(session, company, now)
    lines = [f"{person.email:<26} {PASSWORD}   {person.shows}" for person in company.people]
    return lines + [f"{'':<26} {'':<{len(PASSWORD)}}   sent under {reference}" for reference in references]


def _references(session: Session, company: Company, now: datetime) -> list[str]:
    found = find_credentials(session, company.founder.email)
    if found is None:
        return []
    founder = Actor(found.person.user_id, company.founder.name, found.person.email)
    return [item.reference for item in list_applications(session, founder, now=now) if item.reference]


# ---------------------------------------------------------------- people and company


def _make(session: Session, company: Company, password_hash: str, now: datetime) -> None:
    began = now - timedelta(days=company.age_days)
    actors = {person.email: _person(session, person, password_hash, began) for person in company.people}
    founder = actors[company.founder.email]
    account = create_trade_account(session, founder, legal_name=company.fields["legal_name"], now=began)
    filling = _Filling(session, company, actors, account, began)
    _company_fields(filling)
    place = _place(filling, company.place)
    for person in company.people:
        _join(filling, person)
    if company.begun:
        _application(filling, company.begun, place)


def _person(session: Session, person: Colleague, password_hash: str, now: datetime) -> Actor:
    token = new_token()
    register(
        session,
        email=person.email,
        name=person.name,
        password_hash=password_hash,
        language=person.language,
        token=token,
        now=now,
    )
    confirmed = confirm_email(session, token, now=now)
    return Actor(confirmed.user_id, person.name, confirmed.email, proved_at=now)


def _company_fields(filling: _Filling) -> None:
    for field, text in filling.company.fields.items():
        save_company_field(
            filling.session,
            filling.founder,
            trade_account_id=filling.account,
            field=field,
            seen_version=FIRST_VERSION,
            text=text,
            countries=address_countries(),
            read_phone=read_phone,
            now=filling.now,
        )


def _place(filling: _Filling, place: Place) -> str:
    """Add the address; return its id as the answers hold it."""
    view = add_address(
        filling.session,
        filling.founder,
        trade_account_id=filling.account,
        label=place.label,
        country=place.country,
        countries=address_countries(),
        now=filling.now,
    )
    for field, text in place.parts.items():
        save_address_field(
            filling.session,
            filling.founder,
            trade_account_id=filling.account,
            address_id=view.id,
            field=field,
            seen_version=view.versions[field],
            text=text,
            countries=address_countries(),
            rules=check_address,
            now=filling.now,
        )
    return str(view.id)


def _join(filling: _Filling, person: Colleague) -> None:
    """Bring a colleague in by invitation, note the job title, and let an officer declare the authority."""
    actor = filling.actors[person.email]
    if person is not filling.company.founder:
        invite(
            filling.session,
            filling.founder,
            trade_account_id=filling.account,
            email=person.email,
            role=person.role,
            name=person.name,
            language=person.language,
            now=filling.now,
        )
        accept_invitation(filling.session, actor, token=_mailed_token(filling.session, person), now=filling.now)
    save_member_field(
        filling.session,
        actor,
        trade_account_id=filling.account,
        member_id=_member_ids(filling)[person.email],
        field="job_title",
        seen_version=FIRST_VERSION,
        text=person.job_title,
        read_phone=read_phone,
        now=filling.now,
    )
    if person.role is Role.OFFICER:
        declaration = agreement_text(current_library(), DECLARATION, localiser_for(person.language))
        declare_officer(
            filling.session,
            actor,
            trade_account_id=filling.account,
            agreement=declaration,
            name=person.name,
            now=filling.now,
        )


def _mailed_token(session: Session, person: Colleague) -> str:
    """Return the token of the link that the invited person got by mail: nobody else ever sees it."""
    mail = next(
        mail for mail in newest_mails(session) if mail.recipient == person.email and "invitation" in mail.template
    )
    (token,) = parse_qs(urlsplit(mail.params["path"]).query)["token"]
    return token


def _member_ids(filling: _Filling) -> dict[str, int]:
    members = list_members(filling.session, filling.founder, trade_account_id=filling.account)
    return {member.email: member.id for member in members}


# ---------------------------------------------------------------- application


def _application(filling: _Filling, begun: Begun, place: str) -> None:
    draft = start_application(filling.session, filling.founder, trade_account_id=filling.account, now=filling.now)
    _answer(filling, draft, "business_types", begun.business_type)
    for statement in _situation(filling, draft).statements:
        _answer(filling, draft, ELIGIBILITY + statement, "yes")
    for kind, value in begun.identifiers:
        row = add_row(
            filling.session,
            filling.founder,
            draft_id=draft,
            list_id="identifiers",
            language=filling.company.founder.language,
            now=filling.now,
        )
        _answer(filling, draft, "identifier_kind", kind, row)
        _answer(filling, draft, "identifier_value", value, row)
    for key, text in {**begun.others, "primary_address": place, "mailing_address": place}.items():
        _answer(filling, draft, key, text)
    _responses(filling, begun, draft)
    if begun.sent:
        _finish(filling, draft)


def _responses(filling: _Filling, begun: Begun, draft: int) -> None:
    for item in _situation(filling, draft).criteria:
        if text := response(begun.responses, item.criterion):
            writer = begun.writers.get(item.criterion.category, filling.company.founder.email)
            _answer(filling, draft, CRITERION + item.criterion.id, text, writer=writer)


def _finish(filling: _Filling, draft: int) -> None:
    """Name the contacts, decline recognition abroad, sign and send."""
    members = _member_ids(filling)
    for person in filling.company.people:
        _answer(filling, draft, "contact_role", person.role, str(members[person.email]))
    _answer(filling, draft, "primary_contact", str(members[filling.company.others[0].email]))
    _answer(filling, draft, "international", "no")
    founder, sent_at = filling.company.founder, filling.now + timedelta(days=_SENT_AFTER_DAYS)
    sign_and_send(
        filling.session,
        replace(filling.founder, proved_at=sent_at),
        draft_id=draft,
        typed_name=founder.name,
        agreed=True,
        localiser=localiser_for(founder.language),
        summarise=_summarise,
        now=sent_at,
    )


def _situation(filling: _Filling, draft: int) -> Situation:
    return read_application(filling.session, filling.founder, draft_id=draft, now=filling.now).situation


def _answer(filling: _Filling, draft: int, key: str, text: str, row: str = "", *, writer: str = "") -> None:
    save_answer(
        filling.session,
        filling.actors[writer or filling.company.founder.email],
        draft_id=draft,
        key=key,
        row_key=row,
        seen_version=0,
        text=text,
        language=filling.company.founder.language,
        now=filling.now,
    )


def _summarise(situation: Situation, language: str) -> tuple[SummarySection, ...]:
    words = SummaryWords(
        yes=message("word.yes", language),
        no=message("word.no", language),
        not_applicable=message("word.not-applicable", language),
        agreed=message("word.agreed", language),
    )
    return summarise(situation, localiser_for(language), words)
