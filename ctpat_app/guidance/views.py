"""What the pages show of the guidance: small view models of str, int and bool, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ctpat_app.guidance.answers import split
from ctpat_app.guidance.eligibility import AskedCriterion
from ctpat_app.guidance.english import language_of, needs_english
from ctpat_app.guidance.flow import Asked, Situation, Status, is_answered
from ctpat_app.guidance.problems import Param, Problem
from ctpat_app.guidance.questions import (
    APPLICABILITY,
    APPLIES,
    CRITERION,
    ELIGIBILITY,
    ENGLISH,
    NOT_APPLICABLE,
    Question,
    identifier_of,
    name_of_type,
    next_step_of,
    questions_of,
)
from ctpat_app.guidance.risk import read_assessment
from ctpat_app.guidance.risk_fill import groups_lacking
from ctpat_app.guidance.schema import FieldKind, IdentifierKind, Step
from ctpat_app.guidance.texts import Localiser, Shown, ref

Say = Callable[[str, Mapping[str, str | int]], str]
"""Message code and parameters to the text in the reader's language."""


PROFILE = "security-profile"
"""The step of the application that holds the responses to the criteria."""
MANY_OPTIONS = 12
"""More options than this are one list to choose from, not radio buttons."""
GROUPS = frozenset(
    {
        *(FieldKind.YES_NO, FieldKind.CHOICE, FieldKind.CHECKBOXES, FieldKind.CONTACT_ROLE, FieldKind.PRIMARY_CONTACT),
        FieldKind.RATING,
    }
)


@dataclass(frozen=True)
class OptionView:
    """One option of a field."""

    key: str
    label: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class OfferView:
    """A repair that one step takes over: ``value`` for the answer ``key`` of ``row``, which was seen at ``version``."""

    label: str
    key: str
    row: str
    value: str
    version: int


@dataclass(frozen=True)
class FieldView:
    """One field of a step; what a save refers to (key, row, version) is fixed here, when the value is shown."""

    name: str
    key: str
    row: str
    kind: str
    label: str
    hint: str
    value: str
    version: int
    max: int
    required: bool
    language: str
    error: str = ""
    notes: list[str] = field(default_factory=list)
    offers: list[OfferView] = field(default_factory=list)
    options: list[OptionView] = field(default_factory=list)
    pattern: str = ""
    tip: str = ""
    """What is good to know, shown on hover and on focus; never needed in order to answer."""
    live_pattern: str = ""
    """The same, where every value has just this length: what is typed is compared with it letter by letter."""
    format: str = ""
    """Id of the identifier kind whose format the value follows."""
    autocomplete: str = ""
    sensitive: bool = False
    locked: bool = False
    writable: bool = True
    label_in_english: bool = False
    beside: str = ""
    """Name of the field whose version a save tells too: of the answer that an English version is written for."""
    taken: str = ""
    """From which application the answer was taken over, while nobody has confirmed it."""
    as_list: bool = False
    """Whether the options are shown as one list to choose from."""


@dataclass(frozen=True)
class RowView:
    """One row of a list step."""

    key: str
    title: str
    fields: list[FieldView] = field(default_factory=list)
    removable: bool = False
    to_confirm: int = 0
    """How many answers of the row were taken over and can be confirmed together."""


@dataclass(frozen=True)
class FillView:
    """Rows that are lacking and can be added with one press."""

    group: str
    label: str


@dataclass(frozen=True)
class ProblemView:
    """One line of the error summary, with the field it leads to."""

    text: str
    target: str
    code: str
    step: str = ""
    needs_officer: bool = False


@dataclass(frozen=True)
class StepView:
    """One step as its page shows it."""

    key: str
    title: str
    why: str
    hint: str
    number: int
    count: int
    fields: list[FieldView] = field(default_factory=list)
    rows: list[RowView] = field(default_factory=list)
    list_id: str = ""
    add_label: str = ""
    fills: list[FillView] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    problems: list[ProblemView] = field(default_factory=list)
    before: str = ""
    after: str = ""
    in_english: bool = False


