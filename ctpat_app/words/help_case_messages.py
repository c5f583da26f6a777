"""What the kiosk says about reports of problems and cases of the help desk."""

from typing import Final

from ctpat_app.words import N_

HELP_CASE_MESSAGES: Final = {
    # Refusals.
    "help-case.kind-missing": N_("Choose what is wrong. It decides what else we ask and who looks at it."),
    "help-case.happened-missing": N_("Write what happened. The help desk needs it to find the reason."),
    "help-case.text-missing": N_("Write what you want to add."),
    "help-case.unknown": N_("Check the code. There is no report with it; it has twelve letters."),
    "help-case.form-unknown": N_("Load the page again and send the form once more. It was left open for too long."),
    "help-case.moved-on": N_("Look at the report again: it has moved on, so that this cannot be done any more."),
    "help-case.reopen-late": N_("Report the problem again. This report was solved too long ago to be opened again."),
    "help-case.many-pictures": N_("Take a picture away before you add another one. {most} are enough."),
    "help-case.no-picture": N_(
        "Take a picture of the screen and save it as PNG or JPEG. The kiosk takes no PDF files, no drawings such as "
        "SVG and no other files here, since some of them can do harm."
    ),
    "help-case.picture-too-large": N_(
        "Cut the picture to what matters, or save it as JPEG. The kiosk takes up to {limit} MB."
    ),
    "help-case.too-many-pictures": N_("Wait {minutes} minutes before you add another picture. There were too many."),
    "help-case.too-many-tries": N_("Wait {minutes} minutes, then type the code again. There were too many tries."),
    "help-case.picture-kept": N_("The picture {name} goes with your report."),
    # Sending a report.
    "report.too-many": N_(
        "Wait {minutes} minutes, then send it again. Too many reports came from your network; what you wrote is still "
        "here."
    ),
    "report.not-kept": N_("Send it again later. The kiosk cannot keep reports now; what you wrote is still here."),
    "report.call": N_("If it cannot wait, call {telephone}."),
    "report.write": N_("If it cannot wait, write to {address}."),
    "report.go-back": N_("Go back in your browser: what you wrote is still there."),
    "report.answer-by": N_("We answer by {moment}."),
    "report.mailed": N_("A mail with the code goes to {address}."),
    "report.waits": N_(
        "The kiosk cannot reach its database now. Your report is safe and is delivered as soon as it can. Until then "
        "the code opens nothing."
    ),
}
