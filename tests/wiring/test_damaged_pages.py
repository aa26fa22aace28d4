"""Damaged pictures, OFD packages and fonts: the parent always gets its answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.adapters.seals.parts import SEEING, probe
from mailbot.core.record.documents import Problem, SealNames
from mailbot.wiring.examiner import ConfinedExaminer
from tests.fuzz_pages import UNIT, corpus, run

SIGHTLESS = pytest.mark.skipif(bool(probe(SEEING)), reason="the eyes are not installed")


@SIGHTLESS
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.heic", "a.webp"])
def test_a_picture_cut_in_half_is_told_as_damaged(tmp_path: Path, name: str) -> None:
    examiner = ConfinedExaminer((), (SealNames(UNIT, (UNIT,)),))
    sound = corpus()[name]
    path, room = tmp_path / name, tmp_path / "room"
    path.write_bytes(sound[: len(sound) // 3])
    room.mkdir()
    (found,) = examiner.file(path, name, room)
    examiner.close()
    assert found.problem is Problem.CORRUPT


@pytest.mark.slow
@SIGHTLESS
def test_whatever_a_damaged_page_does_to_its_child_it_is_answered() -> None:
    """The first of the series; `make soak` goes on to a hundred thousand."""
    told = run(40)
    assert told.total() == 40
    assert {words for words in told if words.startswith("read")}
