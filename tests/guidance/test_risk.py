"""The engine on a risk assessment: scores of the example, what is refused, what is only told, what fills a list."""

import pytest

from ctpat_app.guidance.flow import Situation, Status
from ctpat_app.guidance.library import ContentFault
from ctpat_app.guidance.questions import questions_of
from ctpat_app.guidance.risk import RISK_ASSESSMENT, categories_for, method_of, read_assessment
from ctpat_app.guidance.risk_drawing import WIDTH
from ctpat_app.guidance.risk_fill import groups_lacking
from ctpat_app.guidance.risk_views import AssessmentView, assessment_view
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import MESSAGES, message
from tests.applicants import LIBRARY, changed_library, record
from tests.risk import EXAMPLE, an_assessed


def codes(now: Situation, level: str = "error") -> set[tuple[str, str]]:
    """Return what is told at the level, with its row."""
    return {(problem.code, problem.row) for problem in now.problems if problem.level == level}


def view_in(language: str, now: Situation) -> AssessmentView:
    """Return the result as it reads in ``language``."""
    return assessment_view(
        now,
        localiser_for(language),
        lambda code, params: message(code, language, **params),
        lambda day: day_text(day, language),
    )


def test_the_example_comes_out_as_it_is_scored() -> None:
    risks = {risk.weak_point.row: risk for risk in read_assessment(an_assessed().book).risks(method_of(LIBRARY))}
    assert len(risks) == len(EXAMPLE.scored) == 2
    for wanted in EXAMPLE.scored:
        risk = risks[wanted.weak_point]
        assert risk.band
        assert (risk.threat, risk.weak_point.rating, risk.score, risk.band.id) == (
            *(wanted.threat, wanted.vulnerability, wanted.score),
            wanted.band,
        )


def test_an_example_that_comes_out_otherwise_is_a_fault_of_the_content() -> None:
    def wrong(raw: dict) -> None:  # type: ignore[type-arg]
        record(raw, "risk_assessment", "five-step")["example"]["scored"][0]["score"] = 9

    with pytest.raises(ContentFault, match="weak1 comes out as"):
        changed_library(wrong)


def test_the_example_has_no_errors_and_says_what_it_does_not_cover() -> None:
    now = an_assessed()
    assert codes(now) == set()
    told = [problem for problem in now.problems if problem.level == "warning"]
    assert [problem.code for problem in told] == ["risk.lacking-threats"] * 3 + ["risk.lacking-weak-points"] * 5
    assert dict(told[0].params)["count"] == 7
    statuses = {step.id: now.status(step) for step in now.path}
    assert statuses["threats"] is statuses["weak-points"] is Status.IN_PROGRESS
    assert statuses["map"] is statuses["actions"] is statuses["method"] is Status.COMPLETE


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        (("threat_source", "threat1"), "", "risk.source-undated"),
        (("threat_source", "threat1"), "Insurer notice", "risk.source-undated"),
        (("threat_reason", "threat2"), "", "risk.reason-missing"),
        (("threat_factor", "threat1"), "", "missing.choice"),
        (("threat_rating", "threat1"), "", "missing.rating"),
        (("weak_finding", "weak1"), "", "risk.finding-missing"),
        (("weak_criterion", "weak1"), "99.1", "risk.criterion-unknown"),
        (("leg_number", "leg2"), "1", "risk.leg-number-twice"),
        (("leg_number", "leg2"), "1.5", "number.not-whole"),
        (("leg_number", "leg2"), "0", "number.too-small"),
        (("leg_rest", "leg2"), "many", "number.not-a-number"),
        (("leg_rest", "leg2"), "", "missing.number"),
        (("action_closed", "action1"), "2026-03-01", "risk.proof-missing"),
        (("action_due", "action1"), "2026-03-01", "risk.action-late"),
    ],
)
def test_what_must_hold_is_told_where_it_is(place: tuple[str, str], text: str, code: str) -> None:
    assert (code, place[1]) in codes(an_assessed({place: text}))


def test_an_action_is_told_when_its_risk_is_not_medium_or_high_any_more() -> None:
    assert codes(an_assessed({("weak_rating", "weak1"): "1"})) == {("choice.gone.risks", "action1")}


def test_a_high_risk_needs_an_action_and_a_medium_one_is_advised() -> None:
    now = an_assessed({("actions", "action1"): "", ("actions", "action2"): ""})
    assert ("risk.action-missing", "") in codes(now)
    assert ("risk.action-advised", "") in codes(now, "warning")


