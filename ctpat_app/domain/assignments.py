"""Who looks after which company: what a supervisor writes, and who has the least to do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.texts import clean_line

MAX_REASON: Final = 500


def read_reason(typed: str) -> str:
    """Return why this specialist looks after the company, in one line.

    Raises:
        InvalidValue: ``assignment.reason-missing``, ``text.…``.
    """
    reason = clean_line(typed, MAX_REASON)
    if not reason:
        raise InvalidValue("assignment.reason-missing")
    return reason


@dataclass(frozen=True)
class Load:
    """A specialist, how much open work of theirs waits, and in which language they use the kiosk."""

    user_id: int
    name: str
    open_work: int
    language: str


@dataclass(frozen=True)
class Unassigned:
    """A company that nobody looks after: how much of it waits, its people, and their languages."""

    account_id: int
    open_work: int
    members: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()


def least_loaded(loads: Sequence[Load], company: Unassigned) -> Load | None:
    """Return who should look after ``company``; None when every specialist belongs to it, or there is none.

    The least open work comes first. Of those with the same, whoever uses the kiosk in a language of the company, then
    whoever has worked here longest, so that the same facts always give the same answer.

    Source: project proposal; the manual leaves the choice to the supervisor.
    """
    able = [each for each in loads if each.user_id not in company.members]

    def rank(each: Load) -> tuple[int, bool, int]:
        return each.open_work, each.language not in company.languages, each.user_id

    return min(able, key=rank, default=None)


def spread(loads: Sequence[Load], companies: Sequence[Unassigned]) -> dict[int, int]:
    """Return for each company, in their order, the user id of who should look after it; what one gets counts at once.

    A company for which there is nobody is left out.
    """
    now, chosen = {each.user_id: each for each in loads}, {}
    for company in companies:
        found = least_loaded(tuple(now.values()), company)
        if found:
            chosen[company.account_id] = found.user_id
            now[found.user_id] = replace(found, open_work=found.open_work + company.open_work)
    return chosen
