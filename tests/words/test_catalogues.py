"""Catalogues: a translation where there is one, a visible gap where there is none."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ctpat_app.words.catalogues import Catalogues, compiled

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
UI = 'msgid "Save"\nmsgstr "Guardar"\n\n#, fuzzy\nmsgid "Send"\nmsgstr "Enviado"\n'
CONTENT = 'msgctxt "identifiers/scac.hint"\nmsgid "Two to four letters"\nmsgstr "De dos a cuatro letras"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A locale folder with Spanish and nothing else."""
    messages = tmp_path / "es" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "ui.po").write_text(HEADER + UI, "utf-8")
    (messages / "content.po").write_text(HEADER + CONTENT, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("language", "message", "shown"),
    [
        ("es", "Save", "Guardar"),
        ("es", "Send", "Send"),
        ("es", "Unknown", "Unknown"),
        ("en", "Save", "Save"),
        ("ar", "Save", "Save"),
    ],
)
def test_page_texts_fall_back_to_english(folder: Path, language: str, message: str, shown: str) -> None:
    assert Catalogues(folder).ui_text(language, message) == shown


@pytest.mark.parametrize(
    ("language", "context", "shown"),
    [
        ("es", "identifiers/scac.hint", "De dos a cuatro letras"),
        ("es", "identifiers/mid.hint", None),
        ("ar", "identifiers/scac.hint", None),
        ("en", "identifiers/scac.hint", "Two to four letters"),
    ],
)
def test_content_texts_tell_a_gap_from_a_translation(
    folder: Path, language: str, context: str, shown: str | None
) -> None:
    assert Catalogues(folder).content_text(language, context, "Two to four letters") == shown


def test_a_translation_that_equals_the_english_is_no_gap(folder: Path) -> None:
    file = folder / "es" / "LC_MESSAGES" / "content.po"
    file.write_text(f'{HEADER}msgctxt "a/b.c"\nmsgid "SCAC"\nmsgstr "SCAC"\n', "utf-8")
    assert Catalogues(folder).content_text("es", "a/b.c", "SCAC") == "SCAC"


def test_a_changed_source_is_compiled_again(folder: Path) -> None:
    source = folder / "es" / "LC_MESSAGES" / "ui.po"
    compiled(source)
    source.write_text(HEADER + UI.replace("Guardar", "Guarde"), "utf-8")
    later = source.stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    assert Catalogues(folder).ui_text("es", "Save") == "Guarde"
    assert sorted(file.name for file in source.parent.iterdir()) == ["content.po", "ui.mo", "ui.po"]


def test_many_threads_may_ask_at_once(folder: Path) -> None:
    catalogues = Catalogues(folder)
    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(lambda _: catalogues.ui_text("es", "Save"), range(64)))
    assert set(shown) == {"Guardar"}
