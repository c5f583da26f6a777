"""``kiosk serve`` as an operator runs it: without secrets of their own it does not start, and repeats none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from ctpat_app.settings import DEVELOPMENT_ENCRYPTION_KEY, DEVELOPMENT_SECRET

LONG, SHORT, KEY = "a-secret-of-the-operator-with-enough-characters", "too-short-7319", Fernet.generate_key().decode()


def serve(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command with these settings alone, from where the kiosk lies."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    # A port that cannot be had: should the secrets be taken, it ends there and serves nobody.
    own = {"KIOSK_DATA_FOLDER": str(folder), "KIOSK_ADDRESS": "192.0.2.1", **variables}
    command = [str(Path(sys.executable).with_name("kiosk")), "serve"]
    return subprocess.run(command, env=others | own, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({}, ("KIOSK_SECRET_KEY", "KIOSK_ENCRYPTION_KEYS")),
        ({"KIOSK_SECRET_KEY": SHORT, "KIOSK_ENCRYPTION_KEYS": KEY}, ("KIOSK_SECRET_KEY",)),
        ({"KIOSK_SECRET_KEY": DEVELOPMENT_SECRET, "KIOSK_ENCRYPTION_KEYS": KEY}, ("KIOSK_SECRET_KEY",)),
        ({"KIOSK_SECRET_KEY": LONG}, ("KIOSK_ENCRYPTION_KEYS",)),
        ({"KIOSK_SECRET_KEY": LONG, "KIOSK_ENCRYPTION_KEYS": SHORT}, ("KIOSK_ENCRYPTION_KEYS",)),
        (
            {"KIOSK_SECRET_KEY": LONG, "KIOSK_ENCRYPTION_KEYS": f"{KEY},{DEVELOPMENT_ENCRYPTION_KEY}"},
            ("KIOSK_ENCRYPTION_KEYS",),
        ),
    ],
    ids=["none", "short", "default", "no keys", "no Fernet key", "default among others"],
)
def test_default_or_short_secrets_are_refused_by_name(
    tmp_path: Path, variables: dict[str, str], named: tuple[str, ...]
) -> None:
    ended = serve(tmp_path, **variables)
    assert ended.returncode == 1
    said = ended.stdout + ended.stderr
    assert said.startswith("kiosk: ")
    assert {"KIOSK_SECRET_KEY", "KIOSK_ENCRYPTION_KEYS"} & set(said.replace(":", " ").split()) == set(named)
    assert [
        secret for secret in (LONG, SHORT, KEY, DEVELOPMENT_SECRET, DEVELOPMENT_ENCRYPTION_KEY) if secret in said
    ] == []
    assert list(tmp_path.iterdir()) == []  # nothing was begun


def test_secrets_of_ones_own_are_taken(tmp_path: Path) -> None:
    ended = serve(tmp_path, KIOSK_SECRET_KEY=LONG, KIOSK_ENCRYPTION_KEYS=KEY)
    assert ended.returncode == 1
    assert "Cannot listen on 192.0.2.1" in ended.stderr
