"""What was sent from a draft, and the application as it stood then."""

import json
import zlib
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.guidance.answers import AccountFacts, AddressFact, AnswerBook, MemberFact, StoredAnswer
from ctpat_app.guidance.flow import Situation
from ctpat_app.services.library import library_version
from ctpat_app.tables.drafts import SubmissionRow


def find_submission(session: Session, draft_id: int) -> SubmissionRow | None:
    """Return what was sent from the draft; None when nothing was."""
    return session.scalars(select(SubmissionRow).where(col(SubmissionRow.draft_id) == draft_id)).first()


def frozen_situation(session: Session, submission: SubmissionRow) -> Situation:
    """Return the application as it stood when it was sent; personal identifiers only as their masks."""
    whole: dict[str, Any] = json.loads(zlib.decompress(submission.snapshot))
    answers = [
        StoredAnswer(key, row, value, version, None, language, who, of_version=next(iter(newer), 0))
        # What was sent before there were English versions ends with the writer.
        for key, row, value, version, language, who, *newer in whole["answers"]
    ]
    facts = dict(whole["facts"])
    facts["addresses"] = tuple(AddressFact(**item) for item in facts["addresses"])
    facts["members"] = tuple(MemberFact(**item) for item in facts["members"])
    library = library_version(session, whole["library"])
    day = datetime.fromisoformat(whole["day"]).date()
    return Situation(library, whole["flow"], AnswerBook.of(answers), AccountFacts(**facts), day)
