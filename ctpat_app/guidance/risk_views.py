"""What an assessment comes to, as its page and its PDF show it: drawings, matrices, risks with their actions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ctpat_app.domain.printing import is_right_to_left
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import name_of_category, questions_of
from ctpat_app.guidance.risk import (
    Action,
    Assessment,
    Leg,
    Risk,
    method_of,
    name_of_band,
    name_of_factor,
    name_of_leg,
    name_of_level,
    name_of_place,
    name_of_risk,
    read_assessment,
)
from ctpat_app.guidance.risk_drawing import Drawing, Stop, draw
from ctpat_app.guidance.texts import Localiser, ref

Say = Callable[[str, Mapping[str, str | int]], str]
"""Message code and parameters to the text in the reader's language."""
DayText = Callable[[date], str]
"""A day to its text in the reader's language."""


@dataclass(frozen=True)
class LegRow:
    """One leg in the table behind the drawing."""

    number: str
    activity: str
    location: str
    partner: str
    role: str
    rest: str
    band: str
    """Id of the highest band of its risks; empty while there is none."""
    band_name: str


@dataclass(frozen=True)
class LaneView:
    """One lane: its drawing and the table behind it."""

    drawing: Drawing
    legs: list[LegRow] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """One rating of a matrix; empty where nothing is rated."""

    column: str
    rating: str
    note: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """One row of a matrix."""

    name: str
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Matrix:
    """Ratings by row and column; each row has a cell for every column."""

    columns: list[str] = field(default_factory=list)
    rows: list[MatrixRow] = field(default_factory=list)


@dataclass(frozen=True)
class ActionView:
    """One action on a risk; ``due`` and ``closed`` are days in words, empty for none."""

    text: str
    owner: str
    due: str
    closed: str
    note: str


@dataclass(frozen=True)
class RiskRow:
    """One risk with its score, and what is done about it."""

    name: str
    category: str
    finding: str
    threat: int
    weak: int
    score: int
    band: str
    band_name: str
    band_action: str
    actions: list[ActionView] = field(default_factory=list)
    row: str = ""
    """Of its weak point."""
    needs_action: bool = False


@dataclass(frozen=True)
class MarkView:
    """A part of the method, and whether it was compared with the guide."""

    text: str
    verified: bool


@dataclass(frozen=True)
class AssessmentView:
    """The whole result."""

    lanes: list[LaneView] = field(default_factory=list)
    threats: Matrix = field(default_factory=Matrix)
    weak_points: Matrix = field(default_factory=Matrix)
    risks: list[RiskRow] = field(default_factory=list)
    marks: list[MarkView] = field(default_factory=list)


def assessment_view(now: Situation, localiser: Localiser, say: Say, day: DayText) -> AssessmentView:
    """Return what the assessment comes to, in the reader's language."""
    return _Result(now, localiser, say, day).view()


