"""Options of the risk assessment: factors and scales of the content, and what the same draft already says."""

from collections.abc import Callable, Mapping
from functools import partial

from ctpat_app.guidance.answers import AnswerBook
from ctpat_app.guidance.questions import Choice, Question
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.risk import (
    LANES,
    method_of,
    name_of_factor,
    name_of_leg,
    name_of_level,
    name_of_place,
    name_of_risk,
    read_assessment,
)
from ctpat_app.guidance.texts import Ref

Choices = Callable[[Library, AnswerBook, Question], tuple[Choice, ...]]


def _factors(library: Library, _book: AnswerBook, _question: Question) -> tuple[Choice, ...]:
    return tuple(Choice(factor.id, name_of_factor(library, factor.id)) for factor in method_of(library).factors)


def _scale(scale: str, library: Library, _book: AnswerBook, _question: Question) -> tuple[Choice, ...]:
    ratings = sorted(level.rating for level in method_of(library).levels if level.scale == scale)
    return tuple(
        Choice(str(rating), name_of_level(library, scale, rating), name_of_level(library, scale, rating, "meaning"))
        for rating in ratings
    )


def _rows(_library: Library, book: AnswerBook, question: Question) -> tuple[Choice, ...]:
    assessment = read_assessment(book)
    if question.of_list == LANES:
        return tuple(Choice(lane.row, Ref(lane.name)) for lane in assessment.lanes if lane.name)
    return tuple(Choice(leg.row, Ref(name_of_leg(assessment, leg))) for leg in assessment.legs if leg.partner)


def _places(_library: Library, book: AnswerBook, _question: Question) -> tuple[Choice, ...]:
    assessment = read_assessment(book)
    places = (*assessment.countries, *(leg.row for leg in assessment.legs if leg.partner))
    return tuple(Choice(place, name_of_place(assessment, place)) for place in places)


def _risks(library: Library, book: AnswerBook, _question: Question) -> tuple[Choice, ...]:
    """The risks that call for an action, highest first."""
    assessment = read_assessment(book)
    risks = [risk for risk in assessment.risks(method_of(library)) if risk.band and risk.band.needs_action]
    return tuple(Choice(risk.weak_point.row, *name_of_risk(library, assessment, risk)) for risk in risks)


RISK_CHOICES: Mapping[str, Choices] = {
    "threat-factors": _factors,
    "threat-scale": partial(_scale, "threat"),
    "vulnerability-scale": partial(_scale, "vulnerability"),
    "rows": _rows,
    "risk-places": _places,
    "risks": _risks,
}
"""By ``options_from``: the options, from the content and the answers of the draft."""
