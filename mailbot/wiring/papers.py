"""Papers in the office's own formats, loaded when the first one is wanted.

python-docx and openpyxl take a third of a second to load; most rounds write none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mailbot.core.letters.letters import Enclosure
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import Period
from mailbot.core.summary.circular import Circular
from mailbot.core.summary.rollup import Rollup
from mailbot.core.summary.summary import Summary

# ruff: noqa: PLC0415 - the very purpose of this module

_WORD, _EXCEL = "wordprocessingml.document", "spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class LateAnnex:
    """The notice's form, to be filled in; see `mailbot.ports.Annex`."""

    notice: Notice

    def blank(self, unit: str, period: Period) -> Enclosure:
        """Return the blank form with the unit's own items."""
        from mailbot.adapters.papers.annex import AnnexForms

        return AnnexForms(self.notice).blank(unit, period)


class LateWorkbooks:
    """Tables for a spreadsheet program; see `mailbot.ports.Workbooks`."""

    def summary(self, summary: Summary) -> bytes:
        """Return the summary as an .xlsx file."""
        from mailbot.adapters.papers.summary_sheet import SummaryWorkbooks

        return SummaryWorkbooks().summary(summary)

    def rollup(self, table: Rollup, period: str) -> tuple[Enclosure, ...]:
        """Return the consolidated table as .docx and .xlsx."""
        from mailbot.adapters.papers.rollup_pages import consolidated_docx
        from mailbot.adapters.papers.rollup_sheet import consolidated_xlsx

        office = "application/vnd.openxmlformats-officedocument."
        pages, sheet = consolidated_docx(table), consolidated_xlsx(table)
        return (
            Enclosure(f"汇总表_{period}.docx", f"{office}{_WORD}", pages),
            Enclosure(f"汇总表_{period}.xlsx", f"{office}{_EXCEL}", sheet),
        )


def write_circular(
    paper: Circular, transfer: Sequence[tuple[str, ...]], period: str, out: Path
) -> tuple[Path, ...]:
    """Write the circular and the transfer list as .docx; return their paths."""
    from mailbot.adapters.papers.circular_pages import circular_docx, transfer_docx

    out.mkdir(parents=True, exist_ok=True)
    draft = "_征求意见稿" if paper.draft else ""
    title = f"{paper.table_title.partition('目标进度')[0]}归档移交目录"
    files = {
        out / f"通报_{period}{draft}.docx": circular_docx(paper),
        out / f"归档移交目录_{period}.docx": transfer_docx(
            title, paper.office, transfer
        ),
    }
    for path, content in files.items():
        path.write_bytes(content)
    return tuple(files)


def write_rollup(table: Rollup, period: str, out: Path) -> tuple[Path, ...]:
    """Write the consolidated table as .docx and .xlsx; return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    papers = LateWorkbooks().rollup(table, period)
    for paper in papers:
        (out / paper.name).write_bytes(paper.content)
    return tuple(out / paper.name for paper in papers)


def as_pdf(papers: Sequence[Path]) -> tuple[Path, ...]:
    """Write the .docx among papers as .pdf, too, where the machine has LibreOffice."""
    from mailbot.adapters.papers.pdf_copy import pdf_copy

    copies = (pdf_copy(path) for path in papers if path.suffix == ".docx")
    return tuple(one for one in copies if one is not None)
