"""Picture files to RGB: turned, on white, in square pixels, size counted first."""

from __future__ import annotations

import importlib.util
import io
import struct
import warnings
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from mailbot.adapters.seals.limits import UnreadablePages
from mailbot.adapters.seals.vision import np
from mailbot.core.documents import Kind, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.adapters.seals.limits import SealLimits

MOST_FRAMES: Final = 500  # of one TIFF: a thick report, scanned on both sides
SUBFILE: Final = 254  # TIFF 6.0, NewSubfileType
PREVIEW, MASK = 1, 4  # its bits: a smaller copy of another page, a page's mask
UNEQUAL: Final = 1.05  # a fax has half as many pixels down as across
DEEP: Final = 65535  # white in 16 bits
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

    Only a TIFF has several. Raises UnreadablePages when there is not one.
    """
    if kind is not Kind.TIFF:
        yield 1, open_picture(content, limits, heic=kind is Kind.HEIC)
        return
    frames = _frames(content)
    seen, fault = 0, Problem.CORRUPT
    for place in likely_order(len(frames)):
        try:
            picture = open_picture(content, limits, frame=frames[place])
        except UnreadablePages as unreadable:
            fault = unreadable.problem
            continue
        seen += 1
        yield place + 1, picture
    if not seen:
        raise UnreadablePages(fault)


def _frames(content: bytes) -> list[int]:
    """Return which frames of a TIFF are pages: no previews, no masks.

    A chain of frames that breaks off ends there: what came before is still whole.
    """
    pages: list[int] = []
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content)) as picture:
            warnings.simplefilter("ignore")
            for frame in range(MOST_FRAMES):
                picture.seek(frame)
                tags: Any = getattr(picture, "tag_v2", {})
                if not int(tags.get(SUBFILE, 0)) & (PREVIEW | MASK):
                    pages.append(frame)
    except BROKEN:
        pass
    except Image.DecompressionBombError:
        raise UnreadablePages(Problem.BOMB) from None
    return pages


def open_picture(
    content: bytes, limits: SealLimits, *, heic: bool = False, frame: int = 0
) -> Image.Image:
    """Decode one picture to RGB on white, turned as its EXIF says."""
    try:
        with warnings.catch_warnings():
            # the size is counted here; Pillow's own alarm is for less than a page
            warnings.simplefilter("ignore")
            picture = _heic(content) if heic else Image.open(io.BytesIO(content))
            if frame:
                picture.seek(frame)
            _reduced(picture, limits.pixels)
            ImageOps.exif_transpose(picture, in_place=True)
            return _square(_on_white(_eight_bits(picture)))
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

    picture: Image.Image = pillow_heif.open_heif(io.BytesIO(content)).to_pillow()
    return picture


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Scale grey of 16 or 32 bits, which Pillow would cut off at 255."""
    if not picture.mode.startswith(("I", "F")):
        return picture
    deep = np.nan_to_num(np.asarray(picture, dtype=np.float32))
    white = DEEP if picture.mode.startswith("I;16") else max(1.0, float(deep.max()))
    shallow = Image.fromarray(np.clip(deep * (255 / white), 0, 255).astype(np.uint8))
    return _keeping(picture, shallow)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return _keeping(picture, Image.alpha_composite(paper, layered).convert("RGB"))
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _square(picture: Image.Image) -> Image.Image:
    """Stretch a picture whose pixels are not square, as faxes have them."""
    across, down = (float(side or 0) for side in picture.info.get("dpi", (0, 0)))
    if min(across, down) <= 0 or max(across, down) <= UNEQUAL * min(across, down):
        return picture
    fine = max(across, down)
    size = round(picture.width * fine / across), round(picture.height * fine / down)
    stretched = picture.resize(size, Image.Resampling.BILINEAR)
    stretched.info["dpi"] = (fine, fine)
    return stretched


def _keeping(old: Image.Image, new: Image.Image) -> Image.Image:
    """Let the new picture have the old one's resolution."""
    if "dpi" in old.info:
        new.info["dpi"] = old.info["dpi"]
    return new
