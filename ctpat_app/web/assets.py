"""Scripts, style sheets and pictures of the built site, compressed once and answered out of memory.

A first visit asks for a dozen of them; looking each up in the folder costs more of the processor than all that follows.
"""

import hashlib
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ctpat_app.web.site import FOLDER

_ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
"""Best first."""
_UNWANTED: Final = re.compile(r";\s*q=0(\.0*)?\s*$")
_KINDS: Final = frozenset({".css", ".js", ".svg"})


@dataclass(frozen=True)
class Asset:
    """One file as it goes over the wire in one encoding."""

    content: bytes
    headers: Mapping[str, str]


class Assets:
    """Answers for the compressed files of the built site; everything else goes further in."""

    def __init__(self, app: ASGIApp, *, folder: Path = FOLDER) -> None:
        """Wrap ``app``, which serves the site built into ``folder``."""
        self._app = app
        self._assets = dict(_assets_in(folder))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a file that is here in an encoding the browser takes."""
        is_read = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        headers = Headers(scope=scope) if is_read else Headers()
        asset = self._best(scope["path"], headers.get("accept-encoding", "")) if is_read else None
        if asset is None or "range" in headers:
            await self._app(scope, receive, send)
            return
        is_known = headers.get("if-none-match", "") == asset.headers["etag"]
        answer = Response(b"" if is_known else asset.content, 304 if is_known else 200, asset.headers)
        await answer(scope, receive, send)

    def _best(self, path: str, accepted: str) -> Asset | None:
        names = {item.partition(";")[0].strip() for item in accepted.split(",") if not _UNWANTED.search(item)}
        encodings = (encoding for encoding, _suffix in _ENCODINGS if encoding in names)
        return next((found for encoding in encodings if (found := self._assets.get((path, encoding)))), None)


def _assets_in(folder: Path) -> Iterator[tuple[tuple[str, str], Asset]]:
    for file in (*folder.glob("*"), *(folder / "assets").glob("*")):
        if file.suffix not in _KINDS:
            continue
        for encoding, suffix in _ENCODINGS:
            compressed = file.with_name(file.name + suffix)
            if compressed.exists():
                address = f"/{file.relative_to(folder).as_posix()}"
                yield (address, encoding), _asset(file, compressed.read_bytes(), encoding)


def _asset(file: Path, content: bytes, encoding: str) -> Asset:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(
        content,
        {
            "content-type": kind if kind.startswith("image/") else f"{kind}; charset=utf-8",
            "content-encoding": encoding,
            "vary": "Accept-Encoding",
            "etag": f'"{hashlib.sha256(content).hexdigest()[:16]}"',
        },
    )
