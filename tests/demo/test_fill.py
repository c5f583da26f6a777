"""The companies that apply: three in three states, made once, with passwords that the kiosk itself would take."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, SQLModel

from ctpat_app.adapters import clock
from ctpat_app.adapters.passwords import Passwords, weakness
from ctpat_app.adapters.storage import storage
from ctpat_app.demo.companies import COMPANIES, FRESH, HALF_WAY, PASSWORD, SENT, Colleague, Company
from ctpat_app.demo.fill import fill
from ctpat_app.domain.actions import ActionState
from ctpat_app.domain.documents import is_outdated
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.partners import Due
from ctpat_app.domain.passwords import check_password
from ctpat_app.domain.permissions import Permission, Role
from ctpat_app.guidance.english import EnglishState, english_state
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.risk import method_of, read_assessment
from ctpat_app.services.access import memberships_of, require_draft
from ctpat_app.services.action_plans import Show, list_actions, model_of_draft
from ctpat_app.services.action_starts import risk_plan
from ctpat_app.services.application import list_applications, read_application
from ctpat_app.services.evidence import evidence_of
from ctpat_app.services.library import current_library
from ctpat_app.services.partners import PartnerView, Wish, list_partners
from ctpat_app.services.reviews import review_draft
from ctpat_app.services.risk_assessments import list_assessments, read_result
from ctpat_app.services.sending import read_sent
from ctpat_app.services.trade_accounts import read_trade_account
from ctpat_app.services.training import read_register
from tests.demonstration import QUICK, Filled, actor_of, credentials_of, opened

PEOPLE = [(company, person) for company in COMPANIES for person in company.people]
EACH_PERSON = pytest.mark.parametrize(
    ("company", "person"), PEOPLE, ids=[person.email.partition("@")[0] for _, person in PEOPLE]
)


def draft_of(session: Session, company: Company) -> int:
    (found,) = list_applications(session, actor_of(session, company.founder), now=datetime.now(UTC))
    return found.draft_id


def situation_of(session: Session, company: Company) -> Situation:
    draft, founder = draft_of(session, company), actor_of(session, company.founder)
    return read_application(session, founder, draft_id=draft, now=datetime.now(UTC)).situation


def responses(now: Situation) -> list[str]:
    texts = (now.book.text(CRITERION + item.criterion.id) for item in now.criteria)
    return [text for text in texts if text]


def test_the_fresh_applicant_only_has_to_press_apply(filled: Session) -> None:
    nora = actor_of(filled, FRESH.founder)
    (membership,) = memberships_of(filled, nora)
    account = read_trade_account(filled, nora, trade_account_id=membership.trade_account_id)
    assert account.missing == ()
    assert account.may_start
    assert list_applications(filled, nora, now=datetime.now(UTC)) == ()


def test_the_second_company_is_half_way_through_in_spanish(filled: Session) -> None:
    now = situation_of(filled, HALF_WAY)
    assert now.types == ("foreign-manufacturer",)
    assert len(responses(now)) == len(now.criteria) // 2
    assert len(set(responses(now))) == len(responses(now))
    written = {key: answer.language for (key, _), answer in now.book.answers.items()}
    assert {key for key, language in written.items() if language != "es"} == {"english.1.1"}
    assert (written["english.1.1"], english_state(now.book, "1.1")) == ("en", EnglishState.CURRENT)
    assert {answer.who for answer in now.book.answers.values()} == {"Lucía Hernández Ortiz", "Marta Quiroga Peña"}


def test_what_is_half_done_lacks_answers_but_holds_no_mistake(filled: Session) -> None:
    now = situation_of(filled, HALF_WAY)
    open_steps = {problem.step for problem in now.problems}
    assert open_steps == {"contacts", "international", "security-profile"}
    assert [problem.code for problem in now.problems if not problem.missing and problem.step != "contacts"] == []


def test_the_third_company_has_sent_every_response_in_english(filled: Session) -> None:
    daniel = actor_of(filled, SENT.founder)
    (summary,) = list_applications(filled, daniel, now=datetime.now(UTC))
    sent = read_sent(filled, daniel, draft_id=summary.draft_id)
    assert sent
    assert (summary.status, sent.signer, sent.company) == ("submitted", "Daniel Okafor", "Lakeshore Lamp & Shade Inc.")
    assert len(set(responses(sent.situation))) == len(sent.situation.criteria) == 94
    assert sent.situation.problems == ()


def test_evidence_of_each_type_can_be_opened_and_one_is_outdated(filled: Session) -> None:
    today = datetime.now(UTC).date()
    types, outdated = set(), []
    for company in (HALF_WAY, SENT):
        draft, library = draft_of(filled, company), current_library()
        for key, files in evidence_of(filled, draft).items():
            for file in files:
                assert file.kind in library.criteria[key.removeprefix(CRITERION)].evidence
                assert sum(map(len, storage().read(file.blob_key))) == file.size_bytes
                types.add(file.media_type.partition("/")[2][:3])
                outdated += [file.name] if is_outdated(file.valid_until, today) else []
    assert types == {"pdf", "png", "vnd"}
    assert outdated == ["Declaración de apoyo a la seguridad.pdf"]


def test_the_second_company_plans_trains_and_dismisses(filled: Session) -> None:
    lucia, now = actor_of(filled, HALF_WAY.founder), datetime.now(UTC)
    draft = draft_of(filled, HALF_WAY)
    model = model_of_draft(filled, lucia, draft_id=draft)
    plan = list_actions(filled, lucia, security_model_id=model, show=Show.ALL, now=now)
    assert [each.state for each in plan.actions] == [ActionState.OPEN, ActionState.DONE]
    assert plan.overdue == 0
    register = read_register(filled, lucia, trade_account_id=plan.trade_account_id, now=now)
    assert [each.training.people_count for each in register.records] == [34, 12]
    answers = review_draft(filled, lucia, draft_id=draft, now=now).answers
    dismissed = [each.dismissal for answer in answers for each in answer.objections if each.dismissal]
    assert [each.reason for each in dismissed] == [HALF_WAY.begun.dismissed if HALF_WAY.begun else ""]


def test_the_third_company_has_finished_a_risk_assessment(filled: Session) -> None:
    daniel, now = actor_of(filled, SENT.founder), datetime.now(UTC)
    (membership,) = memberships_of(filled, daniel)
    account = membership.trade_account_id
    (assessment,) = list_assessments(filled, daniel, trade_account_id=account)
    assert assessment.reference.startswith("RA-")
    result = read_result(filled, daniel, draft_id=assessment.draft_id, now=now)
    method = method_of(result.situation.library)
    scores = sorted(risk.score for risk in read_assessment(result.situation.book).risks(method))
    assert scores == sorted(each.score for each in method.example.scored)
    assert risk_plan(filled, daniel, trade_account_id=account).draft_id == draft_of(filled, SENT)


def test_the_reference_is_told_so_that_it_can_be_exported(filled: Session, demonstration: Filled) -> None:
    (summary,) = list_applications(filled, actor_of(filled, SENT.founder), now=datetime.now(UTC))
    assert any(line.endswith(summary.reference) for line in demonstration.lines)


def test_filling_twice_is_the_same_as_once_and_keeps_what_visitors_changed(
    demonstration: Filled, tmp_path: Path
) -> None:
    folder = shutil.copytree(demonstration.folder, tmp_path / "copy")
    engine, accounts = opened(folder), SQLModel.metadata.tables["trade_account"]
    with engine.begin() as connection:
        connection.execute(accounts.update().values(trade_name="Changed"))
    before = _rows(engine)
    assert fill(replace(QUICK, data_folder=folder)) == demonstration.lines
    assert _rows(engine) == before
    engine.dispose()


@EACH_PERSON
def test_each_password_passes_the_rules_of_the_kiosk(company: Company, person: Colleague) -> None:
    words = [person.name, person.email, company.fields["legal_name"], "CTPAT kiosk"]
    check_password(PASSWORD, lambda text: weakness(text, words))


def test_everybody_can_sign_in_and_is_told_of(filled: Session, demonstration: Filled) -> None:
    passwords = Passwords(time_cost=1, memory_kib=8)
    for _, person in PEOPLE:
        found = credentials_of(filled, person)
        assert found.person.confirmed
        assert passwords.verify_now(PASSWORD, found.password_hash).matches
        assert any(line.split()[:2] == [person.email, PASSWORD] for line in demonstration.lines)


def test_everybody_acts_in_the_role_that_is_told(filled: Session) -> None:
    for _, person in PEOPLE:
        (membership,) = memberships_of(filled, actor_of(filled, person))
        assert membership.role is person.role, person.email


def test_only_the_officer_of_the_half_done_application_may_sign(filled: Session) -> None:
    draft = draft_of(filled, HALF_WAY)
    for person in HALF_WAY.people:
        actor = actor_of(filled, person)
        if person.role is Role.OFFICER:
            require_draft(filled, actor, draft, Permission.AGREEMENT_SIGN)
            continue
        with pytest.raises(NotPermitted):
            require_draft(filled, actor, draft, Permission.AGREEMENT_SIGN)


def _rows(engine: Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in SQLModel.metadata.tables.values()
        }


def test_the_register_of_partners_shows_what_is_due_and_what_is_not(filled: Session) -> None:
    assert [len(_partners_of(filled, each)) for each in (FRESH, HALF_WAY, SENT)] == [0, 4, 3]
    assert {each.standing.is_due for each in _partners_of(filled, HALF_WAY)} == {True, False}
    assert any(Due.PROOF_OLD in each.standing.reasons for each in _partners_of(filled, SENT))


def _partners_of(session: Session, company: Company) -> tuple[PartnerView, ...]:
    founder = actor_of(session, company.founder)
    account = memberships_of(session, founder)[0].trade_account_id
    return list_partners(session, founder, trade_account_id=account, wish=Wish(), now=clock.now()).partners
