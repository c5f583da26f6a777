"""Reading a report of a problem: the kind decides what else is asked, how urgent it is, and which topic fits."""

from ctpat_app.domain.case_codes import read_failure_code
from ctpat_app.domain.emails import EmailAddress, read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.help_cases import CasePriority
from ctpat_app.domain.help_reports import (
    MAX_EXPECTED,
    MAX_LINE,
    MAX_NAME,
    MAX_STEP,
    MAX_TELEPHONE,
    Intake,
    Report,
    TypedReport,
    kept_facts,
    kept_path,
    kept_told,
    raised,
    read_happened,
)
from ctpat_app.domain.texts import clean_line, clean_text
from ctpat_app.guidance.problem_schema import IntakeField, ProblemKindRecord
from ctpat_app.guidance.records import Library


def read_report(library: Library, typed: TypedReport) -> Report:
    """Return the report as it is kept; no database is asked, so that it can be judged while there is none.

    Raises:
        FormFaults: ``kind`` (``help-case.kind-missing``), ``happened`` (``help-case.happened-missing``, ``text.…``),
            ``expected``, ``name``, ``telephone`` (``text.…``), ``mail`` (``email.…``), and ``intake-<field>``.
    """
    faults = FaultCollector()
    kind = library.problem_kinds.get(typed.kind)
    if kind is None:
        faults.add("kind", "help-case.kind-missing")
    intake = _intake(faults, kind, typed) if kind else ()
    happened = _happened(faults, typed.happened)
    expected = _long(faults, "expected", typed.expected)
    name = _line(faults, "name", typed.name, MAX_NAME)
    mail = _mail(faults, typed.mail)
    telephone = _line(faults, "telephone", typed.telephone, MAX_TELEPHONE)
    faults.refuse()
    assert kind is not None  # else it was refused
    return Report(
        kind=kind.id,
        priority=priority_of(kind, intake),
        topic=typed.topic if typed.topic in library.help_topics else kind.topic,
        language=typed.language,
        happened=happened,
        expected=expected,
        intake=intake,
        name=name,
        mail=mail.address,
        mail_key=mail.key,
        telephone=telephone,
        page=kept_path(typed.page),
        step=typed.step[:MAX_STEP] if typed.step.isascii() and typed.step.isprintable() else "",
        failure_code=read_failure_code(typed.failure_code),
        facts=kept_facts(typed.facts),
        told=kept_told(typed.told),
    )


def priority_of(kind: ProblemKindRecord, intake: tuple[Intake, ...]) -> CasePriority:
    """Return how urgent a problem is: as its kind says, and one more when an answer raises it."""
    chosen = {(each.field, each.value) for each in intake}
    lifts = any(choice.raises and (field.id, choice.id) in chosen for field in kind.fields for choice in field.choices)
    return raised(kind.priority) if lifts else kind.priority


def _intake(faults: FaultCollector, kind: ProblemKindRecord, typed: TypedReport) -> tuple[Intake, ...]:
    given = {each.field: each.value for each in typed.intake}
    found = ((field.id, _intake_value(faults, field, given.get(field.id, ""))) for field in kind.fields)
    return tuple(Intake(name, value) for name, value in found if value)


def _intake_value(faults: FaultCollector, field: IntakeField, typed: str) -> str:
    name = f"intake-{field.id}"
    if field.kind == "line":
        return _line(faults, name, typed, MAX_LINE)
    if typed and typed not in {choice.id for choice in field.choices}:
        faults.add(name, "choice.unknown")
    return typed


def _happened(faults: FaultCollector, typed: str) -> str:
    try:
        return read_happened(typed)
    except InvalidValue as refusal:
        faults.note("happened", refusal)
        return ""


def _long(faults: FaultCollector, field: str, typed: str) -> str:
    try:
        return clean_text(typed, MAX_EXPECTED)
    except InvalidValue as refusal:
        faults.note(field, refusal)
        return ""


def _line(faults: FaultCollector, field: str, typed: str, most: int) -> str:
    try:
        return clean_line(typed, most)
    except InvalidValue as refusal:
        faults.note(field, refusal)
        return ""


def _mail(faults: FaultCollector, typed: str) -> EmailAddress:
    """Return the address; who gives none reads the answer with the code."""
    if not typed.strip():
        return EmailAddress("", "")
    try:
        return read_email(typed)
    except InvalidValue as refusal:
        faults.note("mail", refusal)
        return EmailAddress("", "")
