"""Registrations of EU AEOs in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from ctpat_app.domain.aeo import OPEN
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.guidance.texts import ref
from ctpat_app.services.aeo_rows import RegistrationView
from ctpat_app.services.library import current_library
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message


@dataclass(frozen=True)
class RuleView:
    """A question of the content about who may register."""

    question: str = ""
    hint: str = ""


@dataclass(frozen=True)
class AeoCard:
    """A registration with what became of it; ``elsewhere`` is told to staff alone."""

    id: int
    eori: str
    kind: str
    certificate: str
    mids: list[str]
    state: str
    state_word: str
    is_open: bool
    reason: str
    asked: str
    ended: str
    elsewhere: list[str]


def rule_view(rule: str, language: str) -> RuleView:
    """Return a question of the content; empty when the content has none of that name."""
    found = current_library().aeo_rules.get(rule)
    if found is None:
        return RuleView()
    localiser, path = localiser_for(language), f"aeo_rules/{rule}"
    return RuleView(
        localiser.text(ref(path, "question", found.i18n.question)), localiser.text(ref(path, "hint", found.i18n.hint))
    )


def with_reasons(refusal: Refusal, language: str) -> Refusal:
    """Return ``refusal`` with the content's reason in each fault that names a rule."""
    if not isinstance(refusal, FormFaults):
        return refusal
    for fault in refusal.faults.values():
        if rule := fault.params.get("rule"):
            fault.params["reason"] = _reason(str(rule), language)
    return refusal


def _reason(rule: str, language: str) -> str:
    found = current_library().aeo_rules.get(rule)
    return localiser_for(language).text(ref(f"aeo_rules/{rule}", "otherwise", found.i18n.otherwise)) if found else ""


def aeo_card(item: RegistrationView, language: str, elsewhere: Mapping[str, tuple[str, ...]] | None = None) -> AeoCard:
    """Return a registration for a list."""
    asked = message(
        "aeo.asked-by", language, person=isolated(item.asked_by), day=day_text(item.asked_at.date(), language)
    )
    others = [(each.mid, (elsewhere or {}).get(f"{item.eori}/{each.mid}", ())) for each in item.mids]
    return AeoCard(
        id=item.id,
        eori=item.eori,
        kind=item.kind.value,
        certificate=item.certificate,
        mids=[message("aeo.outside", language, mid=each.mid) if each.is_outside else each.mid for each in item.mids],
        state=item.state.value,
        state_word=message(f"aeo.state-{item.state}", language),
        is_open=item.state in OPEN,
        reason=item.reason,
        asked=asked,
        ended=_ended(item, language),
        elsewhere=[
            message("aeo.elsewhere", language, mid=mid, others=", ".join(eoris))
            for mid, eoris in others
            if eoris and item.state in OPEN
        ],
    )


def _ended(item: RegistrationView, language: str) -> str:
    if item.ended_at:
        return message("aeo.ended-on", language, day=day_text(item.ended_at.date(), language))
    if item.decided_at:
        return message("aeo.decided-on", language, day=day_text(item.decided_at.date(), language))
    return ""
