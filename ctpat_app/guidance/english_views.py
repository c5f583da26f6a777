"""What the page of a criterion shows of the two languages of an answer."""

from dataclasses import dataclass, field, replace

from ctpat_app.guidance.english import EnglishState, english_state, needs_english
from ctpat_app.guidance.flow import Asked, Situation
from ctpat_app.guidance.questions import CRITERION, ENGLISH, IN_ENGLISH, LANGUAGE, NOT_IN_ENGLISH, questions_of
from ctpat_app.guidance.views import FieldView, Reader, field_name, field_view


@dataclass(frozen=True)
class EnglishView:
    """The language of the answer, and its English version where it needs one; empty for most who write in English."""

    fields: list[FieldView] = field(default_factory=list)
    outdated: bool = False
    """Whether the answer was changed after its English version was written."""
    writable: bool = False
    version: int = 0
    """Of the English version on show."""
    of_version: int = 0
    """Of the answer on show."""


NO_ENGLISH = EnglishView()


def english_view(now: Situation, criterion_id: str, reader: Reader) -> EnglishView:
    """Return what stands beside the answer to a criterion; nothing beside an English one on an English page."""
    answer, english = now.book.get(CRITERION + criterion_id), now.book.get(ENGLISH + criterion_id)
    needed, said = needs_english(now.book, criterion_id), now.book.text(LANGUAGE + criterion_id)
    if answer is None or not answer.value or not (needed or said or reader.localiser.language != "en"):
        return NO_ENGLISH
    state = english_state(now.book, criterion_id)
    fields = [_language(now, criterion_id, reader, needed=needed)]
    fields += [_version(now, criterion_id, reader, state)] if needed else []
    return EnglishView(
        fields,
        state is EnglishState.OUTDATED,
        fields[-1].writable,
        english.version if english else 0,
        answer.version,
    )


def _language(now: Situation, criterion_id: str, reader: Reader, *, needed: bool) -> FieldView:
    question = questions_of(now.library, now.flow_id)[LANGUAGE + criterion_id]
    shown = field_view(now, Asked(question), reader, [])
    value = NOT_IN_ENGLISH if needed else IN_ENGLISH
    options = [
        replace(each, label=reader.words(f"english.is-{each.key}"), chosen=each.key == value) for each in shown.options
    ]
    return replace(
        shown,
        value=value,
        options=options,
        label=reader.words("english.language-label"),
        hint=reader.words("english.language-hint"),
        required=True,
        label_in_english=False,
    )


def _version(now: Situation, criterion_id: str, reader: Reader, state: EnglishState) -> FieldView:
    question = questions_of(now.library, now.flow_id)[ENGLISH + criterion_id]
    shown = field_view(now, Asked(question), reader, [])
    return replace(
        shown,
        label=reader.words("english.label"),
        hint=reader.words("english.hint"),
        language="en",
        notes=[reader.words("english.not-english")] if state is EnglishState.NOT_ENGLISH else [],
        beside=field_name(CRITERION + criterion_id, ""),
        label_in_english=False,
    )
