"""A scanned notice is read to its last line, its signature under the seal too."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageDraw

from mailbot.adapters.seals.parts import SEEING, probe
from mailbot.core.reading_notice.reading import read_notice
from mailbot.core.record.documents import Content, Kind
from tests.support.seals.artwork import FONTS, Design, font_of, seal_mask

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(probe(SEEING)), reason="the extra `seal` is not installed"),
    pytest.mark.skipif(not FONTS, reason="no Chinese font to draw a page with"),
]

PAGE, LINE, LEFT = (1240, 1754), 58, 160
LINES = (
    "溪安监〔2024〕15号",
    "关于报送安全生产隐患排查情况的通知",
    "各镇人民政府，县直有关部门：",
    "　　请各单位于每月25日前将隐患排查情况报县应急管理局",
    "综合股，联系电话：0371-6688990。",
    "",
    "　　　　　　　　　　　溪川县应急管理局",
    "　　　　　　　　　　　二〇二四年六月三日",
)


def scan() -> bytes:
    page = Image.new("RGB", PAGE, "white")
    draw = ImageDraw.Draw(page)
    for place, line in enumerate(LINES):
        draw.text((LEFT, 160 + LINE * place), line, "black", font_of(1, 34))
    ink = Image.new("RGB", PAGE, "white")
    mask = seal_mask(Design("溪川县应急管理局")).resize((240, 240))
    ink.paste((215, 30, 35), (620, 160 + LINE * 6 - 90), mask)
    page = ImageChops.multiply(page, ink)  # as ink lies on print
    out = io.BytesIO()
    page.save(out, "PDF", resolution=150)
    return out.getvalue()


def test_a_sealed_scan_gives_its_fields() -> None:
    from mailbot.adapters.seals.read.whole_pages import read_pages

    content = read_pages(Kind.PDF, scan())
    assert isinstance(content, Content)
    assert not content.text_layer
    read = read_notice(content)
    assert read.doc_number.value == "溪安监〔2024〕15号"
    assert str(read.issue_date.value) == "2024-06-03"
    assert read.issuer.value == "溪川县应急管理局"
    assert read.phones.value == ("0371-6688990",)
    (duty,) = read.duties
    assert duty.due is not None
    assert duty.due.day == 25
