"""PDF and OFD: positions become lines, cells, tables over several pages."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from mailbot.adapters.documents.printed import pdf as printed
from mailbot.adapters.documents.printed.continued import stitched
from mailbot.adapters.documents.printed.joining import begins_item, glued, hold_together
from mailbot.adapters.documents.printed.ofd import strokes
from mailbot.adapters.documents.printed.placed import Glyph, page_blocks
from mailbot.adapters.documents.printed.ruled import Stroke, lattices
from mailbot.adapters.documents.printed.turned import Drawn, upright_page
from mailbot.adapters.documents.reading import read
from mailbot.adapters.documents.story import told
from mailbot.core.record.documents import Content, Kind, Problem
from tests.support.documents.write_docx import package


def words(text: str, left: float, top: float, size: float = 10) -> list[Glyph]:
    step = [size if not one.isascii() else size / 2 for one in text]
    found = []
    for one, width in zip(text, step, strict=True):
        found.append(Glyph(one, left, top, left + width, top + size))
        left += width
    return found


def frame(
    xs: Sequence[float], ys: Sequence[float]
) -> tuple[list[Stroke], list[Stroke]]:
    level = [Stroke(y, xs[0], xs[-1]) for y in ys]
    return level, [Stroke(x, ys[0], ys[-1]) for x in xs]


Page = tuple[list[Glyph], Sequence[float]]


Rows = tuple[tuple[str, ...], ...]


def rows_of(*pages: Page, xs: tuple[float, ...] = (0, 30, 100)) -> list[Rows]:
    blocks = [page_blocks(glyphs, *frame(xs, ys)) for glyphs, ys in pages]
    return [table.rows for table in told(stitched(blocks)).tables]


HEAD = words("序号", 2, 2) + words("进度", 32, 2)


def test_a_row_divided_by_a_page_is_one_row_again() -> None:
    first = HEAD + words("1", 2, 22) + words("一二三四五", 32, 22)
    second = HEAD + words("六七", 32, 22) + words("2", 2, 42) + words("完", 32, 42)
    pages = (first, [0, 20, 40]), (second, [0, 20, 40, 60])
    wide = rows_of(*pages, xs=(0, 30, 84))
    assert wide == [(("序号", "进度"), ("1", "一二三四五六七"), ("2", "完"))]


def test_a_new_paragraph_on_the_next_page_stays_one() -> None:
    first = HEAD + words("1", 2, 22) + words("完成。", 32, 22)
    second = words("二是", 32, 2) + words("2", 2, 22)
    assert rows_of((first, [0, 20, 40]), (second, [0, 20, 40])) == [
        (("序号", "进度"), ("1", "完成。\n二是"), ("2", ""))
    ]


def test_a_cell_merged_downwards_goes_on_over_a_page() -> None:
    xs = [0.0, 30, 60, 100, 140, 180]
    first: list[Glyph] = []
    for left, text in zip(xs, "1名甲乙末", strict=False):
        first += words(text, left + 2, 2)
    more = words("丙", 62, 2) + words("丁", 102, 2) + words("2", 2, 22)
    level, upright = frame(xs, [0, 20, 40])
    merged = [one if one.at != 140 else Stroke(140, 20, 40) for one in upright]
    blocks = [page_blocks(first, *frame(xs, [0, 20])), page_blocks(more, level, merged)]
    assert told(stitched(blocks)).tables[0].rows == (
        ("1", "名", "甲", "乙", "末"),
        ("1", "名", "丙", "丁", ""),
        ("2", "", "", "", ""),
    )


def test_a_row_divided_under_a_cell_merged_downwards_is_one_row_again() -> None:
    xs = [0.0, 30, 84]
    _, upright = frame(xs, [0, 60])
    begun = words("1", 2, 2) + words("一二三四五", 32, 2)
    # the page's end divides the first of three rows beside one number
    rest = words("六七", 32, 2) + words("完", 32, 22) + words("2", 2, 42)
    beside = [Stroke(0, 0, 84), Stroke(20, 30, 84), Stroke(40, 0, 84)]
    more = [*beside, Stroke(60, 0, 84)]
    blocks = [
        page_blocks(begun, *frame(xs, [0, 20])),
        page_blocks(rest, more, upright),
    ]
    assert told(stitched(blocks)).tables[0].rows == (
        ("1", "一二三四五六七"),
        ("1", "完"),
        ("2", ""),
    )


def test_a_page_whose_words_run_down_or_upside_down_is_turned() -> None:
    glyphs = words("序号", 2, 2) + words("进度", 32, 2) + words("1", 2, 22)
    glyphs += words("二是", 32, 22)
    level, upright = frame((0, 30, 100), [0, 20, 40])
    wanted = page_blocks(glyphs, level, upright)
    assert len(wanted) == 1
    for turn in range(4):
        size = (200.0, 300.0)
        turned: Drawn = (glyphs, level, upright)
        # three turns back and `turn` more are turned back by as many
        for _ in range(turn):
            turned = upright_page(*turned, 3, size)
            size = size[::-1]
        found = upright_page(*turned, turn, size)
        assert told(stitched([page_blocks(*found)])) == told(stitched([wanted]))


def test_a_table_of_other_columns_is_another_table() -> None:
    blocks = [
        page_blocks(HEAD, *frame([0, 30, 100], [0, 20])),
        page_blocks(HEAD, *frame([0, 60, 100], [0, 20])),
    ]
    assert len(told(stitched(blocks)).tables) == 2


def test_text_between_two_tables_keeps_them_apart() -> None:
    long = words("这里是表格之后另起的一段正文，说明下面的情况", 0, 50)
    blocks = [
        page_blocks([*HEAD, *long], *frame([0, 30, 100], [0, 20])),
        page_blocks(HEAD, *frame([0, 30, 100], [0, 20])),
    ]
    assert len(told(stitched(blocks)).tables) == 2


def test_a_page_number_between_the_pages_does_not_end_a_table() -> None:
    glyphs = HEAD + words("1", 2, 22) + words("- 3 -", 40, 300)
    pages = (glyphs, [0.0, 20, 40]), (words("2", 2, 2), [0.0, 20])
    assert rows_of(*pages) == [(("序号", "进度"), ("1", ""), ("2", ""))]


def test_cells_without_a_line_between_them_are_one() -> None:
    level = [Stroke(0, 0, 100), Stroke(20, 50, 100), Stroke(40, 0, 100)]
    upright = [Stroke(0, 0, 40), Stroke(50, 0, 40), Stroke(100, 0, 40)]
    boxes = lattices(level, upright)[0].boxes
    assert sorted((one.row, one.column, one.rows) for one in boxes) == [
        (0, 0, 2), (0, 1, 1), (1, 1, 1)
    ]  # fmt: skip


def test_open_sides_count_as_drawn_and_single_boxes_are_no_table() -> None:
    level = [Stroke(0, 0, 100), Stroke(20, 0, 100), Stroke(40, 0, 100)]
    table = lattices(level, [Stroke(30, 0, 40), Stroke(60, 0, 40)])[0]
    assert list(table.xs) == [0, 30, 60, 100]
    assert len(lattices(*frame([0, 50], [0, 20]))) == 0
    assert len(lattices([Stroke(0, 0, 3)], [])) == 0


def test_a_page_full_of_lines_is_a_drawing() -> None:
    many = [Stroke(n * 10.0, 0, 9000) for n in range(300)]
    assert len(lattices(many, many)) == 0


def test_a_table_in_a_cell_takes_its_own_words() -> None:
    outer, inner = frame([0, 30, 200], [0, 100]), frame([50, 80, 120], [20, 40, 60])
    level = outer[0] + inner[0]
    upright = outer[1] + inner[1]
    glyphs = words("外", 5, 5) + words("内", 55, 25)
    blocks = page_blocks(glyphs, level, upright)
    tables = told(stitched([blocks])).tables
    assert [table.rows[0] for table in tables] == [("外", ""), ("内", "")]


def test_a_page_that_is_a_map_is_never_searched_for_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One path of a CAD drawing may hold a hundred thousand strokes."""
    searched: list[list[int]] = []

    def sheets(_content: bytes, numbers: list[int]) -> dict[int, object]:
        searched.append(numbers)
        return {}

    monkeypatch.setattr(printed, "_sheets", sheets)
    canvas = Canvas(into := io.BytesIO())
    for strokes_drawn in (40, 50_000):
        path = canvas.beginPath()
        for n in range(strokes_drawn):
            path.moveTo(n % 500, n // 500)
            path.lineTo(n % 500 + 3, n // 500 + 2)
        canvas.drawPath(path)
        canvas.drawString(50, 700, "序号 words that a page of the report may bear here")
        canvas.showPage()
    canvas.save()
    found = read(Kind.PDF, into.getvalue())
    assert isinstance(found, Content)
    assert found.pages == 2
    assert searched == [[0]]


def test_what_is_drawn_twice_in_one_place_is_read_once() -> None:
    glyphs = words("加粗", 0, 0) + words("加粗", 0.2, 0)
    assert page_blocks(glyphs, [], []) == ["加粗"]


def test_words_set_apart_get_their_space() -> None:
    glyphs = (
        words("unit", 0, 0)
        + words("two", 30, 0)
        + words("县", 65, 0)
        + words("局", 99, 0)
    )
    assert page_blocks(glyphs, [], []) == ["unit two 县 局"]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [("妇女", "儿童", "妇女儿童"), ("plan", "B", "plan B"), ("12", "34", "1234")],
)
def test_halves_are_joined_as_they_were_divided(
    before: str, after: str, text: str
) -> None:
    assert glued(before, after) == text


def test_where_lines_break_and_points_begin() -> None:
    assert hold_together("（", "含")
    assert not hold_together("含", "普")
    assert begins_item("完成。", "（三）举办")
    assert not begins_item("惠及", "二是")


def test_of_a_path_only_straight_lines_are_taken() -> None:
    data = "M 0 0 L 10 0 Q 1 1 10 5 L 10 10 B 1 1 2 2 3 3 M 0 0 L 5 9 C"
    level, upright = strokes(data, lambda x, y: (x, y))
    assert level == [Stroke(0, 0, 10)]
    assert upright == [Stroke(10, 5, 10)]
    assert strokes("L x 0", lambda x, y: (x, y)) == ([], [])
    assert strokes("L 1", lambda x, y: (x, y)) == ([], [])


NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(page: str, pages: int = 1, template: str = "") -> bytes:
    listed = "".join(f'<ofd:Page BaseLoc="P{n}.xml"/>' for n in range(pages))
    return package(
        {
            "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml"
            "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData>"
            '<ofd:TemplatePage ID="9" BaseLoc="T.xml"/></ofd:CommonData><ofd:Pages>'
            f"{listed}</ofd:Pages></ofd:Document>",
            "Doc_0/P0.xml": f"<ofd:Page {NS}>"
            f'<ofd:Template TemplateID="9"/>{page}</ofd:Page>',
            "Doc_0/T.xml": f"<ofd:Page {NS}>{template}</ofd:Page>",
        }
    )


def word(text: str, more: str = "", code: str = 'X="0" Y="4"') -> str:
    return (
        f'<ofd:TextObject Boundary="10 10 100 5" Size="4" {more}>'
        f"<ofd:TextCode {code}>{text}</ofd:TextCode></ofd:TextObject>"
    )


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (word("沂源"), "沂源"),
        (word("沂源县", code='X="0" Y="4" DeltaX="g 2 4"'), "沂源县"),
        (word("沂源县", code='X="0" Y="4" DeltaX="g 2"'), "沂源县"),
        (word("沂源", code='X="0" Y="4" DeltaX="4,x"'), "沂源"),
        (word("甲乙", code='X="0" Y="4" DeltaY="6"'), "甲\n乙"),
        (word("放大", 'CTM="2 0 0 2 0 0" HScale="1"'), "放大"),
        (word("隐", 'Visible="false"') + word("见"), "见"),
        (f"<ofd:PageBlock>{word('块')}</ofd:PageBlock>", "块"),
    ],
)
def test_what_an_ofd_page_shows_is_read(inside: str, text: str) -> None:
    page = f"<ofd:Content><ofd:Layer>{inside}</ofd:Layer></ofd:Content>"
    found = read(Kind.OFD, ofd(page))
    assert isinstance(found, Content)
    assert found.text == text
    assert found.pages == 1


