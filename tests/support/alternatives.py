"""Takes the alternatives of a pattern away, one at a time.

Works on the tree that `re` itself parses a pattern into, so that `(?:a|b)` inside any
group is seen. Classes such as [ab] are one alternative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


def _tree(pattern: str, flags: int) -> Any:
    from re import _parser  # type: ignore[attr-defined]

    return _parser.parse(pattern, flags)


@dataclass(frozen=True)
class Shorter:
    """A pattern without one of its alternatives.

    `forbids` where the alternative stood in a look-ahead that must not be there.
    """

    pattern: re.Pattern[str]
    gone: str
    forbids: bool


def branches(pattern: str, flags: int) -> frozenset[str]:
    """Return what stands for each of a pattern's own lists of alternatives."""
    return frozenset(str(node) for node, _ in _branches(_tree(pattern, flags)))


def shorter(pattern: str, flags: int, known: frozenset[str]) -> Iterator[Shorter]:
    """Yield the pattern without each alternative; lists in `known` are left alone."""
    from re import _compiler  # type: ignore[attr-defined]

    lists = [*_branches(_tree(pattern, flags), known)]
    for place, (node, forbids) in enumerate(lists):
        for at, alternative in enumerate(node[1][1]):
            tree = _tree(pattern, flags)
            here = [*_branches(tree, known)][place][0][1][1]
            del here[at]
            found = _compiler.compile(tree, flags)
            yield Shorter(found, _words(alternative), forbids)


def _branches(
    tree: Any, known: frozenset[str] = frozenset(), *, forbids: bool = False
) -> Iterator[tuple[Any, bool]]:
    for node in tree.data:
        if str(node) in known:
            continue
        kind, inner = str(node[0]), node[1]
        if kind == "BRANCH":
            yield node, forbids
            parts = inner[1]
        elif kind in {"MAX_REPEAT", "MIN_REPEAT", "SUBPATTERN", "ASSERT", "ASSERT_NOT"}:
            parts = [inner[-1]]
        else:
            continue
        for part in parts:
            within = forbids or kind == "ASSERT_NOT"
            yield from _branches(part, known, forbids=within)


def _words(tree: Any) -> str:
    letters = (chr(a) if str(op) == "LITERAL" else "…" for op, a in tree.data)
    return "".join(letters)
