"""The page between the kiosk and an identity provider."""

from html import escape
from typing import Final

from ctpat_app.words import N_
from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.languages import direction

_TITLE: Final = N_("You go on to {provider}")
_TEXT: Final = N_("{provider} asks you to sign in there and then sends you back to {kiosk}.")
_LINK: Final = N_("Go on to {provider}")


def way_out_page(address: str, language: str, *, provider: str, kiosk: str) -> str:
    """Return an HTML page that leads to ``address`` by itself, and by a link."""
    title, text, link = (
        escape(ui_text(language, each).format(provider=provider, kiosk=kiosk)) for each in (_TITLE, _TEXT, _LINK)
    )
    href = escape(address, quote=True)
    return (
        f'<!doctype html><html lang="{language}" dir="{direction(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f'<meta http-equiv="refresh" content="0; url={href}"><link rel="icon" href="/favicon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/kiosk.css"></head>'
        f'<body><div class="kiosk-page"><div class="kiosk-layout"><main class="kiosk-main">'
        f"<h1>{title}</h1><p>{text}</p>"
        f'<p><a class="usa-button" href="{href}">{link}</a></p></main></div></div></body></html>'
    )
