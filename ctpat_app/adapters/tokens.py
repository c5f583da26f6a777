"""Makes secret tokens for cookies and mailed links."""

import secrets

from ctpat_app.domain.tokens import token_hash

__all__ = ["new_token", "token_hash"]


def new_token() -> str:
    """Return 256 random bits as 43 characters that are safe in addresses and cookies."""
    return secrets.token_urlsafe(32)
