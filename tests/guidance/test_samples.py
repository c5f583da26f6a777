"""The invented answers beside the criteria: there for each, judged as they are meant, told when they are copied."""

from dataclasses import replace

import pytest

from ctpat_app.guidance.reviewer import Evidence, Reviewed, review
from ctpat_app.guidance.samples import NO_SAMPLE, sample_view
from ctpat_app.guidance.texts import Localiser
from ctpat_app.words.reviews import finding_text
from tests.applicants import LIBRARY, TODAY, a_situation, complete_answers

# A sample is judged as if somebody at that company had written it: as an answer, and not as a copy.
UNKNOWN = replace(LIBRARY, samples={})
WAYS = ("good", "weak")


def codes(criterion: str, business_type: str, text: str, *evidence: Evidence) -> set[str]:
    answer = Reviewed(criterion, business_type, text, evidence)
    return {finding.code for finding in review(UNKNOWN, answer, today=TODAY)}


def test_every_criterion_has_one() -> None:
    assert set(LIBRARY.samples) == set(LIBRARY.criteria)


@pytest.mark.parametrize("criterion", LIBRARY.samples)
def test_a_good_sample_lacks_nothing_but_evidence(criterion: str) -> None:
    good = LIBRARY.samples[criterion].i18n.good
    found = {kind: codes(criterion, kind, good) for kind in LIBRARY.criteria[criterion].level}
    assert {kind: each for kind, each in found.items() if each - {"missing-evidence"}} == {}


@pytest.mark.parametrize("criterion", LIBRARY.samples)
def test_a_weak_sample_is_objected_to_whatever_the_evidence(criterion: str) -> None:
    weak = LIBRARY.samples[criterion].i18n.weak
    fitting = Evidence(LIBRARY.criteria[criterion].evidence[0], "scan.pdf", TODAY)
    found = {kind: codes(criterion, kind, weak, fitting) for kind in LIBRARY.criteria[criterion].level}
    assert [kind for kind, each in found.items() if not each] == []


def test_no_good_sample_copies_another() -> None:
    good = {key: sample.i18n.good for key, sample in LIBRARY.samples.items()}
    for key, text in good.items():
        found = review(UNKNOWN, Reviewed(key, "us-importer", text, others=good), today=TODAY)
        assert "repeated-response" not in {each.code for each in found}, key


@pytest.mark.parametrize("way", WAYS)
def test_a_sample_of_any_criterion_that_was_copied_is_a_template_left_in(way: str) -> None:
    text: str = getattr(LIBRARY.samples["9.1"].i18n, way)
    copied = f"{text.upper()} Thanks"
    for criterion in ("9.1", "1.1"):
        first, *_ = review(LIBRARY, Reviewed(criterion, "us-importer", copied), today=TODAY)
        assert (first.code, first.params) == ("placeholder", {"sample": "9.1"})
        assert "invented" in finding_text(first.code, "en", params=first.params)


def in_spanish(*missing: str) -> Localiser:
    def translate(context: str, english: str) -> str | None:
        return None if context.rpartition(".")[2] in missing else f"[{english}]"

    return Localiser("es", translate, str, ", ".join)


def test_a_sample_is_shown_in_the_readers_language_or_as_a_whole_in_english() -> None:
    words = LIBRARY.samples["1.1"].i18n
    shown = sample_view(LIBRARY, "1.1", in_spanish())
    assert (shown.good, shown.lacks, shown.language, shown.in_english) == (
        f"[{words.good}]",
        f"[{words.lacks}]",
        "es",
        False,
    )
    in_part = sample_view(LIBRARY, "1.1", in_spanish("weak"))
    assert (in_part.good, in_part.weak, in_part.language, in_part.in_english) == (words.good, words.weak, "en", True)
    assert sample_view(UNKNOWN, "1.1", in_spanish()) == NO_SAMPLE


def test_a_library_version_without_samples_is_read_as_before() -> None:
    situation = a_situation(complete_answers("us-importer", library=UNKNOWN), library=UNKNOWN)
    assert situation.criteria
