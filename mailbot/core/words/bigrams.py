"""Text cut into pieces that a search finds: pairs of characters, and whole words.

Chinese is written without spaces, and the words people look for have two characters
(科协): an index of three characters (FTS5's and PostgreSQL's trigrams) cannot see them.
Of 县科协 stand 县科, 科协 and 协 in the index; who asks for 县科协 asks for the first
two side by side.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

MOST_WORDS = 12
LONGEST_QUERY = 200
# Han characters in a row, or letters and digits of any other writing
_RUNS = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+|[^\W_㐀-鿿豈-﫿]+")
_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")


def pieces(text: str) -> str:
    """Return the pieces of a text, in order, a blank between each two."""
    return " ".join(piece for run in _runs(text) for piece in _cut(run))


def asked_for(query: str) -> tuple[tuple[str, ...], ...]:
    """Return for each word of a query the pieces that must stand side by side.

    A word of one character stands for every piece that begins with it.
    """
    found = []
    for run in _runs(query[:LONGEST_QUERY])[:MOST_WORDS]:
        cut = _cut(run)
        found.append(tuple(cut[:-1]) if len(cut) > 1 else tuple(cut))
    return tuple(found)


def _runs(text: str) -> list[str]:
    return _RUNS.findall(unicodedata.normalize("NFKC", text).lower())


def _cut(run: str) -> list[str]:
    if not _HAN.match(run):
        return [run]
    return [*(a + b for a, b in pairwise(run)), run[-1]]
