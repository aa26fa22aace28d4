"""The office's key: what only this office and its backups know."""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from mailbot.errors import NeedsStaff, TryLater
from mailbot.fault_words import why

KEY = "key"  # in the state folder; it travels with each backup
_BYTES = 32
_SHOWN = 32  # of 64 hexadecimal digits: 128 bits


class OfficeKey:
    """Derives names that nobody else can make (HMAC-SHA-256, RFC 2104).

    The key is made at the first letter and never leaves `state` but in a backup; it
    stands in no log, no letter and no bundle. TryLater if it cannot be read now,
    NeedsStaff if it is no key.
    """

    def __init__(self, state: Path, scope: str) -> None:
        self._file = state / KEY
        self._scope = scope  # of the notice: the same stage of two is two letters
        self._key = b""

    def name(self, of: str) -> str:
        """Return the name of something, always the same for the same text.

        What is nothing ("") gets a name of its own each time.
        """
        if not of:
            return secrets.token_hex(_SHOWN // 2)
        self._key = self._key or self._read()
        what = f"{self._scope}\n{of}".encode()
        return hmac.new(self._key, what, "sha256").hexdigest()[:_SHOWN]

    def _read(self) -> bytes:
        try:
            with suppress(FileExistsError):
                self._make()
            key = bytes.fromhex(self._file.read_text(encoding="ascii").strip())
        except ValueError:
            key = b""
        except OSError as fault:
            words = f"读不出 {self._file}（{why(fault)}），稍后自动重试"
            raise TryLater(words) from fault
        if len(key) != _BYTES:
            raise NeedsStaff(f"{self._file} 内容不对，请从备份恢复")
        return key

    def _make(self) -> None:
        """Write a new key whole; FileExistsError where there is one."""
        if self._file.exists():
            raise FileExistsError(self._file)
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._file.with_name(f".{KEY}.{os.getpid()}")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(_BYTES))
                file.flush()
                os.fsync(file.fileno())
            os.link(part, self._file)  # whoever is second keeps the first one's
        finally:
            part.unlink(missing_ok=True)
