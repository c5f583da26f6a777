"""Hashes passwords with argon2id and judges how easily one is guessed; always in threads of its own."""

import asyncio
import threading
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

_LONGEST_JUDGED: Final = 72
_GOOD_SCORE: Final = 3
_CODES: Final = {
    "spatial": "password.keyboard",
    "repeat": "password.repeats",
    "sequence": "password.sequence",
    "regex": "password.date",
    "date": "password.date",
    "user_inputs": "password.personal",
    "surnames": "password.name",
    "male_names": "password.name",
    "female_names": "password.name",
    "passwords": "password.common",
}
# The library keeps the handed-in words in a global table.
_judging: Final = threading.Lock()


@dataclass(frozen=True)
class Verdict:
    """What came of comparing a password with a stored hash; ``new_hash`` replaces one made at lower costs."""

    matches: bool
    new_hash: str | None = None


class Passwords:
    """argon2id at given costs. Two threads at most, so that a flood of attempts cannot take all memory and cores."""

    def __init__(self, *, time_cost: int, memory_kib: int) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        # What an unknown address is compared with: the same work, so that the time tells nothing.
        self._nobody = self._hasher.hash("nobody has this password")
        self._workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")

    def hash_now(self, password: str) -> str:
        """Return the hash of ``password``; takes a tenth of a second at production costs."""
        return self._hasher.hash(_normal(password))

    def verify_now(self, password: str, stored: str | None) -> Verdict:
        """Compare ``password`` with the hash ``stored``; None (an unknown person) never matches, at the same cost."""
        try:
            self._hasher.verify(stored or self._nobody, _normal(password))
        except (VerificationError, InvalidHashError):
            return Verdict(matches=False)
        if stored is None:
            return Verdict(matches=False)
        stale = self._hasher.check_needs_rehash(stored)
        return Verdict(matches=True, new_hash=self.hash_now(password) if stale else None)

    async def hash(self, password: str) -> str:
        """Return the hash of ``password`` without holding up the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._workers, self.hash_now, password)

    async def verify(self, password: str, stored: str | None) -> Verdict:
        """Compare without holding up the event loop; see ``verify_now``."""
        return await asyncio.get_running_loop().run_in_executor(self._workers, self.verify_now, password, stored)


def _normal(password: str) -> str:
    """Return one form for what keyboards and systems encode differently."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, words: Sequence[str] = ()) -> str | None:
    """Return the code of what makes ``password`` easy to guess, None when nothing does.

    Args:
        password: only the first 72 characters are judged.
        words: what belongs to the person or the kiosk, such as the name and the mail address.
    """
    if not password:
        return "password.common"
    with _judging:
        judged = zxcvbn(password[:_LONGEST_JUDGED], user_inputs=_pieces(words))
    return None if judged["score"] >= _GOOD_SCORE else _code_of(judged["sequence"])


def _pieces(words: Sequence[str]) -> list[str]:
    """Return the words and their parts, long enough to matter."""
    parts = [part for word in words for part in (word, *word.replace("@", " ").replace(".", " ").split())]
    return [part for part in parts if len(part) > 2]


def _code_of(sequence: Sequence[dict[str, Any]]) -> str:
    longest = max(sequence, key=lambda match: len(match["token"]))
    kind = longest["dictionary_name"] if longest["pattern"] == "dictionary" else longest["pattern"]
    return _CODES.get(kind, "password.few-words")
