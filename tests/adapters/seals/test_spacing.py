"""Names held against a seal place by place: what looks saw, where, how evenly."""

from dataclasses import replace

import pytest

np = pytest.importorskip("numpy", reason="the extra `seal` is not installed")
pytest.importorskip("cv2", reason="the extra `seal` is not installed")
pytest.importorskip("rapidocr", reason="the extra `seal` is not installed")

from mailbot.adapters.seals.read.engine import (  # noqa: E402 - after the skip
    LineReading,
    alphabet,
    numbers,
)
from mailbot.adapters.seals.read.likelihood import (  # noqa: E402
    ANY,
    FINE_FLOOR,
    alignments,
    columns_of,
    encode,
)
from mailbot.adapters.seals.read.spacing import (  # noqa: E402
    Setting,
    SlantedReading,
    grids,
    settings,
)

NAME = "青石县民政局"
STEP = 10  # frames from one character to the next


def seen(
    *places: str | dict[str, float], at: dict[int, int] | None = None
) -> SlantedReading:
    """Return a look that saw one character a place, or shares of several, evenly set.

    `at` moves a place by frames; an empty string is a place where nothing was seen.
    """
    frames = np.zeros((STEP * (len(places) + 2), len(alphabet())))
    for number, place in enumerate(places):
        shares = {place: 0.98} if isinstance(place, str) else place
        row = STEP * (number + 1) + (at or {}).get(number, 0)
        for char, share in shares.items():
            if char:
                frames[row, numbers()[char]] = share
    frames[:, 0] = 1 - frames.sum(axis=1)
    return SlantedReading(LineReading(frames), np.arange(len(frames)) * 0.03)


def fit(
    look: SlantedReading | list[SlantedReading],
    text: str = NAME,
    singly: SlantedReading | None = None,
) -> Setting:
    looks = look if isinstance(look, list) else [look]
    (found,) = settings(looks, (text,), grids(looks, (text,)), singly)
    assert found is not None
    return found


def score(look: SlantedReading | list[SlantedReading], text: str = NAME) -> float:
    return fit(look, text).score


def test_what_was_plainly_seen_fits_and_another_name_does_not() -> None:
    look = seen(*NAME)
    assert score(look) > -0.5
    assert score(look, "青石县财政局") < -8


def test_a_faint_character_says_as_much_as_a_strong_one() -> None:
    faint = seen(*"青石县", {"民": 0.3}, *"政局")
    assert score(faint) > -1
    assert score(faint, "青石县财政局") < score(faint) - 4


def test_a_worn_place_speaks_for_no_name_and_against_none() -> None:
    torn = seen(*"青石县", {"艮": 0.2, "尸": 0.2, "贝": 0.2}, *"政局")
    clear = seen(*"青石县", "财", *"政局")
    assert score(torn) == pytest.approx(score(torn, "青石县农政局"))
    assert score(torn) > score(clear) + 1


def test_one_look_that_saw_a_character_outweighs_looks_that_saw_nothing() -> None:
    blind = seen(*"青石县", "", *"政局")
    lucky = seen(*"青石县", {"民": 0.6}, *"政局")
    assert score([blind, blind, lucky]) > score([blind, blind, blind]) + 2


def test_an_open_character_costs_more_than_one_that_was_seen() -> None:
    look = seen(*NAME)
    assert -9 < score(look, f"青石县{ANY}政局") < score(look) - 5


def test_a_name_without_its_last_character_is_no_better_than_any_other() -> None:
    short = seen(*NAME[:-1])
    assert score(short) < score(short, NAME[:-1]) - 2
    assert score(short) < score(short, f"{NAME[:-1]}{ANY}") + 2


def test_a_character_beside_the_name_speaks_against_it() -> None:
    found = fit(seen(*NAME, "科"))
    assert found.beside > 0.8
    assert found.score < fit(seen(*NAME)).score - 7
    assert fit(seen(*NAME)).beside < 0.1


def test_a_character_farther_off_speaks_against_it_too() -> None:
    assert fit(seen(*NAME, "", "科")).beside > 0.5


def test_what_each_look_reads_otherwise_beside_a_name_counts_by_half() -> None:
    agreed = [seen(*NAME, {"妇": 0.4}), seen(*NAME, {"妇": 0.4})]
    noise = [seen(*NAME, {"华": 0.4}), seen(*NAME, {"牛": 0.4})]
    assert fit(noise).beside == pytest.approx(0.75 * fit(agreed).beside)


def test_next_to_nothing_seen_says_little_for_a_name() -> None:
    guessed = seen(*"青", {"石": 0.005}, *"县民政局")
    assert score(guessed) < score(guessed, "青水县民政局") + 1


def test_a_character_that_only_a_look_at_it_alone_made_out_is_seen() -> None:
    lines, alone = seen("", *NAME[1:]), seen(*NAME)
    assert fit(lines).score < -3
    assert fit(lines, singly=alone).score > -1
    assert fit(lines, "沂石县民政局", alone).score < -3


def test_a_look_at_each_character_counts_by_its_weight() -> None:
    lines, alone = seen("青", "水", *NAME[2:]), seen(*NAME)
    once, twice = (
        fit(lines, singly=replace(alone, weight=weight)).score for weight in (1.0, 2.0)
    )
    assert twice > once > fit(lines).score


def test_uneven_characters_are_no_name() -> None:
    court = "青石县人民法院"
    assert fit(seen(*court), court).score > -1
    gap = seen(*"青石县人民", "", *"法院")
    assert grids([gap], (court,)) == (None,)


def test_a_character_a_little_off_its_place_is_still_even() -> None:
    assert score(seen(*NAME, at={2: 2, 4: -2})) > -1


def test_two_read_characters_do_not_show_how_a_name_is_set() -> None:
    assert grids([seen("青", "", "", "民", "", "")], (NAME,)) == (None,)


def test_equal_neighbours_are_two_characters() -> None:
    assert score(seen(*"青石县青青局"), "青石县青青局") > -0.5


def test_a_name_aligns_where_each_character_was_surest() -> None:
    names = encode((NAME, "青石县民"))
    columns = columns_of(seen(*NAME).reading, names, FINE_FLOOR)
    frames, shares = alignments(columns, names)
    assert frames[0, :6].tolist() == [10, 20, 30, 40, 50, 60]
    assert shares[0, :6].min() > 0.9
    assert shares[1, :4].min() > 0.9
