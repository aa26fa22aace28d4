"""待归项: a waiting form's rows that fit no item, put under one or taken back."""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.form.placing import Placement
from mailbot.errors import NeedsStaff
from mailbot.flows.console import looking
from mailbot.flows.staff import placing
from mailbot.web.visit import Onward, Opening, Reply, Visit

_DIGITS = 3  # of the longest number of an item


def place(visit: Visit) -> Reply:
    """Put a row under an item, now and in the unit's next reports."""
    row, number = _row(visit), visit.form.get("no", "")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise NeedsStaff("请选择归入哪一项，没有办理")
    said = replace(row, item_no=int(number))
    placing.place(visit.office, said, visit.by, visit.now)
    return _back(visit, "place")


def take_back(visit: Visit) -> Reply:
    """Take back what was said of a row."""
    placing.take_back(visit.office, _row(visit), visit.by, visit.now)
    return _back(visit, "unplace")


def _row(visit: Visit) -> Placement:
    """Return the row that the form names; it must be one of the waiting thing's."""
    rows = looking.rows_apart(visit.office, visit.path["item"])
    called = visit.form.get("row", "")
    found = next((row for row in rows if row.words == called), None)
    if found is None:
        raise NeedsStaff("没有这一行待归项，或者这一件已处理，没有办理")
    return found


def _back(visit: Visit, done: str) -> Reply:
    name = visit.path["item"]
    return Onward(f"/reviews/{name}?done={done}&item={name}")


OPENINGS = (
    Opening("/reviews/{item}/place", place, form=True, decides=True),
    Opening("/reviews/{item}/unplace", take_back, form=True, decides=True),
)
