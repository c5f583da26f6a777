"""Pictures of the screen that go with a case: kept while the form is written, then tied to what it became."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.help_reports import MAX_PICTURES
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.uploads import FileType, JudgedFile, clean_name, named_as
from ctpat_app.services.access import LARGEST_ID, require_staff
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.downloads import StoredFile
from ctpat_app.tables.help_cases import HelpCaseFileRow

KEPT_UNSENT: Final = timedelta(days=1)
"""So long a picture waits for the form that it was added to."""
PICTURES: Final = frozenset({FileType.PNG, FileType.JPEG})
"""What a picture of the screen may be; both are drawn anew before they are kept."""
_SHORTEST_TOKEN: Final = 20
_LONGEST_TOKEN: Final = 43


@dataclass(frozen=True)
class WaitingPicture:
    """A picture that waits for its form."""

    id: int
    name: str


def check_token(token: str) -> None:
    """Return nothing for a token that a form of the kiosk can have.

    Raises:
        InvalidValue: ``help-case.form-unknown``.
    """
    plain = token.isascii() and token.replace("-", "").replace("_", "").isalnum()
    if not (plain and _SHORTEST_TOKEN <= len(token) <= _LONGEST_TOKEN):
        raise InvalidValue("help-case.form-unknown")


def keep_picture(session: Session, *, token: str, name: str, file: JudgedFile, now: datetime) -> None:
    """Note a picture that lies in the store and waits for the form ``token``.

    Raises:
        InvalidValue: ``help-case.no-picture`` for anything but a picture, ``help-case.many-pictures`` (``most``),
            ``help-case.form-unknown``.
    """
    if file.file_type not in PICTURES:
        raise InvalidValue("help-case.no-picture")
    require_room(session, token)
    session.add(
        HelpCaseFileRow(
            token=token,
            at=now,
            name=named_as(clean_name(name), file.file_type),
            media_type=file.media_type,
            blob_key=file.blob_key,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
        )
    )
    session.flush()


def require_room(session: Session, token: str) -> None:
    """Return nothing when one more picture may go with the form; asked before the first byte is read.

    Raises:
        InvalidValue: ``help-case.many-pictures`` (``most``), ``help-case.form-unknown``.
    """
    check_token(token)
    count = session.scalar(select(func.count(col(HelpCaseFileRow.id))).where(_waits_for(token))) or 0
    if count >= MAX_PICTURES:
        raise InvalidValue("help-case.many-pictures", most=MAX_PICTURES)


def waiting_pictures(session: Session, token: str) -> tuple[WaitingPicture, ...]:
    """Return the pictures that wait for the form, the oldest first."""
    query = select(HelpCaseFileRow).where(_waits_for(token)).order_by(col(HelpCaseFileRow.id))
    return tuple(WaitingPicture(row.id or 0, row.name) for row in session.scalars(query))


def drop_picture(session: Session, token: str, picture_id: int) -> None:
    """Take a picture away from the form; a number of another form does nothing."""
    session.execute(delete(HelpCaseFileRow).where(_waits_for(token), col(HelpCaseFileRow.id) == picture_id))


def attach_pictures(session: Session, *, token: str, case_id: int, message_id: int) -> None:
    """Tie the pictures that wait for the form to what it became."""
    session.execute(
        update(HelpCaseFileRow).where(_waits_for(token)).values(case_id=case_id, message_id=message_id),
        execution_options={"synchronize_session": False},
    )


def pictures_of(session: Session, case_id: int) -> Sequence[HelpCaseFileRow]:
    """Return the pictures of a case, the oldest first."""
    query = select(HelpCaseFileRow).where(col(HelpCaseFileRow.case_id) == case_id)
    return session.scalars(query.order_by(col(HelpCaseFileRow.id))).all()


def require_picture(session: Session, actor: Actor, *, picture_id: int, now: datetime) -> StoredFile:
    """Return a picture of a case as it may be handed out, and note that the actor looked at it.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but the help desk, and for what does not exist.
    """
    require_staff(session, actor, Permission.HELP_CASE_WORK)
    row = session.get(HelpCaseFileRow, picture_id) if 0 < picture_id <= LARGEST_ID else None
    if row is None or row.case_id is None:
        raise NotPermitted
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=actor.user_id,
        action="help-case.picture-read",
        subject=f"help-case:{row.case_id}",
        now=now,
        picture=picture_id,
    )
    return StoredFile(row.name, row.media_type, row.size_bytes, row.sha256, row.blob_key, may_be_shown=True)


def known_case_blobs(session: Session, keys: Collection[str]) -> set[str]:
    """Return which of the ``keys`` of the file store a case refers to, or a form that is being written."""
    query = select(col(HelpCaseFileRow.blob_key)).where(col(HelpCaseFileRow.blob_key).in_(keys))
    return set(session.scalars(query))


def forget_unsent_pictures(session: Session, *, now: datetime) -> int:
    """Forget the pictures of forms that were never sent, and return how many; a job removes their bytes."""
    old = delete(HelpCaseFileRow).where(
        col(HelpCaseFileRow.case_id).is_(None), col(HelpCaseFileRow.at) <= now - KEPT_UNSENT
    )
    return session.connection().execute(old).rowcount


def _waits_for(token: str) -> ColumnElement[bool]:
    return (col(HelpCaseFileRow.token) == token) & col(HelpCaseFileRow.case_id).is_(None)
