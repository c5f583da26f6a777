"""What has happened so far to each of the invented companies that staff deal with; days count back from today."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ctpat_app.demo.companies import Begun, Company
from ctpat_app.demo.desk import (
    Life,
    Visiting,
    certify,
    decide_on,
    end_review,
    give_to,
    pass_validation,
    plan,
    report,
    respond,
    schedule,
    send_annual_review,
    suspend,
    tell_of_annual_review,
)
from ctpat_app.demo.making import apply, summarise_in
from ctpat_app.demo.members import (
    FIRST_SPECIALIST,
    NEAR_ITS_DAY,
    OF_OLD,
    OVERDUE,
    PLAN_WAITS,
    RESPONSE_DUE,
    RESPONSE_SENT,
    REVIEW_OVERDUE,
    SCHEDULED,
    SECOND_SPECIALIST,
    SUPERVISOR,
    SUSPENDED,
    TWO_MODELS,
    UNDER_REVIEW,
    VALIDATED,
    WINDOW_OPEN,
)
from ctpat_app.demo.responses import MEMBER
from ctpat_app.domain.appeals import AppealTexts
from ctpat_app.domain.conversations import Side
from ctpat_app.domain.identifier_changes import Operation
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.profile_reviews import Way
from ctpat_app.domain.standing import Decision, Ground
from ctpat_app.domain.svi import Direction, Settings
from ctpat_app.domain.validations import FindingKind
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.services.access import memberships_of
from ctpat_app.services.aeo_registrations import AeoWish, ask_registration
from ctpat_app.services.appeals import file_appeal
from ctpat_app.services.conversations import Typed, send_message
from ctpat_app.services.drafts import read_book, save_answer
from ctpat_app.services.identifier_requests import Wish, ask_for_change
from ctpat_app.services.letter_answers import send_letter_answer
from ctpat_app.services.organization_requests import request_merge
from ctpat_app.services.profile_changes import start_changes
from ctpat_app.services.security_models import list_models
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.sessions import find_credentials
from ctpat_app.services.standing_proposals import propose
from ctpat_app.services.svi_links import send_request
from ctpat_app.services.svi_membership import join_svi
from ctpat_app.services.validation_reports import Finding
from ctpat_app.services.watches import watch_company
from ctpat_app.words.localiser import localiser_for

NEXT_IN_LINE: Final = "Next in line."
KNOWS_THE_LANES: Final = "Knows the lanes of this company."


def waits(life: Life) -> None:
    """Nobody has taken it up yet."""


def is_overdue(life: Life) -> None:
    """It was given to a specialist late, who has not decided about anything."""
    give_to(life, FIRST_SPECIALIST, 9, "Waits for the longest of all.")


def is_reviewed(life: Life) -> None:
    """Some statements are accepted, two go back."""
    give_to(life, SECOND_SPECIALIST, 30, KNOWS_THE_LANES)
    returned = {
        f"{CRITERION}1.3": "Name the record of the last audit, and who reads it.",
        f"{CRITERION}5.5": "Attach one filled-in inspection sheet of this year.",
    }
    decide_on(life, 3, returned=returned, accepted=38)


def asks_to_merge(life: Life) -> None:
    """It sent a second application, for its exports, and asks to have both as one."""
    filling = life.filling
    exports = Begun("us-exporter", (("ein", "25-7654321"),), MEMBER, {"countries": "US,CL,PE"}, sent_after_days=7)
    assert filling.company.begun
    apply(filling, replace(exports, renamed=filling.company.begun.renamed))
    officer = life.officer(life.ago(5))
    first, second = (each.id for each in list_models(life.session, officer, trade_account_id=life.account))
    request_merge(
        life.session,
        officer,
        trade_account_id=life.account,
        first=first,
        second=second,
        identical_practices=True,
        reason="One warehouse and one team handle imports and exports, with the same security practices.",
        now=life.ago(5),
    )


def has_its_review_open(life: Life) -> None:
    """A member for most of a year: its annual review is open, and it asks for two things."""
    give_to(life, SECOND_SPECIALIST, 370, KNOWS_THE_LANES)
    certify(life, 310)
    tell_of_annual_review(life, 35)
    session, officer = life.session, life.officer(life.ago(3))
    question = "May we seal pallets of two shippers in one trailer with one bolt seal, if both are members?"
    typed = Typed(question, "en", "pallets")
    send_message(session, officer, trade_account_id=life.account, side=Side.COMPANY, typed=typed, now=life.ago(3))
    wish = Wish(Operation.ADD, "scac", value="MCFX", reason="A second fleet runs under this code since the summer.")
    ask_for_change(session, officer, draft_id=life.draft(), wish=wish, now=life.ago(2))
    _join_svi(life, 200)


def has_its_review_overdue(life: Life) -> None:
    """A member that did not send its annual review; the specialist proposes to suspend it."""
    give_to(life, SECOND_SPECIALIST, 425, NEXT_IN_LINE)
    certify(life, 376)
    tell_of_annual_review(life, 100, 41, 18, 12, 4)
    now = life.ago(2)
    propose(
        life.session,
        life.specialist_at(now),
        security_model_id=life.model,
        decision=Decision.SUSPEND,
        ground=Ground.ANNUAL_REVIEW,
        reason="The annual review is overdue, and nobody there answered to two calls.",
        now=now,
    )


def is_validated(life: Life) -> None:
    """A validated importer that changed an answer; the specialist wrote to it."""
    give_to(life, FIRST_SPECIALIST, 285, KNOWS_THE_LANES)
    certify(life, 250)
    pass_validation(life, 60, Visiting("New member with two lanes from Asia.", "Warehouse in Miami", _PRACTICES))
    _join_svi(life, 55)
    _change_an_answer(life, 6)
    now = life.ago(1)
    told = Typed("Thank you for the new answer about seals. I look at it this week.", "en", "thanks")
    desk = life.specialist_at(now)
    send_message(life.session, desk, trade_account_id=life.account, side=Side.STAFF, typed=told, now=now)


def has_its_validation_planned(life: Life) -> None:
    """A member whose validation waits for the supervisor."""
    give_to(life, FIRST_SPECIALIST, 245, NEXT_IN_LINE)
    certify(life, 210)
    plan(life, 4, Visiting("First validation, and a new gate since the spring.", "Terminal in Mobile"))


def has_its_validation_scheduled(life: Life) -> None:
    """A member that knows the day of its visit."""
    give_to(life, FIRST_SPECIALIST, 265, NEXT_IN_LINE)
    certify(life, 230)
    schedule(life, 23, Visiting("First validation, with flights from three countries.", "Hangar in Doral"))


def has_to_respond(life: Life) -> None:
    """A member that has five days left to answer the report about its visit."""
    give_to(life, FIRST_SPECIALIST, 315, NEXT_IN_LINE)
    certify(life, 270)
    report(life, 62, Visiting("First validation.", "Yard in Minot", _GAPS))
    now = life.ago(5)
    note, until = "Answers late as a rule; call a week before the day.", (now + timedelta(days=60)).date()
    desk = life.specialist_at(now)
    watch_company(life.session, desk, trade_account_id=life.account, note=note, until_on=until, now=now)


def has_responded(life: Life) -> None:
    """A member whose answers to the report wait for the specialist."""
    give_to(life, FIRST_SPECIALIST, 335, NEXT_IN_LINE)
    certify(life, 290)
    visiting = Visiting("First validation.", "Office in Long Beach", _GAPS, _ANSWERS)
    respond(life, report(life, 50, visiting), 3, visiting)


def is_suspended(life: Life) -> None:
    """A suspended member that answered the letter and appealed."""
    give_to(life, FIRST_SPECIALIST, 295, NEXT_IN_LINE)
    certify(life, 250)
    reason = "Drugs were found in a container that was loaded and sealed at the elevator of the company."
    suspend(life, 40, Ground.INCIDENT, reason, "The seizure report, the seal log and the footage of the dock.")
    session, model = life.session, life.model
    answer = "The loader was dismissed. Since then two people seal each container, and the footage is read every day."
    send_letter_answer(
        session,
        life.officer(life.ago(20)),
        security_model_id=model,
        seen_version=0,
        text=answer,
        documents=(),
        language="en",
        now=life.ago(20),
    )
    texts = AppealTexts(
        "A loader of a labor agency opened the container after it was inspected.",
        "The agency's contract was ended, and all its workers were sent home.",
        "Loaders are our own, are checked as the criteria say, and never seal alone.",
    )
    file_appeal(
        session,
        life.officer(life.ago(12)),
        security_model_id=model,
        seen_version=0,
        texts=texts,
        documents=(),
        language="en",
        now=life.ago(12),
    )
    supervisor, now = life.of_staff(SUPERVISOR, life.ago(39)), life.ago(39)
    note = "Tell me when headquarters decides."
    watch_company(session, supervisor, trade_account_id=life.account, note=note, until_on=None, now=now)


def is_of_old(life: Life) -> None:
    """A member for almost four years, validated once; it watches and is watched in SVI, and has a plant in the EU."""
    give_to(life, SECOND_SPECIALIST, 1460, NEXT_IN_LINE)
    certify(life, 1420)
    pass_validation(life, 1200, Visiting("First validation.", "Glassworks in Surrey", _PRACTICES))
    # The two years before are left out: each takes seconds at the start of the kiosk and shows nothing new.
    tell_of_annual_review(life, 395)
    send_annual_review(life, 355)
    end_review(life, 345, Way.ACCEPT_CHANGES)
    tell_of_annual_review(life, 45)
    send_annual_review(life, 4)
    _join_svi(life, 500)
    _watch_each_other(life)
    _register_the_plant(life, 2)


def _register_the_plant(life: Life, days_ago: int) -> None:
    """Ask for the registration of the company's own plant in Bavaria, an authorized economic operator."""
    now = life.ago(days_ago)
    wish = AeoWish(
        established="yes", role="yes", consent="yes", kind="AEOF", certificate="DEAEOF123456", eori="DE123456789",
        mids="DEAURGLA12MUN",
    )  # fmt: skip
    ask_registration(life.session, life.officer(now), trade_account_id=life.account, wish=wish, now=now)


