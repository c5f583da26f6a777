"""The texts of all codes about changes of locked numbers and about messages between a company and CTPAT."""

from typing import Final

from ctpat_app.words import N_

_CHANGES: Final = {
    "identifier-change.not-sent": N_(
        "Change the number in the application itself. It is not sent yet, so none is locked."
    ),
    "identifier-change.ended": N_(
        "Ask with the application that counts now. This one has ended, or became part of another one."
    ),
    "identifier-change.unknown-number": N_("Choose the number again. It is not among your numbers any more."),
    "identifier-change.kind-missing": N_("Choose which number it is."),
    "identifier-change.same": N_("Enter the new number. This one is the same as before."),
    "identifier-change.there": N_("Check the number. It is among your numbers already."),
    "identifier-change.asked-already": N_(
        "Wait for the answer, or take the earlier request back. It is about this number too."
    ),
    "identifier-change.reason-missing": N_("Write why the number has to change. The specialist decides by it."),
    "identifier-change.decision-missing": N_("Choose whether you approve or refuse it."),
    "identifier-change.refusal-missing": N_("Write why you refuse it. The company reads it."),
    "identifier-change.decided": N_("Look at the list again. This request is decided or taken back already."),
    "identifier-change.told-asked": N_("Your request is sent. We tell you by mail when it is decided."),
    "identifier-change.told-withdrawn": N_("The request is taken back."),
    "identifier-change.told-approve": N_("Approved. The number counts from now on, and the company is told."),
    "identifier-change.told-refuse": N_("Refused. The company is told, and reads your reason."),
    "identifier-change.add": N_("Add a number"),
    "identifier-change.change": N_("Change a number"),
    "identifier-change.remove": N_("Remove a number"),
    "identifier-change.state-asked": N_("Waits for the specialist"),
    "identifier-change.state-approved": N_("Approved by CTPAT"),
    "identifier-change.state-refused": N_("Refused by CTPAT"),
    "identifier-change.state-withdrawn": N_("Taken back by the company"),
    "identifier-change.asked-by": N_("Asked by {person} on {day}."),
    "identifier-change.ended-on": N_("Decided on {day}."),
    "identifier-change.withdrawn-on": N_("Taken back on {day}."),
    "identifier-change.elsewhere": N_("Companies that have this number in a profile, too: {count}"),
}

_MESSAGES: Final = {
    "conversation.text-missing": N_("Write your message first. The field is empty."),
    "conversation.unknown-about": N_(
        "Open the page again from where you came. What the message is about is not there."
    ),
    "conversation.document-unknown": N_("Choose the files again. One of them is not in your documents any more."),
    "conversation.many-files": N_("Choose fewer files: up to {limit} go with one message."),
    "conversation.told-sent": N_("Your message is sent."),
    "conversation.told-settled": N_("Noted: nothing waits for an answer."),
    "conversation.by-ctpat": N_("CTPAT"),
    "conversation.by-person-at": N_("{person}, {moment}"),
    "conversation.by-me": N_("You"),
    "conversation.written-in": N_("Written in {language}"),
    "conversation.about-statement": N_("About statement {number}: {title}"),
    "conversation.about-change": N_("About a request to change a number"),
    "conversation.waits-since": N_("The company waits for an answer since {moment}."),
    "conversation.unread": N_("New messages: {count}"),
}

CORRESPONDENCE_MESSAGES: Final[dict[str, str]] = {**_CHANGES, **_MESSAGES}
