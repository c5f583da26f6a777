"""The built site: last touches after the build."""

from pathlib import Path

import pytest

from ctpat_app.web.site import finish, page_paths, version_of, without_scripts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site as the build leaves it: two languages, every page as a file and as a folder."""
    html = '<!DOCTYPE html><html lang="en"><head></head><body><script>start()</script></body></html>'
    for name in ("en", "en/apply", "en/not-found", "ar", "ar/apply", "ar/not-found"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "index.html").write_text(html, "utf-8")
        (tmp_path / f"{name}.html").write_text(html, "utf-8")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "env.js").write_text(
        'const e={PING:"http://localhost:8000/ping",EVENT:`ws://localhost:8000/_event`}'
    )
    return tmp_path


@pytest.mark.parametrize("page", ["ar.html", "ar/index.html", "ar/apply.html", "ar/apply/index.html"])
def test_every_form_of_a_page_names_its_language_and_direction(folder: Path, page: str) -> None:
    finish(folder, ["en", "ar"])
    assert '<html lang="ar" dir="rtl">' in (folder / page).read_text("utf-8")


def test_the_page_for_unknown_addresses_is_left_without_scripts(folder: Path) -> None:
    finish(folder, ["en", "ar"])
    assert "<script" not in (folder / "en" / "not-found" / "index.html").read_text("utf-8")
    assert "<script" in (folder / "en" / "index.html").read_text("utf-8")


def test_the_scripts_take_the_server_from_the_page(folder: Path) -> None:
    finish(folder, ["en", "ar"])
    script = (folder / "assets" / "env.js").read_text("utf-8")
    assert "localhost" not in script
    assert '(location.origin+"/ping")' in script
    assert '(location.origin.replace(/^http/,"ws")+"/_event")' in script


def test_the_kiosks_own_script_stays() -> None:
    own = '<script defer="" src="/kiosk.js?v=1"></script>'
    assert without_scripts(f'{own}<link rel="modulepreload" href="/assets/a.js"/><script>x</script>') == own


def test_addresses_of_pages_end_with_a_slash(folder: Path) -> None:
    assert {"/en/", "/ar/", "/en/apply/"} <= page_paths(folder)


def test_a_changed_asset_gets_a_new_address(folder: Path) -> None:
    asset = folder / "assets" / "env.js"
    before = version_of("env.js", folder / "assets")
    asset.write_text("changed", "utf-8")
    assert before.startswith("/env.js?v=")
    assert version_of("env.js", folder / "assets") != before
