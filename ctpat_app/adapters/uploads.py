"""Takes in what is uploaded: to a folder of its own below the data folder, counted and hashed, gone afterwards."""

import asyncio
import errno
import fcntl
import hashlib
import os
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from ctpat_app.domain.errors import InvalidValue, Refusal, Unavailable

FOLDER: Final = "incoming"
BODY: Final = "body"
MEBI: Final = 1024 * 1024
AT_ONCE: Final = 3
"""Uploads of one person at a time, in one worker."""
BLOCK: Final = 1024 * 1024
"""So much is written at a time."""
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
WHOLE_SECONDS: Final = 15 * 60
PAUSE_SECONDS: Final = 60


@dataclass(frozen=True)
class Received:
    """A file as it came in; it stays until the upload is over."""

    file: Path
    size_bytes: int
    sha256: str

    @property
    def folder(self) -> Path:
        """A folder for what is made of the file; it goes with it."""
        return self.file.parent


@dataclass(frozen=True)
class Patience:
    """How long a sender may take: ``whole`` seconds for all, ``pause`` seconds from one part to the next."""

    whole: float = WHOLE_SECONDS
    pause: float = PAUSE_SECONDS


class Intake:
    """Takes files in for one worker."""

    def __init__(self, data_folder: Path, *, limit_mb: int, patience: Patience | None = None) -> None:
        self._folder = data_folder / FOLDER
        self._patience = patience or Patience()
        self._now: Counter[int] = Counter()
        self.limit_mb = limit_mb

    @property
    def limit_bytes(self) -> int:
        """The size of the largest file that is taken."""
        return self.limit_mb * MEBI

    @contextmanager
    def place_for(self, user_id: int) -> Iterator[None]:
        """Hold one of the person's places.

        Raises:
            Refusal: ``upload.too-many`` (``count``).
        """
        if self._now[user_id] >= AT_ONCE:
            raise Refusal("upload.too-many", count=AT_ONCE)
        self._now[user_id] += 1
        try:
            yield
        finally:
            self._now[user_id] -= 1
            if not self._now[user_id]:
                del self._now[user_id]

    @asynccontextmanager
    async def receive(self, body: AsyncIterator[bytes]) -> AsyncIterator[Received]:
        """Yield the whole ``body`` as a file.

        Raises:
            InvalidValue: ``upload.empty``, ``upload.too-large`` (``limit``), ``upload.too-slow``.
            Unavailable: ``storage.full``, ``storage.unavailable``.
        """
        folder = self._new_folder()
        try:
            with _held(folder):
                yield await self._whole(body, folder / BODY)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _new_folder(self) -> Path:
        with disk_told():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return Path(mkdtemp(dir=self._folder))

    async def _whole(self, body: AsyncIterator[bytes], file: Path) -> Received:
        digest, size, waiting = hashlib.sha256(), 0, bytearray()
        with disk_told(), file.open("wb") as target:

            def write() -> None:
                digest.update(waiting)
                target.write(waiting)
                waiting.clear()

            async for part in self._timed(body):
                size += len(part)
                if size > self.limit_bytes:
                    raise InvalidValue("upload.too-large", limit=self.limit_mb)
                waiting += part
                if len(waiting) >= BLOCK:
                    # A busy disk may take its time; nobody else is to wait for it.
                    await asyncio.to_thread(write)
            await asyncio.to_thread(write)
        if not size:
            raise InvalidValue("upload.empty")
        return Received(file, size, digest.hexdigest())

    async def _timed(self, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        parts, until = aiter(body), time.monotonic() + self._patience.whole
        while True:
            left = min(self._patience.pause, until - time.monotonic())
            try:
                async with asyncio.timeout(left):
                    part = await anext(parts, None)
            except TimeoutError as error:
                raise InvalidValue("upload.too-slow") from error
            if part is None:
                return
            yield part


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Lock the folder as long as the process lives: who finds it free knows that nobody is left to remove it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def remove_leftovers(data_folder: Path) -> int:
    """Remove what a server that was killed left behind, and return how many files that were."""
    left = [folder for folder in (data_folder / FOLDER).glob("*") if _is_left(folder)]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _is_left(folder: Path) -> bool:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return False  # it goes just now
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


@contextmanager
def disk_told() -> Iterator[None]:
    """Turn what the disk says into the kiosk's words."""
    try:
        yield
    except OSError as error:
        raise Unavailable("storage.full" if error.errno in _FULL else "storage.unavailable") from error
