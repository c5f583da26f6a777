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
    "organization.agreed-management": N_("You have agreed. Next, CTPAT management decides. Nothing has changed yet."),
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

_ACCOUNTS: Final = {
    "accounts.closed": N_("Choose another company. This one was merged into another and is closed."),
    "accounts.office-offered": N_("Settle the offer of the office first. Then it is clear who is the officer."),
    "accounts.changed-since": N_(
        "Ask again. Something else would come out of it than what was approved: people, models or companies changed."
    ),
    "accounts.accepted": N_("You have accepted. Next, CTPAT management decides. Nothing has changed yet."),
    "merge-accounts.same-company": N_("Choose another company. A company cannot be merged with itself."),
    "merge-accounts.not-same-level": N_(
        "End or ask for links first. Only companies directly below the same company, or both at the top, can be merged."
    ),
    "merge-accounts.no-officer": N_("Name an officer first. Without one nobody can sign for the company afterwards."),
    "merge-accounts.two-forms": N_(
        "Send one of the two unsent applications first. A company has one unsent application at a time."
    ),
    "merge-accounts.too-many-addresses": N_(
        "Remove addresses first. Together the companies have more than {limit}, and a company can keep no more."
    ),
    "split-account.model-unknown": N_("Choose a security model of this company that has not ended, or none."),
    "split-account.member-gone": N_("Choose again who goes along. Somebody is no longer a member of this company."),
    "split-account.consultant": N_("Choose an employee. A consultant cannot be the officer of a company."),
    "split-account.officer-stays": N_(
        "Leave out the present officer. Without an officer nobody can sign for this company."
    ),
}

_OUTCOME: Final = {
    "outcome.closes": N_("{company} is closed. It is kept, but nobody works in it any more."),
    "outcome.new": N_("{company} becomes a company of its own. It stands in no organization until it is linked."),
    "outcome.models": N_("{company} has these security models: {names}."),
    "outcome.no-models": N_("{company} has no security model."),
    "outcome.person": N_("{person} belongs to {company}: {role}."),
    "outcome.both": N_("{person} belongs to both companies and keeps the role in {company}: {role}."),
    "outcome.steps-down": N_("{person} is no longer an officer: {officer} is the officer of everything."),
    "outcome.leaves": N_("{person} no longer belongs to {company}."),
    "outcome.addresses": N_("Addresses of {company}: {count}."),
    "outcome.copied": N_("These addresses are copied to {company}: {names}."),
    "outcome.invitations": N_("Open invitations now lead to {company}: {count}."),
    "outcome.below": N_("These companies stand directly below {company}: {names}."),
    "outcome.who-sees": N_(
        "Everybody sees the security models that they saw before. {officer}, the officer, sees all of them."
    ),
    "outcome.who-sees-split": N_("The members of each company see what is in their company, and nothing of the other."),
    "outcome.signatures": N_("Sent applications stay as they were signed. A signature under an unsent one ends."),
    "outcome.own-stays": N_("{company} stays. It takes over all that the other company has, and its officer stays."),
    "outcome.own-closes": N_("{company} is closed. All that it has goes to the other company, with its history kept."),
    "outcome.own-steps-down": N_(
        "You become an employee there: the other company’s officer is the officer of everything."
    ),
    "outcome.own-models": N_("These security models of {company} are part of it: {names}."),
    "outcome.own-people": N_("These people of {company} are part of it: {names}."),
    "outcome.refused": N_("As things stand today, the rules do not allow it."),
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
    "request.merge-accounts-stays": N_("Merge {other} into {company}"),
    "request.merge-accounts-closes": N_("Merge {company} into {other}"),
    "request.split-account": N_("Split {company}: {name} becomes a company of its own"),
    "request.asked": N_("Asked for by {person} on {date}"),
    "request.state-waiting-partner": N_("Waiting for the other side to agree"),
    "request.state-waiting-approval": N_("Waiting for approval by CTPAT management"),
    "request.state-agreed": N_("Agreed; takes effect on {date}"),
    "request.state-done": N_("Has taken effect"),
    "request.state-withdrawn": N_("Undone before it took effect"),
    "request.state-declined": N_("Declined"),
    "request.state-failed": N_("Could not take effect"),
}

ORGANIZATION_MESSAGES: Final[dict[str, str]] = {
    **_WORDS,
    **_COMPANY,
    **_HANDOVER,
    **_REQUEST,
    **_MODEL,
    **_ACCOUNTS,
    **_OUTCOME,
}
