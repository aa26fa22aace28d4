"""Writes a Paper as .xlsx through openpyxl, a sheet a table."""

from __future__ import annotations

import io

import openpyxl
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.documents.drawing import Paper, Plan, visible


def write_xlsx(paper: Paper) -> bytes:
    """Return the paper as an .xlsx; each table begins in A1 of its own sheet."""
    book = openpyxl.Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    book.remove(first)
    for number, plan in enumerate(paper.plans):
        _fill(book.create_sheet(f"表{number + 1}"), plan)
    if paper.secret is not None:
        sheet = book.create_sheet("底稿")
        _fill(sheet, paper.secret)
        sheet.sheet_state = "hidden"
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _fill(sheet: Worksheet, plan: Plan) -> None:
    for spot in plan.spots:
        cell = sheet.cell(spot.row + 1, spot.column + 1)
        text = visible(spot)
        cell.value = int(text) if text.isascii() and text.isdigit() else text or None
        cell.alignment = Alignment(wrap_text=True)
        if spot.rows * spot.columns > 1:
            sheet.merge_cells(
                start_row=spot.row + 1,
                end_row=spot.row + spot.rows,
                start_column=spot.column + 1,
                end_column=spot.column + spot.columns,
            )
    for row in plan.hidden_rows:
        sheet.row_dimensions[row + 1].hidden = True
    for column in plan.hidden_columns:
        sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
