"""Gives the cookies by which somebody is known the prefix ``__Host-``, at the edge: a sibling domain plants none."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ctpat_app.web.gate import PARTNER_COOKIE, SESSION_COOKIE

PREFIX: Final = "__Host-"
_INSIDE: Final = (f"{SESSION_COOKIE}=".encode(), f"{PARTNER_COOKIE}=".encode())
_OUTSIDE: Final = tuple(PREFIX.encode() + each for each in _INSIDE)


class HostCookies:
    """Inside each has its plain name. From outside one of that name is worth nothing; only the prefixed passes.

    Browsers take the prefix with ``Secure`` alone: so this stands only where cookies are secure.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, the cookie renamed on its way in and out; for a socket that is its handshake."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def send_renamed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [(name, _sent(name, value)) for name, value in message["headers"]]
            await send(message)

        headers = [(name, _received(value) if name == b"cookie" else value) for name, value in scope["headers"]]
        await self._app({**scope, "headers": headers}, receive, send_renamed)


def _received(cookies: bytes) -> bytes:
    parts = [part.strip() for part in cookies.split(b";")]
    kept = [
        part.removeprefix(PREFIX.encode()) if part.startswith(_OUTSIDE) else part
        for part in parts
        if not part.startswith(_INSIDE)
    ]
    return b"; ".join(kept)


def _sent(name: bytes, value: bytes) -> bytes:
    if name.lower() != b"set-cookie" or not value.startswith(_INSIDE):
        return value
    # A browser does not even delete a cookie with the prefix unless it is told so securely.
    is_secure = b"; secure" in value.lower()
    return PREFIX.encode() + value + (b"" if is_secure else b"; Secure")
