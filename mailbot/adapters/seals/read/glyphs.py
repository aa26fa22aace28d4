"""Knows one character of a seal by its ink: a small network of the project's own.

The recognizer of lines was taught print. An engraver's characters, slim, faint, worn
and crossed by other writing, it often takes for nothing, the more so the rarer they
are. This network was taught such characters only, each alone (`bench/glyphs`).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mailbot.adapters.seals.read.engine import alphabet, numbers, session
from mailbot.adapters.seals.vision import Floats, Points, np

MODEL = Path(__file__).with_name("glyphs.onnx")
HIGH, WIDE = 40, 32  # pixels of the cell that holds a character
# GB 2312's rows of Han characters: 16-55 the usual 3,755, 56-87 the other 3,008
FIRST_ROW, LAST_ROW = 0xB0, 0xF7
FIRST_CELL, LAST_CELL = 0xA1, 0xFE
UNUSED = 0xD7FA  # the last five cells of row 55 are empty


@lru_cache(maxsize=1)
def known() -> tuple[str, ...]:
    """Return the characters it knows, GB 2312's in their order."""
    codes = (
        (row << 8) + cell
        for row in range(FIRST_ROW, LAST_ROW + 1)
        for cell in range(FIRST_CELL, LAST_CELL + 1)
    )
    return tuple(
        code.to_bytes(2).decode("gb2312")
        for code in codes
        if not UNUSED <= code <= UNUSED + 4
    )


def name_each(cells: Floats) -> Floats:
    """Return how likely each cell shows nothing (first column) or each of `known`.

    Cells are (n, HIGH, WIDE), 0-1, 1 being ink.
    """
    model = session(str(MODEL))
    fed = cells[:, None].astype(np.float32)
    shares: Floats = model.run(None, {model.get_inputs()[0].name: fed})[0]
    return shares


def in_alphabet(shares: Floats) -> Floats:
    """Return shares of `known` as rows over the recognizer's `alphabet`."""
    ours, theirs = _shared()
    rows = np.zeros((len(shares), len(alphabet())), dtype=np.float32)
    rows[:, theirs] = shares[:, ours]
    return rows


@lru_cache(maxsize=1)
def _shared() -> tuple[Points, Points]:
    """Return the columns of what both know: this network's, the recognizer's."""
    places = numbers()
    pairs = [(0, 0)]
    pairs += [(k + 1, places[c]) for k, c in enumerate(known()) if c in places]
    ours, theirs = np.array(pairs).T
    return ours, theirs
