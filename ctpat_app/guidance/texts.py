"""Where a text of the content comes from, and how it is shown in a language; a gap falls back to English visibly."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Translate = Callable[[str, str], str | None]
"""Context and English text to the translation; None when there is none."""


@dataclass(frozen=True)
class Ref:
    """A text of the content: ``context`` is ``<collection>/<ids>.<key>``; a literal without it is never translated."""

    english: str
    context: str = ""
    country: str = ""
    """ISO code: the text is the name of that country in the reader's language."""


NO_TEXT = Ref("")


def ref(path: str, key: str, english: str) -> Ref:
    """Return the reference to ``key`` of the record at ``path``, ``<collection>/<id>/…``; no text, no context."""
    return Ref(english, f"{path}.{key}" if english else "")


@dataclass(frozen=True)
class Shown:
    """A text as it is shown, and the language it is really in."""

    text: str
    language: str


@dataclass(frozen=True)
class Localiser:
    """Shows texts of the content in one language (BCP 47)."""

    language: str
    translate: Translate
    country_name: Callable[[str], str]
    join: Callable[[Sequence[str]], str]
    """Joins names as a list in a sentence of the language: "A, B, and C"."""

    def show(self, source: Ref) -> Shown:
        """Return ``source`` in the reader's language, or in English where the translation is missing."""
        if source.country:
            return Shown(self.country_name(source.country), self.language)
        if not source.context or self.language == "en":
            return Shown(source.english, self.language)
        found = self.translate(source.context, source.english)
        return Shown(found, self.language) if found else Shown(source.english, "en")

    def text(self, source: Ref) -> str:
        """Return only the text of ``show``."""
        return self.show(source).text

    def text_or(self, source: Ref | None, otherwise: str) -> str:
        """Return the text of ``source``, or ``otherwise`` for what the content has no more."""
        return self.text(source) if source else otherwise

    def params(self, params: Iterable[tuple[str, "str | int | Ref | tuple[Ref, ...]"]]) -> dict[str, str | int]:
        """Return what fills the placeholders of a message, every text of the content in the reader's language."""
        return {name: self._param(value) for name, value in params}

    def _param(self, value: "str | int | Ref | tuple[Ref, ...]") -> str | int:
        if isinstance(value, Ref):
            return self.text(value)
        if isinstance(value, tuple):
            return self.join([self.text(item) for item in value])
        return value
