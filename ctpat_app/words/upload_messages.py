"""What the kiosk says about files: why one is not taken and what to do, and what became of one that was."""

from typing import Final

from ctpat_app.words import N_

_COMING_IN: Final = {
    "upload.no-place": N_("Load the page again and add the file there. The kiosk was not told where it belongs."),
    "upload.too-many": N_("Wait until one of your uploads is done. At most {count} run at a time."),
    "upload.empty": N_("Choose the file again. It is empty: maybe the program that writes it has not saved it yet."),
    "upload.too-large": N_("Make the file smaller, or split it. The kiosk takes up to {limit} MB."),
    "upload.too-slow": N_("Try again, if you can with a better connection. The file took too long to arrive."),
    "upload.malware": N_(
        "Do not open this file. The malware scanner found something harmful, so it was not kept. Tell your computer "
        "support."
    ),
    "upload.not-judged": N_("Try again in a moment. The kiosk could not look into the file, so it did not keep it."),
    "scan.unavailable": N_(
        "Try again in a few minutes. The malware scanner does not answer, and without it no file is kept."
    ),
    "storage.full": N_("Try again later. The kiosk has no room for files now; everything you saved before is safe."),
    "storage.unavailable": N_(
        "Try again in a few minutes. The kiosk cannot reach its file store now; everything you saved before is safe."
    ),
    "storage.missing": N_("Tell the help desk about this file. The kiosk knows it but does not find it in its store."),
}

_TYPES: Final = {
    "upload.type-unknown": N_(
        "Save it as PDF, JPEG, PNG, XLSX, DOCX, PPTX, CSV or TXT. By its content it is none of these, whatever its "
        "name says."
    ),
    "upload.damaged": N_(
        "Open the file on your computer, save it again and add that. It is damaged or cut off and cannot be read."
    ),
    "upload.unpacks-too-large": N_(
        "Print the file to a new PDF and add that. This one unpacks to more than any program should open."
    ),
    "upload.two-types": N_(
        "Print the file to a new PDF and add that. This one is a PDF and something else at the same time."
    ),
    "upload.pdf-acts": N_(
        "Print the file to a new PDF and add that. This one holds a script, or starts something when it is opened."
    ),
    "upload.pdf-carries-files": N_(
        "Take out the files that this PDF carries inside and add each one by itself. The kiosk cannot check them there."
    ),
    "upload.active-page": N_(
        "Save the page as PDF and add that. The kiosk takes no web pages or drawings with scripts."
    ),
    "upload.archive": N_("Unpack the archive and add its files one by one. The kiosk takes no zip files."),
    "upload.macros": N_("Save the file without macros, as XLSX, DOCX or PPTX, and add that. Macros can do harm."),
    "upload.carries-programs": N_(
        "Save the file as PDF and add that. It holds parts of other programs, or fetches them when it is opened."
    ),
    "upload.password": N_("Save the file without a password and add that. The kiosk cannot look into it."),
    "upload.old-office": N_(
        "Save the file as XLSX, DOCX or PPTX without a password. This one is locked, or of an old kind "
        "that can hide macros."
    ),
    "upload.picture-heic": N_("Save the picture as JPEG and add that. The kiosk cannot read this kind of photograph."),
    "upload.picture-too-large": N_("Save the picture smaller and add that. It may have up to {limit} million dots."),
    "upload.many-pages": N_(
        "Save the file as PDF and add that. It holds several pictures, and only one would be kept."
    ),
}

_KEPT: Final = {
    "upload.kept": N_("The file is stored as {name}."),
    "upload.new-version": N_("This is the newest version of {name} now. The earlier ones stay in the archive."),
    "upload.note-renamed": N_("Its name was changed a little, so that it is safe and fits what is inside."),
    "upload.note-encrypted": N_(
        "It has a password: your specialist cannot open it. Add a copy without one if it is to count as evidence."
    ),
    "upload.note-damaged": N_(
        "The kiosk cannot read it. Open it on your computer; if that fails as well, add another copy."
    ),
}

UPLOAD_MESSAGES: Final[dict[str, str]] = {**_COMING_IN, **_TYPES, **_KEPT}