class _Result:
    """One assessment for one reader."""

    def __init__(self, now: Situation, localiser: Localiser, say: Say, day: DayText) -> None:
        self.now, self.localiser, self.say, self.day = now, localiser, say, day
        self.library, self.method = now.library, method_of(now.library)
        self.found: Assessment = read_assessment(now.book)
        self.risks = self.found.risks(self.method)

    def view(self) -> AssessmentView:
        """Return everything."""
        return AssessmentView(
            self._lanes(),
            self._threats(),
            self._weak_points(),
            [self._risk(risk) for risk in self.risks],
            self._marks(),
        )

    # ------------------------------------------------------------ lanes

    def _lanes(self) -> list[LaneView]:
        mirrored = is_right_to_left(self.localiser.language)
        views = []
        for lane in self.found.lanes:
            legs = self.found.legs_of(lane)
            threat = self._level("threat", self.found.threat_of(lane.row))
            names = self.localiser.join([leg.partner for leg in legs])
            label = self.say("risk.drawing", {"lane": lane.name, "partners": names})
            stops = [self._stop(leg) for leg in legs]
            drawing = draw(lane.name, label, threat, stops, mirrored=mirrored)
            views.append(LaneView(drawing, [self._leg_row(leg) for leg in legs]))
        return views

    def _stop(self, leg: Leg) -> Stop:
        row = self._leg_row(leg)
        band = self._band(leg)
        letter = self.localiser.text(name_of_band(band.band, "letter")) if band and band.band else "–"
        notes = (row.activity, leg.location, self.say("risk.hours-at-rest", {"count": leg.rest_hours or "?"}))
        return Stop(letter, row.band, f"{leg.number or '?'} {leg.partner}", tuple(filter(None, notes)))

    def _leg_row(self, leg: Leg) -> LegRow:
        risk = self._band(leg)
        band = risk.band if risk else None
        return LegRow(
            str(leg.number or "?"),
            self._option("leg_activity", leg.activity),
            leg.location,
            leg.partner,
            self._option("leg_role", leg.role),
            leg.rest_hours,
            band.id if band else "",
            self.localiser.text(name_of_band(band)) if band else "",
        )

    def _band(self, leg: Leg) -> Risk | None:
        """Return the highest risk on the leg."""
        return next((risk for risk in self.risks if risk.leg.row == leg.row and risk.band), None)

    def _option(self, key: str, chosen: str) -> str:
        options = questions_of(self.library, self.now.flow_id)[key].options
        return next((self.localiser.text(option.label) for option in options if option.id == chosen), "")

    def _level(self, scale: str, rating: int) -> str:
        name = self.localiser.text(name_of_level(self.library, scale, rating))
        return f"{rating} {name}" if rating else ""

    # ------------------------------------------------------------ matrices

    def _threats(self) -> Matrix:
        """Places in rows, factors in columns; every country of the lanes has a row, rated or not."""
        columns = [
            (each.id, self.localiser.text(name_of_factor(self.library, each.id))) for each in self.method.factors
        ]
        rated = {(each.place, each.factor): each for each in self.found.threats}
        places = dict.fromkeys([*self.found.countries, *(each.place for each in self.found.threats if each.place)])
        rows = []
        for place in places:
            cells = [
                Cell(name, self._level("threat", each.rating), each.source)
                if (each := rated.get((place, factor)))
                else Cell(name, "")
                for factor, name in columns
            ]
            rows.append(MatrixRow(self.localiser.text(name_of_place(self.found, place)), cells))
        return Matrix([name for _, name in columns], rows)

    def _weak_points(self) -> Matrix:
        """Legs with their partners in rows, the categories that anybody is rated for in columns."""
        used = {each.category for each in self.found.weak_points}
        columns = [
            (key, self.localiser.text(name_of_category(self.library, key)))
            for key in self.library.categories
            if key in used
        ]
        rated = {(each.leg, each.category): each for each in self.found.weak_points}
        rows = []
        for leg in self.found.legs if used else ():
            cells = [
                Cell(name, self._level("vulnerability", each.rating), each.finding)
                if (each := rated.get((leg.row, key)))
                else Cell(name, "")
                for key, name in columns
            ]
            rows.append(MatrixRow(name_of_leg(self.found, leg), cells))
        return Matrix([name for _, name in columns], rows)

    # ------------------------------------------------------------ risks

    def _risk(self, risk: Risk) -> RiskRow:
        name, category = (self.localiser.text(each) for each in name_of_risk(self.library, self.found, risk))
        band, weak = risk.band, risk.weak_point
        actions = [self._action(each) for each in self.found.actions if each.risk == weak.row]
        return RiskRow(
            name,
            f"{category} ({weak.criterion})" if weak.criterion else category,
            weak.finding,
            risk.threat,
            weak.rating,
            risk.score,
            band.id if band else "",
            self.localiser.text(name_of_band(band)) if band else "",
            self.localiser.text(name_of_band(band, "action")) if band else "",
            actions,
            weak.row,
            bool(band and band.needs_action),
        )

    def _action(self, action: Action) -> ActionView:
        due, closed = (self.day(day) if day else "" for day in (action.due, action.closed_on))
        return ActionView(action.text, action.owner, due, closed, action.note)

    def _marks(self) -> list[MarkView]:
        path = f"risk_assessment/{self.method.id}"
        return [
            MarkView(self.localiser.text(ref(f"{path}/{mark.id}", "text", mark.i18n.text)), mark.verified)
            for mark in self.method.marks
        ]
