"""The words of printed documents that are neither content nor answers, and how dates are written in them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ctpat_app.words import N_
from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.dates import day_text, moment_text

PDF_TEXTS: Final = {
    "pdf.title": N_("Application to CTPAT"),
    "pdf.draft": N_("Draft, not sent"),
    "pdf.sent": N_("As it was signed and sent"),
    "pdf.contents": N_("Contents"),
    "pdf.page": N_("Page {page} of {pages}"),
    "pdf.response": N_("Response"),
    "pdf.not-answered": N_("Not answered"),
    "pdf.signatures": N_("Signatures"),
    "pdf.replaced": N_("Characters that could not be printed"),
    "pdf.replaced-intro": N_(
        "Each of these characters stands as an empty square in this document. The kiosk keeps them as they were typed."
    ),
    "pdf.footer": N_("This is not a government document. Personal numbers are shown only in part."),
    "pdf.company": N_("Company"),
    "pdf.reference": N_("Reference"),
    "pdf.business-types": N_("Business types"),
    "pdf.status": N_("Status"),
    "pdf.sent-on": N_("Sent on"),
    "pdf.printed-on": N_("Printed on"),
    "pdf.demanded-by": N_("Asked of: {types}"),
    "pdf.level-unverified": N_("Not compared with the official criteria yet."),
    "pdf.not-applicable": N_("The company says that this does not apply to it."),
    "pdf.signer": N_("Signed by"),
    "pdf.role": N_("Role"),
    "pdf.acting-for": N_("For"),
    "pdf.signed-at": N_("Signed on"),
    "pdf.withdrawn-at": N_("Taken back on"),
    "pdf.text-hash": N_("Fingerprint of the text (SHA-256)"),
    "pdf.must": N_("Must"),
    "pdf.should": N_("Should"),
    "pdf.yes": N_("Yes"),
    "pdf.no": N_("No"),
    "pdf.agreed": N_("Given by the officer"),
    "pdf.role.officer": N_("Officer"),
    "pdf.role.employee": N_("Employee"),
    "pdf.role.consultant": N_("Consultant"),
}


@dataclass(frozen=True)
class PdfWords:
    """The words of a document in one language (BCP 47); ``kiosk`` is the name at the top of every page."""

    language: str
    kiosk: str

    def text(self, code: str, **params: Any) -> str:
        """Return the text of ``code``; its placeholders stay as they are when nothing is handed in for them."""
        found = ui_text(self.language, PDF_TEXTS[code])
        return found.format(**params) if params else found

    def day(self, moment: datetime) -> str:
        """Return the date of ``moment`` with the name of its month."""
        return day_text(moment.astimezone(UTC).date(), self.language)

    def moment(self, moment: datetime) -> str:
        """Return date and time of ``moment``, with its time zone."""
        return moment_text(moment, self.language)
