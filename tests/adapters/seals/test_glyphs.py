"""Characters of a seal looked at one by one: the network, its cells, what it adds."""

import pytest

np = pytest.importorskip("numpy", reason="the extra `seal` is not installed")
pytest.importorskip("cv2", reason="the extra `seal` is not installed")
pytest.importorskip("rapidocr", reason="the extra `seal` is not installed")

from mailbot.adapters.seals.read.engine import alphabet, numbers  # noqa: E402
from mailbot.adapters.seals.read.glyphs import (  # noqa: E402
    HIGH,
    WIDE,
    known,
    name_each,
)
from mailbot.adapters.seals.read.singly import BESIDE, look_at_each  # noqa: E402
from mailbot.adapters.seals.read.spacing import Pitch, SlantedReading  # noqa: E402
from mailbot.adapters.seals.see.bands import unroll, unroll_each  # noqa: E402
from mailbot.adapters.seals.see.circles import ANGLES, Ring  # noqa: E402
from mailbot.adapters.seals.see.strips import Close, close_up  # noqa: E402
from tests.support.seals.engraver import Cut, engrave, in_red  # noqa: E402
from tests.support.seals.needs import needs_fonts  # noqa: E402
from tests.support.seals.wear import Floats  # noqa: E402

pytestmark = needs_fonts
NAME = "青石县住房和城乡建设局"
STEP = 25.0  # degrees


def pressed(text: str, strength: float = 1.0) -> Close:
    """Return the close-up of a seal in red on white, evenly faint."""
    cut = Cut(text, tall=0.3, slim=0.7, arc=STEP * (len(text) - 1))
    return close_up(*in_red(strength * engrave(cut)))


def grid_of(close: Close, count: int) -> Pitch:
    step = np.radians(STEP)
    first = -np.pi / 2 - step * (count - 1) / 2 - close.band.start
    return Pitch(float(first % (2 * np.pi)), float(step))


def named(look: SlantedReading) -> str:
    best = look.reading.frames.argmax(axis=1)
    return "".join(alphabet()[place] or "_" for place in best)


def seen_at(text: str, strength: float = 1.0) -> SlantedReading:
    close = pressed(text, strength)
    return look_at_each((close,), grid_of(close, len(text)), len(text))


def test_it_knows_the_characters_of_gb_2312() -> None:
    assert len(set(known())) == 6763
    assert known()[0] == "啊"
    assert known()[3754:3756] == ("座", "亍")
    assert known()[-1] == "齄"


def test_each_character_is_named_and_beside_them_there_is_nothing() -> None:
    assert named(seen_at(NAME)) == "_" * BESIDE + NAME + "_" * BESIDE


def test_the_other_end_of_a_long_name_is_not_looked_at_as_beside_it() -> None:
    close = pressed("沂源县民政局")
    wide = Pitch(0.5, 1.1)  # radians: six characters all the way round
    assert len(look_at_each((close,), wide, 6).angles) == 6
    assert len(look_at_each((close,), wide, 4).angles) == 6


def test_a_faint_seal_is_named_like_a_strong_one() -> None:
    assert named(seen_at(NAME, strength=0.25)).strip("_") == NAME


def test_an_empty_place_between_characters_is_nothing() -> None:
    seen = named(seen_at("青石县住房　城乡建设局"))
    assert seen[BESIDE + 5] == "_"


def test_characters_that_differ_by_little_are_told_apart() -> None:
    for name in ("沂源县民政局", "沂水县民政局", "沁源县民政局"):
        assert named(seen_at(name)).strip("_") == name


def test_a_cell_without_ink_is_nothing() -> None:
    blank = name_each(np.zeros((2, HIGH, WIDE), dtype=np.float32))
    assert blank.shape == (2, len(known()) + 1)
    assert np.all(blank.argmax(axis=1) == 0)


def test_what_a_place_shows_are_shares_of_one() -> None:
    shares = seen_at(NAME).reading.frames
    assert np.all(shares >= 0)
    assert np.all(shares.sum(axis=1) < 1.001)
    assert shares[BESIDE, numbers()["青"]] > 0.5


def test_strips_around_a_ring_are_unrolled_one_by_one_or_together_alike() -> None:
    picture = np.random.default_rng(1).random((300, 300), dtype=np.float32)
    ring = Ring(150.0, 148.0, np.full(ANGLES, 120.0))
    angles = np.linspace(0, 6, 60).reshape(3, 20)
    shares = np.linspace(0.9, 0.5, 12)
    together: Floats = unroll_each(picture, ring, angles, shares)
    for row, strip in zip(angles, together, strict=True):
        assert np.array_equal(strip, unroll(picture, ring, row, shares))
