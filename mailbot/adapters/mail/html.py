"""The text of an HTML body, as a reader would see it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from lxml import etree

_SILENT: Final = frozenset(("script", "style", "head", "title", "template"))
_BLOCKS: Final = frozenset(
    (
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    )
)
_META: Final = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE
)
_REFERENCE: Final = re.compile(
    r"""(?:src|background|href)\s*=\s*["']?([^"'\s>]{1,1000})|url\(\s*["']?([^"')\s]{1,1000})""",
    re.IGNORECASE,
)
_BLANKS: Final = re.compile(r"[ \t\r\n\f\xa0]+")
_PARSE_ERRORS: Final = (etree.LxmlError, ValueError, AssertionError)


class _Reader:
    """lxml's target: gathers visible text, a line for each block."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._silent = 0

    def start(self, tag: str | bytes, attrib: object) -> None:  # noqa: ARG002 - lxml
        """Open an element: a block begins a line, a cell follows a tab."""
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append("\t")

    def end(self, tag: str | bytes) -> None:
        """Close an element: a block ends its line."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS and tag != "br":
            self.pieces.append("\n")

    def data(self, data: str | bytes) -> None:
        """Take a run of text, its blanks folded as a browser does."""
        if not self._silent:
            self.pieces.append(_BLANKS.sub(" ", str(data)))

    def comment(self, text: str | bytes) -> None:
        """Pass over a comment; lxml's protocol asks for the method."""

    def close(self) -> str:
        """Return all that was gathered."""
        return "".join(self.pieces)


def html_text(html: str) -> str:
    """Return the visible text of `html`: lines for blocks, tabs between cells."""
    parser = etree.HTMLParser(
        target=_Reader(), encoding="utf-8", no_network=True, recover=True
    )
    try:
        parser.feed(html.replace("\0", "").encode("utf-8", "replace"))
        text = str(parser.close())
    except _PARSE_ERRORS:
        text = re.sub(r"<[^<>]*>", " ", html)
    lines = (line.strip(" ") for line in text.split("\n"))
    return "\n".join(line.strip() for line in lines if line.strip())


def meta_charset(raw: bytes) -> str:
    """Return the charset an HTML document declares of itself, "" if none."""
    found = _META.search(raw[:4096])
    return found[1].decode("ascii", "ignore") if found else ""


def references(html: str) -> frozenset[str]:
    """Return the Content-IDs (without `cid:`) and locations that `html` shows."""
    found = (unquote(m[1] or m[2]) for m in _REFERENCE.finditer(html))
    return frozenset(ref[4:] if ref[:4].lower() == "cid:" else ref for ref in found)
