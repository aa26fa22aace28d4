"""Writes the annex forms of forms.jsonl: python -m tests.cases_own.make_forms OUT.

A form is drawn by python-docx or openpyxl in the shape that the line names, then,
where the line asks for another kind of file, converted by LibreOffice (left out where
there is none).
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.enum.text import WD_BREAK

from tests.cases_own import papers
from tests.cases_own.make_mails import steady

HERE = Path(__file__).resolve().parent
Form = dict[str, Any]
Rows = list[list[str]]


def _grid(document: Any, rows: Rows) -> Any:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    return table


def _plain(document: Any, rows: Rows, _: Form) -> None:
    _grid(document, rows)


def _tied(document: Any, rows: Rows, form: Form) -> None:
    """Cells merged downwards: `tie` holds [column, first row, last row]."""
    table = _grid(document, rows)
    for column, first, last in form["tie"]:
        words = table.cell(first, column).text
        for row in range(first + 1, last + 1):
            table.cell(row, column).text = ""
        table.cell(first, column).merge(table.cell(last, column)).text = words


def _titled(document: Any, rows: Rows, _: Form) -> None:
    """The title stands in the table's own first row, merged over all columns."""
    table = _grid(document, [[""] * len(rows[0]), *rows])
    table.cell(0, 0).merge(table.cell(0, len(rows[0]) - 1)).text = papers.TITLE


def _broken(document: Any, rows: Rows, form: Form) -> None:
    """Two tables with a page break between, the second with or without its head."""
    at = form["break"]
    _grid(document, rows[:at])
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _grid(document, ([rows[0]] if form.get("head_again") else []) + rows[at:])


def _nested(document: Any, rows: Rows, form: Form) -> None:
    """A little table inside a progress cell."""
    table = _grid(document, rows)
    inner = form["inner"]
    cell = table.cell(form["inner_row"], 3)
    little = cell.add_table(rows=0, cols=len(inner[0]))
    little.style = "Table Grid"
    for row in inner:
        for place, words in zip(little.add_row().cells, row, strict=True):
            place.text = words
    cell.add_paragraph("")


def _paragraphs(document: Any, rows: Rows, _: Form) -> None:
    """Several paragraphs a cell: the words carry line ends."""
    table = _grid(document, [[""] * len(r) for r in rows])
    for number, row in enumerate(rows):
        for cell, words in zip(table.rows[number].cells, row, strict=True):
            first, *more = words.split("\n")
            cell.text = first
            for line in more:
                cell.add_paragraph(line)


SHAPES: dict[str, Callable[[Any, Rows, Form], None]] = {
    "plain": _plain,
    "tied": _tied,
    "titled": _titled,
    "broken": _broken,
    "nested": _nested,
    "paragraphs": _paragraphs,
}


def word(form: Form) -> bytes:
    """The form as .docx."""
    document = docx.Document()
    if form["shape"] != "titled":
        document.add_paragraph(form.get("heading", papers.TITLE))
    document.add_paragraph(f"填报单位：{papers.FULL[form['unit']]}（盖章）")
    rows = [form.get("head", papers.HEAD), *form["rows"]]
    SHAPES[form["shape"]](document, rows, form)
    if form.get("foot"):
        document.add_paragraph(form["foot"])
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue())


def sheet(form: Form) -> bytes:
    """The form as .xlsx; `tie` merges cells, `start` leaves rows and columns empty."""
    book = openpyxl.Workbook()
    page: Any = book.active
    down, right = form.get("start", [0, 0])
    rows = [[papers.TITLE], [f"填报单位：{papers.FULL[form['unit']]}"]]
    rows += [form.get("head", papers.HEAD), *form["rows"]]
    for y, row in enumerate(rows, 1 + down):
        for x, words in enumerate(row, 1 + right):
            page.cell(y, x, words or None)
    wide = len(rows[2])
    page.merge_cells(None, 1 + down, 1 + right, 1 + down, wide + right)
    for column, first, last in form.get("tie", []):
        x = column + 1 + right
        page.merge_cells(None, first + 3 + down, x, last + 3 + down, x)
    if form.get("more_sheets"):
        book.create_sheet("Sheet2")
        book.create_sheet("字典").append(["类别", "说明"])
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue())


def convert(source: Path, kind: str) -> bool:
    """The file in another kind, by LibreOffice; False where it is not installed."""
    office = shutil.which("soffice")
    if not office:
        return False
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(
            [
                office,
                f"-env:UserInstallation=file://{home}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(source.parent),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
    source.unlink()
    return True


def forms() -> list[Form]:
    """All lines of forms.jsonl."""
    text = (HERE / "forms.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def main() -> None:
    """Writes every form as ID.kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for form in forms():
        base = "xlsx" if form["kind"] in {"xlsx", "xls", "ods"} else "docx"
        path = asked.out / f"{form['id']}.{base}"
        path.write_bytes(sheet(form) if base == "xlsx" else word(form))
        if form["kind"] != base and not convert(path, form["kind"]):
            path.unlink()


if __name__ == "__main__":
    main()
