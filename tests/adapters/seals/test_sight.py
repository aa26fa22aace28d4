"""What is seen on generated pages whose truth is known (own sample names)."""

import io

import pytest

np = pytest.importorskip("numpy", reason="the extra `seal` is not installed")
pytest.importorskip("cv2", reason="the extra `seal` is not installed")
pytest.importorskip("rapidocr", reason="the extra `seal` is not installed")

from PIL import Image  # noqa: E402 - only after the skip

from mailbot.adapters.seals.document import look  # noqa: E402
from mailbot.adapters.seals.limits import SealLimits  # noqa: E402
from mailbot.adapters.seals.read.reader import SealReading  # noqa: E402
from mailbot.adapters.seals.see.annotate import annotate  # noqa: E402
from mailbot.adapters.seals.see.circles import ANGLES, Ring  # noqa: E402
from mailbot.adapters.seals.see.detector import FoundRing, RingState  # noqa: E402
from mailbot.adapters.seals.see.features import Look  # noqa: E402
from mailbot.adapters.seals.sight import _believed  # noqa: E402
from mailbot.core.record.documents import (  # noqa: E402
    Kind,
    Problem,
    SealReport,
    SealVerdict,
)
from tests.support.seals.files import pdf_of  # noqa: E402
from tests.support.seals.lookalikes import DECORATE  # noqa: E402
from tests.support.seals.needs import needs_fonts  # noqa: E402
from tests.support.seals.offices import FICTION  # noqa: E402
from tests.support.seals.sheets import (  # noqa: E402
    Sheet,
    edge,
    grey_copy,
    headed,
    photocopy,
    sealed,
    special_seal,
    unsealed,
)
from tests.support.seals.wear import Rng  # noqa: E402

pytestmark = needs_fonts


def rng_of(number: int) -> Rng:
    made: Rng = np.random.default_rng(number)
    return made


def seen(sheet: Sheet, *, want_heading: bool = False) -> SealReport:
    pdf = pdf_of([sheet.jpeg], sheet.dpi)
    report = look(Kind.PDF, pdf, FICTION, want_heading=want_heading)
    assert isinstance(report, SealReport)
    return report


@pytest.mark.parametrize(
    ("text", "emblem", "unit"),
    [
        ("青石县民政局", "star", "县民政局"),
        ("青石县人民法院", "national", "县法院"),
        ("中共青石县委宣传部", "party", "县文明办"),
    ],
)
@pytest.mark.parametrize("grade", ["easy", "medium", "photo"])
def test_a_red_seal_is_seen_and_its_unit_named(
    text: str, emblem: str, unit: str, grade: str
) -> None:
    report = seen(sealed(rng_of(3), grade, text, emblem))
    assert report.verdict is SealVerdict.RED_SEAL
    assert report.unit == unit
    assert report.marks[0].text == text
    assert report.marks[0].confidence > 0.7


def test_a_faint_seal_over_text_is_still_seen() -> None:
    report = seen(sealed(rng_of(4), "hard", "青石县民政局"))
    assert report.verdict is SealVerdict.RED_SEAL


@pytest.mark.parametrize("name", ["青石县财政局", "沂水县民政局", "青石县实验小学"])
def test_an_unlisted_offices_seal_is_seen_but_refused(name: str) -> None:
    report = seen(sealed(rng_of(5), "easy", name))
    assert report.verdict is SealVerdict.RED_SEAL
    assert report.unit == ""
    assert len(set(report.marks[0].text) & set(name)) >= len(name) - 1


@pytest.mark.parametrize("what", sorted(DECORATE))
def test_red_things_that_are_no_seal_are_not_taken_for_one(what: str) -> None:
    assert seen(unsealed(rng_of(6), "easy", what)).verdict is SealVerdict.NO_SEAL


@pytest.mark.parametrize(("what", "word"), [("oval", "椭圆形"), ("square", "方形")])
def test_stamps_of_other_shapes_are_named(what: str, word: str) -> None:
    assert word in seen(unsealed(rng_of(7), "easy", what)).note


def test_a_seal_for_special_use_is_not_the_units_official_seal() -> None:
    report = seen(special_seal(rng_of(8), "青石县民政局", "财务专用章"))
    assert report.verdict is SealVerdict.NO_SEAL
    assert "专用章" in report.note
    assert report.unit == ""


def test_a_grey_copy_cannot_be_told() -> None:
    report = seen(grey_copy(rng_of(9), "easy", "青石县民政局"))
    assert report.verdict is SealVerdict.CANNOT_TELL


def test_a_photocopy_scanned_in_colour_cannot_be_told() -> None:
    report = seen(photocopy(rng_of(10), "easy", "青石县民政局"))
    assert report.verdict is SealVerdict.CANNOT_TELL


def test_a_black_seal_on_a_page_with_colour_is_taken_for_a_copy() -> None:
    sheet = photocopy(rng_of(12), "easy", "青石县民政局")
    page = Image.open(io.BytesIO(sheet.jpeg))
    page.paste((30, 60, 200), (60, 60, 400, 120))  # a blue heading
    out = io.BytesIO()
    page.save(out, "JPEG")
    report = look(Kind.PDF, pdf_of([out.getvalue()], sheet.dpi), FICTION)
    assert isinstance(report, SealReport)
    assert report.verdict is SealVerdict.CANNOT_TELL
    assert "复印" in report.note


