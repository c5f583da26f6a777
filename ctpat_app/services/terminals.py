"""Setting up a browser as a shared terminal, and taking that back: staff at that browser, noted in the trail."""

from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.domain.terminals import read_terminal_name
from ctpat_app.services.access import require_staff
from ctpat_app.services.audit import NO_ACCOUNT, write_audit


def require_terminal_staff(session: Session, actor: Actor) -> None:
    """Return nothing when the actor may set up terminals.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    require_staff(session, actor, Permission.TERMINAL_SET_UP)


def set_up_terminal(session: Session, actor: Actor, *, name: str, now: datetime) -> str:
    """Note that the browser of the actor becomes a terminal, and return its name as it is kept.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.prove-again``.
        InvalidValue: the codes of ``read_terminal_name``.
    """
    require_terminal_staff(session, actor)
    kept = read_terminal_name(name)
    require_recent_proof(actor, now)
    _note(session, actor, "terminal.set-up", kept, now)
    return kept


def end_terminal(session: Session, actor: Actor, *, name: str, now: datetime) -> None:
    """Note that the terminal ``name`` is none any more.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.prove-again``.
    """
    require_terminal_staff(session, actor)
    require_recent_proof(actor, now)
    _note(session, actor, "terminal.ended", name, now)


def _note(session: Session, actor: Actor, action: str, name: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=actor.user_id,
        action=action,
        subject="terminal",
        now=now,
        name=name,
    )
