"""The action plan of a security model: who may do what, what is kept, and that nobody overwrites unseen changes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.actions import ActionState, Origin, Owner, Plan, Proof, Step
from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services import retention
from ctpat_app.services.action_plans import (
    ActionView,
    Show,
    action_choices,
    count_for_criterion,
    list_actions,
    model_of_draft,
    read_action,
)
from ctpat_app.services.actions import (
    MAX_ADDRESSES,
    add_action,
    close_action,
    drop_action,
    edit_action,
    reopen_action,
    report_done,
)
from ctpat_app.services.audit import broken_links
from ctpat_app.services.library import keep_current
from ctpat_app.tables.accounts import MembershipRow
from ctpat_app.tables.actions import ActionNoteRow, ActionRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import DraftRow
from tests.factories import WHEN, Cast, a_draft, a_staff_member, an_answer, an_assignment, the_cast

DUE = date(2026, 4, 1)
PROOF = Proof("Photo of the new fence")


@dataclass(frozen=True)
class Scene:
    """Ana's company with a draft; ``model`` is the security model that it is about."""

    session: Session
    cast: Cast
    draft: int
    model: int
    now: datetime

    def add(self, actor: Actor | None = None, **changes: object) -> int:
        plan = replace(Plan("Fix the fence", Owner(self.cast.ana.user_id), DUE), **changes)  # type: ignore[arg-type]
        return add_action(self.session, actor or self.cast.ana, security_model_id=self.model, plan=plan, now=self.now)

    def shown(self, show: Show = Show.OPEN, actor: Actor | None = None, now: datetime | None = None) -> list[str]:
        plan = list_actions(
            self.session, actor or self.cast.ana, security_model_id=self.model, show=show, now=now or self.now
        )
        return [each.plan.what for each in plan.actions]

    def view(self, action: int) -> ActionView:
        return read_action(self.session, self.cast.ana, action_id=action, now=self.now)[0]

    def close(self, action: int, actor: Actor, seen: int = 1, proof: Proof = PROOF, on: date | None = None) -> None:
        close_action(self.session, actor, action_id=action, seen_version=seen, proof=proof, checked_on=on, now=self.now)


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    cast = the_cast(session)
    library = keep_current(session, now=now)
    draft = a_draft(session, cast.account, cast.ana, library_hash=library.hash)
    an_answer(session, draft, cast.ana, "business_types", "foreign-manufacturer")
    return Scene(session, cast, draft, model_of_draft(session, cast.ana, draft_id=draft), now)


def a_document(scene: Scene, model: int = 0) -> int:
    row = DocumentRow(
        trade_account_id=scene.cast.account,
        security_model_id=model or scene.model,
        name="fence.jpg",
        folded_name="fence.jpg",
        created_at=WHEN,
        created_by=scene.cast.ana.user_id,
    )
    scene.session.add(row)
    scene.session.flush()
    return row.id or 0


def test_an_action_is_listed_until_it_is_closed(scene: Scene) -> None:
    late = scene.add(what="Train the guards", due_on=DUE + timedelta(9), criterion_id="12.1")
    scene.add(criterion_id="9.1", owner=Owner(scene.cast.ben.user_id), evidence_kind="facility-photo")
    assert scene.shown() == ["Fix the fence", "Train the guards"]
    assert scene.shown(Show.MINE) == ["Train the guards"]
    overdue = datetime(2026, 4, 2, tzinfo=scene.now.tzinfo)
    assert scene.shown(Show.OVERDUE, now=overdue) == ["Fix the fence"]
    counted = [
        count_for_criterion(scene.session, scene.cast.ben, draft_id=scene.draft, criterion_id=each)
        for each in ("9.1", "9.2")
    ]
    assert counted == [1, 0]
    scene.close(late, scene.cast.ben)
    plan = list_actions(scene.session, scene.cast.chloe, security_model_id=scene.model, show=Show.CLOSED, now=scene.now)
    assert (plan.open, plan.overdue, plan.closed_this_quarter, plan.may_write) == (1, 0, 1, True)
    assert [(each.state, each.verified_by, each.proof) for each in plan.actions] == [(ActionState.CLOSED, "Ben", PROOF)]
    next_quarter = list_actions(
        scene.session, scene.cast.ana, security_model_id=scene.model, show=Show.ALL, now=scene.now + timedelta(90)
    )
    assert (next_quarter.closed_this_quarter, len(next_quarter.actions)) == (0, 2)


