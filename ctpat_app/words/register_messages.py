"""What the kiosk says about the register of partners: fields, choices, why one is due, and files that come in."""

from typing import Final

from ctpat_app.words import N_

_FIELDS: Final = {
    "partner.field-name": N_("Name of the partner"),
    "partner.field-role": N_("What it does"),
    "partner.field-country": N_("Country"),
    "partner.field-contact-name": N_("Contact person"),
    "partner.field-email": N_("Email address"),
    "partner.field-language": N_("Language"),
    "partner.field-risk": N_("Risk"),
    "partner.field-risk-reason": N_("Why this risk"),
    "partner.field-program": N_("Security program"),
    "partner.field-proof": N_("Proof of membership"),
    "partner.field-proof-checked-on": N_("Proof checked on"),
    "partner.field-next-due-on": N_("To be looked at again by"),
    "partner.field-note": N_("Note"),
}

_CHOICES: Final = {
    "partner.role-supplier": N_("Supplier"),
    "partner.role-manufacturer": N_("Manufacturer"),
    "partner.role-broker": N_("Customs broker"),
    "partner.role-forwarder": N_("Freight forwarder"),
    "partner.role-consolidator": N_("Consolidator"),
    "partner.role-trucker": N_("Trucking company"),
    "partner.role-warehouse": N_("Warehouse"),
    "partner.role-terminal": N_("Terminal"),
    "partner.role-line": N_("Sea line or airline"),
    "partner.role-railroad": N_("Railroad"),
    "partner.role-service": N_("Service provider"),
    "partner.role-customer": N_("Customer"),
    "partner.risk-low": N_("Low"),
    "partner.risk-medium": N_("Medium"),
    "partner.risk-high": N_("High"),
    "partner.risk-none": N_("Not rated yet"),
    "partner.program-none": N_("No program"),
    "partner.program-ctpat": N_("CTPAT"),
    "partner.program-aeo": N_("AEO program abroad"),
    "partner.program-other": N_("Another program"),
    "partner.program-unknown": N_("Not known"),
}

_DUE: Final = {
    "partner.due-status-lost": N_("The link in SVI has ended. Check whether the partner is still certified."),
    "partner.due-not-accepted": N_(
        "The last questionnaire was not accepted. Agree on what must change, and ask again."
    ),
    "partner.due-never-asked": N_("No program vouches for it, and it has never signed a questionnaire. Send one."),
    "partner.due-answer-late": N_("The day for its answer is over. Remind the partner."),
    "partner.due-renewal": N_("The last questionnaire is too old for this risk. Send a new one."),
    "partner.due-proof-missing": N_(
        "Nobody has checked its membership in a program. Check it and write down the proof."
    ),
    "partner.due-proof-old": N_("The proof of its membership was checked over a year ago. Check it again."),
    "partner.due-not-rated": N_("Its risk is not rated. Rate it, and say why."),
    "partner.due-day-reached": N_("The day that you set for looking at it again has come."),
    "partner.due-not": N_("Nothing is due"),
}

_SHOWN_BY: Final = {
    "partner.shown-svi": N_(
        "SVI shows now that it is a member in good standing. That meets statement 3.4; a questionnaire is not needed."
    ),
    "partner.shown-proof": N_(
        "The proof of its membership is less than a year old. That meets statement 3.4; a questionnaire is not needed."
    ),
    "partner.shown-questionnaire": N_(
        "A signed questionnaire was accepted and is recent enough. It is your evidence for statement 3.5."
    ),
    "partner.shown-nothing": N_(
        "Nothing shows its security yet. A signed questionnaire would be your evidence for statement 3.5."
    ),
}

_INQUIRIES: Final = {
    "partner.asked-sent": N_("Sent"),
    "partner.asked-begun": N_("Being answered"),
    "partner.asked-signed": N_("Signed, waits for you"),
    "partner.asked-returned": N_("Sent back to the partner"),
    "partner.asked-closed": N_("Closed"),
    "partner.asked-revoked": N_("Taken back"),
    "partner.asked-never": N_("Never asked"),
    "partner.outcome-accepted": N_("Accepted"),
    "partner.outcome-with-actions": N_("Accepted with actions"),
    "partner.outcome-not-accepted": N_("Not accepted"),
}

_REFUSALS: Final = {
    "partner.name-missing": N_("Write the name of the partner, as on its papers."),
    "partner.role-missing": N_("Choose from the list what the partner does for you."),
    "partner.country-missing": N_("Choose the country in which the partner works for you."),
    "partner.language-unknown": N_("Choose a language of this kiosk, in which the partner is written to."),
    "partner.risk-unknown": N_("Choose low, medium or high, or leave the risk empty."),
    "partner.risk-reason-missing": N_("Say in a few words why you see this risk. Auditors ask for it."),
    "partner.program-missing": N_("Choose a security program from the list."),
    "partner.checked-missing": N_("Give the day on which the proof was checked, such as 2026-03-31."),
    "partner.checked-ahead": N_("Give the day on which the proof was checked. It cannot lie ahead."),
    "partner.watched-unknown": N_("Choose a partner whose status your company monitors in SVI now."),
    "partner.there-already": N_("Look in the register: a partner of this name and country stands there already."),
    "partner.too-many": N_("Remove partners that you no longer work with. A register holds up to {most}."),
    "partner.is-removed": N_("Take the partner back first. Somebody removed it from the register."),
    "partner.changed-meanwhile": N_(
        "Somebody changed this partner meanwhile. What you typed is still here: press the button again to keep yours."
    ),
}

