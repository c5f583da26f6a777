"""Security models of one trade account: what a merge or split would lead to, and carrying it out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.lifecycle import ENDED, Status
from ctpat_app.domain.model_history import MERGED_AWAY, TAKES_IN
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_changes import Origin
from ctpat_app.domain.security_models import (
    Combined,
    Difference,
    ModelFacts,
    ModelOutcome,
    Outcome,
    Place,
    check_merge,
    check_split,
    combine,
    merge_outcome,
    split_outcome,
)
from ctpat_app.guidance.answers import split
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.services.access import CONTACT_ROLE, require_draft, require_membership
from ctpat_app.services.audit import write_audit
from ctpat_app.services.document_copies import copy_documents, move_documents
from ctpat_app.services.draft_copies import copy_answers, copy_dismissals, copy_evidence, copy_shares, new_draft
from ctpat_app.services.drafts import applications_of, save_answer
from ctpat_app.services.identifier_changes import copy_changes, take_over_changes
from ctpat_app.services.library import current_library
from ctpat_app.services.model_steps import dates_of, follow_request, split_model
from ctpat_app.services.model_types import types_of_draft
from ctpat_app.services.svi_links import watchers_of
from ctpat_app.services.svi_names import standing_membership
from ctpat_app.services.svi_standing import take_over_links
from ctpat_app.tables.actions import ActionRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.organizations import TwoTextsRow
from ctpat_app.tables.security_models import SecurityModelRow

_LISTS: Final = frozenset({TYPES_KEY, "secondary_addresses"})
_OF_FIRST_ALONE: Final = frozenset({CONTACT_ROLE, "primary_contact"})


@dataclass(frozen=True)
class TwoTextsView:
    """A criterion with both texts, for the officer to choose."""

    id: int
    draft_id: int
    key: str
    first_text: str
    second_text: str
    first_name: str
    second_name: str


def list_models(session: Session, actor: Actor, *, trade_account_id: int) -> tuple[ModelFacts, ...]:
    """Return the security models of the account that have not ended, oldest first.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    require_membership(session, actor, trade_account_id)
    query = select(SecurityModelRow).where(
        SecurityModelRow.trade_account_id == trade_account_id, col(SecurityModelRow.status).not_in(ENDED)
    )
    return tuple(_facts(session, row) for row in session.exec(query.order_by(col(SecurityModelRow.id))))


def merge_facts(session: Session, trade_account_id: int, first: int, second: int) -> tuple[ModelFacts, ModelFacts]:
    """Return both models of the account as they stand; the rules may still refuse them.

    Raises:
        NotPermitted: ``access.not-yours``: one of them is not of this account.
    """
    return model_facts(session, trade_account_id, first), model_facts(session, trade_account_id, second)


