"""What the pages of partner monitoring show: lines of the lists, what the search found, and shared facts, in words."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from ctpat_app.domain.company_names import matching_part
from ctpat_app.domain.svi import LinkState
from ctpat_app.guidance.questions import name_of_type
from ctpat_app.services.library import current_library
from ctpat_app.services.svi_lists import FoundPartner, Partner
from ctpat_app.services.svi_profiles import SharedFacts
from ctpat_app.state.model_status import status_name
from ctpat_app.state.trade_account_views import country_name
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class PartnerLine:
    """A partner in a list. ``status`` is empty where it may not be seen; ``waits``: for the reader's word."""

    link: int
    partner: int
    name: str
    country: str
    status: str
    state: str
    since: str
    waits: bool
    is_sent: bool
    """A request of the reader that waits for the partner."""
    stands: bool
    is_blocked: bool
    details: str
    """Address of what the partner shares beyond its status; empty when it does not."""


@dataclass(frozen=True)
class FoundLine:
    """A partner that was found: its name in three parts, the middle one being what was looked for."""

    partner: int
    before: str
    match: str
    after: str
    other_name: str
    country: str
    types: str
    watches_me: str
    """How far the partner watches the searcher, in words; empty: not at all, so it can be asked."""
    watched: str
    is_own: bool


@dataclass(frozen=True)
class Shared:
    """What a partner shares, each line as name and value."""

    company: str = ""
    lines: list[list[str]] = field(default_factory=list)


def partner_line(partner: Partner, language: str) -> PartnerLine:
    """Return the line of one partner."""
    waits = partner.state is LinkState.PENDING and not partner.sent_by_me
    return PartnerLine(
        link=partner.link_id,
        partner=partner.partner_id,
        name=_named(partner.company, partner.model_name),
        country=country_name(partner.country, language),
        status=status_name(partner.status, language) if partner.status else "",
        state=_state(partner, language),
        since=day_text(partner.since.date(), language),
        waits=waits,
        is_sent=partner.state is LinkState.PENDING and partner.sent_by_me,
        stands=partner.state is LinkState.ACCEPTED,
        is_blocked=partner.is_blocked,
        details=f"/{language}/svi-partner/?{urlencode({'link': partner.link_id})}" if partner.shares_more else "",
    )


def found_line(partner: FoundPartner, typed: str, language: str) -> FoundLine:
    """Return the line of one partner that was found by ``typed``; the name that holds it comes first."""
    names = [each for each in (partner.company, partner.trade_name, partner.model_name) if each]
    parts = next((found for each in names if (found := matching_part(each, typed))), None)
    shown = "".join(parts) if parts else names[0]
    before, match, after = parts or (shown, "", "")
    return FoundLine(
        partner=partner.partner_id,
        before=before,
        match=match,
        after=after,
        other_name=next((each for each in names if each != shown), ""),
        country=country_name(partner.country, language),
        types=type_names(partner.types, language),
        watches_me=_open_state(partner.they_watch_me, language),
        watched=_open_state(partner.i_watch_them, language),
        is_own=partner.is_own,
    )


def shared_view(facts: SharedFacts, language: str) -> Shared:
    """Return what is shared, with a word for what was not entered."""
    values = {
        "business-types": type_names(facts.types, language),
        "country": country_name(facts.country, language),
        "address": facts.address,
        "website": facts.website,
        "contact-name": facts.contact_name,
        "contact-email": facts.contact_email,
        "contact-telephone": facts.contact_telephone,
    }
    nothing = message("svi.shared-nothing", language)
    lines = [[message(f"svi.shared-{name}", language), value or nothing] for name, value in values.items()]
    return Shared(facts.company, lines)


def type_names(types: tuple[str, ...], language: str) -> str:
    """Return the names of business types, separated by semicolons; a type that the content has no more is left out."""
    known, localiser = current_library().business_types, localiser_for(language)
    return "; ".join(localiser.text(name_of_type(known[each])) for each in types if each in known)


def _named(company: str, model_name: str) -> str:
    return f"{company} ({model_name})" if model_name else company


def _state(partner: Partner, language: str) -> str:
    if partner.state is LinkState.PENDING:
        return message("svi.state-sent" if partner.sent_by_me else "svi.state-received", language)
    if partner.state is LinkState.REVOKED:
        return message("svi.state-ended-by-us" if partner.ended_by_me else "svi.state-ended-by-them", language)
    return message(f"svi.state-{partner.state}", language)


def _open_state(state: LinkState | None, language: str) -> str:
    return message(f"svi.state-{state}", language) if state else ""
