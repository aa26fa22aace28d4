"""Passwords of the console: argon2id (RFC 9106), with the library's own costs."""

from __future__ import annotations

from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Passwords:
    """Hashes passwords; see `mailbot.ports.console.Passwords`."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()

    @cached_property
    def _nobodys(self) -> str:
        """A hash that no password fits, for guesses at nobody's."""
        return self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the hash of a password, with its salt and cost inside."""
        return self._hasher.hash(password)

    def fits(self, kept: str, password: str) -> bool:
        """Tell whether it is that password; as slow where nothing is kept ("")."""
        try:
            self._hasher.verify(kept or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return bool(kept)
