"""One mail that the server will not give costs itself alone; a server's fault, none."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.adapters.mail.imap.stubborn import Fetching
from mailbot.adapters.mail.imap.values import (
    Arrival,
    FetchLimits,
    InMemory,
    Unreadable,
)
from mailbot.errors import TryLater
from tests.support.imap_inbox import SHORT, scripted_inbox
from tests.support.scripted_imap import (
    Answer,
    Exchange,
    on_bodies,
    scripted_imap,
    usual,
)

MAIL = b"Subject: x\r\n\r\nhello\r\n"
MAILS = dict.fromkeys(range(1, 8), MAIL)


def asks_for(exchange: Exchange, *uids: int) -> bool:
    asked = exchange.arguments.split()[0].split(",")
    return any(str(uid) in asked for uid in uids)


def on(uids: tuple[int, ...], answer: Answer) -> dict[str, Answer]:
    def bodies(exchange: Exchange) -> None:
        (answer if asks_for(exchange, *uids) else usual)(exchange)

    return on_bodies(bodies)


def broken_off(exchange: Exchange) -> None:
    exchange.connection.sendall(b"* 2 FETCH (UID 2 BODY[] {500}\r\nhalf a mail")
    exchange.hang_up()


def too_short(exchange: Exchange) -> None:
    """Announce more than ever comes: the end of the answer is eaten as content."""
    exchange.send(b"* 2 FETCH (UID 2 BODY[] {500}\r\nshort)")
    exchange.done()


def said_goodbye(exchange: Exchange) -> None:
    exchange.send("* BYE internal error")
    exchange.hang_up()


def damaged(exchange: Exchange) -> None:
    exchange.done("NO damaged")


def fetched(
    spill: Path, answers: dict[str, Answer], after: int = 0, batch: int = 200
) -> list[Arrival]:
    with (
        scripted_imap(mails=dict(MAILS), answers=answers) as server,
        scripted_inbox(server, FetchLimits(batch_count=batch), SHORT) as inbox,
    ):
        folder = inbox.folders()[0]
        listed = inbox.list_new(folder, after)
        return list(Fetching(inbox, folder, spill).arrivals(listed))


@pytest.mark.parametrize("batch", [200, 1])
@pytest.mark.parametrize("fault", [broken_off, too_short, said_goodbye])
def test_a_mail_that_ends_the_connection_each_time_does_not_hold_the_others_back(
    tmp_path: Path, fault: Answer, batch: int
) -> None:
    arrived = fetched(tmp_path, on((2,), fault), batch=batch)
    assert [a.mail.uid for a in arrived] == [1, 3, 4, 5, 6, 7, 2]
    assert [type(a) for a in arrived] == [*[InMemory] * 6, Unreadable]


def test_a_cut_that_has_no_second_costs_nothing(tmp_path: Path) -> None:
    cuts = iter((broken_off,))

    def once(exchange: Exchange) -> None:
        next(cuts, usual)(exchange)

    arrived = fetched(tmp_path, on((4,), once))
    assert [a.mail.uid for a in arrived] == list(MAILS)
    assert all(isinstance(a, InMemory) for a in arrived)


@pytest.mark.parametrize("after", [0, 6])
def test_a_server_that_cuts_every_mail_is_away_and_gives_up_none(
    tmp_path: Path, after: int
) -> None:
    with pytest.raises(TryLater):
        fetched(tmp_path, on(tuple(MAILS), broken_off), after)


@pytest.mark.parametrize("after", [0, 6])
def test_a_server_that_refuses_every_mail_is_away_and_gives_up_none(
    tmp_path: Path, after: int
) -> None:
    def refuse(exchange: Exchange) -> None:
        exchange.done("NO [UNAVAILABLE] store is away")

    with pytest.raises(TryLater, match="UNAVAILABLE"):
        fetched(tmp_path, on(tuple(MAILS), refuse), after)


@pytest.mark.parametrize("fault", [broken_off, damaged])
def test_the_only_new_mail_is_given_up_if_an_older_one_still_comes(
    tmp_path: Path, fault: Answer
) -> None:
    (arrived,) = fetched(tmp_path, on((7,), fault), after=6)
    assert isinstance(arrived, Unreadable)


def test_a_server_that_went_away_for_good_says_later(tmp_path: Path) -> None:
    def gone(exchange: Exchange) -> None:
        exchange.server.answers["LOGIN"] = Exchange.hang_up
        exchange.hang_up()

    with pytest.raises(TryLater):
        fetched(tmp_path, on((2,), gone))


def test_after_three_cuts_the_rest_is_left_for_the_next_round(tmp_path: Path) -> None:
    arrived: list[Arrival] = []
    with (
        scripted_imap(
            mails=dict(MAILS), answers=on((2, 3, 5, 6), broken_off)
        ) as server,
        scripted_inbox(server, patience=SHORT) as inbox,
    ):
        folder = inbox.folders()[0]
        fetching = Fetching(inbox, folder, tmp_path)
        coming = fetching.arrivals(inbox.list_new(folder, 0))
        with pytest.raises(TryLater):
            arrived.extend(coming)
    given_up = [a.mail.uid for a in arrived if isinstance(a, Unreadable)]
    assert [a.mail.uid for a in arrived if isinstance(a, InMemory)] == [1, 4]
    assert given_up == [2, 3, 5]
