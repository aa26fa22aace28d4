"""Who may come in, for how long, and how often one may try: a table of cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailbot.core.entry.entry import (
    DoorCode,
    Knock,
    KnockKind,
    Stay,
    may_knock,
    why_not,
)

NOW = datetime(2023, 7, 3, 9, 0, tzinfo=UTC)
STAFF = ("li@county.example",)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("asked", "tries", "used", "address", "good"),
    [
        (minutes(0), 0, False, "li@county.example", True),
        (minutes(9.9), 4, False, "li@county.example", True),
        (minutes(10), 0, False, "li@county.example", False),
        (minutes(-1), 0, False, "li@county.example", False),  # a clock set back
        (minutes(1), 5, False, "li@county.example", False),
        (minutes(1), 0, True, "li@county.example", False),
        (minutes(1), 0, False, "", False),  # asked for by somebody who is not staff
    ],
)
def test_a_code_is_good_for_ten_minutes_five_tries_and_once(
    asked: timedelta, tries: int, used: object, address: str, good: object
) -> None:
    code = DoorCode(1, address, "s", "b", NOW - asked, tries, bool(used))
    assert code.is_good(NOW) is good


@pytest.mark.parametrize(
    ("opened", "seen", "address", "over"),
    [
        (minutes(0), minutes(0), "li@county.example", False),
        (minutes(600), minutes(479), "li@county.example", False),
        (minutes(600), minutes(480), "li@county.example", True),
        (minutes(7 * 1440 - 1), minutes(1), "li@county.example", False),
        (minutes(7 * 1440), minutes(1), "li@county.example", True),
        (minutes(1), minutes(1), "wang@county.example", True),
        (minutes(-3), minutes(-3), "li@county.example", False),  # set back a little
        (minutes(-60), minutes(-60), "li@county.example", True),
    ],
)
def test_a_session_ends_idle_old_or_with_its_holders_office(
    opened: timedelta, seen: timedelta, address: str, over: object
) -> None:
    stay = Stay(address, NOW - opened, NOW - seen)
    assert stay.is_over(STAFF, NOW) is over


def knocks(count: int, kind: KnockKind, key: str, peer: str, ago: float) -> list[Knock]:
    return [Knock(kind, key, peer, NOW - minutes(ago))] * count


ASKED, TRIED = KnockKind.ASKED, KnockKind.TRIED


@pytest.mark.parametrize(
    ("before", "kind", "may"),
    [
        ([], ASKED, True),
        (knocks(1, ASKED, "li", "p2", 0.5), ASKED, False),  # one letter a minute
        (knocks(1, ASKED, "li", "p2", 1.5), ASKED, True),
        (knocks(1, ASKED, "wang", "p2", 0.5), ASKED, True),
        (knocks(8, ASKED, "li", "p2", 30), ASKED, False),
        (knocks(6, ASKED, "wang", "p1", 0.5), ASKED, False),  # of one peer
        (knocks(120, ASKED, "wang", "p2", 30), ASKED, False),  # of all together
        (knocks(9, TRIED, "li", "p2", 5), TRIED, True),
        (knocks(10, TRIED, "li", "p2", 5), TRIED, False),
        (knocks(10, TRIED, "li", "p2", 16), TRIED, True),
        (knocks(40, TRIED, "wang", "p1", 5), TRIED, False),
        (knocks(200, TRIED, "wang", "p2", 5), TRIED, False),
        (knocks(10, TRIED, "li", "p1", 0.5), ASKED, True),  # guesses bind no letters
    ],
)
def test_attempts_are_bounded_by_address_by_peer_and_in_all(
    before: list[Knock], kind: KnockKind, may: object
) -> None:
    assert may_knock(Knock(kind, "li", "p1", NOW), before) is may


@pytest.mark.parametrize(
    ("password", "will_do"),
    [
        ("qingshan lvshui", True),
        ("青山绿水青山绿水长流", True),
        ("short", False),
        ("aaaaaaaaaaaa", False),
        ("li@county.example", False),
        ("x" * 201, False),
    ],
)
def test_a_password_is_long_and_not_the_address(password: str, will_do: object) -> None:
    assert (why_not(password, "li@county.example") == "") is will_do
