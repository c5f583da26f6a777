"""Checks what an identity provider says about who signed in.

Source: OpenID Connect Core 1.0, section 3.1.3.7 "ID Token Validation".
"""

from dataclasses import dataclass
from typing import Any, Final

import structlog
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.identities import MAX_SUBJECT

ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""Signatures by a private key alone: with ``none`` or a shared secret others could sign too."""
LEEWAY: Final = 60
"""Seconds that the clocks of provider and kiosk may differ."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Expected:
    """What an id_token has to say."""

    issuer: str
    client_id: str
    nonce: str
    acr_values: tuple[str, ...] = ()
    """Levels of assurance that were asked for: it must name one of them."""
    asked_anew_at: int | None = None
    """When the provider was told to ask the person anew; None when it was not."""


def read_subject(text: str, keys: KeySet, expected: Expected, *, now: int) -> str:
    """Return who signed in.

    Args:
        text: the id_token.
        keys: the provider's public keys.
        expected: what it has to say.
        now: the present moment, in seconds since 1970.

    Raises:
        InvalidValue: ``oidc.untrusted``, ``oidc.weak``, ``oidc.not-asked-anew``.
        InvalidKeyIdError: it is signed with a key that is not among ``keys``.
    """
    try:
        token = jwt.decode(text, keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": expected.issuer},
                "aud": {"essential": True, "value": expected.client_id},
            },
            {"nonce": expected.nonce, "client_id": expected.client_id},
        )
        claims.validate(now, LEEWAY)
    except InvalidKeyIdError:
        raise
    except (JoseError, ValueError, TypeError) as error:
        # The kind alone: the message of some errors repeats what the token says about the person.
        log.warning("oidc.id-token-refused", kind=type(error).__name__, reason=getattr(error, "claim", ""))
        raise InvalidValue("oidc.untrusted") from error
    _check_level(claims, expected)
    _check_when(claims, expected)
    return _subject(claims)


def _check_level(claims: dict[str, Any], expected: Expected) -> None:
    if expected.acr_values and claims.get("acr") not in expected.acr_values:
        raise InvalidValue("oidc.weak")


def _check_when(claims: dict[str, Any], expected: Expected) -> None:
    """Refuse an answer about an earlier sign-in, also of a provider that does not say when it was."""
    if expected.asked_anew_at is None:
        return
    when = claims.get("auth_time")
    if not isinstance(when, int) or when < expected.asked_anew_at - LEEWAY:
        raise InvalidValue("oidc.not-asked-anew")


def _subject(claims: dict[str, Any]) -> str:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT:
        raise InvalidValue("oidc.untrusted")
    return subject
