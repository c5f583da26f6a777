"""Taking one change back: the place stands again as it was sent. A statement goes back with all that belongs to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.answers import AnswerBook
from ctpat_app.guidance.english import EnglishState, english_state
from ctpat_app.guidance.questions import CRITERION, ENGLISH, OF_CRITERION, questions_of, steps_of
from ctpat_app.guidance.records import Library
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.attachments import attach_document, detach_document
from ctpat_app.services.audit import write_audit
from ctpat_app.services.changed_files import ChangedFile, changed_files
from ctpat_app.services.drafts import read_book, require_answering, save_answer, set_row_present
from ctpat_app.services.english import confirm_english
from ctpat_app.services.library import library_version
from ctpat_app.services.profile_changes import ChangedPlace, base_of, changed_places


@dataclass(frozen=True)
class Change:
    """What was changed in one place: a statement with all beside it, an entry of a list, or one answer.

    ``stamp`` grows with each further edit there: who takes the change back says which one they saw.
    """

    key: str
    row: str
    places: tuple[ChangedPlace, ...]
    files: tuple[ChangedFile, ...]
    stamp: int


def list_changes(session: Session, draft_id: int, library: Library, flow: str) -> tuple[Change, ...]:
    """Return what was changed in a draft of changes, place by place; the caller authorizes."""
    lists = _lists(library, flow)
    grouped: dict[tuple[str, str], tuple[list[ChangedPlace], list[ChangedFile]]] = {}
    for change in changed_places(session, draft_id):
        grouped.setdefault(_place_of(change, lists), ([], []))[0].append(change)
    for file in changed_files(session, draft_id):
        grouped.setdefault((file.key, ""), ([], []))[1].append(file)
    return tuple(
        Change(key, row, tuple(places), tuple(files), sum(each.version for each in places) + len(files))
        for (key, row), (places, files) in grouped.items()
    )


def take_back(
    session: Session, actor: Actor, *, draft_id: int, key: str, row_key: str, stamp: int, now: datetime
) -> None:
    """Let one place stand again as it was sent.

    Args:
        session: an open session.
        actor: who takes it back.
        draft_id: the draft of changes.
        key: as ``list_changes`` names the place.
        row_key: likewise.
        stamp: of the change as it was shown.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
        InvalidValue: ``changes.nothing-there``.
        StaleVersion: somebody changed the place since it was shown.
        Refusal: as saving an answer.
    """
    access = require_answering(session, actor, draft_id)
    access.require_open()
    base = base_of(session, draft_id)
    library = library_version(session, access.library_hash)
    found = {(each.key, each.row): each for each in list_changes(session, draft_id, library, access.flow)}
    change = found.get((key, row_key))
    if base is None or change is None:
        raise InvalidValue("changes.nothing-there")
    if change.stamp != stamp:
        raise StaleVersion(theirs=change.places[0].after if change.places else "", version=change.stamp)
    back = _Back(session, actor, access, read_book(session, base), now)
    back.answers(change.places, _lists(library, access.flow))
    back.files(change.files)
    if key.startswith(CRITERION):
        back.english(key.removeprefix(CRITERION))
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="change.taken-back",
        subject=f"draft:{draft_id}/{key}/{row_key}",
        now=now,
    )


def _lists(library: Library, flow: str) -> dict[str, str]:
    """Return for each question in a list of entries that people add the list, and each list itself."""
    own = {step.list.id for step in steps_of(library, flow).values() if step.list and not step.list.rows_from}
    inside = {key: each.list_id for key, each in questions_of(library, flow).items() if each.list_id in own}
    return inside | {each: each for each in own}


def _place_of(change: ChangedPlace, lists: dict[str, str]) -> tuple[str, str]:
    for prefix in OF_CRITERION:
        if change.key.startswith(prefix):
            return CRITERION + change.key.removeprefix(prefix), ""
    return lists.get(change.key, change.key), change.row


@dataclass(frozen=True)
class _Back:
    """Writes the answers of ``before`` into the draft, as ``actor`` may."""

    session: Session
    actor: Actor
    access: DraftAccess
    before: AnswerBook
    now: datetime

    def answers(self, places: Iterable[ChangedPlace], lists: dict[str, str]) -> None:
        """Bring answers back; an entry that was added goes as a whole, and one that was removed comes back first."""
        entries = [each for each in places if lists.get(each.key) == each.key]
        for each in entries:
            self._set_present(each)
        if any(not each.before for each in entries):
            return
        for each in (each for each in places if each not in entries):
            self._save(each)

    def _set_present(self, place: ChangedPlace) -> None:
        set_row_present(
            self.session,
            self.actor,
            draft_id=self.access.draft_id,
            list_id=place.key,
            row_key=place.row,
            present=bool(place.before),
            language=place.before_language or place.after_language,
            now=self.now,
        )

    def _save(self, place: ChangedPlace) -> None:
        was = self.before.get(place.key, place.row)
        save_answer(
            self.session,
            self.actor,
            draft_id=self.access.draft_id,
            key=place.key,
            row_key=place.row,
            seen_version=place.version,
            text=was.clear if was else "",
            language=was.language if was else place.after_language,
            now=self.now,
        )

    def files(self, changed: Iterable[ChangedFile]) -> None:
        """Take away what came and bring back what went; a newer version of a file stays: nothing is deleted."""
        draft = self.access.draft_id
        for file in changed:
            act = detach_document if file.came else attach_document if file.went else None
            if act:
                self.access.require(Permission.DOCUMENTS_REPLACE)
                act(self.session, self.actor, draft_id=draft, key=file.key, document_id=file.document_id, now=self.now)

    def english(self, criterion: str) -> None:
        """Say that the English version fits again, where it did when both were sent."""
        book = read_book(self.session, self.access.draft_id)
        original, english = book.get(CRITERION + criterion), book.get(ENGLISH + criterion)
        fitted = english_state(self.before, criterion) is EnglishState.CURRENT
        if fitted and original and english and english_state(book, criterion) is EnglishState.OUTDATED:
            confirm_english(
                self.session,
                self.actor,
                draft_id=self.access.draft_id,
                criterion_id=criterion,
                seen_version=english.version,
                of_version=original.version,
                now=self.now,
            )
