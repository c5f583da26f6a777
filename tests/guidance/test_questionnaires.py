"""What a partner is asked by its type and risk, against the whole content."""

import pytest

from ctpat_app.domain.partners import Risk
from ctpat_app.domain.questionnaires import minutes_for
from ctpat_app.guidance.library import load_library
from ctpat_app.guidance.questionnaires import criteria_by_risk, criteria_for, level_in

LIBRARY = load_library()
TYPES = ["", *LIBRARY.business_types]


@pytest.mark.parametrize("business_type", TYPES)
def test_each_lower_risk_asks_a_part_of_what_the_higher_one_asks(business_type: str) -> None:
    high, medium, low = (
        set(criteria_by_risk(LIBRARY, business_type, risk)) for risk in (Risk.HIGH, Risk.MEDIUM, Risk.LOW)
    )
    assert low
    assert low < medium <= high
    assert high == set(criteria_for(LIBRARY, business_type))


@pytest.mark.parametrize("business_type", TYPES)
def test_a_medium_risk_is_asked_the_musts_alone(business_type: str) -> None:
    asked = criteria_by_risk(LIBRARY, business_type, Risk.MEDIUM)
    assert {level_in(LIBRARY.criteria[key], business_type) for key in asked} == {"must"}


@pytest.mark.parametrize("business_type", TYPES)
def test_a_low_risk_is_asked_one_must_of_each_category_that_has_one(business_type: str) -> None:
    categories = [LIBRARY.criteria[key].category for key in criteria_by_risk(LIBRARY, business_type, Risk.LOW)]
    musts = criteria_by_risk(LIBRARY, business_type, Risk.MEDIUM)
    assert len(categories) == len(set(categories))
    assert set(categories) == {LIBRARY.criteria[key].category for key in musts}


def test_without_a_type_the_strictest_level_counts() -> None:
    mixed = next(each for each in LIBRARY.criteria.values() if set(each.level.values()) == {"must", "should"})
    should = next(key for key, level in mixed.level.items() if level == "should")
    assert (level_in(mixed, ""), level_in(mixed, should)) == ("must", "should")


def test_a_criterion_of_another_type_keeps_its_strictest_level() -> None:
    other = next(each for each in LIBRARY.criteria.values() if "us-importer" not in each.level)
    assert level_in(other, "us-importer") == ("must" if "must" in other.level.values() else "should")


@pytest.mark.parametrize(("count", "minutes"), [(0, 0), (1, 10), (5, 30), (6, 40), (100, 600)])
def test_the_rough_time_is_rounded_up(count: int, minutes: int) -> None:
    assert minutes_for(count) == minutes
