"""The dialogues of the help: every way through every topic, what facts answer, and going back."""

from collections.abc import Iterator

import pytest

from ctpat_app.domain.help_events import HelpEvent, HelpEventKind
from ctpat_app.guidance.dialogue import (
    HELPED,
    MOST_PRESSES,
    NOT_HELPED,
    PERSON,
    Asking,
    Dialogue,
    Ended,
    Trying,
    begin,
    presses_in,
)
from ctpat_app.guidance.dialogue_events import opened, pressed
from ctpat_app.guidance.dialogue_facts import BROWSER_FACTS, CHECKS, KNOWN_ANSWERS, SIGNED_IN
from ctpat_app.guidance.help_schema import FRAME, NONE, SOLVED
from ctpat_app.guidance.library import load_library

LIBRARY = load_library()
TOPICS = [topic for topic in LIBRARY.help_topics if topic != NONE]
MOST = 14
"""A person who needs more presses than that was not helped."""


def at(topic: str, *presses: str, facts: frozenset[str] = frozenset()) -> Dialogue:
    found = begin(LIBRARY, topic, presses, facts, KNOWN_ANSWERS)
    assert found is not None
    return found


def ways_on(dialogue: Dialogue) -> list[str]:
    """Return everything that can be pressed there."""
    stand = dialogue.stand
    if isinstance(stand, Asking):
        return [answer.id for answer in stand.answers]
    return [HELPED, NOT_HELPED] if isinstance(stand, Trying) else []


def every_way(topic: str) -> Iterator[Dialogue]:
    """Yield the dialogue at every place that any presses lead to."""
    open_ = [at(topic)]
    while open_:
        here = open_.pop()
        yield here
        open_ += [at(topic, *here.presses, press) for press in ways_on(here)]


# ---------------------------------------------------------------- every topic, every way


@pytest.mark.parametrize("topic", TOPICS)
def test_every_way_through_a_topic_ends_within_few_presses(topic: str) -> None:
    ends = {end.id for end in LIBRARY.help_frame[FRAME].ends}
    closed = 0
    for here in every_way(topic):
        assert len(here.presses) <= MOST, here.way
        if isinstance(here.stand, Ended):
            closed += 1
            assert here.stand.state in ends
            assert ways_on(here) == []
        else:
            assert ways_on(here), f"nothing can be pressed after {here.way}"
    assert closed


@pytest.mark.parametrize("topic", TOPICS)
def test_nothing_but_an_answer_begins_the_steps(topic: str) -> None:
    assert isinstance(at(topic).stand, Asking)
    for here in every_way(topic):
        if isinstance(here.stand, Trying):
            assert here.presses[-1] not in {HELPED, PERSON}
            last = here.past[-1]
            assert isinstance(last.stand, Trying) or last.said in {answer.id for answer in last.stand.answers}


@pytest.mark.parametrize("topic", TOPICS)
def test_every_step_of_a_topic_can_be_reached(topic: str) -> None:
    reached = {
        here.stand.number
        for here in every_way(topic)
        if isinstance(here.stand, Trying) and here.stand.topic.id == topic
    }
    record = LIBRARY.help_topics[topic]
    first = min(
        (
            int(answer.next[3:])
            for question in record.questions
            for answer in question.answers
            if answer.next[:3] == "do:"
        ),
        default=len(record.i18n.steps) + 1,
    )
    assert reached >= set(range(first, len(record.i18n.steps) + 1))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_person_can_be_asked_for_everywhere_but_at_the_end(topic: str) -> None:
    for here in every_way(topic):
        if not isinstance(here.stand, Ended):
            assert at(topic, *here.presses, PERSON).stand == Ended(here.stand.topic, PERSON)


@pytest.mark.parametrize("topic", TOPICS)
def test_going_back_leaves_out_one_press(topic: str) -> None:
    for here in every_way(topic):
        assert here.one_back == (here.presses[:-1] if here.presses else None)
        assert at(topic, *presses_in(here.way)) == here


# ---------------------------------------------------------------- steps and ends


def test_a_step_that_helped_solves_it_and_the_last_one_that_did_not_hands_over() -> None:
    topic = LIBRARY.help_topics["browser-unsupported"]
    assert at(topic.id, "yes").stand == Trying(topic, 2)
    assert at(topic.id, "yes", HELPED).stand == Ended(topic, SOLVED)
    assert at(topic.id, "yes", NOT_HELPED).stand == Trying(topic, 3)
    last = at(topic.id, "yes", *[NOT_HELPED] * (len(topic.i18n.steps) - 2))
    assert isinstance(last.stand, Trying)
    assert last.stand.is_last
    assert at(topic.id, *last.presses, NOT_HELPED).stand == Ended(topic, topic.ends[-1])


