"""Reads the private key with which the kiosk shows an identity provider who it is."""

import json
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from ctpat_app.settings import SettingsError

_CURVE: Final = "P-256"

SigningKey = RSAKey | ECKey


def read_key(file: Path) -> SigningKey:
    """Return the private key in ``file``, PEM or JWK.

    Raises:
        SettingsError: it is no RSA key and none on the curve P-256, or not private.
    """
    try:
        key = _key_in(file.read_bytes())
    except (OSError, JoseError, UnsupportedAlgorithm, KeyError, TypeError, ValueError):
        key = None
    if key is None or not key.is_private or (isinstance(key, ECKey) and key.curve_name != _CURVE):
        raise SettingsError(
            f"KIOSK_OIDC_PRIVATE_KEY cannot be used: it must name a private RSA key, or one on the curve {_CURVE}, "
            "as PEM without a password or as JWK."
        )
    return key


def _key_in(content: bytes) -> SigningKey:
    if content.lstrip().startswith(b"{"):
        fields = json.loads(content)
        return RSAKey.import_key(fields) if fields["kty"] == "RSA" else ECKey.import_key(fields)
    found = load_pem_private_key(content, password=None)
    return RSAKey.import_key(content) if RSAKey.binding.check_cryptography_key(found) else ECKey.import_key(content)
