"""A device that makes and shows passkeys, in software: what a browser's authenticator would answer."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, BACKED_UP, WITH_KEY = 0x01, 0x04, 0x18, 0x40


@dataclass
class Device:
    """One key pair for one site; its attributes can be set wrong on purpose."""

    origin: str
    domain: str
    flags: int = PRESENT | VERIFIED
    count: int = 0
    handle: str = ""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """Answer ``options`` of a registration, as the browser's JSON."""
        self.handle = options["user"]["id"]
        public = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")}
        length = len(self.credential_id).to_bytes(2, "big")
        data = self._data(WITH_KEY) + bytes(16) + length + self.credential_id + cbor2.dumps(cose)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {
                "clientDataJSON": _text(self._client("webauthn.create", options["challenge"])),
                "attestationObject": _text(attestation),
                "transports": ["internal"],
            }
        )

    def show(self, options: dict[str, Any]) -> str:
        """Answer ``options`` of a sign-in, as the browser's JSON."""
        if self.count:
            self.count += 1
        data, client = self._data(0), self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": _text(client),
                "authenticatorData": _text(data),
                "signature": _text(signature),
                "userHandle": self.handle,
            }
        )

    def _data(self, more: int) -> bytes:
        flags = bytes([self.flags | more])
        return hashlib.sha256(self.domain.encode()).digest() + flags + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        named = _text(self.credential_id)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def raw(text: str) -> bytes:
    """Return the bytes of base64url ``text``."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
