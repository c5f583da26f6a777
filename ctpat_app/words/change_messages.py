"""What the kiosk says about changes to a profile that was sent, and about statements that came back."""

from typing import Final

from ctpat_app.words import N_

CHANGE_MESSAGES: Final = {
    "changes.not-now": N_("Look at the status first: the profile cannot be changed at this point."),
    "changes.under-review": N_(
        "Wait until CTPAT has decided or sent something back. Until then your changes are kept here."
    ),
    "changes.of-a-merge": N_("Complete this form and send it. The profile needs it since the merge or split."),
    "changes.nothing-aside": N_("Begin new changes. There are no discarded ones that can be taken back."),
    "changes.none-open": N_("Begin with “Change your profile”: there are no changes here that can be sent."),
    "submitted.not-sent": N_("Look at the task list: this form was not sent yet."),
    "changes.nothing-there": N_("Load the page again: there is no change here any more."),
    "returned.unknown": N_("Load the page again: nothing came back here."),
    "returned.open": N_("Answer what came back first. Points without an answer: {count}."),
    "task.returned": N_("Answer what CTPAT sent back. Points still open: {count}."),
    "task.send-again": N_("Everything that came back is answered. Sign and send the profile again."),
    "task.changes-waiting": N_("Changes to the profile are not sent yet. Sign and send them, or discard them."),
    "task.form-of-merge": N_("Complete the profile of the merged security models, and send it."),
    "task.form-of-split": N_("Look through the profile of a split security model, and send it."),
    "task.two-texts": N_("Choose between the texts of merged security models. Still to choose: {count}."),
    "task.by": N_("Until {day}."),
    "task.late": N_("It was due on {day}."),
    "task.who-officer": N_("Only the officer"),
    "returned.noted": N_("It is noted. The specialist reads it beside the statement."),
    "returned.by": N_("{person}, {moment}"),
    "changes.taken-back": N_("It stands again as it was sent."),
    "changes.file-came": N_("File that came: {name}"),
    "changes.file-went": N_("File that was taken away: {name}"),
    "changes.file-newer": N_("File with a newer version: {name}"),
    "signed.file": N_("File: {name}, version {number}"),
    "outcome.documents": N_("Documents it has then: {count}."),
    "outcome.certified": N_("Certified on {day}."),
    "outcome.anniversary": N_("The annual review counts from {day}."),
    "outcome.validated": N_("Validated on {day}."),
}
