"""What a vetting asks for before it is signed."""

from datetime import date

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.vetting import Found, Outcome, Part, PartFindings, Source, check_end, read_findings, read_source

TODAY = date(2026, 3, 2)
SEEN = Source("map", "Satellite picture", TODAY)
FITS = PartFindings(Found.FITS, "", (SEEN,))


def whole(**other: PartFindings) -> dict[Part, PartFindings]:
    return {part: other.get(part.value, FITS) for part in Part}


@pytest.mark.parametrize(
    ("parts", "outcome", "reason", "faults"),
    [
        (whole(), Outcome.PASSED, "It fits.", {}),
        (whole(), Outcome.FAILED, "The owner is on a list.", {}),
        (whole(contacts=PartFindings(Found.CANNOT_TELL, "Nobody answers.")), Outcome.PASSED, "Enough.", {}),
        (whole(contacts=PartFindings(Found.DOES_NOT_FIT, "", (SEEN,))), Outcome.FAILED, "No such person.", {}),
        (
            whole(contacts=PartFindings(Found.DOES_NOT_FIT, "", (SEEN,))),
            Outcome.PASSED,
            "All the same.",
            {"outcome": "vetting.part-does-not-fit"},
        ),
        (whole(history=PartFindings()), Outcome.PASSED, "It fits.", {"history": "vetting.part-open"}),
        (whole(history=PartFindings(Found.FITS)), "passed", "It fits.", {"history": "vetting.part-without-source"}),
        (
            whole(history=PartFindings(Found.CANNOT_TELL, "", (SEEN,))),
            "passed",
            "It fits.",
            {"history": "vetting.part-without-notes"},
        ),
        (whole(), "", " ", {"outcome": "vetting.outcome-missing", "reason": "vetting.reason-missing"}),
    ],
)
def test_what_is_signed_is_whole(
    parts: dict[Part, PartFindings], outcome: str, reason: str, faults: dict[str, str]
) -> None:
    if not faults:
        assert check_end(parts, outcome, reason) == reason
        return
    with pytest.raises(FormFaults) as refused:
        check_end(parts, outcome, reason)
    assert {field: fault.code for field, fault in refused.value.faults.items()} == faults


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        (Source("map", "  Satellite\tpicture ", TODAY), {}),
        (Source("crystal-ball", "x", TODAY), {"kind": "vetting.source-kind-missing"}),
        (Source("map", " ", TODAY), {"place": "vetting.source-place-missing"}),
        (Source("map", "x", None), {"looked_on": "vetting.day-missing"}),
        (Source("map", "x", date(2026, 3, 3)), {"looked_on": "vetting.day-ahead"}),
        (Source("map", "x", date(1999, 12, 31)), {"looked_on": "vetting.day-long-ago"}),
        (Source("map", "x", TODAY, "\x00"), {"note": "text.control-character"}),
    ],
)
def test_a_source_says_what_where_and_when(source: Source, faults: dict[str, str]) -> None:
    if not faults:
        assert read_source(source, TODAY) == Source("map", "Satellite picture", TODAY)
        return
    with pytest.raises(FormFaults) as refused:
        read_source(source, TODAY)
    assert {field: fault.code for field, fault in refused.value.faults.items()} == faults


def test_findings_may_be_empty_and_take_no_other_outcome() -> None:
    assert read_findings("", "") == ("", "")
    assert read_findings("fits", " نعم ") == ("fits", "نعم")
    with pytest.raises(InvalidValue, match=r"choice\.unknown"):
        read_findings("maybe", "")
