"""PDF files written object by object: pages as odd as producers make them.

What a library would refuse to write (a seal in an annotation, a page ten times too
small, a scan in JBIG2) is written out here, after ISO 32000-1.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field, replace

from PIL import Image, ImageOps

A4 = (595.0, 842.0)
GREY = 140  # of 255: darker is black


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream object: its dictionary without the length, and its bytes."""

    entries: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: what it draws, its resources, further entries of its dictionary.

    `extra` are objects of its own; `{0}`, `{1}` in the texts stand for their numbers.
    """

    draws: bytes = b""
    resources: str = ""
    box: tuple[float, float, float, float] = (0, 0, *A4)
    entries: str = ""
    extra: tuple[str | Stream, ...] = ()


@dataclass(slots=True)
class _Writer:
    """Collects objects; gives each its number."""

    objects: list[bytes] = field(default_factory=list)

    def add(self, made: str | Stream) -> int:
        if isinstance(made, str):
            self.objects.append(made.encode())
        else:
            head = f"<<{made.entries}/Length {len(made.data)}>>stream\n".encode()
            self.objects.append(head + made.data + b"\nendstream")
        return len(self.objects)


def pdf_with(leaves: list[Leaf], catalog: str = "") -> bytes:
    """Write a PDF of these pages; object 1 is its catalog, 2 its tree of pages.

    `{0}` in `catalog` stands for the first extra object of the first page.
    """
    writer = _Writer([b"", b""])
    kids, first = [], 0
    for leaf in leaves:
        numbers: list[int] = []
        for made in leaf.extra:
            told = [f"{n} 0 R" for n in numbers]
            numbers.append(writer.add(_naming(made, told)))
        first = first or (numbers[0] if numbers else 0)
        told = [f"{n} 0 R" for n in numbers]
        drawn = writer.add(Stream("", leaf.draws))
        box = " ".join(f"{side:g}" for side in leaf.box)
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {drawn} 0 R"
            f"/Resources<<{_filled(leaf.resources, told)}>>"
            f"{_filled(leaf.entries, told)}>>"
        )
        kids.append(writer.add(page))
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    rooted = _filled(catalog, [f"{first} 0 R"])
    writer.objects[0] = f"<</Type/Catalog/Pages 2 0 R{rooted}>>".encode()
    writer.objects[1] = f"<</Type/Pages/Kids[{listed}]/Count {len(kids)}>>".encode()
    return _file(writer.objects)


def _naming(made: str | Stream, told: list[str]) -> str | Stream:
    if isinstance(made, str):
        return _filled(made, told)
    return replace(made, entries=_filled(made.entries, told))


def _filled(text: str, told: list[str]) -> str:
    for place, name in enumerate(told):
        text = text.replace(f"{{{place}}}", name)
    return text


def _file(objects: list[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, made in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + made + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def image(size: tuple[int, int], filtered: str, data: bytes, more: str = "") -> Stream:
    """Return an image XObject of encoded bytes; `more` tells colours and bits."""
    wide, high = size
    shape = f"/Type/XObject/Subtype/Image/Width {wide}/Height {high}"
    return Stream(f"{shape}/Filter/{filtered}{more}", data)


RGB = "/ColorSpace/DeviceRGB/BitsPerComponent 8"
BILEVEL = "/ColorSpace/DeviceGray/BitsPerComponent 1"


def full_page(picture: Stream, leaf: Leaf | None = None) -> Leaf:
    """Let an image cover a page, as a scanner's does."""
    on = leaf or Leaf()
    left, bottom, right, top = on.box
    draws = f"q {right - left:g} 0 0 {top - bottom:g} {left:g} {bottom:g} cm /I Do Q"
    resources = "/XObject<</I {0}>>"
    return replace(on, draws=draws.encode(), resources=resources, extra=(picture,))


def jpeg_image(picture: Image.Image, quality: int = 85) -> Stream:
    """Encode a page as scanners do; CMYK comes out inverted, as Adobe writes it."""
    data = saved(picture, "JPEG", quality=quality)
    if picture.mode == "CMYK":
        more = "/ColorSpace/DeviceCMYK/BitsPerComponent 8/Decode[1 0 1 0 1 0 1 0]"
        return image(picture.size, "DCTDecode", data, more)
    return image(picture.size, "DCTDecode", data, RGB)


def jpx_image(picture: Image.Image) -> Stream:
    """Encode a page as JPEG 2000."""
    data = saved(picture, "JPEG2000", quality_mode="dB", quality_layers=[40])
    return image(picture.size, "JPXDecode", data)


def black_and_white(picture: Image.Image) -> Image.Image:
    """Return a page as a scanner set to black and white saves it: no shades."""
    return picture.convert("L").point(lambda level: 255 * (level > GREY)).convert("1")


def fax_rows(picture: Image.Image) -> bytes:
    """Return a page in black and white, coded as group 4 (ITU T.6), one strip."""
    # libtiff codes what Pillow calls black as white runs
    turned = ImageOps.invert(black_and_white(picture).convert("L")).convert("1")
    strip = {278: picture.height}
    tiff = saved(turned, "TIFF", compression="group4", tiffinfo=strip)
    with Image.open(io.BytesIO(tiff)) as opened:
        tags = opened.tag_v2  # type: ignore[attr-defined]  # of a TIFF only
        (start,), (length,) = tags[273], tags[279]
    return tiff[start : start + length]


def fax_image(picture: Image.Image) -> Stream:
    """Encode a page in black and white as CCITT group 4."""
    wide, high = picture.size
    told = f"/DecodeParms<</K -1/Columns {wide}/Rows {high}/BlackIs1 false>>"
    return image(picture.size, "CCITTFaxDecode", fax_rows(picture), BILEVEL + told)


def jbig2_image(picture: Image.Image) -> Stream:
    """Encode a page in black and white as JBIG2: one generic region, coded as a fax.

    ITU T.88, 7.2 to 7.4: a page's information, then the region with MMR set.
    """
    wide, high = picture.size
    sides = wide.to_bytes(4, "big") + high.to_bytes(4, "big")
    page = sides + bytes(8) + b"\0\0\0"
    region = sides + bytes(8) + b"\0" + b"\1" + fax_rows(picture)
    data = _segment(0, 48, page) + _segment(1, 38, region)
    return image(picture.size, "JBIG2Decode", data, BILEVEL)


def _segment(number: int, kind: int, data: bytes) -> bytes:
    head = number.to_bytes(4, "big") + bytes([kind, 0, 1])
    return head + len(data).to_bytes(4, "big") + data


def see_through(picture: Image.Image) -> tuple[Stream, Stream]:
    """Return an RGBA picture as Word exports it: a soft mask and its image."""
    more = "/ColorSpace/DeviceGray/BitsPerComponent 8"
    size = picture.size
    alpha = image(
        size, "FlateDecode", zlib.compress(picture.getchannel("A").tobytes()), more
    )
    colours = zlib.compress(picture.convert("RGB").tobytes())
    return alpha, image(size, "FlateDecode", colours, RGB + "/SMask {0}")


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    """Encode a picture."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()
