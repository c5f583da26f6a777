"""What the company is told when its application or its changed profile was decided about."""

from typing import Final

from ctpat_app.words import N_

CASE_MAILS: Final[dict[str, tuple[str, str]]] = {
    "profile-returned": (
        N_("{company}: your security profile comes back with comments"),
        N_(
            "CTPAT looked at the security profile of {company} that was sent on {date}.\n\n"
            "Statements and parts to change or explain: {count}.\n\n"
            "Read the comment on each one, answer it, and let the officer send the profile again:\n\n{link}"
        ),
    ),
    "application-certified": (
        N_("{company} is certified"),
        N_(
            "CTPAT approved the security profile of {company} and certified the company.\n\n"
            "What comes next:\n\n"
            "- CTPAT validates the company, as far as practicable by {validation_by}. You are told in good time.\n"
            "- Each year you review your security profile. The first review is due on {review_on}.\n\n"
            "Keep your profile up to date in between. See your status here:\n\n{link}"
        ),
    ),
    "application-decided": (
        N_("{company}: CTPAT decided about your application"),
        N_(
            "CTPAT ended the review of the application that {company} sent on {date}. The company is not certified.\n\n"
            "Sign in to read the decision, the written reason, and whether and when you may apply again:\n\n{link}"
        ),
    ),
    "profile-accepted": (
        N_("{company}: your changed security profile is accepted"),
        N_(
            "CTPAT accepted the security profile that {company} sent on {date}. It is the approved one from now on.\n\n"
            "Your status stays as it is. See it here:\n\n{link}"
        ),
    ),
}
