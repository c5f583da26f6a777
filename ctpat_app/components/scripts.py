"""Scripts that only some pages load, beside the one of every page."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import reflex as rx


def page_script(name: str) -> rx.Component:
    """Return the script ``name`` of ``assets/``; the browser loads it once, on the first page that has it."""
    return rx.el.script(src=_address(name), custom_attrs={"async": True})


def for_script() -> dict[str, object]:
    """Return the attributes of an empty element whose text a script writes, maybe before React takes the page over.

    React leaves alone what such an element holds, instead of building the page anew because it differs.
    """
    return {"dangerouslySetInnerHTML": {"__html": ""}}


@cache
def _address(name: str) -> str:
    """Return its address, which changes with its content so that browsers may keep it."""
    return f"/{name}?v={sha256((Path('assets') / name).read_bytes()).hexdigest()[:8]}"
