"""Findings of the reviewer as pages show them: told in the reader's language, with what became of each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ctpat_app.services.reviews import Objection
from ctpat_app.words.dates import day_text
from ctpat_app.words.messages import isolated
from ctpat_app.words.reviews import finding_name, finding_text


@dataclass(frozen=True)
class FindingView:
    """One finding; ``words`` are those that caused it, empty where the text itself names them.

    ``code`` and ``about`` travel with what the person does about it. ``reason`` is empty while it is open.
    """

    code: str
    about: str
    text: str
    words: str = ""
    reason: str = ""
    who: str = ""
    day: str = ""


@dataclass(frozen=True)
class KindCount:
    """How often one kind of finding is open."""

    name: str
    count: int


def finding_view(objection: Objection, language: str) -> FindingView:
    """Return one finding in the reader's language."""
    finding, dismissal = objection.finding, objection.dismissal
    # Words of an answer keep their own direction inside a sentence of another script.
    words = isolated(finding.words) if finding.words else ""
    text = finding_text(finding.code, language, words=words, params=finding.params)
    quoted = "" if words in text else finding.words
    if dismissal is None:
        return FindingView(finding.code, objection.about, text, quoted)
    day = day_text(dismissal.at.date(), language)
    return FindingView(finding.code, objection.about, text, quoted, dismissal.reason, dismissal.who, day)


def kinds_in(objections: Iterable[Objection], language: str) -> list[KindCount]:
    """Return how often each kind stands among ``objections``, the most frequent first."""
    counted = Counter(finding_name(each.finding.code, language) for each in objections)
    return [KindCount(name, count) for name, count in counted.most_common()]
