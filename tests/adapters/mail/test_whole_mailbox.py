"""The full comparison of UIDs finds what lies below the cursor."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.adapters.mail.imap.intake import MailboxStream, WholeMailbox
from tests.support.dovecot import Mailbox
from tests.support.imap_inbox import dovecot_inbox

pytestmark = pytest.mark.slow

NOW = datetime(2023, 6, 20, 12, 0).astimezone()


class Known:
    """A ledger that knows some UIDs of every folder."""

    def __init__(self, *uids: int) -> None:
        self._uids = frozenset(uids)

    def newest_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        del account, folder, uidvalidity
        return max(self._uids, default=0)

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        del account, folder, uidvalidity
        return self._uids

    def pass_over(self, *place: object) -> None:
        """Remember nothing."""


@pytest.mark.parametrize(
    ("known", "new", "missing"),
    [
        ((1, 3), [], [2]),  # a mail appeared below the cursor
        ((2, 3), [], []),  # what lies below all known ones was passed over before
        ((), [1, 2, 3], [1, 2, 3]),
        ((1, 2, 3), [], []),
    ],
)
def test_a_mail_below_the_cursor_is_found(
    mailbox: Mailbox,
    tmp_path: Path,
    known: tuple[int, ...],
    new: list[int],
    missing: list[int],
) -> None:
    for number in range(3):
        mailbox.deliver(b"Subject: %d\r\n\r\nx\r\n" % number, internaldate=NOW)
    with dovecot_inbox(mailbox, ("INBOX",)) as inbox:
        since = NOW - timedelta(days=30)
        stream = MailboxStream(inbox, "office", tmp_path, lambda: NOW, since)
        whole = WholeMailbox(stream)
        ledger = Known(*known)
        assert [m.place.uid for b in stream.new_mails(ledger) for m in b] == new
        assert [m.place.uid for b in whole.new_mails(ledger) for m in b] == missing
        whole.close()
