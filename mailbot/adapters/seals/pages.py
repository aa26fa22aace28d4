"""Pages to pixels: PDF pages, pictures and the pictures inside an OFD package.

Nothing is rendered before it is asked for; every limit is counted, not trusted.
"""

from __future__ import annotations

import importlib.util
import io
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types
from PIL import Image, ImageOps, UnidentifiedImageError

from mailbot.adapters.seals.vision import np
from mailbot.core.documents import Kind, Problem
from mailbot.errors import MailbotError

if TYPE_CHECKING:
    from mailbot.adapters.seals.vision import Bytes

Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom, points

A4_LONG = 841.9  # points
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
class SealLimits:
    """How much may be spent on one document.

    `pages` are looked at, none later than `seconds` after the start by `clock`;
    no picture has more than `pixels`, no archive member more than `member_bytes`.
    """

    pages: int = 60
    pixels: int = 80_000_000
    seconds: float = 20.0
    member_bytes: int = 60_000_000
    clock: Callable[[], float] = time.monotonic


class UnreadablePages(MailbotError):  # noqa: N818 - says what, not that it failed
    """The document gives no pages; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Page:
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


def open_pages(kind: Kind, content: bytes, limits: SealLimits) -> Iterator[Page]:
    """Yield a document's pages, the likeliest to bear a seal first: last, first, rest.

    Raises UnreadablePages when the file cannot be opened at all.
    """
    if kind is Kind.PDF:
        yield from _pdf_pages(content, limits)
    elif kind is Kind.OFD:
        yield from _ofd_pages(content, limits)
    elif kind in (Kind.JPG, Kind.PNG, Kind.HEIC):
        yield _picture_page(1, _open_picture(content, limits, heic=kind is Kind.HEIC))
    else:
        raise UnreadablePages(Problem.UNSUPPORTED)


def likely_order(count: int) -> list[int]:
    """Return page indexes: the last page, the first, then backwards from the end."""
    if count <= 1:
        return list(range(count))
    return [count - 1, 0, *range(count - 2, 0, -1)]


def _pdf_pages(content: bytes, limits: SealLimits) -> Iterator[Page]:
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
        for index in likely_order(len(document)):
            try:
                page = document[index]
            except pdfium.PdfiumError:
                continue
            yield _pdf_page(index + 1, page, limits)
            page.close()
    finally:
        document.close()


def _pdf_page(number: int, page: pdfium.PdfPage, limits: SealLimits) -> Page:
    wide, high = page.get_size()
    unit, known = _paper_unit(wide, high)

    def render(scale: float, box: Box) -> Bytes:
        left, top, right, bottom = box
        crop = (left, high - bottom, wide - right, top)
        most = limits.pixels / max(1.0, (right - left) * (bottom - top))
        scale = min(scale, most**0.5)
        bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True)
        return _rgb(bitmap.to_numpy())

    return Page(number, (wide, high), unit, known, _has_raster(page), render)


def _rgb(pixels: Bytes) -> Bytes:
    solid = np.atleast_3d(pixels)[..., :3]
    return np.ascontiguousarray(np.broadcast_to(solid, (*solid.shape[:2], 3)))


def _has_raster(page: pdfium.PdfPage) -> bool:
    """Say whether pictures wide enough for a seal lie on a page, whole or in strips."""
    wanted = [pdfium.raw.FPDF_PAGEOBJ_IMAGE]
    found = page.get_objects(filter=wanted, max_depth=4)
    boxes: list[Box] = [item.get_bounds() for item in found]
    if any(min(r - x, t - y) >= RASTER_POINTS for x, y, r, t in boxes):
        return True
    if not boxes:
        return False
    left, bottom = (min(box[side] for box in boxes) for side in (0, 1))
    right, top = (max(box[side] for box in boxes) for side in (2, 3))
    covered = sum((r - x) * (t - y) for x, y, r, t in boxes)
    wide, high = right - left, top - bottom
    return min(wide, high) >= RASTER_POINTS and covered >= IN_STRIPS * wide * high


def _paper_unit(wide: float, high: float) -> tuple[float, bool]:
    """Return the factor to likely paper and whether the stated size is paper."""
    long = max(wide, high, 1.0)
    if PAPER[0] <= long <= PAPER[1]:
        return 1.0, True
    return A4_LONG / long, False


def _open_picture(content: bytes, limits: SealLimits, *, heic: bool) -> Image.Image:
    """Decode a picture to RGB on white, turned as its EXIF says; size counted first."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = _heic(content) if heic else Image.open(io.BytesIO(content))
            if picture.width * picture.height > limits.pixels:
                raise UnreadablePages(Problem.TOO_LARGE)
            ImageOps.exif_transpose(picture, in_place=True)
            return _on_white(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnreadablePages(Problem.BOMB) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise UnreadablePages(Problem.CORRUPT) from None


def _heic(content: bytes) -> Image.Image:
    if importlib.util.find_spec("pillow_heif") is None:
        raise UnreadablePages(Problem.UNSUPPORTED)
    import pillow_heif  # noqa: PLC0415 - an optional package, loaded for HEIC only

    picture: Image.Image = pillow_heif.open_heif(io.BytesIO(content)).to_pillow()
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _picture_page(number: int, picture: Image.Image) -> Page:
    """Take a picture for a page: its own resolution if that gives paper, else A4."""
    dpi = float(picture.info.get("dpi", (0, 0))[0] or 0)
    long = max(picture.size)
    stated = long * 72 / dpi if dpi >= LEAST_DPI else 0.0
    known = PAPER[0] <= stated <= PAPER[1]
    per_point = long / (stated if known else A4_LONG)
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

    return Page(number, size, 1.0, known, scanned=True, render=render)


def _ofd_pages(content: bytes, limits: SealLimits) -> Iterator[Page]:
    """Yield the pictures of an OFD package; a scan wrapped in OFD is just those."""
    number = 0
    for name, data in ofd_members(content, limits):
        if name.lower().endswith((".jpg", ".jpeg", ".png", ".bmp")):
            try:
                picture = _open_picture(data, limits, heic=False)
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
