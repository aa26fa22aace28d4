"""What was taken in before, as a plain table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mailbot.ports import TooOld

Key = tuple[str, str, int]


@dataclass
class Seen:
    """Answers an inbox by account, folder and UIDVALIDITY."""

    uids: dict[Key, set[int]] = field(default_factory=dict)
    old: set[int] = field(default_factory=set)

    def newest_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """Return the highest UID, 0 if none."""
        return max(self.uids.get((account, folder, uidvalidity), {0}))

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        """Return every UID."""
        return frozenset(self.uids.get((account, folder, uidvalidity), set()))

    def pass_over(
        self,
        account: str,
        folder: str,
        uidvalidity: int,
        passed: TooOld,
        now: datetime,
    ) -> None:
        """Take everything up to `passed.upto` for seen, and remember the old ones."""
        del now
        self.uids.setdefault((account, folder, uidvalidity), set()).add(passed.upto)
        self.old.update(passed.uids)
