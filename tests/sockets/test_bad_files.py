"""Every bad file that people and attackers send, to a real server with a real scanner: it stays up, small and whole."""

import json
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests import files
from tests.servers import SIGNED, Process, clamd, s3_server
from tests.sockets.conftest import House, dump, furnish
from tests.sockets.served import Kiosk

pytestmark = pytest.mark.server

GIBI = 1024 * files.MEBI
LIMIT = 25 * files.MEBI
KEY = "criterion.1.1"
TABLES_OF_UPLOADS = ("document", "document_version", "attachment", "audit_event", "audit_head")
SECONDS = 120


@dataclass(frozen=True)
class Answer:
    """What came back: of an upload its JSON, of a download its bytes."""

    status: int
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The answer to an upload."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Desk:
    """A running kiosk, and how the cast sends files to it."""

    house: House
    peak_bytes: int = 0
    """The most memory that the server and all that it started took together."""
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self.house.kiosk.folder

    def ask(self, method: str, path: str, who: str, body: Any = None, **headers: str) -> Answer:
        """Send one request; ``body`` may be an iterator, which sends parts without saying how many bytes they are."""
        connection = HTTPConnection("127.0.0.1", self.house.kiosk.port, timeout=SECONDS)
        sent = {"Cookie": self.house.cookies[who], "Origin": self.origin, "Sec-Fetch-Site": "same-origin", **headers}
        try:
            connection.request(method, path, body, sent, encode_chunked=isinstance(body, Iterator))
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())
        finally:
            connection.close()

    @property
    def origin(self) -> str:
        """Where the browser finds the kiosk."""
        return f"http://127.0.0.1:{self.house.kiosk.port}"

    @property
    def place(self) -> str:
        """The address that takes files for the first criterion."""
        return f"/files/upload?draft={self.house.draft}&key={KEY}"

    def upload(self, body: Any, name: str = "file.pdf", who: str = "ana") -> Answer:
        """Send a file as the page does."""
        parts = {"Transfer-Encoding": "chunked"} if isinstance(body, Iterator) else {}
        return self.ask("POST", self.place, who, body, **{"X-File-Name": quote(name), **parts})

    def rest(self) -> dict[str, list[str]]:
        """Return all that is stored but for uploads."""
        return dump(self.house.kiosk, *TABLES_OF_UPLOADS)

    def documents(self) -> list[str]:
        """Return the stored versions."""
        return dump(self.house.kiosk)["document_version"]

    def incoming(self) -> list[Path]:
        """Return what is being received just now."""
        return list((self.folder / "incoming").glob("*/*"))

    def watch(self) -> None:
        """Note the memory of the server until it is over."""
        while not self.over.wait(0.02):
            self.peak_bytes = max(self.peak_bytes, self.memory())

    def memory(self) -> int:
        """Return how many bytes the server and all that it started hold now."""
        assert self.house.kiosk.process is not None
        group, found = self.house.kiosk.process.pid, 0
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, IndexError):
                after_name = (process / "stat").read_text().rpartition(")")[2].split()
                if int(after_name[2]) == group:
                    # What several processes share counts once: each has its part of it.
                    rollup = (process / "smaps_rollup").read_text().split("Pss:", 1)[1]
                    found += int(rollup.split()[0]) * 1024
        return found


@contextmanager
def a_desk(folder: Path, **variables: str) -> Iterator[Desk]:
    kiosk = Kiosk(folder, variables)
    desk = Desk(furnish(kiosk))
    kiosk.start()
    watching = threading.Thread(target=desk.watch)
    watching.start()
    try:
        yield desk
    finally:
        desk.over.set()
        watching.join()
        kiosk.kill()


