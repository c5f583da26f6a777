"""Reads a posted HTML form: only from our own pages, only small ones, only plain fields."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from ctpat_app.domain.errors import InvalidValue, NotPermitted

MAX_BYTES: Final = 16 * 1024
_MAX_FIELDS: Final = 40


async def read_form(request: Request, public_url: str) -> Mapping[str, str]:
    """Return the fields of the form; of two with one name the last.

    Raises:
        NotPermitted, InvalidValue: as ``read_fields``.
    """
    return dict(await read_fields(request, public_url, max_bytes=MAX_BYTES, max_fields=_MAX_FIELDS))


async def read_fields(request: Request, public_url: str, *, max_bytes: int, max_fields: int) -> list[tuple[str, str]]:
    """Return names and values of the form, in its order.

    Raises:
        NotPermitted: ``request.cross-site``.
        InvalidValue: ``request.not-a-form``, ``request.too-large``.
    """
    if not is_same_site(request, public_url):
        raise NotPermitted("request.cross-site")
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise InvalidValue("request.not-a-form")
    body = await _limited_body(request, max_bytes)
    try:
        return parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=max_fields, errors="strict")
    except ValueError as error:
        raise InvalidValue("request.not-a-form") from error


def is_same_site(request: Request, public_url: str) -> bool:
    """Whether the browser says that one of our own pages sent the request.

    A browser sends ``Origin`` with every posted form; one that hides it still says in ``Sec-Fetch-Site`` where the
    form came from. Who sends neither is no browser of today.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return site == "same-origin"
    own_host = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return origin in {public_url, own_host}


async def _limited_body(request: Request, most: int) -> bytes:
    """Return the body, read no further than the limit: a length that is announced may be a lie."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > most:
        raise InvalidValue("request.too-large")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise InvalidValue("request.too-large")
    return bytes(body)
