"""What the kiosk says about answers, parts of an application, signing and sending."""

from typing import Final

from ctpat_app.words import N_

_ANSWER: Final = {
    "answer.changed-meanwhile": N_(
        "Somebody saved another text here while you were writing. Choose which one to keep."
    ),
    "question.unknown": N_("This question is not part of the form. Load the page again: the form may have changed."),
    "row.unknown": N_("This entry is not there any more. Load the page again to see what is stored."),
    "row.too-many": N_("Delete an entry before you add another one. The list holds at most {limit}."),
    "choice.unknown": N_("Choose one of the options on the page. What was sent is not among them."),
    "choice.gone.account-addresses": N_("Choose again: this address was taken out of your trade account."),
    "choice.gone.account-members": N_("Choose again: this person is no longer a member of your trade account."),
    "choice.gone.business-types": N_("Choose again: this business type is not offered any more."),
    "choice.gone.identifiers": N_("Choose again: your business types do not use this kind of number."),
    "choice.gone.mutual-recognition": N_("Choose again: this country is not on the list any more."),
    "choice.gone.rows": N_("Choose again: this entry was deleted from its list."),
    "choice.gone.risk-places": N_("Choose again: this country or leg is not on the way any more."),
    "choice.gone.risks": N_("Delete this entry or choose again: the risk is not medium or high any more."),
    "choice.gone.option": N_("Choose again: this option is not offered any more."),
    "address.incomplete": N_("Complete this address in the trade account first: {address}"),
    "country.unknown": N_("Choose the country from the list. The kiosk does not know what was sent."),
    "date.not-a-date": N_("Enter a date that exists, with day, month and year."),
    "date.too-early": N_("Enter a date on or after {earliest}."),
    "date.too-late": N_("Enter a date on or before {latest}."),
    "missing.text": N_("Fill in this field."),
    "missing.long-text": N_("Write an answer."),
    "missing.yes-no": N_("Choose yes or no."),
    "missing.choice": N_("Choose one of the options."),
    "missing.checkboxes": N_("Choose at least one."),
    "missing.countries": N_("Add at least one country."),
    "missing.date": N_("Enter a date."),
    "missing.number": N_("Enter a number."),
    "missing.whole-number": N_("Enter a whole number."),
    "missing.rating": N_("Choose a rating."),
    "number.not-a-number": N_("Enter a number in digits, such as 12 or 1.5."),
    "number.not-whole": N_("Enter a whole number, without decimals."),
    "number.too-small": N_("Enter {least} or more."),
    "number.too-large": N_("Enter {most} or less."),
    "missing.identifier": N_("Enter the number as it is printed."),
    "missing.contact-role": N_("Choose a role for this person, or that they are no contact."),
    "missing.primary-contact": N_("Choose the person to whom CTPAT writes first."),
    "missing.consent": N_("The officer must give consent first."),
    "list.too-few": N_("Add at least one entry."),
    "response.missing": N_("Write a response, or say why the statement does not apply to you."),
    "english.missing": N_("Write the English version of this answer. The specialist reads only English."),
    "english.not-english": N_("Write this version in English. It reads like another language."),
    "english.outdated": N_("Look at the English version again: the answer was changed after it was written."),
    "english.nothing-to-confirm": N_("Load the page again: there is no English version to confirm here any more."),
    "english.lacking": N_("Answers that still need an English version: {count}."),
}