def test_an_action_that_is_late_may_have_a_note_and_one_that_is_done_has_proof() -> None:
    late = {("action_due", "action1"): "2026-03-01", ("action_note", "action1"): "The parts come in April"}
    assert codes(an_assessed(late)) == set()
    done = {
        ("action_closed", "action1"): "2026-03-01",
        ("action_proof", "action1"): "Photos of all trackers",
        ("action_verified", "action1"): "Ana",
    }
    assert codes(an_assessed(done)) == set()


def test_one_high_threat_on_a_leg_makes_the_lane_high() -> None:
    leg_threat = {
        ("threats", "extra"): "present",
        ("threat_place", "extra"): "leg4",
        ("threat_factor", "extra"): "terrorism",
        ("threat_rating", "extra"): "3",
        ("threat_source", "extra"): "Port notice 2026",
        ("threat_reason", "extra"): "An attack last month",
    }
    now = an_assessed(leg_threat)
    assert read_assessment(now.book).threat_of("lane1") == 3
    assert max(risk.score for risk in read_assessment(now.book).risks(method_of(LIBRARY))) == 9


def test_the_same_threat_twice_and_a_review_too_late_are_refused() -> None:
    twice = {("threat_place", "threat2"): "IN", ("threat_factor", "threat2"): "cargo-theft"}
    assert ("risk.threat-twice", "threat1") in codes(an_assessed(twice))
    assert ("risk.review-not-in-time", "") in codes(an_assessed({("next_review", ""): "2027-10-01"}))


def test_a_country_lacks_every_factor_that_is_not_rated_yet() -> None:
    found = read_assessment(an_assessed().book)
    groups = {group.id: group for group in groups_lacking(LIBRARY, "threats", found)}
    assert list(groups) == ["IN", "LK", "US"]
    factors = {dict(values)["threat_factor"] for values in groups["IN"].rows}
    assert len(factors) == 7
    assert "cargo-theft" not in factors


def test_a_partner_is_rated_for_the_categories_that_have_criteria_for_its_part() -> None:
    found = read_assessment(an_assessed().book)
    for leg in found.legs:
        types = {
            "supplier": {"foreign-manufacturer"},
            "terminal": {"marine-terminal"},
            "line": {"sea-carrier", "air-carrier"},
            "trucker": {"highway-carrier-canada", "highway-carrier-mexico", "mexican-long-haul"},
        }[leg.role]
        wanted = {each.category for each in LIBRARY.criteria.values() if types & each.level.keys()}
        assert set(categories_for(LIBRARY, leg)) == wanted


def test_actions_are_lacking_for_medium_and_high_risks_alone() -> None:
    now = an_assessed({("actions", "action1"): "", ("actions", "action2"): ""})
    (group,) = groups_lacking(LIBRARY, "actions", read_assessment(now.book))
    assert [dict(values)["action_risk"] for values in group.rows] == ["weak1", "weak2"]


def test_the_result_shows_every_leg_with_the_letter_of_its_band() -> None:
    view = view_in("en", an_assessed())
    assert [mark.letter for mark in view.lanes[0].drawing.marks] == ["–", "H", "M", "–", "–"]
    assert [leg.rest for leg in view.lanes[0].legs] == ["20", "6", "60", "72", "2"]
    assert view.lanes[0].drawing.threat == "2 Medium"
    india = view.threats.rows[0]
    assert (india.name, [cell.rating for cell in india.cells].count("")) == ("India", 7)
    assert [(risk.score, risk.band, len(risk.actions)) for risk in view.risks] == [(6, "high", 1), (4, "medium", 1)]
    assert {mark.verified for mark in view.marks} == {True, False}


def test_the_drawing_is_mirrored_where_people_read_from_the_right() -> None:
    left, right = (view_in(language, an_assessed()).lanes[0].drawing for language in ("en", "ar"))
    assert left.x == WIDTH - right.x
    assert {mark.x for mark in right.marks} == {right.x}
    assert [mark.letter for mark in right.marks] == ["–", "ع", "م", "–", "–"]


def test_an_empty_assessment_has_a_result() -> None:
    view = view_in("en", an_assessed(dict.fromkeys(an_assessed().book.answers, "")))
    assert (view.lanes, view.risks, view.threats.rows) == ([], [], [])


def test_every_problem_has_its_sentence() -> None:
    for code in ("rows", "risk-places", "risks"):
        assert f"choice.gone.{code}" in MESSAGES
    kinds = {question.kind.value for question in questions_of(LIBRARY, RISK_ASSESSMENT).values()}
    assert {f"missing.{kind}" for kind in kinds} <= MESSAGES.keys()
