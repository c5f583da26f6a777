"""The shapes of the risk assessment's facts: factors, scales, bands, whose criteria fit a partner, the example."""

from typing import Literal

from pydantic import Field

from ctpat_app.guidance.schema import Record, Slug, Text, Words


class FactorWords(Words):
    """Words of a threat factor."""

    name: Text


class RiskFactor(Record):
    """One kind of threat that is rated for each place."""

    id: Slug
    verified: bool
    i18n: FactorWords


class LevelWords(Words):
    """Words of a rating: its name, and what it means."""

    name: Text
    meaning: Text


class RiskLevel(Record):
    """One rating of one scale."""

    id: Slug
    scale: Literal["threat", "vulnerability"]
    rating: int = Field(ge=1, le=3)
    i18n: LevelWords


class BandWords(Words):
    """Words of a band: its name, its one letter for the drawing, and what is to be done."""

    name: Text
    letter: Text
    action: Text


class RiskBand(Record):
    """The scores from ``least`` to ``most``; the drawing marks a leg with the letter of its band."""

    id: Slug
    least: int
    most: int
    needs_action: Literal["must", "should"] | None = None
    i18n: BandWords


class PartnerRole(Record):
    """A role in the lane, and the business types whose criteria fit it; none: every category applies."""

    id: Slug
    business_types: tuple[Slug, ...] = ()


class MarkWords(Words):
    """Words of a mark."""

    text: Text


class MethodMark(Record):
    """A part of the method, and whether it was compared with the guide."""

    id: Slug
    verified: bool
    i18n: MarkWords


class ExampleRow(Record):
    """One row of the example: its list, its key, and the answers by field; a reference is the key of another row."""

    list: Slug
    row: Text
    values: dict[Slug, str]


class ExampleScore(Record):
    """What the example must come to: of a weak point the threat, the score and the band."""

    weak_point: Text
    threat: int
    vulnerability: int
    score: int
    band: Slug


class RiskExample(Record):
    """An invented assessment on which the rules are tested."""

    note: Text
    rows: tuple[ExampleRow, ...]
    answers: dict[Slug, str]
    scored: tuple[ExampleScore, ...]


class RiskMethod(Record):
    """The method of the risk assessment, with what of it is verified."""

    id: Slug
    source: Text
    factors: tuple[RiskFactor, ...]
    levels: tuple[RiskLevel, ...]
    bands: tuple[RiskBand, ...]
    roles: tuple[PartnerRole, ...]
    marks: tuple[MethodMark, ...]
    example: RiskExample

    def band(self, band_id: str) -> RiskBand:
        """Return the band; its id comes from ``domain.risk.band_of``."""
        return next(band for band in self.bands if band.id == band_id)
