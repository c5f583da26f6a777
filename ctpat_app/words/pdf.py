"""The words of printed documents that are neither content nor answers, and how dates are written in them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from ctpat_app.words import N_
from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.messages import message

PDF_TEXTS: Final = {
    "pdf.title": N_("Application to CTPAT"),
    "pdf.draft": N_("Draft, not sent"),
    "pdf.sent": N_("As it was signed and sent"),
    "pdf.contents": N_("Contents"),
    "pdf.page": N_("Page {page} of {pages}"),
    "pdf.response": N_("Response"),
    "pdf.english-version": N_("English version"),
    "pdf.as-answered": N_("As it was answered"),
    "pdf.attachments": N_("Attachments"),
    "pdf.attachments-intro": N_(
        "Every file that stands beside an answer. Files with pages follow this summary, in the same order; the outline "
        "of this document leads to each."
    ),
    "pdf.no-attachments": N_("No file stands beside any answer."),
    "pdf.attached.pages": N_("In this document. Pages: {count}"),
    "pdf.attached.not-pages": N_("Not in this document, since it has no pages of its own. Open it in the kiosk."),
    "pdf.attached.encrypted": N_("Not in this document, since a password protects it. Open it in the kiosk."),
    "pdf.attached.damaged": N_("Not in this document, since it could not be read. Open it in the kiosk."),
    "pdf.attached.too-large": N_("Not in this document, since it is too large for it. Open it in the kiosk."),
    "pdf.attached.not-found": N_("Not in this document, since the file store did not hand it out. Try again later."),
    "pdf.attached.kind": N_("Kind: {kind}"),
    "pdf.attached.stands-for": N_("Stands for: {date}"),
    "pdf.attached.note": N_("Note: {note}"),
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
    "pdf.risk.title": N_("Supply chain risk assessment"),
    "pdf.risk.subtitle": N_("In five steps, as it was finished"),
    "pdf.risk.draft": N_("Draft, not finished"),
    "pdf.risk.footer": N_("This is not a government document. Keep it with what it is based on."),
    "pdf.risk.finished-on": N_("Finished on"),
    "pdf.risk.hours": N_("Hours at rest: {count}"),
    "pdf.risk.legs": N_("Legs"),
    "pdf.risk.number": N_("No."),
    "pdf.risk.activity": N_("What happens"),
    "pdf.risk.location": N_("Where"),
    "pdf.risk.partner": N_("Company in charge"),
    "pdf.risk.rest": N_("Hours at rest"),
    "pdf.risk.risk": N_("Risk"),
    "pdf.risk.lane-threat": N_("Threat of this supply chain"),
    "pdf.risk.place": N_("Place"),
    "pdf.risk.threats": N_("Threats"),
    "pdf.risk.weak-points": N_("Weak points"),
    "pdf.risk.risks": N_("Risks and actions"),
    "pdf.risk.scored": N_("Threat {threat} times weak point {weak} gives {score}: {band}"),
    "pdf.risk.finding": N_("Finding"),
    "pdf.risk.to-do": N_("What such a risk asks for"),
    "pdf.risk.action": N_("Action"),
    "pdf.risk.action-line": N_("In charge: {owner}. Due on {due}."),
    "pdf.risk.closed": N_("Done on {day}."),
    "pdf.risk.no-action": N_("No action is planned."),
    "pdf.risk.gaps": N_("What this assessment does not cover"),
    "pdf.risk.no-gaps": N_("Every country and every partner is rated."),
    "pdf.risk.about": N_("About the method"),
    "pdf.risk.verified": N_("Compared with copies of the guide"),
    "pdf.risk.unverified": N_("Not compared yet: a working choice of this kiosk"),
    "pdf.inquiry.title": N_("Security questionnaire of a business partner"),
    "pdf.inquiry.footer": N_("This is not a government document. The partner answered; the company graded."),
    "pdf.inquiry.partner": N_("Business partner"),
    "pdf.inquiry.asked-by": N_("Asked by"),
    "pdf.inquiry.outcome": N_("What came of it"),
    "pdf.inquiry.score": N_("Met, of what applies"),
    "pdf.inquiry.original": N_("As the partner wrote it"),
    "pdf.inquiry.english": N_("In English"),
    "pdf.inquiry.english-outdated": N_("In English, of an earlier answer"),
    "pdf.inquiry.not-applicable": N_("The partner says that this does not apply to it."),
    "pdf.inquiry.not-graded": N_("Not graded"),
    "pdf.inquiry.grade": N_("Grade: {grade}"),
    "pdf.inquiry.grade-because": N_("Grade: {grade}. Reason: {reason}"),
    "pdf.inquiry.actions": N_("What the partner is to put right"),
    "pdf.inquiry.action-note": N_("{state}. Due on {day}."),
    "pdf.validation.reference": N_("Report of a validation"),
    "pdf.validation.footer": N_("This is not a government document. The kiosk keeps the report and each answer."),
    "pdf.validation.begins": N_("Begins on"),
    "pdf.validation.issued": N_("Report issued on"),
    "pdf.validation.response": N_("Response sent on"),
    "pdf.validation.sites": N_("What is looked at"),
    "pdf.validation.summary": N_("Summary of the report"),
    "pdf.validation.report": N_("How the company stands"),
    "pdf.validation.found": N_("What was found"),
    "pdf.validation.decision": N_("What CTPAT says of the answer"),
    "pdf.validation.accepted": N_("Answer accepted"),
    "pdf.validation.returned": N_("Answer returned"),
    "pdf.validation.point": N_("Point {number}"),
    "pdf.validation.point-about": N_("Point {number}: statement {statement}"),
    "pdf.letter.title": N_("Letter of CTPAT headquarters"),
    "pdf.letter.subtitle": N_("As it was issued in the kiosk"),
    "pdf.letter.issued-on": N_("Issued on"),
    "pdf.letter.as-issued": N_("In the language of the company"),
    "pdf.letter.in-english": N_("In English"),
    "pdf.letter.footer": N_("A copy from the kiosk. It is not a government document."),
    "pdf.certificate.title": N_("Certificate of CTPAT status"),
    "pdf.certificate.ended": N_("No longer valid since {day}"),
    "pdf.certificate.issued-on": N_("Issued on"),
    "pdf.certificate.check": N_("Check it here, with this code"),
    "pdf.certificate.check-note": N_("Only the page tells whether this certificate counts today."),
    "pdf.certificate.square": N_("Square code that leads to the page which checks this certificate"),
    "pdf.certificate.footer": N_("Issued by the kiosk. It is not a government document and carries no seal."),
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

    def message(self, code: str, **params: Any) -> str:
        """Return the text of a message that pages show as well."""
        return message(code, self.language, **params)

    def day(self, moment: datetime) -> str:
        """Return the date of ``moment`` with the name of its month."""
        return day_text(moment.astimezone(UTC).date(), self.language)

    def date(self, day: date) -> str:
        """Return ``day`` with the name of its month."""
        return day_text(day, self.language)

    def moment(self, moment: datetime) -> str:
        """Return date and time of ``moment``, with its time zone."""
        return moment_text(moment, self.language)