def test_an_ofd_page_shows_its_template_and_none_is_a_scan() -> None:
    below = f"<ofd:Content><ofd:Layer>{word('底')}</ofd:Layer></ofd:Content>"
    found = read(Kind.OFD, ofd("", template=below))
    assert isinstance(found, Content)
    assert found.text == "底"
    scan = read(Kind.OFD, ofd(""))
    assert isinstance(scan, Content)
    assert not scan.text_layer


def test_too_many_pages_are_too_large() -> None:
    assert read(Kind.OFD, ofd("", pages=300)) is Problem.TOO_LARGE
    into = io.BytesIO()
    canvas = Canvas(into)
    for _ in range(201):
        canvas.showPage()
    canvas.save()
    assert read(Kind.PDF, into.getvalue()) is Problem.TOO_LARGE


def pdf(*, lines: int = 0, image: bool = False, text: str = "") -> bytes:
    into = io.BytesIO()
    canvas = Canvas(into, pagesize=(600, 800))
    if image:
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "white")), 0, 0, 600, 800)
    if text:
        canvas.drawString(50, 700, text)
    for number in range(lines):
        canvas.line(50, 500 + number * 20, 300, 500 + number * 20)
    canvas.showPage()
    canvas.save()
    return into.getvalue()


@pytest.mark.parametrize(
    ("content", "layer"),
    [
        (pdf(image=True), False),
        (pdf(image=True, text="scanned by some program"), False),
        (pdf(), False),
        (pdf(text="a report with words"), True),
        (pdf(text="a report with words", lines=9), True),
    ],
)
def test_a_scan_has_no_text_layer(content: bytes, layer: bool) -> None:  # noqa: FBT001
    found = read(Kind.PDF, content)
    assert isinstance(found, Content)
    assert found.text_layer is layer
    assert found.pages == 1


def test_one_path_may_draw_a_whole_table() -> None:
    into = io.BytesIO()
    canvas = Canvas(into)
    path = canvas.beginPath()
    for x in (50, 150, 250):
        path.moveTo(x, 600)
        path.lineTo(x, 660)
    for y in (600, 630, 660):
        path.moveTo(50, y)
        path.lineTo(250, y)
    canvas.drawPath(path)
    for n, (x, y) in enumerate([(60, 640), (160, 640), (60, 610), (160, 610)]):
        canvas.drawString(x, y, f"cell{n}")
    canvas.save()
    found = read(Kind.PDF, into.getvalue())
    assert isinstance(found, Content)
    assert found.tables[0].rows == (("cell0", "cell1"), ("cell2", "cell3"))
