"""Cases of the help desk, for the person: one form is one case, and its code opens no more than it must."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.adapters.tokens import new_help_case_code
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.help_cases import REOPEN_WITHIN, CaseSide, CaseState, Mover
from ctpat_app.domain.help_reports import Fact, Intake, Told
from ctpat_app.services.failures import Found, record_failure
from ctpat_app.services.help_cases import add_to_case, case_path, open_case, solve_by_person, view_case
from ctpat_app.services.library import keep_current
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.help_cases import HelpCaseMessageRow, HelpCaseRow
from ctpat_app.tables.outbox import OutboxRow
from tests.conftest import NOW
from tests.factories import a_draft, a_member, a_person, a_trade_account, the_cast
from tests.help_cases import a_report, a_token, an_open_case


@pytest.fixture(autouse=True)
def library(session: Session) -> None:
    keep_current(session, now=NOW)


def row_of(session: Session, code: str) -> HelpCaseRow:
    return session.exec(select(HelpCaseRow).where(HelpCaseRow.code == code)).one()


def mails(session: Session, template: str) -> list[OutboxRow]:
    return list(session.exec(select(OutboxRow).where(OutboxRow.template == template)))


# ---------------------------------------------------------------- opening


def test_a_report_becomes_a_case_with_all_that_went_along(session: Session) -> None:
    code = an_open_case(
        session,
        NOW,
        kind="message-of-error",
        happened="I pressed Send.\nNothing came.",
        expected="A number.",
        intake=(Intake("message", "Something failed"),),
        name="Ana",
        telephone="+1 212 555 0123",
        language="es",
        page="/es/step/?draft=7",
        facts=(Fact("Browser", "Firefox 128"),),
        told=(Told("person", "help"), Told("kiosk", "Which page?")),
    )
    row = row_of(session, code)
    assert (row.state, row.kind, row.page, row.name) == ("new", "message-of-error", "/es/step/", "Ana")
    assert json.loads(row.intake) == [{"field": "message", "value": "Something failed"}]
    assert json.loads(row.facts) == [{"label": "Browser", "value": "Firefox 128"}]
    assert [each["who"] for each in json.loads(row.told)] == ["person", "kiosk"]
    assert row.answer_due_at == NOW + timedelta(hours=24)
    seen = view_case(session, code, now=NOW)
    assert [(each.side, each.text) for each in seen.messages] == [(CaseSide.PERSON, "I pressed Send.\nNothing came.")]
    assert (seen.state, seen.mover, seen.expected) == (CaseState.NEW, Mover.DESK, "A number.")


def test_the_same_form_sent_twice_is_one_case(session: Session) -> None:
    token = a_token()
    first, second = (
        open_case(session, report=a_report(), code=new_help_case_code(), token=token, user_id=None, now=NOW)
        for _ in range(2)
    )
    assert first == second
    assert len(session.exec(select(HelpCaseRow)).all()) == len(session.exec(select(HelpCaseMessageRow)).all()) == 1


@pytest.mark.parametrize("token", ["", "short", "x" * 44, "form 00000000000000000001", "fórm-0000000000000000001"])
def test_a_token_that_no_form_has_is_refused(session: Session, token: str) -> None:
    with pytest.raises(InvalidValue, match=r"help-case\.form-unknown"):
        open_case(session, report=a_report(), code=new_help_case_code(), token=token, user_id=None, now=NOW)


def test_an_empty_report_names_every_fault_at_once() -> None:
    with pytest.raises(FormFaults) as refused:
        a_report(kind="", happened=" \n ", mail="nobody")
    assert {field: fault.code for field, fault in refused.value.faults.items()} == {
        "kind": "help-case.kind-missing",
        "happened": "help-case.happened-missing",
        "mail": "email.no-at",
    }


def test_an_answer_can_raise_the_priority(session: Session) -> None:
    code = an_open_case(session, NOW, kind="account", intake=(Intake("urgent-access", "yes"),))
    assert row_of(session, code).priority == "high"
    assert row_of(session, an_open_case(session, NOW, kind="account")).priority == "normal"


def test_markup_is_kept_as_the_text_that_it_is(session: Session) -> None:
    text = '<script>alert(1)</script> <a href="https://evil.example">here</a>'
    seen = view_case(session, an_open_case(session, NOW, happened=text), now=NOW)
    assert seen.messages[0].text == text


def test_a_failure_brings_its_page_step_and_content_along(session: Session) -> None:
    draft = a_draft(session, the_cast(session).account, a_person(session))
    found = Found("HKDR-WMNA", "/en/step/", "x", "y", draft_id=draft, step="company")
    record_failure(session, found, now=NOW)
    row = row_of(session, an_open_case(session, NOW, failure_code="hkdr wmna"))
    assert (row.failure_code, row.page, row.step) == ("HKDR-WMNA", "/en/step/", "application/company")
    assert row.library_hash == session.get_one(DraftRow, draft).library_hash


def test_a_code_of_no_failure_is_kept_for_the_desk_all_the_same(session: Session) -> None:
    assert row_of(session, an_open_case(session, NOW, failure_code="HKDR-WMNA")).failure_code == "HKDR-WMNA"
    assert row_of(session, an_open_case(session, NOW, failure_code="'; DROP")).failure_code == ""


# ---------------------------------------------------------------- mail


def test_the_mail_holds_the_code_in_the_fragment_and_goes_out_in_the_language_of_the_report(session: Session) -> None:
    code = an_open_case(session, NOW, mail="Ana@Example.com", language="es")
    [mail] = mails(session, "help-case-opened")
    assert (mail.recipient, mail.language) == ("Ana@Example.com", "es")
    assert json.loads(mail.params) == {"path": f"/es/report-case/#{code}", "code": code}
    assert "?" not in case_path(code, "es")


def test_without_an_address_no_mail_leaves(session: Session) -> None:
    an_open_case(session, NOW)
    assert session.exec(select(OutboxRow)).all() == []


def test_a_registered_address_and_a_strange_one_look_the_same(session: Session) -> None:
    ana = a_person(session, "ana")
    seen = [
        view_case(session, an_open_case(session, NOW, mail=mail), now=NOW)
        for mail in (ana.email, "stranger@example.com")
    ]
    codes = [each.code for each in seen]
    ana_sees, stranger_sees = (replace(each, code="", messages=()) for each in seen)
    assert ana_sees == stranger_sees
    assert [row_of(session, code).user_id for code in codes] == [None, None]


# ---------------------------------------------------------------- whose


def test_who_is_signed_in_has_the_case_with_the_one_company(session: Session) -> None:
    cast = the_cast(session)
    row = row_of(session, an_open_case(session, NOW, user_id=cast.ana.user_id))
    assert (row.user_id, row.trade_account_id) == (cast.ana.user_id, cast.account)


def test_with_several_companies_none_is_guessed(session: Session) -> None:
    ana = a_person(session, "ana")
    for _ in range(2):
        a_member(session, a_trade_account(session, a_person(session)), ana)
    assert row_of(session, an_open_case(session, NOW, user_id=ana.user_id)).trade_account_id is None


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize("code", ["", "HKDR-WMNA-CFJP", "HKDR-WMNA", "%", "x" * 1000])
def test_a_code_that_opens_nothing_says_so(session: Session, code: str) -> None:
    an_open_case(session, NOW)
    with pytest.raises(NotPermitted, match=r"help-case\.unknown"):
        view_case(session, code, now=NOW)


def test_what_the_desk_notes_for_itself_and_names_are_never_shown(session: Session) -> None:
    finn = a_person(session, "finn")
    code = an_open_case(session, NOW)
    for text, internal in (("Restart it.", False), ("He calls every day.", True)):
        session.add(
            HelpCaseMessageRow(
                case_id=row_of(session, code).id or 0,
                at=NOW,
                side="staff",
                author_id=finn.user_id,
                text=text,
                language="en",
                is_internal=internal,
            )
        )
    session.flush()
    seen = view_case(session, code, now=NOW)
    assert [each.text for each in seen.messages] == ["It does not work.", "Restart it."]
    assert finn.name not in repr(seen)


def test_a_late_answer_is_said_to_be_late(session: Session) -> None:
    code = an_open_case(session, NOW)
    assert not view_case(session, code, now=NOW + timedelta(hours=24)).is_overdue
    assert view_case(session, code, now=NOW + timedelta(hours=24, seconds=1)).is_overdue


# ---------------------------------------------------------------- adding, solving, opening again


def write(session: Session, code: str, text: str = "More", *, token: str = "", at: timedelta = timedelta()) -> None:
    add_to_case(session, code, text=text, language="en", token=token or a_token(), user_id=None, now=NOW + at)


def test_adding_gives_the_case_back_to_the_desk_with_a_new_due_moment(session: Session) -> None:
    code = an_open_case(session, NOW)
    row = row_of(session, code)
    row.state, row.answer_due_at = "waiting-for-person", None
    session.add(row)
    session.flush()
    write(session, code, at=timedelta(days=1))
    assert row_of(session, code).state == "open"
    assert row_of(session, code).answer_due_at == NOW + timedelta(days=1, hours=24)


def test_adding_does_not_put_off_an_answer_that_is_due(session: Session) -> None:
    code = an_open_case(session, NOW)
    write(session, code, at=timedelta(hours=20))
    assert row_of(session, code).answer_due_at == NOW + timedelta(hours=24)


def test_the_same_addition_sent_twice_is_one(session: Session) -> None:
    code, token = an_open_case(session, NOW), a_token()
    for _ in range(2):
        write(session, code, token=token)
    assert [each.text for each in view_case(session, code, now=NOW).messages] == ["It does not work.", "More"]


def test_an_empty_addition_is_refused(session: Session) -> None:
    with pytest.raises(InvalidValue, match=r"help-case\.text-missing"):
        write(session, an_open_case(session, NOW), "  ")


def test_a_solved_case_is_opened_again_by_writing_within_its_time(session: Session) -> None:
    code = an_open_case(session, NOW)
    solve_by_person(session, code, user_id=None, now=NOW)
    seen = view_case(session, code, now=NOW)
    assert (seen.state, seen.mover, seen.reopens_until) == (CaseState.SOLVED, Mover.NOBODY, NOW + REOPEN_WITHIN)
    write(session, code, "Still there", at=REOPEN_WITHIN)
    seen = view_case(session, code, now=NOW + REOPEN_WITHIN)
    assert (seen.state, seen.reopens_until) == (CaseState.OPEN, None)
    assert row_of(session, code).solved_at is None


def test_after_its_time_a_solved_case_stays_solved(session: Session) -> None:
    code = an_open_case(session, NOW)
    solve_by_person(session, code, user_id=None, now=NOW)
    late = REOPEN_WITHIN + timedelta(seconds=1)
    assert not view_case(session, code, now=NOW + late).can_write
    with pytest.raises(InvalidValue, match=r"help-case\.reopen-late"):
        write(session, code, at=late)


def test_it_is_solved_only_once(session: Session) -> None:
    code = an_open_case(session, NOW)
    solve_by_person(session, code, user_id=None, now=NOW)
    with pytest.raises(InvalidValue, match=r"help-case\.moved-on"):
        solve_by_person(session, code, user_id=None, now=NOW)


def test_a_joined_report_follows_the_other_one_and_shows_nothing_of_it(session: Session) -> None:
    lead, joined = an_open_case(session, NOW, happened="Secret of somebody else"), an_open_case(session, NOW)
    row = row_of(session, joined)
    row.state, row.merged_into_id, row.answer_due_at = "merged", row_of(session, lead).id, None
    session.add(row)
    session.flush()
    seen = view_case(session, joined, now=NOW)
    assert (seen.joined, seen.state, seen.can_solve, seen.can_write) == (True, CaseState.NEW, False, True)
    assert [each.text for each in seen.messages] == ["It does not work."]
    assert lead not in repr(seen)
    solve_by_person(session, lead, user_id=None, now=NOW)
    write(session, joined, "Not for me")
    assert row_of(session, lead).state == "open"
    assert [each.text for each in view_case(session, joined, now=NOW).messages][-1] == "Not for me"
    with pytest.raises(InvalidValue, match=r"help-case\.moved-on"):
        solve_by_person(session, joined, user_id=None, now=NOW)


def test_every_step_is_in_the_trail_without_the_code_or_the_words(session: Session) -> None:
    code = an_open_case(session, NOW, happened="My cat is called Minka")
    write(session, code, "Her kitten is Mo")
    solve_by_person(session, code, user_id=None, now=NOW)
    write(session, code, "Mo is back")
    subject = f"help-case:{row_of(session, code).id}"
    events = session.exec(
        select(AuditEventRow).where(AuditEventRow.subject == subject).order_by(col(AuditEventRow.id))
    ).all()
    assert [each.action for each in events] == [
        "help-case.opened",
        "help-case.added",
        "help-case.solved-by-person",
        "help-case.reopened",
    ]
    assert code not in repr(events)
    assert "Minka" not in repr(events)
