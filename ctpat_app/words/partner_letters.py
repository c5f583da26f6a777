"""The mail that certifies a status to a business partner who is no member, also in languages without pages."""

from typing import Final

from ctpat_app.words import N_

LETTER_MAILS: Final[dict[str, tuple[str, str]]] = {
    "svi-letter": (
        N_("{company} certifies to you its status in CTPAT"),
        N_(
            "This mail is for {addressee}.\n\n"
            "{company} lets you know by {kiosk} that it is a member of CTPAT, the program for supply chain security "
            "of U.S. Customs and Border Protection (CBP).\n\n"
            "Its status on {date}: {member_status}.\n\n"
            "A status can change. This page says how it is now, until the company withdraws this mail:\n\n{link}\n\n"
            "You need no account. The company sees that the page was opened.\n\n"
            "If you do not know {company}, do nothing."
        ),
    ),
    "svi-letter-with-words": (
        N_("{company} certifies to you its status in CTPAT"),
        N_(
            "This mail is for {addressee}.\n\n"
            "{company} lets you know by {kiosk} that it is a member of CTPAT, the program for supply chain security "
            "of U.S. Customs and Border Protection (CBP).\n\n"
            "Its status on {date}: {member_status}.\n\n"
            "{company} adds in its own words: “{words}”\n\n"
            "A status can change. This page says how it is now, until the company withdraws this mail:\n\n{link}\n\n"
            "You need no account. The company sees that the page was opened.\n\n"
            "If you do not know {company}, do nothing."
        ),
    ),
}

MEMBER_STATUSES: Final[dict[str, str]] = {
    "certified": N_("certified"),
    "certified-validated": N_("certified and validated"),
    "certified-exceeding": N_("certified, above the criteria"),
    "certified-non-importer-validated": N_("certified and validated (not an importer)"),
}
"""The statuses in good standing, as the mail says them."""
