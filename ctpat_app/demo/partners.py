"""Business partners of the invented companies, by the mail address of the founder: a handful in every state."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from ctpat_app.demo.companies import HALF_WAY, SENT, Company
from ctpat_app.domain.partners import Partner
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.partners import add_partner
from ctpat_app.words.languages import known_languages


@dataclass(frozen=True)
class _Kept:
    """A partner, and how many days ago the proof of its membership was checked; 0: never."""

    partner: Partner
    checked_days_ago: int = 0


_OF_MEXICO: Final = (
    _Kept(
        Partner(
            "Aceros del Norte Ejemplo SA de CV", "supplier", "MX", "Lucía Ejemplo", "calidad@aceros.example", "es",
            risk="medium", risk_reason="Loads its own steel coils; we inspect every trailer.", program="none",
        )
    ),
    _Kept(
        Partner(
            "Agencia Aduanal Ejemplo del Bravo", "broker", "MX", "Raúl Ejemplo", "trafico@aduanal-bravo.example", "es",
            risk="low", risk_reason="Sees our data, never the cargo.", program="aeo", proof="OEA-EJEMPLO-0417",
        ),
        checked_days_ago=120,
    ),
    _Kept(
        Partner(
            "Patio Seguro Ejemplo", "warehouse", "MX", "Elena Ejemplo", "patio@patio-seguro.example", "es",
            risk="high", risk_reason="Trailers stand there over night, close to the border.", program="unknown",
        )
    ),
    _Kept(
        Partner(
            "Example Yard Guards LLC", "service", "US", "Tom Example", "office@yard-guards.example", "en",
            program="unknown", note="Guards the yard in Laredo.",
        )
    ),
)  # fmt: skip
_OF_IMPORTER: Final = (
    _Kept(
        Partner(
            "Ningbo Example Lamps Co., Ltd.", "manufacturer", "CN", "Li Example", "export@example-lamps.example",
            "zh-Hans", risk="high", risk_reason="Seals its containers without us; first orders last year.",
            program="unknown",
        )
    ),
    _Kept(
        Partner(
            "Example Great Lakes Line", "line", "US", "Ann Example", "security@great-lakes-line.example", "en",
            risk="low", risk_reason="Known for twelve years, no loss.", program="ctpat", proof="Its certificate",
        ),
        checked_days_ago=500,
    ),
    _Kept(
        Partner(
            "Example Harbor Drayage Inc.", "trucker", "US", "Joe Example", "dispatch@harbor-drayage.example", "en",
            risk="medium", risk_reason="Short way, but other drivers each week.", program="none",
        )
    ),
)  # fmt: skip
_PARTNERS: Final[Mapping[str, tuple[_Kept, ...]]] = {
    HALF_WAY.founder.email: _OF_MEXICO,
    SENT.founder.email: _OF_IMPORTER,
}


def add_partners(session: Session, actor: Actor, company: Company, account: int, *, now: datetime) -> None:
    """Put the partners of ``company`` into its register."""
    languages = dict(known_languages())
    for kept in _PARTNERS.get(company.founder.email, ()):
        checked_on = (now - timedelta(days=kept.checked_days_ago)).date() if kept.checked_days_ago else None
        partner = replace(kept.partner, proof_checked_on=checked_on)
        add_partner(session, actor, trade_account_id=account, partner=partner, languages=languages, now=now)
