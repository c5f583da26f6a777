"""What the help desk says: known problems, its queue and cases, its figures."""

from typing import Final

from ctpat_app.words import N_

_KNOWN_PROBLEMS: Final = {
    "known-problem.english-missing": N_(
        "Write title and text in English. They are shown where there are no words in the reader's language."
    ),
    "known-problem.title-missing": N_("Write a title in this language too. The text stands below it."),
    "known-problem.text-missing": N_("Write what to do meanwhile. The title alone does not help."),
    "known-problem.pages-missing": N_("Choose at least one page, or the whole kiosk."),
    "known-problem.until-past": N_("Choose an end that is still ahead, and after the beginning."),
    "known-problem.moment-shape": N_("Write day and time such as 2026-03-31T14:30."),
    "known-problem.changed-meanwhile": N_(
        "Load the page again. Somebody changed this problem meanwhile, and nothing of yours was saved."
    ),
    "known-problem.solved-already": N_("Write a new problem. This one is solved."),
    "known-problem.not-a-draft": N_("Look at the list again. This problem is published already."),
    "known-problem.not-published": N_("Look at the list again. This problem is not on show."),
    "known-problem.told-saved": N_("The problem is saved."),
    "known-problem.told-published": N_("The problem is published. It stands on the pages that you chose."),
    "known-problem.told-solved": N_("Solved: the notice is gone. People who were told: {count}"),
    "known-problem.since": N_("Since {moment}."),
    "known-problem.until": N_("Until {moment}."),
    "known-problem.solved-at": N_("Solved on {moment}."),
    "known-problem.followers": N_("People who wait to be told: {count}"),
    "known-problem.whole-kiosk": N_("The whole kiosk"),
}

HELP_DESK_MESSAGES: Final[dict[str, str]] = {**_KNOWN_PROBLEMS}
