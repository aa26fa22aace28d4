"""What an RTF reader remembers: groups' state, rows being defined, code pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mailbot.adapters.documents.story import Block
from mailbot.adapters.documents.word.nesting import Edge, Nesting, RowShape


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

    def begin(self) -> None:
        """Forget the row before."""
        self.left, self.edges, self.marks = 0, [], set()

    def add_edge(self, right: int) -> None:
        """Take a cell's right edge with the marks that came before it."""
        self.edges.append(Edge(right, "down" in self.marks, "right" in self.marks))
        self.marks = set()

    def shape(self) -> RowShape:
        """Return what is defined so far."""
        return RowShape(self.left, tuple(self.edges))


@dataclass(slots=True)
class Telling:
    """One text in hand: the body, or a box, header or note that interrupts it.

    `groups` is how many were open when it began; `struck` says that deleted text
    stood in the cell in hand; rows of tables in tables are defined apart.
    """

    groups: int = 0
    nesting: Nesting = field(default_factory=Nesting)
    text: list[str] = field(default_factory=list)
    struck: bool = False
    depth: int = 0
    outer_row: Row = field(default_factory=Row)
    inner_row: Row = field(default_factory=Row)

    def take_text(self) -> str:
        """Return the paragraph in hand; halves beyond U+FFFF become one character."""
        whole = "".join(self.text)
        self.text = []
        return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def end_cell(self, depth: int) -> None:
        """End a cell `depth` tables deep."""
        self.nesting.cell(self.take_text(), depth, struck=self.struck)
        self.struck = False

    def blocks(self) -> list[Block]:
        """End the text and return its blocks."""
        rest = self.take_text()
        if rest:
            self.nesting.paragraph(rest, 0)
        return self.nesting.blocks()


def codec_of(page: int) -> str:
    """Return Python's name for a Windows code page; 936 in its full modern form."""
    known = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10008: "gb18030"}
    name = known.get(page, f"cp{page}")
    try:
        "".encode(name)
    except LookupError:
        return "gb18030"
    return name


# RTF's control words that matter for text (Word's specification 1.9.1).

# Destinations whose text nobody sees, or that repeat what stands elsewhere.
SILENT: Final = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "objdata",
        "shprslt",
        "nonesttables",
        "fldinst",
        "listtext",
        "pntext",
        "pntxta",
        "pntxtb",
        "xe",
        "tc",
        "filetbl",
        "revtbl",
        "listtable",
        "listoverridetable",
        "generator",
        "bkmkstart",
        "bkmkend",
        "datafield",
        "themedata",
        "annotation",
        "atnid",
        "atnauthor",
        "nonshppict",
        "template",
        "sp",
    ]
)
# Destinations that are texts of their own, told after the body.
STORIES: Final = frozenset(
    [
        "shptxt",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "footnote",
    ]
)
# Starred destinations ("ignore me if you do not know me") that do hold text.
STARRED_TEXT: Final = frozenset(
    ("nesttableprops", "shpinst", "shptxt", "shppict", "footnote")
)
# Words and signs that are characters.
LITERALS: Final = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "endash": "–", "emdash": "—",
    "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "\\": "\\", "{": "{",
    "}": "}", "~": " ", "_": "-",
}  # fmt: skip
EDGE_MARKS: Final = {"clvmrg": "down", "clmrg": "right"}
# \fcharset -> codec; the Chinese ones in their full modern form.
CHARSETS: Final = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030",
    136: "big5hkscs", 161: "cp1253", 162: "cp1254", 204: "cp1251", 238: "cp1250",
}  # fmt: skip
