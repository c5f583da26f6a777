"""What the kiosk says about readiness, readiness reviews, and statements given to named people."""

from typing import Final

from ctpat_app.words import N_

GAP_NAMES: Final = {
    "empty": N_("Not answered yet"),
    "unconfirmed": N_("Taken over and not confirmed"),
    "placeholder": N_("Holds a note instead of an answer"),
    "not-applicable-without-reason": N_("Not applicable, without a reason"),
    "too-generic": N_("Too general"),
    "lacks-who": N_("Who does it is missing"),
    "lacks-frequency": N_("How often is missing"),
    "lacks-records": N_("The record is missing"),
    "lacks-escalation": N_("What follows when something is wrong is missing"),
    "repeated-response": N_("The same text as elsewhere"),
    "restates-criterion": N_("Repeats the statement"),
    "wrong-entity-type": N_("About another kind of company"),
    "not-in-english": N_("No English version"),
    "sensitive-data": N_("Holds a secret or a personal number"),
    "missing-evidence": N_("No document"),
    "outdated-evidence": N_("The document is too old"),
    "wrong-section-evidence": N_("The document belongs elsewhere"),
    "expired-evidence": N_("The document is no longer valid"),
    "unreadable-evidence": N_("The document cannot be opened"),
}
"""Each reason for missing points in a few words, by the code of its finding."""

READINESS_MESSAGES: Final = {
    "review.unconfirmed": N_("Confirm this answer or change it. It comes from an earlier application."),
    "review.expired-evidence": N_(
        "Attach a document that is valid today. “{words}” has passed its last day, so it proves nothing any more."
    ),
    "review.unreadable-evidence": N_(
        "Upload “{words}” again without a password, or save it anew. As it is, a specialist cannot open it."
    ),
    "readiness.of-100": N_("{points} of 100"),
    "shares.note": N_("Given by {person} on {date}"),
    "shares.category": N_("The whole category “{category}”"),
    "shares.nothing-chosen": N_("Choose at least one category or statement. Nothing was given to anybody."),
    "shares.place-unknown": N_("Load the page again and choose anew. The statements have changed meanwhile."),
    "shares.person-unknown": N_("Choose somebody from the list, or type an email address to invite somebody new."),
    "shares.given": N_("Given. {person} gets a mail with the way there."),
    "shares.had": N_("{person} has all of these already, so nothing was changed."),
    "shares.invited": N_("Invited. The link in the mail works for 7 days and opens these statements alone."),
    "shares.taken-back": N_("Taken back. What was answered stays."),
    "readiness-review.finished": N_("Start a new review to note more. A finished one is kept as it was on its day."),
    "readiness-review.other-note": N_(
        "Somebody else noted meanwhile: “{text}”. Put both together in the field. Leaving it then saves yours."
    ),
    "readiness-review.changed": N_("{before} before, {points} now"),
    "readiness-review.note-saved": N_("Note saved."),
    "readiness-review.done": N_("Finished. This result does not change any more."),
}
