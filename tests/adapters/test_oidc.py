"""The flow through an identity provider, from the address to which people go to who they are."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from ctpat_app.adapters.oidc import Provider
from ctpat_app.adapters.private_keys import read_key
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.identities import Flow, Identity
from ctpat_app.settings import PRIVATE_KEY_JWT, Settings, SettingsError
from tests.factories import ISSUER
from tests.identity_provider import CLIENT, SECRET, IdentityProvider, challenge_of, pair_of

SETTINGS = Settings(
    public_url="https://kiosk.example", oidc_issuer=ISSUER, oidc_client_id=CLIENT, oidc_client_secret=SECRET
)
LOGIN_GOV = "http://idmanagement.gov/ns/assurance/ial/1 http://idmanagement.gov/ns/assurance/aal/2"


@pytest.fixture
def there() -> IdentityProvider:
    return IdentityProvider()


def provider(there: IdentityProvider, settings: Settings = SETTINGS) -> Provider:
    return Provider(settings, transport=there.transport)


def begin(asked: Provider, *, anew: bool = False) -> tuple[str, Flow]:
    return asyncio.run(asked.begin(anew=anew))


def finish(asked: Provider, answer: Mapping[str, str], flow: Flow) -> Identity:
    return asyncio.run(asked.finish(answer, flow))


def go_through(there: IdentityProvider, settings: Settings = SETTINGS, *, anew: bool = False) -> Identity:
    """Go to the provider and come back."""
    asked = provider(there, settings)
    address, flow = begin(asked, anew=anew)
    return finish(asked, there.answer(address), flow)


def refused(there: IdentityProvider, settings: Settings = SETTINGS, *, anew: bool = False) -> str:
    with pytest.raises(Refusal) as refusal:
        go_through(there, settings, anew=anew)
    return refusal.value.code


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_the_address_asks_for_a_code_with_everything_that_binds_it(there: IdentityProvider) -> None:
    address, flow = begin(provider(there))
    assert address.startswith(f"{ISSUER}/authorize?")
    assert query_of(address) == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": "https://kiosk.example/auth/oidc/callback",
        "scope": "openid email",
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": challenge_of(flow.verifier),
        "code_challenge_method": "S256",
    }
    assert len({flow.state, flow.nonce, flow.verifier}) == 3


def test_no_two_flows_share_anything(there: IdentityProvider) -> None:
    asked = provider(there)
    first, second = begin(asked)[1], begin(asked)[1]
    assert not {first.state, first.nonce, first.verifier} & {second.state, second.nonce, second.verifier}


def test_levels_of_assurance_are_asked_for_and_one_of_them_is_wanted(there: IdentityProvider) -> None:
    settings = replace(SETTINGS, oidc_acr_values=LOGIN_GOV)
    assert query_of(begin(provider(there, settings))[0])["acr_values"] == LOGIN_GOV
    assert refused(there, settings) == "oidc.weak"
    there.claims["acr"] = "urn:acr.login.gov:auth-only"
    assert refused(there, settings) == "oidc.weak"
    there.claims["acr"] = LOGIN_GOV.split()[0]
    assert go_through(there, settings) == Identity(ISSUER, "number-1")


def test_issuer_and_subject_are_all_that_comes_of_it(there: IdentityProvider) -> None:
    there.claims |= {"email": "ana@example.com", "email_verified": True}
    assert go_through(there) == Identity(ISSUER, "number-1")


def test_the_secret_is_shown_as_the_standard_says_and_stands_in_no_address(there: IdentityProvider) -> None:
    go_through(there)
    assert pair_of(there.authorizations[0]) == [CLIENT, SECRET]
    assert "client_secret" not in there.tokens[0]
    assert there.tokens[0]["redirect_uri"] == "https://kiosk.example/auth/oidc/callback"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
@pytest.mark.parametrize("form", ["pem", "jwk"])
def test_a_private_key_shows_who_the_kiosk_is(
    there: IdentityProvider, tmp_path: Path, algorithm: str, form: str
) -> None:
    key: RSAKey | ECKey = RSAKey.generate_key(2048) if algorithm == "RS256" else ECKey.generate_key("P-256")
    file = tmp_path / "key"
    file.write_bytes(key.as_pem(private=True) if form == "pem" else json.dumps(key.as_dict(private=True)).encode())
    settings = replace(
        SETTINGS,
        oidc_client_secret="",
        oidc_auth_method=PRIVATE_KEY_JWT,
        oidc_private_key=file,
        oidc_key_id="kiosk-1",
    )
    for _ in range(2):
        go_through(there, settings)
    assert there.authorizations == ["", ""]
    proofs = [jwt.decode(each["client_assertion"], key, algorithms=[algorithm]) for each in there.tokens]
    for proof in proofs:
        assert (proof.header["kid"], proof.claims["iss"], proof.claims["sub"]) == ("kiosk-1", CLIENT, CLIENT)
        assert proof.claims["aud"] == f"{ISSUER}/token"
        assert 0 < proof.claims["exp"] - proof.claims["iat"] <= 300
    assert proofs[0].claims["jti"] != proofs[1].claims["jti"]


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": ["another"]},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"iss": "https://other.example"},
        {"iss": f"{ISSUER}/"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 9_999_999_999},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_an_id_token_that_says_anything_else_is_not_believed(there: IdentityProvider, said: dict[str, Any]) -> None:
    there.claims = said
    assert refused(there) == "oidc.untrusted"


def test_one_for_several_is_believed_when_it_was_made_for_the_kiosk(there: IdentityProvider) -> None:
    there.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert go_through(there).subject == "number-1"


@pytest.mark.parametrize("signer", ["leave_unsigned", "sign_with_public_key"])
def test_one_that_nobody_signed_with_the_private_key_is_not_believed(there: IdentityProvider, signer: str) -> None:
    there.sign = getattr(there, signer)
    assert refused(there) == "oidc.untrusted"


@pytest.mark.parametrize("text", ["", "x", "a.b", "a.b.c", "e30.e30.e30", "é.é.é", "...", "a.b.c.d.e"])
def test_what_is_no_id_token_is_not_believed(there: IdentityProvider, text: str) -> None:
    there.sign = lambda *_: text
    assert refused(there) == "oidc.untrusted"


def test_a_changed_signature_is_noticed(there: IdentityProvider) -> None:
    sign = there.sign

    def forged(header: dict[str, Any], claims: dict[str, Any]) -> str:
        head, _, signature = sign(header, claims).split(".")
        return ".".join((head, sign(header, claims | {"sub": "number-2"}).split(".")[1], signature))

    there.sign = forged
    assert refused(there) == "oidc.untrusted"


def test_a_new_key_of_the_provider_is_fetched_once(there: IdentityProvider) -> None:
    asked = provider(there)
    for _ in range(2):
        address, flow = begin(asked)
        finish(asked, there.answer(address), flow)
    assert there.asked.count("/jwks") == 1
    there.kid, there.published = "second", ["first", "second"]
    for _ in range(2):
        address, flow = begin(asked)
        assert finish(asked, there.answer(address), flow).subject == "number-1"
    assert there.asked.count("/jwks") == 2
    assert there.asked.count("/.well-known/openid-configuration") == 1


def test_a_key_that_is_not_the_providers_is_asked_for_once_and_not_believed(there: IdentityProvider) -> None:
    there.kid = "second"
    asked = provider(there)
    address, flow = begin(asked)
    with pytest.raises(Refusal, match=r"oidc\.untrusted"):
        finish(asked, there.answer(address), flow)
    assert there.asked.count("/jwks") == 2


def test_a_token_that_names_no_key_is_taken_when_there_is_one_only(there: IdentityProvider) -> None:
    sign = there.sign
    there.sign = lambda header, claims: sign({"alg": "RS256"}, claims)
    assert go_through(there).subject == "number-1"
    there.published = ["first", "second"]
    assert refused(there) == "oidc.untrusted"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"state": "forged"}, "oidc.no-flow"),
        ({"state": "é"}, "oidc.no-flow"),
        ({"state": ""}, "oidc.no-flow"),
        ({"iss": "https://other.example"}, "oidc.untrusted"),
        ({"code": "guessed"}, "oidc.untrusted"),
        ({"code": ""}, "oidc.untrusted"),
        ({"error": "access_denied"}, "oidc.stopped"),
        ({"error": "login_required"}, "oidc.stopped"),
        ({"error": "invalid_scope"}, "oidc.untrusted"),
        ({"error": "<script>"}, "oidc.untrusted"),
        ({"error": "temporarily_unavailable"}, "oidc.unavailable"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_its_code(
    there: IdentityProvider, changed: dict[str, str], code: str
) -> None:
    asked = provider(there)
    address, flow = begin(asked)
    with pytest.raises(Refusal) as refusal:
        finish(asked, there.answer(address) | changed, flow)
    assert refusal.value.code == code


def test_a_provider_that_names_itself_always_has_to(there: IdentityProvider) -> None:
    asked = provider(there)
    address, flow = begin(asked)
    answer = there.answer(address)
    del answer["iss"]
    with pytest.raises(Refusal, match=r"oidc\.untrusted"):
        finish(asked, answer, flow)


def test_one_that_never_does_need_not(there: IdentityProvider) -> None:
    there.metadata = {"authorization_response_iss_parameter_supported": None}
    asked = provider(there)
    address, flow = begin(asked)
    answer = there.answer(address)
    del answer["iss"]
    assert finish(asked, answer, flow).subject == "number-1"


def test_a_code_that_another_browser_began_is_worth_nothing(there: IdentityProvider) -> None:
    """An attacker's code does not fit the verifier of the victim's browser."""
    asked = provider(there)
    stolen = there.answer(begin(asked)[0])
    _, flow = begin(asked)
    with pytest.raises(Refusal, match=r"oidc\.untrusted"):
        finish(asked, stolen | {"state": flow.state}, flow)


@pytest.mark.parametrize("error", ["invalid_grant", "invalid_client"])
def test_errors_of_the_token_endpoint_are_codes_and_no_sentences(there: IdentityProvider, error: str) -> None:
    there.token_error = error
    assert refused(there) == "oidc.untrusted"


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": f"{ISSUER}/"},
        {"issuer": None},
        {"token_endpoint": "http://id.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ],
    ids=str,
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(
    there: IdentityProvider, metadata: dict[str, Any]
) -> None:
    there.metadata = metadata
    with pytest.raises(Refusal, match=r"oidc\.unavailable"):
        begin(provider(there))


def test_a_provider_that_does_not_answer_is_unavailable() -> None:
    nobody = replace(SETTINGS, oidc_issuer="http://127.0.0.1:9")
    with pytest.raises(Refusal, match=r"oidc\.unavailable"):
        begin(Provider(nobody))


@pytest.mark.parametrize(("when", "code"), [(None, "oidc.not-asked-anew"), (-120, "oidc.not-asked-anew"), (0, "")])
def test_a_proof_is_only_what_the_provider_asked_for_anew(there: IdentityProvider, when: int | None, code: str) -> None:
    asked = provider(there)
    address, flow = begin(asked, anew=True)
    assert (query_of(address)["prompt"], query_of(address)["max_age"]) == ("login", "0")
    if when is not None:
        there.claims["auth_time"] = flow.begun_at + when
    if not code:
        assert finish(asked, there.answer(address), flow).subject == "number-1"
        return
    with pytest.raises(Refusal) as refusal:
        finish(asked, there.answer(address), flow)
    assert refusal.value.code == code


def pem(key: Any, protection: KeySerializationEncryption | None = None) -> bytes:
    made: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection or NoEncryption())
    return made


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no key",
        b"{}",
        b'{"kty": "oct", "k": "c2VjcmV0"}',
        b"-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----",
        pem(ec.generate_private_key(ec.SECP384R1())),
        pem(ec.generate_private_key(ec.SECP256R1()), BestAvailableEncryption(b"password")),
        pem(ed25519.Ed25519PrivateKey.generate()),
        rsa.generate_private_key(65537, 2048)
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        json.dumps(ECKey.generate_key("P-256").as_dict(private=False)).encode(),
    ],
    ids=["empty", "text", "object", "secret", "broken", "p384", "password", "ed25519", "public-pem", "public-jwk"],
)
def test_a_file_that_is_no_private_key_of_a_known_kind_stops_the_start(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match="KIOSK_OIDC_PRIVATE_KEY"):
        read_key(file)
