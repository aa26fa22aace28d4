"""What an RTF reader remembers: groups' state, rows being defined, code pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.adapters.documents.nesting import Edge, RowShape

if TYPE_CHECKING:
    from mailbot.adapters.documents.nesting import Nesting


@dataclass(frozen=True, slots=True)
class State:
    """What a group inherits and its end undoes."""

    silent: bool = False
    hidden: bool = False
    deleted: bool = False
    fallback: int = 1  # characters to skip after \uN
    codec: str = "cp1252"
    font_table: bool = False
    inner: bool = False  # in \\nesttableprops: rows of a table in a table


@dataclass(slots=True)
class Row:
    """The row being defined: its left edge, its cells, the marks of the next one."""

    left: int = 0
    edges: list[Edge] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)

    def shape(self) -> RowShape:
        """Return what is defined so far."""
        return RowShape(self.left, tuple(self.edges))


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A story interrupted by another one: a text box, a header, a footnote."""

    groups: int
    nesting: Nesting
    text: list[str]
    depth: int
    row: Row


def codec_of(page: int) -> str:
    """Return Python's name for a Windows code page; 936 in its full modern form."""
    known = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10008: "gb18030"}
    name = known.get(page, f"cp{page}")
    try:
        "".encode(name)
    except LookupError:
        return "gb18030"
    return name
