"""Taking files in: counted, hashed, timed, and gone afterwards whatever happens."""

import asyncio
import fcntl
import hashlib
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from ctpat_app.adapters import uploads
from ctpat_app.adapters.uploads import AT_ONCE, FOLDER, MEBI, Intake, Patience, Received, remove_leftovers
from ctpat_app.domain.errors import Refusal
from tests.adapters.test_storage import small_disk

__all__ = ["small_disk"]


async def parts(*sent: bytes) -> AsyncIterator[bytes]:
    for each in sent:
        yield each


async def sent_and_silent() -> AsyncIterator[bytes]:
    yield b"a"
    await asyncio.Event().wait()


async def cut_off() -> AsyncIterator[bytes]:
    yield bytes(2 * MEBI)
    raise ConnectionResetError


def receive(
    intake: Intake, body: AsyncIterator[bytes], look: Callable[[Received], object] = lambda _file: None
) -> Received:
    async def run() -> Received:
        async with intake.receive(body) as received:
            look(received)
            return received

    return asyncio.run(run())


def is_clean(folder: Path) -> bool:
    return list((folder / FOLDER).glob("*")) == []


def test_a_file_is_there_as_it_was_sent_and_gone_afterwards(tmp_path: Path) -> None:
    sent = os.urandom(MEBI - 1), os.urandom(2), b"", os.urandom(MEBI)
    held: list[bytes] = []
    received = receive(Intake(tmp_path, limit_mb=3), parts(*sent), lambda file: held.append(file.file.read_bytes()))
    assert held == [b"".join(sent)]
    assert (received.size_bytes, received.sha256) == (len(held[0]), hashlib.sha256(held[0]).hexdigest())
    assert is_clean(tmp_path)


@pytest.mark.parametrize("by", [-1, 0])
def test_a_file_may_be_as_large_as_the_limit(tmp_path: Path, by: int) -> None:
    assert receive(Intake(tmp_path, limit_mb=1), parts(bytes(MEBI + by))).size_bytes == MEBI + by


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (parts, "upload.empty"),
        (lambda: parts(b""), "upload.empty"),
        (lambda: parts(bytes(MEBI), b"x"), "upload.too-large"),
        (sent_and_silent, "upload.too-slow"),
    ],
)
def test_what_is_no_file_or_no_end_is_refused(
    tmp_path: Path, body: Callable[[], AsyncIterator[bytes]], code: str
) -> None:
    intake = Intake(tmp_path, limit_mb=1, patience=Patience(pause=0.05))
    with pytest.raises(Refusal) as refused:
        receive(intake, body())
    assert refused.value.code == code
    assert is_clean(tmp_path)


def test_a_trickle_does_not_hold_a_place_for_ever(tmp_path: Path) -> None:
    async def trickle() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0)
            yield b"a"

    with pytest.raises(Refusal) as refused:
        receive(Intake(tmp_path, limit_mb=1, patience=Patience(whole=0.05)), trickle())
    assert refused.value.code == "upload.too-slow"


def test_a_connection_that_is_cut_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        receive(Intake(tmp_path, limit_mb=3), cut_off())
    assert is_clean(tmp_path)


def test_a_person_has_so_many_places_and_others_have_theirs(tmp_path: Path) -> None:
    intake = Intake(tmp_path, limit_mb=1)
    places = [intake.place_for(1) for _ in range(AT_ONCE)]
    for place in places:
        place.__enter__()
    with pytest.raises(Refusal) as refused, intake.place_for(1):
        pass
    assert (refused.value.code, refused.value.params) == ("upload.too-many", {"count": AT_ONCE})
    with intake.place_for(2):
        pass
    places[0].__exit__(None, None, None)
    with intake.place_for(1):
        pass


def test_a_full_disk_is_told(small_disk: Path) -> None:
    with pytest.raises(Refusal) as refused:
        receive(Intake(small_disk, limit_mb=5), parts(bytes(3 * MEBI)))
    assert refused.value.code == "storage.full"
    assert is_clean(small_disk)


def test_what_a_killed_server_left_goes_and_what_another_one_receives_stays(tmp_path: Path) -> None:
    left = tmp_path / FOLDER / "left"
    left.mkdir(parents=True)
    (left / "body").write_bytes(b"half of")
    held = tmp_path / FOLDER / "held"
    held.mkdir()
    descriptor = os.open(held, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    assert remove_leftovers(tmp_path) == 1
    assert [each.name for each in (tmp_path / FOLDER).iterdir()] == ["held"]
    os.close(descriptor)
    assert remove_leftovers(tmp_path) == 1
    assert remove_leftovers(tmp_path / "nothing yet") == 0


def test_what_is_received_just_now_is_no_left_over(tmp_path: Path) -> None:
    counted: list[int] = []
    receive(Intake(tmp_path, limit_mb=1), parts(b"a"), lambda _file: counted.append(remove_leftovers(tmp_path)))
    assert counted == [0]
    assert uploads.FOLDER == "incoming"
