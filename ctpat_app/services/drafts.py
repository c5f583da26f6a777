"""Answers of a draft: read them all, save one, add and delete rows. One answer, one transaction."""

import secrets
from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, insert, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, Refusal, StaleVersion
from ctpat_app.domain.identifiers import mask
from ctpat_app.domain.permissions import Actor, Permission, Role
from ctpat_app.guidance.answers import ROW_PRESENT, AccountFacts, AnswerBook, StoredAnswer, split
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.path import FROM_ANSWERS
from ctpat_app.guidance.questions import CRITERION, ENGLISH, Question, choices_of, questions_of, steps_of
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.schema import CHOSEN, FieldKind, IdentifierKind
from ctpat_app.guidance.shapes import Fault, Setting, Taken, take
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.given import or_given
from ctpat_app.services.library import library_version
from ctpat_app.services.reading import read
from ctpat_app.services.signatures import MRA_CONSENT, has_signature, void_signatures
from ctpat_app.services.trade_accounts import account_facts
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.drafts import AnswerHistoryRow, AnswerRow, DraftRow, SubmissionRow, TakenAnswerRow
from ctpat_app.tables.security_models import SecurityModelRow

# Who may give which kind of answer is code, not content: editing content can never grant a right.
PERMISSION_OF_KIND: dict[FieldKind, Permission] = {
    FieldKind.IDENTIFIER: Permission.IDENTIFIER_ADD,
    FieldKind.CONTACT_ROLE: Permission.CONTACTS_SET_ROLES,
    FieldKind.PRIMARY_CONTACT: Permission.CONTACTS_SET_ROLES,
    FieldKind.CONSENT: Permission.AGREEMENT_SIGN,
    FieldKind.YES_NO: Permission.ELIGIBILITY_ANSWER,
}
KEPT = ("draft_id", "key", "row_key", "value", "secret", "language", "version", "user_id", "saved_at", "aside")
"""What of an answer goes into its history."""
HIDDEN = "•••"
"""Shown for a personal identifier whose shape is not right yet: no part of it may be seen."""
SECURITY_MODEL = "security_model"
APPLICATION = "application"
"""The flow of the application."""
TRADE_ACCOUNT = "trade_account"
"""What a draft is about: one security model, or the company as a whole."""
NO_CONTACT = "none"
"""The contact role of a member who has no part in the application."""

CurrentAnswer = tuple[int, str, str | None, int, int, str]
"""Id, value, secret, version, writer and tab of a stored answer."""

# Built once: building a statement costs more than running it, and every saved answer runs most of them.
_BOOK = (
    select(
        col(AnswerRow.key),
        col(AnswerRow.row_key),
        col(AnswerRow.value),
        col(AnswerRow.version),
        col(AnswerRow.secret),
        col(AnswerRow.language),
        col(UserAccountRow.name),
        col(AnswerRow.saved_at),
        col(AnswerRow.of_version),
    )
    .join(UserAccountRow, col(UserAccountRow.id) == col(AnswerRow.user_id))
    .where(col(AnswerRow.draft_id) == bindparam("of_draft"))
    .order_by(col(AnswerRow.id))
)
_TAKEN = (
    select(col(TakenAnswerRow.key), col(TakenAnswerRow.row_key), col(SubmissionRow.submitted_at))
    .join(SubmissionRow, col(SubmissionRow.draft_id) == col(TakenAnswerRow.from_draft_id))
    .join(
        AnswerRow,
        and_(
            col(AnswerRow.draft_id) == col(TakenAnswerRow.draft_id),
            col(AnswerRow.key) == col(TakenAnswerRow.key),
            col(AnswerRow.row_key) == col(TakenAnswerRow.row_key),
            col(AnswerRow.version) == col(TakenAnswerRow.version),
        ),
    )
    .where(col(TakenAnswerRow.draft_id) == bindparam("of_draft"), col(TakenAnswerRow.confirmed_at).is_(None))
)
_CURRENT = select(
    col(AnswerRow.id),
    col(AnswerRow.value),
    col(AnswerRow.secret),
    col(AnswerRow.version),
    col(AnswerRow.user_id),
    col(AnswerRow.tab),
).where(
    col(AnswerRow.draft_id) == bindparam("of_draft"),
    col(AnswerRow.key) == bindparam("of_key"),
    col(AnswerRow.row_key) == bindparam("of_row"),
)
_CURRENT_TO_WRITE = _CURRENT.with_for_update()
_NEW = insert(AnswerRow)
_KEEP = insert(AnswerHistoryRow).from_select(
    KEPT,
    select(*(getattr(AnswerRow, name) for name in KEPT[:-1]), literal("")).where(
        col(AnswerRow.id) == bindparam("of_id")
    ),
    include_defaults=False,
)
_REPLACE = update(AnswerRow).where(
    col(AnswerRow.id) == bindparam("of_id"), col(AnswerRow.version) == bindparam("of_current")
)


