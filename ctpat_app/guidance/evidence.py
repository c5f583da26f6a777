"""Where evidence belongs: kinds of evidence against categories of statements. Looks only at content and the path."""

from collections.abc import Mapping

from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.schema import Criterion, EvidenceKind


def belongs(kinds: Mapping[str, EvidenceKind], kind: str, criterion: Criterion) -> bool:
    """Whether evidence of ``kind`` says something about ``criterion``; of a kind that nobody named, nobody can tell.

    Source: ``evidence_kinds.yaml``, ``categories`` (project proposal).
    """
    known = kinds.get(kind)
    return known is None or criterion.category in known.categories


def places_for(now: Situation, kind: str) -> tuple[str, ...]:
    """Return the ids of the asked criteria where evidence of ``kind`` belongs: first those that name it, in order."""
    known = now.library.evidence_kinds.get(kind)
    if known is None:
        return ()
    fitting = [item.criterion for item in now.criteria if item.criterion.category in known.categories]
    return tuple(each.id for each in sorted(fitting, key=lambda each: kind not in each.evidence))
