"""The lines of `examine --json --figures`: what examine says, and the figures read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from mailbot.cli.jsonl import Row
from mailbot.core.figures.model import Contradiction, Figure
from mailbot.core.notice.notice import Notice
from mailbot.flows.examine import Explained
from mailbot.flows.figures import ReadFigures, contradictions_of, read_figures


class FigureRows:
    """Gathers the lines of one call: contradictions are taken over all its files."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice
        self._rows: list[Row] = []
        self._read: list[ReadFigures] = []

    def add(self, row: Row, explained: Explained) -> None:
        """Add examine's line of one path, with the figures of each form's rows."""
        read = read_figures(explained, self._notice)
        attachments = cast("list[Row]", row["attachments"])
        for attachment, rows in zip(attachments, read.rows, strict=True):
            _add(attachment, rows)
        self._rows.append(row)
        self._read.append(read)

    def rows(self) -> Iterator[Row]:
        """Yield the lines, each with the contradictions that are told on it."""
        clashes = contradictions_of(self._read)
        for row, found in zip(self._rows, clashes, strict=True):
            yield row | {"contradictions": [_clash(clash) for clash in found]}


def _add(attachment: Row, rows: tuple[tuple[Figure, ...], ...]) -> None:
    every: list[Row] = []
    forms = cast("list[Row]", attachment.get("rows", []))
    for number, (row, figures) in enumerate(zip(forms, rows, strict=False), start=1):
        found = [_figure(figure, number) for figure in figures]
        row["figures"] = found
        every += found
    attachment["figures"] = every


def _figure(figure: Figure, row: int) -> Row:
    return {
        "target": figure.target.text,
        "value": _number(figure.value),
        "unit": figure.unit,
        "state": figure.state,
        "span": figure.span,
        "percent": _number(figure.percent),
        "sure": figure.sure,
        "says": figure.says,
        "source": {"row": row, "sentence": figure.sentence},
    }


def _number(value: float | None) -> float | None:
    """Write whole numbers without a point: 12, not 12.0."""
    return int(value) if value is not None and value.is_integer() else value


def _clash(clash: Contradiction) -> Row:
    return {"kind": clash.kind, "target": clash.target, "quarter": clash.period}
