"""The guidance library: load the content, prove that it holds together, give it a version, and pack it for keeping."""

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from ctpat_app.guidance import schema
from ctpat_app.guidance.canned_answers import CannedAnswer
from ctpat_app.guidance.help_schema import HelpFrame, HelpTopic
from ctpat_app.guidance.library_faults import faults_in
from ctpat_app.guidance.problem_schema import ProblemKindRecord
from ctpat_app.guidance.records import Library, canonical
from ctpat_app.guidance.risk_schema import RiskMethod

CONTENT = Path(__file__).parent / "content"

SHAPES: dict[str, type[schema.Record]] = {
    "flows": schema.Flow,
    "business_types": schema.BusinessType,
    "common_statements": schema.EligibilityStatement,
    "identifiers": schema.IdentifierKind,
    "mid": schema.Mid,
    "categories": schema.Category,
    "criteria": schema.Criterion,
    "samples": schema.Sample,
    "evidence_kinds": schema.EvidenceKind,
    "training_topics": schema.TrainingTopic,
    "glossary": schema.Term,
    "security_questions": schema.SecurityQuestion,
    "walk_phrases": schema.WalkPhrase,
    "mutual_recognition": schema.MraPartner,
    "aeo_rules": schema.AeoRule,
    "agreements": schema.Agreement,
    "statuses": schema.Status,
    "risk_assessment": RiskMethod,
    "help_topics": HelpTopic,
    "help_frame": HelpFrame,
    "problem_kinds": ProblemKindRecord,
    "canned_answers": CannedAnswer,
    "sources": schema.Source,
}
"""Each collection of the content and the shape of its records; a collection is a file or a folder of that name."""


class ContentFault(Exception):  # noqa: N818  it names faults of the content, not of the program
    """The content does not hold together; ``faults`` lists every reason, each with file or record."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load_library(folder: Path = CONTENT) -> Library:
    """Return the library in ``folder``.

    Raises:
        ContentFault: with every fault that was found.
    """
    return build_library(read_content(folder))


def read_content(folder: Path = CONTENT) -> dict[str, list[dict[str, Any]]]:
    """Return the records of each collection as plain values, as they stand in the files."""
    raw: dict[str, list[dict[str, Any]]] = {}
    for name in SHAPES:
        raw[name] = [record for path in _files(folder, name) for record in _records(path)]
    return raw


def _files(folder: Path, name: str) -> list[Path]:
    single = folder / f"{name}.yaml"
    return [single] if single.exists() else sorted((folder / name).glob("*.yaml"))


def _records(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            found = yaml.load(file, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentFault([f"{path.name}: {error}"]) from None
    if not isinstance(found, list):
        raise ContentFault([f"{path.name}: a list of records is expected"])
    return found


def unpack(packed: bytes) -> Library:
    """Return the library that ``pack`` has packed."""
    return build_library(json.loads(zlib.decompress(packed)))


def build_library(raw: dict[str, list[dict[str, Any]]]) -> Library:
    """Return the library made of plain records, proven to hold together.

    Raises:
        ContentFault: with every fault that was found.
    """
    faults: list[str] = []
    typed = {name: _typed(name, raw.get(name, []), faults) for name in SHAPES}
    if faults:
        raise ContentFault(faults)
    library = Library(hash=hashlib.sha256(canonical(raw)).hexdigest(), raw=raw, **typed)  # type: ignore[arg-type]
    if faults := list(faults_in(library)):
        raise ContentFault(faults)
    return library


def _typed(name: str, records: list[Any], faults: list[str]) -> dict[str, schema.Record]:
    shape = TypeAdapter(SHAPES[name])
    typed: dict[str, schema.Record] = {}
    for number, record in enumerate(records):
        label = f"{name}/{record.get('id', number) if isinstance(record, dict) else number}"
        try:
            made = shape.validate_python(record)
        except ValidationError as error:
            faults += [f"{label}: {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
            continue
        if made.id in typed:  # type: ignore[attr-defined]
            faults.append(f"{label}: the id is used twice")
        typed[made.id] = made  # type: ignore[attr-defined]
    return typed
