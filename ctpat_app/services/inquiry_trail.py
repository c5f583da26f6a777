"""What happened to an inquiry: one row for each step, written with it and never changed."""

import json
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.inquiries import InquiryEvent
from ctpat_app.tables.inquiries import InquiryEventRow, InquiryRow


def note_step(
    session: Session,
    inquiry: InquiryRow,
    kind: InquiryEvent,
    *,
    now: datetime,
    user_id: int | None = None,
    link_id: int | None = None,
    **details: str | int,
) -> None:
    """Note what happened; ``details`` are names and words, never an answer."""
    session.add(
        InquiryEventRow(
            inquiry_id=inquiry.id or 0,
            at=now,
            kind=kind.value,
            user_id=user_id,
            link_id=link_id,
            details=json.dumps(details, ensure_ascii=False) if details else "",
        )
    )
