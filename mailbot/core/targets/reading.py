"""From a unit's form to the figures that the ledger keeps of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mailbot.core.figures.model import Figure
from mailbot.core.figures.reading import read_progress
from mailbot.core.form.reading import Form, FormRow
from mailbot.core.notice.notice import Notice
from mailbot.core.record.records import ToldFigure

FROM_A_SCAN = "扫描件上的文字由识别而来"


def figures_of_row(
    row: FormRow, notice: Notice, period: str | None, *, scanned: bool
) -> tuple[Figure, ...]:
    """Return the figures in a row's progress; a row of no item has none.

    What was read from a scan is never sure.
    """
    if row.item_no is None:
        return ()
    found = read_progress(row.progress, notice, row.item_no, period)
    if not scanned:
        return found
    return tuple(replace(f, sure=False, says=f.says or FROM_A_SCAN) for f in found)


def told_by(
    form: Form | None, notice: Notice, period: str | None, *, scanned: bool
) -> tuple[ToldFigure, ...]:
    """Return the figures of a whole form as the ledger keeps them, rows from 1."""
    return tuple(_told(form, notice, period, scanned=scanned)) if form else ()


def _told(
    form: Form, notice: Notice, period: str | None, *, scanned: bool
) -> Iterator[ToldFigure]:
    for number, row in enumerate(form.rows, start=1):
        for figure in figures_of_row(row, notice, period, scanned=scanned):
            yield ToldFigure(
                row=number,
                target=figure.target.text,
                value=figure.value,
                unit=figure.unit,
                state=figure.state,
                span=figure.span,
                percent=figure.percent,
                sure=figure.sure,
                says=figure.says,
                sentence=figure.sentence,
                own_share=figure.own_share,
                corrected=figure.corrected,
            )