@dataclass(frozen=True)
class SavedAnswer:
    """What is stored now: ``value`` as it may be shown, its version, and what there is to say about it."""

    key: str
    row: str
    value: str
    version: int
    faults: tuple[Fault, ...] = ()
    changed: bool = True


@dataclass(frozen=True)
class SeenAnswer:
    """One value from the browser: what it refers to was fixed when the field was shown."""

    key: str
    row: str
    seen_version: int
    text: str
    of_version: int | None = None
    """Of an English version: the version of the answer it was written beside; None for the newest one."""


@dataclass(frozen=True)
class Writer:
    """Who writes, where, in which language, from which browser tab, and when."""

    actor: Actor
    access: DraftAccess
    language: str
    tab: str
    now: datetime


def read_situation(
    session: Session, access: DraftAccess, *, now: datetime, library: Library | None = None
) -> Situation:
    """Return the draft as the engines look at it, under its pinned library version (or ``library``)."""
    pinned = library or library_version(session, access.library_hash)
    facts = facts_for(session, access)
    book = replace(read_book(session, access.draft_id), taken=_taken_answers(session, access.draft_id))
    return Situation(pinned, access.flow, book, facts, now.date())


def _taken_answers(session: Session, draft_id: int) -> dict[tuple[str, str], date]:
    return {(key, row): sent_at.date() for key, row, sent_at in read(session, _TAKEN, of_draft=draft_id)}


def facts_for(session: Session, access: DraftAccess) -> AccountFacts:
    """Return what conditions and option lists of the draft may look at besides its answers."""
    consented = has_signature(session, access.subject_kind, access.subject_id, MRA_CONSENT)
    return replace(account_facts(session, access.trade_account_id), mra_consent=consented)


def read_book(session: Session, draft_id: int) -> AnswerBook:
    """Return the newest answers of the draft, in the order in which each was first given."""
    return AnswerBook.of(StoredAnswer(*row) for row in read(session, _BOOK, of_draft=draft_id))


def save_answer(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    key: str,
    row_key: str,
    seen_version: int,
    text: str,
    language: str,
    now: datetime,
    tab: str = "",
    of_version: int | None = None,
) -> SavedAnswer:
    """Save one answer, when nobody wrote another text since ``seen_version`` was shown; the same text writes nothing.

    ``tab`` names the browser tab: what it wrote itself is no conflict, though the version may not have reached it yet.
    ``of_version`` is that of the answer beside which an English version was written; None for the newest one.

    Raises:
        NotPermitted: not their draft, or not their kind of answer.
        InvalidValue: ``question.unknown``, ``row.unknown``, or a value that cannot be kept at all.
        StaleVersion: ``answer.changed-meanwhile``, with the other text.
        Refusal: ``draft.frozen``, ``identifiers.locked``, ``contacts.own-role``.
    """
    access = or_given(session, actor, draft_id, require_form)
    seen = SeenAnswer(key, row_key, seen_version, text, of_version)
    return _save(session, Writer(actor, access, language, tab, now), seen)


