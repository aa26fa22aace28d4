"""The rules that turn a ring's look into a standing, and the decoys' names."""

import dataclasses

import pytest

from mailbot.adapters.seals.read.decoys import (
    decoys_for,
    far_places,
    from_afar,
    hardly_an_office,
)
from mailbot.adapters.seals.see.detector import (
    RingState,
    Scale,
    may_be_a_seal,
    standing,
)
from mailbot.adapters.seals.see.features import Look
from mailbot.adapters.seals.signatures import Signature

A4 = Scale(3.15)
PHOTO = Scale(3.15, known=False)
CLEAN = Look(
    ring=0.98,
    longest_gap=0.01,
    visible=1.0,
    band=0.2,
    strokes=12,
    moat=1.0,
    centre=0.5,
    star=0.88,
    flatness=0.99,
    strength=0.6,
)


def judged(
    radius_mm: float = 20.0, scale: Scale = A4, **changes: float | int
) -> RingState:
    look: Look = dataclasses.replace(CLEAN, **changes)  # type: ignore[arg-type]  # strokes are whole
    return standing(look, radius_mm, scale)


def test_ring_characters_and_star_make_a_seal() -> None:
    assert judged() is RingState.SEAL


def test_an_emblem_in_place_of_the_star_must_be_read() -> None:
    assert judged(star=0.1) is RingState.PERHAPS


def test_a_ring_of_a_logos_size_must_be_read() -> None:
    assert judged(radius_mm=13.5) is RingState.PERHAPS


def test_a_photograph_may_show_any_size() -> None:
    assert judged(radius_mm=13.5, scale=PHOTO) is RingState.SEAL


def test_a_faint_ring_about_a_clear_star_is_a_seal() -> None:
    assert judged(ring=0.45) is RingState.SEAL


def test_a_faint_ring_about_a_doubtful_star_must_be_read() -> None:
    assert judged(ring=0.45, star=0.62) is RingState.PERHAPS


@pytest.mark.parametrize(
    "changes",
    [
        {"strokes": 1, "star": 0.5},
        {"strokes": 3, "star": 0.5},
        {"ring": 0.2},
        {"strength": 0.0},
    ],
)
def test_a_ring_without_characters_or_ink_is_nothing(changes: dict[str, float]) -> None:
    assert judged(20.0, A4, **changes) is RingState.NOTHING


def test_dense_small_writing_about_a_clear_star_must_be_read() -> None:
    assert judged(strokes=3) is RingState.PERHAPS


@pytest.mark.parametrize("lost", [{"strokes": 0}, {"strokes": 1, "noisy": True}])
def test_a_clear_ring_about_a_clear_middle_is_never_nothing(
    lost: dict[str, float],
) -> None:
    assert judged(20.0, A4, **lost) is RingState.PERHAPS
    look: Look = dataclasses.replace(CLEAN, **lost)  # type: ignore[arg-type]
    assert may_be_a_seal(look)


def test_half_a_circle_at_the_pages_edge_is_a_part() -> None:
    assert judged(visible=0.5, longest_gap=0.5) is RingState.PART


def test_a_circle_with_a_third_missing_in_one_piece_is_a_part() -> None:
    assert judged(ring=0.6, longest_gap=0.36) is RingState.PART


def test_a_short_arc_is_nothing() -> None:
    assert judged(visible=0.1, longest_gap=0.9) is RingState.NOTHING


def test_a_flat_ring_on_a_scan_is_an_oval_stamp() -> None:
    assert judged(flatness=0.76, star=0.1) is RingState.OVAL


def test_a_flat_broken_curve_is_nothing() -> None:
    assert judged(flatness=0.7, ring=0.5, star=0.1) is RingState.NOTHING


def test_a_tilted_photograph_flattens_a_seal() -> None:
    assert judged(flatness=0.84, scale=PHOTO) is RingState.SEAL


def test_decoys_change_place_and_office_but_never_name_a_listed_seal() -> None:
    texts = frozenset({"青石县民政局", "青石县财政局"})
    decoys = decoys_for(texts)
    assert "沂水县民政局" in decoys
    assert "青石县水利局" in decoys
    assert "青石县民政局办公室" in decoys
    assert not texts & set(decoys)


def test_decoys_name_other_branches_and_the_parent() -> None:
    decoys = decoys_for(frozenset({"青山市住房公积金管理中心青石分中心"}))
    assert "青山市住房公积金管理中心高青分中心" in decoys
    assert "青山市住房公积金管理中心" in decoys


def test_a_name_without_a_place_has_few_decoys() -> None:
    names = decoys_for(frozenset({"某单位"}))
    assert {name for name in names if not name.startswith("某单位")} == {
        "？单位",
        "某？位",
        "某单？",
    }


def test_an_office_renamed_by_a_mere_word_is_no_decoy_of_itself() -> None:
    names = decoys_for(frozenset({"沂源县文化和旅游局", "共青团沂源县委员会"}))
    assert not {"沂源县文化旅游局", "共青团沂源县委"} & set(names)
    assert {"沂水县文化和旅游局", "沂源县文化局"} <= set(names)


def test_places_are_far_only_from_an_office_in_shandong() -> None:
    assert "东源县" in far_places(frozenset({"沂源县民政局"}))
    assert far_places(frozenset({"青田县民政局"})) == ()


@pytest.mark.parametrize(
    ("name", "is_far"),
    [
        ("东源县民政局", True),
        ("？源县民政局", True),  # every place of the province is known
        ("共青团沂？县委员会", True),
        ("沂水县民政局", False),
        ("沂源县？政局", False),
        ("沂源县？", False),
    ],
)
def test_a_place_that_is_left_open_lies_outside_the_province(
    name: str,
    is_far: bool,  # noqa: FBT001 - a table
) -> None:
    assert from_afar(name, far_places(frozenset({"沂源县民政局"}))) == is_far
    assert not from_afar(name, ())


@pytest.mark.parametrize(
    ("name", "is_rare"),
    [
        ("青石县人力资源？社会保障局", True),
        ("青山市住房公积？管理中心青石分中心", True),
        ("青？县人力资源和社会保障局", False),  # another county
        ("青山市住房公积金管理中心？石分中心", False),  # another branch
        ("青石县民？局", False),
        ("青石？民政局", True),
        ("青石？", False),
        ("？共青石县委宣传部", True),
        ("中共青石县委？传部", True),
        ("共？团青石县委员会", True),
        ("共青团？石县委员会", False),  # another county
        ("青石县住房和城乡建设？", False),
        ("青石县民政局", False),
    ],
)
def test_only_a_long_name_with_one_other_character_is_hardly_an_office(
    name: str,
    is_rare: bool,  # noqa: FBT001 - a table
) -> None:
    assert hardly_an_office(name) == is_rare


def test_a_signatures_note_claims_no_validity() -> None:
    assert "未验证其法律效力" in Signature("张三").note
    assert "增补" in Signature("张三", checked=True, whole=False).note
