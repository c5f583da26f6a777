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
    # A report that was sent, for its person.
    "help-case.state-new": N_("It waits for the help desk."),
    "help-case.state-open": N_("The help desk works on it."),
    "help-case.state-waiting-for-person": N_("The help desk waits for your answer."),
    "help-case.state-solved": N_("It is solved."),
    "help-case.state-closed": N_("It is closed."),
    "help-case.state-merged": N_("It was joined with another report."),
    "help-case.next-desk": N_("The help desk answers by {moment}."),
    "help-case.next-desk-late": N_("An answer was due by {moment} and is late. It still comes; you can also call."),
    "help-case.next-person": N_("You have the next move: read what the help desk asks, and answer below."),
    "help-case.next-solved": N_("Nothing. If the problem comes back, write below until {moment} and it is open again."),
    "help-case.next-nobody": N_("Nothing. If the problem is still there, report it again."),
    "help-case.from-person": N_("You wrote on {moment}"),
    "help-case.from-staff": N_("The help desk wrote on {moment}"),
    "help-case.from-kiosk": N_("The kiosk noted on {moment}"),
    "help-case.told-added": N_("It is added. The help desk reads it."),
    "help-case.told-solved": N_("Thank you. The report is solved."),
    "help-case.told-picture-away": N_("The picture is taken away."),
    # Sending a report.
    "report.this": N_("Report this problem"),
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
