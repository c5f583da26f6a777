"""Server: it gets what the command line decided, and says when it cannot listen."""

import socket
from dataclasses import replace
from datetime import date

import pytest

from ctpat_app.cli.output import CommandError
from ctpat_app.cli.server import check_port, server_command, server_environment
from ctpat_app.settings import Settings


def test_the_server_reads_the_same_settings_as_the_command() -> None:
    decided = replace(Settings(), port=9000, public_url="http://127.0.0.1:9000", demo=True, today=date(2026, 3, 31))
    seen = Settings.from_environment(server_environment(decided))
    assert (seen.port, seen.public_url, seen.demo, seen.today) == (
        9000,
        "http://127.0.0.1:9000",
        True,
        date(2026, 3, 31),
    )


def test_the_server_writes_no_addresses_into_a_log() -> None:
    assert "--no-access-log" in server_command(Settings())


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"port {port}"):
            check_port(replace(Settings(), port=port))
