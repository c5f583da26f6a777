"""Tampering as somebody does who owns the database: the triggers are taken away first."""

from sqlalchemy import text
from sqlmodel import Session


def take_guard_away(session: Session) -> None:
    """Remove the triggers within the transaction of ``session``."""
    if session.get_bind().dialect.name == "sqlite":
        for name in ("audit_event_update", "audit_event_delete", "audit_head_update", "audit_head_delete"):
            session.execute(text(f"DROP TRIGGER {name}"))
        return
    for trigger, table in (
        ("audit_event_guard", "audit_event"),
        ("audit_head_update", "audit_head"),
        ("audit_head_delete", "audit_head"),
    ):
        session.execute(text(f"DROP TRIGGER {trigger} ON {table}"))
