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
}