_PRACTICES: Final = (Finding(FindingKind.BEST_PRACTICE, "", "Drivers report each stop with a photo of the seal."),)
_GAPS: Final = (
    Finding(FindingKind.ACTION_REQUIRED, "1.3", "No record shows that the program was audited this year."),
    Finding(FindingKind.RECOMMENDATION, "", "Light the parking area behind the office."),
)
_ANSWERS: Final = (
    "The audit was made in October by somebody of another department; the record is attached.",
    "Four lamps with sensors were ordered and come next month.",
)


def _change_an_answer(life: Life, days_ago: int) -> None:
    session, now = life.session, life.ago(days_ago)
    officer, key = life.officer(now), f"{CRITERION}6.7"
    draft = start_changes(session, officer, security_model_id=life.model, now=now)
    before = read_book(session, draft).answers[(key, "")]
    save_answer(
        session,
        officer,
        draft_id=draft,
        key=key,
        row_key="",
        seen_version=before.version,
        text=f"{before.value} Since this month a second person checks each seal and signs the sheet.",
        language="en",
        now=now,
    )
    sign_and_send(
        session,
        officer,
        draft_id=draft,
        typed_name=officer.name,
        agreed=True,
        localiser=localiser_for("en"),
        summarise=summarise_in,
        now=now,
    )


