"""Makes secret tokens for cookies and mailed links."""

import hashlib
import hmac
import re
import secrets
from datetime import datetime

from ctpat_app.domain.case_codes import CLEAR_LETTERS, HELP_CASE_LETTERS, LETTERS, grouped_code
from ctpat_app.domain.inquiry_access import CODE_DIGITS
from ctpat_app.domain.tokens import token_hash
from ctpat_app.domain.walk_throughs import CODE_LENGTH
from ctpat_app.domain.walk_throughs import LETTERS as WALK_LETTERS

__all__ = ["new_case_code", "new_token", "token_hash"]


def new_token() -> str:
    """Return 256 random bits as 43 characters that are safe in addresses and cookies."""
    return secrets.token_urlsafe(32)


def new_case_code() -> str:
    """Return a new code of a case, such as ``ABCD-EFGH``."""
    return grouped_code("".join(secrets.choice(LETTERS) for _ in range(8)))


def new_help_case_code() -> str:
    """Return a new code of a help-desk case, such as ``HKDR-WMNA-CFJP``."""
    return grouped_code("".join(secrets.choice(CLEAR_LETTERS) for _ in range(HELP_CASE_LETTERS)))


def new_mail_code() -> str:
    """Return a new code for a mail: six digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def new_walk_code() -> str:
    """Return a new code that lets a helper ask to look on: six signs that are not taken for each other."""
    return "".join(secrets.choice(WALK_LETTERS) for _ in range(CODE_LENGTH))


def walk_code_hash(secret: str, code: str) -> str:
    """Return by what such a code is found: keyed, for there are few enough of them to try them all."""
    return hmac.new(secret.encode(), f"walk-through/{code}".encode(), hashlib.sha256).hexdigest()


def new_blob_key(now: datetime) -> str:
    """Return a key for the file store that nobody has used: nothing in it tells whose file it is, or what it is."""
    return f"documents/{now:%Y/%m}/{secrets.token_hex(20)}"


def is_blob_key(key: str) -> bool:
    """Whether ``new_blob_key`` makes such keys: whatever else lies in a store was put there by others."""
    return re.fullmatch(r"documents/\d{4}/\d{2}/[0-9a-f]{40}", key) is not None


def new_digits() -> str:
    """Return two digits for comparing two screens."""
    return f"{secrets.randbelow(100):02d}"
