"""Which kinds of evidence belong beside which statements."""

from ctpat_app.guidance.evidence import belongs, places_for
from tests.applicants import LIBRARY, a_situation

KINDS = LIBRARY.evidence_kinds


def test_what_a_statement_names_belongs_beside_it() -> None:
    for criterion in LIBRARY.criteria.values():
        assert all(belongs(KINDS, kind, criterion) for kind in criterion.evidence), criterion.id


def test_a_seal_record_does_not_belong_beside_a_statement_of_support() -> None:
    assert not belongs(KINDS, "backup-log", LIBRARY.criteria["1.1"])
    assert belongs(KINDS, "statement-of-support", LIBRARY.criteria["1.1"])


def test_a_document_of_no_known_kind_is_never_misplaced() -> None:
    assert belongs(KINDS, "", LIBRARY.criteria["1.1"])
    assert belongs(KINDS, "a-kind-of-yesterday", LIBRARY.criteria["1.1"])


def test_places_are_asked_statements_of_its_categories_and_those_that_name_it_come_first() -> None:
    now = a_situation({("business_types", ""): "us-importer"})
    places = places_for(now, "backup-log")
    assert places
    asked = [item.criterion.id for item in now.criteria]
    assert {LIBRARY.criteria[each].category for each in places} == {"cybersecurity"}
    naming = [each for each in places if "backup-log" in LIBRARY.criteria[each].evidence]
    assert naming
    assert list(places[: len(naming)]) == naming
    assert naming == [each for each in asked if each in naming]
    assert places_for(now, "") == ()
