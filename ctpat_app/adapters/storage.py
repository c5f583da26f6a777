"""The file store: where the bytes of documents lie, on the own disk or in an S3-compatible store, chosen by URL.

A file is written once under a key of its own and never changed: it is there as a whole or not at all.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from ctpat_app.domain.errors import Unavailable

if TYPE_CHECKING:
    from obstore.store import LocalStore, S3Store

CHUNK: Final = 256 * 1024
FOLDER: Final = "files"
"""Below the data folder, where no other store is named."""
_PATIENCE: Final = timedelta(seconds=10)
_FULL: Final = ("no space left", "quota", "file too large", "storagefull", "insufficient storage")


class Store(Protocol):
    """What the kiosk asks of a file store.

    Every method may raise ``Unavailable``: ``storage.full``, ``storage.unavailable``, and ``storage.missing`` for a key
    under which nothing lies.
    """

    def put(self, key: str, file: Path) -> None:
        """Keep the content of ``file`` under ``key``, which nobody may have used; durable on return."""

    def size(self, key: str) -> int:
        """Return the number of bytes under ``key``."""

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from ``start`` up to, not including, ``end``; the first failure comes before any of them."""

    def keys(self, older_than: datetime) -> Iterator[str]:
        """Yield the keys of all files that were written before ``older_than``."""

    def delete(self, key: str) -> None:
        """Remove a file; nothing happens when there is none."""


_store: Store | None = None


def open_storage(url: str, data_folder: Path, *, key_id: str = "", secret: str = "") -> Store:
    """Open the store at ``url`` for this process; an empty one is the folder ``files`` of the data folder."""
    global _store
    _store = make_store(url or (data_folder / FOLDER).absolute().as_uri(), key_id=key_id, secret=secret)
    return _store


def storage() -> Store:
    """Return the open store."""
    if _store is None:
        raise RuntimeError("No file store is open: call open_storage first")
    return _store


def make_store(url: str, *, key_id: str = "", secret: str = "") -> Store:
    """Return the store at ``url``: ``file:///folder`` or ``s3://bucket/prefix?endpoint=…&region=…``.

    Without ``key_id`` and ``secret`` an S3 store takes the credentials of the environment, as the tools of AWS do.
    """
    # The library is large; commands that keep no files do without it.
    from obstore.store import LocalStore

    parts = urlsplit(url)
    if parts.scheme == "file":
        root = Path(unquote(parts.path))
        return LocalFiles(LocalStore(root, mkdir=True), root)
    return ObjectStore(_s3(parts.netloc, parts.path.strip("/"), dict(parse_qsl(parts.query)), key_id, secret))


def _s3(bucket: str, prefix: str, options: dict[str, str], key_id: str, secret: str) -> "S3Store":
    from obstore.store import S3Store

    config: dict[str, Any] = {"region": options.get("region", "us-east-1")}
    if endpoint := options.get("endpoint"):
        config |= {"endpoint": endpoint, "virtual_hosted_style_request": False}
    if key_id:
        config |= {"access_key_id": key_id, "secret_access_key": secret}
    return S3Store(
        bucket,
        prefix=prefix or None,
        # Without this a store that is down would keep a person waiting for three minutes.
        retry_config={"max_retries": 2, "retry_timeout": _PATIENCE},
        client_options={
            "connect_timeout": timedelta(seconds=3),
            "timeout": timedelta(seconds=60),
            "allow_http": options.get("endpoint", "").startswith("http://"),
        },
        **config,
    )


class ObjectStore:
    """A ``Store`` in whatever the library can open."""

    def __init__(self, store: "LocalStore | S3Store") -> None:
        self._store = store

    def put(self, key: str, file: Path) -> None:
        """Keep the content of ``file`` under ``key``."""
        import obstore

        with _told(), file.open("rb") as source:
            obstore.put(self._store, key, source, mode="create")

    def size(self, key: str) -> int:
        """Return the number of bytes under ``key``."""
        import obstore

        with _told():
            return obstore.head(self._store, key)["size"]

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from ``start`` up to ``end``."""
        import obstore

        stop = self.size(key) if end is None else end
        if start >= stop:
            return iter(())
        with _told():
            result = obstore.get(self._store, key, options={"range": (start, stop)})
        return self._chunks(result)

    def _chunks(self, result: Any) -> Iterator[bytes]:
        with _told():
            for chunk in result.stream(min_chunk_size=CHUNK):
                yield bytes(chunk)

    def keys(self, older_than: datetime) -> Iterator[str]:
        """Yield the keys of all files that were written before ``older_than``."""
        import obstore

        with _told():
            for batch in obstore.list(self._store):
                yield from (each["path"] for each in batch if each["last_modified"].astimezone(UTC) < older_than)

    def delete(self, key: str) -> None:
        """Remove a file."""
        import obstore
        from obstore.exceptions import NotFoundError

        try:
            with _told():
                obstore.delete(self._store, key)
        except Unavailable as refusal:
            if not isinstance(refusal.__cause__, (NotFoundError, FileNotFoundError)):
                raise


class LocalFiles(ObjectStore):
    """A ``Store`` in a folder of this machine."""

    def __init__(self, store: "LocalStore", root: Path) -> None:
        super().__init__(store)
        self._root = root

    def put(self, key: str, file: Path) -> None:
        """Keep the content of ``file`` under ``key``."""
        super().put(key, file)
        written = self._root / key
        with _told():
            # The library renames into place, but leaves it to the machine when that reaches the disk.
            for each in (written, *written.relative_to(self._root).parents):
                _sync(self._root / each)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the library raises into the kiosk's words; what a store says may hold addresses and keys."""
    from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError

    try:
        yield
    except AlreadyExistsError:
        raise  # a key is random and used once: that it exists is a fault of the program
    except (NotFoundError, FileNotFoundError) as error:
        raise Unavailable("storage.missing") from error
    except (BaseError, OSError) as error:
        full = any(word in str(error).casefold() for word in _FULL)
        raise Unavailable("storage.full" if full else "storage.unavailable") from error
