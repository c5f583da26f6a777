"""A person's own data as a page to read: headings and field names in the reader's language."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from ctpat_app.words import N_
from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.languages import direction

Cell = str | int | bool | None

TITLE: Final = N_("What this kiosk holds about you")
NOTHING: Final = N_("Nothing is stored here.")
SECTION_NAMES: Final[dict[str, str]] = {
    "account": N_("Your account"),
    "factors": N_("What you sign in with"),
    "memberships": N_("Companies you work for"),
    "answers": N_("What you wrote"),
    "messages": N_("Messages that you wrote"),
    "reports": N_("Problems that you reported"),
    "documents": N_("What you uploaded"),
    "signatures": N_("What you signed"),
    "actions": N_("What you are to do"),
    "sessions": N_("Where you signed in"),
    "identities": N_("Other services that sign you in"),
    "mails": N_("Mails to you"),
    "notices": N_("What stands in your inbox"),
    "unmailed": N_("What you want no mail about"),
    "events": N_("What was done, and when"),
    "known-problems": N_("Known problems of which you want to hear"),
}


def own_data_page(sections: Mapping[str, Sequence[Mapping[str, Cell]]], language: str, *, kiosk: str) -> str:
    """Return an HTML page with every record; it loads nothing and can be printed."""
    title = ui_text(language, TITLE)
    parts = "".join(_section(name, records, language) for name, records in sections.items())
    return (
        f'<!doctype html><html lang="{language}" dir="{direction(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        "<style>body{font:1rem/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
        "dl{border-top:1px solid #888;padding-top:.5rem}dt{font-weight:bold}"
        "dd{margin:0 0 .5rem;overflow-wrap:anywhere;white-space:pre-wrap}</style></head>"
        f"<body><h1>{escape(title)}</h1><p><bdi>{escape(kiosk)}</bdi></p>{parts}</body></html>"
    )


def _section(name: str, records: Sequence[Mapping[str, Cell]], language: str) -> str:
    english = SECTION_NAMES[name]
    heading = ui_text(language, english)
    body = "".join(map(_record, records)) or f"<p>{escape(ui_text(language, NOTHING))}</p>"
    return f"<h2>{escape(heading)} ({len(records)})</h2>{body}"


def _record(record: Mapping[str, Cell]) -> str:
    """Return one record; the names are those of the JSON file, so that both can be compared."""
    fields = (
        f'<dt lang="en" dir="ltr">{escape(name)}</dt><dd dir="auto">{escape(str(value))}</dd>'
        for name, value in record.items()
        if value not in (None, "", False)
    )
    return f"<dl>{''.join(fields)}</dl>"
