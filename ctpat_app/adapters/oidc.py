"""Sign-in through an identity provider: authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636).

Nothing that the provider hands over is kept: of its answer only issuer and subject leave this module.
"""

import hmac
import re
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus

import httpx2
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, RSAKey

from ctpat_app.adapters.id_tokens import Expected, read_subject
from ctpat_app.adapters.private_keys import SigningKey, read_key
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.errors import InvalidValue, Refusal, Unavailable
from ctpat_app.domain.identities import CALLBACK, Flow, Identity
from ctpat_app.settings import CLIENT_SECRET_BASIC, Settings

_TIMEOUT: Final = httpx2.Timeout(10, connect=5)
_DISCOVERY_SECONDS: Final = 3600
_ASSERTION_SECONDS: Final = 300
_ERROR_CODE: Final = re.compile(r"[a-z_]{1,40}")
_STOPPED: Final = frozenset({"access_denied", "login_required", "interaction_required", "consent_required"})
_LATER: Final = frozenset({"temporarily_unavailable", "server_error"})

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Endpoints:
    authorization: str
    token: str
    keys: str
    names_itself: bool
    """The provider names itself in each answer (RFC 9207)."""


class Provider:
    """The identity provider of the settings."""

    def __init__(self, settings: Settings, *, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        """Prepare the provider; nothing is asked of it yet.

        Args:
            settings: with an issuer.
            transport: reaches the provider in another way than the network.

        Raises:
            SettingsError: the private key cannot be used.
        """
        self._settings = settings
        self._transport = transport
        self._key = read_key(settings.oidc_private_key) if settings.oidc_private_key else None
        self._endpoints: _Endpoints | None = None
        self._read_at = 0.0
        self._keys: KeySet | None = None

    async def begin(self, *, anew: bool = False) -> tuple[str, Flow]:
        """Return the address to which the person goes, and what to remember.

        Args:
            anew: whether the provider is to ask the person again, although it knows them.

        Raises:
            Unavailable: ``oidc.unavailable``.
        """
        endpoints = await self._discovered()
        flow = Flow(new_token(), new_token(), new_token(), int(time.time()), anew)
        more = {"acr_values": self._settings.oidc_acr_values} if self._settings.oidc_acr_values else {}
        if anew:
            more |= {"prompt": "login", "max_age": "0"}
        async with self._client(endpoints) as client:
            address, _ = client.create_authorization_url(
                endpoints.authorization, state=flow.state, code_verifier=flow.verifier, nonce=flow.nonce, **more
            )
        return str(address), flow

    async def finish(self, answer: Mapping[str, str], flow: Flow) -> Identity:
        """Return who signed in.

        Args:
            answer: the parameters with which the provider sent the person back.
            flow: what ``begin`` gave.

        Raises:
            InvalidValue: ``oidc.no-flow``, ``oidc.stopped``, and the codes of ``read_subject``.
            Unavailable: ``oidc.unavailable``.
        """
        if not hmac.compare_digest(answer.get("state", "").encode(), flow.state.encode()):
            raise InvalidValue("oidc.no-flow")
        endpoints = await self._discovered()
        if (
            answer.get("iss", "" if endpoints.names_itself else self._settings.oidc_issuer)
            != self._settings.oidc_issuer
        ):
            raise InvalidValue("oidc.untrusted")
        if error := answer.get("error", ""):
            raise _refusal_of(error)
        text = await self._exchange(endpoints, answer.get("code", ""), flow)
        subject = await self._subject(endpoints, text, flow)
        return Identity(self._settings.oidc_issuer, subject)

    async def _exchange(self, endpoints: _Endpoints, code: str, flow: Flow) -> str:
        """Return the id_token for ``code``; the other tokens are dropped here."""
        try:
            async with self._client(endpoints) as client:
                tokens = await client.fetch_token(
                    endpoints.token, grant_type="authorization_code", code=code, code_verifier=flow.verifier,
                    redirect_uri=client.redirect_uri,
                )  # fmt: skip
        except OAuthError as error:
            raise _refusal_of(str(error.error)) from error
        except (httpx2.HTTPError, ValueError) as error:
            raise _unavailable("token", error) from error
        return str(tokens.get("id_token", ""))

    async def _subject(self, endpoints: _Endpoints, text: str, flow: Flow) -> str:
        expected = Expected(
            issuer=self._settings.oidc_issuer,
            client_id=self._settings.oidc_client_id,
            nonce=flow.nonce,
            acr_values=tuple(self._settings.oidc_acr_values.split()),
            asked_anew_at=flow.begun_at if flow.anew else None,
        )
        now = int(time.time())
        keys = self._keys or await self._fetch_keys(endpoints)
        try:
            return read_subject(text, keys, expected, now=now)
        except InvalidKeyIdError:
            log.info("oidc.key-unknown")
        try:
            # The provider may have changed its keys since; once, for a token that names no key of theirs never ends it.
            return read_subject(text, await self._fetch_keys(endpoints), expected, now=now)
        except InvalidKeyIdError as error:
            raise InvalidValue("oidc.untrusted") from error

    # ------------------------------------------------------------ asking the provider

    def _client(self, endpoints: _Endpoints) -> AsyncOAuth2Client:
        settings = self._settings
        client = AsyncOAuth2Client(
            client_id=settings.oidc_client_id,
            client_secret=self._key or settings.oidc_client_secret,
            token_endpoint_auth_method=settings.oidc_auth_method,
            scope=settings.oidc_scope,
            redirect_uri=settings.public_url + CALLBACK,
            code_challenge_method="S256",
            timeout=_TIMEOUT,
            transport=self._transport,
        )
        client.register_client_auth_method((CLIENT_SECRET_BASIC, _show_secret))
        if self._key:
            client.register_client_auth_method(self._assertion(self._key, endpoints.token))
        return client

    def _assertion(self, key: SigningKey, token_endpoint: str) -> PrivateKeyJWT:
        """Return what signs the proof of who the kiosk is; made for each request, it keeps the number of the first."""
        algorithm = "RS256" if isinstance(key, RSAKey) else "ES256"
        lifetime = {"exp": int(time.time()) + _ASSERTION_SECONDS}
        return PrivateKeyJWT(token_endpoint, lifetime, {"kid": self._settings.oidc_key_id}, algorithm)

    async def _discovered(self) -> _Endpoints:
        if self._endpoints is None or time.monotonic() - self._read_at > _DISCOVERY_SECONDS:
            address = f"{self._settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
            self._endpoints = self._endpoints_in(await self._read(address))
            self._keys, self._read_at = None, time.monotonic()
        return self._endpoints

    def _endpoints_in(self, metadata: Mapping[str, Any]) -> _Endpoints:
        if metadata.get("issuer") != self._settings.oidc_issuer:
            log.error("oidc.issuer-differs")
            raise Unavailable("oidc.unavailable")
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        authorization, token, keys = found = [str(metadata.get(name, "")) for name in names]
        scheme = "https://" if self._settings.oidc_issuer.startswith("https://") else "http"
        if not all(address.startswith(scheme) for address in found):
            log.error("oidc.endpoint-missing-or-not-https")
            raise Unavailable("oidc.unavailable")
        names_itself = metadata.get("authorization_response_iss_parameter_supported") is True
        return _Endpoints(authorization, token, keys, names_itself)

    async def _fetch_keys(self, endpoints: _Endpoints) -> KeySet:
        found = await self._read(endpoints.keys)
        try:
            self._keys = KeySet.import_key_set({"keys": [dict(key) for key in found["keys"]]})
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise _unavailable("keys", error) from error
        return self._keys

    async def _read(self, address: str) -> dict[str, Any]:
        try:
            async with httpx2.AsyncClient(timeout=_TIMEOUT, transport=self._transport) as client:
                answer = await client.get(address, headers={"accept": "application/json"})
            answer.raise_for_status()
            found = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise _unavailable("metadata", error) from error
        if not isinstance(found, dict):
            raise _unavailable("metadata", TypeError())
        return found


def _show_secret(client: Any, _method: str, uri: str, headers: Any, body: str) -> tuple[str, Any, str]:
    """Name client and secret as RFC 6749, section 2.3.1, asks: both encoded before they are joined."""
    pair = f"{quote_plus(client.client_id)}:{quote_plus(client.client_secret)}"
    headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    return uri, headers, body


def _refusal_of(error: str) -> Refusal:
    """Return the refusal for an error code of the provider; its own sentence is not shown: anybody may have put it."""
    log.warning("oidc.error", reason=error if _ERROR_CODE.fullmatch(error) else "unreadable")
    if error in _LATER:
        return Unavailable("oidc.unavailable")
    return InvalidValue("oidc.stopped" if error in _STOPPED else "oidc.untrusted")


def _unavailable(what: str, error: Exception) -> Unavailable:
    log.error("oidc.unavailable", reason=what, kind=type(error).__name__)
    return Unavailable("oidc.unavailable")
