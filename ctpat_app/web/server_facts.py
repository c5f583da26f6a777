"""What a page compares itself with: the server's clock and the build of the pages that it serves."""

import re
import time
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ctpat_app.web.site import FOLDER

ADDRESS: Final = "/server-facts"
_MANIFEST: Final = re.compile(r"/assets/manifest-[\w-]+\.js")


def server_facts_routes(*, folder: Path = FOLDER) -> list[Route]:
    """Return the route that tells clock and build; ``folder`` holds the built site."""
    build = build_of(folder)

    async def tell(_request: Request) -> Response:
        # The true time, also while the kiosk pretends another day: the browser's clock is compared with it.
        return JSONResponse({"now": round(time.time() * 1000), "build": build}, headers={"cache-control": "no-store"})

    return [Route(ADDRESS, tell, methods=["GET"])]


def build_of(folder: Path) -> str:
    """Return the address of the list of scripts that the built pages load; "" before the first build.

    Its name changes with every script of the site, and each page in a browser knows from which list it was made.
    """
    page = next(iter(sorted(folder.glob("*/index.html"))), None)
    found = _MANIFEST.search(page.read_text("utf-8")) if page else None
    return found[0] if found else ""
