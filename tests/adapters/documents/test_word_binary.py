"""The marks of Word's binary format."""

from __future__ import annotations

import struct

import pytest

from mailbot.adapters.documents.reading import read
from mailbot.adapters.documents.story import Block, told
from mailbot.adapters.documents.word.binary_file import read_sprms
from mailbot.adapters.documents.word.glyphs import symbol
from mailbot.adapters.documents.word.nesting import Edge, Nesting, RowShape
from mailbot.core.record.documents import Content, Kind, Problem
from tests.support.documents.compound import compound, word


def text_of(content: bytes) -> str:
    found = read(Kind.DOC, content)
    assert isinstance(found, Content)
    return found.text


def test_paragraphs_breaks_and_fields_of_a_doc_are_read() -> None:
    text = "报表\r第一\x0b行\x0c\x13 PAGE \x14结果\x15后\x15\x14\r3\x1e5\x1f"
    assert text_of(word(text)) == "报表\n第一\n行\n结果后\n3-5"


def test_a_character_beyond_the_first_plane_is_told_in_two_units() -> None:
    raw = word("x" * 4 + "\r")
    name = "𠮷".encode("utf-16-le")
    content = raw.replace("xx".encode("utf-16-le"), name, 1)
    assert text_of(content) == "𠮷xx"


def fib(
    text_length: int, clx: bytes, parts: dict[int, bytes]
) -> tuple[bytearray, bytes]:
    """Return a FIB of two sectors and the table stream its pairs point into."""
    head = bytearray(1024)
    struct.pack_into("<HH", head, 0, 0xA5EC, 193)
    struct.pack_into("<H", head, 10, 0x0200)
    struct.pack_into("<i", head, 0x4C, text_length)
    table = b""
    for pair, data in {33: clx, **parts}.items():
        struct.pack_into("<Ii", head, 0x9A + 8 * pair, len(table), len(data))
        table += data
    return head, table


def plc(page: int, start: int, end: int) -> bytes:
    return struct.pack("<IIII", start, end, page, page)[:12]


def character_page(runs: list[tuple[int, int, bytes]]) -> bytes:
    page = bytearray(512)
    limits = [runs[0][0], *(end for _, end, _ in runs)]
    struct.pack_into(f"<{len(limits)}I", page, 0, *limits)
    at = 400
    for number, (_, _, sprms) in enumerate(runs):
        if sprms:
            page[4 * len(limits) + number] = at // 2
            page[at : at + 1 + len(sprms)] = bytes([len(sprms)]) + sprms
            at += 20
    page[511] = len(runs)
    return bytes(page)


def paragraph_page(runs: list[tuple[int, int, bytes]]) -> bytes:
    page = bytearray(512)
    limits = [runs[0][0], *(end for _, end, _ in runs)]
    struct.pack_into(f"<{len(limits)}I", page, 0, *limits)
    at = 200
    for number, (_, _, sprms) in enumerate(runs):
        page[4 * len(limits) + 13 * number] = at // 2
        body = b"\0\0" + sprms
        body += b"\0" * (len(body) % 2)
        page[at : at + 2 + len(body)] = bytes([0, len(body) // 2]) + body
        at += 2 + len(body)
    page[511] = len(runs)
    return bytes(page)


def marked(change: int = 0, groups: bytes = b"") -> bytes:
    """Return a .doc of one byte a character: 隐 runs by CHPX, cells by PAPX."""
    text = b"1\x07two\x07\x07keep DROP(\r"
    where = 2048
    clx = groups + b"\2" + struct.pack("<I", 16)
    clx += struct.pack("<iiHIH", 0, len(text), 0, where * 2 | 0x40000000, change)
    drop = where + text.index(b"DROP")
    paren = where + text.index(b"(")
    end = where + len(text)
    shape = struct.pack("<B3h", 2, 0, 100, 900) + struct.pack("<H18x", 0) * 2
    table = struct.pack("<HH", 0xD608, len(shape) + 1) + shape
    cell = b"\x16\x24\1"
    head, stream = fib(len(text), clx, {12: plc(2, where, end), 13: plc(3, where, end)})
    pages = character_page(
        [
            (where, drop, b""),
            (drop, paren, b"\x3c\x08\1"),
            (paren, paren + 1, b"\x09\x6a\0\0\xfe\xf0"),
            (paren + 1, end, b""),
        ]
    )
    pages += paragraph_page(
        [
            (where, where + 2, cell),
            (where + 2, where + 6, cell + struct.pack("<Hi", 0x6649, 1)),
            (where + 6, where + 7, cell + b"\x17\x24\1" + table),
            (where + 7, end, b""),
        ]
    )
    document = bytes(head) + pages + text
    return compound({"WordDocument": document, "1Table": stream})


def test_cells_rows_hidden_text_and_symbols_are_known_by_their_properties() -> None:
    found = read(Kind.DOC, marked())
    assert isinstance(found, Content)
    assert found.tables[0].rows == (("1", "two"),)
    assert found.text == "1\ttwo\nkeep ☑"


def test_a_whole_piece_may_be_deleted_or_hidden() -> None:
    small = 0x41 << 1 | 1 << 8
    assert text_of(marked(change=small)) == ""
    group = b"\1" + struct.pack("<H", 3) + b"\0\x08\1"
    assert text_of(marked(change=1, groups=group)) == ""
    bold = b"\1" + struct.pack("<H", 3) + b"\x35\x08\1"
    assert "keep" in text_of(marked(change=1, groups=bold))
    assert "keep" in text_of(marked(change=5))


def test_large_paragraphs_keep_their_properties_in_the_data_stream() -> None:
    sprms = read_sprms(struct.pack("<HI", 0x6646, 7) + b"\x15\xc6\2\0\0")
    assert sprms[0x6646] == b"\7\0\0\0"
    assert sprms[0xC615] == b"\0\0"


def test_a_piece_beyond_the_file_is_corrupt() -> None:
    raw = word("x\r")
    assert read(Kind.DOC, raw.replace(b"\0\4\0\0", b"\0\0\xff\0")) is Problem.CORRUPT
    assert read(Kind.DOC, compound({"Other": b""})) is Problem.CORRUPT


def test_a_symbol_nobody_knows_says_nothing() -> None:
    assert symbol(0xF0FC) == "√"
    assert symbol(0x41) == ""


def rows_of(blocks: list[Block]) -> tuple[tuple[str, ...], ...]:
    return told(blocks).tables[0].rows


@pytest.mark.parametrize("right", [True, False])
def test_a_cell_merged_sideways_takes_in_the_next(right: bool) -> None:  # noqa: FBT001
    nesting = Nesting()
    for text in ("a", "b"):
        nesting.cell(text, 1)
    edges = (Edge(100), Edge(900, continues_right=right))
    nesting.row(RowShape(0, edges), 1)
    assert rows_of(nesting.blocks()) == ((("a\nb", "") if right else ("a", "b")),)


def test_a_table_cut_short_still_tells_its_cells() -> None:
    nesting = Nesting()
    nesting.cell("a", 1)
    nesting.paragraph("rest", 1)
    blocks = nesting.blocks()
    assert rows_of(blocks) == (("a",),)
    assert told(blocks).text == "a\nrest"


def test_more_cells_than_edges_stand_side_by_side() -> None:
    nesting = Nesting()
    for text in ("a", "b", "c"):
        nesting.cell(text, 1)
    nesting.row(RowShape(0, (Edge(100),)), 1)
    assert rows_of(nesting.blocks()) == (("a", "b", "c"),)
