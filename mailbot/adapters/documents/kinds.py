"""One row a kind of file: how its bytes are known, and who reads it.

What offices send it as, and what follows, stands in `core/record/documents.Kind`.
What a row cannot say (signs that need reckoning: BMP, HEIC, PDF, plain text, HTML,
mails) is told in `kind.py`. Readers are named, not imported: a child that reads .docx
never loads what .pdf needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mailbot.core.record.documents import Kind


@dataclass(frozen=True, slots=True)
class KindRow:
    """How one kind is recognised and read; the first row that fits decides.

    `begins` are the file's first bytes; `ole` names of the root of an OLE file, lower
    case (an embedded object's lie deeper); `parts` patterns of names in a zip, lower
    case; `declares` media types that a zip says of itself; `xml` the root elements of
    one XML file, each with what its first bytes must say besides ("" for nothing).
    `reader` is module and function below this folder, `flat` those for the kind in
    one XML file.
    """

    kind: Kind
    reader: str = ""
    flat: str = ""
    begins: tuple[bytes, ...] = ()
    ole: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    declares: tuple[bytes, ...] = ()
    xml: tuple[tuple[str, str], ...] = ()


KINDS: Final = (
    KindRow(Kind.OFD, "printed.ofd.read_ofd", parts=(r"ofd\.xml",)),
    KindRow(
        Kind.DOCX,
        "word.docx.read_docx",
        "flat_xml.read_flat",
        parts=(r"word/document\d*\.xml",),
        declares=(
            b"wordprocessingml.document.main",
            b"wordprocessingml.template.main",
            b"word.document.macroEnabled.main",
            b"word.template.macroEnabledTemplate.main",
        ),
        xml=(("package", ""),),
    ),
    KindRow(
        Kind.DOC,
        "word.binary.read_doc",
        "flat_xml.read_flat",
        begins=(b"\xdb\xa5\x2d\x00",),  # Word 2, before OLE
        ole=("worddocument",),
        xml=(("wordDocument", ""),),
    ),
    KindRow(
        Kind.XLSX,
        "sheets.xlsx.read_xlsx",
        parts=(r"xl/workbook\d*\.(xml|bin)",),
        declares=(
            b"spreadsheetml.sheet.main",
            b"spreadsheetml.template.main",
            b"excel.sheet.macroEnabled.main",
            b"excel.sheet.binary.macroEnabled.main",
        ),
    ),
    KindRow(
        Kind.XLS,
        "sheets.xls.read_xls",
        "flat_xml.read_flat",
        # BIFF 2 to 5 without an OLE file around it, as old report generators write
        begins=(
            b"\x09\x00\x04\x00",
            b"\x09\x02\x06\x00",
            b"\x09\x04\x06\x00",
            b"\x09\x08\x08\x00",
            b"\x09\x08\x10\x00",
        ),
        ole=("workbook", "book"),
        xml=(("Workbook", ""),),
    ),
    KindRow(Kind.ODT, "odf.read_odt", declares=(b"opendocument.text",)),
    KindRow(Kind.ODS, "odf.read_ods", declares=(b"opendocument.spreadsheet",)),
    KindRow(Kind.UOT, "uof.read_uot", xml=(("UOF", "vnd.uof.text"),)),
    KindRow(Kind.UOS, "uof.read_uos", xml=(("UOF", "vnd.uof.spreadsheet"),)),
    KindRow(Kind.PDF, "printed.pdf.read_pdf"),
    KindRow(Kind.RTF, "word.rtf.read_rtf"),
    KindRow(Kind.HTML, "html_text.read_html"),
    KindRow(Kind.TXT, "text.read_text"),
    KindRow(Kind.JPG, begins=(b"\xff\xd8\xff",)),
    KindRow(Kind.PNG, begins=(b"\x89PNG\r\n\x1a\n",)),
    KindRow(
        Kind.TIFF,
        begins=(
            b"II*\0",
            b"MM\0*",
            b"II+\0\x08\0\0\0",  # of more than 4 GB, or of a careful scanner
            b"MM\0+\0\x08\0\0",
        ),
    ),
    KindRow(Kind.RAR, begins=(b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00")),
    KindRow(Kind.SEVEN_ZIP, begins=(b"7z\xbc\xaf\x27\x1c",)),
    KindRow(Kind.TNEF, begins=(b"\x78\x9f\x3e\x22",)),
    KindRow(Kind.MSG, ole=("__properties_version1.0",)),
    # pictures, programs and archives that no reader of ours takes
    KindRow(Kind.OTHER, begins=(b"GIF8", b"MZ", b"\x7fELF", b"\x1f\x8b")),
)
