"""The guidance library in use: the newest version, and the version that each draft is pinned to."""

import threading
from datetime import datetime

from sqlmodel import Session

from ctpat_app.guidance.library import load_library, unpack
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.tables.library_versions import LibraryVersionRow

_versions: dict[str, Library] = {}
_current: Library | None = None
_lock = threading.Lock()


def keep_current(session: Session, *, now: datetime, library: Library | None = None) -> Library:
    """Load the content (or take ``library``), store it under its hash if it is new, and use it for new drafts."""
    global _current
    newest = library or load_library()
    if session.get(LibraryVersionRow, newest.hash) is None:
        session.add(LibraryVersionRow(hash=newest.hash, content=newest.packed, created_at=now))
        session.flush()
    with _lock:
        _versions[newest.hash] = _current = newest
    return newest


def current_library() -> Library:
    """Return the newest version."""
    if _current is None:
        raise RuntimeError("No library is loaded: call keep_current at start-up")
    return _current


def version_in_use() -> str:
    """Return the hash of the newest version; empty before one is loaded."""
    return _current.hash if _current else ""


def status_ref(status: str) -> Ref:
    """Return the name of a status as the content has it; the id itself for one that the content does not know."""
    words = current_library().statuses.get(status)
    return ref(f"statuses/{words.id}", "name", words.i18n.name) if words else Ref(status)


def library_version(session: Session, version: str) -> Library:
    """Return the immutable version stored under the hash ``version``; unpacked once a process."""
    with _lock:
        found = _versions.get(version)
    if found is None:
        found = unpack(session.get_one(LibraryVersionRow, version).content)
        with _lock:
            _versions[version] = found
    return found
