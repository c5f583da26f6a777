"""How the assistant reads a text: cut, normalised, and as weighted sequences of letters."""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

LONGEST: Final = 600
"""So many characters are read; whoever needs more words has said what it is about before."""
BUCKETS: Final = 2**14
"""Number of the features that sequences of letters are spread over."""
_LENGTHS: Final = (2, 3, 4)
_REPEATED: Final = re.compile(r"(.)\1{7,}")
"""A key that was leant on says no more for being long, and every sign costs the maker of vectors time."""
_WORD: Final = re.compile(r"\w+")
_LATIN_MARKS: Final = re.compile(r"(?<=[a-zđ])[\u0300-\u036f]+")

Features = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Numbers of buckets, each once, and how often each occurs on a logarithmic scale."""


def clean(text: str) -> str:
    """Return the beginning of ``text`` in one form: NFKC, small letters, single spaces, no control characters."""
    # A lone surrogate is no character; a compatibility form may become many characters, so it is cut twice.
    whole = text[: 4 * LONGEST].encode("utf-8", "replace").decode("utf-8")
    plain = "".join(" " if unicodedata.category(each)[0] in "CZ" and each not in _JOINERS else each for each in whole)
    said = _REPEATED.sub(r"\1\1\1", " ".join(unicodedata.normalize("NFKC", plain).casefold().split()))
    return said[:LONGEST]


_JOINERS: Final = "\u200c\u200d"
"""They change letters of Hindi and of Arabic script."""


def without_marks(text: str) -> str:
    """Return a clean ``text`` with its Latin letters bare, as they are typed in haste: ``không`` as ``khong``."""
    bare = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text)).replace("đ", "d")
    return unicodedata.normalize("NFC", bare)


def has_words(text: str) -> bool:
    """Whether ``text`` has any letter or digit."""
    return any(each.isalnum() for each in text)


def letter_features(text: str) -> Features:
    """Return the sequences of letters and the words of a clean ``text`` as buckets."""
    counts = Counter(zlib.crc32(each.encode()) % BUCKETS for each in _sequences(without_marks(text)))
    buckets = np.fromiter(sorted(counts), dtype=np.int64)
    times = np.fromiter((counts[each] for each in buckets), dtype=np.float32, count=len(buckets))
    return buckets, 1 + np.log(times)


def _sequences(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        padded = f" {word} "
        yield f"={word}"
        for length in _LENGTHS:
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]
