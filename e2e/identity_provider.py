"""A running identity provider for the tests: npm's oidc-provider, with the clients that a kiosk may be."""

import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from joserfc.jwk import RSAKey

from e2e.site import Site, free_port

LABEL: Final = "Example ID"
FOLDER: Final = Path(__file__).with_name("oidc_provider")
ACR: Final = ("urn:acr.example:auth-only", "urn:acr.example:verified")
_SECRET: Final = "a secret: with + and % in it"
_METHODS: Final = {"client_secret_basic": "kiosk-with-secret", "private_key_jwt": "kiosk-with-key"}


class IdentityProvider:
    """A provider that knows the kiosk of ``site``; whoever types a name in its form is that person.

    It goes by ``localhost`` and the kiosk by an address, so that browsers take them for different sites.
    """

    def __init__(self, site: Site, *, mail: str) -> None:
        """Start it; it says that everybody has the address ``mail``."""
        self._site = site
        self._key = site.settings.data_folder / "provider-key.pem"
        key = RSAKey.generate_key(2048, {"kid": "kiosk-1", "use": "sig", "alg": "RS256"})
        self._key.write_bytes(key.as_pem(private=True))
        port = free_port()
        self.issuer = f"http://localhost:{port}"
        self._process = _start({
            "port": port,
            "mail": mail,
            "acrValues": ACR,
            "clients": [
                _client(site, "client_secret_basic") | {"client_secret": _SECRET},
                _client(site, "private_key_jwt") | {"jwks": {"keys": [key.as_dict(private=False)]}},
            ],
        })  # fmt: skip

    def settings(self, method: str) -> dict[str, str]:
        """Return the kiosk's settings for this provider."""
        by_method = {
            "client_secret_basic": {"KIOSK_OIDC_CLIENT_SECRET": _SECRET},
            "private_key_jwt": {
                "KIOSK_OIDC_PRIVATE_KEY": str(self._key),
                "KIOSK_OIDC_KEY_ID": "kiosk-1",
                "KIOSK_OIDC_ACR_VALUES": " ".join(ACR),
            },
        }
        return {
            "KIOSK_OIDC_ISSUER": self.issuer,
            "KIOSK_OIDC_LABEL": LABEL,
            "KIOSK_OIDC_AUTH_METHOD": method,
            "KIOSK_OIDC_CLIENT_ID": _METHODS[method],
            **by_method[method],
        }

    def stop(self) -> None:
        """End it."""
        # The program that is called "node" starts the real one.
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()


def _client(site: Site, method: str) -> dict[str, object]:
    return {
        "client_id": _METHODS[method],
        "token_endpoint_auth_method": method,
        "redirect_uris": [f"{site.url}/auth/oidc/callback"],
        "response_types": ["code"],
        "grant_types": ["authorization_code"],
    }


def _start(options: dict[str, object]) -> subprocess.Popen[str]:
    _install()
    process = subprocess.Popen(
        [_beside("node"), "server.mjs", json.dumps(options)], cwd=FOLDER, env=_environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "ready\n", "The identity provider did not start; its own words stand above."
    return process


def _install() -> None:
    """Install its locked packages unless they are there; test processes wait for the one that does."""
    lock, installed = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"
    with lock.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            subprocess.run([_beside("npm"), "ci", "--silent"], cwd=FOLDER, env=_environment(), check=True)
            installed.touch()


def _beside(program: str) -> str:
    return str(Path(sys.executable).with_name(program))


def _environment() -> dict[str, str]:
    return os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