@pytest.fixture(scope="module")
def desk(built_site: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A kiosk with a malware scanner and files on the own disk, for all tests here."""
    with clamd() as scanner, a_desk(tmp_path_factory.mktemp("desk"), KIOSK_CLAMD_URL=scanner.url) as opened:
        yield opened


def in_parts(content: bytes) -> Iterator[bytes]:
    return (content[at : at + files.MEBI] for at in range(0, len(content), files.MEBI))


REFUSED: dict[str, tuple[str, Callable[[], Any], int, str]] = {
    "no byte": ("a.pdf", lambda: b"", 422, "upload.empty"),
    "one byte over": ("a.pdf", lambda: bytes(LIMIT + 1), 413, "upload.too-large"),
    "one byte over, unannounced": ("a.pdf", lambda: in_parts(bytes(LIMIT + 1)), 413, "upload.too-large"),
    "renamed program": ("report.pdf", files.a_program, 422, "upload.type-unknown"),
    "page as PDF": ("report.pdf", lambda: b"<!DOCTYPE html><script>alert(1)</script>", 422, "upload.type-unknown"),
    "PDF and page": ("report.pdf", files.a_pdf_that_is_a_page, 422, "upload.two-types"),
    "PDF that unpacks to 1 GiB": ("a.pdf", partial(files.a_pdf_that_unpacks_to, GIBI), 422, "upload.unpacks-too-large"),
    "PNG of 400 megapixels": ("a.png", partial(files.a_huge_png, 20_000), 422, "upload.picture-too-large"),
    "sheet that unpacks to 300 MB": (
        "a.xlsx",
        partial(files.a_sheet_that_unpacks_to, 300 * files.MEBI),
        422,
        "upload.unpacks-too-large",
    ),
    "marked as malware": ("a.txt", lambda: b"x" * 100_000 + SIGNED, 422, "upload.malware"),
    "malware inside a sheet": ("a.xlsx", lambda: files.a_sheet_with({"xl/a.txt": SIGNED}), 422, "upload.malware"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_with_what_to_do_and_leaves_nothing(desk: Desk, case: str) -> None:
    name, made, status, code = REFUSED[case]
    before, documents = desk.rest(), desk.documents()
    answer = desk.upload(made(), name)
    assert (answer.status, answer.json["code"]) == (status, code)
    assert len(answer.json["message"].split()) > 5
    assert (desk.rest(), desk.documents(), desk.incoming()) == (before, documents, [])


KEPT: dict[str, tuple[str, Callable[[], Any], str, str]] = {
    "largest": ("large.pdf", lambda: files.a_pdf(size=LIMIT), "large.pdf", "stored"),
    "largest, unannounced": ("parts.pdf", lambda: in_parts(files.a_pdf(size=LIMIT)), "parts.pdf", "stored"),
    "locked": ("locked.pdf", files.a_locked_pdf, "locked.pdf", "password"),
    "cut off": ("cut.pdf", lambda: files.a_pdf()[:200], "cut.pdf", "cannot read"),
    "refers to itself": ("loop.pdf", files.a_pdf_that_refers_to_itself, "loop.pdf", "cannot read"),
    "path as name": ("../../../etc/passwd.pdf", files.a_pdf, "passwd.pdf", "name was changed"),
    "300 characters": ("n" * 300 + ".pdf", files.a_pdf, "n" * 251 + ".pdf", "name was changed"),
    "turned around": ("invoice\u202efdp.exe", files.a_pdf, "invoicefdp.exe.pdf", "name was changed"),
}


@pytest.mark.parametrize("case", KEPT)
def test_an_odd_file_is_kept_as_data_and_its_sender_told(desk: Desk, case: str) -> None:
    sent, made, kept, told = KEPT[case]
    before, body = desk.rest(), made()
    answer = desk.upload(body, sent)
    assert (answer.status, answer.json["name"]) == (200, kept)
    assert told in answer.json["message"]
    assert (desk.rest(), desk.incoming()) == (before, [])
    assert {each.name for each in desk.folder.parent.rglob("*passwd*")} == set(), "no name becomes a path"
    back = desk.ask("GET", f"/files/document/{answer.json['document']}/{answer.json['number']}", "ben")
    assert back.body == (files.a_pdf(size=LIMIT) if isinstance(body, Iterator) else body)


def test_the_same_name_twice_at_once_is_two_versions(desk: Desk) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda who: desk.upload(files.a_pdf(who), "same.pdf", who), ("ana", "ben"))
    assert (first.status, second.status) == (200, 200)
    assert first.json["document"] == second.json["document"]
    assert {first.json["number"], second.json["number"]} == {1, 2}


def test_a_connection_cut_in_the_middle_leaves_nothing(desk: Desk) -> None:
    documents = desk.documents()
    with socket.create_connection(("127.0.0.1", desk.house.kiosk.port), timeout=SECONDS) as connection:
        head = (
            f"POST {desk.place} HTTP/1.1\r\nHost: 127.0.0.1:{desk.house.kiosk.port}\r\nOrigin: {desk.origin}\r\n"
            f"Sec-Fetch-Site: same-origin\r\nCookie: {desk.house.cookies['ana']}\r\nContent-Length: {LIMIT}\r\n\r\n"
        )
        connection.sendall(head.encode() + files.a_pdf() + bytes(5 * files.MEBI))
        wait_until(lambda: desk.incoming() != [])
    wait_until(lambda: desk.incoming() == [])
    assert desk.documents() == documents
    assert desk.upload(files.a_pdf(), "after the cut.pdf").status == 200


def test_more_at_once_than_one_person_may_send_is_told_and_others_go_on(desk: Desk) -> None:
    go = threading.Event()

    def slow(who: str) -> Answer:
        def parts() -> Iterator[bytes]:
            yield files.a_pdf(who)[:9]
            go.wait(SECONDS)
            yield files.a_pdf(who)[9:]

        return desk.upload(parts(), f"slow {threading.get_ident()}.pdf", who)

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(slow, "ana") for _ in range(3)]
        wait_until(lambda: len(list((desk.folder / "incoming").iterdir())) == 3)
        fourth, other = desk.upload(files.a_pdf(), "fourth.pdf"), desk.upload(files.a_pdf(), "other.pdf", "ben")
        go.set()
        assert [each.result().status for each in running] == [200, 200, 200]
    assert (fourth.status, fourth.json["code"]) == (429, "upload.too-many")
    assert other.status == 200


def test_the_worst_together_take_less_than_one_gibibyte(desk: Desk) -> None:
    """The last test of this kiosk: what all the others made it take counts as well."""
    bad = [REFUSED[case][:2] for case in ("PDF that unpacks to 1 GiB", "PNG of 400 megapixels", "one byte over")]
    noise = os.urandom(3000 * 3000 * 3)
    photograph = files.a_picture_of(noise, 3000)
    sent = [(name, made()) for name, made in bad] + [("large.pdf", files.a_pdf(size=LIMIT)), ("p.jpg", photograph)]
    jobs = [(content, name, who) for who in ("ana", "ben", "chloe") for name, content in sent]
    with ThreadPoolExecutor(len(jobs)) as pool:
        answers = list(pool.map(lambda job: desk.upload(*job), jobs))
    assert {answer.status for answer in answers} <= {200, 413, 422, 429}
    assert desk.peak_bytes < GIBI, f"{desk.peak_bytes / files.MEBI:.0f} MiB"
    assert desk.peak_bytes > desk.memory() > 0, "the memory was looked at while it was high"
    assert desk.upload(files.a_pdf(), "still here.pdf").status == 200


# ---------------------------------------------------------------- when the store or the disk is the trouble


@pytest.fixture(scope="module")
def store() -> Iterator[Process]:
    with s3_server() as server:
        yield server


@pytest.fixture(scope="module")
def far_desk(built_site: None, store: Process, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A kiosk whose files lie in an S3 store, and whose disk has one megabyte for what comes in."""
    folder = tmp_path_factory.mktemp("far")
    incoming = folder / "incoming"
    incoming.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", incoming], check=False).returncode:
        assert os.environ.get("CI") != "true"
        pytest.skip("only root can make a small disk")
    keys = {"KIOSK_STORAGE_KEY_ID": "any", "KIOSK_STORAGE_SECRET": "any"}
    try:
        with a_desk(folder, KIOSK_STORAGE_URL=store.url, **keys) as opened:
            yield opened
    finally:
        subprocess.run(["umount", incoming], check=True)


def test_a_full_disk_is_told_and_nothing_else_is_lost(far_desk: Desk) -> None:
    before = far_desk.rest()
    full = far_desk.upload(files.a_pdf(size=3 * files.MEBI))
    assert (full.status, full.json["code"]) == (507, "storage.full")
    assert (far_desk.rest(), far_desk.documents(), far_desk.incoming()) == (before, [], [])
    assert far_desk.upload(files.a_pdf(), "small.pdf").status == 200


def test_a_store_that_goes_down_is_told_and_nothing_else_is_lost(far_desk: Desk, store: Process) -> None:
    kept = far_desk.upload(files.a_pdf(), "kept.pdf").json
    address = f"/files/document/{kept['document']}/{kept['number']}"
    assert far_desk.ask("GET", address, "ben").body == files.a_pdf()
    store.stop()
    before, documents = far_desk.rest(), far_desk.documents()
    down = far_desk.upload(files.a_pdf(), "not kept.pdf")
    assert (down.status, down.json["code"]) == (503, "storage.unavailable")
    assert (far_desk.rest(), far_desk.documents(), far_desk.incoming()) == (before, documents, [])
    again = far_desk.ask("GET", address, "ben")
    assert (again.status, b"file store" in again.body) == (503, True)


def wait_until(holds: Callable[[], bool]) -> None:
    """Return when it holds; nobody tells when the server has taken something in."""
    looked = threading.Event()
    for _ in range(SECONDS * 50):
        if holds():
            return
        looked.wait(0.02)
    raise AssertionError("it never came true")
