"""Who may come in and for how long: the rules of the console's door, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CODE_GOOD = timedelta(minutes=10)
CODE_TRIES = 5
IDLE = timedelta(hours=8)
WHOLE = timedelta(days=7)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


class Permission(StrEnum):
    """What somebody may do: decide (办公室), or look only (查看)."""

    OFFICE = "office"
    LOOK = "look"


PERMISSION_WORDS = {Permission.OFFICE: "办公室", Permission.LOOK: "查看"}


@dataclass(frozen=True, slots=True)
class Keeper:
    """One of the staff as the door knows him; `password` is an argon2id hash or ""."""

    address: str
    role: Permission = Permission.OFFICE
    password: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DoorCode:
    """A one-time code as it is kept: hashed, and bound to the browser that asked.

    `address` is "" where the address that was typed is none of the staff's: such a
    code exists only so that asking looks the same, and never opens.
    """

    id: int
    address: str
    secret: str
    browser: str
    asked_at: datetime
    tries: int = 0
    used: bool = False

    def is_good(self, now: datetime) -> bool:
        """Tell whether it may still be tried."""
        young = self.asked_at <= now < self.asked_at + CODE_GOOD
        return bool(self.address) and young and not self.used and self.has_tries

    @property
    def has_tries(self) -> bool:
        """Tell whether it was not yet guessed at too often."""
        return self.tries < CODE_TRIES


@dataclass(frozen=True, slots=True)
class Stay:
    """One session: whose, since when, and when it was last used."""

    address: str
    opened_at: datetime
    seen_at: datetime
    peer: str = ""

    def is_over(self, staff: Iterable[str], now: datetime) -> bool:
        """Tell whether it has ended: idle, too old, or its holder is no more staff."""
        idle = not self.seen_at - _CLOCKS_DIFFER <= now < self.seen_at + IDLE
        old = now >= self.opened_at + WHOLE
        return idle or old or self.address not in set(staff)


class KnockKind(StrEnum):
    """What somebody at the door did."""

    ASKED = "asked"  # for a code
    TRIED = "tried"  # a code or a password, in vain


@dataclass(frozen=True, slots=True)
class Knock:
    """One attempt: on which address (as a hash), from which peer, when."""

    attempt: KnockKind
    key: str
    peer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` attempts within `span`, of one address, of one peer, or in all."""

    span: timedelta
    address: int
    peer: int
    all: int


_CLOCKS_DIFFER = timedelta(minutes=5)  # a clock set back a little ends no session
# A clerk mistypes now and then; an office shares one peer behind its router.
BOUNDS = {
    KnockKind.ASKED: (
        Cap(timedelta(minutes=1), address=1, peer=6, all=30),
        Cap(timedelta(hours=1), address=8, peer=40, all=120),
    ),
    KnockKind.TRIED: (Cap(timedelta(minutes=15), address=10, peer=40, all=200),),
}
LONGEST_SPAN = timedelta(hours=1)


def may_knock(knock: Knock, before: Iterable[Knock]) -> bool:
    """Tell whether one more attempt is within every bound; `before` in any order."""
    past = [one for one in before if one.attempt is knock.attempt]
    return all(_within(bound, knock, past) for bound in BOUNDS[knock.attempt])


def _within(bound: Cap, knock: Knock, past: list[Knock]) -> bool:
    recent = [one for one in past if one.at > knock.at - bound.span]
    of_address = sum(one.key == knock.key for one in recent)
    of_peer = sum(one.peer == knock.peer for one in recent)
    return (
        of_address < bound.address and of_peer < bound.peer and len(recent) < bound.all
    )


def why_not(password: str, address: str) -> str:
    """Return why a new password will not do, "" if it will."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return f"密码须有{SHORTEST_PASSWORD}到{LONGEST_PASSWORD}个字符"
    if password.lower() in {address, address.partition("@")[0]}:
        return "密码不能与邮箱地址相同"
    if len(set(password)) < len("four"):
        return "密码过于简单，请换一个"
    return ""
