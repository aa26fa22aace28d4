"""The letters the demo draws with: it brings them, so that it is the same everywhere.

`font/` holds a small part of Noto Serif CJK SC with its licence (SIL OFL 1.1), made by
bench/demo_font.py. A page drawn with whatever font a machine has, or with none, showed
a newcomer seals that could not be read.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

FONT = Path(__file__).with_name("font") / "NotoSerifCJKsc-part.otf"
_PROBE = 24  # pixels: enough to tell a letter from the box that stands for none
_NO_LETTER = "\U0010ffff"


@cache
def face(high: int) -> ImageFont.FreeTypeFont:
    """Return the font, `high` pixels high; OSError if the file is not there.

    Letters are set one beside the other: the other way of setting depends on a library
    of the system's.
    """
    return ImageFont.truetype(str(FONT), high, layout_engine=ImageFont.Layout.BASIC)


def letters(text: str) -> str:
    """Return the text as it is; LookupError if the font lacks a letter of it."""
    lacking = "".join(letter for letter in dict.fromkeys(text) if not _has(letter))
    if lacking:
        words = f"the demo's font lacks {lacking!r}: run bench/demo_font.py"
        raise LookupError(words)
    return text


@cache
def _has(letter: str) -> bool:
    """Tell whether the font has a letter: if not, it draws the same box as for none."""
    return letter.isspace() or _look(letter) != _look(_NO_LETTER)


@cache
def _look(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = face(_PROBE).getmask(letter)
    return mask.size, bytes(mask)
