"""Build: only what pages can show makes the last build stale."""

from dataclasses import replace
from pathlib import Path

import pytest

from ctpat_app.cli.build import fingerprint
from ctpat_app.settings import Settings


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project folder, which is also the current one."""
    for name in (
        "ctpat_app/pages/start.py",
        "ctpat_app/tables/drafts.py",
        "locale/es/LC_MESSAGES/ui.po",
        "rxconfig.py",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("first", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["ctpat_app/pages/start.py", "locale/es/LC_MESSAGES/ui.po", "rxconfig.py", "assets/a.css"]
)
def test_what_pages_are_made_of_asks_for_a_build(project: Path, name: str) -> None:
    before = fingerprint(Settings())
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text("second", "utf-8")
    assert fingerprint(Settings()) != before


@pytest.mark.parametrize("name", ["ctpat_app/tables/drafts.py", "locale/es/LC_MESSAGES/ui.mo", "locale/ui.pot"])
def test_what_no_page_shows_asks_for_none(project: Path, name: str) -> None:
    before = fingerprint(Settings())
    (project / name).write_text("second", "utf-8")
    assert fingerprint(Settings()) == before


def test_settings_count_where_pages_show_them() -> None:
    before = fingerprint(Settings())
    assert fingerprint(replace(Settings(), kiosk_name="Another")) != before
    assert fingerprint(replace(Settings(), partner_languages=("vi", "th"))) != before
    assert fingerprint(replace(Settings(), port=9000, public_url="http://127.0.0.1:9000")) == before
