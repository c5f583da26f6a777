"""The MID builder: from name and address to the code, with each part explained. It stores nothing."""

import asyncio
from dataclasses import dataclass
from functools import cache

import reflex as rx

from ctpat_app.adapters.countries import country_table
from ctpat_app.domain.country_names import CountryTable
from ctpat_app.domain.mid import MidResult, build_mid
from ctpat_app.guidance.identifiers import load_countries, load_mid
from ctpat_app.guidance.texts import Localiser, ref
from ctpat_app.state.access import signed_in
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class MidPartView:
    """One part of the built code: its name, its letters, what they come from, and the rules that made them."""

    name: str
    letters: str
    source: str
    rules: str


@cache
def countries() -> CountryTable:
    """Return the names of countries and Canadian provinces."""
    names = {country.id: country.names for country in load_countries().values()}
    return country_table(names, {province.id: province.i18n.name for province in load_mid().provinces})


class MidBuilderState(rx.State):
    """What was built last for this tab."""

    mid: str = ""
    parts: list[MidPartView] = []
    notes: list[str] = []

    @rx.event
    @signed_in
    async def build(self, name: str, address: str, city: str, country: str) -> None:
        """Build the code; what is missing or was left out is told in words."""
        language = (await self.get_state(SessionState)).language
        result = await asyncio.to_thread(build_mid, name, address, city, country, countries())
        self.mid = result.mid or ""
        self.parts = _parts(result, localiser_for(language))
        self.notes = [message(note.code, language, **dict(note.params)) for note in result.notes]

    @rx.event
    @signed_in
    async def clear(self) -> None:
        """Start again."""
        self.mid, self.parts, self.notes = "", [], []


def _parts(result: MidResult, localiser: Localiser) -> list[MidPartView]:
    guide = load_mid()
    names = {part.id: localiser.text(ref(f"mid/{guide.id}/{part.id}", "name", part.i18n.name)) for part in guide.parts}
    rules = {rule.id: localiser.text(ref(f"mid/{guide.id}/{rule.id}", "rule", rule.i18n.rule)) for rule in guide.rules}
    return [
        MidPartView(
            names.get(part.part, part.part), part.text, part.source_text, " ".join(rules[key] for key in part.rule_ids)
        )
        for part in result.parts
    ]