def model_facts(session: Session, trade_account_id: int, model_id: int) -> ModelFacts:
    """Return a model of the account.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    row = session.get(SecurityModelRow, model_id)
    if row is None or row.trade_account_id != trade_account_id:
        raise NotPermitted
    return _facts(session, row)


def preview_merge(first: ModelFacts, second: ModelFacts, *, identical_practices: bool) -> Outcome:
    """Return what merging them would lead to, without a change.

    Raises:
        InvalidValue: as ``domain.security_models.check_merge``.
    """
    check_merge(first, second, identical_practices=identical_practices)
    return merge_outcome(first, second, _combined(first, second))


def preview_split(model: ModelFacts, business_type: str, name: str) -> Outcome:
    """Return what splitting it would lead to, without a change.

    Raises:
        InvalidValue: as ``domain.security_models.check_split``.
    """
    return split_outcome(model, business_type, check_split(model, business_type, name))


def carry_out_merge(
    session: Session, *, trade_account_id: int, first_id: int, second_id: int, user_id: int, now: datetime
) -> Outcome:
    """Let the first model take in the second one, and return what came out of it, read back from the database.

    Raises:
        InvalidValue: as ``domain.security_models.check_merge``: the facts have changed since it was asked for.
    """
    _hold(session, (first_id, second_id))
    first, second = merge_facts(session, trade_account_id, first_id, second_id)
    planned = preview_merge(first, second, identical_practices=True)
    combined = _combined(first, second)
    sources = _newest_draft(session, first_id), _newest_draft(session, second_id)
    draft = _begin(session, trade_account_id, first_id, Origin.MERGE, sources[0], user_id, now)
    move_documents(session, second_id, first_id)
    for source, places in zip(sources, (combined.from_first, combined.from_second), strict=True):
        copy_answers(session, source, draft, places)
        copy_dismissals(session, source, draft, {key for key, _row in places})
        copy_shares(session, source, draft)
        copy_evidence(session, source, draft)
    _write_joined(session, draft, combined, user_id, now)
    session.add_all(_two_texts(draft, planned.differences, first, second))
    take_over_changes(session, staying_id=first_id, ending_id=second_id)
    take_over_links(session, staying_id=first_id, ending_id=second_id, user_id=user_id, now=now)
    staying, ending = planned.models
    for outcome, step, other in ((staying, TAKES_IN, second_id), (ending, MERGED_AWAY, first_id)):
        model = session.get_one(SecurityModelRow, outcome.id)
        follow_request(session, model=model, step=step, status=outcome.status, user_id=user_id, other=other, now=now)
    session.get_one(SecurityModelRow, second_id).merged_into_id = first_id
    session.execute(
        update(ActionRow).where(col(ActionRow.security_model_id) == second_id).values(security_model_id=first_id)
    )
    session.flush()
    return _came_out(session, planned, draft)


def carry_out_split(
    session: Session,
    *,
    trade_account_id: int,
    model_id: int,
    business_type: str,
    name: str,
    user_id: int,
    now: datetime,
) -> tuple[Outcome, int]:
    """Move one business type to a model of its own; return what came out of it, and the new model's id.

    Raises:
        InvalidValue: as ``domain.security_models.check_split``.
    """
    _hold(session, (model_id,))
    facts = model_facts(session, trade_account_id, model_id)
    planned = preview_split(facts, business_type, name)
    source = _newest_draft(session, model_id)
    old = session.get_one(SecurityModelRow, model_id)
    new_id = split_model(session, model=old, name=planned.models[1].name, user_id=user_id, now=now)
    copies = (None, copy_documents(session, model_id, new_id))
    copy_changes(session, model_id, new_id)
    drafts = []
    for model, documents, outcome in zip((model_id, new_id), copies, planned.models, strict=True):
        draft = _begin(session, trade_account_id, model, Origin.SPLIT, source, user_id, now)
        copy_answers(session, source, draft)
        copy_dismissals(session, source, draft)
        copy_shares(session, source, draft)
        copy_evidence(session, source, draft, documents=documents)
        _retype(session, draft, outcome.types)
        drafts.append(draft)
    session.flush()
    return _came_out(session, _with_id(planned, new_id), drafts[0]), new_id


def _with_id(planned: Outcome, new_id: int) -> Outcome:
    old, new = planned.models
    return Outcome((old, replace(new, id=new_id)), planned.kept)


def _came_out(session: Session, planned: Outcome, draft: int) -> Outcome:
    """Return the outcome as the database has it now; the tests hold it against the rehearsal."""
    session.expire_all()
    models = []
    for each in planned.models:
        row = session.get_one(SecurityModelRow, each.id)
        types, documents = _types(session, each.id), _count_documents(session, each.id)
        watchers = len(watchers_of(session, each.id))
        models.append(ModelOutcome(each.id, row.name, Status(row.status), types, documents, dates_of(row), watchers))
    texts = session.exec(select(TwoTextsRow).where(TwoTextsRow.draft_id == draft).order_by(col(TwoTextsRow.id)))
    differences = tuple(Difference(row.key, row.row_key, row.first_text, row.second_text) for row in texts)
    return Outcome(tuple(models), len(_answers(session, draft)), differences)


# ---------------------------------------------------------------- two texts


def texts_to_choose(session: Session, actor: Actor, *, trade_account_id: int) -> tuple[TwoTextsView, ...]:
    """Return the criteria of merged models for which the officer has not chosen a text yet.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    require_membership(session, actor, trade_account_id)
    query = (
        select(TwoTextsRow)
        .join(DraftRow, col(DraftRow.id) == col(TwoTextsRow.draft_id))
        .where(
            DraftRow.trade_account_id == trade_account_id,
            col(DraftRow.frozen_at).is_(None),
            TwoTextsRow.chosen == "",
        )
        .order_by(col(TwoTextsRow.id))
    )
    return tuple(
        TwoTextsView(
            row.id or 0,
            row.draft_id,
            row.key,
            row.first_text,
            row.second_text,
            row.first_name,
            row.second_name,
        )
        for row in session.exec(query)
    )


