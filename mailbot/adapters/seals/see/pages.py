"""Pages to pixels: PDF pages, pictures and the pictures inside an OFD package.

Nothing is rendered before it is asked for; every limit is counted, not trusted.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types
from PIL import Image

from mailbot.adapters.seals.limits import SealLimits, UnreadablePages
from mailbot.adapters.seals.see.pictures import (
    likely_order,
    open_picture,
    open_pictures,
)
from mailbot.adapters.seals.vision import Bytes, np
from mailbot.core.record.documents import PICTURE_KINDS, Kind, Problem

Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom, points

A4_SHORT, A4_LONG = 595.3, 841.9  # points
ROLL = 1.9  # length by width of what is no single sheet
PAPER = (560.0, 1300.0)  # long sides, in points, of A5 to A3 paper
LEAST_DPI = 70  # below it, a picture's resolution is a default nobody measured
LEAST_SIDE = 200  # pixels of a picture in an OFD package that may be a page
MOST_MEMBERS = 2000
IN_STRIPS = 0.5  # share of their common box that a scan's strips cover
STAMP_SIDES = (0.8, 1.25)  # width by height of a picture that may be but a seal
STAMP_PIXELS = 1200  # and its longest side
STAMP_SHARE = 0.18  # of A4's height: what 50 mm are
RASTER_POINTS = 57.0  # an image of 20 mm both ways may show a seal


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page that can be rendered, as a whole or a box of it, at any resolution.

    `size` is in points as the document says; `unit` the factor from those points to
    likely paper (1 for real paper sizes); `known_size` False when that is a guess;
    `scanned` whether a raster picture large enough for a seal lies on it.
    """

    number: int
    size: tuple[float, float]
    unit: float
    known_size: bool
    scanned: bool
    render: Callable[[float, Box], Bytes]

    def pixels(self, dpi: float, box: Box | None = None) -> Bytes:
        """Render at `dpi` of the likely paper as an RGB array."""
        return self.render(dpi * self.unit / 72, box or (0.0, 0.0, *self.size))


def open_pages(kind: Kind, content: bytes, limits: SealLimits) -> Iterator[PageImage]:
    """Yield a document's pages, the likeliest to bear a seal first: last, first, rest.

    Raises UnreadablePages when the file cannot be opened at all, and after the last
    page when some could not.
    """
    if kind is Kind.PDF:
        yield from _pdf_pages(content, limits)
    elif kind is Kind.OFD:
        yield from _ofd_pages(content, limits)
    elif kind in PICTURE_KINDS:
        for number, picture in open_pictures(kind, content, limits):
            yield _picture_page(number, picture)
    else:
        raise UnreadablePages(Problem.UNSUPPORTED)


def _pdf_pages(content: bytes, limits: SealLimits) -> Iterator[PageImage]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadablePages(
            Problem.ENCRYPTED if locked else Problem.CORRUPT
        ) from None
    try:
        # before any page is loaded, else a signature field's picture is not drawn
        document.init_forms()
        broken = False
        for index in likely_order(len(document)):
            try:
                page = document[index]
            except pdfium.PdfiumError:
                broken = True
                continue
            yield _pdf_page(index + 1, page, limits)
            page.close()
        if broken:
            raise UnreadablePages(Problem.CORRUPT)
    finally:
        document.close()


def _pdf_page(number: int, page: pdfium.PdfPage, limits: SealLimits) -> PageImage:
    wide, high = page.get_size()
    unit, known = _paper_unit(wide, high)

    def render(scale: float, box: Box) -> Bytes:
        left, top, right, bottom = box
        crop = (left, high - bottom, wide - right, top)
        most = limits.pixels / max(1.0, (right - left) * (bottom - top))
        scale = min(scale, most**0.5)
        bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True)
        return _rgb(bitmap.to_numpy())

    return PageImage(number, (wide, high), unit, known, _has_raster(page, unit), render)


def _rgb(pixels: Bytes) -> Bytes:
    solid = np.atleast_3d(pixels)[..., :3]
    return np.ascontiguousarray(np.broadcast_to(solid, (*solid.shape[:2], 3)))