def test_a_slice_of_a_seal_on_the_pages_edge_is_partial() -> None:
    report = seen(edge(rng_of(12), "easy", "青石县民政局"))
    assert report.verdict is SealVerdict.PARTIAL


def test_a_drawn_page_without_pictures_and_colour_has_no_seal() -> None:
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    pdf += b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    pdf += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    pdf += b"trailer<</Root 1 0 R>>\n%%EOF"
    report = look(Kind.PDF, pdf, FICTION)
    assert isinstance(report, SealReport)
    assert report.verdict is SealVerdict.NO_SEAL


def test_one_sealed_page_among_others_is_enough_and_pages_are_numbered() -> None:
    plain = unsealed(rng_of(13), "easy", "letterhead").jpeg
    sheets = (sealed(rng_of(s), "easy", "青石县民政局") for s in range(14, 40))
    stamped = next(sheet for sheet in sheets if sheet.dpi == 150).jpeg
    report = look(Kind.PDF, pdf_of([plain, stamped, plain], 150), FICTION)
    assert isinstance(report, SealReport)
    assert (report.verdict, report.page) == (SealVerdict.RED_SEAL, 2)
    assert [mark.page for mark in report.marks] == [1, 2, 3]


def test_pages_beyond_the_time_are_said_to_be_unseen() -> None:
    plain = unsealed(rng_of(13), "easy", "letterhead").jpeg
    ticks = iter(range(0, 1000, 10))
    limits = SealLimits(seconds=15, clock=lambda: float(next(ticks)))
    report = look(Kind.PDF, pdf_of([plain] * 4, 150), FICTION, limits=limits)
    assert isinstance(report, SealReport)
    assert (report.verdict, report.timed_out) == (SealVerdict.CANNOT_TELL, True)
    assert "超时" in report.note


def test_pages_beyond_the_number_looked_at_may_bear_the_seal() -> None:
    plain = unsealed(rng_of(13), "easy", "letterhead").jpeg
    limits = SealLimits(pages=2)
    report = look(Kind.PDF, pdf_of([plain] * 4, 150), FICTION, limits=limits)
    assert isinstance(report, SealReport)
    assert (report.verdict, report.timed_out) == (SealVerdict.CANNOT_TELL, False)
    assert "未逐页查看" in report.note


def test_the_heading_of_a_scan_is_read() -> None:
    lines = ("青石县民政局", "2023年第二季度实事工作进展情况报表")
    sheet = headed(rng_of(15), "easy", lines)
    heading = seen(sheet, want_heading=True).heading
    assert all(line in heading for line in lines)


def test_the_heading_of_a_scan_that_lies_on_its_side_is_read() -> None:
    lines = ("青石县民政局", "2023年第二季度实事工作进展情况报表")
    sheet = headed(rng_of(15), "easy", lines)
    turned = Image.open(io.BytesIO(sheet.jpeg)).transpose(Image.Transpose.ROTATE_90)
    out = io.BytesIO()
    turned.save(out, "JPEG")
    report = look(
        Kind.PDF, pdf_of([out.getvalue()], sheet.dpi), FICTION, want_heading=True
    )
    assert isinstance(report, SealReport)
    assert "青石县民政局" in report.heading


def test_without_a_roster_a_seal_is_read_but_nobodys() -> None:
    sheet = sealed(rng_of(3), "easy", "青石县民政局")
    report = look(Kind.PDF, pdf_of([sheet.jpeg], sheet.dpi), ())
    assert isinstance(report, SealReport)
    assert (report.verdict, report.unit) == (SealVerdict.RED_SEAL, "")


def test_an_annotated_page_shows_a_box_around_the_seal() -> None:
    sheet = sealed(rng_of(3), "easy", "青石县民政局")
    pdf = pdf_of([sheet.jpeg], sheet.dpi)
    report = look(Kind.PDF, pdf, FICTION)
    assert isinstance(report, SealReport)
    ((page, png),) = annotate(Kind.PDF, pdf, report)
    assert page == 1
    drawn = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    left, top = (round(side * 110 / 72) for side in report.marks[0].box[:2])
    assert tuple(drawn[top + 1, left + 20]) == (0, 0, 255)


def test_a_banner_is_not_taken_for_a_seal_seen_from_close_by() -> None:
    banner = unsealed(np.random.default_rng((9, 60)), "easy", "picture")
    assert seen(banner).verdict is SealVerdict.NO_SEAL


def test_nothing_is_drawn_where_nothing_was_seen() -> None:
    assert annotate(Kind.PDF, b"", SealReport(SealVerdict.NO_SEAL)) == ()


def test_a_broken_file_is_a_problem() -> None:
    assert look(Kind.PNG, b"nothing", FICTION) is Problem.CORRUPT


@pytest.mark.parametrize(("visible", "whole"), [(0.5, False), (0.85, True)])
def test_half_a_seal_is_a_part_however_well_its_name_is_read(
    visible: float,
    whole: bool,  # noqa: FBT001 - a table
) -> None:
    shape = Look(0.9, 0.3, visible, 0.2, 9, 1.0, 0.5, 0.2, 0.99, 0.6)
    ring = Ring(0.0, 0.0, np.ones(ANGLES))
    read = SealReading("青石县人民法院", 7, unit="县法院")
    assert _believed(FoundRing(ring, shape, RingState.PART), read) == whole
