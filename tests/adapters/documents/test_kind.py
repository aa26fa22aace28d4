"""What a file is shows in its bytes: each kind, and the odd shapes of each."""

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from mailbot.adapters.documents.kind import is_encrypted_package, kind_of
from mailbot.core.record.documents import Kind
from tests.support.compound import compound

GBK_TEXT = "各单位：现报送第二季度进展情况。\r\n".encode("gbk")


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_docx() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("沂源县教体局")
    document.save(out)
    return out.getvalue()


def an_xlsx() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def a_picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(out, form)
    return out.getvalue()


ODT_TYPE = b"application/vnd.oasis.opendocument.text"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
SLIDES_TYPE = b"application/vnd.oasis.opendocument.presentation"
WORD_MAIN = b'<Override ContentType="application/vnd.openxmlformats-officedocument.\
wordprocessingml.document.main+xml"/>'
SLIDES_MAIN = b'<Override ContentType="application/vnd.openxmlformats-officedocument.\
presentationml.presentation.main+xml"/>'
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"
MAIL = b"Received: from a by b\r\nFrom: <a@example.org>\r\nSubject: x\r\n\r\nHello"

SAMPLES: dict[str, tuple[bytes, Kind]] = {
    "nothing": (b"", Kind.OTHER),
    "docx": (a_docx(), Kind.DOCX),
    "docx whose end is missing": (a_docx()[:-3000], Kind.DOCX),
    "docx behind junk": (b"\x01\x02junk" + a_docx(), Kind.DOCX),
    "docx with backslashes": (
        zipped({"[Content_Types].xml": b"", "word\\document.xml": b""}),
        Kind.DOCX,
    ),
    "docx whose document has another name": (
        zipped({"[Content_Types].xml": WORD_MAIN, "w/a.xml": b""}),
        Kind.DOCX,
    ),
    "docx from the cloud": (zipped({"word/document2.xml": b""}), Kind.DOCX),
    "xlsx": (an_xlsx(), Kind.XLSX),
    "xlsb": (zipped({"xl/workbook.bin": b""}), Kind.XLSX),
    "pptx": (zipped({"[Content_Types].xml": SLIDES_MAIN}), Kind.OTHER),
    "ofd": (zipped({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b""}), Kind.OFD),
    "odt": (zipped({"mimetype": ODT_TYPE, "content.xml": b""}), Kind.ODT),
    "odt template": (zipped({"mimetype": ODT_TYPE + b"-template"}), Kind.ODT),
    "ods": (zipped({"mimetype": ODS_TYPE}), Kind.ODS),
    "odp": (zipped({"mimetype": SLIDES_TYPE}), Kind.OTHER),
    "odt without a type": (zipped({"META-INF/manifest.xml": ODT_TYPE}), Kind.ODT),
    "zip": (zipped({"报表.docx": a_docx()}), Kind.ZIP),
    "zip of a folder called word": (zipped({"word/报表.docx": a_docx()}), Kind.ZIP),
    "empty zip": (zipped({}), Kind.ZIP),
    "zip that is cut short": (zipped({"a.txt": b"x" * 99})[:-40], Kind.ZIP),
    "zip with a broken directory": (
        zipped({"a.txt": b"x"}).replace(b"PK\x01\x02", b"PK\x01\x03"),
        Kind.ZIP,
    ),
    "picture with a zip behind": (b"\xff\xd8\xff\xe0" + zipped({"a": b""}), Kind.JPG),
    "pdf with a zip behind": (PDF + zipped({"a": b""}), Kind.PDF),
    "unknown bytes before a zip": (b"\0\1\2" + zipped({"a": b""}), Kind.ZIP),
    "end of a zip without the rest": (b"\0\1PK\x05\x06" + b"\xff" * 18, Kind.OTHER),
    "doc": (compound({"WordDocument": b"x", "1Table": b"y" * 5000}), Kind.DOC),
    "doc with a sheet in it": (
        compound({"ObjectPool": {"Workbook": b""}, "WordDocument": b""}),
        Kind.DOC,
    ),
    "xls": (compound({"Workbook": b"x"}), Kind.XLS),
    "old xls": (compound({"Book": b"x"}), Kind.XLS),
    "xls without OLE": (b"\x09\x08\x08\x00\x00\x05\x10\x00", Kind.XLS),
    "msg": (compound({"__properties_version1.0": b"x" * 32}), Kind.MSG),
    "ppt": (compound({"PowerPoint Document": b""}), Kind.OTHER),
    "locked": (compound({"EncryptedPackage": b"x", "EncryptionInfo": b""}), Kind.DOCX),
    "broken doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(600)
        + "WordDocument\0".encode("utf-16-le"),
        Kind.DOC,
    ),
    "broken OLE": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Kind.OTHER),
    "pdf": (PDF, Kind.PDF),
    "pdf behind a mark": (b"\xef\xbb\xbf" + PDF, Kind.PDF),
    "pdf behind junk": (b"\r\n\r\nContent-Length: 3\r\n\r\n" + PDF, Kind.PDF),
    "text about pdf": (b"A file begins with %PDF-1.4, says the book.", Kind.TXT),
    "jpg": (b"\xff\xd8\xff\xe1\x00\x10Exif", Kind.JPG),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Kind.PNG),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Kind.HEIC),
    "heic of another brand": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1miaf", Kind.HEIC),
    "heic by a compatible brand": (b"\0\0\0\x18ftypmsf1\0\0\0\0avifheic", Kind.HEIC),
    "avif": (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1", Kind.OTHER),
    "mp4": (b"\0\0\0\x18ftypisom\0\0\0\0isomiso2", Kind.OTHER),
    "gif": (b"GIF89a\1\0\1\0", Kind.OTHER),
    "tiff": (b"II*\0\x08\0\0\0", Kind.TIFF),
    "tiff of the other byte order": (b"MM\0*\0\0\0\x08", Kind.TIFF),
    "tiff of many gigabytes": (b"II+\0\x08\0\0\0" + bytes(8), Kind.TIFF),
    "bmp": (a_picture("BMP"), Kind.BMP),
    "bmp of OS/2": (
        b"BM" + bytes(8) + b"\x20\0\0\0\x0c\0\0\0\x08\0\x08\0\1\0\x18\0" + bytes(9),
        Kind.BMP,
    ),
    "bmp that breaks off": (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", Kind.OTHER),
    "text that begins like a bmp": (
        b"BMI, weight, height\r\n22, 60, 165\r\n",
        Kind.TXT,
    ),
    "webp": (a_picture("WEBP"), Kind.WEBP),
    "sound": (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0", Kind.OTHER),
    "program": (b"MZ\x90\0\3\0\0\0", Kind.OTHER),
    "gzip": (b"\x1f\x8b\x08\0", Kind.OTHER),
    "rar 4": (b"Rar!\x1a\x07\x00\xcf\x90\x73", Kind.RAR),
    "rar 5": (b"Rar!\x1a\x07\x01\x00\x33\x92", Kind.RAR),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", Kind.SEVEN_ZIP),
    "winmail.dat": (b"\x78\x9f\x3e\x22\1\0", Kind.TNEF),
    "rtf": (b"{\\rtf1\\ansi\\ansicpg936", Kind.RTF),
    "rtf behind spaces": (b"\xef\xbb\xbf\r\n {\\rtf1", Kind.RTF),
    "eml": (MAIL, Kind.EML),
    "eml behind empty lines": (b"\r\n\r\n" + MAIL, Kind.EML),
    "mbox": (b"From a@example.org Mon\r\n" + MAIL, Kind.EML),
    "eml with a folded field": (
        b"Subject: a\r\n b\r\nX-QQ-mid: 1\r\nTo: x\r\n",
        Kind.EML,
    ),
    "page saved as one file": (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
        Kind.HTML,
    ),
    "page saved by a program that names itself": (
        b"From: <Saved by WPS>\r\nContent-Type: multipart/related\r\n\r\n",
        Kind.HTML,
    ),
    "mail with a picture that was never posted": (
        b"From: a@b.example\r\nSubject: a\r\nContent-Type: multipart/related\r\n\r\n",
        Kind.EML,
    ),
    "text with one field": (b"Date: today\r\nIt rains.\r\n", Kind.TXT),
    "eml with a broken line": (b"Subject: a\r\nrest\r\nTo: x\r\n\r\n", Kind.EML),
    "xml of Word 2003": (b"<?xml version='1.0'?><w:wordDocument>", Kind.DOC),
    "xml of Excel 2003": (b"<?xml version='1.0'?><Workbook xmlns='urn:x'>", Kind.XLS),
    "docx in one file": (
        b"<?xml version='1.0'?><pkg:package xmlns:pkg='x'>",
        Kind.DOCX,
    ),
    "xml of anything else": (b"<?xml version='1.0'?><feed>", Kind.OTHER),
    "html": (b"<!DOCTYPE html>\n<html>", Kind.HTML),
    "table saved as xls": (b"\xef\xbb\xbf\r\n<html xmlns:x='x'><table>", Kind.HTML),
    "html behind a comment": (b"<!-- saved from -->\n<TABLE border=1>", Kind.HTML),
    "xhtml": (b'<?xml version="1.0"?>\n<html>', Kind.HTML),
    "wide html": (b"\xff\xfe" + "<html><body>".encode("utf-16-le"), Kind.HTML),
    "wide html without a mark": ("<table><tr>".encode("utf-16-le"), Kind.HTML),
    "gbk html": (b"<html><body>" + GBK_TEXT, Kind.HTML),
    "gbk text": (GBK_TEXT * 1000, Kind.TXT),
    "utf-8 text": ("各单位".encode() * 9000, Kind.TXT),
    "utf-16 text": (b"\xff\xfe" + "各单位".encode("utf-16-le"), Kind.TXT),
    "wide text the other way": ("item,unit".encode("utf-16-be"), Kind.TXT),
    "big5 text": ("縣婦聯工作進展情況".encode("big5"), Kind.TXT),
    "latin text": ("Grüße aus Köln, schöne Tage".encode("latin-1"), Kind.TXT),
    "csv": (b"a,b\r\n1,2\r\n", Kind.TXT),
    "bytes": (bytes(range(256)), Kind.OTHER),
    "bytes without control characters": (b"\xff\xfd\x80\x81" * 50, Kind.OTHER),
}


@pytest.mark.parametrize("case", SAMPLES)
def test_the_kind_is_what_the_bytes_are(case: str) -> None:
    content, kind = SAMPLES[case]
    assert kind_of(content) == kind


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(a_docx())
    assert kind_of(path) == Kind.DOCX


def test_an_encrypted_package_is_guessed_by_its_name_alone(tmp_path: Path) -> None:
    locked = compound({"EncryptedPackage": b"x" * 9})
    assert kind_of(locked, "进度.XLSX") == Kind.XLSX
    assert kind_of(locked, "进度.docx") == kind_of(locked, "") == Kind.DOCX
    assert is_encrypted_package(locked)
    (tmp_path / "a").write_bytes(compound({"WordDocument": b""}))
    assert not is_encrypted_package(tmp_path / "a")
    assert not is_encrypted_package(b"no OLE")


def test_a_huge_directory_is_read_only_to_its_bound() -> None:
    entries = {f"{'x' * 200}{n}": b"" for n in range(6000)}
    assert kind_of(zipped(entries)) == Kind.ZIP


@pytest.mark.parametrize(
    "case", ["docx", "doc", "msg", "odt", "zip", "heic", "pdf", "bmp", "webp"]
)
def test_no_cut_and_no_flipped_byte_raises(case: str) -> None:
    content = SAMPLES[case][0][:4000]
    for at in range(0, len(content), max(1, len(content) // 150)):
        kind_of(content[:at])
        kind_of(content[:at] + b"\xff" + content[at + 1 :])
