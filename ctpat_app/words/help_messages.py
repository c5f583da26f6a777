"""What the kiosk says in the help besides the words of the content."""

from typing import Final

from ctpat_app.words import N_

HELP_MESSAGES: Final[dict[str, str]] = {
    "help.empty": N_("Write in a few words what you need help with."),
    "help.too-many": N_(
        "Wait a few minutes before you ask again, or choose a topic from the list. There are too many questions now."
    ),
    "help.why-rule": N_("Because your words are those of a known message or wish."),
    "help.why-page": N_("Because of your words, and because you come from the page “{page}”."),
    "help.why-words": N_("Because of all topics that we know, this one is closest to your words."),
    "help.seen": N_("We already see: {answer}"),
    "help.asked-topic": N_("Topic: {topic}"),
    "help.moved": N_("That leads to another topic: {topic}"),
    "help.helped": N_("Yes, that solved it"),
    "help.not-helped": N_("No, that did not solve it"),
    "help.wants-person": N_("I want to talk to a person"),
    "help.source": N_("CTPAT Portal User Manual, heading “{heading}”"),
    "help.source-rejections": N_("Guidance on rejected profiles, heading “{heading}”"),
    "help.source-obsolete": N_(
        "CTPAT Portal User Manual, heading “{heading}”. That advice is outdated, and is not repeated here."
    ),
    "help.source-practice": N_("Ordinary practice, not from the manual."),
}
