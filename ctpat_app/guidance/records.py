"""Every record of one version of the content, by its id."""

import functools
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ctpat_app.guidance import schema
from ctpat_app.guidance.canned_answers import CannedAnswer
from ctpat_app.guidance.help_schema import HelpFrame, HelpTopic
from ctpat_app.guidance.problem_schema import ProblemKindRecord
from ctpat_app.guidance.risk_schema import RiskMethod


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
    samples: Mapping[str, schema.Sample]
    evidence_kinds: Mapping[str, schema.EvidenceKind]
    training_topics: Mapping[str, schema.TrainingTopic]
    glossary: Mapping[str, schema.Term]
    security_questions: Mapping[str, schema.SecurityQuestion]
    walk_phrases: Mapping[str, schema.WalkPhrase]
    mutual_recognition: Mapping[str, schema.MraPartner]
    aeo_rules: Mapping[str, schema.AeoRule]
    agreements: Mapping[str, schema.Agreement]
    statuses: Mapping[str, schema.Status]
    risk_assessment: Mapping[str, RiskMethod]
    help_topics: Mapping[str, HelpTopic]
    help_frame: Mapping[str, HelpFrame]
    problem_kinds: Mapping[str, ProblemKindRecord]
    canned_answers: Mapping[str, CannedAnswer]
    sources: Mapping[str, schema.Source]
    raw: Mapping[str, list[dict[str, Any]]] = field(repr=False, default_factory=dict)

    @functools.cached_property
    def statements(self) -> Mapping[str, schema.EligibilityStatement]:
        """Every eligibility statement, common ones first."""
        own = {item.id: item for kind in self.business_types.values() for item in kind.statements}
        return {**self.common_statements, **own}

    @functools.cached_property
    def packed(self) -> bytes:
        """The whole version as compressed JSON, from which ``unpack`` makes an equal library."""
        return zlib.compress(canonical(self.raw), 9)


def canonical(raw: Mapping[str, Any]) -> bytes:
    """Return plain records in the one form that is hashed and packed."""
    return json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
