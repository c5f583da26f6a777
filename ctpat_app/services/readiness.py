"""How ready an application is: answers, what the reviewer finds in them, and the files beside them, put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.documents import UploadState
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.readiness import FileFacts, Judged, Looked, Readiness, readiness_of
from ctpat_app.services.application import OpenedDraft, open_application
from ctpat_app.services.evidence import EvidenceFile, evidence_of
from ctpat_app.services.reviews import AnswerReview, reviews_of

Files = Mapping[str, tuple[EvidenceFile, ...]]
"""By the key of the answer that they stand beside."""


@dataclass(frozen=True)
class ReadyDraft:
    """A draft with how ready it is."""

    opened: OpenedDraft
    readiness: Readiness


def read_readiness(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> ReadyDraft:
    """Return how ready the draft is.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    opened = open_application(session, actor, draft_id=draft_id, now=now)
    return ReadyDraft(opened, readiness_in(session, opened.situation, draft_id))


def readiness_in(session: Session, situation: Situation, draft_id: int) -> Readiness:
    """Return how ready the draft behind ``situation`` is; the caller has authorized that."""
    files = evidence_of(session, draft_id)
    judged = {each.criterion: _judged(each) for each in reviews_of(session, situation, draft_id)}
    looked = Looked(situation.criteria, situation.book, judged, _facts(files))
    return readiness_of(looked, today=situation.today)


def _judged(answer: AnswerReview) -> tuple[Judged, ...]:
    return tuple(Judged(each.finding, each.dismissal is not None) for each in answer.objections)


def _facts(files: Files) -> dict[str, tuple[FileFacts, ...]]:
    unreadable = {UploadState.ENCRYPTED, UploadState.DAMAGED}
    return {
        key.removeprefix(CRITERION): tuple(
            FileFacts(each.name, each.valid_until, each.state not in unreadable) for each in beside
        )
        for key, beside in files.items()
    }
