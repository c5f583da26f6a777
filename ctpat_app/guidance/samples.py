"""The invented answers beside a criterion, in the reader's language or visibly in English."""

from dataclasses import dataclass

from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Localiser, ref


@dataclass(frozen=True)
class SampleView:
    """A good and a weak answer, and what the weak one lacks; all empty where the library version has none."""

    good: str = ""
    weak: str = ""
    lacks: str = ""
    language: str = ""
    in_english: bool = False
    """Whether the texts stand in English for a reader of another language."""


NO_SAMPLE = SampleView()


def sample_view(library: Library, criterion_id: str, localiser: Localiser) -> SampleView:
    """Return the sample of a criterion; a translation in part counts as none, so that the texts fit each other."""
    sample = library.samples.get(criterion_id)
    if sample is None:
        return NO_SAMPLE
    words = sample.i18n
    english = (words.good, words.weak, words.lacks)
    keys = ("good", "weak", "lacks")
    shown = [localiser.show(ref(f"samples/{criterion_id}", key, text)) for key, text in zip(keys, english, strict=True)]
    if any(each.language != localiser.language for each in shown):
        return SampleView(*english, "en", in_english=True)
    good, weak, lacks = (each.text for each in shown)
    return SampleView(good, weak, lacks, localiser.language)
