"""Reading columns by statements that were built once: putting a query together costs more than running it."""

from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlmodel import Session


def read(session: Session, statement: Executable, **values: object) -> CursorResult[*tuple[Any, ...]]:
    """Run ``statement`` past the ORM, which would look at it anew each time; what is pending is written first.

    Args:
        session: an open session.
        statement: a selection of columns (not of whole rows) with named parameters.
        values: the parameters.
    """
    session.flush()
    return session.connection().execute(statement, values)
