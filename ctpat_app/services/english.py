"""The English version of an answer: confirm that it still says the same after the answer was changed."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.english import EnglishState, english_state
from ctpat_app.guidance.questions import CRITERION, ENGLISH
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import read_situation, require_answering
from ctpat_app.services.given import or_given
from ctpat_app.tables.drafts import AnswerRow


def confirm_english(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    criterion_id: str,
    seen_version: int,
    of_version: int,
    now: datetime,
) -> None:
    """Confirm that the English version fits the answer as it stands now; both are meant as they were shown.

    Args:
        seen_version: of the English version on show.
        of_version: of the answer on show.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
        InvalidValue: ``english.nothing-to-confirm``.
        StaleVersion: ``answer.changed-meanwhile``, when either was changed since it was shown.
    """
    access = or_given(session, actor, draft_id, require_answering)
    access.require_answer(Permission.PROFILE_ANSWER, ENGLISH + criterion_id)
    access.require_open()
    book = read_situation(session, access, now=now).book
    state = english_state(book, criterion_id)
    original, english = book.get(CRITERION + criterion_id), book.get(ENGLISH + criterion_id)
    if original is None or english is None or state not in {EnglishState.OUTDATED, EnglishState.CURRENT}:
        raise InvalidValue("english.nothing-to-confirm")
    for current, seen in ((english, seen_version), (original, of_version)):
        if current.version != seen:
            raise StaleVersion(theirs=current.value, version=current.version, who=current.who)
    if state is EnglishState.CURRENT:
        return
    own = (col(AnswerRow.draft_id) == draft_id, col(AnswerRow.key) == english.key)
    session.execute(update(AnswerRow).where(*own).values(of_version=of_version))
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="english.confirmed",
        subject=f"draft:{draft_id}/{english.key}/",
        now=now,
        version=seen_version,
    )
