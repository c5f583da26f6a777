"""The file store: the same tests for the own disk and for S3, then what goes wrong with each."""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.exceptions import AlreadyExistsError

from ctpat_app.adapters.storage import CHUNK, Store, make_store, open_storage, storage
from ctpat_app.domain.errors import Unavailable
from tests.servers import Process, s3_server

KEY = "documents/2026/03/abc"
CONTENT = os.urandom(3 * CHUNK + 17)
SOON = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(scope="module")
def s3() -> Iterator[Process]:
    with s3_server() as server:
        yield server


@pytest.fixture(params=["disk", pytest.param("s3", marks=pytest.mark.server)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    url = (tmp_path / "files").as_uri() if request.param == "disk" else request.getfixturevalue("s3").url
    opened = make_store(url, key_id="any", secret="any")
    yield opened
    for key in list(opened.keys(SOON)):
        opened.delete(key)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "body"
    made.write_bytes(CONTENT)
    return made


def test_what_was_put_is_read_as_a_whole_and_in_parts(store: Store, file: Path) -> None:
    store.put(KEY, file)
    assert store.size(KEY) == len(CONTENT)
    assert b"".join(store.read(KEY)) == CONTENT
    for start, end in ((0, 1), (5, 10), (CHUNK - 1, CHUNK + 1), (len(CONTENT) - 3, len(CONTENT)), (7, 7)):
        assert b"".join(store.read(KEY, start, end)) == CONTENT[start:end]
    assert b"".join(store.read(KEY, len(CONTENT) - 3)) == CONTENT[-3:]


def test_a_key_is_written_once(store: Store, file: Path, tmp_path: Path) -> None:
    store.put(KEY, file)
    other = tmp_path / "other"
    other.write_bytes(b"other")
    with pytest.raises(AlreadyExistsError):
        store.put(KEY, other)
    assert b"".join(store.read(KEY)) == CONTENT


def test_an_empty_file_is_a_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    store.put(KEY, tmp_path / "empty")
    assert (store.size(KEY), list(store.read(KEY))) == (0, [])


def test_what_is_not_there_is_told_before_the_first_byte(store: Store) -> None:
    for ask in (store.size, store.read, lambda key: store.read(key, 0, 5)):
        with pytest.raises(Unavailable) as refused:
            ask(KEY)
        assert refused.value.code == "storage.missing"


def test_files_are_listed_by_age_and_removed(store: Store, file: Path) -> None:
    store.put(KEY, file)
    assert list(store.keys(SOON)) == [KEY]
    assert list(store.keys(datetime.now(UTC) - timedelta(hours=1))) == []
    store.delete(KEY)
    store.delete(KEY)
    assert list(store.keys(SOON)) == []


def test_no_key_leaves_the_folder(tmp_path: Path, file: Path) -> None:
    store = make_store((tmp_path / "files").as_uri())
    with pytest.raises(ValueError, match="illegal"):
        store.put("../outside", file)
    assert not (tmp_path / "outside").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False)
    if mounted.returncode and os.environ.get("CI") != "true":
        pytest.skip("only root can make a small disk")
    assert mounted.returncode == 0
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_told_and_leaves_nothing_half_written(small_disk: Path, tmp_path: Path) -> None:
    store, large, small = make_store(small_disk.as_uri()), tmp_path / "large", tmp_path / "small"
    large.write_bytes(bytes(2_000_000))
    small.write_bytes(b"small")
    with pytest.raises(Unavailable) as refused:
        store.put(KEY, large)
    assert refused.value.code == "storage.full"
    assert [each for each in small_disk.rglob("*") if each.is_file()] == []
    store.put(KEY, small)
    assert list(store.keys(SOON)) == [KEY], "there is room again"


@pytest.mark.server
def test_a_store_that_is_down_is_told_soon(file: Path) -> None:
    with s3_server() as server:
        store = make_store(server.url, key_id="any", secret="any")
        store.put(KEY, file)
        server.stop()
        begun = datetime.now(UTC)
        for ask in (lambda: store.put("other", file), lambda: store.read(KEY), lambda: list(store.keys(SOON))):
            with pytest.raises(Unavailable) as refused:
                ask()
            assert refused.value.code == "storage.unavailable"
        assert datetime.now(UTC) - begun < timedelta(seconds=40)


def test_without_an_address_files_lie_below_the_data_folder(tmp_path: Path, file: Path) -> None:
    open_storage("", tmp_path / "data of the kiosk").put(KEY, file)
    assert (tmp_path / "data of the kiosk" / "files" / KEY).read_bytes() == CONTENT
    assert storage().size(KEY) == len(CONTENT)
