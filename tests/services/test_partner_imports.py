"""Partners from a file: judged row by row, loaded as a whole or as far as they are right, and never twice."""

import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, func, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.partner_imports import Verdict, find_table, judge_rows
from ctpat_app.domain.table_files import ReadTable, Sheet, SheetRow, column_letters
from ctpat_app.services import partner_imports
from ctpat_app.services.partner_imports import (
    ImportView,
    Upload,
    Words,
    discard_import,
    find_import,
    forget_old_imports,
    get_import,
    keep_import,
    load_import,
)
from ctpat_app.services.partners import Wish, list_partners
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.partners import PartnerImportRow, PartnerRow
from ctpat_app.words.partner_words import choice_name, heading, vocabulary
from tests.factories import Cast, a_partner, the_cast

LANGUAGES = ("en", "es", "zh-Hans", "ar")
WORDS = Words(vocabulary(LANGUAGES), LANGUAGES)
HEADINGS = ("Name of the partner", "What it does", "Country", "Email address", "Proof checked on")
BRAVO = ("Bravo Trucking", "Trucking company", "Mexico", "ops@bravo.example", "2026-01-05")


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def a_table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, formulas: frozenset[int] = frozenset()) -> Upload:
    lines = [SheetRow(1, dict(enumerate(headings, start=1)))]
    lines += [SheetRow(at, dict(enumerate(row, start=1)), formulas) for at, row in enumerate(rows, start=2)]
    return Upload(find_table(ReadTable((Sheet("Partners", tuple(lines)),)), WORDS.vocabulary))


def keep(session: Session, cast: Cast, now: datetime, upload: Upload) -> int:
    return keep_import(session, cast.ben, trade_account_id=cast.account, file_name="p.xlsx", upload=upload, now=now)


def view(session: Session, cast: Cast, number: int, now: datetime) -> ImportView:
    return get_import(session, cast.ben, import_id=number, words=WORDS, now=now)


def load(session: Session, cast: Cast, number: int, now: datetime, *, whole: bool) -> int:
    return load_import(session, cast.ben, import_id=number, only_as_a_whole=whole, words=WORDS, now=now)


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(PartnerRow)).one()


def remarks(shown: ImportView) -> list[tuple[int, str, str]]:
    return [(each.row.number, said.about, said.code) for each in shown.rows for said in each.remarks]


# ---------------------------------------------------------------- which columns


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_and_choices_are_known_in_every_language(language: str) -> None:
    headings = [heading(name, language) for name in ("name", "role", "country", "risk", "risk_reason", "program")]
    choices = [("role", "broker"), ("country", "DE"), ("risk", "high")]
    row = ["Alfa", *(choice_name(*each, language) for each in choices), "Why", choice_name("program", "aeo", language)]
    table = a_table(row, headings=headings).table
    [judged] = judge_rows(table.rows, WORDS.vocabulary, register=set(), today=date(2026, 3, 2), languages=LANGUAGES)
    assert judged.partner is not None
    assert (judged.partner.role, judged.partner.country, judged.partner.risk, judged.partner.program) == (
        "broker", "DE", "high", "aeo",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ((), "import.empty"),
        ((("Empty", []),), "import.empty"),
        ((("Invoices", [["Invoice", "Amount"], ["1", "2"]]),), "import.no-headings"),
        ((("P", [["Name", "Country"], ["Alfa", "MX"]]),), "import.heading-missing"),
        ((("P", [["Name", "Role", "Country", "country"], ["Alfa"]]),), "import.heading-twice"),
        ((("P", [["Name", "Role", "Country"]]),), "import.no-rows"),
    ],
)
def test_a_table_without_what_is_needed_is_refused(sheets: Sequence[tuple[str, list[list[str]]]], code: str) -> None:
    read = ReadTable(
        tuple(
            Sheet(name, tuple(SheetRow(at, dict(enumerate(row, 1))) for at, row in enumerate(rows, 1)))
            for name, rows in sheets
        )
    )
    with pytest.raises(InvalidValue) as refused:
        find_table(read, WORDS.vocabulary)
    assert refused.value.code == code


