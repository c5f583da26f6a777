"""Partners of a register as the pages show them, in the reader's language; and what its forms and files hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from ctpat_app.domain.actions import read_day
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.partner_imports import CHOSEN, DAYS, FIELDS, Judged, Verdict
from ctpat_app.domain.partners import Partner, Risk
from ctpat_app.domain.table_files import column_letters
from ctpat_app.services.partner_imports import ImportView, Words
from ctpat_app.services.partners import InquiryLine, PartnerView
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.model_status import status_name
from ctpat_app.state.plain_form import Typed
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message, refusal_text
from ctpat_app.words.partner_words import choice_name, choices, field_name, vocabulary

_RISK_TAGS: Final = {Risk.HIGH.value: "attention", Risk.MEDIUM.value: "progress", Risk.LOW.value: "done", "": "todo"}
SHOWN_ROWS: Final = 50
"""So many rows of a file are shown; all of them stand in the file to download."""


@dataclass(frozen=True)
class PartnerLine:
    """A partner in the list; ``risk_tag`` is the look of its risk."""

    id: int
    name: str
    href: str
    role: str
    country: str
    risk: str
    risk_tag: str
    program: str
    asked: str
    """How its newest questionnaire stands."""
    asked_on: str
    is_due: bool
    due: str
    """Why it is due first of all, or the day on which it will be."""


@dataclass(frozen=True)
class AskedLine:
    """A questionnaire that was sent to a partner."""

    id: int
    name: str
    reference: str
    href: str
    state: str
    sent: str
    signed: str
    score: str
    outcome: str


@dataclass(frozen=True)
class PartnerCard:
    """One partner; ``facts`` are lines of name and value."""

    id: int = 0
    name: str = ""
    facts: list[list[str]] = field(default_factory=list)
    risk: str = ""
    risk_tag: str = ""
    status: str = ""
    """As SVI shows it now; empty where it does not."""
    watched_as: str = ""
    shown_by: str = ""
    reasons: list[str] = field(default_factory=list)
    due_on: str = ""
    asked: list[AskedLine] = field(default_factory=list)
    removed: str = ""
    send: str = ""
    """Address at which a questionnaire is sent to it."""


@dataclass(frozen=True)
class RowLine:
    """What is to be said about one cell of a file."""

    key: str
    row: str
    column: str
    text: str
    remark: str
    verdict: str
    tag: str


@dataclass(frozen=True)
class FileCard:
    """A file that was uploaded, and what comes in of it."""

    id: int = 0
    facts: list[list[str]] = field(default_factory=list)
    right: int = 0
    left_out: int = 0
    wrong: int = 0
    not_right: int = 0
    rows: list[RowLine] = field(default_factory=list)
    more: int = 0
    """Rows that are not shown."""
    samples: list[list[str]] = field(default_factory=list)
    """The first rows that come in: name, role, country, risk."""
    is_loaded: bool = False
    loaded: int = 0


@cache
def kiosk_words() -> Words:
    """Return by what words files are read, and in which languages partners can be written to."""
    languages = kiosk_settings().all_languages
    return Words(vocabulary(languages), languages)


def options(name: str, language: str) -> list[list[str]]:
    """Return the choices of a field as value and name."""
    return [list(each) for each in choices(name, language, kiosk_words().languages)]


# ---------------------------------------------------------------- the register


def partner_line(view: PartnerView, language: str) -> PartnerLine:
    """Return a partner as the list shows it."""
    partner, newest, standing = view.partner, view.newest, view.standing
    due = message("partner.due-not", language)
    if standing.reasons:
        due = message(f"partner.due-{standing.reasons[0]}", language)
    elif standing.due_on:
        due = day_text(standing.due_on, language)
    return PartnerLine(
        id=view.id,
        name=partner.name,
        href=f"/{language}/partner/?account={view.trade_account_id}&partner={view.id}",
        role=choice_name("role", partner.role, language),
        country=choice_name("country", partner.country, language),
        risk=message(f"partner.risk-{partner.risk or 'none'}", language),
        risk_tag=_RISK_TAGS[partner.risk],
        program=status_name(view.status, language)
        if view.status
        else choice_name("program", partner.program, language),
        asked=_asked(newest, language),
        asked_on=day_text(newest.signed_on or newest.sent_on, language) if newest else "",
        is_due=standing.is_due,
        due=due,
    )


def _asked(line: InquiryLine | None, language: str) -> str:
    if line is None:
        return message("partner.asked-never", language)
    if line.outcome:
        return message(f"partner.outcome-{line.outcome}", language)
    return message(f"partner.asked-{line.state}", language)


def partner_card(view: PartnerView, language: str) -> PartnerCard:
    """Return one partner with all that is known of it."""
    partner = view.partner
    names = [name for name in FIELDS if name not in {"name", "risk"}]
    facts = [[field_name(name, language), _shown(partner, name, language)] for name in names]
    return PartnerCard(
        id=view.id,
        name=partner.name,
        facts=[[name, value] for name, value in facts if value],
        risk=message(f"partner.risk-{partner.risk or 'none'}", language),
        risk_tag=_RISK_TAGS[partner.risk],
        status=status_name(view.status, language) if view.status else "",
        watched_as=view.watched_as,
        shown_by=message(f"partner.shown-{view.shown_by}", language),
        reasons=[message(f"partner.due-{each}", language) for each in view.standing.reasons],
        due_on=day_text(view.standing.due_on, language) if view.standing.due_on and not view.standing.reasons else "",
        asked=[_asked_line(each, language) for each in reversed(view.inquiries)],
        removed=day_text(view.removed_on, language) if view.removed_on else "",
        send=f"/{language}/questionnaires/?account={view.trade_account_id}&partner={view.id}",
    )


def _shown(partner: Partner, name: str, language: str) -> str:
    value = getattr(partner, name)
    if name in CHOSEN:
        return choice_name(name, value, language)
    if name in DAYS:
        return day_text(value, language) if value else ""
    return str(value)


def _asked_line(line: InquiryLine, language: str) -> AskedLine:
    return AskedLine(
        id=line.id,
        name=line.name,
        reference=line.reference,
        href=f"/{language}/inquiry/?inquiry={line.id}",
        state=message(f"partner.asked-{line.state}", language),
        sent=day_text(line.sent_on, language),
        signed=day_text(line.signed_on, language) if line.signed_on else "",
        score="" if line.score is None else f"{line.score} %",
        outcome=message(f"partner.outcome-{line.outcome}", language) if line.outcome else "",
    )


# ---------------------------------------------------------------- its form


def partner_values(partner: Partner) -> dict[str, str]:
    """Return what the fields of the form begin with."""
    values = {f"partner-{name}": str(getattr(partner, name) or "") for name in FIELDS}
    return values | {"partner-watched": str(partner.svi_model_id or "")}


def partner_in(typed: Typed) -> Partner:
    """Return what a form sends.

    Raises:
        FormFaults: ``action.day-shape``.
    """
    faults = FaultCollector()
    fields: dict[str, Any] = {name: _text(typed, name) for name in FIELDS}
    for name in DAYS:
        try:
            fields[name] = read_day(fields[name])
        except InvalidValue as refusal:
            faults.note(name, refusal)
    faults.refuse()
    return Partner(**fields, svi_model_id=number_in(_text(typed, "watched")))


def _text(typed: Typed, name: str) -> str:
    value = typed.get(name, "")
    return value if isinstance(value, str) else ""


# ---------------------------------------------------------------- its files


def file_card(view: ImportView, language: str) -> FileCard:
    """Return a file that waits for the word of its owner, or was loaded."""
    not_right = [each for each in view.rows if each.verdict is not Verdict.RIGHT]
    right = [each for each in view.rows if each.verdict is Verdict.RIGHT]
    shown = [*not_right, *(each for each in right if each.remarks)][:SHOWN_ROWS]
    return FileCard(
        id=view.id,
        facts=_facts(view, language),
        right=view.counts[Verdict.RIGHT],
        left_out=view.counts[Verdict.LEFT_OUT],
        wrong=view.counts[Verdict.WRONG],
        not_right=len(not_right),
        rows=[line for each in shown for line in _row_lines(each, view, language)],
        more=max(0, len(not_right) - len(shown)),
        samples=[_sample(each.partner, language) for each in right[:5] if each.partner],
        is_loaded=view.is_loaded,
        loaded=view.loaded,
    )


def _facts(view: ImportView, language: str) -> list[list[str]]:
    table, upload = view.upload.table, view.upload
    facts = [("import.fact-file", isolated(view.file_name))]
    if table.sheet:
        facts.append(("import.fact-sheet", isolated(table.sheet)))
    if upload.encoding:
        facts.append(("import.fact-encoding", upload.encoding))
        facts.append(("import.fact-separator", message(f"import.separator-{_SEPARATORS[upload.separator]}", language)))
    if table.unread:
        facts.append(("import.fact-unread", localiser_for(language).join([isolated(each) for each in table.unread])))
    return [[message(code, language), text] for code, text in facts]


_SEPARATORS: Final[Mapping[str, str]] = {",": "comma", ";": "semicolon", "\t": "tab"}
_VERDICT_TAGS: Final = {Verdict.WRONG: "attention", Verdict.LEFT_OUT: "locked", Verdict.RIGHT: "done"}


def _row_lines(judged: Judged, view: ImportView, language: str) -> Sequence[RowLine]:
    table = view.upload.table
    return [
        RowLine(
            key=f"{judged.row.number}-{each.about}",
            row=str(judged.row.number),
            column=message(
                "import.column",
                language,
                letters=column_letters(table.columns[each.about]) if each.about in table.columns else "–",
                heading=isolated(table.headings.get(each.about) or field_name(each.about, language)),
            ),
            text=judged.row.texts.get(each.about, ""),
            remark=refusal_text(InvalidValue(each.code, **each.params), language),
            verdict=message(f"import.verdict-{judged.verdict}", language),
            tag=_VERDICT_TAGS[judged.verdict],
        )
        for each in judged.remarks
    ]


def _sample(partner: Partner, language: str) -> list[str]:
    risk = message(f"partner.risk-{partner.risk or 'none'}", language)
    return [
        partner.name,
        *(choice_name(name, getattr(partner, name), language) for name in ("role", "country")),
        risk,
    ]
