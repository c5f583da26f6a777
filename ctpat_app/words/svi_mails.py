"""The mails about watching the status of partners (SVI)."""

from typing import Final

from ctpat_app.words import N_

SVI_MAILS: Final[dict[str, tuple[str, str]]] = {
    "svi-offer": (
        N_("{partner} asks {company} to watch its CTPAT status"),
        N_(
            "{partner} wants to show {company} its CTPAT status (SVI).\n\n"
            "Accept and you see its status from then on. Decline and it can send no further requests:\n\n{link}"
        ),
    ),
    "svi-ask": (
        N_("{partner} asks to watch the CTPAT status of {company}"),
        N_(
            "{partner} wants to see the CTPAT status of {company} (SVI).\n\n"
            "Accept and it sees your status from then on. Decline and it can send no further requests:\n\n{link}"
        ),
    ),
    "svi-accepted-by-itself": (
        N_("{partner} and {company} are linked in SVI now"),
        N_(
            "{partner} sent a request, and {company} accepts all requests by itself.\n\n"
            "See what each of you sees, or end the link, here:\n\n{link}"
        ),
    ),
    "svi-accepted": (
        N_("{partner} has accepted the request of {company}"),
        N_("From now on the CTPAT status is shared as you asked.\n\nSee your partners here:\n\n{link}"),
    ),
    "svi-declined": (
        N_("{partner} has declined the request of {company}"),
        N_(
            "You can send no further request until {partner} allows it again. Ask your contact there why.\n\n"
            "See your partners here:\n\n{link}"
        ),
    ),
    "svi-revoked": (
        N_("{partner} has ended the link with {company} in SVI"),
        N_(
            "From now on the CTPAT status is no longer shared over this link. No reason is asked for.\n\n"
            "See your partners here:\n\n{link}"
        ),
    ),
    "svi-status-changed": (
        N_("The CTPAT status of {partner} has changed"),
        N_(
            "{company} watches the status of {partner}. It is certified still, and its status is a new one.\n\n"
            "There is nothing to do. See the new status here:\n\n{link}"
        ),
    ),
    "svi-status-lost": (
        N_("{partner} is no longer a CTPAT member in good standing"),
        N_(
            "{company} watched the status of {partner}. That company is no longer certified in good standing, "
            "so the link has ended.\n\n"
            "What to do: note the day, ask your contact there what happened, and treat its cargo as that of a partner "
            "whose security is not proven. Your own security profile says how.\n\n{link}"
        ),
    ),
    "svi-ended": (
        N_("{company} no longer takes part in SVI"),
        N_(
            "Only companies in good standing take part in the Status Verification Interface (SVI). "
            "All links of {company} have ended, and partners who watched its status were told.\n\n"
            "Once the good standing is back, the officer can join again:\n\n{link}"
        ),
    ),
}
