"""One sealed page, and the many ways in which offices save or compose it."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, TiffImagePlugin

from tests.support.seals.copyroom import TREATMENTS, captured, press, sheet
from tests.support.seals.engraver import engrave, some_cut
from tests.support.seals.raw_pdf import Leaf, Stream, pdf_with, saved, see_through

SEAL = "青石县民政局"
UNIT = "县民政局"
DPI = 150
RED = (220, 30, 30)
AT, SIDE = (350, 120), 116  # where an electronic seal lies on a page, in points
WORDS = b"BT /F 12 Tf 72 760 Td (A report of 2023) Tj 0 -20 Td (All is done.) Tj ET "
FONT = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def scan(*, sealed: bool = True, mm: tuple[int, int] = (210, 297)) -> Image.Image:
    """Return a scanned page in colour, its seal easy to see and to read."""
    # a copy: Pillow leaves in a picture how it was last saved
    return _scan(sealed=sealed, mm=mm).copy()


@lru_cache
def _scan(*, sealed: bool, mm: tuple[int, int]) -> Image.Image:
    rng = np.random.default_rng(5)
    page = sheet(rng, DPI, mm=mm)
    if sealed:
        press(page, rng, DPI, some_cut(SEAL, rng), TREATMENTS["easy"])
    return Image.open(io.BytesIO(captured(page, rng, "easy"))).convert("RGB")


def plain() -> Image.Image:
    """Return the same scan as it was before anybody sealed it."""
    return scan(sealed=False)


@lru_cache
def seal_picture() -> Image.Image:
    """Return an electronic seal as a picture one can see through (电子章)."""
    ink = engrave(some_cut(SEAL, np.random.default_rng(3)))
    alpha = Image.fromarray((np.clip(ink, 0, 1) * 255).astype(np.uint8))
    made = Image.new("RGBA", alpha.size, (*RED, 0))
    made.putalpha(alpha)
    return made.resize((500, 500))


def typed(leaf: Leaf | None = None) -> Leaf:
    """Return a page as a word processor prints it: letters, no picture."""
    on = leaf or Leaf()
    return replace(on, draws=WORDS + on.draws, resources=FONT + on.resources)


def with_picture(entries: str = "") -> Leaf:
    """Paste the seal's picture on a typed page, as Word exports it."""
    (x, y), side = AT, SIDE
    draws = f"q {side} 0 0 {side} {x} {y} cm /I Do Q".encode()
    seal = Leaf(draws, "/XObject<</I {1}>>", entries=entries)
    return typed(replace(seal, extra=see_through(seal_picture())))


def with_outlines() -> Leaf:
    """Draw the seal on a typed page as red outlines, without any picture."""
    ink = (engrave(some_cut(SEAL, np.random.default_rng(3))) > 0.5).astype(np.uint8)
    lines, _ = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1)
    zoom, top = SIDE / ink.shape[0], AT[1] + SIDE
    paths = ["0.86 0.1 0.12 rg"]
    for line in lines:
        points = [f"{AT[0] + x * zoom:.2f} {top - y * zoom:.2f}" for x, y in line[:, 0]]
        paths.append(f"{points[0]} m " + "".join(f"{p} l " for p in points[1:]) + "h")
    return typed(Leaf(f"q {' '.join(paths)} f* Q".encode()))


def in_annotation(kind: str) -> bytes:
    """Lay the seal over a typed page as an annotation of this kind: its look only."""
    (x, y), side = AT, SIDE
    form = Stream(
        f"/Type/XObject/Subtype/Form/BBox[0 0 {side} {side}]"
        "/Resources<</XObject<</I {1}>>>>",
        f"q {side} 0 0 {side} 0 0 cm /I Do Q".encode(),
    )
    note = f"<</Type/Annot{kind}/Rect[{x} {y} {x + side} {y + side}]/AP<</N {{2}}>>>>"
    extra = (*see_through(seal_picture()), form, note)
    return pdf_with([typed(Leaf(entries="/Annots[{3}]", extra=extra))], FORM)


# A signature's field belongs to a form; its widget is the page's fourth own object.
FORM = "/AcroForm<</Fields[6 0 R]/SigFlags 3>>"
STAMP = "/Subtype/Stamp/F 4"
HIDDEN_STAMP = "/Subtype/Stamp/F 2"
SIGNATURE = "/Subtype/Widget/FT/Sig/T(Seal)/F 4"


def tiff(pages: list[Image.Image], **options: object) -> bytes:
    """Save pages as the frames of one TIFF, as a scanner with a feeder does."""
    return saved(
        pages[0],
        "TIFF",
        save_all=True,
        append_images=pages[1:],
        dpi=(DPI, DPI),
        **options,
    )


def tiff_with_preview() -> bytes:
    """Save a page and a small copy of it, which is no page (TIFF 6.0, tag 254)."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[254] = 1
    small = plain().resize((124, 175))
    small.encoderinfo = {"tiffinfo": tags}
    return tiff([scan(), small], compression="tiff_lzw")


def sixteen_bits(mode: str) -> bytes:
    """Save the page as a PNG of 16 bits a colour, or of 16 bits of grey."""
    pixels = np.asarray(scan().convert(mode))
    deep = (pixels[..., ::-1] if pixels.ndim == 3 else pixels).astype(np.uint16) * 257
    done, data = cv2.imencode(".png", deep)
    assert done
    return bytes(data)


def turned_by_exif(value: int, by: Image.Transpose) -> bytes:
    """Save the page turned, with a note of how the camera was held."""
    exif = Image.Exif()
    exif[0x0112] = value
    return saved(scan().transpose(by), "JPEG", exif=exif, dpi=(DPI, DPI))


def long_screenshot(high: int = 9000, sealed_at: int = 3700) -> Image.Image:
    """Return pages one below the other as a telephone pastes them, one of them sealed.

    1080 pixels wide, grey around the pages.
    """
    roll = Image.new("RGB", (1080, high), (237, 237, 237))
    size = (1020, round(1020 * scan().height / scan().width))
    for top in range(100, high - size[1], 1800):
        page = scan() if top == sealed_at else plain()
        roll.paste(page.resize(size), (30, top))
    return roll


def locked(user: str) -> bytes:
    """Return a PDF of the page that opens with this password ("" opens for all)."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    lock = StandardEncryption(user, "owner", strength=128)
    canvas = Canvas(out, pagesize=(595, 842), encrypt=lock)
    canvas.drawImage(ImageReader(scan()), 0, 0, 595, 842)
    canvas.save()
    return out.getvalue()
