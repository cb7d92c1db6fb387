"""Passwords: argon2, and a decoy so that an unknown user costs the same time as a wrong password."""

from dataclasses import dataclass
from functools import cache
from typing import Self

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


@dataclass(frozen=True, slots=True)
class Passwords:
    scheme: PasswordHash
    decoy: str

    @classmethod
    @cache
    def argon2(cls, time_cost: int = 3, memory_kib: int = 65_536, parallelism: int = 4) -> Self:
        """Argon2id; the decoy costs one hash, once in a process for each choice of costs."""
        hasher = Argon2Hasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism)
        scheme = PasswordHash((hasher,))
        return cls(scheme, scheme.hash("nobody has this password"))

    def hash(self, password: str) -> str:
        return self.scheme.hash(password)

    def matches(self, password: str, known: str | None) -> bool:
        """Takes as long for None (no such user) as for a wrong password."""
        return self.scheme.verify(password, known or self.decoy) and known is not None
