"""What staff and companies do with each other, one step a function, as often as the invented companies need it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from ctpat_app.adapters.made_files import keep_made_file
from ctpat_app.demo.companies import Colleague
from ctpat_app.demo.files import content_of
from ctpat_app.demo.making import Filling, summarise_in
from ctpat_app.demo.members import FIRST_SPECIALIST, HEADQUARTERS, SUPERVISOR
from ctpat_app.demo.records import assess_risks
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_reviews import Decision, ReturnReason, Way
from ctpat_app.domain.standing import REAPPLY_DAYS
from ctpat_app.domain.uploads import Target
from ctpat_app.domain.validations import FindingKind, Kind, Mode, Plan, Visit
from ctpat_app.domain.vetting import Found, Outcome, Part, Source, SourceKind
from ctpat_app.guidance.affirmations import versions_of
from ctpat_app.guidance.decided import statement_keys
from ctpat_app.services.annual_answers import affirm_answer, read_answers
from ctpat_app.services.annual_company import look_through_company
from ctpat_app.services.annual_reviews import begin_review
from ctpat_app.services.annual_sending import send_review
from ctpat_app.services.annual_windows import tell_of_review
from ctpat_app.services.assignments import assign_specialist
from ctpat_app.services.case_decisions import decide_case
from ctpat_app.services.drafts import newest_application
from ctpat_app.services.profile_reviews import decisions_of
from ctpat_app.services.standing_decisions import Draft, decide, newest_event
from ctpat_app.services.statement_decisions import accept_unchanged, decide_statement, hold_review, newest_decision
from ctpat_app.services.uploads import keep_upload
from ctpat_app.services.validation_outcomes import record_outcome
from ctpat_app.services.validation_plans import (
    add_visit,
    begin_validation,
    decide_plan,
    plan_validation,
    schedule_validation,
    standing_visits,
)
from ctpat_app.services.validation_reports import (
    Finding,
    add_finding,
    asks_for_answer,
    decide_report,
    findings_of,
    record_visit,
    send_report,
)
from ctpat_app.services.validation_responses import decide_finding, finish_review, save_response, submit_response
from ctpat_app.services.validation_rows import require_validation
from ctpat_app.services.vetting_view import read_vetting
from ctpat_app.services.vetting_work import Signing, add_source, save_part, sign_vetting, start_vetting
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message
from ctpat_app.words.standing_letters import write_letter

VISIT_DAYS = 40
"""Between the plan of a validation and its day."""


@dataclass
class Life:
    """A company on its way: what it sent, and the staff. ``today`` is the moment of filling."""

    filling: Filling
    staff: Mapping[Colleague, Actor]
    model: int
    today: datetime
    specialist: Colleague = FIRST_SPECIALIST

    @property
    def session(self) -> Session:
        """The transaction in which the company is made."""
        return self.filling.session

    @property
    def account(self) -> int:
        """Its trade account."""
        return self.filling.account

    def draft(self) -> int:
        """Return the application that counts."""
        return newest_application(self.session, self.model) or 0

    def ago(self, days: int) -> datetime:
        """Return the moment ``days`` ago; negative: ahead."""
        return self.today - timedelta(days=days)

    def officer(self, now: datetime) -> Actor:
        """Return the officer, who has just shown who they are."""
        return replace(self.filling.founder, proved_at=now)

    def of_staff(self, colleague: Colleague, now: datetime) -> Actor:
        """Return somebody of the staff, who has just shown who they are."""
        return replace(self.staff[colleague], proved_at=now)

    def specialist_at(self, now: datetime) -> Actor:
        """Return who looks after the company."""
        return self.of_staff(self.specialist, now)


# ---------------------------------------------------------------- until the certificate


def give_to(life: Life, specialist: Colleague, days_ago: int, reason: str) -> None:
    """Let the supervisor give the company to a specialist: the review of what it sent begins."""
    now, life.specialist = life.ago(days_ago), specialist
    assign_specialist(
        life.session,
        life.of_staff(SUPERVISOR, now),
        trade_account_id=life.account,
        specialist_id=life.staff[specialist].user_id,
        seen_assignment=0,
        reason=reason,
        now=now,
    )


def decide_on(life: Life, days_ago: int, *, returned: Mapping[str, str], accepted: int | None = None) -> None:
    """Send the statements ``returned`` back with a comment, and accept ``accepted`` of the others, or all of them."""
    session, draft, now = life.session, life.draft(), life.ago(days_ago)
    desk = life.specialist_at(now)
    situation = hold_review(session, desk, draft).situation
    accept_unchanged(session, desk, draft_id=draft, now=now)
    decided = decisions_of(session, draft)
    keys = [key for key in statement_keys(situation) if key not in decided and key not in returned]
    for key, comment in [*returned.items(), *((key, "") for key in keys[:accepted])]:
        decide_statement(
            session,
            desk,
            draft_id=draft,
            key=key,
            seen_version=0,
            decision=Decision.RETURNED if comment else Decision.ACCEPTED,
            reason_kind=ReturnReason.RECORD_MISSING if comment else "",
            comment=comment,
            now=now,
        )


def end_review(life: Life, days_ago: int, way: Way) -> None:
    """Let the specialist accept everything that was sent and end the review."""
    decide_on(life, days_ago, returned={})
    now = life.ago(days_ago)
    draft, seen = life.draft(), newest_decision(life.session, life.draft())
    decide_case(life.session, life.specialist_at(now), draft_id=draft, way=way, reason="", seen=seen, now=now)


def certify(life: Life, days_ago: int) -> None:
    """Vet the company, accept every statement and certify it."""
    vet(life, days_ago + 1)
    end_review(life, days_ago, Way.CERTIFY)


def vet(life: Life, days_ago: int) -> None:
    """Let the specialist look at each part, find that it fits, and sign that."""
    session, now = life.session, life.ago(days_ago)
    desk, draft, language = life.specialist_at(now), life.draft(), "en"
    vetting = start_vetting(session, desk, draft_id=draft, now=now)
    register = Source(SourceKind.COMPANY_REGISTER, "Register of companies, extract of this day", now.date())
    for part in Part:
        save_part(
            session,
            desk,
            vetting_id=vetting,
            part=part,
            seen_version=0,
            outcome=Found.FITS,
            notes="As it stands in the register.",
            now=now,
        )
        add_source(session, desk, vetting_id=vetting, part=part, source=register, now=now)
    seen = read_vetting(session, desk, draft_id=draft, now=now).open
    assert seen
    signing = Signing(
        Outcome.PASSED,
        "All parts fit what the registers say.",
        desk.name,
        agreed=True,
        statement=message("vetting.statement", language),
        language=language,
        seen_hash=seen.content_hash,
    )
    sign_vetting(session, desk, vetting_id=vetting, signing=signing, now=now)


# ---------------------------------------------------------------- the years of a member


def tell_of_annual_review(life: Life, *days_ago: int) -> None:
    """Let the kiosk open the window and remind, as its job does on these days."""
    for days in days_ago:
        tell_of_review(life.session, security_model_id=life.model, now=life.ago(days))


def send_annual_review(life: Life, days_ago: int) -> None:
    """Assess the risks anew, look everything through, and certify, sign and send the review."""
    session, model, now = life.session, life.model, life.ago(days_ago)
    officer, language = life.officer(now), "en"
    assess_risks(session, officer, life.account, language, summarise_in, now=now)
    begin_review(session, officer, security_model_id=model, now=now)
    ledger = read_answers(session, officer, security_model_id=model, now=now).ledger
    for criterion in ledger.open:
        versions = versions_of(ledger.situation.book, criterion)
        affirm_answer(session, officer, security_model_id=model, criterion=criterion, versions=versions, now=now)
    look_through_company(session, officer, security_model_id=model, now=now)
    send_review(
        session,
        officer,
        security_model_id=model,
        typed_name=officer.name,
        certified=True,
        agreed=True,
        localiser=localiser_for(language),
        summarise=summarise_in,
        now=now,
    )


def suspend(life: Life, days_ago: int, ground: str, reason: str, looked_at: str) -> None:
    """Let headquarters suspend the membership and send the letter."""
    now = life.ago(days_ago)
    decide(
        life.session,
        life.of_staff(HEADQUARTERS, now),
        security_model_id=life.model,
        draft=Draft("suspend", ground, reason, looked_at, newest_event(life.session, life.model)),
        write_letter=write_letter,
        waiting_days=REAPPLY_DAYS,
        now=now,
    )


# ---------------------------------------------------------------- a validation


@dataclass(frozen=True)
class Visiting:
    """A validation: why, where, what was found there, and what the company answers to it."""

    basis: str
    place: str
    findings: tuple[Finding, ...] = ()
    answers: tuple[str, ...] = ()


def plan(life: Life, days_ago: int, visiting: Visiting) -> int:
    """Let the specialist plan a validation with a visit."""
    now, wanted = life.ago(days_ago), Plan(Kind.INITIAL, True, visiting.basis)
    return plan_validation(life.session, life.specialist_at(now), security_model_id=life.model, plan=wanted, now=now)


def schedule(life: Life, days_ago: int, visiting: Visiting) -> int:
    """Plan a validation, have it approved two days later, and tell the company its day, in ``VISIT_DAYS``."""
    session, validation = life.session, plan(life, days_ago, visiting)
    approved, told = life.ago(days_ago - 2), life.ago(days_ago - 3)
    day = told.date() + timedelta(days=VISIT_DAYS)
    decide_plan(
        session,
        life.of_staff(SUPERVISOR, approved),
        validation_id=validation,
        seen_version=_seen(life, validation),
        approve=True,
        reason="",
        now=approved,
    )
    desk = life.specialist_at(told)
    visit = Visit(visiting.place, day, Mode.ON_SITE, 2, f"{desk.name}, {SUPERVISOR.name}")
    add_visit(session, desk, validation_id=validation, seen_version=_seen(life, validation), visit=visit, now=told)
    schedule_validation(
        session,
        desk,
        validation_id=validation,
        seen_version=_seen(life, validation),
        day=day,
        team_size=2,
        reason="",
        now=told,
    )
    return validation


def report(life: Life, days_ago: int, visiting: Visiting) -> int:
    """Hold a validation ``days_ago``, and issue its report a week later, to be answered within 60 days."""
    session, validation = life.session, schedule(life, days_ago + VISIT_DAYS + 3, visiting)
    now, issued = life.ago(days_ago), life.ago(days_ago - 7)
    desk = life.specialist_at(now)
    begin_validation(session, desk, validation_id=validation, seen_version=_seen(life, validation), now=now)
    for visit in standing_visits(session, validation):
        seen = _seen(life, validation)
        record_visit(session, desk, visit_id=visit.id or 0, seen_version=seen, note="Everything was shown.", now=now)
    for finding in visiting.findings:
        seen = _seen(life, validation)
        add_finding(session, desk, validation_id=validation, seen_version=seen, finding=finding, now=now)
    send_report(
        session,
        desk,
        validation_id=validation,
        seen_version=_seen(life, validation),
        summary="A site in good order, with what is listed here.",
        response_days=60,
        now=now,
    )
    decide_report(
        session,
        life.of_staff(SUPERVISOR, issued),
        validation_id=validation,
        seen_version=_seen(life, validation),
        approve=True,
        reason="",
        now=issued,
    )
    return validation


def respond(life: Life, validation: int, days_ago: int, visiting: Visiting) -> None:
    """Answer each finding that asks for it, show a record for what is required, and send the response."""
    session, now = life.session, life.ago(days_ago)
    officer = life.officer(now)
    asked = [row for row in findings_of(session, validation) if asks_for_answer(row)]
    for row, text in zip(asked, visiting.answers, strict=True):
        number = row.id or 0
        save_response(session, officer, finding_id=number, seen_version=0, text=text, language="en", now=now)
        if row.kind == FindingKind.ACTION_REQUIRED:
            name = f"Record {number}.pdf"
            file = keep_made_file(content_of(name, (text,)), name, now=now)
            target = Target(finding_id=number)
            keep_upload(session, officer, target=target, name=name, kind="", file=file, now=now)
    submit_response(session, officer, validation_id=validation, seen_version=_seen(life, validation), now=now)


def pass_validation(life: Life, days_ago: int, visiting: Visiting) -> None:
    """Hold a validation whose answers are accepted and which is passed ``days_ago``."""
    validation = report(life, days_ago + 50, visiting)
    session, now = life.session, life.ago(days_ago)
    desk = life.specialist_at(now)
    asked = [row.id or 0 for row in findings_of(session, validation) if asks_for_answer(row)]
    if asked:
        respond(life, validation, days_ago + 10, visiting)
    for number in asked:
        seen = _seen(life, validation)
        decide_finding(session, desk, finding_id=number, seen_version=seen, accept=True, comment="", now=now)
    if asked:
        finish_review(session, desk, validation_id=validation, seen_version=_seen(life, validation), days=0, now=now)
    seen = _seen(life, validation)
    record_outcome(session, desk, validation_id=validation, seen_version=seen, passed=True, reason="", now=now)


def _seen(life: Life, validation: int) -> int:
    """Return the version that a page opened now would show."""
    desk = life.specialist_at(life.today)
    return require_validation(life.session, desk, validation, Permission.VALIDATION_RECORD).row.version
