"""Validations for the tests: certified companies, and the way of a validation to where a test begins."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.validations import FindingKind, Kind, Mode, Plan, State, Visit
from ctpat_app.services.finding_files import put_beside
from ctpat_app.services.model_steps import take_step
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
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.validations import ValidationRow
from tests.applicants import a_filled_draft
from tests.cases import ALL_PROVED
from tests.factories import Cast, a_document, a_person, a_staff_member, an_assignment

BASIS = "New warehouse, and drugs were found on this lane last year."
SHORT = "The company asked for this day."
TWO_ACTIONS = (
    Finding(FindingKind.ACTION_REQUIRED, "1.1", "Seals are not checked at the gate."),
    Finding(FindingKind.ACTION_REQUIRED, "", "Nobody keeps the visitors' log."),
    Finding(FindingKind.RECOMMENDATION, "", "Light the parking area."),
    Finding(FindingKind.BEST_PRACTICE, "", "Drivers report each stop by photo."),
)
WAY = (
    *(State.PLAN_WAITING, State.PLAN_APPROVED, State.SCHEDULED, State.IN_PROGRESS, State.REPORT_WAITING),
    *(State.RESPONSE_PENDING, State.RESPONSE_SUBMITTED, State.RESPONSE_ACCEPTED, State.CLOSED),
)


@dataclass
class Desk:
    """A certified company of the cast, its specialist eva, and the supervisors sue and sam."""

    session: Session
    cast: Cast
    now: datetime
    types: tuple[str, ...] = ("foreign-manufacturer",)
    findings: tuple[Finding, ...] = TWO_ACTIONS
    eva: Actor = field(init=False)
    sue: Actor = field(init=False)
    sam: Actor = field(init=False)
    model: int = field(init=False)

    def __post_init__(self) -> None:
        self.eva = a_staff_member(self.session, self.cast.eva, StaffRole.SPECIALIST)
        self.sue = a_staff_member(self.session, a_person(self.session, "sue"), StaffRole.SUPERVISOR)
        self.sam = a_staff_member(self.session, a_person(self.session, "sam"), StaffRole.SUPERVISOR)
        an_assignment(self.session, self.cast.account, self.eva)
        draft = a_filled_draft(self.session, self.cast.ana, self.cast.account, *self.types, now=self.now)
        self.model = self.session.get_one(DraftRow, draft).subject_id
        for who, step in ((self.cast.ana, "t.submit"), (self.sue, "t.assign"), (self.sue, "t.certify")):
            take_step(self.session, who, security_model_id=self.model, step=step, now=self.now, proofs=ALL_PROVED)

    # ------------------------------------------------------------ steps

    def later(self, **more: float) -> datetime:
        """Let time go by, a minute unless told otherwise."""
        self.now += timedelta(**(more or {"minutes": 1}))
        return self.now

    def row(self, validation: int) -> ValidationRow:
        return self.session.get_one(ValidationRow, validation)

    def seen(self, validation: int) -> int:
        return self.row(validation).version

    def state(self, validation: int) -> State:
        return State(self.row(validation).state)

    def plan(self, kind: Kind = Kind.INITIAL, *, with_visit: bool = True) -> int:
        plan = Plan(kind, with_visit, BASIS)
        return plan_validation(self.session, self.eva, security_model_id=self.model, plan=plan, now=self.later())

    def approve(self, validation: int) -> None:
        decide_plan(
            self.session, self.sue, validation_id=validation, seen_version=self.seen(validation), approve=True,
            reason="", now=self.later(),
        )  # fmt: skip

    def schedule(self, validation: int) -> None:
        row = self.row(validation)
        if row.with_visit and not standing_visits(self.session, validation):
            visit = Visit("Plant Saltillo", self.now.date(), Mode.ON_SITE, 2, "Eva, Sue")
            add_visit(
                self.session, self.eva, validation_id=validation, seen_version=row.version, visit=visit, now=self.now
            )
        schedule_validation(
            self.session, self.eva, validation_id=validation, seen_version=self.seen(validation),
            day=self.now.date(), team_size=2, reason=SHORT, now=self.later(),
        )  # fmt: skip

    def begin(self, validation: int) -> None:
        begin_validation(
            self.session, self.eva, validation_id=validation, seen_version=self.seen(validation), now=self.later()
        )

    def report(self, validation: int) -> None:
        for visit in standing_visits(self.session, validation):
            record_visit(
                self.session, self.eva, visit_id=visit.id or 0, seen_version=self.seen(validation),
                note="Two gates, one guard.", now=self.now,
            )  # fmt: skip
        for finding in self.findings:
            add_finding(
                self.session, self.eva, validation_id=validation, seen_version=self.seen(validation), finding=finding,
                now=self.now,
            )  # fmt: skip
        send_report(
            self.session, self.eva, validation_id=validation, seen_version=self.seen(validation),
            summary="A good site with two gaps.", response_days=60, now=self.later(),
        )  # fmt: skip

    def issue(self, validation: int) -> None:
        decide_report(
            self.session, self.sue, validation_id=validation, seen_version=self.seen(validation), approve=True,
            reason="", now=self.later(),
        )  # fmt: skip

    def asked(self, validation: int) -> list[int]:
        """The findings that ask for an answer."""
        return [row.id or 0 for row in findings_of(self.session, validation) if asks_for_answer(row)]

    def answer(self, finding: int, text: str = "A guard checks each seal now.", seen: int = 0) -> int:
        return save_response(
            self.session, self.cast.ben, finding_id=finding, seen_version=seen, text=text, language="en",
            now=self.later(),
        )  # fmt: skip

    def prove(self, finding: int, name: str = "") -> int:
        document = a_document(self.session, self.cast.ben, self.model, name=name or f"proof-{finding}.pdf")
        put_beside(self.session, self.cast.ben, finding_id=finding, document_id=document, now=self.later())
        return document

    def submit(self, validation: int) -> None:
        submit_response(
            self.session, self.cast.ana, validation_id=validation, seen_version=self.seen(validation),
            now=self.later(),
        )  # fmt: skip

    def respond(self, validation: int) -> None:
        for finding in self.asked(validation):
            self.answer(finding)
            self.prove(finding)
        self.submit(validation)

    def decide(self, finding: int, validation: int, *, accept: bool = True) -> None:
        decide_finding(
            self.session, self.eva, finding_id=finding, seen_version=self.seen(validation), accept=accept,
            comment="" if accept else "Show the log of last month.", now=self.later(),
        )  # fmt: skip

    def finish(self, validation: int) -> State:
        return finish_review(
            self.session, self.eva, validation_id=validation, seen_version=self.seen(validation), days=20,
            now=self.later(),
        )  # fmt: skip

    def accept(self, validation: int) -> None:
        for finding in self.asked(validation):
            self.decide(finding, validation)
        self.finish(validation)

    def close(self, validation: int, *, passed: bool = True) -> None:
        record_outcome(
            self.session, self.eva, validation_id=validation, seen_version=self.seen(validation), passed=passed,
            reason="" if passed else "Nobody let us in.", now=self.later(),
        )  # fmt: skip

    def to(self, state: State, kind: Kind = Kind.INITIAL, *, with_visit: bool = True) -> int:
        """Return a new validation that stands at ``state``."""
        validation = self.plan(kind, with_visit=with_visit)
        steps = (
            *(self.approve, self.schedule, self.begin, self.report),
            *(self.issue, self.respond, self.accept, self.close),
        )
        for step, reached in zip(steps, WAY, strict=False):
            if reached is state:
                return validation
            if step in {self.respond, self.accept} and self.state(validation) is State.REPORT_ISSUED:
                continue  # nothing asks for an answer
            step(validation)
        assert self.state(validation) is state
        return validation
