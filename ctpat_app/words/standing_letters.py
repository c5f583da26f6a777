"""The letters of headquarters: whole paragraphs, in the company's language and in English."""

from typing import Final

from ctpat_app.domain.letters import Letter, LetterFacts
from ctpat_app.domain.standing import Decision
from ctpat_app.words import N_
from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.dates import day_text
from ctpat_app.words.languages import SOURCE_LANGUAGE
from ctpat_app.words.messages import isolated, message

TITLES: Final = {
    Decision.SUSPEND: N_("Suspension of the CTPAT membership"),
    Decision.REMOVE: N_("Removal from CTPAT"),
    Decision.REINSTATE: N_("End of the suspension"),
    Decision.EXCEED: N_("Certified Exceeding is granted"),
    Decision.LOWER: N_("Certified Exceeding is taken back"),
}
_ADDRESS: Final = N_("To the officer of {company}")
_GROUND: Final = N_("The ground: {ground}.")
_REASON: Final = N_("The reason: {reason}")
_BODY: Final = {
    Decision.SUSPEND: (
        N_("CTPAT headquarters has suspended your membership on {day}. Your benefits are paused from this day on."),
        _GROUND,
        _REASON,
        N_("Partners who verify your status no longer find you, and your certificate no longer counts."),
        N_("Answer this letter by {answer_by}. Say what you will do, and add evidence of what you have done."),
        N_("Put what has to change into your action plan. The suspension ends when an agreed plan is fulfilled."),
        N_("You may appeal against this decision until {appeal_by}. The officer files the appeal in the kiosk."),
    ),
    Decision.REMOVE: (
        N_("CTPAT headquarters has removed your company from the program on {day}. Your membership has ended."),
        _GROUND,
        _REASON,
        N_("Partners who verify your status no longer find you, and your certificate no longer counts."),
        N_("You may appeal against this decision until {appeal_by}. The officer files the appeal in the kiosk."),
        N_("You can still read everything that you wrote. The kiosk shows from which day on you may apply again."),
    ),
    Decision.REINSTATE: (
        N_("CTPAT headquarters has ended the suspension of your membership on {day}."),
        _REASON,
        N_("Your earlier status holds again, with its benefits and a new certificate. Partners find you as before."),
    ),
    Decision.EXCEED: (
        N_("CTPAT headquarters has granted you the status Certified Exceeding on {day}."),
        _REASON,
        N_("Your new certificate is in the kiosk."),
    ),
    Decision.LOWER: (
        N_("CTPAT headquarters has taken back the status Certified Exceeding on {day}."),
        _REASON,
        N_("Your status is Certified, Validated again. Your new certificate is in the kiosk."),
    ),
}
_AFTER_APPEAL: Final = N_("Your appeal was successful. No plan of actions and no consent is asked of you.")


def write_letter(facts: LetterFacts) -> Letter:
    """Return the letter in the company's language and in English; the reason stands as it was typed."""
    title, paragraphs = _written(facts, facts.language)
    english_title, english = _written(facts, SOURCE_LANGUAGE)
    return Letter(facts.language, title, paragraphs, english_title, english)


def _written(facts: LetterFacts, language: str) -> tuple[str, tuple[str, ...]]:
    values = {
        "company": isolated(facts.company),
        "reason": isolated(facts.reason),
        "ground": message(f"standing.ground-{facts.ground}", language) if facts.ground else "",
        "day": day_text(facts.day, language),
        "answer_by": day_text(facts.answer_by, language) if facts.answer_by else "",
        "appeal_by": day_text(facts.appeal_by, language) if facts.appeal_by else "",
    }
    texts = [_ADDRESS, *_BODY[facts.decision], *([_AFTER_APPEAL] if facts.after_appeal else [])]
    return ui_text(language, TITLES[facts.decision]), tuple(ui_text(language, each).format(**values) for each in texts)
