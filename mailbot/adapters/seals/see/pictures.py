"""Picture files to RGB: turned, on white, in square pixels, size counted first."""

from __future__ import annotations

import importlib.util
import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from mailbot.adapters.seals.limits import SealLimits, UnreadablePages
from mailbot.adapters.seals.vision import np
from mailbot.core.record.documents import Kind, Problem

MOST_FRAMES: Final = 500  # of one TIFF: a thick report, scanned on both sides
SUBFILE: Final = 254  # TIFF 6.0, NewSubfileType
PREVIEW, MASK = 1, 4  # its bits: a smaller copy of another page, a page's mask
UNEQUAL, FAX = 1.05, 4.5  # a fax has a half or a quarter as many pixels down as across
STRIP: Final = 512  # rows
WHITES: Final = (1.0, 255.0, 65535.0)  # of fractions, of 8 and of 16 bits
BROKEN: Final = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    struct.error,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
)


def likely_order(count: int) -> list[int]:
    """Return page indexes: the last page, the first, then backwards from the end."""
    if count <= 1:
        return list(range(count))
    return [count - 1, 0, *range(count - 2, 0, -1)]


def open_pictures(
    kind: Kind, content: bytes, limits: SealLimits
) -> Iterator[tuple[int, Image.Image]]:
    """Yield a picture file's pages with their numbers, likeliest first.

    Only a TIFF has several. Raises UnreadablePages when there is not one, and after
    the last when some could not be read.
    """
    if kind is not Kind.TIFF:
        yield 1, open_picture(content, limits, heic=kind is Kind.HEIC)
        return
    frames, fault = _frames(content)
    for place in likely_order(len(frames)):
        try:
            picture = open_picture(content, limits, frame=frames[place])
        except UnreadablePages as unreadable:
            fault = unreadable.problem
            continue
        yield place + 1, picture
    if fault or not frames:
        raise UnreadablePages(fault or Problem.CORRUPT)


def _frames(content: bytes) -> tuple[list[int], Problem | None]:
    """Return which frames of a TIFF are pages (no previews, no masks), and a fault.

    A chain of frames that breaks off ends there: what came before is still whole.
    """
    pages: list[int] = []
    try:
        with _quietly(), Image.open(io.BytesIO(content)) as picture:
            for frame in range(MOST_FRAMES):
                picture.seek(frame)
                tags: Any = getattr(picture, "tag_v2", {})
                if not int(tags.get(SUBFILE, 0)) & (PREVIEW | MASK):
                    pages.append(frame)
    except EOFError:
        return pages, None  # no more frames
    except Image.DecompressionBombError:
        return pages, Problem.BOMB
    except BROKEN:
        return pages, Problem.CORRUPT
    return pages, None


@contextmanager
def _quietly() -> Iterator[None]:
    """Let Pillow not warn: sizes are counted here, and damage is an exception."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def open_picture(
    content: bytes, limits: SealLimits, *, heic: bool = False, frame: int = 0
) -> Image.Image:
    """Decode one picture to RGB on white, turned as its EXIF says."""
    try:
        with _quietly():
            picture = _heic(content) if heic else Image.open(io.BytesIO(content))
            if frame:
                picture.seek(frame)
            _reduced(picture, limits.pixels)
            ImageOps.exif_transpose(picture, in_place=True)
            return _square(_on_white(_eight_bits(picture)), limits.pixels)
    except Image.DecompressionBombError:
        raise UnreadablePages(Problem.BOMB) from None
    except BROKEN:
        raise UnreadablePages(Problem.CORRUPT) from None


def _reduced(picture: Image.Image, most: int) -> None:
    """Have a huge JPEG decoded at a half, a quarter or an eighth; refuse others."""
    wide, high = picture.size
    if wide * high > most and picture.format in {"JPEG", "MPO"}:
        part = next((p for p in (2, 4) if wide * high <= most * p * p), 8)
        picture.draft(None, (wide // part or 1, high // part or 1))
        if "dpi" in picture.info:
            zoom = picture.width / wide
            picture.info["dpi"] = tuple(side * zoom for side in picture.info["dpi"])
    if picture.width * picture.height > most:
        raise UnreadablePages(Problem.TOO_LARGE)


def _heic(content: bytes) -> Image.Image:
    if importlib.util.find_spec("pillow_heif") is None:
        raise UnreadablePages(Problem.UNSUPPORTED)
    import pillow_heif  # noqa: PLC0415 - an optional package, loaded for HEIC only

    try:
        picture: Image.Image = pillow_heif.open_heif(io.BytesIO(content)).to_pillow()
    except RuntimeError:  # libheif's word for any damage
        raise UnreadablePages(Problem.CORRUPT) from None
    return picture


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Scale grey of 16 or 32 bits, which Pillow would cut off at 255."""
    if picture.mode.startswith("I;16"):
        shallow = (np.asarray(picture) >> 8).astype(np.uint8)
        return _keeping(picture, Image.fromarray(shallow))
    if picture.mode not in ("I", "F"):
        return picture
    brightest = float(np.nanmax(np.asarray(picture)))
    share = 255 / next((white for white in WHITES if brightest <= white), brightest)
    return _keeping(picture, picture.point(lambda level: level * share).convert("L"))


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        return _keeping(picture, _laid_on_white(picture))
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _laid_on_white(picture: Image.Image) -> Image.Image:
    """Lay a picture one can see through on paper, a strip at a time: it may be huge."""
    wide, high = picture.size
    paper = Image.new("RGB", picture.size, "white")
    for top in range(0, high, STRIP):
        strip = picture.crop((0, top, wide, min(high, top + STRIP))).convert("RGBA")
        paper.paste(strip, (0, top), strip)
    return paper


def _square(picture: Image.Image, most: int) -> Image.Image:
    """Stretch a picture whose pixels are not square, as faxes have them."""
    across, down = (float(side or 0) for side in picture.info.get("dpi", (0, 0)))
    fine, coarse = max(across, down), min(across, down)
    size = picture.size
    if not UNEQUAL * coarse < fine <= FAX * coarse:
        return picture
    size = round(size[0] * fine / across), round(size[1] * fine / down)
    if size[0] * size[1] > most:
        return picture
    stretched = picture.resize(size, Image.Resampling.BILINEAR)
    stretched.info["dpi"] = (fine, fine)
    return stretched


def _keeping(old: Image.Image, new: Image.Image) -> Image.Image:
    """Let the new picture have the old one's resolution."""
    if "dpi" in old.info:
        new.info["dpi"] = old.info["dpi"]
    return new
