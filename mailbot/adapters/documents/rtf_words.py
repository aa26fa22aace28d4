"""RTF's control words that matter for text (Word's specification 1.9.1)."""

from __future__ import annotations

from typing import Final

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
