"""The annex as a Word document: blank, for one unit to fill in."""

from __future__ import annotations

from docx.shared import Mm

from mailbot.adapters.papers.word_parts import (
    LINE,
    add_paragraph,
    forbid_break,
    heading_line,
    new_document,
    new_row,
    ruled_table,
    saved,
    write_cell,
)
from mailbot.core.letters.letters import Enclosure
from mailbot.core.notice.notice import Copy, Notice
from mailbot.core.notice.periods import Period

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BLANK_ROOM = 105  # mm that the blank rows share on their page
BLANK_ROW = (24, 90)  # mm: lowest and highest
COPY_WORDS = {Copy.ELECTRONIC: "电子版", Copy.STAMPED_PDF: "加盖单位公章的PDF版"}
DATE_LINE = "填报时间：      年   月   日"


class AnnexForms:
    """The notice's annex as the enclosure of letters."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice

    def blank(self, unit: str, period: Period) -> Enclosure:
        """Return the blank annex for one unit, named by unit and period."""
        name = f"{unit}{period.chinese}报表（空白）.docx"
        return Enclosure(name, DOCX, blank_annex(self._notice, unit, period))


def blank_annex(notice: Notice, unit: str, period: Period) -> bytes:
    """Return a .docx of the annex to be filled in: only this unit's own items."""
    document = new_document(notice.annex_title, notice.issuer)
    heading_line(
        document, (f"填报单位（盖章）：{unit}", f"报告期：{period.chinese}", DATE_LINE)
    )
    table = ruled_table(document, notice.annex_columns)
    items = notice.items_of(unit)
    lowest, highest = BLANK_ROW
    height = min(highest, max(lowest, BLANK_ROOM // max(1, len(items))))
    for item in items:
        row = new_row(table)
        row.height = Mm(height)
        forbid_break(row)
        cells = (str(item.no), item.name, "、".join(item.units), "", "")
        for place, cell in enumerate(cells):
            write_cell(row.cells[place], (cell,), place)
    add_paragraph(document, "填报人：\t联系电话：\t负责人签字：", LINE, 12, tabs=True)
    add_paragraph(document, f"注：{_request(notice)}", LINE, 12)
    return saved(document)


def _request(notice: Notice) -> str:
    """Return the sentence that says what to send where."""
    copies = "和".join(COPY_WORDS[copy] for copy in notice.copies)
    return (
        f"请将{copies}报{notice.office}"
        f"（联系电话：{notice.telephone}，邮箱：{notice.mailbox}）。"
    )
