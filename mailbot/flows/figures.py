"""The figures in files that were examined, and what they say against one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailbot.core.figures.contradictions import Told, find
from mailbot.core.figures.model import Clash, Contradiction, Figure
from mailbot.core.notice.notice import Notice
from mailbot.core.targets.reading import figures_of_row
from mailbot.flows.examine import Explained


@dataclass(frozen=True, slots=True)
class ReadFigures:
    """The figures of one path: for each attachment, for each row of its form."""

    rows: tuple[tuple[tuple[Figure, ...], ...], ...] = ()
    told: tuple[Told, ...] = ()


def read_figures(explained: Explained, notice: Notice) -> ReadFigures:
    """Read the figures of every row of every form that `explained` holds.

    A row of no item has none. What was read from a scan is never sure.
    """
    files = explained.verdict.files if explained.verdict else ()
    every, told = [], []
    for document, file, form in zip(
        explained.documents, files, explained.forms, strict=True
    ):
        rows = []
        scanned = not document.content.text_layer
        for row in form.rows if form else ():
            found = figures_of_row(row, notice, file.period, scanned=scanned)
            number = row.item_no
            rows.append(found)
            if number is not None and file.period and file.units:
                told.append(Told("、".join(file.units), number, file.period, found))
        every.append(tuple(rows))
    return ReadFigures(tuple(every), tuple(told))


def contradictions_of(
    read: Sequence[ReadFigures],
) -> tuple[tuple[Contradiction, ...], ...]:
    """Return for each path the contradictions told on its line.

    They are taken over all paths of the call, and stand at the last one that tells of
    the same item by the same unit.
    """
    last = {
        (told.unit, told.item): number
        for number, one in enumerate(read)
        for told in one.told
    }
    found: list[set[Contradiction]] = [set() for _ in read]
    every = [told for one in read for told in one.told]
    for (unit, item), number in last.items():
        found[number].update(_told_of(every, unit, item))
    return tuple(
        tuple(sorted(one, key=lambda c: (c.period, c.kind, c.target))) for one in found
    )


def _told_of(every: list[Told], unit: str, item: int) -> Iterator[Contradiction]:
    """Yield what a unit's rows of an item contradict, in themselves and in others'."""
    beside = [told for told in every if told.item == item]
    mine = [told for told in beside if told.unit == unit]
    yield from find(mine)
    targets = {figure.target.text for told in mine for figure in told.figures}
    for clash in find(beside):
        if clash.kind is Clash.UNITS and clash.target in targets:
            yield clash
