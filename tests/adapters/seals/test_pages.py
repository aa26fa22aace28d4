"""Pages to pixels: kinds, turns, limits and damage."""

import io

import pytest

np = pytest.importorskip("numpy", reason="the extra `seal` is not installed")

from PIL import Image  # noqa: E402 - only after the skip

from mailbot.adapters.seals.limits import (  # noqa: E402
    SealLimits,
    UnreadablePages,
)
from mailbot.adapters.seals.see.pages import PageImage, open_pages  # noqa: E402
from mailbot.adapters.seals.see.pictures import likely_order  # noqa: E402
from mailbot.core.record.documents import Kind, Problem  # noqa: E402
from tests.support.seals.files import ofd_of, pdf_of  # noqa: E402


def picture(size: tuple[int, int] = (840, 1188), mode: str = "RGB") -> Image.Image:
    """A white page whose upper left quarter is red."""
    made = Image.new("RGB", size, "white")
    made.paste((220, 20, 30), (0, 0, size[0] // 2, size[1] // 2))
    return made.convert(mode)


def encoded(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def pages_of(kind: Kind, content: bytes) -> list[PageImage]:
    return list(open_pages(kind, content, SealLimits()))


def is_red(pixel: object) -> bool:
    return tuple(np.asarray(pixel) > 128) == (True, False, False)


def test_the_last_page_comes_first_then_the_first_then_the_rest_from_the_end() -> None:
    assert likely_order(5) == [4, 0, 3, 2, 1]
    assert likely_order(2) == [1, 0]
    assert likely_order(1) == [0]
    assert likely_order(0) == []


def test_a_pdf_page_keeps_its_paper_size_and_colours() -> None:
    pdf = pdf_of([encoded(picture(), "JPEG")], 100)
    seen = []
    for page in open_pages(Kind.PDF, pdf, SealLimits()):
        seen.append(page)
        pixels = page.pixels(72)
        assert pixels.shape == (856, 605, 3)
        assert is_red(pixels[10, 10])
        assert not is_red(pixels[-10, -10])
        corner = page.pixels(72, (0, 0, 50, 50))
        assert corner.shape[:2] == (50, 50)
        assert is_red(corner[25, 25])
    assert [(p.number, p.scanned, p.known_size) for p in seen] == [(1, True, True)]


def test_pdf_pages_come_in_likely_order() -> None:
    one = encoded(picture((300, 420)), "JPEG")
    pdf = pdf_of([one, one, one], 36)
    numbers = [page.number for page in open_pages(Kind.PDF, pdf, SealLimits())]
    assert numbers == [3, 1, 2]


def test_a_pdf_made_of_pixels_as_points_is_taken_for_paper_of_unknown_size() -> None:
    pdf = pdf_of([encoded(picture((1680, 2376)), "JPEG")], 72)
    for page in open_pages(Kind.PDF, pdf, SealLimits()):
        assert not page.known_size
        assert page.pixels(80).shape[0] == pytest.approx(935, abs=2)


def test_a_rendering_never_exceeds_the_pixel_limit() -> None:
    pdf = pdf_of([encoded(picture((300, 420)), "JPEG")], 36)
    for page in open_pages(Kind.PDF, pdf, SealLimits(pixels=10_000)):
        high, wide, _ = page.pixels(300).shape
        assert high * wide < 11_000


def test_a_photograph_is_turned_as_its_exif_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    sideways = picture().transpose(Image.Transpose.ROTATE_90)
    (page,) = pages_of(Kind.JPG, encoded(sideways, "JPEG", exif=exif))
    pixels = page.pixels(40)
    assert pixels.shape[0] > pixels.shape[1]
    assert is_red(pixels[5, 5])


def test_a_picture_with_its_scanners_resolution_has_a_known_size() -> None:
    (page,) = pages_of(Kind.PNG, encoded(picture(), dpi=(101.6, 101.6)))
    assert page.known_size
    assert page.size == pytest.approx((595.3, 841.9), abs=1)


def test_a_picture_without_resolution_is_taken_for_a4() -> None:
    (page,) = pages_of(Kind.PNG, encoded(picture()))
    assert not page.known_size
    assert max(page.size) == pytest.approx(841.9)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK"])
def test_every_colour_mode_becomes_rgb(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    (page,) = pages_of(Kind.PNG, encoded(picture((300, 420), mode), form))
    assert page.pixels(40).shape[2] == 3


def test_see_through_paper_is_white() -> None:
    clear = Image.new("RGBA", (300, 420), (0, 0, 0, 0))
    (page,) = pages_of(Kind.PNG, encoded(clear))
    assert page.pixels(40).min() == 255


def test_heic_is_read_where_its_library_is() -> None:
    heif = pytest.importorskip("pillow_heif", reason="pillow-heif is not installed")
    out = io.BytesIO()
    heif.from_pillow(picture((300, 420))).save(out, quality=80)
    (page,) = pages_of(Kind.HEIC, out.getvalue())
    assert is_red(page.pixels(40)[5, 5])


def test_heic_without_its_library_is_unsupported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(UnreadablePages) as caught:
        pages_of(Kind.HEIC, b"x")
    assert caught.value.problem is Problem.UNSUPPORTED


def test_a_scan_wrapped_in_ofd_gives_its_pictures() -> None:
    package = ofd_of(
        {
            "Doc_0/Res/image_1.png": encoded(picture((300, 420))),
            "Doc_0/Res/icon.png": encoded(picture((20, 20))),
            "Doc_0/Res/broken.jpg": b"nothing",
            "OFD.xml": b"<ofd/>",
        }
    )
    (page,) = pages_of(Kind.OFD, package)
    assert page.scanned


def test_the_picture_of_a_seal_alone_in_ofd_lies_on_a_sheet_of_its_size() -> None:
    package = ofd_of({"Doc_0/Res/seal.png": encoded(picture((500, 500)))})
    (page,) = pages_of(Kind.OFD, package)
    assert page.size[1] * 25.4 / 72 == pytest.approx(297, abs=1)
    seen = page.pixels(72)
    high = (seen[..., 1] < 128).any(axis=1).sum()  # the red quarter: half a side
    assert high * 25.4 / 72 == pytest.approx(26.7, abs=1)


@pytest.mark.parametrize(("strips", "is_scan"), [(60, True), (1, True), (0, False)])
def test_a_scan_is_known_for_one_though_it_comes_in_thin_strips(
    strips: int,
    is_scan: bool,  # noqa: FBT001 - a table
) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    high = 842 / max(1, strips)
    strip = ImageReader(Image.new("L", (595, 14), 250))
    for row in range(strips):
        canvas.drawImage(strip, 0, row * high, 595, high)
    canvas.drawString(90, 400, "text")
    canvas.save()
    seen = [p.scanned for p in open_pages(Kind.PDF, out.getvalue(), SealLimits())]
    assert seen == [is_scan]


@pytest.mark.parametrize(
    ("kind", "content", "problem"),
    [
        (Kind.PDF, b"%PDF-1.4 broken", Problem.CORRUPT),
        (Kind.PNG, b"\x89PNG broken", Problem.CORRUPT),
        (Kind.HEIC, b"no picture at all", Problem.CORRUPT),
        (Kind.OFD, b"no zip at all", Problem.CORRUPT),
        (Kind.DOCX, b"", Problem.UNSUPPORTED),
    ],
)
def test_damage_is_named(kind: Kind, content: bytes, problem: Problem) -> None:
    if kind is Kind.HEIC:
        pytest.importorskip("pillow_heif", reason="pillow-heif is not installed")
    with pytest.raises(UnreadablePages) as caught:
        pages_of(kind, content)
    assert caught.value.problem is problem


def test_a_picture_of_too_many_pixels_is_not_decoded() -> None:
    content = encoded(picture((600, 600)))
    with pytest.raises(UnreadablePages) as caught:
        list(open_pages(Kind.PNG, content, SealLimits(pixels=1000)))
    assert caught.value.problem is Problem.TOO_LARGE


def test_a_decompression_bomb_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(UnreadablePages) as caught:
        pages_of(Kind.PNG, encoded(picture((200, 200))))
    assert caught.value.problem is Problem.BOMB


def test_an_encrypted_pdf_is_named() -> None:
    writer = pytest.importorskip(
        "pyhanko.pdf_utils.writer", reason="the extra `seal` is not installed"
    )
    source = pdf_of([encoded(picture((300, 420)), "JPEG")], 36)
    reader = pytest.importorskip("pyhanko.pdf_utils.reader")
    plain = reader.PdfFileReader(io.BytesIO(source), strict=False)
    copied = writer.copy_into_new_writer(plain)
    copied.encrypt(owner_pass="secret", user_pass="secret")  # noqa: S106 - of a sample
    out = io.BytesIO()
    copied.write(out)
    with pytest.raises(UnreadablePages) as caught:
        pages_of(Kind.PDF, out.getvalue())
    assert caught.value.problem is Problem.ENCRYPTED


def test_an_encrypted_ofd_member_is_named() -> None:
    package = bytearray(ofd_of({"a.png": b"123"}))
    package[6] |= 1  # the local header's flag
    central = package.index(b"PK\x01\x02")
    package[central + 8] |= 1
    with pytest.raises(UnreadablePages) as caught:
        pages_of(Kind.OFD, bytes(package))
    assert caught.value.problem is Problem.ENCRYPTED