_PARTS: Final = {
    "business-types.exclude": N_("Keep {keep} and take out {drop}. {why}"),
    "eligibility.unverified": N_(
        "We could not check this condition against a recent text of CBP. Ask CBP before you rely on it."
    ),
    "identifier.about": N_("Issued by: {issuer}. Where you find it: {found}"),
    "eligibility.dropped": N_("{type} is out of your application because of this answer. {next}"),
    "eligibility.redirect": N_("{type} does not fit because of this answer. {next}"),
    "eligibility.none-left": N_(
        "No business type is left, so there is nothing to apply for yet. Correct an answer above if it is wrong, "
        "or come back when the condition is met. Everything you entered stays here."
    ),
    "identifiers.duplicate": N_("Delete this entry or correct it: the same number is in the list already."),
    "identifiers.not-for-your-types": N_("You may keep this number, but none of your business types uses it."),
    "identifiers.needed": N_("As {type} you need one of these: {identifiers}."),
    "identifiers.locked": N_("This number is locked since the application was sent. Ask your specialist to change it."),
    "contacts.no-officer": N_(
        "Name one officer. The officer speaks for the company, signs the agreements and sends the application."
    ),
    "contacts.second-officer": N_("Name only one officer. {name} is named already; choose another role here."),
    "contacts.consultant-cannot": N_(
        "Choose consultant or no contact for {name}. A consultant is not employed by you, so cannot decide for you."
    ),
    "contacts.officer-not-declared": N_(
        "{name} still has to declare the authority to bind the company, in the trade account under People."
    ),
    "contacts.primary-not-employee": N_("Choose the officer or an employee. {name} cannot be the primary contact."),
    "contacts.own-role": N_("Ask a colleague to change your own role. Somebody must always be able to name contacts."),
    "contacts.exporter-alternate": N_(
        "Name a second officer or employee. An exporter needs somebody who stands in for the primary contact."
    ),
    "consent.waiting": N_("Waiting for the officer to give consent."),
    "consent.by-signature": N_("Consent is given by the officer's signature, not as an answer."),
    "profile.open": N_("Open statements in {category}: {count}."),
    "task.criteria": N_("{done} of {count} statements answered"),
    "task.waiting-for-officer": N_("Waiting for the officer"),
    "trade-account.incomplete": N_("Complete your trade account first. The page lists what is missing."),
}

_SENDING: Final = {
    "application.incomplete": N_(
        "Mend what is listed on the check page first: {count} points keep this from being sent."
    ),
    "application.not-signed": N_("The officer signs the partner agreement before the application is sent."),
    "sign.not-agreed": N_("Tick the box to say that you agree. Without it there is no signature."),
    "sign.name-missing": N_("Type your full name as your signature."),
    "sign.name-differs": N_("Type your name as it stands in your account: {name}."),
    "revision.waiting": N_("The questions have changed since you began. Look at the changes before you sign."),
    "revision.newer-still": N_("The questions changed once more. Load the page again and look at the newest changes."),
    "reference.unknown": N_("Check the reference {reference}. No application was sent under it."),
    "document.not-ready": N_("The document could not be made. Try again in a moment."),
}

_WORDS: Final = {
    "word.yes": N_("Yes"),
    "word.no": N_("No"),
    "word.agreed": N_("Given by the officer"),
    "word.applies": N_("Yes, it applies to us"),
    "word.not-applicable": N_("No, it does not apply to us"),
    "profile.applies-label": N_("Does this statement apply to your company?"),
    "profile.response-label": N_("Your response"),
    "profile.response-label-in": N_("Your response ({language})"),
    "profile.reason-label": N_("Why it does not apply to you"),
    "profile.reason-label-in": N_("Why it does not apply to you ({language})"),
    "profile.response-hint": N_(
        "Tell who does what, how often, what record is kept, and what happens when something goes wrong. "
        "You may write in any language."
    ),
    "english.label": N_("English version, read by the specialist"),
    "english.hint": N_("Say the same as in the answer above. A colleague can write it, too."),
    "english.original": N_("As it was answered"),
    "english.language-label": N_("In which language is your answer?"),
    "english.language-hint": N_("We guess it from the text. Correct us when we are wrong."),
    "english.is-english": N_("English"),
    "english.is-other": N_("Another language"),
    "taken.offer": N_("Answers of your application of {date} that fit here as well: {count}."),
    "taken.note": N_("Taken over from {date}; check it."),
    "taken.done": N_("Answers taken over: {count}. Check each one; until then it counts as open."),
    "taken.unconfirmed": N_("Check this answer and confirm it, or change it. It was taken over from an earlier form."),
    "offer.value": N_("Use {value}"),
    "offer.kind": N_("Change the kind to {value}"),
    "offer.type": N_("Apply as {value}"),
}

APPLICATION_MESSAGES: Final[dict[str, str]] = {**_ANSWER, **_PARTS, **_SENDING, **_WORDS}
