"""What the kiosk says about signing in through an identity provider."""

from typing import Final

from ctpat_app.words import N_

IDENTITY_MESSAGES: Final[dict[str, str]] = {
    "oidc.unknown": N_(
        "Sign in with your password, or create an account. Then link it with {provider} "
        "under “Signing in and security”: no account here is linked with this identity yet."
    ),
    "oidc.closed": N_("Look into your mail: the account that is linked with this identity is not open now."),
    "oidc.no-flow": N_(
        "Begin again here. This answer of {provider} is too old, was used, or began in another browser."
    ),
    "oidc.stopped": N_("Nothing happened, because it was stopped at {provider}. Begin again, or use your password."),
    "oidc.untrusted": N_(
        "Begin again, or use your password. The kiosk could not verify the answer of {provider}. "
        "If it stays, tell the help desk."
    ),
    "oidc.weak": N_(
        "Use a stronger way to sign in at {provider}, then begin again. The kiosk asks for more than you showed there."
    ),
    "oidc.not-asked-anew": N_("Use your password here. {provider} did not ask you again, so it proves nothing new."),
    "oidc.unavailable": N_("Use your password, or try again in a few minutes. {provider} cannot be reached now."),
    "oidc.taken": N_("Choose another identity at {provider}: this one is linked with another account."),
    "oidc.present": N_("Your account is linked with another identity at {provider}. Take that link away first."),
    "oidc.other-identity": N_(
        "Choose the identity at {provider} that is linked with this account, or use your password."
    ),
    "oidc.linked": N_("Your account is linked with {provider}. From now on you can sign in through it."),
    "oidc.unlinked": N_("That link is taken away. Your password works as before."),
}
