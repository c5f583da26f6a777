"""The guidance library: load the content, prove that it holds together, give it a version, and pack it for keeping."""

import functools
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from ctpat_app.guidance import schema
from ctpat_app.guidance.library_faults import faults_in

CONTENT = Path(__file__).parent / "content"

SHAPES: dict[str, type[schema.Record]] = {
    "flows": schema.Flow,
    "business_types": schema.BusinessType,
    "common_statements": schema.EligibilityStatement,
    "identifiers": schema.IdentifierKind,
    "mid": schema.Mid,
    "categories": schema.Category,
    "criteria": schema.Criterion,
    "evidence_kinds": schema.EvidenceKind,
    "glossary": schema.Term,
    "mutual_recognition": schema.MraPartner,
    "agreements": schema.Agreement,
    "statuses": schema.Status,
    "sources": schema.Source,
}
"""Each collection of the content and the shape of its records; a collection is a file or a folder of that name."""


class ContentFault(Exception):  # noqa: N818  it names faults of the content, not of the program
    """The content does not hold together; ``faults`` lists every reason, each with file or record."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, eq=False)
class Library:
    """One immutable version of the content: every record by its id, in the order of the files."""

    hash: str
    flows: Mapping[str, schema.Flow]
    business_types: Mapping[str, schema.BusinessType]
    common_statements: Mapping[str, schema.EligibilityStatement]
    identifiers: Mapping[str, schema.IdentifierKind]
    mid: Mapping[str, schema.Mid]
    categories: Mapping[str, schema.Category]
    criteria: Mapping[str, schema.Criterion]
    evidence_kinds: Mapping[str, schema.EvidenceKind]
    glossary: Mapping[str, schema.Term]
    mutual_recognition: Mapping[str, schema.MraPartner]
    agreements: Mapping[str, schema.Agreement]
    statuses: Mapping[str, schema.Status]
    sources: Mapping[str, schema.Source]
    raw: Mapping[str, list[dict[str, Any]]] = field(repr=False, default_factory=dict)

    @functools.cached_property
    def statements(self) -> Mapping[str, schema.EligibilityStatement]:
        """Every eligibility statement, common ones first."""
        own = {item.id: item for kind in self.business_types.values() for item in kind.statements}
        return {**self.common_statements, **own}

    def pack(self) -> bytes:
        """Return the whole version as compressed JSON, from which ``unpack`` makes an equal library."""
        return zlib.compress(_canonical(self.raw), 9)


def _canonical(raw: Mapping[str, Any]) -> bytes:
    return json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


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
    library = Library(hash=hashlib.sha256(_canonical(raw)).hexdigest(), raw=raw, **typed)  # type: ignore[arg-type]
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