def save_answers(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    seen: Collection[SeenAnswer],
    language: str,
    now: datetime,
    tab: str = "",
) -> list[SavedAnswer | Refusal]:
    """Save several answers of one screen; what is refused stands in the place of its answer, the others are saved."""
    access = or_given(session, actor, draft_id, require_reading)
    writer = Writer(actor, access, language, tab, now)
    return [_saved_or_refused(session, writer, item) for item in seen]


def _saved_or_refused(session: Session, writer: Writer, seen: SeenAnswer) -> SavedAnswer | Refusal:
    try:
        return _save(session, writer, seen)
    except Refusal as refusal:
        return refusal


def require_reading(session: Session, actor: Actor, draft_id: int) -> DraftAccess:
    """Return the draft for who may read it."""
    return require_draft(session, actor, draft_id, Permission.APPLICATION_READ)


def applications_of(model_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return what picks the applications of a security model, changes of its profile included."""
    return (
        col(DraftRow.subject_kind) == SECURITY_MODEL,
        col(DraftRow.subject_id) == model_id,
        col(DraftRow.flow) == APPLICATION,
        col(DraftRow.removed_at).is_(None),
    )


def newest_application(session: Session, model_id: int) -> int | None:
    """Return the application of a security model that counts, or None; the caller authorizes.

    That is the newest one that was sent: changes to it count once they are sent as well. While none was, it is the one
    in the making.
    """
    sent_first = case((col(DraftRow.frozen_at).is_(None), 1), else_=0)
    query = select(col(DraftRow.id)).where(*applications_of(model_id))
    return session.scalars(query.order_by(sent_first, col(DraftRow.id).desc())).first()


def require_answering(session: Session, actor: Actor, draft_id: int) -> DraftAccess:
    """Return the draft for who may answer its statements."""
    return require_draft(session, actor, draft_id, Permission.PROFILE_ANSWER)


def require_form(session: Session, actor: Actor, draft_id: int) -> DraftAccess:
    """Return the draft for who reads it, and for a specialist, who may enter identifiers; each answer asks for more."""
    return require_draft(session, actor, draft_id, Permission.APPLICATION_READ, or_else=Permission.IDENTIFIER_ADD)


def _save(session: Session, writer: Writer, seen: SeenAnswer) -> SavedAnswer:
    access = writer.access
    access.require_open()
    library = library_version(session, access.library_hash)
    question = questions_of(library, access.flow).get(seen.key)
    if question is None:
        raise InvalidValue("question.unknown")
    access.require_answer(permission_for(library, access.flow, question), seen.key)
    _require_row(session, access, question, seen.row)
    _require_own_role_kept(access, question, seen)
    identifier = _identifier(session, library, access, question, seen.row)
    _require_unlocked(session, access, identifier, *_kinds_touched(session, library, access, question, seen))
    options = _options(session, library, access, question, seen.row, writer.now.date())
    taken = take(question, seen.text, Setting(writer.now.date(), options, identifier))
    saved = _write(session, writer, seen, taken, identifier)
    if saved.changed and question.list_id:
        _protect_row(session, library, access, question, seen.row, writer.now.date())
    return saved


def permission_for(library: Library, flow: str, question: Question) -> Permission:
    """Return what a person must hold to answer ``question``."""
    # All answers of a row belong together: choosing the kind of an identifier is part of entering it.
    step = steps_of(library, flow)[question.step]
    kinds = [item.kind for item in step.row_fields] if question.list_id else [question.kind]
    return next((PERMISSION_OF_KIND[kind] for kind in kinds if kind in PERMISSION_OF_KIND), Permission.PROFILE_ANSWER)


def _require_row(session: Session, access: DraftAccess, question: Question, row: str) -> None:
    if not question.list_id:
        if row:
            raise InvalidValue("row.unknown")
        return
    if not (row.isascii() and row.isalnum()):
        known = False  # no database takes every text that a browser can send
    elif question.kind is FieldKind.CONTACT_ROLE:
        known = any(member.id == row for member in account_facts(session, access.trade_account_id).members)
    else:
        found = _current(session, access.draft_id, question.list_id, row)
        known = found is not None and bool(found.value)
    if not known:
        raise InvalidValue("row.unknown")


def _require_own_role_kept(access: DraftAccess, question: Question, seen: SeenAnswer) -> None:
    # Whoever names the roles stays able to: so there is always somebody who can, and nobody locks themselves out.
    is_own = question.kind is FieldKind.CONTACT_ROLE and seen.row == str(access.membership_id)
    if is_own and seen.text in {NO_CONTACT, Role.CONSULTANT.value}:
        raise Refusal("contacts.own-role")


def _identifier(
    session: Session, library: Library, access: DraftAccess, question: Question, row: str
) -> IdentifierKind | None:
    if question.kind is not FieldKind.IDENTIFIER:
        return None
    chosen = _current(session, access.draft_id, question.format_of, row)
    return library.identifiers.get(chosen.value) if chosen else None


def _kinds_touched(
    session: Session, library: Library, access: DraftAccess, question: Question, seen: SeenAnswer
) -> list[IdentifierKind | None]:
    """Return the kinds of identifier that a new answer to ``question`` gives up and takes on."""
    if question.options_from != "identifiers":
        return []
    current = _current(session, access.draft_id, seen.key, seen.row)
    if current is not None and current.value == seen.text:
        return []
    return [library.identifiers.get(current.value) if current else None, library.identifiers.get(seen.text)]


def _options(
    session: Session, library: Library, access: DraftAccess, question: Question, row: str, today: date
) -> list[str]:
    if question.kind not in CHOSEN:
        return []
    # What is stored may stay: that it is not offered any more is told when the draft is checked.
    current = _current(session, access.draft_id, question.key, row)
    kept = list(split(current.value)) if current else []
    if not question.options_from:
        return [*(choice.id for choice in question.options), *kept]
    facts = account_facts(session, access.trade_account_id)
    if question.options_from not in FROM_ANSWERS:
        return [*(choice.id for choice in choices_of(library, question, facts, ())), *kept]
    situation = Situation(library, access.flow, read_book(session, access.draft_id), facts, today)
    return [*(choice.id for choice in situation.choices(question)), *kept]


def _current(
    session: Session, draft_id: int, key: str, row: str, *, to_write: bool = False
) -> Row[CurrentAnswer] | None:
    # PostgreSQL lets two writers come this far: the second waits here and then sees what the first has written.
    query = _CURRENT_TO_WRITE if to_write else _CURRENT
    return read(session, query, of_draft=draft_id, of_key=key, of_row=row).first()


def _write(
    session: Session, writer: Writer, seen: SeenAnswer, taken: Taken, identifier: IdentifierKind | None
) -> SavedAnswer:
    access = writer.access
    value, secret = _protected(taken, identifier)
    current = _current(session, access.draft_id, seen.key, seen.row, to_write=True)
    if current is None and not taken.stored:
        return SavedAnswer(seen.key, seen.row, "", 0, changed=False)
    if current is not None and _is_same(current, taken.stored):
        return SavedAnswer(seen.key, seen.row, current.value, current.version, taken.faults, changed=False)
    stored_version = current.version if current else 0
    if stored_version != seen.seen_version and not (current and writer.tab and current.tab == writer.tab):
        raise _stale(session, current)
    values = {
        "value": value,
        "secret": secret,
        "language": "en" if seen.key.startswith(ENGLISH) else writer.language,
        "version": stored_version + 1,
        "user_id": writer.actor.user_id,
        "tab": writer.tab,
        "saved_at": writer.now,
        "of_version": _of_version(session, writer, seen),
    }
    if current is None:
        _insert(session, draft_id=access.draft_id, key=seen.key, row_key=seen.row, **values)
    else:
        _replace(session, current.id, current.version, values)
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=writer.actor.user_id,
        action="answer.saved",
        subject=f"draft:{access.draft_id}/{seen.key}/{seen.row}",
        now=writer.now,
        version=stored_version + 1,
    )
    void_signatures(session, access, now=writer.now)
    return SavedAnswer(seen.key, seen.row, value, stored_version + 1, taken.faults)


def _of_version(session: Session, writer: Writer, seen: SeenAnswer) -> int:
    """Return the version of the answer that an English version is for: what the same tab wrote, its writer has seen."""
    if not seen.key.startswith(ENGLISH):
        return 0
    original = _current(session, writer.access.draft_id, CRITERION + seen.key.removeprefix(ENGLISH), "")
    if original is None:
        return 0
    newest: int = original.version
    own_tab = writer.tab != "" and original.tab == writer.tab
    return newest if seen.of_version is None or own_tab else min(seen.of_version, newest)


def _is_same(current: Row[CurrentAnswer], typed: str) -> bool:
    # A masked field that was only passed through sends its own mask back: nothing was typed.
    return typed == current.value or (current.secret is not None and typed == current.secret)


def _protected(taken: Taken, identifier: IdentifierKind | None) -> tuple[str, str | None]:
    if identifier is None or not identifier.sensitive or not taken.stored:
        return taken.stored, None
    valid = not any(fault.level == "error" for fault in taken.faults)
    return (mask(identifier, taken.stored) if valid else HIDDEN), taken.stored


def _stale(session: Session, current: Row[CurrentAnswer] | None) -> StaleVersion:
    if current is None:
        return StaleVersion(theirs="", version=0)
    who = session.get(UserAccountRow, current.user_id)
    return StaleVersion(theirs=current.value, version=current.version, who=who.name if who else "")


def _insert(session: Session, **values: object) -> None:
    # Two first answers at one moment: PostgreSQL lets the second one run into the constraint.
    guard = session.begin_nested() if session.get_bind().dialect.name == "postgresql" else nullcontext()
    try:
        with guard:
            session.connection().execute(_NEW, values)
    except IntegrityError:
        draft_id, key, row = values["draft_id"], values["key"], values["row_key"]
        raise _stale(session, _current(session, draft_id, key, row)) from None  # type: ignore[arg-type]


def _replace(session: Session, answer_id: int, version: int, values: dict[str, object]) -> None:
    connection = session.connection()
    connection.execute(_KEEP, {"of_id": answer_id})
    changed = connection.execute(_REPLACE, {**values, "of_id": answer_id, "of_current": version})
    if changed.rowcount != 1:
        raise StaleVersion(theirs="", version=version + 1)


# ---------------------------------------------------------------- rows


def add_row(session: Session, actor: Actor, *, draft_id: int, list_id: str, language: str, now: datetime) -> str:
    """Add a row to the list ``list_id`` and return its key.

    Raises:
        NotPermitted, Refusal: as ``save_answer``; ``row.too-many`` (``limit``).
    """
    access, limit = _require_list(session, actor, draft_id, list_id)
    rows = read_book(session, draft_id).rows(list_id)
    if len(rows) >= limit:
        raise InvalidValue("row.too-many", limit=limit)
    row = secrets.token_hex(4)
    _insert(
        session,
        draft_id=draft_id,
        key=list_id,
        row_key=row,
        value=ROW_PRESENT,
        language=language,
        version=1,
        user_id=actor.user_id,
        saved_at=now,
    )
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="row.added",
        subject=f"draft:{draft_id}/{list_id}/{row}",
        now=now,
    )
    void_signatures(session, access, now=now)
    return row


def set_row_present(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    list_id: str,
    row_key: str,
    present: bool,
    language: str,
    now: datetime,
) -> None:
    """Delete a row, or bring a deleted one back with all that it held.

    Raises:
        NotPermitted, Refusal: as ``save_answer``; ``row.unknown``, ``identifiers.locked``.
    """
    access, _limit = _require_list(session, actor, draft_id, list_id)
    current = _current(session, draft_id, list_id, row_key) if row_key.isascii() and row_key.isalnum() else None
    if current is None:
        raise InvalidValue("row.unknown")
    _require_unlocked(session, access, _identifier_of_row(session, access, list_id, row_key))
    if bool(current.value) is present:
        return
    values: dict[str, object] = {
        "value": ROW_PRESENT if present else "",
        "version": current.version + 1,
        "saved_at": now,
        "user_id": actor.user_id,
        "language": language,
    }
    _replace(session, current.id, current.version, values)
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="row.restored" if present else "row.deleted",
        subject=f"draft:{draft_id}/{list_id}/{row_key}",
        now=now,
    )
    void_signatures(session, access, now=now)


def _require_list(session: Session, actor: Actor, draft_id: int, list_id: str) -> tuple[DraftAccess, int]:
    """Return the draft, and how many rows the list may hold."""
    access = require_form(session, actor, draft_id)
    access.require_open()
    library = library_version(session, access.library_hash)
    step = next(
        (item for item in steps_of(library, access.flow).values() if item.list and item.list.id == list_id), None
    )
    if step is None or step.list is None or step.list.rows_from:
        raise InvalidValue("row.unknown")
    kinds = [item.kind for item in step.row_fields]
    wanted = next((PERMISSION_OF_KIND[kind] for kind in kinds if kind in PERMISSION_OF_KIND), Permission.PROFILE_ANSWER)
    access.require(wanted)
    return access, step.list.max


def _identifier_of_row(session: Session, access: DraftAccess, list_id: str, row: str) -> IdentifierKind | None:
    library = library_version(session, access.library_hash)
    for question in questions_of(library, access.flow).values():
        if question.list_id == list_id and question.kind is FieldKind.IDENTIFIER:
            return _identifier(session, library, access, question, row)
    return None


def _require_unlocked(session: Session, access: DraftAccess, *identifiers: IdentifierKind | None) -> None:
    if not any(identifier and identifier.locked_after_submission for identifier in identifiers):
        return
    if access.allows(Permission.IDENTIFIER_CHANGE_LOCKED):
        return
    submitted = select(col(SecurityModelRow.first_submitted_at)).where(col(SecurityModelRow.id) == access.subject_id)
    if access.subject_kind == SECURITY_MODEL and session.execute(submitted).scalar_one() is not None:
        raise Refusal("identifiers.locked")


def _protect_row(
    session: Session, library: Library, access: DraftAccess, question: Question, row: str, today: date
) -> None:
    """Encrypt what was typed before its kind turned out to be personal, earlier versions included."""
    for other in questions_of(library, access.flow).values():
        if other.format_of != question.key:
            continue
        identifier = _identifier(session, library, access, other, row)
        current = _current(session, access.draft_id, other.key, row)
        if identifier is None or not identifier.sensitive or current is None:
            continue
        for table in (AnswerRow, AnswerHistoryRow):
            _hide(session, table, access.draft_id, other, row, identifier, today)


def _hide(
    session: Session,
    table: type[AnswerRow] | type[AnswerHistoryRow],
    draft_id: int,
    question: Question,
    row: str,
    identifier: IdentifierKind,
    today: date,
) -> None:
    stored = select(col(table.id), col(table.value), col(table.secret)).where(
        col(table.draft_id) == draft_id, col(table.key) == question.key, col(table.row_key) == row
    )
    for number, value, secret in session.execute(stored).all():
        # The mask is that of the new kind: the one of another kind could show more.
        clear = value if secret is None else secret
        shown, hidden = _protected(take(question, clear, Setting(today, identifier=identifier)), identifier)
        session.execute(update(table).where(col(table.id) == number).values(value=shown, secret=hidden))
