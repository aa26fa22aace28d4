"""Mails as clerks send them, with files that are what their names say."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

import docx
from openpyxl import Workbook
from PIL import Image, ImageDraw

from mailbot.core.notice.notice import Item, Notice

# Each unit wrote something of its own, so that no two files have the same bytes.
PROGRESS = (
    "{unit}本季度围绕“{item}”开展活动{count}场，服务群众{people}人次，按计划推进。"
)


@dataclass(frozen=True)
class Enclosed:
    """A file to attach: the name as it stands in the mail, and its bytes."""

    name: str
    content: bytes


def annex_docx(
    notice: Notice, unit: str, seed: str = "", *, blank: bool = False
) -> bytes:
    """Return the notice's annex as a unit fills it in; `blank` leaves it as it came."""
    paper = docx.Document()
    paper.core_properties.comments = seed
    paper.add_paragraph(notice.annex_title)
    table = paper.add_table(rows=1, cols=len(notice.annex_columns))
    for cell, heading in zip(table.rows[0].cells, notice.annex_columns, strict=True):
        cell.text = heading
    for item in notice.items:
        cells = table.add_row().cells
        for cell, text in zip(cells, _row(item, unit, seed, blank=blank), strict=True):
            cell.text = text
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _row(item: Item, unit: str, seed: str, *, blank: bool) -> tuple[str, ...]:
    mine = not blank and (unit in item.units or not unit)
    count = 3 + (item.no * 7 + len(seed)) % 20
    progress = PROGRESS.format(
        unit=unit[-3:] or "我单位", item=item.name[2:8], count=count, people=count * 37
    )
    return (
        str(item.no),
        item.name,
        "、".join(item.units),
        progress if mine else "",
        "2023年12月" if mine else "",
    )


def annex_xlsx(notice: Notice, unit: str, seed: str = "") -> bytes:
    """Return the annex as a sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([notice.annex_title])
    sheet.append(list(notice.annex_columns))
    for item in notice.items:
        sheet.append(list(_row(item, unit, seed, blank=False)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def scanned_pdf(seed: str = "", *, seal: bool = True) -> bytes:
    """Return a scan of one page, with a red round seal or none."""
    return _drawn(seed, "PDF", seal=seal)


def photo(seed: str = "") -> bytes:
    """Return a photograph of the sealed page."""
    return _drawn(seed, "JPEG", seal=True)


def _drawn(seed: str, kind: str, *, seal: bool) -> bytes:
    page = Image.new("RGB", (827, 1169), (250, 249, 245))
    pen = ImageDraw.Draw(page)
    for line in range(12):
        pen.rectangle(
            (90, 150 + 45 * line, 700 - 13 * (line % 4), 160 + 45 * line), (40, 40, 40)
        )
    pen.text((100, 100), str(abs(hash_of(seed))), (20, 20, 20))
    if seal:
        pen.ellipse((480, 760, 640, 920), outline=(205, 30, 30), width=6)
        pen.regular_polygon((560, 840, 30), 3, fill=(205, 30, 30))
        pen.regular_polygon((560, 840, 30), 3, 180, fill=(205, 30, 30))
    out = io.BytesIO()
    page.save(out, kind, quality=80)
    return out.getvalue()


def hash_of(seed: str) -> int:
    """Return a number for a text, the same in every run."""
    return sum((i + 1) * ord(c) for i, c in enumerate(seed))


def text_pdf(seed: str = "") -> bytes:
    """Return a PDF exported from a word processor: text, no picture, no seal."""
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setFont("STSong-Light", 14)
    canvas.drawString(90, 750, f"工作进展情况 {seed}")
    canvas.save()
    return out.getvalue()


def encrypted_zip(name: str) -> bytes:
    """Return an archive whose one member asks for a password (general flag bit 0)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, b"secret" * 20)
    raw = bytearray(out.getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    return bytes(raw)


def ofd() -> bytes:
    """Return the smallest OFD package (GB/T 33190)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "OFD.xml",
            '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>',
        )
    return out.getvalue()


@dataclass(frozen=True)
class Letter:
    """A mail to be built: who, when, what about, in which words, with which files."""

    sender_name: str
    sender: str
    to: str
    subject: str
    body: str
    sent_at: datetime
    files: tuple[Enclosed, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    raw_subject: str = ""


def build(letter: Letter) -> bytes:
    """Return the mail as a common Chinese mail program writes it."""
    mail = MIMEMultipart()
    name = Header(letter.sender_name, "utf-8").encode()
    mail["From"] = f"{name} <{letter.sender}>"
    mail["To"] = letter.to
    mail["Subject"] = letter.raw_subject or Header(letter.subject, "utf-8").encode()
    mail["Date"] = format_datetime(letter.sent_at)
    if letter.message_id:
        mail["Message-ID"] = letter.message_id
    if letter.in_reply_to:
        mail["In-Reply-To"] = letter.in_reply_to
    mail.attach(MIMEText(letter.body, "plain", "utf-8"))
    for file in letter.files:
        part = MIMEApplication(file.content)
        shown = (
            file.name
            if file.name.startswith("=?")
            else Header(file.name, "utf-8", maxlinelen=10_000).encode()
        )
        part.add_header("Content-Disposition", f'attachment; filename="{shown}"')
        mail.attach(part)
    return mail.as_bytes()
