"""Known problems: staff write, publish and solve them; everybody reads those that stand, and may ask to be told.

Reading what stands takes two small queries; whoever shows pages keeps the answer for a while
(``state/problem_board.py``).
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.known_problems import ENGLISH, ProblemState, Wording, Written, read_problem
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.help_schema import FRAME
from ctpat_app.services.access import LARGEST_ID, require_staff
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.library import current_library
from ctpat_app.services.notices import tell
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.known_problems import KnownProblemFollowerRow, KnownProblemRow, KnownProblemWordsRow

MOST_LISTED: Final = 100


@dataclass(frozen=True)
class TypedProblem:
    """A known problem as the form holds it; ``since`` and ``until`` are moments as a control writes them."""

    words: Mapping[str, Wording]
    pages: tuple[str, ...]
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class KnownProblem:
    """A known problem; ``followers`` is how many people wait to be told that it is solved."""

    id: int
    state: ProblemState
    words: Mapping[str, Wording]
    pages: tuple[str, ...]
    since_at: datetime
    until_at: datetime | None
    version: int
    published_at: datetime | None
    solved_at: datetime | None
    followers: int = 0


def help_pages() -> tuple[str, ...]:
    """Return the ids of the pages that a problem can affect, in the order of the content.

    Parts of one page that are called alike are one place: whoever chooses it sees one name.
    """
    frame = current_library().help_frame.get(FRAME)
    places: dict[tuple[str | None, str], str] = {}
    for page in frame.pages if frame else ():
        places.setdefault((page.path, page.i18n.title), page.id)
    return tuple(places.values())


def list_problems(session: Session, actor: Actor) -> tuple[KnownProblem, ...]:
    """Return what staff wrote, the newest first.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but the help desk.
    """
    require_staff(session, actor, Permission.KNOWN_PROBLEM_PUBLISH)
    rows = session.scalars(select(KnownProblemRow).order_by(col(KnownProblemRow.id).desc()).limit(MOST_LISTED)).all()
    return _with_words(session, rows, followers=True)


def save_problem(
    session: Session,
    actor: Actor,
    *,
    problem_id: int,
    seen_version: int,
    typed: TypedProblem,
    languages: Collection[str],
    now: datetime,
) -> int:
    """Write a known problem down, or change one (``problem_id`` 0: a new one), and return its number.

    What is published is changed for everybody at once.

    Raises:
        NotPermitted: ``access.not-yours``.
        FormFaults: as ``domain.known_problems.read_problem``.
        InvalidValue: ``known-problem.changed-meanwhile``, ``known-problem.solved-already``.
    """
    require_staff(session, actor, Permission.KNOWN_PROBLEM_PUBLISH)
    written = read_problem(
        typed.words,
        typed.pages,
        typed.since,
        typed.until,
        languages=languages,
        known_pages=help_pages(),
        now=now,
    )
    row = _hold(session, problem_id, seen_version) if problem_id else _begin(actor, now)
    if row.state == ProblemState.SOLVED:
        raise InvalidValue("known-problem.solved-already")
    row.pages, row.since_at, row.until_at = " ".join(written.pages), written.since_at, written.until_at
    _changed(row, actor, now)
    session.add(row)
    session.flush()
    _keep_words(session, row.id or 0, written)
    _note(session, actor, "known-problem.changed" if problem_id else "known-problem.written", row, now)
    return row.id or 0


def publish_problem(session: Session, actor: Actor, *, problem_id: int, seen_version: int, now: datetime) -> None:
    """Show a known problem on the pages that it affects, from its beginning on.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``known-problem.changed-meanwhile``, ``known-problem.not-a-draft``, ``known-problem.until-past``.
    """
    require_staff(session, actor, Permission.KNOWN_PROBLEM_PUBLISH)
    row = _hold(session, problem_id, seen_version)
    if row.state != ProblemState.DRAFT:
        raise InvalidValue("known-problem.not-a-draft")
    if row.until_at is not None and row.until_at <= now:
        raise InvalidValue("known-problem.until-past")
    row.state, row.published_at = ProblemState.PUBLISHED.value, now
    _changed(row, actor, now)
    session.add(row)
    session.flush()
    _note(session, actor, "known-problem.published", row, now)


def solve_problem(session: Session, actor: Actor, *, problem_id: int, seen_version: int, now: datetime) -> int:
    """Take the notice away, tell who wanted to know, and return how many they are.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``known-problem.changed-meanwhile``, ``known-problem.not-published``.
    """
    require_staff(session, actor, Permission.KNOWN_PROBLEM_PUBLISH)
    row = _hold(session, problem_id, seen_version)
    if row.state != ProblemState.PUBLISHED:
        raise InvalidValue("known-problem.not-published")
    row.state, row.solved_at = ProblemState.SOLVED.value, now
    _changed(row, actor, now)
    session.add(row)
    session.flush()
    _note(session, actor, "known-problem.solved", row, now)
    return _tell_followers(session, row, now)


# ---------------------------------------------------------------- for everybody


def standing_problems(session: Session, *, now: datetime) -> tuple[KnownProblem, ...]:
    """Return what is published and not over, also what begins later; everybody may read it."""
    row = KnownProblemRow
    query = select(row).where(
        col(row.state) == ProblemState.PUBLISHED, or_(col(row.until_at).is_(None), col(row.until_at) > now)
    )
    return _with_words(session, session.scalars(query.order_by(col(row.since_at).desc(), col(row.id))).all())


def follow_problem(session: Session, actor: Actor, *, problem_id: int, now: datetime) -> None:
    """Let the actor be told when a problem is solved; asked twice, they are told once.

    Raises:
        InvalidValue: ``known-problem.over`` for one that is not on show.
    """
    row = session.get(KnownProblemRow, problem_id) if 0 < problem_id <= LARGEST_ID else None
    if row is None or row.state != ProblemState.PUBLISHED:
        raise InvalidValue("known-problem.over")
    with suppress(IntegrityError), session.begin_nested():
        session.add(KnownProblemFollowerRow(problem_id=problem_id, user_id=actor.user_id, asked_at=now))


def followed_problems(session: Session, actor: Actor, problems: Collection[int]) -> frozenset[int]:
    """Return of which of ``problems`` the actor is told when they are solved."""
    query = select(col(KnownProblemFollowerRow.problem_id)).where(
        col(KnownProblemFollowerRow.user_id) == actor.user_id, col(KnownProblemFollowerRow.problem_id).in_(problems)
    )
    return frozenset(session.scalars(query))


# ---------------------------------------------------------------- helpers


def _begin(actor: Actor, now: datetime) -> KnownProblemRow:
    return KnownProblemRow(
        pages="", since_at=now, version=0, created_at=now, created_by=actor.user_id, changed_at=now,
        changed_by=actor.user_id,
    )  # fmt: skip


def _hold(session: Session, problem_id: int, seen_version: int) -> KnownProblemRow:
    """Return the problem, held until the transaction ends, if it is still as it was seen."""
    found = (
        session.get(KnownProblemRow, problem_id, with_for_update=True, populate_existing=True)
        if 0 < problem_id <= LARGEST_ID
        else None
    )
    if found is None:
        raise NotPermitted
    if found.version != seen_version:
        raise InvalidValue("known-problem.changed-meanwhile")
    return found


def _changed(row: KnownProblemRow, actor: Actor, now: datetime) -> None:
    row.version += 1
    row.changed_at, row.changed_by = now, actor.user_id


def _keep_words(session: Session, problem_id: int, written: Written) -> None:
    session.connection().execute(delete(KnownProblemWordsRow).where(col(KnownProblemWordsRow.problem_id) == problem_id))
    session.add_all(
        KnownProblemWordsRow(problem_id=problem_id, language=language, title=wording.title, text=wording.text)
        for language, wording in written.words.items()
    )
    session.flush()


def _with_words(
    session: Session, rows: Collection[KnownProblemRow], *, followers: bool = False
) -> tuple[KnownProblem, ...]:
    ids = [row.id or 0 for row in rows]
    words: dict[int, dict[str, Wording]] = {each: {} for each in ids}
    query = select(KnownProblemWordsRow).where(col(KnownProblemWordsRow.problem_id).in_(ids))
    for each in session.scalars(query) if ids else ():
        words[each.problem_id][each.language] = Wording(each.title, each.text)
    waiting = _waiting(session, ids) if followers and ids else {}
    return tuple(
        KnownProblem(
            row.id or 0,
            ProblemState(row.state),
            words[row.id or 0],
            tuple(row.pages.split()),
            row.since_at,
            row.until_at,
            row.version,
            row.published_at,
            row.solved_at,
            waiting.get(row.id or 0, 0),
        )
        for row in rows
    )


def _waiting(session: Session, problems: Collection[int]) -> dict[int, int]:
    query = select(col(KnownProblemFollowerRow.problem_id)).where(
        col(KnownProblemFollowerRow.problem_id).in_(problems), col(KnownProblemFollowerRow.told_at).is_(None)
    )
    found: dict[int, int] = {}
    for problem in session.scalars(query):
        found[problem] = found.get(problem, 0) + 1
    return found


def _tell_followers(session: Session, row: KnownProblemRow, now: datetime) -> int:
    """Tell each of them in their language, or in English where there are no words in it."""
    follower = KnownProblemFollowerRow
    of_this = (col(follower.problem_id) == row.id, col(follower.told_at).is_(None))
    query = (
        select(col(follower.user_id), col(UserAccountRow.language))
        .join(UserAccountRow, col(UserAccountRow.id) == col(follower.user_id))
        .where(*of_this)
    )
    people: dict[str, list[int]] = {}
    for user_id, language in session.connection().execute(query):
        people.setdefault(language, []).append(user_id)
    (problem,) = _with_words(session, [row])
    for language, users in people.items():
        title = problem.words.get(language, problem.words[ENGLISH]).title
        tell(session, users, template="known-problem-solved", path="home/", now=now, problem=title)
    session.connection().execute(update(follower).where(*of_this).values(told_at=now))
    return sum(map(len, people.values()))


def _note(session: Session, actor: Actor, action: str, row: KnownProblemRow, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=actor.user_id,
        action=action,
        subject=f"known-problem/{row.id}",
        now=now,
        version=row.version,
    )
