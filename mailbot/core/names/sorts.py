"""What a name found in a text turned out to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """How far a name identifies a unit of the notice, or why it does not."""

    UNIT = "unit"  # this unit, said clearly
    WEAK = "weak"  # a weak alias standing by itself
    UNCLEAR = "unclear"  # the name, but after words that may belong to it
    SUB_UNIT = "sub_unit"  # a body inside `unit`, or inside nobody we know
    OTHER_LEVEL = "other_level"  # the same kind of office above the county
    OTHER_PLACE = "other_place"  # the same kind of office elsewhere
    TOWN = "town"
    COMPANY = "company"
    OFFICE = "office"  # an office that is not of the notice
    ADDRESSEE = "addressee"  # to whom the mail is, not from whom


# Sorts that say: not (simply) a unit of this notice.
FOREIGN = frozenset(
    {
        Sort.OTHER_LEVEL,
        Sort.OTHER_PLACE,
        Sort.TOWN,
        Sort.COMPANY,
        Sort.OFFICE,
    }
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: its sort, its words and where they stand.

    `unit` is the unit named, for a SUB_UNIT its parent, else "".
    """

    sort: Sort
    text: str
    start: int
    end: int
    unit: str = ""
