"""Words of a review: why something goes back, what a decision does, and what stands in its way."""

from typing import Final

from ctpat_app.words import N_

CASE_MESSAGES: Final = {
    # Refusals.
    "case.comment-missing": N_("Write a comment. The company reads it to learn what to change."),
    "case.reason-kind-missing": N_("Choose why it goes back. The company and the figures both need it."),
    "case.decided-meanwhile": N_(
        "Look again: {who} has decided about this meanwhile, and that stands. What you wrote is still here."
    ),
    "case.changed-meanwhile": N_(
        "Look again before you decide: statements were decided meanwhile. The page shows them now."
    ),
    "case.closed": N_("Nothing more can be decided here: this review has ended."),
    "case.part-not-accepted": N_("Return this part or leave it as it is. The vetting looks at it in full."),
    "case.way-missing": N_("Choose how the review ends."),
    "case.reason-missing": N_("Write the reason. The company reads it, and it stays on record."),
    # What is to be done before a way can be taken.
    "case.statements-open": N_("Accept every statement first. Some are not looked at yet."),
    "case.sent-back-stands": N_("Something is marked to go back. Accept it, take it back, or return the profile."),
    "case.nothing-returned": N_("Mark at least one statement or part to go back, with a comment."),
    "case.vetting-not-passed": N_("Finish and sign the vetting first. It must have passed."),
    "case.not-under-review": N_("A supervisor assigns a specialist first. The review begins with that."),
    "case.no-member": N_("The company is no member any more, so that its changes are not decided."),
    # What a way does, said before it is taken.
    "case.will.sent-back": N_("Statements and parts that go back with your comments: {count}."),
    "case.will.approved": N_("All {count} statements are approved as they were sent."),
    "case.will.status": N_("The status becomes “{status}”."),
    "case.will.status-stays": N_("The status stays “{status}”."),
    "case.will.told": N_("People of the company who are told at once, each in their language: {count}."),
    "case.will.answer": N_("The company answers each comment and sends the profile again."),
    "case.will.validation": N_("The validation is due by {day}, as far as practicable."),
    "case.will.annual-review": N_("The first annual review is due on {day}."),
    "case.will.reason": N_("The company reads your written reason."),
    "case.will.apply-again": N_("The application ends. The officer may apply again later."),
    "case.will.approved-stays": N_("The profile that was approved before holds until the company sends again."),
    # How the review ended, and who else is here.
    "case.ended-accepted": N_("This profile was accepted on {day}."),
    "case.ended-returned": N_("This profile was returned with comments on {day}."),
    "case.ended-rejected": N_("The application was rejected on {day}."),
    "case.ended-ineligible": N_("The application ended as ineligible on {day}, after the vetting."),
    "case.ended-superseded": N_("The company sent its profile again on {day}. Review the newer one."),
    "case.other": N_("{name} is also looking at this, since {moment}."),
    # What was done.
    "case.accepted": N_("Accepted: {name}."),
    "case.returned": N_("Marked to go back: {name}."),
    "case.opened": N_("Open again: {name}."),
    "case.accepted-unchanged": N_("Accepted because they were approved before and are unchanged: {count}."),
    "case.done": N_("The review has ended. The company is told."),
}

RETURN_REASONS: Final = {
    "unclear": N_("It is unclear or too general"),
    "who-missing": N_("It does not say who does it"),
    "frequency-missing": N_("It does not say how often"),
    "record-missing": N_("It names no record"),
    "escalation-missing": N_("It does not say what follows when something is wrong"),
    "evidence-missing": N_("Evidence is missing"),
    "evidence-outdated": N_("The evidence is too old"),
    "applies-after-all": N_("It does apply to the company"),
    "contradicts": N_("It contradicts another answer or a document"),
    "not-own": N_("It is not written about this company"),
    "not-as-on-record": N_("It differs from what is on record"),
    "other": N_("Another reason"),
}
"""Why a statement or part goes back, by the values of ``ReturnReason``; staff choose it and the company reads it."""

WAYS: Final = {
    "certify": N_("Certify the company"),
    "return": N_("Return the application for changes"),
    "reject": N_("Reject the application"),
    "vetting-fails": N_("End it as ineligible: the vetting failed"),
    "accept-changes": N_("Accept the changed profile"),
    "return-changes": N_("Return the changed profile"),
}
"""How a review can end, by the values of ``Way``."""
