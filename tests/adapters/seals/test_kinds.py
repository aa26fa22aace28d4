"""What county offices send as "the scan with the seal": every way to save or draw it.

The right answer was written down before each file was first looked at.
"""

import zlib
from collections.abc import Callable

import pytest

np = pytest.importorskip("numpy", reason="the extra `seal` is not installed")
pytest.importorskip("cv2", reason="the extra `seal` is not installed")
pytest.importorskip("rapidocr", reason="the extra `seal` is not installed")

from PIL import Image  # noqa: E402 - only after the skip

from mailbot.adapters.documents.kind import kind_of  # noqa: E402
from mailbot.adapters.seals.document import BROKEN_NOTE, look  # noqa: E402
from mailbot.adapters.seals.see.annotate import annotate  # noqa: E402
from mailbot.core.record.documents import (  # noqa: E402
    Kind,
    Problem,
    SealReport,
    SealVerdict,
)
from tests.support.seals import odd_pages as odd  # noqa: E402
from tests.support.seals.needs import needs_fonts  # noqa: E402
from tests.support.seals.odd_pages import plain, scan, tiff, typed  # noqa: E402
from tests.support.seals.offices import FICTION  # noqa: E402
from tests.support.seals.raw_pdf import (  # noqa: E402
    Leaf,
    black_and_white,
    fax_image,
    full_page,
    image,
    jbig2_image,
    jpeg_image,
    jpx_image,
    pdf_with,
    saved,
)

pytestmark = needs_fonts
Make = Callable[[], bytes]
Turn = Image.Transpose
PAPER = (odd.DPI, odd.DPI)


def seen(content: bytes) -> SealReport:
    report = look(kind_of(content), content, FICTION)
    assert isinstance(report, SealReport)
    return report


def scanned(leaf: Leaf) -> bytes:
    """A scan of the sealed page that covers a PDF page of this shape."""
    return pdf_with([full_page(jpeg_image(scan()), leaf)])


def indexed() -> bytes:
    few = scan().quantize(256)
    colours = bytes(few.getpalette() or ()).ljust(768, b"\0").hex()
    more = f"/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 255<{colours}>]"
    data = zlib.compress(few.tobytes())
    return pdf_with([full_page(image(few.size, "FlateDecode", data, more))])


