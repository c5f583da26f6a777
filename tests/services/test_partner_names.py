"""The partner search finds what a slow and plain look at all names finds, in that order, on both databases."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import insert
from sqlmodel import Session

from benchmarks.company_names import QUERIES, Company, fold, generate, long_enough, query_key, rank, search_key, visible
from ctpat_app.domain.company_names import FOLD_VERSION, folded, name_key
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.services.name_candidates import CAP, SMALL
from ctpat_app.services.partner_names import FoundNames, Place, find_names, set_names
from ctpat_app.tables.svi import SviNameRow

NAMES = 11_000
PARTS = 1_000
INDEXED = 2 * SMALL
"""Rows numbered from here on make the table look large, so that the index is used."""
CHOSEN = [query for queries in QUERIES.values() for query in queries]


@pytest.fixture(scope="module")
def companies() -> list[Company]:
    """The visible ones among the generated companies; the others are not in the table."""
    return [company for company in generate(NAMES) if visible(company)]


def random_parts(companies: list[Company]) -> list[str]:
    chance = random.Random(20261129)  # noqa: S311
    parts = []
    for _ in range(PARTS):
        key = search_key(chance.choice(companies).name)
        length = chance.randint(2, 9)
        start = chance.randrange(max(1, len(key) - length))
        parts.append(key[start : start + length])
    return parts


def put(session: Session, companies: list[Company], first: int) -> None:
    rows = [
        {"id": first + place, "partner_id": company.id, "key": name_key(company.name), "fold_version": FOLD_VERSION}
        for place, company in enumerate(companies)
    ]
    session.execute(insert(SviNameRow), rows)


def pages(session: Session, query: str, size: int) -> Iterator[FoundNames]:
    behind: Place | None = None
    while True:
        page = find_names(session, query, behind=behind, size=size)
        yield page
        if not page.goes_on:
            return
        behind = page.names[-1].place


@pytest.mark.parametrize("first", [1, INDEXED], ids=["by looking at all", "by the index"])
def test_no_difference_from_the_oracle(session: Session, companies: list[Company], first: int) -> None:
    put(session, companies, first)
    keys = [(search_key(company.name), fold(company.name), company) for company in companies]
    queries = [*CHOSEN, *random_parts(companies)] if first == INDEXED else CHOSEN
    for query in queries:
        if not long_enough(query):
            with pytest.raises(InvalidValue, match=r"assignment\.part-short"):
                find_names(session, query)
            continue
        part = query_key(query)
        hits = [(rank(company.name, query), name, company.id) for key, name, company in keys if part in key]
        wanted = [partner for _, _, partner in sorted(hits)]
        first_page = find_names(session, query, size=25)
        assert [found.partner_id for found in first_page.names] == wanted[:25], query
        everything = list(pages(session, query, 400))
        assert [found.partner_id for page in everything for found in page.names] == wanted, query
        assert first_page.count == min(len(wanted), CAP), query
        assert first_page.is_capped is (len(wanted) > CAP), query


@pytest.mark.parametrize("first", [1, INDEXED])
def test_a_part_that_very_many_names_contain_is_paged_to_its_end(session: Session, first: int) -> None:
    names = [f"Cargo {number:05} {'Logistics' if number % 2 else 'Biologistics'}" for number in range(3 * CAP)]
    put(session, [Company(place, name, "US", "", "", True, True) for place, name in enumerate(names)], first)
    found = list(pages(session, "logistics", 500))
    assert found[0].is_capped
    order = [name.partner_id for page in found for name in page.names]
    assert order == [*range(1, 3 * CAP, 2), *range(0, 3 * CAP, 2)]  # words first, then inside of words


def test_a_partner_is_found_under_each_name_and_under_none_when_hidden(session: Session) -> None:
    set_names(session, 7, ("Yamada Transport", "山田運輸"))
    assert [found.partner_id for found in find_names(session, "山田").names] == [7]
    assert [found.partner_id for found in find_names(session, "yamada").names] == [7]
    set_names(session, 7, ("Suzuki Transport",))
    assert find_names(session, "yamada").count == 0
    assert find_names(session, "suzuki").count == 1
    set_names(session, 7, ())
    assert find_names(session, "transport").count == 0


@pytest.mark.parametrize("first", [1, INDEXED])
@pytest.mark.parametrize(
    "typed",
    [
        "%%%",
        "___",
        "a_m",
        '"ac',
        "acm*",
        "acme OR",
        "NOT acme",
        "'; DROP TABLE svi_name; --",
        "^acme",
        "acme\\%",
        "{a}",
    ],
)
def test_every_sign_stands_for_itself(session: Session, typed: str, first: int) -> None:
    put(session, [Company(1, "Acme Carriers", "US", "", "", True, True)], first)
    assert find_names(session, typed).count == 0
    put(session, [Company(2, f"x {typed} y", "US", "", "", True, True)], first + 1)
    assert find_names(session, typed).count == 1


def test_what_no_database_holds_is_found_nowhere(session: Session) -> None:
    put(session, [Company(1, "Acme Carriers", "US", "", "", True, True)], 1)
    assert find_names(session, "\x00acm").count == 0


def test_folding_agrees_with_the_reference() -> None:
    chance = random.Random(7)  # noqa: S311
    letters = [chr(code) for code in (*range(0x20, 0x700), *range(0x900, 0x980), *range(0x1E00, 0x2200))]
    letters += [chr(code) for code in (*range(0x3000, 0x3400), *range(0x4E00, 0x4E40), *range(0xF900, 0xFFEF))]
    for _ in range(5_000):
        name = "".join(chance.choices(letters, k=chance.randint(1, 14)))
        assert folded(name) == fold(name)
        assert folded(folded(name)) == folded(name)
