"""``kiosk build``: compiles the pages of all languages, unless the last build still fits."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ctpat_app.cli.output import CommandError, say
from ctpat_app.settings import Settings
from ctpat_app.web.site import FOLDER, NOT_FOUND

_STAMP: Final = Path(".web/kiosk-build")
_PACKAGES: Final = Path("reflex.lock/package.json")
# What a page can reach. Guidance counts: a page may compile some of it in.
_SOURCES: Final = ("ctpat_app", "assets", "locale", "reflex.lock", "rxconfig.py", "uv.lock")
_NEVER_IN_PAGES: Final = (
    "ctpat_app/adapters/",
    "ctpat_app/cli/",
    "ctpat_app/demo/",
    "ctpat_app/tables/",
    "assets/external/",
)
_SUFFIXES_LEFT_OUT: Final = frozenset({".mo", ".pot", ".pyc"})
_STAGES: Final = {
    "Compiling": "Compiling pages ...",
    "Installing": "Installing packages for the pages ...",
    "Creating Production Build": "Bundling ...",
}
_LINES_SHOWN_ON_FAILURE: Final = 60


def build() -> None:
    """Compile the pages of all languages if anything they are made of has changed."""
    ensure_built(Settings.from_environment())


def ensure_built(settings: Settings) -> None:
    """Build the site if there is none, or if it was built from other sources or settings.

    Raises:
        CommandError: the build failed; its last lines are on standard error.
    """
    with _one_at_a_time():
        if _is_current(settings):
            return
        _STAMP.unlink(missing_ok=True)
        started = time.monotonic()
        say(f"Building the pages in {len(settings.languages)} languages ({', '.join(settings.languages)}) ...")
        if further := settings.all_languages[len(settings.languages) :]:
            say(f"and those for partners in {', '.join(further)}, too")
        _export(settings)
        _tidy_lock()
        missing = [each for each in settings.all_languages if not (FOLDER / each / NOT_FOUND / "index.html").exists()]
        if missing:
            raise CommandError(
                f"The build left no pages in {', '.join(missing)}. Remove the folder .web and try again."
            )
        # Taken after the build, because the first one writes the lock of its packages.
        _STAMP.write_text(fingerprint(settings), "utf-8")
        say(f"Built in {time.monotonic() - started:.0f} s.")


def _is_current(settings: Settings) -> bool:
    return _STAMP.exists() and FOLDER.exists() and _STAMP.read_text("utf-8") == fingerprint(settings)


def fingerprint(settings: Settings) -> str:
    """Return a hash of everything that the built pages depend on."""
    digest = hashlib.sha256(repr(_compiled_in(settings)).encode())
    for file in _source_files():
        digest.update(f"{file.as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _compiled_in(settings: Settings) -> tuple[str | tuple[str, ...], ...]:
    """Return the settings that stand in the pages."""
    return (
        settings.languages,
        settings.all_languages,
        settings.kiosk_name,
        settings.logo,
        settings.operator_name,
        settings.operator_mail,
        settings.operator_telephone,
        str((settings.idle_minutes, settings.shared_idle_minutes, settings.draft_months, settings.case_months)),
        str(settings.upload_mb),
    )


def _source_files() -> list[Path]:
    files = (file for source in map(Path, _SOURCES) for file in ([source] if source.is_file() else source.rglob("*")))
    return sorted(file for file in files if file.is_file() and _matters(file))


def _matters(file: Path) -> bool:
    return file.suffix not in _SUFFIXES_LEFT_OUT and not file.as_posix().startswith(_NEVER_IN_PAGES)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let a second build wait for the first; the lock goes with the process that holds it."""
    with Path("rxconfig.py").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _export(settings: Settings) -> None:
    command = [str(Path(sys.executable).with_name("reflex")), "export", "--no-zip"]
    environment = _build_environment(settings)
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        last_lines = _follow(process)
    if process.returncode:
        sys.stderr.writelines(last_lines)
        raise CommandError("The pages could not be built; the lines above say why.")


def _follow(process: subprocess.Popen[str]) -> deque[str]:
    """Name each stage as it begins; return the last lines for the case of a failure."""
    last_lines: deque[str] = deque(maxlen=_LINES_SHOWN_ON_FAILURE)
    waiting = dict(_STAGES)
    for line in process.stdout or ():
        last_lines.append(line)
        for mark in [mark for mark in waiting if mark in line]:
            say(f"  {waiting.pop(mark)}")
    return last_lines


def _tidy_lock() -> None:
    """Write the list of packages in one order; the build leaves its keys now in this order, now in that."""
    if _PACKAGES.exists():
        packages = json.loads(_PACKAGES.read_text("utf-8"))
        _PACKAGES.write_text(json.dumps(packages, indent=2, sort_keys=True) + "\n", "utf-8")


def _build_environment(settings: Settings) -> dict[str, str]:
    environment = dict(os.environ)
    # Without it, three registries are tried for speed, which is slow behind a firewall.
    registry = environment.get("NPM_CONFIG_REGISTRY") or _npm_registry()
    return environment | {
        "KIOSK_LANGUAGES": ",".join(settings.languages),
        "KIOSK_PARTNER_LANGUAGES": ",".join(settings.partner_languages),
        "NPM_CONFIG_REGISTRY": registry,
        # The lock then holds the same lines whatever registry a machine uses.
        "npm_config_omit_lockfile_registry_resolved": "true",
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
    }


def _npm_registry() -> str:
    answer = subprocess.run(["npm", "config", "get", "registry"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or "https://registry.npmjs.org/"
