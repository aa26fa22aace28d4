"""The mailbox as a stream, and the postman as the flows know him."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from mailbot.adapters.mail.imap.intake import MailboxStream
from mailbot.adapters.mail.imap.mailbox import ImapInbox
from mailbot.adapters.mail.imap.values import (
    Arrival,
    Folder,
    InMemory,
    Listed,
    OnDisk,
    Role,
    TooLarge,
    Unreadable,
    Vanished,
)
from mailbot.adapters.mail.smtp.postman import LetterCarrier
from mailbot.adapters.mail.smtp.sending import SmtpPostman
from mailbot.core.letters.sending import Delivery, RefusalKind, Refused, Sent, Unknown
from mailbot.errors import MailbotError, TryLater
from tests.support.seen import Seen

NOW = datetime(2023, 6, 28, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
INBOX = Folder("INBOX", Role.INBOX, 7, 0)
JUNK = Folder("垃圾邮件", Role.JUNK, 8, 0)


class FakeInbox:
    """Two folders whose arrivals were decided beforehand."""

    def __init__(self, arrivals: dict[str, list[Arrival]]) -> None:
        self.arrivals = arrivals
        self.asked: list[tuple[str, int]] = []
        self.closed = False

    def folders(self) -> list[Folder]:
        return [INBOX, JUNK]

    def must_be_whole(self) -> None:
        """Lack nothing."""

    def list_new(self, folder: Folder, newest: int) -> list[Listed]:
        self.asked.append((folder.name, newest))
        return [a.mail for a in self.arrivals.get(folder.name, [])]

    def fetch(
        self, folder: Folder, listed: Sequence[Listed], _spill: Path
    ) -> Iterator[Arrival]:
        wanted = {mail.uid: mail for mail in listed}
        for arrival in self.arrivals.get(folder.name, []):
            if arrival.mail.uid in wanted:
                yield replace(arrival, mail=wanted[arrival.mail.uid])

    def dates(self, folder: Folder, listed: Sequence[Listed]) -> dict[int, bytes]:
        odd = {mail.uid for mail in listed}
        return {
            a.mail.uid: a.content
            for a in self.arrivals.get(folder.name, [])
            if a.mail.uid in odd and isinstance(a, InMemory)
        }

    def hands_out(self, folder: Folder, but: frozenset[int]) -> bool | None:
        del folder, but
        return None

    def close(self) -> None:
        self.closed = True


def stream(inbox: FakeInbox) -> MailboxStream:
    since = NOW - timedelta(days=30)
    own = cast("ImapInbox", inbox)
    return MailboxStream(own, "office@mail", Path("spill"), lambda: NOW, since)


def test_each_arrival_keeps_its_place_and_time(tmp_path: Path) -> None:
    spilled = tmp_path / "large"
    spilled.write_bytes(b"large")
    listed = Listed(3, 99, NOW)
    inbox = FakeInbox(
        {
            "INBOX": [InMemory(listed, b"mail"), OnDisk(listed, spilled)],
            "垃圾邮件": [InMemory(Listed(4, 1, None), b"")],
        }
    )
    seen = Seen({("office@mail", "INBOX", 7): {2}})
    first, junk = stream(inbox).new_mails(seen)
    assert inbox.asked == [("INBOX", 2), ("垃圾邮件", 0)]
    assert [(m.size, m.content) for m in first] == [(4, b"mail"), (99, spilled)]
    assert first[0].place.uid == 3
    assert not first[0].place.junk
    assert junk[0].place.junk
    assert junk[0].received_at == NOW


def test_mails_from_before_the_notice_are_left_alone() -> None:
    old = Listed(1, 1, NOW - timedelta(days=31))
    inbox = FakeInbox({"INBOX": [InMemory(old, b"old")]})
    seen = Seen()
    assert list(stream(inbox).new_mails(seen)) == []
    assert seen.newest_uid("office@mail", "INBOX", 7) == 1


def test_what_could_not_be_fetched_says_why() -> None:
    listed = Listed(3, 99, NOW)
    arrivals: list[Arrival] = [
        TooLarge(listed),
        Vanished(listed),
        Unreadable(listed, "NO"),
    ]
    (batch,) = stream(FakeInbox({"INBOX": arrivals})).new_mails(Seen())
    assert [m.refused for m in batch] == ["too_large", "vanished", "failed"]


def test_batches_are_bounded_by_bytes_and_number() -> None:
    large = b"x" * (5 << 20)
    arrivals: list[Arrival] = [InMemory(Listed(n, 1, NOW), large) for n in range(3)]
    batches = list(stream(FakeInbox({"INBOX": arrivals})).new_mails(Seen()))
    assert [len(b) for b in batches] == [2, 1]
    many: list[Arrival] = [InMemory(Listed(n, 1, NOW), b"x") for n in range(201)]
    batches = list(stream(FakeInbox({"INBOX": many})).new_mails(Seen()))
    assert [len(b) for b in batches] == [200, 1]


def test_closing_lets_go_of_the_server() -> None:
    inbox = FakeInbox({})
    stream(inbox).close()
    assert inbox.closed


class FakePostman:
    def __init__(self, *outcomes: Delivery | MailbotError) -> None:
        self.outcomes = list(outcomes)
        self.to: list[str] = []

    def send(self, _envelope_from: str, to: str, _raw: bytes) -> Delivery:
        self.to.append(to)
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, MailbotError):
            raise outcome
        return outcome

    def close(self) -> None:
        self.to = []


def carried(*outcomes: Delivery | MailbotError) -> Delivery:
    postman = FakePostman(*outcomes)
    carrier = LetterCarrier(cast("SmtpPostman", postman), "office@mail.example")
    to = tuple(f"{n}@x.example" for n in range(len(outcomes)))
    delivery = carrier.send(to, b"raw")
    assert postman.to == list(to)
    carrier.close()
    assert postman.to == []
    return delivery


BUSY = Refused(RefusalKind.LATER, 451, "busy")


def test_each_recipient_gets_a_letter_of_its_own() -> None:
    assert carried(BUSY, Sent("ok")) == Sent("ok")
    assert carried(BUSY, Unknown("gone")) == Unknown("gone")
    assert carried(Unknown("gone"), Sent("ok")) == Sent("ok")
    assert carried(BUSY, BUSY) == Refused(RefusalKind.LATER, 451, "busy")
    assert carried() == Refused(RefusalKind.OTHER, 0, "没有收件人")


def test_a_server_lost_between_two_recipients_sends_to_the_first_but_once() -> None:
    away = TryLater("away")
    assert carried(Sent("ok"), away) == Sent("ok")
    assert carried(Unknown("gone"), away) == Unknown("gone")
    with pytest.raises(TryLater):
        carried(BUSY, away)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TOLD = b"Date: Tue, 27 Jun 2023 18:00:00 CST\n\nx"


@pytest.mark.parametrize(
    ("server", "mail", "arrival"),
    [
        (NOW - timedelta(hours=1), TOLD, NOW - timedelta(hours=1)),
        (EPOCH, TOLD, datetime(2023, 6, 27, 18, tzinfo=NOW.tzinfo)),
        (NOW + timedelta(days=900), TOLD, datetime(2023, 6, 27, 18, tzinfo=NOW.tzinfo)),
        (
            EPOCH,
            b"Received: from a; Tue, 27 Jun 2023 19:00:00 +0800\n" + TOLD,
            datetime(2023, 6, 27, 19, tzinfo=NOW.tzinfo),
        ),
        (EPOCH, b"Date: 1 Jan 1970 00:00:00 +0000\n\nx", NOW),
        (EPOCH, b"Subject: no date at all\n\nx", NOW),
        (None, TOLD, datetime(2023, 6, 27, 18, tzinfo=NOW.tzinfo)),
        (None, b"\nx", NOW),
    ],
)
def test_a_mail_came_on_the_first_date_told_of_it_that_can_be_true(
    server: datetime | None, mail: bytes, arrival: datetime
) -> None:
    inbox = FakeInbox({"INBOX": [InMemory(Listed(3, 9, server), mail)]})
    seen = Seen()
    ((taken,),) = stream(inbox).new_mails(seen)
    assert (taken.received_at, seen.old) == (arrival, set())


def test_what_is_too_old_is_left_and_counted_wherever_it_stands() -> None:
    before = NOW - timedelta(days=40)
    long_ago = datetime(2015, 3, 1, tzinfo=UTC)
    old = b"Date: Sun, 1 Mar 2015 08:00:00 +0800\n\nx"
    inbox = FakeInbox(
        {
            "INBOX": [
                InMemory(Listed(1, 9, before), TOLD),
                InMemory(Listed(2, 9, NOW), TOLD),
                InMemory(Listed(3, 9, long_ago), old),
                InMemory(Listed(4, 9, EPOCH), b"Date: 10 May 2023 08:00\n\nx"),
            ]
        }
    )
    seen = Seen()
    ((taken,),) = stream(inbox).new_mails(seen)
    assert (taken.place.uid, seen.old) == (2, {1, 3, 4})
    assert seen.newest_uid("office@mail", "INBOX", 7) == 1
