"""Column types that several tables share: aware moments and encrypted text."""

from cryptography.fernet import MultiFernet
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


class Encrypted(TypeDecorator[str]):
    """Text that is encrypted in the database; ``ring`` is set at start-up, its first key encrypts, all decrypt."""

    impl = Text
    cache_ok = True
    ring: MultiFernet | None = None

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt on the way in."""
        return None if value is None else self._keys().encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else self._keys().decrypt(value.encode()).decode()

    @classmethod
    def _keys(cls) -> MultiFernet:
        if cls.ring is None:
            raise RuntimeError("Encrypted.ring is not set: call adapters.database.open_database first")
        return cls.ring
