"""What the kiosk says about suspending, removing, reinstating, leaving, appealing, and about certificates."""

from typing import Final

from ctpat_app.words import N_

_DECISIONS: Final = {
    "standing.decision-suspend": N_("Suspend the membership"),
    "standing.decision-remove": N_("Remove the company from the program"),
    "standing.decision-reinstate": N_("End the suspension"),
    "standing.decision-exceed": N_("Grant Certified Exceeding"),
    "standing.decision-lower": N_("Take back Certified Exceeding"),
    "standing.decided-suspend": N_("CTPAT suspended the membership."),
    "standing.decided-remove": N_("CTPAT removed the company from the program."),
    "standing.decided-reinstate": N_("CTPAT ended the suspension."),
    "standing.decided-exceed": N_("CTPAT granted Certified Exceeding."),
    "standing.decided-lower": N_("CTPAT took back Certified Exceeding."),
    "standing.ground-security-incident": N_("A security incident, such as a seizure of drugs or human smuggling"),
    "standing.ground-criteria-not-met": N_("The security criteria are not met, or a validation was failed"),
    "standing.ground-information-not-given": N_("Required information was not given"),
    "standing.ground-false-information": N_("False or misleading information was given"),
    "standing.ground-no-commitment": N_("Acts or omissions show no commitment to the program"),
    "standing.ground-annual-review-missed": N_("The annual review was not done, or a rejection was not answered"),
}

_REFUSALS: Final = {
    "standing.no-decision": N_("Choose a decision from the list. The status of the company allows no other one."),
    "standing.no-ground": N_(
        "Choose the ground. The company reads it in the letter, and the time to appeal depends on it."
    ),
    "standing.reason-short": N_("Write the reason with at least {least} characters: others read it and go by it."),
    "standing.nothing-looked-at": N_("Write down what you looked at. A decision rests on it, also years later."),
    "standing.changed-meanwhile": N_("Look at the case again. The status of the company changed since you opened it."),
    "standing.proposed-already": N_("Wait for headquarters. The same decision is proposed already."),
    "standing.proposal-settled": N_("Load the page again. Headquarters has answered this proposal meanwhile."),
    "standing.not-suspended": N_("Load the page again. The membership is not suspended now."),
    "standing.plan-empty": N_(
        "Choose at least one action of the company's plan. The suspension ends when they are closed."
    ),
    "standing.not-while-suspended": N_(
        "Answer the letter first. While the membership is suspended, changes and annual reviews cannot be sent."
    ),
    "standing.ended": N_("Read what is here. After the end of the membership nothing is changed any more."),
    "letter.answer-empty": N_("Write your answer. An empty one cannot be sent."),
    "letter.answered-already": N_("Nothing to do: the answer was sent already."),
    "letter.changed-meanwhile": N_(
        "Somebody else saved this text meanwhile: {who}. Press again to keep yours, or load the page to see theirs."
    ),
    "appeal.none": N_("Load the page again. There is no decision that can be appealed now."),
    "appeal.late": N_(
        "The time to appeal is over. Ask the officer to write to CTPAT headquarters through your specialist."
    ),
    "appeal.filed-already": N_("Nothing to do: the appeal was filed already."),
    "appeal.empty": N_("Write something here. An appeal needs all three parts."),
    "appeal.no-outcome": N_("Choose whether the decision stays or is reversed."),
    "appeal.not-waiting": N_("Load the page again. This appeal does not wait for that any more."),
    "appeal.same-person": N_("Leave this appeal to a colleague. You took the decision that it is against."),
    "reapply.wait": N_(
        "Wait with a new application. The page about your standing says from which day on you may apply."
    ),
}

_TOLD: Final = {
    "standing.saved": N_("Saved."),
    "standing.done": N_("The decision is taken. The company has its letter."),
    "standing.proposed": N_("Your proposal is with headquarters."),
    "standing.proposal-declined": N_("The proposal is declined. Its author reads your reason here."),
    "standing.plan-agreed": N_("The plan is agreed. The company has been told."),
    "appeal.taken-up": N_("You review this appeal now."),
    "appeal.decided": N_("The appeal is decided. The company has been told."),
    "letter.answered": N_("Your answer is sent. CTPAT has been told."),
    "appeal.filed": N_("Your appeal is filed. CTPAT headquarters has been told."),
    "consent.given": N_("Your consent is on record."),
    "withdraw.done": N_("The company has withdrawn. You can still read everything here."),
}

_APPEALS: Final = {
    "appeal.state-open-to-file": N_("Can be filed"),
    "appeal.state-filed": N_("Filed, waits for headquarters"),
    "appeal.state-under-review": N_("Headquarters reviews it"),
    "appeal.state-upheld": N_("Decided: the decision stays"),
    "appeal.state-reversed": N_("Decided: the decision is reversed"),
    "appeal.state-lapsed": N_("Not filed in time"),
}

_DOINGS: Final = {
    "doing.read": N_("Read everything here"),
    "doing.write": N_("Change answers of the security profile"),
    "doing.send": N_("Send the application or changes of the profile"),
    "doing.review": N_("Send the annual review"),
    "doing.respond": N_("Respond to a validation"),
    "doing.documents": N_("Upload documents"),
    "doing.plan": N_("Work on the action plan"),
    "doing.answer": N_("Answer the letter"),
    "doing.appeal": N_("Appeal against the decision"),
    "doing.withdraw": N_("Withdraw"),
    "doing.reapply": N_("Apply again"),
    "doing.be-found": N_("Be found by partners who verify the status"),
    "doing.certificate": N_("Hold a certificate that counts"),
}

_TASKS: Final = {
    "task.answer-letter": N_("Answer the letter about the suspension."),
    "task.give-consent": N_("Give the consent to visits without notice, or the suspension stays."),
    "task.file-appeal": N_("File the appeal that was begun: after its last day it cannot be filed."),
}

_BANNER: Final = {
    "standing.banner-suspended": N_("The membership is suspended."),
    "standing.banner-removed": N_("The company was removed from the program."),
}

_ACTION_STATES: Final = {
    "plan.state-open": N_("Open"),
    "plan.state-done": N_("Reported as done, not closed yet"),
    "plan.state-closed": N_("Closed"),
}

_CERTIFICATES: Final = {
    "verify.unknown": N_(
        "Nothing counts under this code. Compare it letter by letter with the one on the certificate or in the mail."
    ),
    "verify.too-many": N_(
        "Wait a quarter of an hour, then try again. Too many codes were asked for from your network."
    ),
}

STANDING_MESSAGES: Final[dict[str, str]] = {
    **_DECISIONS,
    **_REFUSALS,
    **_TOLD,
    **_APPEALS,
    **_DOINGS,
    **_TASKS,
    **_BANNER,
    **_ACTION_STATES,
    **_CERTIFICATES,
}
