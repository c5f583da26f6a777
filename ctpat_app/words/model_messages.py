"""What moved a security model, in whole sentences; and who has the next move at each status."""

from typing import Final

from ctpat_app.words import N_

STEP_SENTENCES: Final = {
    "history.model.t.ineligible": N_("The kiosk noted that no chosen business type can join."),
    "history.model.t.back-to-draft": N_("{person} opened the application again with corrected answers."),
    "history.model.t.assign": N_("The review began: a specialist looks at the application."),
    "history.model.t.return": N_("{person} returned the application for changes."),
    "history.model.t.certify": N_("{person} certified the company."),
    "history.model.t.reject": N_("{person} decided against the application."),
    "history.model.t.vetting-fails": N_("{person} ended the application after the vetting."),
    "history.model.t.validate-importer": N_("{person} recorded that the importer passed its validation."),
    "history.model.t.validate-other": N_("{person} recorded that the company passed its validation."),
    "history.model.t.exceed": N_("{person} granted the highest standing."),
    "history.model.t.lower": N_("{person} took back the highest standing."),
    "history.model.t.suspend": N_("{person} suspended the membership."),
    "history.model.t.reinstate": N_("{person} ended the suspension. The earlier status holds again."),
    "history.model.t.remove": N_("{person} removed the company from the program."),
    "history.model.t.withdraw": N_("{person} withdrew the application or the membership."),
    "history.model.t.reapply": N_("{person} began to apply again."),
    "history.model.m.revalidated": N_("{person} recorded that the company passed its next validation."),
    "history.model.m.takes-in": N_("A merge took effect: this security model took another one in."),
    "history.model.m.merged-away": N_("A merge took effect: another security model took this one in."),
    "history.model.m.split-off": N_("A split took effect: this security model was made from another one."),
}

_OWN_WORDS: Final = {
    "history.model.t.start": N_("{person} began the application."),
    "history.model.t.submit": N_("{person} signed and sent the application."),
    "history.model.t.resubmit": N_("{person} sent the changed application again."),
    "history.model.m.recorded": N_("The kiosk began to keep this history. Earlier steps are not in it."),
}

MODEL_MESSAGES: Final = {
    **_OWN_WORDS,
    "lifecycle.not-proved": N_("Check what this step needs. One condition is not met, or cannot be shown here yet."),
    "next.draft": N_("Your company: complete the application. The officer then signs and sends it."),
    "next.submitted": N_("CTPAT: assign a specialist, who begins the review."),
    "next.under-review": N_("CTPAT: review the application and decide."),
    "next.returned": N_("Your company: change what is asked for. The officer then sends it again."),
    "next.ineligible": N_("Your company: read why, and correct the answers if they were wrong."),
    "next.rejected": N_("Nobody. The officer may apply again later."),
    "next.certified": N_("CTPAT: plan the validation."),
    "next.certified-validated": N_("Your company: keep the security profile up to date."),
    "next.certified-exceeding": N_("Your company: keep the security profile up to date."),
    "next.certified-non-importer-validated": N_("Your company: keep the security profile up to date."),
    "next.suspended": N_("Your company: answer the letter about the suspension."),
    "next.removed": N_("Your company: appeal in time if the decision is wrong. The officer may apply again later."),
    "next.withdrawn": N_("Nobody. The officer may apply again later."),
    "next.decision-by": N_("The law wants the decision within 90 days, as far as practicable: by {day}."),
    "next.decision-late": N_("The law wanted the decision by {day}. The primary contact can ask the specialist."),
    "next.correction-by": N_("A specialist may ask for it within 14 days: by {day}."),
    "next.correction-late": N_("A specialist may have asked for it by {day}. Send it now, or ask the specialist."),
    "next.annual-review-by": N_("The annual review is due by {day}."),
    "next.annual-review-late": N_("The annual review was due by {day}. Send it now, late as it is."),
    "next.validation-by": N_("The law wants it within a year of certification, as far as practicable: by {day}."),
    "next.validation-late": N_("The law wanted it by {day}. The primary contact can ask the specialist."),
    "next.answer-by": N_("The answer is expected within 90 days of the letter: by {day}."),
    "next.answer-late": N_("The answer was expected by {day}. Send it now, or ask the specialist."),
}
