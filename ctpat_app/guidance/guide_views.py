"""A guide in the reader's language: each line as a sentence, with what a picture of its place shows."""

from dataclasses import dataclass, field

from ctpat_app.domain.practice import CRITERION as CRITERION_PLACE
from ctpat_app.domain.practice import Act, Line
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import APPLICABILITY, CRITERION, NOT_APPLICABLE, questions_of, steps_of
from ctpat_app.guidance.schema import FieldKind
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.guidance.views import Reader, option_views

MOST_OPTIONS = 6
"""More than this would be no picture any more: it shows those that are chosen, and that there are others."""


@dataclass(frozen=True)
class PictureOption:
    """One option in the picture of a question."""

    label: str
    chosen: bool


@dataclass(frozen=True)
class GuideLine:
    """One step: what to do, and what the picture of its place shows."""

    number: int
    text: str
    note: str
    place: str
    """Heading of the step or statement."""
    act: str
    question: str = ""
    options: list[PictureOption] = field(default_factory=list)
    more: bool = False
    """Whether there are options that the picture does not show."""
    button: str = ""
    several: bool = False


def guide_lines(now: Situation, lines: tuple[Line, ...], reader: Reader) -> list[GuideLine]:
    """Return the lines in words; one whose question the content does not know any more is left out."""
    known = [line for line in lines if _is_known(now, line)]
    return [_line(now, number, line, reader) for number, line in enumerate(known, 1)]


def place_title(now: Situation, place: str) -> Ref:
    """Return the heading of a step, or of a statement of the security profile."""
    if place.startswith(CRITERION_PLACE):
        criterion = now.library.criteria[place.removeprefix(CRITERION_PLACE)]
        return ref(f"criteria/{criterion.id}", "title", criterion.i18n.title)
    step = steps_of(now.library, now.flow_id)[place]
    return ref(f"flows/{now.flow_id}/{step.id}", "title", step.i18n.title)


def _is_known(now: Situation, line: Line) -> bool:
    criterion = line.place.removeprefix(CRITERION_PLACE)
    known = (
        criterion in now.library.criteria
        if criterion != line.place
        else line.place in steps_of(now.library, now.flow_id)
    )
    is_question = line.act not in {Act.CHOOSE, Act.TYPE} or line.key in questions_of(now.library, now.flow_id)
    return known and is_question


def _line(now: Situation, number: int, line: Line, reader: Reader) -> GuideLine:
    words = reader.localiser.text
    place = words(place_title(now, line.place))
    if line.act is Act.OPEN:
        return GuideLine(number, reader.words("guide.open", (("place", place),)), line.note, place, line.act)
    if line.act is Act.CONTINUE:
        button = reader.words("guide.button-continue")
        text = reader.words("guide.press", (("button", button),))
        return GuideLine(number, text, line.note, place, line.act, button=button)
    if line.act is Act.ADD:
        step = steps_of(now.library, now.flow_id)[line.place]
        button = words(ref(f"flows/{now.flow_id}/{step.id}", "add", step.i18n.add))
        text = reader.words("guide.press", (("button", button),))
        return GuideLine(number, text, line.note, place, line.act, button=button)
    return _question_line(now, number, line, reader, place)


def _question_line(now: Situation, number: int, line: Line, reader: Reader, place: str) -> GuideLine:
    label = _label(now, line.key, reader)
    if line.act is Act.TYPE:
        text = reader.words("guide.type", (("question", label),))
        return GuideLine(number, text, line.note, place, line.act, label)
    question = questions_of(now.library, now.flow_id)[line.key]
    found = option_views(now, question, line.choice, reader)
    options = [PictureOption(option.label, option.chosen) for option in found]
    chosen = [option.label for option in options if option.chosen]
    code = "guide.choose" if chosen else "guide.choose-nothing"
    text = reader.words(code, (("question", label), ("choice", reader.localiser.join(chosen))))
    shown = options if len(options) <= MOST_OPTIONS else [option for option in options if option.chosen]
    several = question.kind in {FieldKind.CHECKBOXES, FieldKind.COUNTRIES}
    return GuideLine(
        number, text, line.note, place, line.act, label, shown[:MOST_OPTIONS], len(shown) < len(options), "", several
    )


def _label(now: Situation, key: str, reader: Reader) -> str:
    if key.startswith(APPLICABILITY):
        return reader.words("profile.applies-label")
    if key.startswith(CRITERION):
        not_applicable = now.book.text(APPLICABILITY + key.removeprefix(CRITERION)) == NOT_APPLICABLE
        return reader.words("profile.reason-label" if not_applicable else "profile.response-label")
    return reader.localiser.text(questions_of(now.library, now.flow_id)[key].label)