def test_the_owner_reports_and_another_person_closes(scene: Scene) -> None:
    action = scene.add()
    with pytest.raises(FormFaults) as refused:
        scene.close(action, scene.cast.ana)
    assert refused.value.faults["form"].code == "action.other-must-close"
    report_done(scene.session, scene.cast.ana, action_id=action, seen_version=1, proof=PROOF, now=scene.now)
    assert scene.view(action).state is ActionState.DONE
    scene.close(action, scene.cast.chloe, seen=2, proof=Proof())
    view, notes = read_action(scene.session, scene.cast.ana, action_id=action, now=scene.now)
    assert (view.state, view.verified_by, view.proof.note) == (ActionState.CLOSED, "Chloe", PROOF.note)
    assert [(each.step, each.who, each.text) for each in notes] == [
        (Step.ADDED, "Ana", ""),
        (Step.DONE, "Ana", PROOF.note),
        (Step.CLOSED, "Chloe", ""),
    ]


def test_the_only_person_of_a_company_closes_alone(scene: Scene) -> None:
    cast = scene.cast
    draft = a_draft(scene.session, cast.dans_account, cast.dan, library_hash=_hash(scene))
    model = model_of_draft(scene.session, cast.dan, draft_id=draft)
    plan = Plan("Lock the gate", Owner(cast.dan.user_id), DUE)
    action = add_action(scene.session, cast.dan, security_model_id=model, plan=plan, now=scene.now)
    close_action(scene.session, cast.dan, action_id=action, seen_version=1, proof=PROOF, now=scene.now)
    view, _notes = read_action(scene.session, cast.dan, action_id=action, now=scene.now)
    assert (view.closed_by, view.verified_by) == ("Dan", "")


def _hash(scene: Scene) -> str:
    return scene.session.get_one(DraftRow, scene.draft).library_hash


def test_nothing_is_reported_done_without_proof(scene: Scene) -> None:
    action = scene.add()
    with pytest.raises(FormFaults, match=r"action\.proof-missing"):
        report_done(scene.session, scene.cast.ana, action_id=action, seen_version=1, proof=Proof(" "), now=scene.now)


def test_a_document_of_the_model_is_proof_and_one_of_another_is_not(scene: Scene) -> None:
    other = a_document(scene, _another_model(scene))
    with pytest.raises(FormFaults) as refused:
        scene.close(scene.add(), scene.cast.ben, proof=Proof(document_id=other))
    assert refused.value.faults["document"].code == "action.document-unknown"
    action, own = scene.add(), a_document(scene)
    scene.close(action, scene.cast.ben, proof=Proof(document_id=own))
    assert scene.view(action).proof_document == "fence.jpg"


def _another_model(scene: Scene) -> int:
    draft = a_draft(scene.session, scene.cast.account, scene.cast.ana, library_hash=_hash(scene))
    return model_of_draft(scene.session, scene.cast.ana, draft_id=draft)


def test_a_corrective_action_goes_from_finding_to_closure(scene: Scene) -> None:
    action = scene.add(
        origin=Origin.CORRECTIVE, found_on=date(2026, 2, 20), finding="A hole in the fence", reference="Visit 2026"
    )
    with pytest.raises(FormFaults) as refused:
        scene.close(action, scene.cast.ben)
    assert {name: fault.code for name, fault in refused.value.faults.items()} == {
        "form": "action.cause-missing",
        "checked_on": "action.check-missing",
    }
    scene.session.expire_all()
    plan = replace(scene.view(action).plan, root_cause="Nobody walks there")
    edit_action(scene.session, scene.cast.chloe, action_id=action, seen_version=1, plan=plan, now=scene.now)
    scene.close(action, scene.cast.ben, seen=2, on=date(2026, 3, 1))
    view = scene.view(action)
    assert (view.state, view.checked_on, view.plan.reference) == (ActionState.CLOSED, date(2026, 3, 1), "Visit 2026")


