"""Files that are broken, locked or meant to harm end in a word, never in a raise."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from random import Random

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from mailbot.adapters.documents.reading import read
from mailbot.core.record.documents import Content, Kind, Problem
from tests.support.documents.collection import Sample, own_samples
from tests.support.documents.compound import (
    BOF_GLOBALS,
    compound,
    record,
    word,
    workbook,
)
from tests.support.documents.write_docx import docx_of, package

READABLE = (
    Kind.DOCX, Kind.DOC, Kind.XLSX, Kind.XLS, Kind.PDF, Kind.OFD, Kind.RTF, Kind.ODT,
    Kind.ODS, Kind.HTML, Kind.TXT,
)  # fmt: skip
ROUNDS = 40  # of each kind: truncated, flipped, or both


def _subjects() -> Iterator[tuple[Kind, bytes]]:
    by_kind: dict[Kind, Sample] = {}
    for sample in own_samples(3):
        by_kind.setdefault(sample.kind, sample)
    yield from ((kind, sample.content) for kind, sample in by_kind.items())
    yield Kind.DOC, word("序号\x07名称\x07\x07结尾\r" * 20)
    yield Kind.XLS, workbook(record(0x0204, b"\0\0\0\0\0\0\2\0\0ab"))
    yield Kind.ODT, package({"content.xml": _ODT})


_ODT = (
    '<o:d xmlns:o="o" xmlns:t="t"><o:body><o:text><t:p>一<t:s/>二</t:p><t:table>'
    "<t:table-row><t:table-cell><t:p>三</t:p></t:table-cell></t:table-row></t:table>"
    "</o:text></o:body></o:d>"
)


def _spoilt(content: bytes, chance: Random) -> bytes:
    data = bytearray(content)
    if chance.random() < 0.5:
        del data[chance.randrange(len(data)) :]
    for _ in range(chance.randint(0, 12)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


@pytest.mark.parametrize("kind", READABLE[:8] + READABLE[9:10])
def test_a_cut_or_flipped_file_never_raises(kind: Kind) -> None:
    chance = Random(20230630)  # noqa: S311
    content = dict(_subjects())[kind]
    for _ in range(ROUNDS):
        found = read(kind, _spoilt(content, chance))
        assert isinstance(found, Content | Problem)


@pytest.mark.parametrize("kind", READABLE)
@pytest.mark.parametrize(
    "content", [b"", b"\0" * 600, b"PK\3\4", b"{\\rtf1", b"%PDF-1.4"]
)
def test_bytes_that_are_nothing_never_raise(kind: Kind, content: bytes) -> None:
    assert isinstance(read(kind, content), Content | Problem)


@pytest.mark.parametrize(
    "kind", [Kind.DOCX, Kind.XLSX, Kind.OFD, Kind.ODT, Kind.DOC, Kind.XLS]
)
def test_garbage_is_corrupt(kind: Kind) -> None:
    assert read(kind, b"garbage" * 100) is Problem.CORRUPT


def test_kinds_without_words_are_told_apart() -> None:
    assert read(Kind.ZIP, b"PK") is Problem.UNSUPPORTED
    picture = read(Kind.JPG, b"\xff\xd8")
    assert isinstance(picture, Content)
    assert not picture.text_layer


def _sheet(cells: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    return package(
        {
            "_rels/.rels": f'<Relationships xmlns="{rels}">'
            f'<Relationship Id="a" Type="{office}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
            '<sheets><sheet name="a" sheetId="1" r:id="b"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship'
            f' Id="b" Type="{office}/worksheet" Target="/xl/s.xml"/></Relationships>',
            "xl/s.xml": f'<worksheet xmlns="{main}"><dimension ref="A1:XFD1048576"/>'
            f"<sheetData>{cells}</sheetData></worksheet>",
        }
    )


def test_a_cell_at_the_last_corner_of_a_sheet_is_too_large() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert read(Kind.XLSX, _sheet(near + far)) is Problem.TOO_LARGE


def test_a_format_at_the_last_corner_of_a_sheet_says_nothing() -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    found = read(Kind.XLSX, _sheet('<row r="1"><c r="A1"><v>0.5</v></c></row>' + far))
    assert isinstance(found, Content)
    assert found.tables[0].rows == (("0.5",),)


def test_a_bomb_is_called_one() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    assert read(Kind.DOCX, into.getvalue()) is Problem.BOMB


def test_entities_are_not_expanded() -> None:
    lots = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    document = (
        f'<!DOCTYPE w [<!ENTITY e0 "ha">{lots}]><document><body>&e9;</body></document>'
    )
    found = read(Kind.DOCX, package({"word/document.xml": document}))
    assert found is Problem.CORRUPT or (isinstance(found, Content) and not found.text)


def test_tables_nested_beyond_sense_end_in_a_word() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 80
    assert read(Kind.DOCX, docx_of(deep)) in {Problem.TOO_LARGE, Problem.CORRUPT}
    assert isinstance(read(Kind.HTML, b"<div>" * 5000 + b"x"), Content | Problem)
    assert read(Kind.RTF, rb"{\rtf1" + b"{" * 5000) is Problem.TOO_LARGE


def _pdf(owner: str, user: str) -> bytes:
    into = io.BytesIO()
    lock = StandardEncryption(user, ownerPassword=owner)
    canvas = Canvas(into, encrypt=lock)
    canvas.drawString(72, 720, "quarterly report of the bureau")
    canvas.save()
    return into.getvalue()


def test_a_pdf_with_a_user_password_is_encrypted() -> None:
    assert read(Kind.PDF, _pdf("owner", "user")) is Problem.ENCRYPTED


def test_a_pdf_with_only_an_owner_password_is_readable() -> None:
    found = read(Kind.PDF, _pdf("owner", ""))
    assert isinstance(found, Content)
    assert found.text == "quarterly report of the bureau"


def test_office_files_with_a_password_are_encrypted() -> None:
    locked = compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"})
    for kind in (Kind.DOCX, Kind.XLSX, Kind.DOC, Kind.XLS):
        assert read(kind, locked) is Problem.ENCRYPTED


def test_old_files_with_a_password_are_encrypted() -> None:
    assert read(Kind.DOC, word("x\r", flags=0x0300)) is Problem.ENCRYPTED
    locked = compound({"Workbook": BOF_GLOBALS + record(0x002F, b"\0" * 6)})
    assert read(Kind.XLS, locked) is Problem.ENCRYPTED


def test_an_open_document_with_a_password_is_encrypted() -> None:
    parts = {"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "x"}
    assert read(Kind.ODT, package(parts)) is Problem.ENCRYPTED


def test_word_95_is_unsupported() -> None:
    assert read(Kind.DOC, word("x\r", version=100)) is Problem.UNSUPPORTED
