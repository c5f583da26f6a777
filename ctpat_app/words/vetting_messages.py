"""The texts of all codes about vetting, and the words for its parts, outcomes and sources."""

from typing import Final

from ctpat_app.words import N_

VETTING_MESSAGES: Final[dict[str, str]] = {
    "vetting.signed": N_("Begin a new vetting. This one is signed, and a signed one never changes."),
    "vetting.changed-meanwhile": N_(
        "Read the vetting again before you sign. Somebody changed something in it meanwhile."
    ),
    "vetting.part-changed-meanwhile": N_(
        "Read this part again. Somebody saved it meanwhile. Your own text is still in the field."
    ),
    "vetting.part-open": N_("Say what you found about this part. Nothing is chosen yet."),
    "vetting.part-without-source": N_("Name at least one source for this part. Without one nobody can check it later."),
    "vetting.part-without-notes": N_("Write in the notes why it cannot be told."),
    "vetting.outcome-missing": N_("Choose whether the vetting is passed or failed."),
    "vetting.part-does-not-fit": N_(
        "Choose failed, or look again at the part that does not fit. One such part fails it."
    ),
    "vetting.reason-missing": N_("Write the reason. Whoever reads the vetting in later years has only this."),
    "vetting.source-kind-missing": N_("Choose what you looked at."),
    "vetting.source-place-missing": N_("Write where it is found: an address, a register, a file number."),
    "vetting.day-missing": N_("Enter the day on which you looked."),
    "vetting.day-ahead": N_("Check the day. It has not come yet."),
    "vetting.day-long-ago": N_("Check the day. It is before the year 2000."),
    "vetting.part-saved": N_("Saved: {part}"),
    "vetting.source-added": N_("Noted as looked at. Part: {part}"),
    "vetting.source-removed": N_("Taken away."),
    "vetting.done": N_("The vetting is signed. Nothing of it changes any more."),
    "vetting.began": N_("Begun by {person}, {moment}."),
    "vetting.signed-by": N_("Signed by {person} ({role}), {moment}."),
    "vetting.statement": N_("I looked at what is written down here, and this is what I found."),
    "vetting.part-identifiers": N_("Numbers"),
    "vetting.part-history": N_("History of the company"),
    "vetting.part-addresses": N_("Addresses"),
    "vetting.part-contacts": N_("Contacts"),
    "vetting.part-eligibility": N_("Eligibility"),
    "vetting.found-fits": N_("It fits"),
    "vetting.found-does-not-fit": N_("It does not fit"),
    "vetting.found-cannot-tell": N_("It cannot be told"),
    "vetting.outcome-passed": N_("Vetting passed"),
    "vetting.outcome-failed": N_("Vetting failed"),
    "vetting.source-cbp-records": N_("Records of CBP"),
    "vetting.source-company-register": N_("Register of companies"),
    "vetting.source-tax-office": N_("Tax office"),
    "vetting.source-carrier-register": N_("Register of carriers"),
    "vetting.source-sanctions-list": N_("List of sanctions"),
    "vetting.source-partner-program": N_("Program of another country"),
    "vetting.source-map": N_("Map or picture of the place"),
    "vetting.source-website": N_("Website of the company"),
    "vetting.source-news": N_("News and public notices"),
    "vetting.source-call": N_("Telephone call"),
    "vetting.source-document": N_("Document of the company"),
    "vetting.source-other": N_("Something else"),
    "vetting.fact-legal-name": N_("Legal name"),
    "vetting.fact-trade-name": N_("Trade name"),
    "vetting.fact-country": N_("Country of registration"),
    "vetting.fact-website": N_("Website"),
    "vetting.fact-officer": N_("Officer"),
    "vetting.fact-employee": N_("Employee"),
    "vetting.fact-consultant": N_("Consultant"),
    "vetting.fact-primary-contact": N_("Primary point of contact"),
    "vetting.fact-business-types": N_("Business type"),
    "vetting.standing-under-way": N_("CTPAT is checking your numbers, addresses and contacts."),
    "vetting.standing-done": N_("CTPAT finished the check of your numbers, addresses and contacts."),
}