def test_the_sheet_with_the_headings_is_found_below_a_title_and_beside_others() -> None:
    lines = [["Our partners in 2026"], ["name", "role", "country", "Our number"], ["Alfa", "broker", "MX", "7"]]
    pages = (
        Sheet("Notes", (SheetRow(1, {1: "hello"}),)),
        Sheet("List", tuple(SheetRow(at, dict(enumerate(row, 1))) for at, row in enumerate(lines, 3))),
    )
    table = find_table(ReadTable(pages), WORDS.vocabulary)
    assert (table.sheet, table.unread, [row.number for row in table.rows]) == ("List", ("Our number",), [5])
    assert [column_letters(each) for each in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


# ---------------------------------------------------------------- which rows


def test_each_row_is_told_what_is_wrong_with_it(session: Session, cast: Cast, now: datetime) -> None:
    a_partner(session, cast.account, cast.ana, "In register")
    a_partner(session, cast.account, cast.ana, "Same name", country="US")
    upload = a_table(
        BRAVO,
        ("", "pilot", "Atlantis", "nobody", "05/01/2026"),
        ("bravo  TRUCKING", *BRAVO[1:]),
        ("In Register", *BRAVO[1:]),
        ("Same name", *BRAVO[1:]),
        ("=cmd|' /C calc'!A0", *BRAVO[1:]),
        ("#REF!", *BRAVO[1:]),
        ("Alfa", *BRAVO[1:4], "2026-13-01"),
        ("Beta", *BRAVO[1:4], "٢٠٢٦-٠١-٠٥"),
    )
    shown = view(session, cast, keep(session, cast, now, upload), now)
    assert remarks(shown) == [
        (3, "name", "partner.name-missing"),
        (3, "role", "partner.role-missing"),
        (3, "country", "partner.country-missing"),
        (3, "email", "email.no-at"),
        (3, "proof_checked_on", "action.day-shape"),
        (4, "name", "import.twice"),
        (5, "name", "import.in-register"),
        (6, "name", "import.same-name"),
        (7, "name", "import.formula-text"),
        (8, "name", "import.cell-error"),
        (9, "proof_checked_on", "action.day-shape"),
    ]
    assert shown.counts == {Verdict.RIGHT: 3, Verdict.LEFT_OUT: 2, Verdict.WRONG: 4}


def test_a_formula_is_neither_computed_nor_stored(session: Session, cast: Cast, now: datetime) -> None:
    upload = a_table(("Alfa", "", "Mexico"), formulas=frozenset({2, 4}))
    shown = view(session, cast, keep(session, cast, now, upload), now)
    assert remarks(shown) == [(2, "role", "import.formula"), (2, "email", "import.formula")]
    with pytest.raises(InvalidValue, match=r"import\.nothing-right"):
        load(session, cast, shown.id, now, whole=False)
    assert count(session) == 0


# ---------------------------------------------------------------- loading


def test_nothing_comes_in_when_one_row_is_wrong_and_all_were_asked_for(
    session: Session, cast: Cast, now: datetime
) -> None:
    number = keep(session, cast, now, a_table(BRAVO, ("Alfa", "pilot", "Mexico")))
    with pytest.raises(InvalidValue, match=r"import\.not-all-right") as refused:
        load(session, cast, number, now, whole=True)
    assert (refused.value.params, count(session)) == ({"count": 1}, 0)


def test_the_right_rows_come_in_once_and_the_others_stay(session: Session, cast: Cast, now: datetime) -> None:
    upload = a_table(BRAVO, ("Alfa", "pilot", "Mexico"), ("BRAVO trucking", *BRAVO[1:]))
    number = keep(session, cast, now, upload)
    assert load(session, cast, number, now, whole=False) == 1
    shown = view(session, cast, number, now)
    assert (shown.is_loaded, shown.loaded, [each.row.number for each in shown.rows]) == (True, 1, [3, 4])
    with pytest.raises(InvalidValue, match=r"import\.loaded-before"):
        load(session, cast, number, now, whole=False)
    [partner] = list_partners(
        session, cast.ana, trade_account_id=cast.account, wish=Wish(part="bravo"), now=now
    ).partners
    assert (partner.partner.role, partner.partner.proof_checked_on) == ("trucker", date(2026, 1, 5))
    actions = session.exec(select(AuditEventRow.action).where(AuditEventRow.chain == cast.account)).all()
    assert list(actions) == ["partner.imported"]


def test_what_came_into_the_register_since_it_was_shown_is_left_out(
    session: Session, cast: Cast, now: datetime
) -> None:
    number = keep(session, cast, now, a_table(BRAVO, ("Alfa", *BRAVO[1:])))
    assert view(session, cast, number, now).counts[Verdict.RIGHT] == 2
    a_partner(session, cast.account, cast.ana, "bravo trucking")
    assert load(session, cast, number, now, whole=True) == 1
    assert count(session) == 2


def test_a_full_register_takes_nothing(
    session: Session, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partner_imports, "MAX_PARTNERS", 1)
    number = keep(session, cast, now, a_table(BRAVO, ("Alfa", *BRAVO[1:])))
    with pytest.raises(InvalidValue, match=r"import\.register-full"):
        load(session, cast, number, now, whole=True)
    assert count(session) == 0


def test_ten_thousand_rows_with_faults_in_three_hundred(session: Session, cast: Cast, now: datetime) -> None:
    rows = [
        (f"Proveedor número {at}", "pilot" if at % 33 == 0 and at < 9900 else "Proveedor", "México", f"a{at}@b.example")
        for at in range(10_000)
    ]
    upload, began = a_table(*rows), time.process_time()
    number = keep(session, cast, now, upload)
    shown = view(session, cast, number, now)
    loaded = load(session, cast, number, now, whole=False)
    took = time.process_time() - began
    assert shown.counts == {Verdict.RIGHT: 9700, Verdict.LEFT_OUT: 0, Verdict.WRONG: 300}
    assert (loaded, count(session), len(view(session, cast, number, now).rows)) == (9700, 9700, 300)
    assert took < 60
    assert len(session.get_one(PartnerImportRow, number).content) < 1024 * 1024
    whole = list_partners(session, cast.ana, trade_account_id=cast.account, wish=Wish(part="9999"), now=now)
    assert (whole.total, whole.count) == (9700, 1)


# ---------------------------------------------------------------- who may, and how long


def test_a_file_is_its_owners_alone(session: Session, cast: Cast, now: datetime) -> None:
    number = keep(session, cast, now, a_table(BRAVO))
    for who, code in ((cast.dan, "not-yours"), (cast.ana, "not-yours"), (cast.eva, "not-yours"), (cast.chloe, "role")):
        with pytest.raises(NotPermitted, match=code):
            get_import(session, who, import_id=number, words=WORDS, now=now)
        with pytest.raises(NotPermitted, match=code):
            load_import(session, who, import_id=number, only_as_a_whole=False, words=WORDS, now=now)
        with pytest.raises(NotPermitted, match=code):
            discard_import(session, who, import_id=number)
    for unknown in (number + 900, 2**40, -1):
        with pytest.raises(NotPermitted, match="not-yours"):
            get_import(session, cast.ben, import_id=unknown, words=WORDS, now=now)
    assert find_import(session, cast.ana, trade_account_id=cast.account, words=WORDS, now=now) is None
    assert count(session) == 0


def test_dan_and_a_consultant_cannot_bring_a_file(session: Session, cast: Cast, now: datetime) -> None:
    for who, code in ((cast.dan, "not-yours"), (cast.chloe, "not-your-role")):
        with pytest.raises(NotPermitted, match=code):
            keep_import(session, who, trade_account_id=cast.account, file_name="p", upload=a_table(BRAVO), now=now)
        with pytest.raises(NotPermitted, match=code):
            find_import(session, who, trade_account_id=cast.account, words=WORDS, now=now)


def test_the_next_file_takes_the_place_of_the_last_and_a_day_ends_it(
    session: Session, cast: Cast, now: datetime
) -> None:
    keep(session, cast, now, a_table(BRAVO))
    second = keep(session, cast, now, a_table(("Alfa", *BRAVO[1:])))
    found = find_import(session, cast.ben, trade_account_id=cast.account, words=WORDS, now=now)
    assert found is not None
    assert (found.id, [each.row.texts["name"] for each in found.rows]) == (second, ["Alfa"])
    forget_old_imports(session, now=now + timedelta(hours=23))
    assert len(session.exec(select(PartnerImportRow.id)).all()) == 1
    forget_old_imports(session, now=now + timedelta(days=1))
    assert session.exec(select(PartnerImportRow.id)).all() == []


def test_a_file_that_is_forgotten_leaves_what_was_loaded(session: Session, cast: Cast, now: datetime) -> None:
    number = keep(session, cast, now, a_table(BRAVO))
    load(session, cast, number, now, whole=True)
    discard_import(session, cast.ben, import_id=number)
    assert find_import(session, cast.ben, trade_account_id=cast.account, words=WORDS, now=now) is None
    assert count(session) == 1
