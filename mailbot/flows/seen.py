"""What was taken in before, as the inbox asks it of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.ports import Ledger


class LedgerCursor:
    """Answers the inbox from the ledger, never holding it while the server talks."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def newest_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """Return the highest UID recorded there, 0 if none."""
        with self._ledger.begin() as work:
            return work.mails.newest_uid(account, folder, uidvalidity)

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        """Return every UID recorded there."""
        with self._ledger.begin() as work:
            return work.mails.known_uids(account, folder, uidvalidity)
