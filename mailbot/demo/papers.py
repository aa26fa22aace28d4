"""The files that units attach: real documents of every kind, made on the spot."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from docx import Document
from openpyxl import Workbook

from mailbot.adapters.papers.annex import blank_annex
from mailbot.core.notice.notice import Item, Notice
from mailbot.core.notice.periods import Period
from mailbot.core.notice.units import Unit
from mailbot.demo.seal import as_jpeg, as_pdf, scan

_DUE = "2023年12月底"
_PROGRESS_COLUMN, _DUE_COLUMN = 3, 4


class PaperKind(StrEnum):
    """What a file is made as."""

    FORM = "form"  # the annex, filled in (.docx)
    BLANK = "blank"  # the annex as it came
    SHEET = "sheet"  # the annex in a spreadsheet
    SCAN = "scan"  # a scan of the sealed page (.pdf)
    PHOTO = "photo"
    ZIP = "zip"  # with GBK names, as Chinese Windows packs


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to be made: its name, its kind, and what an archive holds."""

    name: str
    kind: PaperKind
    holds: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class ClerkDesk:
    """Where a unit's clerk writes: for which notice, unit and period, which draft."""

    notice: Notice
    unit: Unit
    period: Period
    draft: str = ""

    def make(self, paper: Paper) -> bytes:
        """Return the paper's bytes."""
        match paper.kind:
            case PaperKind.FORM | PaperKind.BLANK:
                return self._form(filled=paper.kind is PaperKind.FORM)
            case PaperKind.SHEET:
                return self._sheet()
            case PaperKind.SCAN | PaperKind.PHOTO:
                page = scan(self.unit.full_name, self._lines())
                return as_pdf(page) if paper.kind is PaperKind.SCAN else as_jpeg(page)
            case PaperKind.ZIP:
                return gbk_zip([(p.name, self.make(p)) for p in paper.holds])

    def _form(self, *, filled: bool) -> bytes:
        blank = blank_annex(self.notice, self.unit.name, self.period)
        if not filled:
            return blank
        document = Document(BytesIO(blank))
        items = self.notice.items_of(self.unit.name)
        for row, item in zip(document.tables[0].rows[1:], items, strict=True):
            row.cells[_PROGRESS_COLUMN].text = self._progress(item)
            row.cells[_DUE_COLUMN].text = _DUE
        out = BytesIO()
        document.save(out)
        return out.getvalue()

    def _sheet(self) -> bytes:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append([self.notice.annex_title])
        sheet.append([f"填报单位：{self.unit.full_name}", "", self.period.chinese])
        sheet.append(list(self.notice.annex_columns))
        for item in self.notice.items_of(self.unit.name):
            units = "、".join(item.units)
            sheet.append([item.no, item.name, units, self._progress(item), _DUE])
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    def _lines(self) -> Sequence[str]:
        """Return the lines of the printed page."""
        return (
            self.notice.annex_title,
            f"填报单位（盖章）：{self.unit.full_name}",
            f"报告期：{self.period.chinese}{self.draft}",
            *(
                part
                for item in self.notice.items_of(self.unit.name)
                for part in (f"{item.no}. {item.name}", self._progress(item)[:38])
            ),
        )

    def _progress(self, item: Item) -> str:
        """Return what the unit did for an item; no two units wrote the same."""
        number = sum(map(ord, self.unit.name + self.draft)) + 7 * item.no
        return (
            f"{self.period.chinese}，我单位围绕"
            f"“{item.name.removeprefix('实施')}”开展活动"
            f"{3 + number % 9}场，服务妇女儿童{100 + number % 800}人次，"
            f"完成年度任务的{40 + number % 30}%，其余按计划推进{self.draft}。"
        )


def gbk_zip(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a zip whose names are GBK without the UTF-8 flag.

    zipfile writes UTF-8 names and sets the flag (APPNOTE 4.4.4 bit 11): stand-ins
    of the same length are put in their place afterwards.
    """
    out = BytesIO()
    names = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(members):
            wanted = name.encode("gb18030")
            stand_in = f"{number:x}".ljust(len(wanted), "~")
            names[stand_in.encode()] = wanted
            archive.writestr(stand_in, content)
    raw = out.getvalue()
    for stand_in_bytes, wanted in names.items():
        for header in (b"PK\x03\x04", b"PK\x01\x02"):
            raw = _renamed(raw, header, stand_in_bytes, wanted)
    return raw


def _renamed(raw: bytes, header: bytes, old: bytes, new: bytes) -> bytes:
    """Replace a name behind the headers of that kind (APPNOTE 4.3.7, 4.3.12)."""
    fixed = 30 if header == b"PK\x03\x04" else 46
    length_at = 26 if header == b"PK\x03\x04" else 28
    at = raw.find(header)
    while at >= 0:
        (length,) = struct.unpack_from("<H", raw, at + length_at)
        if raw[at + fixed : at + fixed + length] == old:
            return raw[: at + fixed] + new + raw[at + fixed + length :]
        at = raw.find(header, at + 4)
    return raw
