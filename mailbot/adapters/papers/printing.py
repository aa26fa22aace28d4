"""Text as office files can hold it: XML 1.0 and Excel have their limits."""

from __future__ import annotations

import re

# XML 1.0, 2.2: what is no Char may stand in no document, not even escaped. Word and
# Excel call a file that holds one damaged.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# ECMA-376 22.9.2.19 reads _x0007_ in a cell as that character; the underscore
# written as its own escape keeps it a word.
_CELL_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
LONGEST_CELL = 32_767
CUT = "…（内容过长，余下部分见原件）"


def xml_text(text: str) -> str:
    """Return `text` without the characters that XML cannot hold, lines by LF."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def cell_text(text: str) -> str:
    """Return `text` as a spreadsheet cell can hold it, marked where it was cut."""
    clean = _CELL_ESCAPE.sub("_x005F_", xml_text(text))
    if len(clean) <= LONGEST_CELL:
        return clean
    return clean[: LONGEST_CELL - len(CUT)] + CUT