@dataclass(frozen=True)
class TaskView:
    """One part in the task list."""

    step: str
    label: str
    status: str
    note: str = ""
    here: bool = False


@dataclass(frozen=True)
class JumpView:
    """One category in the jump list of the security profile."""

    category: str
    name: str
    open: int
    total: int
    first: str
    here: bool = False
    people: str = ""
    """Who was given any of its statements."""


@dataclass(frozen=True)
class EvidenceView:
    """A kind of evidence that fits a criterion."""

    name: str
    description: str


@dataclass(frozen=True)
class TermView:
    """A glossary word that occurs in the text, explained in place."""

    term: str
    definition: str


@dataclass(frozen=True)
class CriterionView:
    """One criterion as its page shows it."""

    id: str
    number: str
    category: str
    must: bool
    title: str
    statement: str
    statement_language: str
    guidance: str
    unverified: bool
    demanded_by: str
    in_english: bool = False
    fields: list[FieldView] = field(default_factory=list)
    evidence: list[EvidenceView] = field(default_factory=list)
    terms: list[TermView] = field(default_factory=list)
    before: str = ""
    after: str = ""
    next_open: str = ""
    open_count: int = 0
    count: int = 0
    writable: bool = False
    """Whether the reader may write the answer."""
    shown: str = ""
    """What of the answer was shown: whether it applies, and which version; another one is looked at anew."""


@dataclass(frozen=True)
class Reader:
    """For whom the views are made: the language, the messages, and what the person may write."""

    localiser: Localiser
    say: Say
    may_write: Callable[[Question], bool]
    is_locked: Callable[[str], bool]
    """Whether an identifier of this kind is locked, since the application was submitted before."""
    asked_for_all: bool = False
    """Whether missing answers are told as errors: only after the person tried to go on."""

    def tell(self, problem: Problem) -> str:
        """Return the text of ``problem``."""
        return self.words(problem.code, problem.params)

    def words(self, code: str, params: tuple[tuple[str, Param], ...] = ()) -> str:
        """Return the text of a message code."""
        return self.say(code, self.localiser.params(params))


def field_name(key: str, row: str) -> str:
    """Return the id of the control for ``key`` in ``row``: the error summary links to it."""
    return f"f-{key}-{row}".replace(".", "_").rstrip("-")


# ---------------------------------------------------------------- steps


def step_view(now: Situation, step: Step, reader: Reader) -> StepView:
    """Return the page of ``step``."""
    path = f"flows/{now.flow_id}/{step.id}"
    show = reader.localiser.show
    title, why = show(ref(path, "title", step.i18n.title)), show(ref(path, "why", step.i18n.why))
    own = told_in(now, step, reader)
    before, after = now.before(step.id), now.after(step.id)
    ids = [item.id for item in now.path]
    return StepView(
        key=step.id,
        title=title.text,
        why=why.text,
        hint=reader.localiser.text(ref(path, "hint", step.i18n.hint)),
        number=ids.index(step.id) + 1,
        count=len(ids),
        fields=[field_view(now, item, reader, own) for item in now.asked(step) if not item.row],
        rows=[row_view(now, step, row, reader, own) for row in now.rows(step)],
        list_id=step.list.id if step.list and not step.list.rows_from else "",
        add_label=reader.localiser.text(ref(path, "add", step.i18n.add)),
        fills=fill_views(now, step, reader),
        notices=[reader.tell(p) for p in own if not p.key or (step.list and p.key == step.list.id)],
        problems=[problem_view(now, p, reader) for p in own if p.level == "error"],
        before=before.id if before else "",
        after=after.id if after else "",
        in_english=title.language != reader.localiser.language,
    )


def told_in(now: Situation, step: Step, reader: Reader) -> list[Problem]:
    """Return the problems of a step that are told; what is merely missing only after an attempt to go on."""
    own = [problem for problem in now.problems if problem.step == step.id]
    return own if reader.asked_for_all else [problem for problem in own if not problem.missing]


