"""Addresses and languages: the redirect from ``/``, the remembered choice, and unknown addresses."""

from collections.abc import Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ctpat_app.web.site import FOLDER, NOT_FOUND, page_paths
from ctpat_app.words.languages import best_language

COOKIE: Final = "kiosk_language"
_YEAR_SECONDS: Final = 31_536_000
_SUFFIXES: Final = {"br": ".br", "gzip": ".gz", "": ""}


class Languages:
    """Sends visitors of ``/`` to their language and answers unknown addresses in it."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        languages: Sequence[str],
        https: bool,
        partner_languages: Sequence[str] = (),
        folder: Path = FOLDER,
    ) -> None:
        """Wrap ``app``, which serves the site built into ``folder``: in ``partner_languages`` only some pages."""
        self._app = app
        self._languages = languages
        self._all_languages = tuple(dict.fromkeys((*languages, *partner_languages)))
        self._secure = "; Secure" if https else ""
        self._pages = page_paths(folder)
        self._not_found = {language: _encodings(folder / language / NOT_FOUND) for language in self._all_languages}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; only reading requests for pages are touched."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"]
        language = self._language_of(path)
        if path == "/":
            await self._to_language(scope, receive, send)
        elif language and path.rstrip("/") == f"/{language}/{NOT_FOUND}":
            await self._answer_not_found(scope, receive, send)
        elif f"{path.rstrip('/')}/" in self._pages:
            # With the final slash the file is found at once; without it the file server would redirect first.
            page = {**scope, "path": f"{path.rstrip('/')}/"}
            await self._app(page, receive, self._remembering(language, headers, send))
        elif elsewhere := self._in_the_first_language(path):
            await _redirect(elsewhere, scope)(scope, receive, send)
        else:
            await self._unless_not_found(scope, receive, send)

    def _language_of(self, path: str) -> str | None:
        first = path.split("/", 2)[1]
        return first if first in self._all_languages else None

    def _in_the_first_language(self, path: str) -> str | None:
        """Return the address of a page that exists, but not in the partners' language that ``path`` names."""
        language, _, rest = path.strip("/").partition("/")
        if language in self._languages or language not in self._all_languages:
            return None
        page = rest.strip("/")
        address = f"/{self._languages[0]}/{page}/" if page else f"/{self._languages[0]}/"
        return address if address in self._pages else None

    def _preferred(self, headers: Headers) -> str:
        """Return the language chosen last, else the best that the browser asks for."""
        return best_language([_cookie(headers), *accepted(headers.get("accept-language", ""))], self._languages)

    async def _to_language(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _redirect(f"/{self._preferred(Headers(scope=scope))}/", scope)
        answer.headers["vary"] = "Cookie, Accept-Language"
        await answer(scope, receive, send)

    def _remembering(self, language: str | None, headers: Headers, send: Send) -> Send:
        """Return a ``send`` that stores the language of the page on show, if it is not yet the stored one.

        A language of partners is not stored: the start page does not exist in it.
        """
        if language not in self._languages or _cookie(headers) == language:
            return send

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = f"{COOKIE}={language}; Path=/; Max-Age={_YEAR_SECONDS}; SameSite=Lax{self._secure}"
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        return send_with_cookie

    async def _unless_not_found(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the answer on, unless it is the file server's own page for an unknown address."""
        replaced = False

        async def watch(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_not_found_page(message):
                replaced = True
                await self._answer_not_found(scope, receive, send)
            elif not replaced:
                await send(message)

        await self._app(scope, receive, watch)

    async def _answer_not_found(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        language = self._language_of(scope["path"]) or self._preferred(headers)
        bodies = self._not_found[language]
        encoding = next((name for name in bodies if name in accepted(headers.get("accept-encoding", ""))), "")
        answer = Response(bodies.get(encoding, b""), status_code=404, media_type="text/html")
        answer.headers["vary"] = "Accept-Encoding, Cookie, Accept-Language"
        answer.headers["content-language"] = language
        if encoding:
            answer.headers["content-encoding"] = encoding
        await answer(scope, receive, send)


def _redirect(address: str, scope: Scope) -> RedirectResponse:
    """Return the way to ``address`` with the query of the request."""
    query = scope.get("query_string", b"").decode("latin-1")
    target = f"{address}?{query}" if query else address
    return RedirectResponse(target, status_code=307, headers={"cache-control": "no-store"})


def accepted(header: str) -> list[str]:
    """Return the values of an ``Accept-Language`` or ``Accept-Encoding`` header, the most wanted first."""
    weighted = [_weighted(entry) for entry in header.split(",") if entry.strip()]
    return [value for value, weight in sorted(weighted, key=lambda pair: -pair[1]) if weight > 0]


def _weighted(entry: str) -> tuple[str, float]:
    value, _, parameter = entry.partition(";")
    try:
        return value.strip(), float(parameter.strip().removeprefix("q=")) if parameter else 1.0
    except ValueError:
        return value.strip(), 0.0


def _cookie(headers: Headers) -> str:
    try:
        stored = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return stored.value if stored else ""


def _is_not_found_page(message: Message) -> bool:
    kind = MutableHeaders(scope=message).get("content-type", "")
    return message["status"] == 404 and kind.startswith("text/html")


def _encodings(page: Path) -> Mapping[str, bytes]:
    """Return the built variants of ``page`` by content encoding, the smallest first."""
    variants = {encoding: page / f"index.html{suffix}" for encoding, suffix in _SUFFIXES.items()}
    return {encoding: file.read_bytes() for encoding, file in variants.items() if file.exists()}
