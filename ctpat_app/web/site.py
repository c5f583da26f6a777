"""The built site: the last touches after the build, and what the server must know of its files."""

import base64
import gc
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from reflex.plugins import Plugin
from reflex_base.plugins.base import PostBuildContext, PreCompileContext
from typing_extensions import Unpack

from ctpat_app.words.languages import direction

FOLDER: Final = Path(".web/build/client")
NOT_FOUND: Final = "not-found"
"""Path below each language of the page that answers unknown addresses."""

_HTML_TAG: Final = re.compile(r"<html\b[^>]*>")
_SCRIPT: Final = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
_LOADED: Final = re.compile(r"""<link\b[^>]*rel="(?:modulepreload|preload)"[^>]*>""")
_OWN_SCRIPT: Final = re.compile(r"""src="/kiosk[^"]*\.js""")
_ENDPOINT: Final = re.compile(r"""(["'`])(http|ws)://localhost:\d+(/[\w./-]*)\1""")


class FinishSite(Plugin):
    """Finishes the built site after each build, before its files are compressed."""

    def __init__(self, languages: Sequence[str]) -> None:
        """Finish the pages of ``languages``."""
        self._languages = languages

    def post_build(self, **context: Unpack[PostBuildContext]) -> None:
        """Set language and direction of every page, free the scripts of the port, make the not-found pages plain."""
        finish(context["static_dir"], self._languages)


class RareCollections(Plugin):
    """Lets the garbage collector look seldom while pages are compiled.

    Compiling makes millions of objects that all live on; looking through them again and again took a quarter of the
    time.
    """

    _THRESHOLDS: Final = (200_000, 50, 100)

    def pre_compile(self, **_context: Unpack[PreCompileContext]) -> None:
        """Look seldom from now on."""
        gc.freeze()
        gc.set_threshold(*self._THRESHOLDS)


def finish(folder: Path, languages: Sequence[str]) -> None:
    """Rewrite the built site in ``folder``: one build has one ``<html lang>`` and one server address for all pages."""
    for language in languages:
        for page in _pages_of(folder, language):
            _rewrite(page, _in_language(page.read_text("utf-8"), language))
        for page in (folder / language / f"{NOT_FOUND}.html", folder / language / NOT_FOUND / "index.html"):
            if page.exists():
                _rewrite(page, without_scripts(page.read_text("utf-8")))
    for script in (folder / "assets").glob("*.js"):
        _rewrite(script, _ENDPOINT.sub(_same_origin, script.read_text("utf-8")))


def _rewrite(file: Path, text: str) -> None:
    """Write ``text`` if it differs; an unchanged file keeps its date."""
    if file.read_text("utf-8") != text:
        file.write_text(text, "utf-8")


def _pages_of(folder: Path, language: str) -> Iterable[Path]:
    yield from (folder / language).rglob("*.html")
    alone = folder / f"{language}.html"
    if alone.exists():
        yield alone


def _in_language(html: str, language: str) -> str:
    return _HTML_TAG.sub(f'<html lang="{language}" dir="{direction(language)}">', html, count=1)


def _same_origin(found: re.Match[str]) -> str:
    """Take scheme, host and port from the page: the same build then serves any address."""
    scheme, path = found[2], found[3]
    origin = 'location.origin.replace(/^http/,"ws")' if scheme == "ws" else "location.origin"
    return f'({origin}+"{path}")'


def without_scripts(html: str) -> str:
    """Return ``html`` without scripts but the kiosk's own small ones.

    The page for unknown addresses is shown at addresses that the browser's router does not know; it would replace it.
    """
    kept = _SCRIPT.sub(lambda found: found[0] if _OWN_SCRIPT.search(found[1]) else "", html)
    return _LOADED.sub("", kept)


def page_paths(folder: Path = FOLDER) -> frozenset[str]:
    """Return the addresses of all built pages, each with its final slash: ``/en/``, ``/en/apply/``."""
    return frozenset(f"/{index.parent.relative_to(folder).as_posix()}/" for index in folder.glob("*/**/index.html"))


def script_hashes(html: str) -> tuple[str, ...]:
    """Return the CSP sources (``'sha256-…'``) of the inline scripts of one page, in a stable order."""
    inline = (body for attributes, body in _SCRIPT.findall(html) if "src=" not in attributes)
    return tuple(sorted({f"'sha256-{_base64_sha256(body)}'" for body in inline}))


def _base64_sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def hashes_by_page(folder: Path = FOLDER) -> dict[str, tuple[str, ...]]:
    """Return the CSP sources of the inline scripts of every built page, by its address."""
    return {
        path: script_hashes((folder / path.strip("/") / "index.html").read_text("utf-8")) for path in page_paths(folder)
    }


def version_of(asset: str, folder: Path = Path("assets")) -> str:
    """Return the address of ``asset`` with a version that changes with its content: ``/kiosk.css?v=1a2b3c4d``."""
    file = folder / asset
    if not file.exists():
        return f"/{asset}"
    return f"/{asset}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"