def test_dropping_and_opening_again_need_a_reason(scene: Scene) -> None:
    action = scene.add()
    with pytest.raises(InvalidValue, match=r"action\.reason-missing"):
        drop_action(scene.session, scene.cast.ana, action_id=action, seen_version=1, reason="", now=scene.now)
    drop_action(scene.session, scene.cast.ana, action_id=action, seen_version=1, reason="Sold the yard", now=scene.now)
    assert scene.shown() == []
    with pytest.raises(InvalidValue, match=r"action\.moved-on"):
        scene.close(action, scene.cast.ben, seen=2)
    reopen_action(scene.session, scene.cast.ben, action_id=action, seen_version=2, reason="Not sold", now=scene.now)
    assert scene.shown() == ["Fix the fence"]


def test_an_action_that_is_opened_again_needs_new_proof(scene: Scene) -> None:
    action = scene.add()
    scene.close(action, scene.cast.ben)
    reopen_action(scene.session, scene.cast.ben, action_id=action, seen_version=2, reason="Broke again", now=scene.now)
    with pytest.raises(FormFaults, match=r"action\.proof-missing"):
        scene.close(action, scene.cast.ben, seen=3, proof=Proof())
    texts = scene.session.exec(select(ActionNoteRow.text).where(ActionNoteRow.action_id == action)).all()
    assert PROOF.note in texts


def test_nobody_overwrites_what_they_have_not_seen(scene: Scene) -> None:
    action = scene.add()
    plan = replace(scene.view(action).plan, what="Replace the fence")
    edit_action(scene.session, scene.cast.ben, action_id=action, seen_version=1, plan=plan, now=scene.now)
    mine = replace(plan, what="Paint the fence")
    with pytest.raises(StaleVersion, match=r"action\.changed-meanwhile") as refused:
        edit_action(scene.session, scene.cast.ana, action_id=action, seen_version=1, plan=mine, now=scene.now)
    assert (refused.value.theirs, refused.value.version, refused.value.who) == ("Replace the fence", 2, "Ben")


@pytest.mark.parametrize("owner", ["dan", "eva"])
def test_only_people_of_the_model_own_an_action(scene: Scene, owner: str) -> None:
    with pytest.raises(FormFaults) as refused:
        scene.add(owner=Owner(getattr(scene.cast, owner).user_id))
    assert refused.value.faults["owner"].code == "action.owner-unknown"


def test_an_owner_who_lost_their_part_is_told_apart(scene: Scene) -> None:
    action = scene.add(owner=Owner(scene.cast.ben.user_id))
    assert not scene.view(action).owner_gone
    ben = _membership(scene, scene.cast.ben)
    an_answer(scene.session, scene.draft, scene.cast.ana, "contact_role", "none", row_key=str(ben))
    assert scene.view(action).owner_gone
    names = {
        each.name for each in action_choices(scene.session, scene.cast.ana, security_model_id=scene.model).colleagues
    }
    assert names == {"Ana", "Chloe"}


def _membership(scene: Scene, person: Actor) -> int:
    query = select(MembershipRow.id).where(
        MembershipRow.trade_account_id == scene.cast.account, MembershipRow.user_id == person.user_id
    )
    return scene.session.exec(query).one() or 0


def test_the_forms_offer_the_criteria_of_the_business_types(scene: Scene) -> None:
    choices = action_choices(scene.session, scene.cast.chloe, security_model_id=scene.model)
    assert "12.1" in choices.criteria
    assert "12.h1" not in choices.criteria  # drivers of carriers


