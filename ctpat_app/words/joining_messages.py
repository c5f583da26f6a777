"""What “Can we join?” asks and offers beyond the words of the content."""

from typing import Final

from ctpat_app.words import N_

JOINING_MESSAGES: Final[dict[str, str]] = {
    "joining.where": N_("Where is your company?"),
    "joining.where-hint": N_("The country in which it is registered."),
    "joining.elsewhere": N_("In another country"),
    "joining.types": N_("What do you do with cargo to or from the United States?"),
    "joining.types-hint": N_("Choose every line that sounds like your company. Most companies choose one."),
    "joining.yes": N_("Yes, this is true for us"),
    "joining.no": N_("No"),
    "joining.unsure": N_("I do not know yet"),
    "joining.choose": N_("Choose an answer. If you are not sure, say that you do not know yet."),
    "joining.choose-one": N_("Choose at least one line."),
    "joining.musts": N_("Statements that are a must: {count}"),
    "joining.used": N_("Chosen as you said. You can change it here."),
}
