"""A risk assessment as its answers tell it: lanes, legs, threats, weak points, actions, and the risks that follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ctpat_app.domain.risk import band_of, lane_threat, risk_score
from ctpat_app.guidance.answers import AnswerBook
from ctpat_app.guidance.questions import name_of_category
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.risk_schema import RiskBand, RiskMethod
from ctpat_app.guidance.texts import NO_TEXT, Ref, ref

RISK_ASSESSMENT = "risk-assessment"
"""Id of the flow."""
METHOD = "five-step"
LANES, LEGS, THREATS, WEAK_POINTS, ACTIONS = "lanes", "legs", "threats", "weak_points", "actions"
"""Ids of the lists of the flow."""


@dataclass(frozen=True)
class Lane:
    """One repeatable path of goods; ``countries`` are ISO codes in their order."""

    row: str
    name: str
    countries: tuple[str, ...]


@dataclass(frozen=True)
class Leg:
    """One move or stop of a lane, and who is in charge of it; ``rest_hours`` is the number as it is stored."""

    row: str
    lane: str
    number: int
    activity: str
    location: str
    partner: str
    role: str
    contracted: str
    rest_hours: str


@dataclass(frozen=True)
class Threat:
    """How strong one factor is at one place: a country, or a leg by its row."""

    row: str
    place: str
    factor: str
    rating: int
    source: str
    reason: str


@dataclass(frozen=True)
class WeakPoint:
    """How well the party in charge of a leg meets one category of the criteria."""

    row: str
    leg: str
    category: str
    criterion: str
    finding: str
    rating: int


@dataclass(frozen=True)
class Action:
    """What is done about a risk, which is named by the row of its weak point; a day is None until it is a date."""

    row: str
    risk: str
    text: str
    owner: str
    due: date | None
    note: str
    proof: str
    closed_on: date | None
    verified_by: str
    rating_after: int


@dataclass(frozen=True)
class Risk:
    """A weak point together with the threat of its lane; ``score`` is 0 while one of the two is not rated."""

    weak_point: WeakPoint
    leg: Leg
    threat: int
    score: int
    band: RiskBand | None


@dataclass(frozen=True)
class Assessment:
    """Everything that a draft of the flow says, in the order in which it was entered; legs by lane and number."""

    lanes: tuple[Lane, ...]
    legs: tuple[Leg, ...]
    threats: tuple[Threat, ...]
    weak_points: tuple[WeakPoint, ...]
    actions: tuple[Action, ...]

    @property
    def countries(self) -> tuple[str, ...]:
        """Every country of any lane, each once."""
        return tuple(dict.fromkeys(code for lane in self.lanes for code in lane.countries))

    def leg(self, row: str) -> Leg | None:
        """Return the leg of ``row``."""
        return next((leg for leg in self.legs if leg.row == row), None)

    def legs_of(self, lane: Lane) -> tuple[Leg, ...]:
        """Return the legs of ``lane`` in their order."""
        return tuple(leg for leg in self.legs if leg.lane == lane.row)

    def threat_of(self, lane_row: str) -> int:
        """Return the threat of a lane: the highest rating in its countries and on its legs."""
        lane = next((each for each in self.lanes if each.row == lane_row), None)
        if lane is None:
            return 0
        places = {*lane.countries, *(leg.row for leg in self.legs_of(lane))}
        return lane_threat(threat.rating for threat in self.threats if threat.place in places)

    def risks(self, method: RiskMethod) -> tuple[Risk, ...]:
        """Return the risk of every weak point whose leg is known, highest score first."""
        found = [self._risk(weak, leg, method) for weak in self.weak_points if (leg := self.leg(weak.leg))]
        return tuple(sorted(found, key=lambda risk: -risk.score))

    def _risk(self, weak: WeakPoint, leg: Leg, method: RiskMethod) -> Risk:
        threat = self.threat_of(leg.lane)
        score = risk_score(threat, weak.rating)
        return Risk(weak, leg, threat, score, band_of(score, method.bands))


def read_assessment(book: AnswerBook) -> Assessment:
    """Return what the answers of ``book`` tell; what is not answered yet is empty or 0."""
    lanes = tuple(
        Lane(row, book.text("lane_name", row), book.choices("lane_countries", row)) for row in book.rows(LANES)
    )
    order = {lane.row: place for place, lane in enumerate(lanes)}
    legs = sorted((_leg(book, row) for row in book.rows(LEGS)), key=lambda leg: (order.get(leg.lane, 99), leg.number))
    return Assessment(
        lanes,
        tuple(legs),
        tuple(_threat(book, row) for row in book.rows(THREATS)),
        tuple(_weak_point(book, row) for row in book.rows(WEAK_POINTS)),
        tuple(_action(book, row) for row in book.rows(ACTIONS)),
    )


def method_of(library: Library) -> RiskMethod:
    """Return the method by which ``library`` reckons."""
    return library.risk_assessment[METHOD]


def categories_for(library: Library, leg: Leg) -> tuple[str, ...]:
    """Return the categories that have criteria for the party in charge of ``leg``; all when its role says nothing."""
    role = next((role for role in method_of(library).roles if role.id == leg.role), None)
    if role is None or not role.business_types:
        return tuple(library.categories)
    asked = {
        each.category for each in library.criteria.values() if not each.level.keys().isdisjoint(role.business_types)
    }
    return tuple(key for key in library.categories if key in asked)


# ---------------------------------------------------------------- names


def name_of_leg(assessment: Assessment, leg: Leg) -> str:
    """Return what a leg is called: number and partner, and the lane where there are several."""
    lane = next((each.name for each in assessment.lanes if each.row == leg.lane), "")
    prefix = f"{lane}: " if lane and len(assessment.lanes) > 1 else ""
    return f"{prefix}{leg.number or '?'} {leg.partner}".strip()


def name_of_place(assessment: Assessment, place: str) -> Ref:
    """Return what the place of a threat is called: a country, or a leg."""
    leg = assessment.leg(place)
    return Ref(name_of_leg(assessment, leg)) if leg else Ref(place, country=place)


def name_of_factor(library: Library, factor: str) -> Ref:
    """Return the name of a threat factor; nothing for one that is gone."""
    names = {each.id: each.i18n.name for each in method_of(library).factors}
    return ref(f"risk_assessment/{METHOD}/{factor}", "name", names[factor]) if factor in names else NO_TEXT


def name_of_level(library: Library, scale: str, rating: int, key: str = "name") -> Ref:
    """Return the name (or the ``meaning``) of a rating; nothing while it is not rated."""
    for level in method_of(library).levels:
        if (level.scale, level.rating) == (scale, rating):
            return ref(f"risk_assessment/{METHOD}/{level.id}", key, getattr(level.i18n, key))
    return NO_TEXT


def name_of_band(band: RiskBand, key: str = "name") -> Ref:
    """Return the name of a band, its ``letter``, or its ``action``."""
    return ref(f"risk_assessment/{METHOD}/{band.id}", key, getattr(band.i18n, key))


def name_of_risk(library: Library, assessment: Assessment, risk: Risk) -> tuple[Ref, Ref]:
    """Return what a risk is called: its leg, and the category of its weak point."""
    category = risk.weak_point.category
    known = name_of_category(library, category) if category in library.categories else NO_TEXT
    return Ref(name_of_leg(assessment, risk.leg)), known


# ---------------------------------------------------------------- rows


def _leg(book: AnswerBook, row: str) -> Leg:
    lane, activity, location, partner, role, contracted, rest = _texts(
        book, row, "leg", "lane", "activity", "location", "partner", "role", "contracted", "rest"
    )
    number = _number(book, "leg_number", row)
    return Leg(row, lane, number, activity, location, partner, role, contracted, rest)


def _threat(book: AnswerBook, row: str) -> Threat:
    rating = _number(book, "threat_rating", row)
    place, factor, source, reason = _texts(book, row, "threat", "place", "factor", "source", "reason")
    return Threat(row, place, factor, rating, source, reason)


def _weak_point(book: AnswerBook, row: str) -> WeakPoint:
    leg, category, criterion, finding = _texts(book, row, "weak", "leg", "category", "criterion", "finding")
    return WeakPoint(row, leg, category, criterion, finding, _number(book, "weak_rating", row))


def _action(book: AnswerBook, row: str) -> Action:
    risk, text, owner, note, proof, verified = _texts(
        book, row, "action", "risk", "text", "owner", "note", "proof", "verified"
    )
    due, closed = (day_of(book.text(key, row)) for key in ("action_due", "action_closed"))
    return Action(row, risk, text, owner, due, note, proof, closed, verified, _number(book, "action_rating", row))


def _texts(book: AnswerBook, row: str, kind: str, *names: str) -> Iterator[str]:
    return (book.text(f"{kind}_{name}", row) for name in names)


def _number(book: AnswerBook, key: str, row: str) -> int:
    text = book.text(key, row)
    return int(text) if text.isdecimal() else 0


def day_of(text: str) -> date | None:
    """Return the day that ``text`` names; None for anything else, which the check of its field tells."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