def test_people_outside_are_few(scene: Scene) -> None:
    for number in range(MAX_ADDRESSES):
        scene.add(owner=Owner(0, "Olga", f"olga{number}@example.com"))
    scene.add(owner=Owner(0, "Olga", "OLGA1@example.com"))
    with pytest.raises(FormFaults) as refused:
        scene.add(owner=Owner(0, "Olga", "one.more@example.com"))
    assert refused.value.faults["owner_email"].code == "action.many-addresses"


def test_every_step_is_in_the_audit_trail_without_its_text(scene: Scene) -> None:
    action = scene.add()
    report_done(scene.session, scene.cast.ana, action_id=action, seen_version=1, proof=PROOF, now=scene.now)
    scene.close(action, scene.cast.ben, seen=2)
    query = select(AuditEventRow).where(AuditEventRow.chain == scene.cast.account).order_by(col(AuditEventRow.id))
    events = scene.session.exec(query).all()
    assert [each.action for each in events] == ["action.added", "action.done", "action.closed"]
    assert not any("fence" in each.detail for each in events)
    assert broken_links(scene.session, scene.cast.account) == []


@pytest.mark.parametrize("who", ["dan", "eva", "finn"])
def test_dan_cannot_see_or_touch_an_action(scene: Scene, who: str) -> None:
    stranger, action = getattr(scene.cast, who), scene.add()
    plan = scene.view(action).plan
    session, now = scene.session, scene.now
    calls = [
        lambda: list_actions(session, stranger, security_model_id=scene.model, show=Show.ALL, now=now),
        lambda: read_action(session, stranger, action_id=action, now=now),
        lambda: action_choices(session, stranger, security_model_id=scene.model),
        lambda: model_of_draft(session, stranger, draft_id=scene.draft),
        lambda: count_for_criterion(session, stranger, draft_id=scene.draft, criterion_id="9.1"),
        lambda: add_action(session, stranger, security_model_id=scene.model, plan=plan, now=now),
        lambda: edit_action(session, stranger, action_id=action, seen_version=1, plan=plan, now=now),
        lambda: report_done(session, stranger, action_id=action, seen_version=1, proof=PROOF, now=now),
        lambda: scene.close(action, stranger),
        lambda: drop_action(session, stranger, action_id=action, seen_version=1, reason="x", now=now),
        lambda: reopen_action(session, stranger, action_id=action, seen_version=1, reason="x", now=now),
        lambda: read_action(session, scene.cast.ana, action_id=action + 900, now=now),
        lambda: read_action(session, scene.cast.ana, action_id=2**40, now=now),
    ]
    for call in calls:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            call()  # type: ignore[no-untyped-call]


def test_an_assigned_specialist_reads_and_leaves_a_trace_and_writes_nothing(scene: Scene) -> None:
    action = scene.add()
    eva = a_staff_member(scene.session, scene.cast.eva, StaffRole.SPECIALIST)
    with pytest.raises(NotPermitted):
        scene.shown(actor=eva)
    an_assignment(scene.session, scene.cast.account, eva)
    plan = list_actions(scene.session, eva, security_model_id=scene.model, show=Show.OPEN, now=scene.now)
    assert (len(plan.actions), plan.may_write) == (1, False)
    with pytest.raises(NotPermitted):
        scene.close(action, eva)
    actions = scene.session.exec(select(AuditEventRow.action).where(AuditEventRow.user_id == eva.user_id)).all()
    assert list(actions) == ["actions.seen-by-staff"]


def test_actions_go_with_an_application_that_is_deleted_for_good(scene: Scene) -> None:
    """Before the documents that prove them: the database keeps what an action points to."""
    scene.close(scene.add(), scene.cast.ben, proof=Proof(document_id=a_document(scene)))
    draft = scene.session.get_one(DraftRow, scene.draft)
    draft.removed_at = scene.now - timedelta(days=60)
    scene.session.flush()
    with pytest.raises(NotPermitted):
        scene.shown()
    assert retention.purge_removed(scene.session, now=scene.now) == 1
    assert scene.session.exec(select(ActionRow)).all() == []
    assert scene.session.exec(select(ActionNoteRow)).all() == []
