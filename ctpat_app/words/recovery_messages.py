"""What the kiosk says about getting back in: resets, security questions, help-desk cases, change of address."""

from typing import Final

from ctpat_app.words import N_

_RESET: Final = {
    "reset.sent": N_("Look for our mail to {email}. It tells how to get a new password, or that there is no account."),
    "reset.too-many": N_("Wait {minutes} minutes, then try again. There were too many attempts."),
    "reset.used": N_("A new password was set already. Sign in with it, or ask for a new link."),
    "reset.stopped": N_("This link was stopped. Ask for a new one if you still need a new password."),
    "reset.expired": N_("This link is too old. Ask for a new one on this page."),
    "reset.failures": N_("This link was closed after {maximum} wrong answers. Ask for a new one, or open a case."),
    "reset.refused": N_("One or more answers do not match. Check them all, or use a recovery code instead."),
    "reset.code-refused": N_("This recovery code does not match, or it was used before. Try another one."),
    "reset.answers-missing": N_("Answer every question, or enter a recovery code."),
    "reset.prove-first": N_("Answer your security questions first, then set the password."),
    "reset.too-early": N_("Wait until the time shown on the page. Then this link lets you set a new password."),
    "reset.help-desk": N_("Open a case at the help desk. A link by mail is not enough for this account."),
    "reset.same-password": N_("Choose another password: this is the one you had."),
    "reset.done": N_("Your new password is set. You are signed out everywhere else. Sign in with it now."),
    "reset.stop-done": N_("The change was stopped. Your password stays as it is."),
}

_SECURITY: Final = {
    "security.question-missing": N_("Choose a question, or write your own."),
    "security.question-twice": N_("Choose another question. You have this one already."),
    "security.question-short": N_("Write the question in full, so that you understand it in a year."),
    "security.question-long": N_("Shorten the question to {maximum} characters."),
    "security.answer-missing": N_("Write the answer. Nobody but you should know it."),
    "security.answer-short": N_("Write an answer of at least {minimum} letters, so that nobody guesses it."),
    "security.answer-long": N_("Shorten the answer to {maximum} characters."),
    "security.answer-twice": N_("Give each question an answer of its own."),
    "security.answer-obvious": N_("Choose another answer. Your name, your address or the question give this one away."),
    "security.of-question": N_("Question {number}: {text}"),
    "security.set": N_("Your security questions are saved."),
}

_CASE: Final = {
    "access-case.opened": N_("Your case is {case}. Keep this code: the help desk asks for it."),
    "access-case.too-many": N_("Wait {minutes} minutes, then try again. Too many cases were opened from here."),
    "access-case.ways": N_("Choose how you checked who it is."),
    "access-case.finding": N_("Write what you checked and saw, in {minimum} to {maximum} characters."),
    "access-case.closed": N_("This case is closed already. Load the page again to see the open ones."),
    "access-case.no-account": N_("Refuse this case. Nobody has an account with this address."),
    "access-case.own": N_("Ask a colleague to decide this case. It is about your own account."),
    "access-case.staff": N_("Ask whoever runs the kiosk. Accounts of staff are not opened here."),
    "access-case.granted": N_("The person was told by mail. The link works in 24 hours unless it is stopped."),
    "access-case.refused": N_("The case is refused. Nothing was mailed."),
}

_CHANGE: Final = {
    "change-mail.sent": N_("Open the link that we mailed to {email}. Until then your present address holds."),
    "change-mail.same": N_("This is your address already. Enter the new one."),
    "change-mail.password": N_("This is not your password. Enter the one with which you sign in."),
    "change-mail.used": N_("This link was used already, or a newer one took its place."),
    "change-mail.expired": N_("This link is too old. Sign in and ask for the change once more."),
    "change-mail.undo-expired": N_("This link is too old to take the change back. Open a case at the help desk."),
    "change-mail.taken": N_("This address has an account already. Sign in with it, or choose another address."),
    "change-mail.old-taken": N_("Your former address has another account by now. Open a case at the help desk."),
    "change-mail.done": N_("Your new address is confirmed. Use it when you sign in."),
    "change-mail.stopped": N_("The change was stopped. Your address stays as it is."),
    "change-mail.undone": N_("Your former address holds again. The password no longer works: set a new one here."),
    "change-mail.too-many": N_("Wait {minutes} minutes, then try again. There were too many attempts."),
}

RECOVERY_MESSAGES: Final[dict[str, str]] = {**_RESET, **_SECURITY, **_CASE, **_CHANGE}
