"""What may become of a letter handed to an SMTP server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RefusalKind(StrEnum):
    """What a refusal asks us to do (RFC 5321 4.2.1 and hosts' own words)."""

    LATER = "later"  # 4xx, greylisting, busy: again with back-off
    TOMORROW = "tomorrow"  # a daily quota is used up
    DEAD_ADDRESS = "dead_address"  # no such mailbox: try the unit's next address
    SPAM = "spam"  # taken for spam: staff should look
    TOO_LARGE = "too_large"  # never in this size
    AUTH = "auth"  # our password: stop and tell staff
    SENDER = "sender"  # not in this address's name: two settings differ
    OTHER = "other"  # permanent, for no reason we know


_PERMANENT = frozenset(
    {
        RefusalKind.DEAD_ADDRESS,
        RefusalKind.SPAM,
        RefusalKind.TOO_LARGE,
        RefusalKind.OTHER,
    }
)


@dataclass(frozen=True, slots=True)
class Sent:
    """The server answered 250 after the data: it is theirs now."""

    answer: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The server said no, in its own words; `code` is 0 where it was not even asked."""

    kind: RefusalKind
    code: int
    text: str

    @property
    def permanent(self) -> bool:
        """Tell whether this letter to this address will never go."""
        return self.kind in _PERMANENT


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection died after the data and before the answer."""

    text: str


Delivery = Sent | Refused | Unknown
