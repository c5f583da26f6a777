"""Security and caching headers on every HTTP response; the outermost wrapper of the server."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ctpat_app.adapters.shared_terminal import TERMINAL_COOKIE

SHARED_COOKIE: Final = "kiosk_shared"
"""Set while somebody is signed in at a computer that others use too: then the browser keeps no page."""
_KEEP_NO_PAGE: Final = (SHARED_COOKIE.encode(), TERMINAL_COOKIE.encode())
_UNLISTED: Final = ("/verify", "/phone", "/guide")
"""Pages that show something under a code which only its holder has: no search engine keeps them."""
YEAR_SECONDS: Final = 31_536_000
_NOT_LISTED: Final = re.compile(r"/[A-Za-z-]{2,16}/(inquiry-|partner-answers)")
"""Pages of people who hold a link: no search engine keeps them."""
_FIXED: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Headers:
    """Adds the headers that belong to the address and the kind of each answer."""

    def __init__(self, app: ASGIApp, *, public_url: str, script_hashes: Mapping[str, Sequence[str]]) -> None:
        """Wrap ``app``.

        Args:
            app: what answers.
            public_url: where browsers reach the kiosk, such as ``https://kiosk.example.com``.
            script_hashes: CSP sources of the inline scripts of each page, by address with its final slash.
        """
        self._app = app
        self._https = public_url.startswith("https://")
        socket = public_url.replace("http", "ws", 1)
        self._default_policy = content_security_policy(socket, ())
        self._policies = {path: content_security_policy(socket, hashes) for path, hashes in script_hashes.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers added; sockets pass untouched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Wrappers further in may change the scope's path.
        path, query = scope["path"], scope.get("query_string", b"")
        cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
        shared = any(name in cookies for name in _KEEP_NO_PAGE)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                self._add(headers, path, query)
                if shared and headers.get("content-type", "").startswith("text/html"):
                    headers["cache-control"] = "no-store"
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, path: str, query: bytes) -> None:
        headers.update(_FIXED)
        if _NOT_LISTED.match(path):
            headers["x-robots-tag"] = "noindex, nofollow"
        # Files that people uploaded bring a stricter policy of their own.
        headers.setdefault("content-security-policy", self._policies.get(f"{path.rstrip('/')}/", self._default_policy))
        if self._https:
            headers["strict-transport-security"] = f"max-age={YEAR_SECONDS}; includeSubDomains"
        if path.rstrip("/").endswith(_UNLISTED):
            headers["x-robots-tag"] = "noindex, nofollow"
        headers.setdefault("cache-control", _caching(headers.get("content-type", ""), path, query))


def content_security_policy(socket: str, hashes: Sequence[str]) -> str:
    """Return the policy of one page; ``socket`` is the websocket's origin, ``hashes`` its inline scripts'."""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *hashes)),
            # The build's own style engine writes style elements; styles can do little harm where scripts are bound.
            "style-src 'self' 'unsafe-inline'",
            f"connect-src 'self' {socket}",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _caching(content_type: str, path: str, query: bytes) -> str:
    """Files whose address changes with their content stay for ever; everything else is asked for again."""
    named_by_content = path.startswith("/assets/") or query.startswith(b"v=")
    if named_by_content and not content_type.startswith("text/html"):
        return f"public, max-age={YEAR_SECONDS}, immutable"
    return "no-cache"
