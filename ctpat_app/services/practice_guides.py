"""The guide that is made of a practice: put in order, sent to somebody, opened by its link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlmodel import Session, select

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.practice import GUIDE_FOR, Line, moved, with_note, without
from ctpat_app.domain.tokens import token_hash
from ctpat_app.guidance.flow import Situation
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.library import library_version
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.practice import lines_as_text, lines_in, require_practice, situation_in
from ctpat_app.tables.practice import PracticeGuideRow, PracticeRow

PATH = "guide"


@dataclass(frozen=True)
class Guide:
    """A guide as it was sent, with the invented form that its questions stand in."""

    situation: Situation
    lines: tuple[Line, ...]
    note_language: str


def move_line(session: Session, actor: Actor, *, practice_id: int, number: int, up: bool, now: datetime) -> None:
    """Move a line of the guide one place up or down.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``practice.no-line``.
    """
    row = require_practice(session, actor, practice_id, now, to_write=True)
    _keep(session, row, moved(lines_in(row.lines), number, up=up))


def remove_line(session: Session, actor: Actor, *, practice_id: int, number: int, now: datetime) -> None:
    """Take a line out of the guide.

    Raises:
        NotPermitted, InvalidValue: as ``move_line``.
    """
    row = require_practice(session, actor, practice_id, now, to_write=True)
    _keep(session, row, without(lines_in(row.lines), number))


def note_line(session: Session, actor: Actor, *, practice_id: int, number: int, note: str, now: datetime) -> None:
    """Add a note in own words to a line of the guide, or take it away.

    Raises:
        NotPermitted, InvalidValue: as ``move_line``, and the codes of ``clean_line``.
    """
    row = require_practice(session, actor, practice_id, now, to_write=True)
    _keep(session, row, with_note(lines_in(row.lines), number, note))


def send_guide(
    session: Session,
    actor: Actor,
    *,
    practice_id: int,
    email: str,
    language: str,
    languages: Collection[str],
    note_language: str,
    token: str,
    now: datetime,
) -> None:
    """Send the guide as it stands to somebody, in their language; later changes need another mail.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: the codes of ``read_email``; ``choice.unknown`` for a language that is none of ``languages``.
        Refusal: ``practice.empty``.
    """
    row = require_practice(session, actor, practice_id, now)
    address = read_email(email)
    if language not in languages:
        raise InvalidValue("choice.unknown")
    if not lines_in(row.lines):
        raise Refusal("practice.empty")
    guide = PracticeGuideRow(
        token_hash=token_hash(token),
        flow=row.flow,
        library_hash=row.library_hash,
        country=row.country,
        answers=row.answers,
        lines=row.lines,
        note_language=note_language,
        sent_by=actor.user_id,
        sent_at=now,
        ends_at=now + GUIDE_FOR,
    )
    session.add(guide)
    put_mail(
        session,
        template="practice-guide",
        language=language,
        recipient=address.address,
        now=now,
        path=f"/{language}/{PATH}/?{urlencode({'token': token})}",
        days=str(GUIDE_FOR.days),
    )
    session.flush()
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=actor.user_id,
        action="practice.guide-sent",
        subject=f"guide:{guide.id}",
        now=now,
    )


def open_guide(session: Session, *, token: str, now: datetime) -> Guide:
    """Return the guide of a mailed link.

    Raises:
        InvalidValue: ``practice.guide-over`` for one that is too old or never was.
    """
    query = select(PracticeGuideRow).where(
        PracticeGuideRow.token_hash == token_hash(token), PracticeGuideRow.ends_at > now
    )
    row = session.exec(query).first() if token else None
    if row is None:
        raise InvalidValue("practice.guide-over")
    library = library_version(session, row.library_hash)
    situation = situation_in(library, row.flow, row.country, row.answers, now)
    return Guide(situation, lines_in(row.lines), row.note_language)


def _keep(session: Session, row: PracticeRow, lines: tuple[Line, ...]) -> None:
    row.lines = lines_as_text(lines)
    session.add(row)
    session.flush()
