"""What the kiosk says about getting in: registering, signing in, mailed links, what is not allowed, what failed."""

from typing import Final

from ctpat_app.words import N_

_ACCESS: Final = {
    "access.not-yours": N_(
        "There is nothing here for you. Check the address, or ask who manages your company's users."
    ),
    "access.not-your-role": N_("Your role in this company does not include this. Ask the officer to do it."),
    "staff.unknown-address": N_("No account has this address. The person creates one on the kiosk first."),
    "staff.unconfirmed": N_("Nobody has confirmed this address yet. Its owner opens the link in the mail first."),
    "staff.no-staff": N_("The owner of this account holds no role of staff."),
    "access.prove-again": N_("Show once more that it is you, then go on. Nothing you typed is lost."),
    "access.signed-out": N_("Sign in to go on. What you typed stays on this device."),
    "access.unknown-action": N_("The kiosk does not know this action. Load the page again: it may have changed."),
    "access.wrong-arguments": N_(
        "The kiosk could not read what the page sent. Load the page again and repeat the last step."
    ),
    "access.demo-only": N_("This page exists only in the demonstration."),
}

_DATABASE: Final = {
    "database.busy": N_("The kiosk is busy. Nothing was lost: try again in a moment."),
    "database.full": N_(
        "The kiosk cannot save now because its storage is full. Keep this page open and call the help desk."
    ),
    "database.read-only": N_("The kiosk cannot save now. Keep this page open and try again later."),
    "database.failed": N_("The kiosk cannot reach its database. Keep this page open and try again in a moment."),
}

_FAILURE: Final = {
    "failure.unexpected": N_(
        "Something went wrong in the kiosk, not in what you typed. Try again. "
        "If it stays, tell the help desk the code {code}."
    ),
}

_REQUEST: Final = {
    "request.cross-site": N_("The form was not sent from this kiosk. Open the page again and repeat the last step."),
    "request.too-large": N_("The form was too large. Shorten what you typed and send it again."),
    "request.not-a-form": N_("The kiosk could not read the form. Open the page again and repeat the last step."),
}

_EMAIL: Final = {
    "email.missing": N_("Enter your email address. We send a link to it."),
    "email.too-long": N_("Use an email address of at most {maximum} characters."),
    "email.no-at": N_("An email address has one @ sign, such as name@example.com. Check yours."),
    "email.space": N_("Leave out spaces, quotation marks and brackets. An email address looks like name@example.com."),
    "email.local-part": N_("Check the part before the @ sign. It does not begin or end with a dot."),
    "email.domain": N_("Check the part after the @ sign. It names your mail provider, such as example.com."),
}

_NAME: Final = {
    "name.missing": N_("Enter your name as you write it at work."),
    "name.too-long": N_("Shorten your name to at most {maximum} characters."),
}

_PASSWORD: Final = {
    "password.missing": N_("Enter your password."),
    "password.too-short": N_("Use at least {minimum} characters. A few words that do not belong together work well."),
    "password.too-long": N_("Use at most {maximum} characters."),
    "password.common": N_("Choose another password: this one is on lists that attackers try first."),
    "password.keyboard": N_("Choose another password: keys that lie side by side are easy to guess."),
    "password.repeats": N_("Choose another password: repeats are easy to guess."),
    "password.sequence": N_("Choose another password: sequences such as 123 or abc are easy to guess."),
    "password.date": N_("Choose another password: dates and years are easy to guess."),
    "password.personal": N_("Choose another password: leave out your name and your email address."),
    "password.name": N_("Choose another password: names are easy to guess."),
    "password.current-missing": N_("Enter the password that you use today."),
    "password.current-wrong": N_("This is not the password of today. Type it again, or get a new one by mail."),
    "password.same": N_("Choose another password: this is the one that you have already."),
    "password.expired": N_("Change your password first: it is too old."),
    "password.changed": N_("Your password is changed. Everywhere else you are signed out."),
    "password.few-words": N_("Choose another password: add one or two more words that do not belong together."),
}

_SIGN_IN: Final = {
    "sign-in.refused": N_(
        "The email address and the password do not match. "
        "If you have just registered, open the link that we mailed you first."
    ),
    "sign-in.too-many": N_("Wait {minutes} minutes, then try again. There were too many attempts."),
    "sign-in.signed-out": N_("You are signed out."),
    "sign-in.confirmed": N_("Your email address is confirmed. Sign in to begin."),
    "register.too-many": N_("Wait {minutes} minutes, then try again. Too many people register from here at once."),
    "register.sent": N_("Open the link that we mailed to {email}. It works for 24 hours."),
}

_FACTOR: Final = {
    "factor.wrong-code": N_("This code does not fit. Type the newest code of your authenticator app."),
    "factor.refused": N_(
        "This code does not fit. Type the newest code of the app, or a recovery code that you have not used yet."
    ),
    "factor.code-missing": N_("Enter the code."),
    "factor.half-expired": N_("Sign in again. The second step has to follow within ten minutes."),
    "factor.nothing-begun": N_("Begin with the button that sets up an authenticator app."),
    "factor.present": N_("An authenticator app is set up already. Remove it first to use another one."),
    "factor.staff-need-one": N_("Set up a second factor first. Staff need one before they can see anything else."),
    "factor.added": N_("The authenticator app is set up. Keep the recovery codes below: we show them only now."),
    "factor.removed": N_("The authenticator app is removed."),
    "passkey.added": N_("The passkey is set up. You can sign in with it from now on."),
    "passkey.added-with-codes": N_("The passkey is set up. Keep the recovery codes below: we show them only now."),
    "passkey.removed": N_("The passkey is removed. Delete it on your device as well."),
    "passkey.cancelled": N_("Try again: the device gave no passkey. Perhaps the window was closed, or time ran out."),
    "passkey.present": N_("This device has a passkey for your account already. You can use it."),
    "passkey.refused": N_("Try again, or sign in another way: the answer of the device could not be accepted."),
    "passkey.unknown": N_("Sign in another way: this passkey does not belong to an account here any more."),
    "passkey.too-late": N_("Try again: more than five minutes went by."),
    "passkey.too-many": N_("Remove a passkey first: you have {most}, and more cannot be kept."),
    "factor.codes-renewed": N_("These are your new recovery codes. The old ones do not work any more."),
}

_LINK: Final = {
    "link.missing": N_("Open the link from the mail again. This page forgets it after half an hour."),
    "link.unknown": N_("This link does not work. Copy all of it from the mail, or ask for a new one."),
    "link.used": N_("This link was used already. Sign in with your email address and password."),
    "link.expired": N_("This link is too old. Ask for a new one: it works for 24 hours."),
}

_DRAFT: Final = {
    "draft.frozen": N_("This application was sent, so it cannot be changed any more. You can still read it."),
}

ACCOUNT_MESSAGES: Final[dict[str, str]] = {
    **_ACCESS,
    **_DATABASE,
    **_FAILURE,
    **_REQUEST,
    **_EMAIL,
    **_NAME,
    **_PASSWORD,
    **_SIGN_IN,
    **_FACTOR,
    **_LINK,
    **_DRAFT,
}
