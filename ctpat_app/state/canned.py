"""A ready answer written out: in the language of who chooses it, and in that of each person who gets it."""

from dataclasses import dataclass
from datetime import date

from ctpat_app.adapters.clock import now
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.help_desk import read_promise
from ctpat_app.guidance.canned_answers import CannedAnswer, text_of, written_out
from ctpat_app.services.help_desk_case import CaseFile
from ctpat_app.services.help_desk_work import Recipient, Reply, Words
from ctpat_app.services.library import current_library
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.words.dates import day_text
from ctpat_app.words.languages import direction, own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message


@dataclass(frozen=True)
class Chosen:
    """A ready answer that somebody chose, with the day that it names, if it names one."""

    answer: CannedAnswer
    promised_on: date | None

    def words_for(self, to: Recipient) -> Words:
        """Return the words for a person: English where there is no translation."""
        settings, answer = kiosk_settings(), self.answer
        shown = localiser_for(to.language).show(text_of(answer))
        values = {"code": to.code, "kiosk": settings.kiosk_name}
        if answer.place is not None:
            spoken = to.language if to.language in settings.languages else settings.languages[0]
            values["link"] = f"{settings.public_url}/{spoken}/{answer.place}/"
        if self.promised_on is not None:
            values["day"] = day_text(self.promised_on, shown.language)
        return Words(written_out(shown.text, values), shown.language)

    def reply(self) -> Reply:
        """Return it as an answer to a case."""
        return Reply(self.words_for, self.answer.id, self.promised_on)


@dataclass(frozen=True)
class Preview:
    """A ready answer in both languages, before it is sent; ``gap`` tells that it goes out in English."""

    id: str = ""
    day: str = ""
    mine: str = ""
    mine_language: str = "en"
    mine_direction: str = "ltr"
    theirs: str = ""
    theirs_language: str = "en"
    theirs_direction: str = "ltr"
    theirs_name: str = ""
    same: bool = False
    gap: str = ""
    state: str = ""


def find_canned(canned_id: str) -> CannedAnswer:
    """Return a ready answer.

    Raises:
        InvalidValue: ``help-desk.canned-missing``, ``help-desk.canned-unknown``.
    """
    if not canned_id:
        raise InvalidValue("help-desk.canned-missing")
    found = current_library().canned_answers.get(canned_id)
    if found is None:
        raise InvalidValue("help-desk.canned-unknown")
    return found


def chosen_in(canned: str, day: str) -> Chosen:
    """Return the ready answer that a form names.

    Raises:
        InvalidValue: ``help-desk.canned-missing``, ``help-desk.canned-unknown``, ``help-desk.day-…``.
    """
    answer = find_canned(canned)
    promised: date | None = read_promise(day, now().date()) if answer.asks_day else None
    return Chosen(answer, promised)


def preview_of(chosen: Chosen, file: CaseFile, language: str) -> Preview:
    """Return a ready answer as the reader and the person will read it."""
    mine = chosen.words_for(Recipient(file.code, language))
    theirs = chosen.words_for(Recipient(file.code, file.language))
    gap = theirs.language != file.language
    return Preview(
        id=chosen.answer.id,
        day=chosen.promised_on.isoformat() if chosen.promised_on else "",
        mine=mine.text,
        mine_language=mine.language,
        mine_direction=direction(mine.language),
        theirs=theirs.text,
        theirs_language=theirs.language,
        theirs_direction=direction(theirs.language),
        theirs_name=own_name(theirs.language),
        same=mine.language == theirs.language,
        gap=message("help-desk.no-translation", language, language=isolated(own_name(file.language))) if gap else "",
        state=chosen.answer.state,
    )
