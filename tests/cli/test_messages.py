"""Messages: every text is found, and no language loses one."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from ctpat_app.cli import messages, python_texts, yaml_extractor
from ctpat_app.cli.messages import MAY_WAIT, collected, faults, merged, stale, untranslated
from ctpat_app.cli.output import CommandError
from ctpat_app.settings import Settings

CONTENT = """
- id: scac
  pattern: "[A-Z]{2,4}"
  i18n:
    name: Carrier code
    notes:
      - Printed on the bond.
      - >-
        Two to
        four letters.
  fields:
    - id: value
      i18n: {label: "Code"}
"""


def test_texts_of_content_carry_the_context_of_their_record() -> None:
    found = [(context, text) for _, context, text in yaml_extractor.texts(CONTENT, "identifiers")]
    assert found == [
        ("identifiers/scac.name", "Carrier code"),
        ("identifiers/scac.notes", "Printed on the bond."),
        ("identifiers/scac.notes", "Two to four letters."),
        ("identifiers/scac/value.label", "Code"),
    ]


@pytest.mark.parametrize(
    ("file", "collection"),
    [("content/identifiers.yaml", "identifiers"), ("content/criteria/01-vision.yaml", "criteria")],
)
def test_the_collection_is_the_file_or_its_folder(file: str, collection: str) -> None:
    assert yaml_extractor.collection_of(Path(file)) == collection


def test_marked_literals_are_texts() -> None:
    source = 't("One")\nTITLE = N_("Two")\nui_text(language, "Three")\nt(page.title)\nother("Four")\n'
    assert [text.message for text in python_texts.texts(source) if isinstance(text, python_texts.Text)] == [
        "One",
        "Two",
        "Three",
    ]


@pytest.mark.parametrize(
    "argument", ['f"Hello {name}"', '"Hello " + name', '"Hello %s" % name', '"Hi {}".format(name)']
)
def test_a_sentence_joined_from_parts_is_reported(argument: str) -> None:
    assert list(python_texts.texts(f"t({argument})")) == [python_texts.JoinedText(1)]


def test_tables_of_messages_count_where_they_are_asked_for() -> None:
    source = 'TEXTS: dict[str, str] = {"answer.empty": "Write an answer."}\nlocal = {"a": "b"}\n'
    assert [text.line for text in python_texts.texts(source, with_tables=True)] == [1]
    assert list(python_texts.texts(source)) == []


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package with one page and one content file."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "start.py").write_text('t("Hello {name}")\nt("Save")\n', "utf-8")
    content = tmp_path / "guidance" / "content"
    content.mkdir(parents=True)
    (content / "identifiers.yaml").write_text(CONTENT, "utf-8")
    return tmp_path


def test_pages_and_content_have_templates_of_their_own(package: Path) -> None:
    assert {str(message.id) for message in collected("ui", package) if message.id} == {"Hello {name}", "Save"}
    content = collected("content", package)
    assert content.get("Carrier code", "identifiers/scac.name") is not None
    assert len(content) == 4


def test_a_joined_sentence_stops_the_collection(package: Path) -> None:
    (package / "pages" / "start.py").write_text('t("a" + b)\n', "utf-8")
    with pytest.raises(CommandError, match=r"start\.py:1"):
        collected("ui", package)


def test_a_template_that_lacks_a_text_is_stale(package: Path) -> None:
    template = collected("ui", package)
    written = Catalog()
    written.add("Save")
    assert list(stale(template, template, "ui.pot")) == []
    assert list(stale(written, template, "ui.pot")) == ["ui.pot is out of date: 1 new texts, 0 gone."]


@pytest.mark.parametrize(
    ("translation", "flags", "fault"),
    [
        ("Hola {name}", [], ""),
        ("", [], "not translated"),
        ("Hola {name}", ["fuzzy"], "fuzzy"),
        ("Hola {nombre}", [], "placeholders differ"),
        ("Hola", [], "placeholders differ"),
    ],
)
def test_each_translation_is_whole(translation: str, flags: list[str], fault: str) -> None:
    template, spanish = Catalog(), Catalog(locale="es")
    template.add("Hello {name}")
    spanish.add("Hello {name}", translation, flags=flags)
    problems = list(untranslated(spanish, template, "es ui"))
    assert problems == ([f"es ui: {fault}:  “Hello {{name}}”"] if fault else [])


def test_a_page_that_a_step_names_is_named_in_its_translation_too() -> None:
    template, spanish = Catalog(), Catalog(locale="es")
    for text, translation in (("Open {check-browser}.", "Abra {sign-in}."), ("Go to {step-2}.", "Vaya a {step-2}.")):
        template.add(text)
        spanish.add(text, translation)
    assert list(untranslated(spanish, template, "es")) == ["es: placeholders differ:  “Open {check-browser}.”"]


def content_problems(*translated: str, fuzzy: tuple[str, ...] = ()) -> set[str]:
    """Return the contexts that are told when only ``translated`` (and ``fuzzy`` ones) have a translation."""
    template, spanish = Catalog(), Catalog(locale="es")
    for context in ("criteria/1.1.title", "criteria/1.1.statement", "mid/mid.name", "identifiers/scac.name"):
        template.add(f"English of {context}", context=context)
        flags = ["fuzzy"] if context in fuzzy else []
        translation = "x" if context in {*translated, *fuzzy} else ""
        spanish.add(f"English of {context}", translation, flags=flags, context=context)
    return {problem.split(": ")[2].split(" ")[0] for problem in untranslated(spanish, template, "es content")}


def test_long_collections_may_wait_as_a_whole_while_all_else_is_told() -> None:
    assert MAY_WAIT == ("criteria/", "mid/", "samples/", "help_topics/", "help_frame/")
    assert content_problems() == {"identifiers/scac.name"}


def test_a_collection_that_was_begun_must_be_whole() -> None:
    begun = content_problems("identifiers/scac.name", "criteria/1.1.title")
    assert begun == {"criteria/1.1.statement"}
    assert content_problems("identifiers/scac.name", "criteria/1.1.title", "criteria/1.1.statement") == set()


def test_a_fuzzy_guess_does_not_begin_a_collection() -> None:
    assert content_problems("identifiers/scac.name", fuzzy=("mid/mid.name",)) == set()


def test_merging_keeps_translations_and_drops_what_is_gone(package: Path, tmp_path: Path) -> None:
    file = tmp_path / "ui.po"
    file.write_text('msgid ""\nmsgstr ""\n\nmsgid "Save"\nmsgstr "Guardar"\n\nmsgid "Gone"\nmsgstr "Ido"\n', "utf-8")
    catalogue = merged(file, collected("ui", package), "es")
    assert {str(message.id): message.string or "" for message in catalogue if message.id} == {
        "Save": "Guardar",
        "Hello {name}": "",
    }
    assert not catalogue.obsolete


@pytest.fixture
def vietnamese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of catalogues with up-to-date lists and nothing translated; Vietnamese is for partners alone."""
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    monkeypatch.setenv("KIOSK_LANGUAGES", "en")
    monkeypatch.setenv("KIOSK_PARTNER_LANGUAGES", "vi")
    messages.update()
    return tmp_path / "vi" / "LC_MESSAGES"


def test_a_language_for_partners_lists_only_what_partners_see(vietnamese: Path) -> None:
    ui, content = ((vietnamese / f"{domain}.po").read_text("utf-8") for domain in ("ui", "content"))
    assert 'msgid "Check a certificate"' in ui
    assert 'msgid "Set a new password"' not in ui
    assert 'msgctxt "criteria/1.1.statement"' in content
    assert 'msgctxt "business_types/us-importer.name"' in content
    assert 'msgctxt "samples/' not in content


@pytest.mark.usefixtures("vietnamese")
def test_a_language_for_partners_may_leave_nothing_out_that_they_see() -> None:
    told = list(faults("content", Settings.from_environment()))
    assert any(each.startswith("vi content: not translated: criteria/1.1.title") for each in told)
    assert not any("samples/" in each for each in told)
