"""Whose a file is, as a value: the answer or the proposal, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from mailbot.core.judge.signs import Named
from mailbot.core.names.sorts import Sort
from mailbot.core.record.clues import Clue, Flag
from mailbot.core.record.flags import FlagKind

# How much a place counts as evidence; DOMAIN §4: our letter, seal and heading, name
# and subject, address; what is only around the file comes last.
WEIGHTS = {
    "reply": 1.0,
    "seal": 0.95,
    "heading": 0.9,
    "file_name": 0.85,
    "subject": 0.8,
    "address": 0.7,
    "display_name": 0.6,
    "behalf": 0.6,
    "other_file": 0.5,
    "forwarded": 0.4,
    "signature": 0.4,
    "body": 0.3,
}


class Membership(StrEnum):
    """What the one named is under the notice."""

    UNIT = "unit"
    TOWN = "town"
    OUTSIDER = "outsider"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Who:
    """The unit(s) of a file, as an answer or a proposal, and why.

    `doubts` are flags that send it to staff, `notes` flags that do not;
    `no_period` tells that what it says of periods is not about this notice.
    """

    standing: Membership
    units: tuple[str, ...] = ()
    doubts: tuple[Flag, ...] = ()
    notes: tuple[Flag, ...] = ()
    reasons: tuple[Clue, ...] = ()
    no_period: bool = False

    def doubting(self, *flags: FlagKind) -> Who:
        """Return the same with more doubts."""
        return replace(self, doubts=(*self.doubts, *(Flag(flag) for flag in flags)))


def reasons_for(units: tuple[str, ...], places: tuple[Named, ...]) -> tuple[Clue, ...]:
    """Return a clue for each place that names one of `units`."""
    return tuple(
        Clue(place.place, m.unit, m.text, WEIGHTS[place.place])
        for place in places
        for m in place.mentions
        if m.unit in units and m.sort in {Sort.UNIT, Sort.WEAK, Sort.SUB_UNIT}
    )
