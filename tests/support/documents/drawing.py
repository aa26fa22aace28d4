"""What a generated document holds, told apart from how any format writes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ink(StrEnum):
    """How a run of text stands in the document; two of them must not be read."""

    PLAIN = "plain"
    INSERTED = "inserted"
    DELETED = "deleted"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    ink: Ink = Ink.PLAIN


Paragraph = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """One drawn cell; `inner` is a table that stands in it after its paragraphs."""

    row: int
    column: int
    paragraphs: tuple[Paragraph, ...]
    rows: int = 1
    columns: int = 1
    control: bool = False
    inner: Plan | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A table; rows in `deleted` are drawn as deleted under tracking.

    `hidden_rows` and `hidden_columns` are a spreadsheet's.
    """

    rows: int
    columns: int
    spots: tuple[Spot, ...]
    deleted: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: lines, tables, lines; `box` stands in a text box."""

    shape: str
    before: tuple[str, ...]
    plans: tuple[Plan, ...]
    after: tuple[str, ...] = ()
    box: str = ""
    landscape: bool = False
    secret: Plan | None = None  # a hidden sheet


Rows = tuple[tuple[str, ...], ...]


def visible(spot: Spot) -> str:
    """Return a cell's text as a person reads it."""
    lines = [
        "".join(run.text for run in paragraph if run.ink in {Ink.PLAIN, Ink.INSERTED})
        for paragraph in spot.paragraphs
    ]
    if spot.inner is not None:
        lines += ["\t".join(row).rstrip() for row in truth(spot.inner)]
    return "\n".join(lines).strip()


def truth(plan: Plan) -> Rows:
    """Return the rows that must be read: merged downwards repeats, sideways not."""
    grid = [[""] * plan.columns for _ in range(plan.rows)]
    for spot in plan.spots:
        for row in range(spot.row, spot.row + spot.rows):
            grid[row][spot.column] = visible(spot)
    gone = plan.deleted | plan.hidden_rows
    return tuple(
        tuple(text for j, text in enumerate(row) if j not in plan.hidden_columns)
        for i, row in enumerate(grid)
        if i not in gone
    )


def truths(paper: Paper) -> list[Rows]:
    """Return every table of a document in reading order, inner ones after theirs."""
    found: list[Rows] = []
    for plan in paper.plans:
        found.append(truth(plan))
        found += [truth(spot.inner) for spot in plan.spots if spot.inner]
    return found
