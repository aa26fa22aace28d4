"""The check on another engraver's seals and another copy room's pages."""

import pytest

np = pytest.importorskip("numpy", reason="the extra `seal` is not installed")
cv2 = pytest.importorskip("cv2", reason="the extra `seal` is not installed")
pytest.importorskip("rapidocr", reason="the extra `seal` is not installed")

from mailbot.adapters.seals.document import look  # noqa: E402
from mailbot.adapters.seals.read.reader import (  # noqa: E402
    FIRST,
    RETRIES,
    read_seal,
)
from mailbot.adapters.seals.read.titles import title_under_emblem  # noqa: E402
from mailbot.adapters.seals.see.bands import text_band  # noqa: E402 - after the skip
from mailbot.adapters.seals.see.strips import close_up, sharpened, strip  # noqa: E402
from mailbot.core.record.documents import Kind, SealNames, SealReport  # noqa: E402
from tests.support.seals.copyroom import (  # noqa: E402
    PAINTERS,
    TREATMENTS,
    captured,
    press,
    sheet,
)
from tests.support.seals.engraver import (  # noqa: E402
    Cut,
    engrave,
    in_red,
    some_cut,
)
from tests.support.seals.files import pdf_of  # noqa: E402
from tests.support.seals.needs import needs_fonts  # noqa: E402
from tests.support.seals.offices import FICTION  # noqa: E402
from tests.support.seals.wear import Floats  # noqa: E402

pytestmark = needs_fonts
COURTS = (
    SealNames("县法院", ("青石县人民法院",)),
    SealNames("县检察院", ("青石县人民检察院",)),
)


@pytest.mark.parametrize("tall", [0.2, 0.28, 0.36])
@pytest.mark.parametrize("thin", [False, True])
def test_the_band_of_characters_is_found_however_high_they_are(
    tall: float,
    thin: bool,  # noqa: FBT001 - a table
) -> None:
    cut = Cut("青石县民政局", tall=tall, thin=thin, slim=0.9)
    pixels, ring = in_red(engrave(cut))
    band = text_band(1 - pixels[..., 1].astype(np.float32) / 255, ring)
    top = (1 - cut.rim - (0.05 if thin else 0) - cut.away) / 0.975
    assert band.outer == pytest.approx(top, abs=0.05)
    assert band.inner == pytest.approx(top - tall / 0.975, abs=0.06)
    assert band.start == pytest.approx(np.pi / 2, abs=0.3)


def test_a_level_line_belongs_to_the_name_above_it() -> None:
    sample = SealNames("县文明办", ("青石县精神文明建设委员会办公室",))
    for level, unit in (("", ""), ("办公室", "县文明办")):
        cut = Cut("青石县精神文明建设委员会", level=level, arc=240, tall=0.25)
        close = close_up(*in_red(engrave(cut)))
        assert read_seal(close, (sample,), title_under_emblem(close)).unit == unit


def test_the_seal_of_a_units_own_office_is_not_the_units() -> None:
    cut = Cut("青石县民政局", level="办公室", tall=0.25)
    close = close_up(*in_red(engrave(cut)))
    assert read_seal(close, FICTION, title_under_emblem(close)).unit == ""


def test_a_name_with_room_for_another_character_is_not_accepted() -> None:
    ink = engrave(Cut("青石县人民　法院", tall=0.3, slim=0.6))
    assert read_seal(close_up(*in_red(ink)), COURTS).unit == ""
    ink = engrave(Cut("青石县人民法院", tall=0.3, slim=0.6))
    assert read_seal(close_up(*in_red(ink)), COURTS).unit == "县法院"


@pytest.mark.parametrize(
    ("worn", "unit"),
    [
        ("青石县住房和城　建设局", "县住房城乡建设局"),  # no other office is called so
        ("青　县住房和城乡建设局", ""),  # another county's may be
        ("青石县　政局", ""),  # 民政局, 财政局
        ("青石县民政　", ""),
    ],
)
def test_a_character_that_left_no_trace_must_not_be_the_one_that_tells(
    worn: str, unit: str
) -> None:
    ink = engrave(Cut(worn, tall=0.28, slim=0.7))
    assert read_seal(close_up(*in_red(ink)), FICTION).unit == unit


