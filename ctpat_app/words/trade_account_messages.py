"""The texts of all codes about trade accounts, their addresses, telephones, members and invitations."""

from typing import Final

from ctpat_app.words import N_

_TEXT: Final = {
    "text.control-character": N_("Type this text again. It holds a hidden sign ({character}) that cannot be stored."),
    "text.too-long": N_("Shorten this text to {limit} characters. It has {count}."),
}

_ACCOUNT: Final = {
    "trade-account.name-empty": N_("Enter the legal name of the company, as it stands in its registration papers."),
    "trade-account.country-unknown": N_("Choose a country from the list."),
    "trade-account.website-shape": N_("Check the address of your website. It looks like www.example.com."),
    "trade-account.field-unknown": N_("The kiosk does not know this field. Load the page again: it may have changed."),
    "trade-account.needs-legal-name": N_("Enter the legal name of the company."),
    "trade-account.needs-country": N_("Choose the country in which the company is registered."),
    "trade-account.needs-telephone": N_("Enter a telephone number of the company."),
    "trade-account.needs-address": N_("Add an address of the company."),
    "trade-account.needs-complete-address": N_("Complete one address: fill in what its country requires."),
    "trade-account.needs-member": N_("Add a person of the company."),
}

_ADDRESS: Final = {
    "address.removed": N_("The address {name} was removed."),
    "address.country-missing": N_("Choose the country of this address. It decides which parts we ask for."),
    "address.field-unknown": N_("The kiosk does not know this field. Load the page again: it may have changed."),
    "address.too-many": N_("Remove an address that you no longer need. An account holds up to {limit}."),
    "address.part-missing": N_("Fill this in. Addresses in this country need it."),
    "address.not-in-list": N_("Check the spelling: this name is not on the country's list."),
    "address.postcode-shape": N_("Check the postal code. In this country it looks like {example}."),
    "address.postcode-area": N_("Check the postal code: it does not belong to the area you named."),
    "address.used-as-primary": N_(
        "An application uses this address as its primary address. Choose another one there, then remove it here."
    ),
    "address.used-as-mailing": N_(
        "An application uses this address as its mailing address. Choose another one there, then remove it here."
    ),
    "address.used-as-secondary": N_(
        "An application lists this address as a secondary address. Take it out there, then remove it here."
    ),
}

_PHONE: Final = {
    "phone.not-a-number": N_("Enter the number with digits, such as +52 81 8123 4567."),
    "phone.country-code": N_("Begin with + and the code of the country, such as +52 for Mexico."),
    "phone.area-code": N_("Add the area code. The number is complete only within its city."),
    "phone.too-short": N_("Check the number: some digits are missing."),
    "phone.too-long": N_("Check the number: it has too many digits for its country."),
    "phone.unassigned": N_("Check this number: its country does not seem to use such numbers. It is saved."),
}

_MEMBERS: Final = {
    "members.consultant-cannot-declare": N_(
        "Ask an employee to declare this. A consultant cannot be the officer of a company."
    ),
    "members.already-declared": N_("You have declared your authority already. Nothing more is needed."),
    "members.officer-exists": N_(
        "Ask the present officer to step down first. Each application has exactly one officer."
    ),
    "members.removed": N_("{name} was taken out and has no access any more."),
    "members.stepped-down": N_("You are an employee of this company now."),
    "members.declared": N_("You are now the officer of this company. You can sign and send its applications."),
    "members.not-officer": N_("You are not the officer of this company, so you cannot step down."),
    "members.officer-stays": N_("Ask the officer to step down first. An employee cannot take out the officer."),
    "members.last-manager": N_("Invite another employee first. Somebody must be left who can manage this account."),
    "members.only-officer": N_(
        "Hand over the office first: name a colleague who accepts it. Without an officer nobody can sign."
    ),
    "members.last-member": N_(
        "Invite a colleague first. You are the last member, and nobody could open this company without you."
    ),
    "members.field-unknown": N_("The kiosk does not know this field. Load the page again: it may have changed."),
}

_INVITATION: Final = {
    "invitation.role-unknown": N_("Choose what the person will do: officer, employee or consultant."),
    "invitation.already-member": N_("This person already belongs to the company. There is nothing to send."),
    "invitation.too-many": N_("Withdraw an invitation that nobody needs. Up to {limit} can be open at once."),
    "invitation.too-many-today": N_("Wait until tomorrow. A company can send {limit} invitations a day."),
    "invitation.sent": N_("The invitation to {email} is on its way. The link works for 7 days."),
    "invitation.unknown": N_("This link does not work. Copy all of it from the mail, or ask for a new invitation."),
    "invitation.used": N_("This invitation was accepted already. Sign in to see the company."),
    "invitation.was-withdrawn": N_("The invitation to {email} was withdrawn. Its link does not work any more."),
    "invitation.withdrawn": N_("This invitation was withdrawn. Ask the person who invited you for a new one."),
    "invitation.expired": N_("This invitation is too old: it worked for 7 days. Ask for a new one."),
    "invitation.other-address": N_(
        "This invitation was sent to {email}. Sign in with that address, or ask for an invitation to yours."
    ),
    "invitation.address-not-confirmed": N_("Open the link in our first mail to confirm your address, then accept."),
}

_LIFECYCLE: Final = {
    "lifecycle.wrong-status": N_("Load the page again. The application has moved on, so this step is not open now."),
    "lifecycle.wrong-party": N_("Ask the officer. Your role does not include this step."),
}

TRADE_ACCOUNT_MESSAGES: Final[dict[str, str]] = {
    **_TEXT,
    **_ACCOUNT,
    **_ADDRESS,
    **_PHONE,
    **_MEMBERS,
    **_INVITATION,
    **_LIFECYCLE,
}
