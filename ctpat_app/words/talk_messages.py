"""What the conversation says beyond the questions of the content."""

from typing import Final

from ctpat_app.words import N_

TALK_MESSAGES: Final[dict[str, str]] = {
    "talk.about": N_("{name}: {question}"),
    "talk.part-end": N_("What you said: {part}"),
    "talk.another": N_("{part}: is there another one to add?"),
    "talk.finished": N_("You have answered every question"),
    "talk.still-open": N_("That was the last question; still open: {count}"),
    "talk.in-english": N_("Say the same in English"),
    "talk.empty": N_("Type a few words first, or choose an answer from the list."),
    "talk.unsure": N_("That is fine. Read why this is asked, or skip the question for now and come back to it later."),
    "talk.not-understood": N_("We found no answer in these words. Choose one from the list, or say it in other words."),
    "talk.only-not": N_("We understood what does not fit: {names}. Now say what fits, or choose it from the list."),
    "talk.earlier": N_("You said earlier: “{words}”."),
}