def test_another_topic_begins_with_its_own_question_and_remembers_the_first() -> None:
    here = at("browser-unsupported", "no-it-is-current", "yes")
    assert isinstance(here.stand, Asking)
    assert (here.topic, here.stand.topic.id) == ("browser-unsupported", "compatibility-view")
    assert [moment.stand.topic.id for moment in here.past] == ["browser-unsupported"] * 2


def test_an_answer_that_led_around_is_not_offered_again() -> None:
    around = at("link-models", "one", "yes", "no")
    assert isinstance(around.stand, Asking)
    assert around.stand.topic.id == "link-models"
    assert "one" not in ways_on(around)
    assert "keep-both" in ways_on(around)


# ---------------------------------------------------------------- what is not pressed on the page


@pytest.mark.parametrize("topic", ["", "nothing", NONE, "x" * 1000])
def test_there_is_no_dialogue_about_nothing(topic: str) -> None:
    assert begin(LIBRARY, topic) is None


@pytest.mark.parametrize(
    "way", ["nonsense", "yes/yes/yes/nonsense", "!user-agent:mine", "!", "/", "helped", "helped/" * 5000, "\x00/'/<b>"]
)
def test_presses_that_do_not_fit_were_never_said(way: str) -> None:
    here = at("tls-settings", *presses_in(way))
    assert len(here.presses) <= MOST_PRESSES
    assert here == at("tls-settings", *here.presses)
    assert here.presses == ()


# ---------------------------------------------------------------- facts


def test_facts_name_questions_answers_and_checks_that_exist() -> None:
    for (topic, question), answers in KNOWN_ANSWERS.items():
        record = next(each for each in LIBRARY.help_topics[topic].questions if each.id == question)
        assert set(answers.values()) <= {answer.id for answer in record.answers}
        assert answers.keys() <= BROWSER_FACTS | {SIGNED_IN}
        told = {fact.partition(":")[0] for fact in answers}
        assert told <= set(LIBRARY.help_topics[topic].detect) | {"signed-in"}
    assert {fact.partition(":")[0] for fact in BROWSER_FACTS} <= CHECKS
    assert {fact.id for fact in LIBRARY.help_frame[FRAME].facts} >= CHECKS


def test_a_certain_fact_answers_and_is_told() -> None:
    here = at("browser-unsupported", facts=frozenset({"user-agent:ie"}))
    assert isinstance(here.stand, Trying)
    assert [(moment.said, moment.fact) for moment in here.seen] == [("yes", "user-agent:ie")]
    assert here.one_back is None


def test_a_fact_that_comes_later_changes_nothing_of_what_was_said() -> None:
    said = at("browser-unsupported", "i-do-not-know")
    assert at("browser-unsupported", *said.presses, facts=frozenset({"user-agent:ok"})) == said


def test_what_a_fact_answered_holds_where_the_fact_is_not_known_any_more() -> None:
    here = at("browser-unsupported", facts=frozenset({"user-agent:ok"}))
    assert isinstance(here.stand, Asking)
    assert here.stand.question.id == "mode"
    assert at("browser-unsupported", *presses_in(here.way)) == here
    assert here.before("user-agent:ok") == ()
    assert here.before("user-agent:ie") == here.presses


def test_going_back_goes_past_what_a_fact_answered() -> None:
    here = at("change-email", "mine", facts=frozenset({SIGNED_IN}))
    assert isinstance(here.stand, Trying)
    assert here.one_back == ()


# ---------------------------------------------------------------- what is counted


def counted(before: Dialogue, press: str) -> list[HelpEvent]:
    return list(pressed(before, at(before.topic, *before.presses, press), "sign-in"))


def test_what_happens_in_a_dialogue_is_counted() -> None:
    topic = "browser-unsupported"
    first = at(topic)
    kinds = HelpEventKind
    assert list(opened(first, "")) == [HelpEvent(kinds.SHOWN, topic)]
    assert counted(first, "yes") == [HelpEvent(kinds.STEP, topic, "sign-in", 2)]
    step = at(topic, "yes")
    assert counted(step, HELPED) == [HelpEvent(kinds.SOLVED, topic, "sign-in", 2)]
    assert counted(step, NOT_HELPED) == [
        HelpEvent(kinds.UNSOLVED, topic, "sign-in", 2),
        HelpEvent(kinds.STEP, topic, "sign-in", 3),
    ]
    assert counted(step, PERSON) == [HelpEvent(kinds.END, topic, "sign-in", 2)]
    other = at(topic, "no-it-is-current")
    assert counted(other, "yes") == [HelpEvent(kinds.SHOWN, "compatibility-view", "sign-in")]


def test_a_topic_whose_question_a_fact_answers_counts_its_step() -> None:
    here = at("browser-unsupported", facts=frozenset({"user-agent:old"}))
    assert [event.kind for event in opened(here, "")] == [HelpEventKind.SHOWN, HelpEventKind.STEP]
