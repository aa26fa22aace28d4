"""How often a ring is looked at before it is given up."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy", reason="the extra `seal` is not installed")
pytest.importorskip("cv2", reason="the extra `seal` is not installed")
pytest.importorskip("rapidocr", reason="the extra `seal` is not installed")

from mailbot.adapters.seals.read.engine import (  # noqa: E402
    LineReading,
    recognize,
)
from mailbot.adapters.seals.read.reader import read_seal  # noqa: E402
from mailbot.adapters.seals.see.circles import (  # noqa: E402 - after the skip
    ANGLES,
    Ring,
)
from mailbot.adapters.seals.see.strips import close_up  # noqa: E402
from mailbot.adapters.seals.vision import Bytes  # noqa: E402
from tests.support.seals.offices import FICTION  # noqa: E402


def test_a_ring_without_any_writing_is_looked_at_twice_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[Bytes] = []

    def counted(line: Bytes) -> LineReading:
        looks.append(line)
        return recognize(line)

    monkeypatch.setattr("mailbot.adapters.seals.read.reader.recognize", counted)
    pixels = np.full((320, 320, 3), 250, dtype=np.uint8)
    ring = Ring(160.0, 160.0, np.full(ANGLES, 140.0))
    found = read_seal(close_up(pixels, ring), FICTION)
    assert (found.text, found.unit, found.best) == ("", "", "")
    assert len(looks) == 2
