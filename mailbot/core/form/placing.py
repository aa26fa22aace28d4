"""Rows that fit no item (待归项), placed by staff, now and in the unit's next form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self

from mailbot.core.form.reading import Form, FormRow
from mailbot.core.form.words import squeeze
from mailbot.core.record.records import UnitDecision

PLACE: Final = "place"  # what kind of decision it is in the ledger
_SHORTEST: Final = 2  # characters by which staff may call a row


@dataclass(frozen=True, slots=True)
class Placement:
    """Staff's word that a unit's rows so called are about an item."""

    unit: str
    words: str
    item_no: int

    @classmethod
    def of(cls, decision: UnitDecision) -> Self:
        """Return what a decision of the ledger says."""
        number, _, words = decision.value.partition(" ")
        return cls(decision.unit, words, int(number))

    @property
    def value(self) -> str:
        """Return how the ledger keeps it beside the unit."""
        return f"{self.item_no} {self.words}"

    def names(self, called: str) -> bool:
        """Tell whether it is about a row of that name (or, without one, report)."""
        said, name = squeeze(self.words), squeeze(called)
        shorter, longer = sorted((said, name), key=len)
        return len(shorter) >= _SHORTEST and shorter in longer


def placements(decisions: Iterable[UnitDecision]) -> tuple[Placement, ...]:
    """Return what staff said of rows, the last word first."""
    said = [Placement.of(one) for one in decisions if one.kind == PLACE]
    return tuple(reversed(said))


def placed(form: Form, unit: str, said: Iterable[Placement]) -> Form:
    """Return a unit's form with the rows of no item where staff put them."""
    mine = [one for one in said if one.unit == unit]
    rows = tuple(
        _placed(row, mine) if row.item_no is None else row for row in form.rows
    )
    return replace(form, rows=rows) if mine else form


def left_over(told: str, unit: str, said: Iterable[Placement]) -> str:
    """Return of rows told as fitting no item (parted by ；) those not yet placed."""
    rows = told_rows(told, unit, said)
    return "；".join(row.words for row in rows if not row.item_no)


def told_rows(told: str, unit: str, said: Iterable[Placement]) -> tuple[Placement, ...]:
    """Return those rows, each under the item staff put it (0: none yet)."""
    mine = [one for one in said if one.unit == unit]
    return tuple(
        Placement(unit, row, next((o.item_no for o in mine if o.names(row)), 0))
        for row in told.split("；")
        if row
    )


def _placed(row: FormRow, said: list[Placement]) -> FormRow:
    called = row.item or row.progress
    found = next((one for one in said if called and one.names(called)), None)
    if found is None:
        return row
    reason = f"工作人员归入第{found.item_no}项"
    return replace(row, item_no=found.item_no, reason=reason)


def placing_words(decision: UnitDecision) -> str:
    """Say what a decision places where: “创建书香机关”归入第5项."""
    said = Placement.of(decision)
    return f"“{said.words}”归入第{said.item_no}项"