def problem_view(now: Situation, problem: Problem, reader: Reader) -> ProblemView:
    """Return one line of the error summary."""
    target, by_officer = _target(now, problem), problem.who == "officer"
    return ProblemView(reader.tell(problem), target, problem.code, problem.step, by_officer)


def _target(now: Situation, problem: Problem) -> str:
    """Return the control that the error summary leads to: of a group of options the first one."""
    name = field_name(problem.key, problem.row)
    question = questions_of(now.library, now.flow_id).get(problem.key)
    if question is None or question.kind not in GROUPS or question.as_list:
        return name
    options = ("yes",) if question.kind is FieldKind.YES_NO else tuple(c.id for c in now.choices(question))
    return f"{name}-{options[0]}" if 0 < len(options) <= MANY_OPTIONS else name


def row_view(now: Situation, step: Step, row: str, reader: Reader, own: list[Problem]) -> RowView:
    """Return one row of a list with those of the problems ``own`` that are about it."""
    fields = [field_view(now, item, reader, own) for item in now.asked(step) if item.row == row]
    assert step.list is not None
    if step.list.rows_from:
        member = next((member for member in now.facts.members if member.id == row), None)
        return RowView(row, member.name if member else row, fields)
    number = now.rows(step).index(row) + 1
    name = reader.localiser.text(ref(f"flows/{now.flow_id}/{step.id}", "row", step.i18n.row))
    locked, writable = any(item.locked for item in fields), all(item.writable for item in fields)
    marked = [item for item in now.asked(step) if item.row == row and not item.question.confirm_alone]
    taken = sum((item.question.key, row) in now.book.taken for item in marked)
    title = f"{name} {number}{_names(step, fields)}"
    return RowView(row, title, fields, removable=not locked and writable, to_confirm=taken if writable else 0)


def _names(step: Step, fields: list[FieldView]) -> str:
    """Return what tells a row from the others: its values of the fields that name it."""
    assert step.list is not None
    found = []
    for item in fields:
        if item.key in step.list.named_by and item.value:
            chosen = next((option for option in item.options if option.chosen), None)
            found.append(item.value if not item.options else chosen.label if chosen else "")
            # Several risks may lie on one leg: the hint of the option says which one it is.
            found.append(chosen.hint if chosen and not item.as_list else "")
    return f": {', '.join(filter(None, found))}" if any(found) else ""


def fill_views(now: Situation, step: Step, reader: Reader) -> list[FillView]:
    """Return the groups of rows that a list lacks and that one press adds."""
    if step.list is None or step.list.fill is None:
        return []
    groups = groups_lacking(now.library, step.list.fill, read_assessment(now.book))
    return [FillView(group.id, reader.words(f"risk.fill-{group.what}", group.params)) for group in groups]


def field_view(now: Situation, item: Asked, reader: Reader, own: list[Problem]) -> FieldView:
    """Return one field with those of the problems ``own`` that are about it."""
    question, row = item.question, item.row
    answer = now.book.get(question.key, row)
    mine = [problem for problem in own if (problem.key, problem.row) == (question.key, row)]
    label, hint = reader.localiser.show(question.label), reader.localiser.text(question.hint)
    kind_id = identifier_of(now.library, question, now.book, row) if question.format_of else ""
    identifier = now.library.identifiers.get(kind_id)
    return FieldView(
        name=field_name(question.key, row),
        key=question.key,
        row=row,
        kind=question.kind.value,
        label=label.text,
        hint=_identifier_hint(identifier, reader) or hint,
        value=answer.value if answer else "",
        version=answer.version if answer else 0,
        max=question.max,
        required=question.required,
        language=answer.language if answer and answer.value else reader.localiser.language,
        error=next((reader.tell(p) for p in mine if p.level == "error"), ""),
        notes=[reader.tell(p) for p in mine if p.level != "error"]
        + _after_no(now, question, answer is not None, reader),
        offers=[offer for problem in mine for offer in _offers(now, problem, question, reader)],
        options=option_views(now, question, answer.value if answer else "", reader),
        pattern=identifier.pattern if identifier else "",
        tip=_tip(now, question, identifier, reader),
        live_pattern=identifier.pattern if identifier and _is_fixed(identifier) else "",
        format=kind_id,
        autocomplete=question.autocomplete,
        sensitive=bool(identifier and identifier.sensitive),
        locked=_is_locked(
            now, kind_id or (answer.value if answer and question.options_from == "identifiers" else ""), reader
        ),
        writable=reader.may_write(question),
        label_in_english=label.language == "en" != reader.localiser.language,
        taken=_taken(now, item, reader),
        as_list=question.as_list,
    )


