"""The malware scan, with a real scanner that knows one signature."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ctpat_app.adapters.scanner import scan
from ctpat_app.domain.documents import Scan
from ctpat_app.domain.errors import InvalidValue, Unavailable
from tests import files
from tests.servers import SIGNED, Process, clamd


@pytest.fixture(scope="module")
def scanner() -> Iterator[Process]:
    with clamd() as daemon:
        yield daemon


def a_file(folder: Path, content: bytes) -> Path:
    file = folder / "body"
    file.write_bytes(content)
    return file


@pytest.mark.server
def test_a_clean_file_passes_and_a_marked_one_does_not(scanner: Process, tmp_path: Path) -> None:
    assert scan(a_file(tmp_path, files.a_pdf(size=700_000)), scanner.url) is Scan.CLEAN
    for content in (SIGNED, b"x" * 700_000 + SIGNED, files.an_archive({"inside.txt": SIGNED})):
        with pytest.raises(InvalidValue) as refused:
            scan(a_file(tmp_path, content), scanner.url)
        assert refused.value.code == "upload.malware"


@pytest.mark.server
def test_a_file_that_is_too_large_for_the_scanner_does_not_pass(scanner: Process, tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        scan(a_file(tmp_path, bytes(31 * files.MEBI)), scanner.url)
    assert refused.value.code == "scan.unavailable"


@pytest.mark.parametrize("url", ["unix:///nowhere/clamd.sock", "tcp://127.0.0.1:9"])
def test_a_scanner_that_is_down_lets_nothing_pass(tmp_path: Path, url: str) -> None:
    with pytest.raises(Unavailable) as refused:
        scan(a_file(tmp_path, b"a"), url)
    assert refused.value.code == "scan.unavailable"


@pytest.mark.parametrize("answer", [b"", b"stream: INSTREAM size limit exceeded. ERROR\0", b"OK\0", b"stream: O"])
def test_only_a_clear_word_lets_a_file_pass(tmp_path: Path, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def say() -> None:
            connection, _ = server.accept()
            with connection:
                while not connection.recv(1000).endswith(b"\0\0\0\0"):
                    pass
                connection.sendall(answer)

        thread = threading.Thread(target=say)
        thread.start()
        with pytest.raises(Unavailable):
            scan(a_file(tmp_path, b"a"), f"tcp://127.0.0.1:{server.getsockname()[1]}")
        thread.join()


def test_without_a_scanner_a_file_counts_as_not_scanned(tmp_path: Path) -> None:
    assert scan(a_file(tmp_path, SIGNED), "") is Scan.NOT_SCANNED
