"""Type to cut seals from: every character the network shall know, in many fonts.

    python -m bench.glyphs.sorts OUT LIST [ROOT]

LIST names a font file a line (`fonts.txt`), as Debian lays them under ROOT (usually
/usr/share); `:2` is the third font of a collection. It writes OUT.npy (fonts,
characters, SIDE, SIDE) and OUT.npz (where each one's ink lies); 28 MB a font.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mailbot.adapters.seals.read.glyphs import known

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
SIDE, POINT = 64, 58
LEAST = 8  # pixels of ink that a character has across: less is a missing one
EDGE = 4  # pixels of a sort's own border
THIN = 14, 10  # height and width of ink below which a stroke is not stretched (一, 丨)


@dataclass(frozen=True, slots=True)
class Sorts:
    """All sorts of all fonts: their pictures, their ink's boxes."""

    pictures: Bytes
    boxes: np.ndarray[Any, np.dtype[np.int16]]

    def sort(self, font: int, char: int, *, tight: bool) -> Bytes:
        """Return one character, in its em box or, if `tight`, cut to its ink."""
        picture = self.pictures[font, char]
        if not tight:
            return picture[EDGE:-EDGE, EDGE:-EDGE]
        left, top, right, bottom = self.boxes[font, char].tolist()
        if bottom - top < THIN[0]:
            top, bottom = 10, SIDE - 10
        if right - left < THIN[1]:
            left, right = 16, SIDE - 16
        return picture[top:bottom, left:right]


def load(name: str) -> Sorts:
    """Load what `main` wrote; pictures stay on the disk until they are needed."""
    with np.load(f"{name}.npz") as kept:
        return Sorts(np.load(f"{name}.npy", mmap_mode="r"), kept["boxes"])


def main(out: str, listed: str, root: str = "/usr/share") -> None:
    """Draw all characters of all fonts."""
    fonts = Path(listed).read_text(encoding="utf-8").split()
    shape = (len(fonts), len(known()), SIDE, SIDE)
    pictures = np.lib.format.open_memmap(f"{out}.npy", "w+", np.uint8, shape)
    boxes = np.zeros((*shape[:2], 4), np.int16)
    for row, font in enumerate(fonts):
        path, _, index = font.partition(":")
        face = ImageFont.truetype(Path(root, path), POINT, index=int(index or 0))
        for place, char in enumerate(known()):
            drawn = Image.new("L", (SIDE, SIDE), 0)
            pen = ImageDraw.Draw(drawn)
            pen.text((SIDE // 2, SIDE // 2), char, 255, font=face, anchor="mm")
            box = drawn.getbbox() or (0, 0, 0, 0)
            if box[2] - box[0] >= LEAST:
                pictures[row, place], boxes[row, place] = np.asarray(drawn), box
        print(Path(path).name, int((boxes[row, :, 2] > 0).sum()), flush=True)
    np.savez(f"{out}.npz", boxes=boxes)


if __name__ == "__main__":
    main(*sys.argv[1:])
