"""Makes one invented company through the same services that the pages use: people, company, application."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from sqlmodel import Session

from ctpat_app.adapters.addresses import address_countries, check_address
from ctpat_app.adapters.phones import read_phone
from ctpat_app.adapters.tokens import new_token
from ctpat_app.demo.companies import Begun, Colleague, Company, Place
from ctpat_app.demo.partners import add_partners
from ctpat_app.demo.records import (
    add_evidence,
    add_taught,
    add_todo,
    assess_risks,
    dismiss_first_finding,
    save_all,
)
from ctpat_app.demo.responses import response
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION, ELIGIBILITY, ENGLISH
from ctpat_app.guidance.summary import SummarySection, SummaryWords, summarise
from ctpat_app.services.application import read_application, start_application
from ctpat_app.services.drafts import SeenAnswer, add_row, save_answer
from ctpat_app.services.field_versions import FIRST_VERSION
from ctpat_app.services.invitations import accept_invitation, invite
from ctpat_app.services.library import current_library
from ctpat_app.services.members import DECLARATION, declare_officer, list_members, save_member_field
from ctpat_app.services.outbox import newest_mails
from ctpat_app.services.registration import confirm_email, register
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.signatures import agreement_text
from ctpat_app.services.trade_accounts import (
    add_address,
    create_trade_account,
    save_address_field,
    save_company_field,
)
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class Filling:
    """One company being made: its people by mail address, its trade account, and the moment of the work."""

    session: Session
    company: Company
    actors: Mapping[str, Actor]
    account: int
    now: datetime
    place: str = ""
    """Its address as the answers hold it."""

    @property
    def founder(self) -> Actor:
        """Who opened the trade account."""
        return self.actors[self.company.founder.email]


# ---------------------------------------------------------------- people and company


def make_company(session: Session, company: Company, password_hash: str, now: datetime) -> Filling:
    """Make a company with its people, and with its application as far as it has begun; ``now`` is today."""
    began = now - timedelta(days=company.age_days)
    actors = {person.email: make_person(session, person, password_hash, began) for person in company.people}
    founder = actors[company.founder.email]
    account = create_trade_account(session, founder, legal_name=company.fields["legal_name"], now=began)
    filling = Filling(session, company, actors, account, began)
    _company_fields(filling)
    filling = replace(filling, place=_place(filling, company.place))
    for person in company.people:
        _join(filling, person)
    add_partners(session, founder, company, account, now=began)
    if company.begun:
        apply(filling, company.begun)
    return filling


def make_person(session: Session, person: Colleague, password_hash: str, now: datetime) -> Actor:
    """Open and confirm the account of a person, as somebody who can sign in."""
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


def _company_fields(filling: Filling) -> None:
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


def _place(filling: Filling, place: Place) -> str:
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


def _join(filling: Filling, person: Colleague) -> None:
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


def _member_ids(filling: Filling) -> dict[str, int]:
    members = list_members(filling.session, filling.founder, trade_account_id=filling.account)
    return {member.email: member.id for member in members}


# ---------------------------------------------------------------- application


def apply(filling: Filling, begun: Begun) -> None:
    """Begin an application and fill it in as far as ``begun`` says; what is complete may be sent."""
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
    for key, text in {**begun.others, "primary_address": filling.place, "mailing_address": filling.place}.items():
        _answer(filling, draft, key, text)
    _responses(filling, begun, draft)
    _records(filling, begun, draft)
    if begun.sent_after_days:
        _finish(filling, begun, draft)


def _responses(filling: Filling, begun: Begun, draft: int) -> None:
    """Let everybody who answers save their responses at once: that takes a fraction of the time of one by one."""
    seen: dict[str, list[SeenAnswer]] = {}
    for item in _situation(filling, draft).criteria:
        if text := response(begun.responses, item.criterion, begun.renamed):
            writer = begun.writers.get(item.criterion.category, filling.company.founder.email)
            seen.setdefault(writer, []).append(SeenAnswer(CRITERION + item.criterion.id, "", 0, text))
    for writer, answers in seen.items():
        save_all(filling.session, filling.actors[writer], draft, answers, filling.company.founder.language, filling.now)


def _records(filling: Filling, begun: Begun, draft: int) -> None:
    """Add what stands beside the answers, and what the company keeps besides."""
    session, founder, now = filling.session, filling.founder, filling.now
    language = filling.company.founder.language
    for statement, text in begun.english.items():
        _answer(filling, draft, ENGLISH + statement, text, language="en")
    for file in begun.files:
        add_evidence(session, founder, draft, file, language, now=now)
    if begun.dismissed:
        dismiss_first_finding(session, founder, draft, begun.dismissed, now=now)
    for todo in begun.actions:
        add_todo(session, filling.actors, founder, draft, todo, now=now)
    for taught in begun.trainings:
        add_taught(session, founder, filling.account, taught, now=now)
    if begun.assessed:
        assess_risks(session, founder, filling.account, language, summarise_in, now=now)


def _finish(filling: Filling, begun: Begun, draft: int) -> None:
    """Name the contacts, decline recognition abroad, sign and send."""
    members = _member_ids(filling)
    for person in filling.company.people:
        _answer(filling, draft, "contact_role", person.role, str(members[person.email]))
    _answer(filling, draft, "primary_contact", str(members[filling.company.primary_contact.email]))
    _answer(filling, draft, "international", "no")
    founder, sent_at = filling.company.founder, filling.now + timedelta(days=begun.sent_after_days)
    sign_and_send(
        filling.session,
        replace(filling.founder, proved_at=sent_at),
        draft_id=draft,
        typed_name=founder.name,
        agreed=True,
        localiser=localiser_for(founder.language),
        summarise=summarise_in,
        now=sent_at,
    )


def _situation(filling: Filling, draft: int) -> Situation:
    return read_application(filling.session, filling.founder, draft_id=draft, now=filling.now).situation


def _answer(
    filling: Filling, draft: int, key: str, text: str, row: str = "", *, writer: str = "", language: str = ""
) -> None:
    save_answer(
        filling.session,
        filling.actors[writer or filling.company.founder.email],
        draft_id=draft,
        key=key,
        row_key=row,
        seen_version=0,
        text=text,
        language=language or filling.company.founder.language,
        now=filling.now,
    )


def summarise_in(situation: Situation, language: str) -> tuple[SummarySection, ...]:
    """Return what is kept in words of a form that is sent."""
    words = SummaryWords(
        yes=message("word.yes", language),
        no=message("word.no", language),
        not_applicable=message("word.not-applicable", language),
        agreed=message("word.agreed", language),
    )
    return summarise(situation, localiser_for(language), words)