def _taken(now: Situation, item: Asked, reader: Reader) -> str:
    day = now.book.taken.get((item.question.key, item.row))
    return reader.words("taken.note", (("date", day.isoformat()),)) if day else ""


def _is_locked(now: Situation, kind_id: str, reader: Reader) -> bool:
    return kind_id in now.library.identifiers and reader.is_locked(kind_id)


def _identifier_hint(identifier: IdentifierKind | None, reader: Reader) -> str:
    if identifier is None:
        return ""
    return reader.localiser.text(ref(f"identifiers/{identifier.id}", "hint", identifier.i18n.hint))


def _is_fixed(identifier: IdentifierKind) -> bool:
    return identifier.min_length == identifier.max_length and not identifier.sensitive


def _tip(now: Situation, question: Question, identifier: IdentifierKind | None, reader: Reader) -> str:
    if identifier:
        path, words = f"identifiers/{identifier.id}", identifier.i18n
        about = (("issuer", ref(path, "issuer", words.issuer)), ("found", ref(path, "found_on", words.found_on)))
        return reader.words("identifier.about", about)
    statement = now.library.statements.get(question.record)
    return reader.words("eligibility.unverified") if statement and statement.verification != "read" else ""


def _after_no(now: Situation, question: Question, answered: bool, reader: Reader) -> list[str]:
    if not answered or not question.key.startswith(ELIGIBILITY) or now.book.text(question.key) != "no":
        return []
    return [reader.localiser.text(next_step_of(now.library, question.record))]


def option_views(now: Situation, question: Question, value: str, reader: Reader) -> list[OptionView]:
    """Return the options of a question, those of ``value`` chosen."""
    chosen = split(value)
    if question.kind is FieldKind.YES_NO:
        return [OptionView(key, reader.words(f"word.{key}"), "", key in chosen) for key in ("yes", "no")]
    if question.key.startswith(APPLICABILITY):
        return [
            OptionView(key, reader.words(f"word.{key}"), "", key == (value or APPLIES))
            for key in (APPLIES, NOT_APPLICABLE)
        ]
    if question.kind is FieldKind.COUNTRIES:
        return [OptionView(code, reader.localiser.country_name(code), "", True) for code in chosen]
    return [
        OptionView(c.id, reader.localiser.text(c.label), reader.localiser.text(c.hint), c.id in chosen)
        for c in now.choices(question, chosen)
    ]


def _offers(now: Situation, problem: Problem, question: Question, reader: Reader) -> list[OfferView]:
    def offer(key: str, row: str, value: str, code: str, name: Param) -> OfferView:
        stored = now.book.get(key, row)
        return OfferView(reader.words(code, (("value", name),)), key, row, value, stored.version if stored else 0)

    offers = [offer(problem.key, problem.row, value, "offer.value", value) for value in problem.offers]
    if problem.kind:
        kind = now.library.identifiers[problem.kind]
        name = ref(f"identifiers/{kind.id}", "name", kind.i18n.name)
        offers = [offer(question.format_of, problem.row, kind.id, "offer.kind", name)]
    if problem.switch:
        offers.append(offer(problem.switch.key, "", problem.switch.value, "offer.type", problem.switch.name))
    return offers


# ---------------------------------------------------------------- task list


def task_views(now: Situation, reader: Reader, here: str = "") -> list[TaskView]:
    """Return the parts of the application with where each stands."""
    return [
        TaskView(
            step.id,
            reader.localiser.text(ref(f"flows/{now.flow_id}/{step.id}", "task", step.i18n.task)),
            now.status(step).value,
            _task_note(now, step, reader),
            step.id == here,
        )
        for step in now.path
    ]


