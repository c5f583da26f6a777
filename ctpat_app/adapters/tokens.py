"""Makes secret tokens for cookies and mailed links."""

import secrets

from ctpat_app.domain.case_codes import LETTERS, case_code
from ctpat_app.domain.tokens import token_hash

__all__ = ["new_case_code", "new_token", "token_hash"]


def new_token() -> str:
    """Return 256 random bits as 43 characters that are safe in addresses and cookies."""
    return secrets.token_urlsafe(32)


def new_case_code() -> str:
    """Return a new code of a case, such as ``ABCD-EFGH``."""
    return case_code("".join(secrets.choice(LETTERS) for _ in range(8)))
