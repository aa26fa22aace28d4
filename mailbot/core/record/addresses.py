"""Addresses that a report came from, and what staff said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Learned(StrEnum):
    """How an address came to be, or not to be, a unit's."""

    CONFIRMED = "confirmed"  # with a report of it that staff looked at
    ADOPTED = "adopted"  # 认可
    REFUSED = "refused"  # 不是


@dataclass(frozen=True, slots=True)
class LearnedAddress:
    """What staff said of an address, for which unit, who and when."""

    unit: str
    address: str
    how: Learned
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address that nobody knew, and the unit for which its report was filed.

    `mail` and `number` are the ledger's numbers of the first mail and file of it;
    `name` is how the sender named itself; `since` is when we filed it; `forged` tells
    that every mail of it failed the checks of our own host.
    """

    unit: str
    address: str
    name: str
    mail: int
    number: int
    received_at: datetime
    since: datetime
    forged: bool = False

    @property
    def id(self) -> str:
        """The name staff call it by: N12.1."""
        return f"N{self.mail}.{self.number}"

    @property
    def host(self) -> str:
        """The host the address belongs to."""
        return self.address.rpartition("@")[2]
