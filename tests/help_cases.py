"""Reports of problems for the tests."""

from datetime import datetime
from itertools import count
from typing import Any, Final

from sqlmodel import Session

from ctpat_app.adapters.tokens import new_help_case_code
from ctpat_app.domain.help_reports import Report, TypedReport
from ctpat_app.guidance.library import load_library
from ctpat_app.guidance.problem_reports import read_report
from ctpat_app.services.help_cases import open_case

_LIBRARY: Final = load_library()
_forms: Final = count(1)


def a_token() -> str:
    """Return the token of a new form."""
    return f"form-{next(_forms):030d}"


def a_report(**more: Any) -> Report:
    """Return a report as it is read from the form, with the least that is asked."""
    return read_report(_LIBRARY, TypedReport(**{"kind": "other", "happened": "It does not work.", **more}))


def an_open_case(session: Session, now: datetime, *, user_id: int | None = None, **more: Any) -> str:
    """Open a case and return its code."""
    opened = open_case(
        session, report=a_report(**more), code=new_help_case_code(), token=a_token(), user_id=user_id, now=now
    )
    return opened.code
