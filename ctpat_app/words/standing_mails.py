"""The mails about decisions of headquarters, answers, appeals and plans."""

from typing import Final

from ctpat_app.words import N_

STANDING_MAILS: Final[dict[str, tuple[str, str]]] = {
    "standing-letter": (
        N_("{company}: a letter from CTPAT headquarters"),
        N_(
            "CTPAT headquarters has decided about the membership of {company}.\n\n"
            "Read the letter, what it means, and what to do by when, here:\n\n{link}"
        ),
    ),
    "standing-answered": (
        N_("{company} answered the letter about its suspension"),
        N_("The officer of {company} has sent an answer to the letter. Read it here:\n\n{link}"),
    ),
    "plan-agreed": (
        N_("{company}: CTPAT agreed to your action plan"),
        N_(
            "CTPAT headquarters agreed to actions of your plan. When all of them are closed, the suspension of "
            "{company} can end.\n\nSee which ones here:\n\n{link}"
        ),
    ),
    "appeal-filed": (
        N_("{company} filed an appeal"),
        N_("The officer of {company} has filed an appeal. It is to be decided within 180 days:\n\n{link}"),
    ),
    "appeal-decided": (
        N_("{company}: your appeal is decided"),
        N_("CTPAT headquarters has decided about the appeal of {company}. Read the decision and its reason:\n\n{link}"),
    ),
    "appeal-lapsed": (
        N_("{company}: the time to appeal is over"),
        N_("Nobody filed an appeal in time, so the decision about {company} stays. See where you stand:\n\n{link}"),
    ),
    "company-withdrew": (
        N_("{company} has withdrawn"),
        N_("{company} has withdrawn its application or left the program, and gave a reason. See it here:\n\n{link}"),
    ),
}
