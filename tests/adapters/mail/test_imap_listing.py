"""Finding what is new: few round trips, no descending range, any number of mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.imap_inbox import scripted_inbox
from tests.support.scripted_imap import (
    Exchange,
    scripted_imap,
)

if TYPE_CHECKING:
    pass

MAIL = b"Subject: x\r\n\r\nhello\r\n"


def test_a_hundred_and_fifty_thousand_mails_are_found_in_windows() -> None:
    count = 150_000
    mails = dict.fromkeys(range(7_000_001, 7_000_001 + count), b"")
    with (
        scripted_imap(mails=mails) as server,
        scripted_inbox(server) as inbox,
    ):
        folder = inbox.folders()[0]
        newest = inbox.list_new(folder, 7_000_000 + count - 3)
        assert [m.uid for m in newest] == [*range(folder.uidnext - 3, folder.uidnext)]
        server.heard.clear()
        from mailbot.adapters.mail.imap import listing

        connection, opened = inbox._opened(folder)
        assert len(listing.uids_after(connection, opened, 0)) == count
        assert len(listing.all_uids(connection, opened)) == count
    searches = [line for line in server.heard if line.startswith("SEARCH")]
    assert len(searches) == 6


@pytest.mark.parametrize("tells_uidnext", [True, False])
def test_no_descending_range_is_ever_asked_for(*, tells_uidnext: bool) -> None:
    with (
        scripted_imap(mails={5: MAIL, 6: MAIL}, tells_uidnext=tells_uidnext) as server,
        scripted_inbox(server) as inbox,
    ):
        folder = inbox.folders()[0]
        assert inbox.list_new(folder, 6) == ()
        assert inbox.list_new(folder, 60) == ()
        assert [m.uid for m in inbox.list_new(folder, 5)] == [6]
        assert not any("*" in w for w in server.heard if w.startswith("SEARCH"))


def test_a_poll_with_nothing_new_costs_one_round_trip_a_folder() -> None:
    with (
        scripted_imap(mails={5: MAIL}) as server,
        scripted_inbox(server) as inbox,
    ):
        inbox.folders()
        server.heard.clear()
        (folder,) = inbox.folders()
        assert inbox.list_new(folder, 5) == ()
        assert [line.split()[0] for line in server.heard] == ["EXAMINE"]


def test_a_folder_whose_last_mail_goes_while_it_is_asked_for_has_nothing_new() -> None:
    def gone(exchange: Exchange) -> None:
        exchange.done()

    with (
        scripted_imap(
            mails={5: MAIL}, tells_uidnext=False, answers={"FETCH": gone}
        ) as server,
        scripted_inbox(server) as inbox,
    ):
        assert inbox.list_new(inbox.folders()[0], 1) == ()


def test_a_moment_of_arrival_that_cannot_be_read_is_none() -> None:
    def undated(exchange: Exchange) -> None:
        exchange.send('* 1 FETCH (UID 5 RFC822.SIZE 9 INTERNALDATE "yesterday")')
        exchange.done()

    with (
        scripted_imap(mails={5: MAIL}, answers={"FETCH": undated}) as server,
        scripted_inbox(server) as inbox,
    ):
        (listed,) = inbox.list_new(inbox.folders()[0], 0)
    assert (listed.internaldate, listed.flags) == (None, ())
