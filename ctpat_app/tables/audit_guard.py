"""Triggers that keep the audit trail growing: what was written is neither changed nor deleted, whoever asks.

They stand beside the hash chain: the triggers stop a mistake or a stolen connection, the chain shows what somebody did
who could remove the triggers.
"""

from typing import Final

from sqlalchemy import DDL, Table, event

REFUSAL: Final = "the audit trail only grows"

_SQLITE_EVENT: Final = [
    f"CREATE TRIGGER audit_event_{what.lower()} BEFORE {what} ON audit_event"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for what in ("UPDATE", "DELETE")
]
_SQLITE_HEAD: Final = [
    "CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head"
    " WHEN NEW.chain <> OLD.chain OR NEW.number <> OLD.number + 1"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER audit_head_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
_POSTGRES_FUNCTION: Final = (
    "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
)
_POSTGRES_EVENT: Final = [
    _POSTGRES_FUNCTION,
    "CREATE TRIGGER audit_event_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()",
]
_POSTGRES_HEAD: Final = [
    _POSTGRES_FUNCTION,
    "CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head FOR EACH ROW"
    " WHEN (NEW.chain <> OLD.chain OR NEW.number <> OLD.number + 1) EXECUTE FUNCTION audit_only_grows()",
    "CREATE TRIGGER audit_head_delete BEFORE DELETE OR TRUNCATE ON audit_head"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()",
]

GUARDS: Final = {"sqlite": [*_SQLITE_EVENT, *_SQLITE_HEAD], "postgresql": [*_POSTGRES_EVENT, *_POSTGRES_HEAD[1:]]}
"""The statements that make the triggers, by kind of database."""


def guard(events: Table, heads: Table) -> None:
    """Make the triggers with the tables."""
    for table, dialect, statements in (
        (events, "sqlite", _SQLITE_EVENT),
        (heads, "sqlite", _SQLITE_HEAD),
        (events, "postgresql", _POSTGRES_EVENT),
        (heads, "postgresql", _POSTGRES_HEAD),
    ):
        for statement in statements:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


def event_guards(name: str) -> dict[str, list[str]]:
    """Return the statements that let the table ``name`` only grow, by kind of database."""
    return {
        "sqlite": [
            f"CREATE TRIGGER {name}_{what.lower()} BEFORE {what} ON {name} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for what in ("UPDATE", "DELETE")
        ],
        "postgresql": [
            _POSTGRES_FUNCTION,
            f"CREATE TRIGGER {name}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {name}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()",
        ],
    }


GUARDED: Final[list[str]] = []
"""The tables that only grow, besides the audit trail itself."""


def guard_events(events: Table) -> None:
    """Make the triggers with a table that only grows."""
    GUARDED.append(events.name)
    for dialect, statements in event_guards(events.name).items():
        for statement in statements:
            event.listen(events, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