def _has_raster(page: pdfium.PdfPage, unit: float) -> bool:
    """Say whether pictures wide enough for a seal lie on a page, whole or in strips."""
    wanted = [pdfium.raw.FPDF_PAGEOBJ_IMAGE]
    found = page.get_objects(filter=wanted, max_depth=4)
    bounds = (item.get_bounds() for item in found)
    boxes = [(x * unit, y * unit, r * unit, t * unit) for x, y, r, t in bounds]
    if any(min(r - x, t - y) >= RASTER_POINTS for x, y, r, t in boxes):
        return True
    if not boxes:
        return False
    left, bottom = (min(box[side] for box in boxes) for side in (0, 1))
    right, top = (max(box[side] for box in boxes) for side in (2, 3))
    covered = sum((r - x) * (t - y) for x, y, r, t in boxes)
    wide, high = right - left, top - bottom
    return bool(min(wide, high) >= RASTER_POINTS and covered >= IN_STRIPS * wide * high)


def _paper_unit(wide: float, high: float) -> tuple[float, bool]:
    """Return the factor to likely paper and whether the stated size is paper."""
    long = max(wide, high, 1.0)
    if PAPER[0] <= long <= PAPER[1]:
        return 1.0, True
    return _likely_long(wide, high) / long, False


def _likely_long(wide: float, high: float) -> float:
    """Return the likely length of a page that does not say it: A4's, as a rule.

    A screenshot or a roll of pages is longer: its short side is A4's.
    """
    short, long = max(1.0, min(wide, high)), max(1.0, wide, high)
    return A4_LONG if long < ROLL * short else A4_SHORT * long / short


def _picture_page(number: int, picture: Image.Image) -> PageImage:
    """Take a picture for a page: its own resolution if that gives paper, else A4."""
    dpi = float(picture.info.get("dpi", (0, 0))[0] or 0)
    long = max(picture.size)
    stated = long * 72 / dpi if dpi >= LEAST_DPI else 0.0
    known = PAPER[0] <= stated <= PAPER[1]
    per_point = long / (stated if known else _likely_long(*picture.size))
    size = (picture.width / per_point, picture.height / per_point)

    def render(scale: float, box: Box) -> Bytes:
        zoom = min(scale / per_point, 4.0)
        left, top, right, bottom = (side * per_point for side in box)
        target = (
            max(1, round((right - left) * zoom)),
            max(1, round((bottom - top) * zoom)),
        )
        area = (max(0.0, left), max(0.0, top), right, bottom)
        how = Image.Resampling.BOX if zoom < 1 else Image.Resampling.BICUBIC
        area = (*area[:2], min(right, picture.width), min(bottom, picture.height))
        return np.asarray(picture.resize(target, how, box=area))

    return PageImage(number, size, 1.0, known, scanned=True, render=render)


def _ofd_pages(content: bytes, limits: SealLimits) -> Iterator[PageImage]:
    """Yield the pictures of an OFD package; a scan wrapped in OFD is just those."""
    number = 0
    for name, data in ofd_members(content, limits):
        if name.lower().endswith((".jpg", ".jpeg", ".png", ".bmp")):
            try:
                picture = open_picture(data, limits)
            except UnreadablePages:
                continue
            if min(picture.size) >= LEAST_SIDE:
                number += 1
                yield _picture_page(number, _on_paper(picture))


def _on_paper(picture: Image.Image) -> Image.Image:
    """Lay what may be the picture of a seal alone on a sheet of its likely size."""
    alike = STAMP_SIDES[0] < picture.width / picture.height < STAMP_SIDES[1]
    if not alike or max(picture.size) > STAMP_PIXELS:
        return picture
    high = round(picture.height / STAMP_SHARE)
    sheet = Image.new("RGB", (round(high / 2**0.5), high), "white")
    middle = (sheet.width - picture.width) // 2, (high - picture.height) // 2
    sheet.paste(picture, middle)
    return sheet


def ofd_members(content: bytes, limits: SealLimits) -> Iterator[tuple[str, bytes]]:
    """Yield an OFD package's files within the limits; raises UnreadablePages."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for entry in package.infolist()[:MOST_MEMBERS]:
                if entry.flag_bits & 1:
                    raise UnreadablePages(Problem.ENCRYPTED)
                if entry.file_size <= limits.member_bytes and not entry.is_dir():
                    yield entry.filename, package.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise UnreadablePages(Problem.CORRUPT) from None