_DONE: Final = {
    "partner.found": N_("Partners found: {count}"),
    "partner.page": N_("Page {page} of {pages}"),
    "partner.told-added": N_("The partner is in the register."),
    "partner.told-changed": N_("The change is saved."),
    "partner.told-removed": N_("The partner is removed. Its questionnaires are kept, and you can take it back."),
    "partner.told-taken-back": N_("The partner is back in the register."),
    "import.told-loaded": N_("Partners loaded into the register: {count}."),
    "import.told-discarded": N_("The file is forgotten. Nothing more of it comes in."),
    "import.read": N_("The file was read. See below what comes in; nothing is in the register yet."),
}

_IMPORT: Final = {
    "import.empty": N_("Choose a file with partners. This one is empty."),
    "import.no-rows": N_("Write one partner in each row below the headings. There is none yet."),
    "import.no-headings": N_(
        "Use the headings of the template in the first row. No sheet of this file has them: {sheets}"
    ),
    "import.heading-missing": N_("Add a column “{heading}”, as in the template. Every partner needs it."),
    "import.heading-twice": N_("Remove one of the columns “{heading}”, or call it otherwise. There are two."),
    "import.type-unknown": N_("Save the table as XLSX or CSV and choose that. By its content it is neither."),
    "import.old-book": N_("Save the table as XLSX without a password. This one is locked, or of an older kind."),
    "import.damaged": N_("Open the table on your computer, save it again and choose that. It cannot be read."),
    "import.text-broken": N_("Save the table as XLSX and choose that. Quotation marks in this text do not match."),
    "import.encoding-unknown": N_("Save the table as XLSX, or as CSV in UTF-8. Its letters cannot be read."),
    "import.unpacks-too-large": N_("Copy only the partners into the template. This file unpacks to too much."),
    "import.too-many-rows": N_(
        "Split the table, and keep no other sheets in the file. Up to {most} rows come in at once."
    ),
    "import.too-many-columns": N_("Keep only the columns of the template. Up to {most} columns are read."),
    "import.too-much-text": N_("Split the table. It holds more text than is read at once."),
    "import.in-register": N_("Nothing to do: a partner of this name and country stands in the register already."),
    "import.twice": N_("Nothing to do, or give it another name: the same partner stands in row {row} of the file."),
    "import.same-name": N_("Look again: the register has a partner of this name in another country."),
    "import.formula": N_("Write the value in place of the formula. The kiosk computes none."),
    "import.formula-text": N_("Write it without the equals sign in front. Spreadsheet programs would run it."),
    "import.cell-error": N_("Write a value: the spreadsheet program shows the fault {text} here."),
    "import.loaded-before": N_("Upload the file again if something is missing. This one was loaded before."),
    "import.not-all-right": N_("Mend the rows with faults first, or load only the right ones. Faulty rows: {count}."),
    "import.nothing-right": N_("Mend the rows first: none of them can come in."),
    "import.register-full": N_(
        "Remove partners that you no longer need. A register holds up to {most}, and {count} more would come."
    ),
    "import.fact-file": N_("File"),
    "import.fact-sheet": N_("Sheet"),
    "import.fact-encoding": N_("Read as"),
    "import.fact-separator": N_("Columns end at"),
    "import.fact-unread": N_("Columns that are not read"),
    "import.separator-comma": N_("comma"),
    "import.separator-semicolon": N_("semicolon"),
    "import.separator-tab": N_("tab"),
    "import.column": N_("{letters}: {heading}"),
    "import.remark": N_("Column {column}: {text}"),
    "import.verdict-wrong": N_("To be mended"),
    "import.verdict-left-out": N_("Left out"),
    "import.verdict-right": N_("Comes in"),
}

_SHEETS: Final = {
    "sheet.partners": N_("Partners"),
    "sheet.choices": N_("Choices"),
    "sheet.row": N_("Row"),
    "sheet.mend": N_("What to do"),
    "sheet.questionnaire": N_("Last questionnaire"),
    "sheet.signed": N_("Signed on"),
    "sheet.score": N_("Score in percent"),
    "sheet.outcome": N_("Outcome"),
    "sheet.due-by": N_("Due on"),
    "sheet.due-why": N_("Why it is due"),
    "sheet.svi-status": N_("Status in SVI"),
}

REGISTER_MESSAGES: Final[dict[str, str]] = {
    **_FIELDS,
    **_CHOICES,
    **_DUE,
    **_SHOWN_BY,
    **_INQUIRIES,
    **_REFUSALS,
    **_DONE,
    **_IMPORT,
    **_SHEETS,
}
