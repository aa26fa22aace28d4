"""The text of an HTML body, as a reader would see it.

A scanner of our own, linear in the length: libxml2's HTML parser takes minutes for
two megabytes of unclosed elements, and no tree is needed to read a letter.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

# No alternative runs over the next `<`, which keeps the search linear.
_MARKUP: Final = re.compile(
    r"<(?:(?P<comment>!--)"
    r"|(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9:-]{0,30})"
    r"(?:(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*)>"
    r"|[!?][^<>]*>)"
)
_HIDDEN: Final = {
    tag: re.compile(f"</{tag}", re.IGNORECASE)
    for tag in ("script", "style", "title", "template")
}
_BLOCKS: Final = frozenset(
    """address article blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5
    h6 header hr li ol p pre section table tr ul""".split()  # noqa: SIM905 - a list
)
_CELLS: Final = frozenset(("td", "th"))
_META: Final = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE
)
_REFERENCE: Final = re.compile(
    r"(?:src|background|href)\s*=\s*[\"']?([^\"'\s>]{1,1000})"
    r"|url\(\s*[\"']?([^\"')\s]{1,1000})",
    re.IGNORECASE,
)
_BACKGROUND: Final = re.compile(
    r"background\s*=\s*[\"']?([^\"'\s>]{1,1000})"
    r"|url\(\s*[\"']?([^\"')\s]{1,1000})",
    re.IGNORECASE,
)
_BLANKS: Final = re.compile(r"[ \t\r\n\f\xa0]+")
# Python refuses to read an integer of 4,300 digits (CVE-2020-10735).
_NO_CHARACTER: Final = re.compile(r"&#[0-9]{8,};?")


def html_text(html: str) -> str:
    """Return the visible text of `html`: lines for blocks, tabs between cells."""
    lines = (line.strip() for line in "".join(_visible(html)).split("\n"))
    return "\n".join(line for line in lines if line)


def _visible(html: str) -> Iterator[str]:
    at = 0
    while found := _MARKUP.search(html, at):
        yield _words(html[at : found.start()])
        tag = (found["tag"] or "").lower()
        if tag in _BLOCKS:
            yield "\n"
        elif tag in _CELLS and not found["end"]:
            yield "\t"
        at = _after(html, found, tag)
    yield _words(html[at:])


def _after(html: str, found: re.Match[str], tag: str) -> int:
    """Return where reading goes on: behind a comment or a script as a whole."""
    if found["comment"]:
        close = html.find("-->", found.end())
        return close + 3 if close >= 0 else len(html)
    if tag in _HIDDEN and not found["end"]:
        closing = _HIDDEN[tag].search(html, found.end())
        return closing.start() if closing else len(html)
    return found.end()


def _words(text: str) -> str:
    if "&" in text:
        text = entities.unescape(_NO_CHARACTER.sub("\ufffd", text))
    return _BLANKS.sub(" ", text)


def meta_charset(raw: bytes) -> str:
    """Return the charset an HTML document declares of itself, "" if none."""
    found = _META.search(raw[:4096])
    return found[1].decode("ascii", "ignore") if found else ""


def references(html: str) -> frozenset[str]:
    """Return the Content-IDs (without `cid:`) and locations that `html` shows."""
    return _targets(_REFERENCE, html)


def backgrounds(html: str) -> frozenset[str]:
    """Return those of `references` that lie behind the words, as stationery does."""
    return _targets(_BACKGROUND, html)


def _targets(pattern: re.Pattern[str], html: str) -> frozenset[str]:
    found = (unquote(m[1] or m[2]) for m in pattern.finditer(html))
    return frozenset(ref[4:] if ref[:4].lower() == "cid:" else ref for ref in found)
