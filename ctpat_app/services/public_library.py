"""The Public Library: documents of the program for everybody with a trade account; library administrators add to it.

Source: Portal User Manual rev. 1.1, "Public Library".
"""

from dataclasses import dataclass

from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, may, staff_may
from ctpat_app.services.access import memberships_of, require_account, require_staff
from ctpat_app.services.stored_documents import DocumentItem, Wanted, find_documents, in_library, read_documents


@dataclass(frozen=True)
class PublicLibrary:
    """What was looked for, newest first, and how many there are."""

    documents: tuple[DocumentItem, ...]
    found: int
    may_add: bool


def read_public_library(session: Session, actor: Actor, *, trade_account_id: int = 0, wanted: Wanted) -> PublicLibrary:
    """Return the documents of the library, for members of the company named (0: of any), and for staff.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    _require_reader(session, actor, trade_account_id)
    ids, found = find_documents(session, in_library(), wanted)
    return PublicLibrary(read_documents(session, ids), found, staff_may(actor.staff_role, Permission.LIBRARY_ADD))


def _require_reader(session: Session, actor: Actor, trade_account_id: int) -> None:
    if trade_account_id:
        require_account(session, actor, trade_account_id, Permission.LIBRARY_READ)
    elif actor.staff_role:
        require_staff(session, actor, Permission.LIBRARY_READ)
    elif not any(may(each.role, Permission.LIBRARY_READ) for each in memberships_of(session, actor)):
        raise NotPermitted