def test_a_name_that_goes_on_is_another_offices() -> None:
    ink = engrave(Cut("青石县妇女联合会幼儿园", tall=0.28, slim=0.7))
    assert read_seal(close_up(*in_red(ink)), FICTION).unit == ""


def with_running_colour(pixels: Floats) -> Floats:
    """Blur a picture's colours but not its light, as a strong JPEG does."""
    parted = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)
    parted[..., 1:] = cv2.GaussianBlur(parted[..., 1:], (0, 0), 4)
    blurred: Floats = cv2.cvtColor(parted, cv2.COLOR_YCrCb2RGB)
    return blurred


def test_strokes_are_as_sharp_as_the_light_where_colours_run() -> None:
    pixels, ring = in_red(engrave(Cut("青石县民政局", tall=0.3, slim=0.8)))
    close = close_up(with_running_colour(pixels), ring)
    sharp = sharpened(close)
    edges = [np.abs(np.diff(one.red, axis=1)).max(axis=1) for one in (close, sharp)]
    assert np.median(edges[1]) > 1.25 * np.median(edges[0])


def test_black_writing_is_no_sharp_ink() -> None:
    pixels, ring = in_red(np.zeros((600, 600), dtype=np.float32))
    cv2.putText(pixels, "ABC", (150, 400), 0, 5, (20, 20, 20), 12, cv2.LINE_AA)
    pixels[100:110, 100:600] = (150, 150, 150)
    assert sharpened(close_up(pixels, ring)).red.max() < 0.05


def test_a_strip_knows_the_angle_of_each_of_its_columns() -> None:
    close = close_up(*in_red(engrave(Cut("青石县民政局", tall=0.3, slim=0.8))))
    for cut in (FIRST, *RETRIES):
        seen = strip(close, cut)
        assert seen.line.shape[1] == len(seen.angles)
        assert np.all(np.diff(seen.angles) > 0)
        assert 0 <= seen.angles[0] < seen.angles[-1] < 2 * np.pi


@pytest.mark.parametrize("what", sorted(PAINTERS))
def test_other_red_things_are_not_taken_for_a_seal(what: str) -> None:
    rng = np.random.default_rng(3)
    page = sheet(rng, 150)
    PAINTERS[what](page, rng, 150)
    report = look(Kind.PDF, pdf_of([captured(page, rng, "easy")], 150), FICTION)
    assert isinstance(report, SealReport)
    assert report.verdict == "no_seal"


def test_a_page_with_two_units_seals_shows_both() -> None:
    rng = np.random.default_rng(4)
    page = sheet(rng, 150)
    upper, lower = page[: page.shape[0] // 2], page[page.shape[0] // 2 :]
    press(upper, rng, 150, some_cut("青石县民政局", rng), TREATMENTS["easy"])
    press(lower, rng, 150, some_cut("青石县妇女联合会", rng), TREATMENTS["easy"])
    report = look(Kind.PDF, pdf_of([captured(page, rng, "easy")], 150), FICTION)
    assert isinstance(report, SealReport)
    assert {mark.unit for mark in report.marks} == {"县民政局", "县妇联"}


@pytest.mark.parametrize("millimetres", [50, 75, 110])
def test_a_picture_of_little_but_the_seal_shows_it_too(millimetres: int) -> None:
    rng = np.random.default_rng(5)
    page = sheet(rng, 150, mm=(millimetres, millimetres))
    press(page, rng, 150, some_cut("青石县民政局", rng), TREATMENTS["easy"])
    picture = captured(page, rng, "easy")
    across = round(millimetres / 210 * 150)  # dots an inch that stretch it to A4
    for kind, file in (Kind.JPG, picture), (Kind.PDF, pdf_of([picture], across)):
        report = look(kind, file, FICTION)
        assert isinstance(report, SealReport)
        assert report.unit == "县民政局"
