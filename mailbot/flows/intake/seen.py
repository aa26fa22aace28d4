"""What was taken in before, as the inbox asks it of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailbot.core.record.records import SavedMail
from mailbot.faultpoints import Point, reached
from mailbot.flows.facts import note_too_old
from mailbot.flows.office import Office
from mailbot.ports import Ledger, TooOld

_PASSED = "passed_over {account} {folder} {uidvalidity}"


def note_seen(office: Office, saved: Sequence[SavedMail]) -> int:
    """Record durable mails as seen; return how many were new.

    When a server numbers a folder anew (UIDVALIDITY, RFC 3501 2.3.1.1), a mail that
    was taken before keeps its row, which learns the new number: no second verdict,
    version or answer. Its second spooled copy goes.
    """
    with office.ledger.begin() as work:
        known = work.mails.renumber(saved)
        new = work.mails.save(mail for mail in saved if mail.place not in known)
        work.commit()
    reached(Point.SEEN)
    for mail in saved:
        if mail.place in known and mail.stored:
            office.archive.discard(mail.stored)
    return new


class LedgerCursor:
    """Answers the inbox from the ledger, never holding it while the server talks."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def newest_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """Return the highest UID recorded there, 0 if none."""
        name = _PASSED.format(account=account, folder=folder, uidvalidity=uidvalidity)
        with self._ledger.begin() as work:
            passed = int(work.decisions.fact(name) or 0)
            return max(passed, work.mails.newest_uid(account, folder, uidvalidity))

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        """Return every UID recorded there."""
        with self._ledger.begin() as work:
            return work.mails.known_uids(account, folder, uidvalidity)

    def pass_over(
        self,
        account: str,
        folder: str,
        uidvalidity: int,
        passed: TooOld,
        now: datetime,
    ) -> None:
        """Remember what is too old: never list it again, and count it but once."""
        name = _PASSED.format(account=account, folder=folder, uidvalidity=uidvalidity)
        with self._ledger.begin() as work:
            if passed.upto:
                work.decisions.keep(name, str(passed.upto), now)
            note_too_old(work, f"{account} {folder}", uidvalidity, passed.uids, now)
            work.commit()
