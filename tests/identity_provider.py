"""An identity provider that lies as a test tells it to; it is reached without a network."""

import hashlib
import json
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.factories import ISSUER

CLIENT = "kiosk"
SECRET = "a secret: with + and %"
_KEYS = {kid: RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("first", "second")}

Claims = dict[str, Any]


class IdentityProvider:
    """Knows one person, ``subject``; every knob makes it answer in another way."""

    def __init__(self) -> None:
        self.subject = "number-1"
        self.claims: Claims = {}
        """What the id_token says differently; None leaves a claim out."""
        self.header: dict[str, Any] = {}
        self.published = ["first"]
        self.kid = "first"
        self.token_error = ""
        self.metadata: dict[str, Any] = {}
        self.asked: list[str] = []
        """Paths of the requests that came in."""
        self.tokens: list[dict[str, str]] = []
        """Forms that were posted to the token endpoint."""
        self.authorizations: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self.sign: Callable[[dict[str, Any], Claims], str] = self._sign
        app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/jwks", self._jwks),
                Route("/token", self._token, methods=["POST"]),
            ]
        )
        self.transport = httpx2.ASGITransport(app=app)

    def answer(self, address: str) -> dict[str, str]:
        """Return the parameters with which the person comes back from ``address``, where the kiosk sent them."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": ISSUER}

    async def _discovery(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        metadata = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "authorization_response_iss_parameter_supported": True,
        }
        return JSONResponse(metadata | self.metadata)

    async def _jwks(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        keys = [_KEYS[kid].as_dict(private=False) for kid in self.published]
        # Kinds of keys that the kiosk does not know are passed over (RFC 7517, section 5).
        return JSONResponse({"keys": [*keys, {"kty": "AKP", "kid": "tomorrow"}]})

    async def _token(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        body = parse_qs((await request.body()).decode())
        form = {name: values[0] for name, values in body.items()}
        self.tokens.append(form)
        self.authorizations.append(request.headers.get("authorization", ""))
        if self.token_error:
            return JSONResponse({"error": self.token_error, "error_description": "<b>ours</b>"}, status_code=400)
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or asked["code_challenge"] != challenge_of(form["code_verifier"]):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        answer = {"access_token": "for-nobody", "token_type": "Bearer", "expires_in": 60}
        return JSONResponse(answer | {"id_token": self._id_token(asked)})

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        said = {name: value for name, value in (claims | self.claims).items() if value is not None}
        return self.sign({"alg": "RS256", "kid": self.kid} | self.header, said)

    def _sign(self, header: dict[str, Any], claims: Claims) -> str:
        return jwt.encode(header, claims, _KEYS[self.kid], algorithms=[header["alg"]])

    def sign_with_public_key(self, header: dict[str, Any], claims: Claims) -> str:
        """Sign as who knows only what everybody may know: the public key, taken for a shared secret."""
        shared = OctKey.import_key(KeySet([_KEYS["first"]]).as_dict()["keys"][0]["n"])  # type: ignore[arg-type]
        return jwt.encode(header | {"alg": "HS256"}, claims, shared, algorithms=["HS256"])

    def leave_unsigned(self, header: dict[str, Any], claims: Claims) -> str:
        """Sign nothing, and say so."""
        parts = (json.dumps(part).encode() for part in (header | {"alg": "none"}, claims))
        return ".".join([*(urlsafe_b64encode(part).decode().rstrip("=") for part in parts), ""])


def challenge_of(verifier: str) -> str:
    """Return the challenge for a verifier (RFC 7636, section 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def pair_of(authorization: str) -> list[str]:
    """Return client and secret of a header ``Basic …`` (RFC 6749, section 2.3.1)."""
    pair = b64decode(authorization.removeprefix("Basic ")).decode()
    return [unquote_plus(part) for part in pair.split(":")]
