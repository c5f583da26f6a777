"""Secret tokens of cookies and mailed links: the database holds only their hash."""

import hashlib


def token_hash(token: str) -> str:
    """Return the 64 hexadecimal digits by which ``token`` is found.

    Plain SHA-256 is enough: a token is 256 random bits, nobody can guess it.
    """
    return hashlib.sha256(token.encode()).hexdigest()
