"""How a walk-through reads in a language: who looks on, where the person is, phrases and words."""

from collections.abc import Iterable
from dataclasses import dataclass

from ctpat_app.domain.permissions import StaffRole
from ctpat_app.domain.walk_throughs import PAGES, Ending, Place, Side, read_place
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.schema import WalkSide
from ctpat_app.guidance.texts import ref
from ctpat_app.services.library import current_library
from ctpat_app.services.walk_views import PersonLook, Word
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message

FORMS = frozenset({"apply", "risk", "profile"})


@dataclass(frozen=True)
class WordLine:
    """Something that was said; ``mine`` tells whether the reader said it."""

    id: int
    mine: bool
    text: str


@dataclass(frozen=True)
class PhraseChoice:
    """A phrase to say, or a page to propose: its key and how it reads."""

    key: str
    text: str


def phrase_text(phrase: str, language: str) -> str:
    """Return a prepared phrase; empty for one that the content does not hold any more."""
    found = current_library().walk_phrases.get(phrase)
    return localiser_for(language).text(ref(f"walk_phrases/{phrase}", "text", found.i18n.text)) if found else ""


def phrases_of(side: WalkSide, language: str, *, pointing: bool = False) -> list[PhraseChoice]:
    """Return what a side can say; ``pointing``: only what goes with a pointing."""
    return [
        PhraseChoice(each.id, phrase_text(each.id, language))
        for each in current_library().walk_phrases.values()
        if each.side is side and (each.points or not pointing)
    ]


def word_lines(words: Iterable[Word], reader: Side, language: str) -> list[WordLine]:
    """Return what was said, in the reader's language where it was prepared."""
    return [
        WordLine(each.id, each.side is reader, phrase_text(each.phrase, language) if each.phrase else each.text)
        for each in words
    ]


def helper_name(look: PersonLook, language: str) -> str:
    """Return who asks or looks on: first name and role, or the number where there is no name."""
    role = message(f"staff.role-{look.role or StaffRole.HELP_DESK}", language)
    if look.helper:
        return message("walk.helper", language, name=isolated(look.helper), role=role)
    return message("walk.helper-number", language, number=look.number, role=role)


def ending_text(ending: Ending, language: str, *, own: bool = False) -> str:
    """Return why it ended; ``own``: to the person who ended or refused it themselves."""
    if own and ending in {Ending.PERSON, Ending.REFUSED}:
        return message("walk.you-ended" if ending is Ending.PERSON else "walk.you-refused", language)
    return message(f"walk.ended-{ending.value or Ending.EXPIRED.value}", language)


def place_text(place: Place | None, language: str, situation: Situation | None = None) -> str:
    """Return the name of a page, with its part or statement where the form at hand knows it."""
    if place is None:
        return message("walk.place-other", language)
    if situation and (named := _part(place, language, situation)):
        return named
    known = place.page if place.page in PAGES or place.page in FORMS else "other"
    return message(f"walk.place-{known}", language)


def _part(place: Place, language: str, situation: Situation) -> str:
    show = localiser_for(language).text
    step = situation.step(place.step) if place.step else None
    if step and place.page in {"apply", "risk"}:
        name = show(ref(f"flows/{situation.flow_id}/{step.id}", "task", step.i18n.task))
        return message("walk.place-part", language, part=isolated(name))
    criterion = situation.library.criteria.get(place.criterion)
    if criterion and place.page == "profile":
        name = show(ref(f"criteria/{criterion.id}", "title", criterion.i18n.title))
        return message("walk.place-statement", language, number=criterion.id, name=isolated(name))
    return ""


def address_text(address: str, language: str, situation: Situation | None = None) -> str:
    """Return the name of the page at ``address``."""
    return place_text(read_place(address), language, situation)