PICTURES: dict[str, Make] = {
    "tiff, LZW": lambda: tiff([scan()], compression="tiff_lzw"),
    "tiff, JPEG inside": lambda: tiff([scan()], compression="jpeg"),
    "tiff with a preview": odd.tiff_with_preview,
    "tiff of unequal pixels": lambda: saved(
        scan().resize((scan().width, scan().height // 2)), "TIFF", dpi=(150, 75)
    ),
    "bmp": lambda: saved(scan(), "BMP", dpi=PAPER),
    "webp": lambda: saved(scan(), "WEBP", quality=60),
    "jpeg for the press": lambda: saved(scan().convert("CMYK"), "JPEG", dpi=PAPER),
    "png of 256 colours": lambda: saved(scan().quantize(256), "PNG", dpi=PAPER),
    "png of 16 bits": lambda: odd.sixteen_bits("RGB"),
    "jpeg, turned by its EXIF": lambda: odd.turned_by_exif(8, Turn.ROTATE_270),
}
PDFS: dict[str, Make] = {
    "JPEG 2000": lambda: pdf_with([full_page(jpx_image(scan()))]),
    "a JPEG for the press, as Adobe inverts it": lambda: pdf_with(
        [full_page(jpeg_image(scan().convert("CMYK")))]
    ),
    "indexed colours": indexed,
    "a page turned right": lambda: scanned(Leaf(entries="/Rotate 90")),
    "a page turned left": lambda: scanned(Leaf(entries="/Rotate 270")),
    "a crop box beside the origin": lambda: scanned(
        Leaf(box=(-300, -200, 295, 642), entries="/CropBox[-290 -190 285 632]")
    ),
    "a unit of two points": lambda: scanned(
        Leaf(box=(0, 0, 297.5, 421), entries="/UserUnit 2")
    ),
    "a page of 15 by 21 mm": lambda: scanned(Leaf(box=(0, 0, 42, 59.4))),
    "a page of 2 by 3 m": lambda: scanned(Leaf(box=(0, 0, 5950, 8420))),
    "a page across": lambda: pdf_with(
        [full_page(jpeg_image(scan(mm=(297, 210))), Leaf(box=(0, 0, 842, 595)))]
    ),
    "a seal's picture on a typed page": lambda: pdf_with([odd.with_picture()]),
    "a seal's picture on a turned page": lambda: pdf_with(
        [odd.with_picture("/Rotate 90")]
    ),
    "a seal drawn in outlines": lambda: pdf_with([odd.with_outlines()]),
    "a seal in a stamp annotation": lambda: odd.in_annotation(odd.STAMP),
    "a seal in a signature's field": lambda: odd.in_annotation(odd.SIGNATURE),
    "a file locked but for its owner": lambda: odd.locked(""),
}


@pytest.mark.parametrize("way", PICTURES)
def test_however_a_picture_is_saved_its_seal_is_seen_and_read(way: str) -> None:
    report = seen(PICTURES[way]())
    assert (report.verdict, report.page) == (SealVerdict.RED_SEAL, 1)
    assert report.unit == odd.UNIT


@pytest.mark.parametrize("way", PDFS)
def test_however_a_pdf_is_made_its_seal_is_seen_and_read(way: str) -> None:
    report = seen(PDFS[way]())
    assert (report.verdict, report.page) == (SealVerdict.RED_SEAL, 1)
    assert report.unit == odd.UNIT


COLOURLESS: dict[str, Make] = {
    "tiff, group 4": lambda: tiff([black_and_white(scan())], compression="group4"),
    "fax with half as many lines": lambda: saved(
        black_and_white(scan()).resize((scan().width, scan().height // 2)),
        "TIFF",
        compression="group3",
        dpi=(150, 75),
    ),
    "png of 16 bits of grey": lambda: odd.sixteen_bits("L"),
    "tiff of fractions": lambda: saved(
        Image.fromarray(np.asarray(scan().convert("L"), np.float32) / 255), "TIFF"
    ),
    "pdf, CCITT group 4": lambda: pdf_with([full_page(fax_image(scan()))]),
    "pdf, JBIG2": lambda: pdf_with([full_page(jbig2_image(scan()))]),
    "pdf of a tiny page": lambda: pdf_with(
        [full_page(fax_image(scan()), Leaf(box=(0, 0, 42, 59.4)))]
    ),
}


@pytest.mark.parametrize("way", COLOURLESS)
def test_on_a_scan_without_colour_nobody_can_tell(way: str) -> None:
    report = seen(COLOURLESS[way]())
    assert report.verdict is SealVerdict.CANNOT_TELL
    assert "黑白" in report.note


def test_a_typed_page_with_a_small_grey_picture_is_no_scan_however_large_it_is() -> (
    None
):
    grey = "/ColorSpace/DeviceGray/BitsPerComponent 8"
    logo = image((40, 40), "FlateDecode", zlib.compress(bytes([90]) * 1600), grey)
    draws = b"q 80 0 0 80 300 7800 cm /I Do Q"
    box = (0, 0, 5950, 8420)
    leaf = Leaf(draws, "/XObject<</I {0}>>", box=box, extra=(logo,))
    assert seen(pdf_with([typed(leaf)])).verdict is SealVerdict.NO_SEAL


def test_a_seal_that_the_page_hides_is_not_seen() -> None:
    report = seen(odd.in_annotation(odd.HIDDEN_STAMP))
    assert report.verdict is SealVerdict.NO_SEAL


def test_each_frame_of_a_tiff_is_a_page() -> None:
    content = tiff([plain(), scan(), plain()], compression="jpeg")
    report = seen(content)
    assert (report.verdict, report.page) == (SealVerdict.RED_SEAL, 2)
    assert report.unit == odd.UNIT
    ((page, _),) = annotate(Kind.TIFF, content, report)
    assert page == 2


def test_the_third_of_twelve_typed_pages_may_bear_the_seal() -> None:
    pages = [typed()] * 2 + [odd.with_picture()] + [typed()] * 9
    report = seen(pdf_with(pages))
    assert (report.verdict, report.page) == (SealVerdict.RED_SEAL, 3)
    assert report.unit == odd.UNIT


def test_a_tiff_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    whole = tiff([plain(), scan()], compression="jpeg")
    report = seen(whole[: len(whole) * 2 // 3])
    assert report.verdict is not SealVerdict.RED_SEAL
    assert report.note == BROKEN_NOTE
    assert look(Kind.TIFF, whole[:3000], FICTION) is Problem.CORRUPT


def test_frames_that_come_round_again_are_looked_at_once() -> None:
    content = bytearray(saved(plain().resize((620, 877)), "TIFF"))
    start = int.from_bytes(content[4:8], "little")
    tags = int.from_bytes(content[start : start + 2], "little")
    after = start + 2 + 12 * tags
    content[after : after + 4] = content[4:8]  # the next frame is the first one
    assert [mark.page for mark in seen(bytes(content)).marks] == [1]


def test_a_long_screenshot_is_looked_at_from_end_to_end() -> None:
    content = saved(odd.long_screenshot(), "BMP")
    report = seen(content)
    (mark,) = report.marks
    assert (mark.verdict, mark.unit) == (SealVerdict.RED_SEAL, odd.UNIT)
    # the sealed page begins at 3700 of 9000 pixels and is 1440 high
    left, top, right, bottom = mark.box
    per_point = 1080 / 595.3
    assert 3700 < top * per_point < bottom * per_point < 3700 + 1450
    assert right - left == pytest.approx(
        118, abs=12
    )  # 42 mm, on a page a little smaller
    ((page, _),) = annotate(Kind.BMP, content, report)
    assert page == 1


def test_a_long_screenshot_without_a_seal_says_so_once() -> None:
    roll = odd.long_screenshot(5400, sealed_at=-1)
    roll.paste((30, 90, 200), (60, 20, 500, 90))  # the name of a group, in blue
    report = seen(saved(roll, "JPEG", quality=80))
    assert len(report.marks) == 1
    assert report.verdict is not SealVerdict.RED_SEAL


def test_a_file_under_an_unknown_password_is_named() -> None:
    assert look(Kind.PDF, odd.locked("secret"), FICTION) is Problem.ENCRYPTED