def _task_note(now: Situation, step: Step, reader: Reader) -> str:
    if step.for_each and step.for_each.records == "criteria":
        done = len(now.criteria) - len(now.open_criteria())
        if now.criteria and done == len(now.criteria) and (lacking := now.lacking_english()):
            return reader.words("english.lacking", (("count", len(lacking)),))
        return reader.words("task.criteria", (("done", done), ("count", len(now.criteria)))) if now.criteria else ""
    if now.status(step) is Status.WAITING:
        return reader.words("task.waiting-for-officer")
    return ""


def problem_views(now: Situation, reader: Reader) -> list[ProblemView]:
    """Return everything that keeps the application from being sent; open criteria are one line for each category."""
    told = [p for p in now.problems if p.level == "error" and not _of_many_criteria(p)]
    return [
        *(problem_view(now, problem, reader) for problem in told),
        *_open_criteria_views(now, reader),
        *_lacking_english_views(now, reader),
    ]


def _of_many_criteria(problem: Problem) -> bool:
    """Whether the problem is one of many alike, which are told together."""
    is_open = problem.code in {"response.missing", "taken.unconfirmed"} and problem.key.startswith(CRITERION)
    return is_open or problem.key.startswith(ENGLISH)


def _lacking_english_views(now: Situation, reader: Reader) -> list[ProblemView]:
    if not (lacking := now.lacking_english()):
        return []
    text = reader.words("english.lacking", (("count", len(lacking)),))
    return [ProblemView(text, ENGLISH + lacking[0].criterion.id, "english.lacking", PROFILE)]


def _open_criteria_views(now: Situation, reader: Reader) -> list[ProblemView]:
    views = []
    for jump in jump_views(now, reader.localiser):
        if jump.open:
            text = reader.words("profile.open", (("count", jump.open), ("category", jump.name)))
            views.append(ProblemView(text, CRITERION + jump.first, "profile.open", PROFILE))
    return views


# ---------------------------------------------------------------- security profile


def jump_views(
    now: Situation, localiser: Localiser, here: str = "", people: Mapping[str, Sequence[str]] | None = None
) -> list[JumpView]:
    """Return the categories with the count of their open statements, and the first open one (else the first).

    ``people`` names who was given which statement.
    """
    jumps = []
    for category in now.library.categories.values():
        own = [item.criterion.id for item in now.criteria if item.criterion.category == category.id]
        if own:
            still_open = [key for key in own if not is_answered(now.book, key)]
            name = localiser.text(ref(f"categories/{category.id}", "name", category.i18n.name))
            who = dict.fromkeys(each for key in own for each in (people or {}).get(key, ()))
            first, given = (still_open or own)[0], localiser.join(list(who))
            jumps.append(JumpView(category.id, name, len(still_open), len(own), first, here in own, given))
    return jumps


def criterion_view(now: Situation, criterion_id: str, reader: Reader) -> CriterionView | None:
    """Return the page of one criterion; None when it is not asked of this applicant."""
    order = [item.criterion.id for item in now.criteria]
    if criterion_id not in order:
        return None
    place = order.index(criterion_id)
    item, criterion = now.criteria[place], now.criteria[place].criterion
    path, localiser = f"criteria/{criterion_id}", reader.localiser
    statement = localiser.show(ref(path, "statement", criterion.i18n.statement))
    guidance = localiser.text(ref(path, "guidance", criterion.i18n.guidance))
    category = now.library.categories[criterion.category]
    applicability, response = fields = _criterion_fields(now, criterion_id, reader)
    return CriterionView(
        id=criterion_id,
        number=criterion_id if criterion.number_verified else "",
        category=localiser.text(ref(f"categories/{category.id}", "name", category.i18n.name)),
        must=item.level == "must",
        title=localiser.text(ref(path, "title", criterion.i18n.title)),
        statement=statement.text,
        statement_language=statement.language,
        guidance=guidance,
        unverified=item.unverified,
        demanded_by=_demanded_by(now, item, localiser),
        in_english=statement.language != localiser.language,
        fields=fields,
        evidence=_evidence(now, item, localiser),
        terms=_terms(now, Shown(f"{statement.text} {guidance}", statement.language), localiser),
        before=order[place - 1] if place else "",
        after=order[place + 1] if place + 1 < len(order) else "",
        next_open=now.next_criterion(criterion_id),
        open_count=len(now.open_criteria()),
        count=len(order),
        writable=response.writable,
        shown=f"{applicability.value}/{response.version}",
    )


