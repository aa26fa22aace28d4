"""Pages drawn as pictures; runs in a confined child, and bounds what it allocates."""

from __future__ import annotations

import importlib.util
import io
import warnings
from collections.abc import Iterator

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types
from PIL import Image, ImageOps

from mailbot.core.record.documents import PICTURE_KINDS, Kind, Problem
from mailbot.core.record.preview import MOST_PAGES, DrawnPage, Preview

DPI = 120.0
MOST_PIXELS = 4_000_000  # of one drawn page
MOST_SOURCE_PIXELS = 120_000_000  # of a picture that is opened at all
LONG_SIDE = 1800  # pixels of a drawn picture
QUALITY = 82
DRAWN_KINDS = frozenset({Kind.PDF}) | PICTURE_KINDS


def sizes(kind: Kind, content: bytes) -> Preview:
    """Say how many pages a file has and how large they are; nothing is drawn."""
    try:
        if kind is Kind.PDF:
            return _pdf_sizes(content)
        with _opened(kind, content) as picture:
            frames = min(getattr(picture, "n_frames", 1), MOST_PAGES)
            sized = [DrawnPage(1, *_upright(picture))]
            sized += [DrawnPage(n, *_upright(picture)) for n in range(2, frames + 1)]
            return Preview(getattr(picture, "n_frames", 1), tuple(sized))
    except pdfium.PdfiumError as fault:
        locked = "password" in str(fault).lower()
        return Preview(problem=Problem.ENCRYPTED if locked else Problem.CORRUPT)


def drawn(kind: Kind, content: bytes, first: int, most: int) -> tuple[DrawnPage, ...]:
    """Draw up to `most` pages from page `first` on; those that fail are left out."""
    pages = _pdf_pages if kind is Kind.PDF else _picture_pages
    return tuple(pages(kind, content, range(first, min(first + most, MOST_PAGES + 1))))


def _pdf_sizes(content: bytes) -> Preview:
    document = pdfium.PdfDocument(content)
    try:
        count = len(document)
        shown = range(min(count, MOST_PAGES))
        pages = tuple(DrawnPage(i + 1, *document.get_page_size(i)) for i in shown)
    finally:
        document.close()
    return Preview(count, pages)


def _pdf_pages(kind: Kind, content: bytes, numbers: range) -> Iterator[DrawnPage]:
    del kind
    document = pdfium.PdfDocument(content)
    try:
        document.init_forms()  # else a signature field's picture is not drawn
        for number in numbers:
            if number > len(document):
                return
            page = document[number - 1]
            wide, high = page.get_size()
            scale = min(DPI / 72, (MOST_PIXELS / max(1.0, wide * high)) ** 0.5)
            picture = page.render(scale=scale).to_pil()
            page.close()
            yield DrawnPage(number, wide, high, _jpeg(picture))
    finally:
        document.close()


def _picture_pages(kind: Kind, content: bytes, numbers: range) -> Iterator[DrawnPage]:
    for number in numbers:
        with _opened(kind, content) as picture:
            if number > getattr(picture, "n_frames", 1):
                return
            if number > 1:
                picture.seek(number - 1)
            wide, high = _upright(picture)
            turned = ImageOps.exif_transpose(picture)
            turned.thumbnail((LONG_SIDE, LONG_SIDE))
            yield DrawnPage(number, wide, high, _jpeg(turned))


def _opened(kind: Kind, content: bytes) -> Image.Image:
    if kind is Kind.HEIC and importlib.util.find_spec("pillow_heif"):
        import pillow_heif  # noqa: PLC0415 - an optional package, loaded for HEIC only

        pillow_heif.register_heif_opener()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(content))
    if picture.width * picture.height > MOST_SOURCE_PIXELS:
        message = "too many pixels"
        raise ValueError(message)
    return picture


def _upright(picture: Image.Image) -> tuple[float, float]:
    """Return the size as it will be drawn: a telephone notes a turn in EXIF only."""
    orientation = picture.getexif().get(0x0112, 1)
    wide, high = float(picture.width), float(picture.height)
    return (high, wide) if orientation in {5, 6, 7, 8} else (wide, high)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    flat = picture
    if picture.mode in {"RGBA", "LA", "P"}:
        with_alpha = picture.convert("RGBA")
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(with_alpha, mask=with_alpha.getchannel("A"))
    flat.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
