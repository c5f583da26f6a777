"""A new password for who forgot theirs: a mailed link, then what only the person knows, then the password.

What the link asks for:
    questions   the person's own security questions, or one of their recovery codes
    code        a recovery code: they have codes but no questions
    waiting     nothing but 24 hours, in which the address is told and can stop it: no questions, no second factor
    help-desk   nothing helps here: a second factor, but neither questions nor codes
    nothing     the help desk has checked who it is and the waiting time is over, or the account was never used
Known and unknown addresses get the same answer and cost the same work; only the mail tells them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.bounces import settle_address
from ctpat_app.services.linked_identities import forget_links
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.recovery_codes import count_recovery_codes, use_recovery_code
from ctpat_app.services.second_factors import has_second_factor
from ctpat_app.services.security_questions import StoredQuestion, questions_of, replace_questions
from ctpat_app.services.sessions import end_all_sessions
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.recovery import AccessCaseRow, ResetLinkRow

LINK_LIFETIME: Final = timedelta(hours=24)
WAITING_TIME: Final = timedelta(hours=24)
MAX_FAILURES: Final = 5
"""Wrong answers after which a link is worth nothing."""


class Asks(StrEnum):
    """What a link asks for before a new password can be set; see the module's docstring."""

    QUESTIONS = "questions"
    CODE = "code"
    WAITING = "waiting"
    HELP_DESK = "help-desk"
    NOTHING = "nothing"


@dataclass(frozen=True)
class OpenReset:
    """What belongs to a link that works."""

    user_id: int
    name: str
    email: str
    password_hash: str
    asks: Asks
    questions: tuple[StoredQuestion, ...]
    has_codes: bool
    usable_from: datetime
    case_id: int | None
    proved: bool
    """Whether this browser has shown what the link asks for."""


# --- asking for a link ------------------------------------------------------------------------------------------------

_MAILS: Final = {
    Asks.QUESTIONS: "reset-password",
    Asks.CODE: "reset-password",
    Asks.NOTHING: "reset-password",
    Asks.WAITING: "reset-waiting",
    Asks.HELP_DESK: "reset-help-desk",
}