def _criterion_fields(now: Situation, criterion_id: str, reader: Reader) -> list[FieldView]:
    questions = questions_of(now.library, now.flow_id)
    keys = (APPLICABILITY + criterion_id, CRITERION + criterion_id)
    own = [problem for problem in now.problems if problem.key in keys]
    own = own if reader.asked_for_all else [problem for problem in own if not problem.missing]
    applies, response = (field_view(now, Asked(questions[key]), reader, own) for key in keys)
    not_applicable = applies.value == NOT_APPLICABLE
    language = _language_of_response(now, criterion_id, response, reader)
    return [
        replace(applies, label=reader.words("profile.applies-label"), hint="", required=True, label_in_english=False),
        replace(
            response,
            label=_response_label(now, criterion_id, language, reader, applies=not not_applicable),
            hint=reader.words("profile.response-hint"),
            language=language,
            label_in_english=False,
        ),
    ]


def _response_label(now: Situation, criterion_id: str, language: str, reader: Reader, *, applies: bool) -> str:
    code = "profile.response-label" if applies else "profile.reason-label"
    # Two boxes: each says in which language it is.
    if language and needs_english(now.book, criterion_id):
        return reader.words(f"{code}-in", (("language", language),))
    return reader.words(code)


def _language_of_response(now: Situation, criterion_id: str, response: FieldView, reader: Reader) -> str:
    return language_of(now.book, criterion_id) if response.value else reader.localiser.language


def _demanded_by(now: Situation, item: AskedCriterion, localiser: Localiser) -> str:
    if len(now.types) < 2:
        return ""
    return localiser.join([localiser.text(name_of_type(now.library.business_types[key])) for key in item.demanded_by])


def _evidence(now: Situation, item: AskedCriterion, localiser: Localiser) -> list[EvidenceView]:
    kinds = (now.library.evidence_kinds[key] for key in item.criterion.evidence)
    return [
        EvidenceView(
            localiser.text(ref(f"evidence_kinds/{kind.id}", "name", kind.i18n.name)),
            localiser.text(ref(f"evidence_kinds/{kind.id}", "description", kind.i18n.description)),
        )
        for kind in kinds
    ]


def _terms(now: Situation, text: Shown, localiser: Localiser) -> list[TermView]:
    found = []
    for term in now.library.glossary.values():
        path, words = f"glossary/{term.id}", term.i18n
        spellings = [localiser.show(ref(path, "match", spelling)) for spelling in words.match]
        # Only spellings in the language of the text: a word that looks alike in another language means something else.
        if any(_occurs(item.text, text.text) for item in spellings if item.language == text.language):
            name = localiser.text(ref(path, "term", words.term))
            long = localiser.text(ref(path, "long", words.long))
            shown = f"{name} ({long})" if long and long != name else name
            found.append(TermView(shown, localiser.text(ref(path, "definition", words.definition))))
    return found


def _occurs(spelling: str, text: str) -> bool:
    """Whether ``text`` holds the spelling as whole words; one with a capital letter is matched as it is written."""
    if spelling == spelling.lower():
        spelling, text = spelling.lower(), text.lower()
    start = text.find(spelling)
    while start >= 0:
        end = start + len(spelling)
        if _is_edge(text, start - 1, spelling[0]) and _is_edge(text, end, spelling[-1]):
            return True
        start = text.find(spelling, start + 1)
    return False


def _is_edge(text: str, place: int, inner: str) -> bool:
    # Scripts without spaces between words have no edges to look for.
    if not 0 <= place < len(text) or inner > "\u2e7f":
        return True
    return not (text[place].isalnum() and inner.isalnum())
