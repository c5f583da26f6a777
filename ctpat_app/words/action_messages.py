"""What the kiosk says about actions and training: refusals, states, steps, and the headings of their sheets."""

from typing import Final

from ctpat_app.words import N_

_PLAN: Final = {
    "action.what-missing": N_("Write in one line what is to be done."),
    "action.owner-missing": N_("Choose who does it, or write a name: an action without an owner is not done."),
    "action.owner-unknown": N_("Choose another owner. This person has no part in this security model now."),
    "action.owner-twice": N_("Choose a member or write a name, not both."),
    "action.due-missing": N_("Give the day by which it is to be done, such as 2026-03-31."),
    "action.day-far": N_("Look at the year: the day lies before 2000 or after 2100."),
    "action.day-shape": N_("Write the day as year, month and day, such as 2026-03-31."),
    "action.criterion-unknown": N_("Choose a statement of your business types, or none."),
    "action.evidence-unknown": N_("Choose a kind of evidence from the list, or none."),
    "action.origin-unknown": N_("Choose from the list what this action comes from."),
    "action.finding-missing": N_("Write what was found. A corrective action answers a finding."),
    "action.found-missing": N_("Give the day on which it was found, such as 2026-03-31."),
    "action.found-ahead": N_("Give the day on which it was found. It cannot lie ahead."),
    "action.many-addresses": N_("Choose a member as owner. At most {limit} people outside can get mails at a time."),
    "action.moved-on": N_("Load the page again. Somebody moved this action on meanwhile."),
    "action.changed-meanwhile": N_(
        "{who} changed this action meanwhile. What you typed is still here: press the button again to keep yours."
    ),
    "action.proof-missing": N_("Write what shows that it is done, or choose a document."),
    "action.document-unknown": N_("Choose a document of this company from the list."),
    "action.other-must-close": N_("Report it as done, and let a colleague close it. Owners do not close their own."),
    "action.cause-missing": N_("Write the root cause first, under “Change this action”."),
    "action.check-missing": N_("Give the day on which somebody saw that it works, such as 2026-03-31."),
    "action.check-ahead": N_("Give the day on which somebody saw that it works. It cannot lie ahead."),
    "action.check-early": N_("Look at the day: it lies before the finding."),
    "action.reason-missing": N_("Write in a few words why. It is kept in the history of the action."),
    "action.stopped": N_("You get no more reminders of actions at this address."),
}

_TRAINING: Final = {
    "training.topic-missing": N_("Choose what the training was about."),
    "training.held-missing": N_("Give the day of the training, such as 2026-03-31."),
    "training.held-ahead": N_("Write a training down after it was held. The day cannot lie ahead."),
    "training.people-missing": N_("Give how many people were trained, or list their names."),
    "training.people-many": N_("Look at the number of people: it is too large."),
    "training.number-shape": N_("Write a whole number in digits, such as 12."),
    "training.months-range": N_("Write the months as a number from 0 to {limit}. 0 means that it is not repeated."),
    "training.changed-meanwhile": N_(
        "Somebody changed this record meanwhile. What you typed is still here: press the button again to keep yours."
    ),
    "training.added": N_("The training is in the register."),
    "training.changed": N_("The change is in the register."),
    "training.never": N_("Not held yet"),
    "training.once": N_("Not repeated"),
}

_DONE: Final = {
    "action.told-added": N_(
        "The action is in the plan. Owners with a mail address are reminded 14 and 3 days before it is due."
    ),
    "action.told-changed": N_("The change is saved."),
    "action.told-done": N_("Reported as done. A colleague now looks at the proof and closes it."),
    "action.told-closed": N_("The action is closed."),
    "action.told-reopened": N_("The action is open again."),
    "action.told-dropped": N_("The action is dropped. It stays in the list with its reason."),
}

_WORDS: Final = {
    "action.state-open": N_("Open"),
    "action.state-done": N_("Done, waits for a second look"),
    "action.state-closed": N_("Closed"),
    "action.state-dropped": N_("Dropped"),
    "action.overdue": N_("Overdue"),
    "action.origin-own": N_("Own idea"),
    "action.origin-gap": N_("Gap in the profile"),
    "action.origin-corrective": N_("Finding (corrective action)"),
    "action.origin-risk-assessment": N_("Risk assessment"),
    "action.start-gap": N_("Statement {number}: {reason}"),
    "action.start-risk": N_("Lower the risk {leg}: {category}"),
    "action.step-added": N_("{person} wrote it down"),
    "action.step-changed": N_("{person} changed it"),
    "action.step-done": N_("{person} reported it as done"),
    "action.step-closed": N_("{person} closed it"),
    "action.step-reopened": N_("{person} opened it again"),
    "action.step-dropped": N_("{person} dropped it"),
}

SHEET_HEADINGS: Final = {
    "sheet.actions": N_("Action plan"),
    "sheet.what": N_("What is to be done"),
    "sheet.why": N_("Why"),
    "sheet.criterion": N_("Statement"),
    "sheet.origin": N_("Comes from"),
    "sheet.reference": N_("Reference"),
    "sheet.owner": N_("Owner"),
    "sheet.due": N_("Due on"),
    "sheet.state": N_("Status"),
    "sheet.found": N_("Found on"),
    "sheet.finding": N_("Finding"),
    "sheet.cause": N_("Root cause"),
    "sheet.proof": N_("Proof"),
    "sheet.document": N_("Document"),
    "sheet.checked": N_("Seen to work on"),
    "sheet.closed": N_("Closed on"),
    "sheet.closed-by": N_("Closed by"),
    "sheet.training": N_("Register of training"),
    "sheet.topic": N_("Topic"),
    "sheet.held": N_("Held on"),
    "sheet.next": N_("Due again on"),
    "sheet.audience": N_("For whom"),
    "sheet.trainer": N_("Trainer"),
    "sheet.people-count": N_("People"),
    "sheet.people": N_("Names"),
    "sheet.language": N_("Language"),
}

ACTION_MESSAGES: Final[dict[str, str]] = {**_PLAN, **_TRAINING, **_DONE, **_WORDS, **SHEET_HEADINGS}
