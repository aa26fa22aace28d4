"""Draws what was seen on the pages, for whoever already has the file."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from mailbot.adapters.seals.limits import SealLimits, UnreadablePages
from mailbot.adapters.seals.see.pages import PageImage, open_pages
from mailbot.adapters.seals.vision import available
from mailbot.core.record.documents import Kind, SealMark, SealReport, SealVerdict

DPI = 110.0
COLOURS = {
    SealVerdict.RED_SEAL: "blue",
    SealVerdict.DIGITAL_SIGNATURE: "blue",
    SealVerdict.PARTIAL: "orange",
    SealVerdict.CANNOT_TELL: "gray",
    SealVerdict.NO_SEAL: "gray",
}


def annotate(
    kind: Kind, content: bytes, report: SealReport
) -> tuple[tuple[int, bytes], ...]:
    """Return (page, PNG) for every page with a mark that has a box."""
    wanted = {mark.page for mark in report.marks if mark.box[2] > mark.box[0]}
    if not available() or not wanted:
        return ()
    drawn = []
    try:
        for page in open_pages(kind, content, SealLimits()):
            if page.number in wanted:
                marks = [mark for mark in report.marks if mark.page == page.number]
                drawn.append((page.number, _drawn(page, marks)))
            if len(drawn) == len(wanted):
                break
    except UnreadablePages:
        pass  # some pages do not open: what was drawn is good all the same
    return tuple(sorted(drawn))


def _drawn(page: PageImage, marks: list[SealMark]) -> bytes:
    picture = Image.fromarray(page.pixels(DPI))
    draw = ImageDraw.Draw(picture)
    zoom = picture.width / page.size[0]
    for mark in marks:
        if mark.box[2] > mark.box[0]:
            left, top, right, bottom = (side * zoom for side in mark.box)
            colour = COLOURS[mark.verdict]
            draw.rectangle((left, top, right, bottom), outline=colour, width=3)
            draw.text((left, top - 12), f"{mark.confidence:.2f}", fill=colour)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
