"""The ceremonies of passkeys (WebAuthn level 3): what a device is asked, and whether its answer is right.

The library is imported when the first person uses it: that takes half a second, which most processes never need. So
call all of this in a thread. A challenge is a random token, in base64url.
"""

import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.passkeys import KeyUse, NewPasskey, StoredKey

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_LONGEST_ID: Final = 1400


@dataclass(frozen=True)
class Site:
    """The kiosk as passkeys know it: ``domain`` is a name, since the standard knows no passkeys of IP addresses."""

    domain: str
    origin: str
    name: str


def site_of(public_url: str, name: str) -> Site:
    """Return the site at ``public_url``; on the own machine that is ``localhost``, whichever address is set."""
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    if host in _LOOPBACK:
        port = f":{parts.port}" if parts.port else ""
        return Site("localhost", f"{parts.scheme}://localhost{port}", name)
    return Site(host, public_url, name)


def ask_to_make(
    site: Site, challenge: str, *, handle: str, account: str, person: str, known: tuple[str, ...]
) -> dict[str, object]:
    """Return the options with which a browser makes a passkey, as JSON.

    Args:
        handle: random text by which devices know the person.
        account: mail address, which the device shows beside the passkey.
        person: name of the person, shown too.
        known: ids of the passkeys that exist: their devices make no second one.
    """
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=site.domain,
        rp_name=site.name,
        user_name=account,
        user_id=handle.encode(),
        user_display_name=person,
        challenge=base64url_to_bytes(challenge),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(each)) for each in known],
    )
    return dict(json.loads(options_to_json(options)))


def ask_to_show(site: Site, challenge: str) -> dict[str, object]:
    """Return the options with which a browser shows a passkey; the person picks which, so that no address is asked."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=site.domain,
        challenge=base64url_to_bytes(challenge),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(json.loads(options_to_json(options)))


def read_made(site: Site, challenge: str, answer: str) -> NewPasskey:
    """Return the passkey that a device made.

    Raises:
        InvalidValue: ``passkey.refused`` for every answer that is not right.
    """
    from webauthn import verify_registration_response
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise InvalidValue("passkey.refused") from error
    credential_id = bytes_to_base64url(made.credential_id)
    if len(credential_id) > _LONGEST_ID:
        raise InvalidValue("passkey.refused")
    return NewPasskey(credential_id, made.credential_public_key, made.sign_count, made.credential_backed_up)


def named_in(answer: str) -> str:
    """Return the id of the passkey that an answer names, empty when it names none."""
    try:
        found = json.loads(answer)
    except ValueError:
        return ""
    named = found.get("id", "") if isinstance(found, dict) else ""
    return named if isinstance(named, str) and len(named) <= _LONGEST_ID else ""


def read_shown(site: Site, challenge: str, answer: str, key: StoredKey) -> KeyUse:
    """Return the use of a passkey whose answer is right.

    Raises:
        InvalidValue: ``passkey.refused`` for every answer that is not.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        credential = parse_authentication_credential_json(answer)
        shown = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.use_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise InvalidValue("passkey.refused") from error
    # A passkey that was asked for without an address must say whose it is.
    if credential.response.user_handle != key.handle.encode():
        raise InvalidValue("passkey.refused")
    return KeyUse(shown.new_sign_count, challenge)