def choose_text(session: Session, actor: Actor, *, text_id: int, which: str, language: str, now: datetime) -> int:
    """Make one of both texts the answer of the merged form; return the draft's id. The other text is kept.

    Whoever wrote a new answer in the form meanwhile is not overwritten: the save is refused like any other.

    Raises:
        NotPermitted: ``access.not-yours``; ``access.not-your-role`` for everybody but the officer.
        InvalidValue: ``merge.choice-unknown``, ``merge.chosen-already``.
        StaleVersion: ``answer.changed-meanwhile``.
    Source: Portal User Manual rev. 1.1, "Merging Security Models": the officer selects the appropriate response.
    """
    row = session.get(TwoTextsRow, text_id, with_for_update=True)
    if row is None:
        raise NotPermitted
    access = require_draft(session, actor, row.draft_id, Permission.APPLICATION_SUBMIT)
    if which not in {"first", "second"}:
        raise InvalidValue("merge.choice-unknown")
    if row.chosen:
        raise InvalidValue("merge.chosen-already")
    save_answer(
        session,
        actor,
        draft_id=row.draft_id,
        key=row.key,
        row_key=row.row_key,
        seen_version=0,
        text=row.first_text if which == "first" else row.second_text,
        language=language,
        now=now,
    )
    row.chosen, row.chosen_by, row.chosen_at = which, actor.user_id, now
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="merge.text-chosen",
        subject=f"draft:{row.draft_id}/{row.key}",
        now=now,
        which=which,
    )
    return row.draft_id


# ---------------------------------------------------------------- reading and writing rows


def _combined(first: ModelFacts, second: ModelFacts) -> Combined:
    return combine(
        first.answers,
        second.answers,
        is_criterion=lambda key: key.startswith(CRITERION),
        lists=_LISTS,
        of_first_alone=_OF_FIRST_ALONE,
    )


def _facts(session: Session, row: SecurityModelRow) -> ModelFacts:
    model_id = row.id or 0
    draft = _newest_draft(session, model_id)
    answers = _answers(session, draft) if draft else {}
    return ModelFacts(
        model_id,
        row.trade_account_id,
        row.name,
        Status(row.status),
        split(answers.get((TYPES_KEY, ""), "")),
        _being_written(session, draft),
        answers,
        _count_documents(session, model_id),
        dates_of(row),
        watchers_of(session, model_id),
        standing_membership(session, model_id) is not None,
    )


def _being_written(session: Session, draft: int) -> bool:
    return bool(draft) and session.get_one(DraftRow, draft).frozen_at is None


def _count_documents(session: Session, model_id: int) -> int:
    return session.exec(select(func.count(col(DocumentRow.id))).where(DocumentRow.security_model_id == model_id)).one()


def _types(session: Session, model_id: int) -> tuple[str, ...]:
    return types_of_draft(session, _newest_draft(session, model_id))


def _newest_draft(session: Session, model_id: int) -> int:
    """Return the newest form of a model, sent or not."""
    query = select(DraftRow.id).where(*applications_of(model_id))
    return session.exec(query.order_by(col(DraftRow.id).desc())).first() or 0


def _answers(session: Session, draft: int) -> dict[Place, str]:
    query = select(AnswerRow.key, AnswerRow.row_key, AnswerRow.value).where(AnswerRow.draft_id == draft)
    return {(key, row): value for key, row, value in session.exec(query.order_by(col(AnswerRow.id)))}


def _hold(session: Session, models: Sequence[int]) -> None:
    # In one order, so that two merges wait for each other instead of blocking each other.
    for model in sorted(models):
        session.get_one(SecurityModelRow, model, with_for_update=True)
        session.get(DraftRow, _newest_draft(session, model), with_for_update=True)


def _begin(
    session: Session, trade_account_id: int, model_id: int, origin: Origin, base: int, user_id: int, now: datetime
) -> int:
    return new_draft(
        session,
        origin=origin,
        base=base,
        model_id=model_id,
        trade_account_id=trade_account_id,
        library_hash=current_library().hash,
        user_id=user_id,
        now=now,
    )


def _write_joined(session: Session, draft: int, combined: Combined, user_id: int, now: datetime) -> None:
    for (key, row), value in combined.joined.items():
        session.add(AnswerRow(draft_id=draft, key=key, row_key=row, value=value, user_id=user_id, saved_at=now))
    session.flush()


def _retype(session: Session, draft: int, types: Sequence[str]) -> None:
    session.connection().execute(
        update(AnswerRow)
        .where(col(AnswerRow.draft_id) == draft, col(AnswerRow.key) == TYPES_KEY)
        .values(value=",".join(types))
    )


def _two_texts(
    draft: int, differences: Sequence[Difference], first: ModelFacts, second: ModelFacts
) -> list[TwoTextsRow]:
    return [
        TwoTextsRow(
            draft_id=draft,
            key=each.key,
            row_key=each.row,
            first_text=each.first,
            second_text=each.second,
            first_name=first.name or ",".join(first.types),
            second_name=second.name or ",".join(second.types),
        )
        for each in differences
    ]
