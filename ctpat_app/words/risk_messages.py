"""What the kiosk says about risk assessments: what is wrong or missing, what is lacking, and what adds it."""

from typing import Final

from ctpat_app.words import N_

RISK_MESSAGES: Final[dict[str, str]] = {
    "risk.lane-without-legs": N_("Add the legs of this supply chain: {lane}"),
    "risk.leg-number-twice": N_("Give each leg of a supply chain its own place in the order."),
    "risk.partner-unknown": N_("Find out who hired this company. What nobody knows, nobody can check."),
    "risk.threat-twice": N_("Delete one of the two: this threat is rated twice for the same place."),
    "risk.source-undated": N_("Name the source with its year. A medium or high rating needs a dated source."),
    "risk.reason-missing": N_("Write why. A medium or high rating needs a reason."),
    "risk.weak-point-twice": N_("Delete one of the two, or name the criterion: this category is rated twice."),
    "risk.criterion-unknown": N_("Check the number. There is no criterion with it; write it like 5.14."),
    "risk.finding-missing": N_("Write what you found. A medium or high rating names a finding."),
    "risk.proof-missing": N_("Name the proof. Without it an action does not count as done."),
    "risk.verifier-missing": N_("Name who checked that it was done."),
    "risk.action-late": N_("Write a note, or say when it was done. The day it was due has passed."),
    "risk.action-missing": N_("Plan an action for this high risk: {risk}."),
    "risk.action-advised": N_("No action is planned for this medium risk: {risk}."),
    "risk.review-not-in-time": N_("Choose a day after this assessment and at most twelve months later."),
    "risk.not-complete": N_("Mend what the page lists first. Then the assessment can be finished."),
    "risk.none-finished": N_("Start an empty one: the company has finished no risk assessment yet."),
    "risk.no-application": N_(
        "Start an application first. The assessment stands there as evidence beside the criteria."
    ),
    "risk.not-finished": N_("Finish the assessment first. Only what does not change any more is evidence."),
    "risk.lacking-threats": N_("{place}: threats that are not rated yet: {count}."),
    "risk.lacking-weak-points": N_("{leg}: categories that are not rated yet: {count}."),
    "risk.drawing": N_(
        "The way of the cargo: {lane}. In charge, leg by leg: {partners}. The table below says the same."
    ),
    "risk.hours-at-rest": N_("Hours at rest: {count}"),
    "risk.fill-threats": N_("Rate all factors for {place} (to be rated: {count})"),
    "risk.fill-weak-points": N_("Rate all categories for {leg} (to be rated: {count})"),
    "risk.fill-actions": N_("Plan an action for each medium and high risk (without one: {count})"),
}
