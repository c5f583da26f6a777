"""What the kiosk says about registrations of EU AEOs, and its mails about them."""

from typing import Final

from ctpat_app.words import N_

AEO_MESSAGES: Final[dict[str, str]] = {
    "aeo.answer-missing": N_("Answer yes or no."),
    "aeo.not-eligible": N_("With this answer the company cannot be registered. {reason}"),
    "aeo.kind-missing": N_("Choose which AEO authorization the company holds."),
    "aeo.kind-differs": N_("Compare the number with the authorization. Its letter after AEO does not say {kind}."),
    "aeo.mids-missing": N_("Write at least one MID, one on each line."),
    "aeo.too-many-mids": N_("Write {most} MIDs at most. Register further ones under their own EORI number."),
    "aeo.mids-wrong": N_(
        "These are no MIDs: {mids}. A MID has a country, letters of the name, up to 4 digits and letters of the city."
    ),
    "aeo.mids-twice": N_("Write each MID once. These stand here twice: {mids}."),
    "aeo.confirm-outside": N_("Confirm that these MIDs of countries outside of the EU belong to the company: {mids}."),
    "aeo.same-eori": N_("Change the registration below instead. One with this EORI number waits or stands already."),
    "aeo.replaced-is-over": N_("Ask for a new registration. The one that you change has ended meanwhile."),
    "aeo.decided": N_("Load the page again. This registration was decided or withdrawn meanwhile."),
    "aeo.decision-missing": N_("Choose to register or to refuse."),
    "aeo.reason-missing": N_("Write the reason. The company reads it."),
    "aeo.told-asked": N_("Sent. CTPAT staff look at it, and you are told what they decide."),
    "aeo.told-withdrawn": N_("The registration is withdrawn."),
    "aeo.told-register": N_("Registered. The company is told."),
    "aeo.told-refuse": N_("Refused. The company is told, with your reason."),
    "aeo.state-waiting": N_("Waits for CTPAT staff"),
    "aeo.state-registered": N_("Registered"),
    "aeo.state-refused": N_("Refused"),
    "aeo.state-withdrawn": N_("Withdrawn or replaced"),
    "aeo.asked-by": N_("{person} asked for it on {day}."),
    "aeo.decided-on": N_("Decided on {day}."),
    "aeo.ended-on": N_("Ended on {day}."),
    "aeo.outside": N_("{mid} (outside of the EU, confirmed)"),
    "aeo.elsewhere": N_("{mid} also stands under another EORI number: {others}."),
}
AEO_MAILS: Final[dict[str, tuple[str, str]]] = {
    "aeo-asked": (
        N_("{company} asks to be registered as an EU AEO"),
        N_(
            "{company} asks at {kiosk} to tie its EORI number to its manufacturer codes (MID).\n\n"
            "Register it, or refuse it with a reason, here:\n\n{link}"
        ),
    ),
    "aeo-registered": (
        N_("{company}: the EU AEO is registered"),
        N_(
            "The EORI number {eori} and its manufacturer codes (MID) are registered at {kiosk}.\n\n"
            "The register is the kiosk's own. No status letter is promised.\n\n"
            "See the registration here:\n\n{link}"
        ),
    ),
    "aeo-refused": (
        N_("{company}: the EU AEO was not registered"),
        N_(
            "The EORI number {eori} was not registered at {kiosk}. The reason: {reason}\n\n"
            "See it here, and ask again once it is mended:\n\n{link}"
        ),
    ),
}
