"""What the kiosk says about documents: what is noted about them, and beside which statement they stand."""

from typing import Final

from ctpat_app.words import N_

EVIDENCE_MESSAGES: Final[dict[str, str]] = {
    "document.kind-unknown": N_("Choose a kind of document from the list. This one is not known any more."),
    "document.date-unclear": N_("Enter the date again, with day, month and year. It could not be read."),
    "document.period-backwards": N_("Give a last day that is not before the first day: a period needs both."),
    "document.ends-before": N_("Let it count at least until the last day that the document stands for."),
    "document.note-long": N_("Shorten the note to {most} characters."),
    "document.language-unknown": N_("Choose a language from the list."),
    "document.changed-meanwhile": N_(
        "Compare with what is noted above, then save again to keep yours. Somebody changed it meanwhile."
    ),
    "document.no-statement": N_(
        "Choose another statement. Your application does not ask for this one, so nobody would look there."
    ),
    "document.moved-already": N_("Load the page again. Somebody moved this document or took it away meanwhile."),
    "document.choose-first": N_("Choose a document first."),
    "document.choose-statement": N_("Choose a statement first."),
    "document.saved": N_("Saved."),
    "document.attached": N_("The document now stands beside this statement."),
    "document.attached-there": N_("The document now also stands beside: {statement}"),
    "document.moved": N_("The document now stands beside: {statement}"),
    "document.detached": N_("Taken away. The document stays in the exchange."),
    "document.belongs-elsewhere": N_("A document of this kind belongs to: {categories}."),
    "document.too-many": N_("The newest {count} are listed here. The documents page has them all."),
    "document.found": N_("Documents found: {count}"),
    "document.size": N_("{count} KB"),
    "document.size-large": N_("{count} MB"),
    "document.pages": N_("Pages: {count}"),
    "document.uploaded": N_("Version {number}, uploaded by {person} on {day}"),
    "document.stands-for": N_("Stands for {day}"),
    "document.stands-for-period": N_("Stands for {first} to {last}"),
    "document.valid-until": N_("Counts until {day}"),
    "document.outdated": N_("Outdated since {day}: upload a newer version and note what it stands for."),
    "document.encrypted": N_("Encrypted: the specialist cannot open it. Upload it without a password."),
    "document.damaged": N_("Damaged: it could not be read. Upload it again."),
    "document.not-read": N_("Not looked into: nobody could check what it says."),
    "document.not-scanned": N_("Not scanned for malware: this kiosk has no scanner."),
}