def _join_svi(life: Life, days_ago: int) -> None:
    now = life.ago(days_ago)
    officer = life.officer(now)
    join_svi(
        life.session,
        officer,
        security_model_id=life.model,
        typed_name=officer.name,
        agreed=True,
        settings=Settings(),
        localiser=localiser_for("en"),
        now=now,
    )


@dataclass(frozen=True)
class _Partner:
    """A member that takes part in SVI: who asks, and for which security model."""

    officer: Actor
    model: int


def _watch_each_other(life: Life) -> None:
    """Let the importer watch its maker and its carrier, and the maker the importer; the carrier was asked once more."""
    maker = _Partner(life.officer(life.today), life.model)
    importer, carrier = (_partner(life, company) for company in (VALIDATED, WINDOW_OPEN))
    for asking, asked, days_ago in ((importer, maker, 50), (maker, importer, 49), (importer, carrier, 30)):
        _ask(life, asking, asked, Direction.ASK, life.ago(days_ago))
        _ask(life, asked, asking, Direction.OFFER, life.ago(days_ago - 2))
    _ask(life, maker, carrier, Direction.ASK, life.ago(4))


def _ask(life: Life, asking: _Partner, asked: _Partner, direction: Direction, now: datetime) -> None:
    """Send a request; where the other side has asked for the same link, that accepts it."""
    send_request(
        life.session,
        replace(asking.officer, proved_at=now),
        security_model_id=asking.model,
        partner_id=asked.model,
        direction=direction,
        now=now,
    )


def _partner(life: Life, company: Company) -> _Partner:
    """Return a company that was made before; it has one security model."""
    found = find_credentials(life.session, company.founder.email)
    assert found
    officer = Actor(found.person.user_id, company.founder.name, found.person.email)
    (membership,) = memberships_of(life.session, officer)
    (model,) = list_models(life.session, officer, trade_account_id=membership.trade_account_id)
    return _Partner(officer, model.id)


LIVES: Final[tuple[tuple[Company, Callable[[Life], None]], ...]] = (
    (NEAR_ITS_DAY, waits),
    (OVERDUE, is_overdue),
    (UNDER_REVIEW, is_reviewed),
    (TWO_MODELS, asks_to_merge),
    (WINDOW_OPEN, has_its_review_open),
    (REVIEW_OVERDUE, has_its_review_overdue),
    (VALIDATED, is_validated),
    (PLAN_WAITS, has_its_validation_planned),
    (SCHEDULED, has_its_validation_scheduled),
    (RESPONSE_DUE, has_to_respond),
    (RESPONSE_SENT, has_responded),
    (SUSPENDED, is_suspended),
    (OF_OLD, is_of_old),
)
"""In this order: the last one meets earlier ones in SVI."""
