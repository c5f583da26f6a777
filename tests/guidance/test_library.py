"""The library: it loads, refuses what does not hold together, has a version, and can be kept."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ctpat_app.guidance.library import CONTENT, ContentFault, build_library, load_library, read_content, unpack
from tests.applicants import LIBRARY, changed_library, record, step_of

Raw = dict[str, list[dict[str, Any]]]
NOWHERE = {"field": "no_such_field", "is": "x"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content that a test may break."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ContentFault) as refused:
        load_library(folder)
    return refused.value.faults


def test_the_content_loads_with_every_collection() -> None:
    counts = {name: len(records) for name, records in LIBRARY.raw.items()}
    assert all(counts.values()), counts
    assert (len(LIBRARY.business_types), len(LIBRARY.categories)) == (13, 12)
    assert [step.id for step in LIBRARY.flows["application"].steps] == [
        "business-types",
        "eligibility",
        "identifiers",
        "countries",
        "addresses",
        "contacts",
        "international",
        "security-profile",
    ]


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("glossary.yaml", "  source:", "  sauce: x\n  source:", "sauce: Extra inputs"),
        ("flows/application.yaml", "          required: true", "          requird: true", "requird: Extra inputs"),
        ("criteria/01-security-vision.yaml", '- id: "1.1"', "- id: 1.1", "id: Input should be a valid string"),
        ("criteria/01-security-vision.yaml", '- id: "1.2"', '- id: "1.1"', "criteria/1.1: the id is used twice"),
        ("criteria/02-risk-assessment.yaml", '- id: "2.1"', '- id: "1.1"', "criteria/1.1: the id is used twice"),
        ("flows/application.yaml", 'is: "yes"', "is: yes", "is: Input should be a valid string"),
        ("flows/application.yaml", "includes: consolidator", "includes: consolidator, is: x", "exactly one operator"),
        ("flows/application.yaml", "title: What kind", "titel: What kind", "titel: Extra inputs"),
        ("flows/application.yaml", "task: Countries", "task: ''", "task: String should have at least 1 character"),
        ("flows/application.yaml", "kind: countries", "kind: essay", "kind: Input should be"),
        ("business_types.yaml", "us-importer.active", "US importer active", "id: String should match pattern"),
        ("categories.yaml", "- id:", "id:", "categories.yaml"),
        ("categories.yaml", "- id:", "- id: [", "categories.yaml"),
    ],
)
def test_a_broken_file_is_refused_and_named(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    collection = file.partition("/")[0].removesuffix(".yaml")
    for path in CONTENT.glob(f"{collection}*/*.yaml" if "/" in file else file):
        copied = tmp_path / path.relative_to(CONTENT)
        copied.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, copied)
    replace(tmp_path / file, old, new)
    with pytest.raises(ContentFault) as refused:
        build_library({**LIBRARY.raw, collection: read_content(tmp_path)[collection]})
    assert [fault for fault in refused.value.faults if said in fault]


@pytest.mark.parametrize("text", ["just a text", "key: value", ""])
def test_a_file_that_is_no_list_is_refused(folder: Path, text: str) -> None:
    (folder / "glossary.yaml").write_text(text, encoding="utf-8")
    assert faults_of(folder) == ["glossary.yaml: a list of records is expected"]


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "glossary.yaml").write_bytes("- id: é".encode("latin-1"))
    assert "glossary.yaml" in faults_of(folder)[0]


def test_every_fault_is_told_at_once(folder: Path) -> None:
    replace(folder / "glossary.yaml", "  source:", "  sauce: x\n  source:")
    replace(folder / "criteria/01-security-vision.yaml", '- id: "1.1"', "- id: 1.1")
    assert len(faults_of(folder)) == 2


# ---------------------------------------------------------------- between records


def _statement(raw: Raw) -> dict[str, Any]:
    found: dict[str, Any] = record(raw, "business_types", "us-importer")["statements"][0]
    return found


def _set(collection: str, key: str, name: str, value: object) -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        record(raw, collection, key)[name] = value

    return change


def _set_step(step: str, name: str, value: object) -> Callable[[Raw], None]:
    return lambda raw: step_of(raw, step).__setitem__(name, value)


def _set_field(step: str, fields: str, place: int, name: str, value: object) -> Callable[[Raw], None]:
    return lambda raw: step_of(raw, step)[fields][place].__setitem__(name, value)


REFERENCES = [
    _set("business_types", "us-importer", "optional_identifiers", ["nowhere"]),
    _set("business_types", "us-importer", "required_identifiers", [{"any_of": ["mid", "nowhere"]}]),
    _set("business_types", "us-importer", "common", ["nowhere"]),
    _set("criteria", "1.1", "category", "nowhere"),
    _set("criteria", "1.1", "evidence", ["nowhere"]),
    _set("criteria", "1.1", "level", {"nowhere": "must"}),
    _set("criteria", "1.1", "level_unverified", ["nowhere"]),
    _set("identifiers", "mid", "sources", ["nowhere"]),
    _set("identifiers", "mid", "repairs", [{"match": ".*", "code": "x", "kind": "nowhere"}]),
    _set("identifiers", "mid", "warnings", [{"match": ".*", "code": "x", "business_types": ["nowhere"]}]),
    _set("mutual_recognition", "ca", "sources", ["nowhere"]),
    _set("common_statements", "common.officer", "sources", ["nowhere"]),
    _set("common_statements", "common.officer", "redirect_to", "nowhere"),
    lambda raw: _statement(raw).__setitem__("redirect_to", "nowhere"),
    lambda raw: _statement(raw).__setitem__("sources", ["nowhere"]),
    lambda raw: record(raw, "business_types", "highway-carrier-canada")["excludes"][0].__setitem__("id", "nowhere"),
    lambda raw: record(raw, "business_types", "highway-carrier-canada")["excludes"][0].__setitem__("keep", "nowhere"),
    _set_step("international", "consent", "nowhere"),
]


@pytest.mark.parametrize("change", REFERENCES, ids=map(str, range(len(REFERENCES))))
def test_a_reference_to_nothing_is_refused(change: Callable[[Raw], None]) -> None:
    with pytest.raises(ContentFault, match="nowhere"):
        changed_library(change)


FORWARD = [
    _set_step("business-types", "when", {"field": "business_types", "answered": True}),
    _set_step("business-types", "when", {"field": "countries", "includes": "MX"}),
    _set_step("countries", "when", {"all": [{"not": {"field": "international", "is": "yes"}}]}),
    _set_step("countries", "when", NOWHERE),
    _set_field("countries", "fields", 0, "when", {"field": "countries", "answered": True}),
    _set_field("identifiers", "row_fields", 0, "when", {"field": "mailing_address", "answered": True}),
    _set_field("identifiers", "row_fields", 1, "when", {"field": "identifier_kind", "is": "mid"}),
    lambda raw: _statement(raw).__setitem__("when", NOWHERE),
    lambda raw: _statement(raw).__setitem__("when", {"field": "countries", "includes": "MX"}),
    _set("common_statements", "common.officer", "when", {"field": "international", "is": "yes"}),
    _set(
        "business_types",
        "us-importer",
        "required_identifiers",
        [{"any_of": ["mid"], "when": {"field": "countries", "includes": "MX"}}],
    ),
]


@pytest.mark.parametrize("change", FORWARD, ids=map(str, range(len(FORWARD))))
def test_a_condition_that_looks_forward_at_itself_or_at_nothing_is_refused(change: Callable[[Raw], None]) -> None:
    with pytest.raises(ContentFault, match="which is not asked above"):
        changed_library(change)


def test_a_statement_may_look_at_the_fields_of_its_own_step() -> None:
    library = changed_library(lambda raw: _statement(raw).__setitem__("when", {"field": "legal_form", "is": "person"}))
    assert library.statements["us-importer.active"].when is not None


FORMS = [
    (_set_field("countries", "fields", 0, "when", {"all": []}), None),
    (_set_field("countries", "fields", 0, "when", {}), "exactly one of all, any, not"),
    (_set_field("countries", "fields", 0, "when", {"field": "business_types"}), "exactly one operator"),
    (_set_field("countries", "fields", 0, "when", {"any": [{"field": "business_types"}]}), "exactly one operator"),
    (_set_field("countries", "fields", 0, "id", "business_types"), "the id business_types is used twice"),
    (_set_field("countries", "fields", 0, "id", "identifier_value"), "the id identifier_value is used twice"),
    (_set_field("countries", "fields", 0, "id", "contacts"), "the id contacts is used twice"),
    (_set_step("countries", "id", "addresses"), "the step addresses is there twice"),
    (_set_step("countries", "fields", []), "the step asks nothing"),
    (lambda raw: step_of(raw, "identifiers").pop("list"), "row_fields without a list"),
    (_set_field("addresses", "fields", 0, "options_from", None), "no options to choose from"),
    (_set_field("identifiers", "row_fields", 1, "format_of", "legal_form"), "format_of must name a field"),
    (
        lambda raw: step_of(raw, "eligibility")["fields"][0]["options"][1].__setitem__("id", "sea"),
        "option sea is there",
    ),
    (lambda raw: _statement(raw).__setitem__("id", "us-importer.bond"), "us-importer.bond: the id is used twice"),
    (lambda raw: _statement(raw).__setitem__("id", "common.officer"), "common.officer: the id is used twice"),
    (_set("identifiers", "mid", "regex", "^[A-Z"), "unterminated character set"),
]


@pytest.mark.parametrize(("change", "said"), FORMS, ids=map(str, range(len(FORMS))))
def test_a_malformed_record_is_refused(change: Callable[[Raw], None], said: str | None) -> None:
    if said is None:
        changed_library(change)
        return
    with pytest.raises(ContentFault, match=said):
        changed_library(change)


# ---------------------------------------------------------------- versions


def test_a_packed_library_comes_back_with_the_same_hash_and_records() -> None:
    again = unpack(LIBRARY.packed)
    assert again.hash == LIBRARY.hash
    assert again.flows == LIBRARY.flows
    assert again.criteria == LIBRARY.criteria
    assert again.identifiers == LIBRARY.identifiers


def test_loading_twice_gives_one_hash() -> None:
    assert build_library(read_content()).hash == LIBRARY.hash


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: record(raw, "glossary", "ace")["i18n"].__setitem__("definition", "Another text."),
        lambda raw: raw["glossary"].reverse(),
        lambda raw: raw["glossary"].pop(),
        _set("identifiers", "mid", "max_length", 16),
    ],
)
def test_any_change_of_the_content_changes_the_hash(change: Callable[[Raw], None]) -> None:
    assert changed_library(change).hash != LIBRARY.hash


def test_a_record_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValueError, match="frozen"):
        LIBRARY.criteria["1.1"].category = "elsewhere"  # type: ignore[misc]
