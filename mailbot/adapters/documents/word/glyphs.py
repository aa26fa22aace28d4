"""Characters of symbol fonts that forms are ticked with, as Unicode shows them."""

from __future__ import annotations

from typing import Final

# Wingdings and Wingdings 2, addressed as U+F0xx; other symbol fonts use the same
# places for nothing a report's text would miss.
_SEEN_AS: Final = {
    0x52: "☑", 0x53: "☒", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0xA3: "□",
    0xA8: "□", 0xB7: "·", 0xD8: "➢", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def symbol(code: int) -> str:
    """Return what a symbol font's character looks like, "" when it says nothing."""
    return _SEEN_AS.get(code & 0xFF, "")
