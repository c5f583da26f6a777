"""Which steps are on the path and what each one asks, computed from the answers each time."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ctpat_app.guidance.answers import AccountFacts, AnswerBook
from ctpat_app.guidance.conditions import Values, holds
from ctpat_app.guidance.eligibility import (
    AskedCriterion,
    Outcome,
    asked_criteria,
    asked_statements,
    chosen_types,
    outcomes,
)
from ctpat_app.guidance.english import needs_english
from ctpat_app.guidance.questions import (
    APPLICABILITY,
    CRITERION,
    ELIGIBILITY,
    ENGLISH,
    LANGUAGE,
    Choice,
    Question,
    choices_of,
    questions_of,
    steps_of,
)
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.risk_choices import RISK_CHOICES
from ctpat_app.guidance.schema import Step

FROM_ANSWERS = frozenset({"identifiers", *RISK_CHOICES})
"""Sources of options that look at other answers of the draft."""


@dataclass(frozen=True)
class Asked:
    """A question in its place: with the row it stands in."""

    question: Question
    row: str = ""


@dataclass(frozen=True, eq=False)
class Path:
    """One draft looked at: its library version, flow, answers, and the facts of its trade account."""

    library: Library
    flow_id: str
    book: AnswerBook
    facts: AccountFacts
    today: date

    @functools.cached_property
    def values(self) -> Values:
        """What conditions look at: decided from top to bottom, so that an answer off the path decides nothing."""
        values = dict(self.facts.values())
        for step in steps_of(self.library, self.flow_id).values():
            if holds(step.when, values):
                for item in step.fields:
                    if holds(item.when, values):
                        values[item.id] = self.book.choices(item.id)
        return values

    @functools.cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the eligibility answers mean for each chosen business type."""
        return outcomes(self.library, self.book, self.values)

    @functools.cached_property
    def types(self) -> tuple[str, ...]:
        """The business types that go on."""
        return tuple(item.business_type for item in self.outcomes if item.state != "dropped")

    @functools.cached_property
    def criteria(self) -> tuple[AskedCriterion, ...]:
        """The criteria asked of those types."""
        return asked_criteria(self.library, self.types, self.facts)

    @functools.cached_property
    def path(self) -> tuple[Step, ...]:
        """The steps whose conditions hold, in their order: back, next, summary and task list share it."""
        return tuple(step for step in steps_of(self.library, self.flow_id).values() if holds(step.when, self.values))

    def step(self, step_id: str) -> Step | None:
        """Return the step when it is on the path, else None: a forged address shows nothing."""
        return next((step for step in self.path if step.id == step_id), None)

    def asked(self, step: Step) -> tuple[Asked, ...]:
        """Return every question that ``step`` asks now, rows included."""
        return self._asked_of[step.id]

    def choices(self, question: Question, kept: tuple[str, ...] = ()) -> tuple[Choice, ...]:
        """Return the options of ``question`` for this applicant, an identifier that is chosen already included."""
        if question.options_from in RISK_CHOICES:
            # Many rows ask the same question.
            if question.key not in self._own_choices:
                own = RISK_CHOICES[question.options_from](self.library, self.book, question)
                self._own_choices[question.key] = own
            return self._own_choices[question.key]
        return choices_of(self.library, question, self.facts, self.types, kept)

    def rows(self, step: Step) -> tuple[str, ...]:
        """Return the keys of the rows of a list step: added ones, or the members of the trade account."""
        if step.list is None:
            return ()
        if step.list.rows_from == "account-members":
            return tuple(member.id for member in self.facts.members)
        return self.book.rows(step.list.id)

    def after(self, step_id: str) -> Step | None:
        """Return the step that follows on the path; None at its end."""
        ids = [step.id for step in self.path]
        place = ids.index(step_id) if step_id in ids else -1
        return self.path[place + 1] if place + 1 < len(self.path) else None

    def before(self, step_id: str) -> Step | None:
        """Return the step before on the path; None at its beginning."""
        ids = [step.id for step in self.path]
        place = ids.index(step_id) if step_id in ids else 0
        return self.path[place - 1] if place else None

    @functools.cached_property
    def statements(self) -> tuple[str, ...]:
        """The ids of the eligibility statements asked, each once: those of each type, then the common ones."""
        asked = [
            item.id
            for key in chosen_types(self.library, self.book)
            for item in asked_statements(self.library, key, self.values)
        ]
        own = [key for key in asked if key not in self.library.common_statements]
        common = [key for key in asked if key in self.library.common_statements]
        return tuple(dict.fromkeys(own + common))

    @functools.cached_property
    def _own_choices(self) -> dict[str, tuple[Choice, ...]]:
        return {}

    @functools.cached_property
    def _asked_of(self) -> dict[str, tuple[Asked, ...]]:
        return {step.id: tuple(self._ask(step)) for step in self.path}

    def _ask(self, step: Step) -> Iterator[Asked]:
        questions = questions_of(self.library, self.flow_id)
        for row in self.rows(step):
            for item in step.row_fields:
                if holds(item.when, self.values):
                    yield Asked(questions[item.id], row)
        for item in step.fields:
            if holds(item.when, self.values):
                yield Asked(questions[item.id])
        if step.for_each and step.for_each.records == "eligibility":
            yield from (Asked(questions[ELIGIBILITY + key]) for key in self.statements)
        if step.for_each and step.for_each.records == "criteria":
            for asked in self.criteria:
                yield Asked(questions[APPLICABILITY + asked.criterion.id])
                yield Asked(questions[CRITERION + asked.criterion.id])
                yield from (Asked(questions[key]) for key in self._about_language(asked.criterion.id))

    def _about_language(self, criterion_id: str) -> Iterator[str]:
        """Yield what is asked beside an answer that is not in English, or of which its language was said."""
        if self.book.text(LANGUAGE + criterion_id):
            yield LANGUAGE + criterion_id
        if needs_english(self.book, criterion_id):
            yield ENGLISH + criterion_id
