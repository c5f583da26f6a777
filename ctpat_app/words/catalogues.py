"""Loads the translations of ``locale/``: compiled beside their source when stale, kept once loaded."""

import os
import tempfile
import threading
from contextlib import suppress
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

from ctpat_app.words.languages import SOURCE_LANGUAGE, locale_name

Domain = Literal["ui", "content"]
DEFAULT_FOLDER: Final = Path(__file__).parents[2] / "locale"


class _Gap(NullTranslations):
    """Answers with nothing, so that a missing translation differs from one that equals the English text."""

    def gettext(self, message: str) -> str:  # noqa: ARG002
        return ""

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return ""


class Catalogues:
    """The translations below one folder: ``<folder>/<language>/LC_MESSAGES/<domain>.po``."""

    def __init__(self, folder: Path = DEFAULT_FOLDER) -> None:
        self._folder = folder
        self._loaded: dict[tuple[str, Domain], NullTranslations] = {}
        self._lock = threading.Lock()

    def ui_text(self, language: str, message: str) -> str:
        """Return ``message`` in ``language``; the English text itself where there is no translation."""
        return self._translations(language, "ui").gettext(message) or message

    def content_text(self, language: str, context: str, message: str) -> str | None:
        """Return the translation of the content text ``message``, None where there is a gap.

        Args:
            language: BCP 47 tag.
            context: ``<collection>/<record id>.<key>``, such as ``identifiers/scac.hint``.
            message: the English text.
        """
        if language == SOURCE_LANGUAGE:
            return message
        return self._translations(language, "content").pgettext(context, message) or None

    def _translations(self, language: str, domain: Domain) -> NullTranslations:
        key = (language, domain)
        # Reading a dict needs no lock; the lock only keeps two threads from compiling the same catalogue.
        if found := self._loaded.get(key):
            return found
        with self._lock:
            if key not in self._loaded:
                self._loaded[key] = self._load(language, domain)
            return self._loaded[key]

    def _load(self, language: str, domain: Domain) -> NullTranslations:
        source = self._folder / locale_name(language) / "LC_MESSAGES" / f"{domain}.po"
        if language == SOURCE_LANGUAGE or not source.exists():
            return _Gap()
        translations = GNUTranslations(BytesIO(compiled(source)))
        translations.add_fallback(_Gap())
        return translations


def compiled(source: Path) -> bytes:
    """Return the compiled form of the ``.po`` file ``source``, written beside it when it is missing or older."""
    target = source.with_suffix(".mo")
    with suppress(FileNotFoundError):
        if target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            return target.read_bytes()
    # Babel is slow to import and seldom needed.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file)
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    _write_in_one_go(target, buffer.getvalue(), modified_ns=source.stat().st_mtime_ns)
    return buffer.getvalue()


def _write_in_one_go(target: Path, content: bytes, *, modified_ns: int) -> None:
    """Write so that no reader ever sees half a file; a folder that cannot be written is left alone."""
    with suppress(PermissionError):
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.utime(name, ns=(modified_ns, modified_ns))
        Path(name).replace(target)


_CATALOGUES: Final = Catalogues()
ui_text = _CATALOGUES.ui_text
content_text = _CATALOGUES.content_text
