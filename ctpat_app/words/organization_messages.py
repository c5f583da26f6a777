"""What the kiosk says about trade organizations, security models and the office of the officer."""

from typing import Final

from ctpat_app.words import N_

_HANDOVER: Final = {
    "handover.not-officer": N_("Ask the officer to hand over the office. Only the officer can do this."),
    "handover.to-yourself": N_("Choose a colleague. You hold the office already."),
    "handover.to-consultant": N_("Choose an employee. A consultant cannot be the officer of a company."),
    "handover.is-officer": N_("Choose another colleague. This person is an officer already."),
    "handover.offered-already": N_("Take back the present offer first. Only one person can be asked at a time."),
    "handover.over": N_("Load the page again. This offer was answered or taken back meanwhile."),
    "handover.offered": N_("Your colleague has been asked. You stay the officer until they accept and declare."),
    "handover.accepted": N_("You are now the officer of this company. The former officer has been told."),
    "handover.declined": N_("You have said no. The officer has been told."),
    "handover.taken-back": N_("The offer is taken back. You are still the officer."),
    "members.left": N_("You have left the company. What you wrote stays there under your name."),
}

_REQUEST: Final = {
    "organization.reason-short": N_(
        "Write the reason in detail, with at least {least} characters: others decide by it."
    ),
    "organization.asked-already": N_("Wait for the present request, or undo it first. One at a time keeps it clear."),
    "organization.over": N_("Load the page again. This request has ended or moved on meanwhile."),
    "organization.requested": N_("Your request is on its way. Nothing changes until it takes effect."),
    "organization.undone": N_("The request is undone. Nothing has changed."),
    "organization.agreed": N_("You have agreed. It takes effect in 24 hours; until then either side can undo it."),
    "organization.declined": N_("You have said no. The other side has been told."),
    "organization.approved": N_("Approved. It takes effect in 24 hours; until then the company can undo it."),
    "link.same-company": N_("Choose another company. A company cannot be linked with itself."),
    "link.already": N_("Nothing to do: these two companies are linked already."),
    "link.has-parent": N_("End the present link first. A company stands below one other company only."),
    "link.circle": N_("Ask for the link the other way round. This company already stands above the other."),
}

_MODEL: Final = {
    "merge.same-model": N_("Choose two different security models."),
    "merge.other-account": N_("Choose security models of one trade account. Others cannot be merged."),
    "merge.not-same-point": N_(
        "Wait until both are certified, or both are sent and not decided. Only equals can be merged."
    ),
    "merge.being-written": N_("Send both forms first. While one is being written, answers could be lost."),
    "merge.not-identical": N_("Confirm that both follow identical security practices. Only then can they be merged."),
    "merge.choice-unknown": N_("Choose one of the two texts."),
    "merge.chosen-already": N_("Load the page again. A text has been chosen here meanwhile."),
    "merge.chosen": N_("The text is chosen. You can still change it in the form."),
    "split.not-good-standing": N_(
        "Wait until this security model is certified. Only members in good standing can split."
    ),
    "split.being-written": N_("Send the form first. While it is being written, answers could be lost."),
    "split.one-type": N_("Nothing to split: this security model has only one business type."),
    "split.type-unknown": N_("Choose one business type of this security model. Each request moves one."),
    "split.name-empty": N_("Give the new security model a name, so that everybody can tell them apart."),
}

_COMPANY: Final = {
    "company.role-officer": N_("Officer"),
    "company.role-employee": N_("Employee"),
    "company.role-consultant": N_("Consultant"),
    "company.parts-to-do": N_("Parts to do: {count}"),
    "company.invitations-open": N_("Open invitations: {count}"),
    "company.waits-for-you": N_("Waiting for your word: {count}"),
}

_WORDS: Final = {
    "request.link-parent": N_("Link: {company} stands above {other}"),
    "request.link-child": N_("Link: {company} stands below {other}"),
    "request.delink": N_("End of the link between {company} and {other}"),
    "request.merge": N_("Merge two security models of {company}"),
    "request.split": N_("Split “{type}” of {company} into a security model called {name}"),
    "request.asked": N_("Asked for by {person} on {date}"),
    "request.state-waiting-partner": N_("Waiting for the other company to agree"),
    "request.state-waiting-approval": N_("Waiting for approval by CTPAT management"),
    "request.state-agreed": N_("Agreed; takes effect on {date}"),
    "request.state-done": N_("Has taken effect"),
    "request.state-withdrawn": N_("Undone before it took effect"),
    "request.state-declined": N_("Declined"),
    "request.state-failed": N_("Could not take effect"),
}

ORGANIZATION_MESSAGES: Final[dict[str, str]] = {**_WORDS, **_COMPANY, **_HANDOVER, **_REQUEST, **_MODEL}