def ask_reset(session: Session, *, email: str, language: str, token: str, now: datetime) -> None:
    """Mail a link to the address; one that nobody has is told so by mail, and nowhere else.

    Raises:
        InvalidValue: the codes of ``read_email``.
    """
    address = read_email(email)
    row = session.scalars(select(UserAccountRow).where(col(UserAccountRow.email_key) == address.key)).first()
    # The same look-ups for an unknown address: nobody has the number 0.
    looked_up = _asks_of(session, _id(row) if row else 0, confirmed=bool(row and row.email_confirmed_at))
    asks = looked_up if row else None
    wait = WAITING_TIME if asks is Asks.WAITING else timedelta()
    store_link(session, row.id if row else None, token, usable_from=now + wait, lifetime=LINK_LIFETIME, now=now)
    spoken = row.language if row else language
    paths = {
        None: f"/{spoken}/register/",
        Asks.HELP_DESK: f"/{spoken}/access-help/",
    }
    put_mail(
        session,
        template=_MAILS[asks] if asks else "reset-unknown",
        language=spoken,
        recipient=row.email if row else address.address,
        now=now,
        path=paths.get(asks, link_path(token, spoken)),
        hours=str(int(LINK_LIFETIME.total_seconds() // 3600)),
        moment=(now + wait).isoformat(),
    )
    _note(session, row.id if row else None, "reset.asked", now)


def link_path(token: str, language: str) -> str:
    """Return the path of the mailed link."""
    return f"/auth/reset?{urlencode({'token': token, 'language': language})}"


def store_link(
    session: Session,
    user_id: int | None,
    token: str,
    *,
    usable_from: datetime,
    lifetime: timedelta,
    now: datetime,
    case_id: int | None = None,
) -> None:
    """Store a link that works from ``usable_from`` on for ``lifetime``."""
    session.connection().execute(
        insert(ResetLinkRow).values(
            token_hash=token_hash(token),
            user_id=user_id,
            case_id=case_id,
            created_at=now,
            usable_from=usable_from,
            expires_at=usable_from + lifetime,
        )
    )


def _asks_of(session: Session, user_id: int, *, confirmed: bool) -> Asks:
    questions, codes = questions_of(session, user_id), count_recovery_codes(session, user_id)
    guarded = has_second_factor(session, user_id)
    if questions:
        return Asks.QUESTIONS
    if codes:
        return Asks.CODE
    if guarded:
        return Asks.HELP_DESK
    return Asks.WAITING if confirmed else Asks.NOTHING


# --- using it ---------------------------------------------------------------------------------------------------------


def find_reset(session: Session, token: str, *, proof: str = "", now: datetime) -> OpenReset:
    """Return what belongs to a link that works; reading it changes nothing.

    Raises:
        InvalidValue: ``link.unknown``, ``reset.used``, ``reset.stopped``, ``reset.expired``, ``reset.failures``.
    """
    link = session.get(ResetLinkRow, token_hash(token), populate_existing=True)
    if link is None or link.user_id is None:
        raise InvalidValue("link.unknown")
    if code := _why_closed(link, now):
        raise InvalidValue(code)
    person = session.get_one(UserAccountRow, link.user_id, populate_existing=True)
    asks, usable_from = _asks_now(session, link, person, now)
    return OpenReset(
        user_id=link.user_id,
        name=person.name,
        email=person.email,
        password_hash=person.password_hash,
        asks=asks,
        questions=questions_of(session, link.user_id) if asks is Asks.QUESTIONS else (),
        has_codes=count_recovery_codes(session, link.user_id) > 0,
        usable_from=usable_from,
        case_id=link.case_id,
        proved=bool(proof) and link.proof_hash == token_hash(proof),
    )


def _why_closed(link: ResetLinkRow, now: datetime) -> str:
    if link.used_at:
        return "reset.used"
    if link.stopped_at:
        return "reset.stopped"
    if link.expires_at <= now:
        return "reset.expired"
    return "reset.failures" if link.failures >= MAX_FAILURES else ""


def _asks_now(session: Session, link: ResetLinkRow, person: UserAccountRow, now: datetime) -> tuple[Asks, datetime]:
    """Return what the link asks for, as the account stands now: it may have changed since the mail was sent."""
    if link.case_id is not None:
        return (Asks.NOTHING if link.usable_from <= now else Asks.WAITING), link.usable_from
    asks = _asks_of(session, _id(person), confirmed=person.email_confirmed_at is not None)
    if asks is not Asks.WAITING:
        return asks, link.usable_from
    usable_from = max(link.usable_from, link.created_at + WAITING_TIME)
    return (Asks.NOTHING if usable_from <= now else Asks.WAITING), usable_from


def prove_reset(
    session: Session, token: str, *, answered: Sequence[str], matches: bool, code: str, proof: str, now: datetime
) -> bool:
    """Note that this browser has shown who the person is, and return True; False counts as a failure.

    Args:
        answered: the hashes that the answers were compared with.
        matches: whether all of them matched.
        code: a recovery code in place of the answers; empty for none.
        proof: a new random token that this browser keeps.

    Raises:
        InvalidValue: the codes of ``find_reset``.
    """
    found = find_reset(session, token, now=now)
    _count_failure(session, token)
    if code:
        right = found.has_codes and use_recovery_code(session, found.user_id, code, now)
    else:
        stored = tuple(each.answer_hash for each in found.questions)
        # The questions may have changed since the answers were compared.
        right = matches and bool(stored) and stored == tuple(answered)
    if not right:
        _note(session, found.user_id, "reset.refused", now)
        return False
    session.connection().execute(
        update(ResetLinkRow)
        .where(col(ResetLinkRow.token_hash) == token_hash(token))
        .values(proof_hash=token_hash(proof), failures=col(ResetLinkRow.failures) - 1)
    )
    _note(session, found.user_id, "reset.proved", now)
    return True


def _count_failure(session: Session, token: str) -> None:
    """Count before judging, so that guesses made at the same moment cannot be more than the limit."""
    counted = session.connection().execute(
        update(ResetLinkRow)
        .where(col(ResetLinkRow.token_hash) == token_hash(token), col(ResetLinkRow.failures) < MAX_FAILURES)
        .values(failures=col(ResetLinkRow.failures) + 1)
    )
    if counted.rowcount != 1:
        raise InvalidValue("reset.failures")


def finish_reset(
    session: Session,
    token: str,
    *,
    proof: str,
    password_hash: str,
    questions: Sequence[StoredQuestion] = (),
    now: datetime,
) -> None:
    """Set the new password, use up all links of the person, end all their sessions, and tell them by mail.

    Identities of a provider open the account no more: whoever was in before may have linked one of theirs.

    Args:
        questions: new security questions, when the help desk let the person in.

    Raises:
        InvalidValue: the codes of ``find_reset``; ``reset.prove-first``, ``reset.too-early``, ``reset.help-desk``.
    """
    # Two uses at one moment wait for each other here: the second must not see half of what the first one changes.
    own = col(ResetLinkRow.token_hash) == token_hash(token)
    session.execute(select(col(ResetLinkRow.token_hash)).where(own).with_for_update())
    found = find_reset(session, token, proof=proof, now=now)
    _require_shown(found)
    _use_up(session, token, found.user_id, now)
    person = session.get_one(UserAccountRow, found.user_id, populate_existing=True)
    session.connection().execute(
        update(UserAccountRow)
        .where(col(UserAccountRow.id) == found.user_id)
        .values(
            password_hash=password_hash,
            password_changed_at=now,
            email_confirmed_at=person.email_confirmed_at or now,
        )
    )
    if questions:
        replace_questions(session, found.user_id, chosen=questions, now=now)
    if found.case_id is not None:
        _close_case(session, found.case_id, "done")
    end_all_sessions(session, Actor(found.user_id, found.name, found.email), now=now)
    forget_links(session, found.user_id, now=now)
    settle_address(session, person.email_key, now=now)
    put_mail(
        session,
        template="password-changed",
        language=person.language,
        recipient=person.email,
        now=now,
        path=f"/{person.language}/access-help/",
    )
    _note(session, found.user_id, "reset.done", now)


def _require_shown(found: OpenReset) -> None:
    if found.asks is Asks.WAITING:
        raise InvalidValue("reset.too-early")
    if found.asks is Asks.HELP_DESK:
        raise InvalidValue("reset.help-desk")
    if found.asks is not Asks.NOTHING and not found.proved:
        raise InvalidValue("reset.prove-first")


def _use_up(session: Session, token: str, user_id: int, now: datetime) -> None:
    """Use this link and all others of the person; of two at the same moment only one succeeds."""
    unused = (
        update(ResetLinkRow)
        .where(
            col(ResetLinkRow.user_id) == user_id,
            col(ResetLinkRow.used_at).is_(None),
            col(ResetLinkRow.stopped_at).is_(None),
        )
        .values(used_at=now)
    )
    mine = session.connection().execute(unused.where(col(ResetLinkRow.token_hash) == token_hash(token)))
    if mine.rowcount != 1:
        raise InvalidValue("reset.used")
    session.connection().execute(unused)


def stop_reset(session: Session, token: str, *, now: datetime) -> None:
    """Stop a link that is waiting: whoever reads mail at the address may, that is what the mail is for.

    Raises:
        InvalidValue: the codes of ``find_reset``.
    """
    found = find_reset(session, token, now=now)
    session.connection().execute(
        update(ResetLinkRow)
        .where(col(ResetLinkRow.token_hash) == token_hash(token), col(ResetLinkRow.used_at).is_(None))
        .values(stopped_at=now)
    )
    if found.case_id is not None:
        _close_case(session, found.case_id, "stopped")
    _note(session, found.user_id, "reset.stopped", now)


def void_links(session: Session, user_id: int, *, now: datetime) -> None:
    """Make all open links of a person worthless, since the address they went to is theirs no more."""
    session.connection().execute(
        update(ResetLinkRow)
        .where(col(ResetLinkRow.user_id) == user_id, col(ResetLinkRow.used_at).is_(None))
        .values(stopped_at=now)
    )


def _close_case(session: Session, case_id: int, status: str) -> None:
    session.connection().execute(update(AccessCaseRow).where(col(AccessCaseRow.id) == case_id).values(status=status))


def _id(person: UserAccountRow) -> int:
    assert person.id is not None
    return person.id


def _note(session: Session, user_id: int | None, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=user_id,
        action=action,
        subject=f"user/{user_id}" if user_id else "",
        now=now,
    )
