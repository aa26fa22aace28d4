r"""Rich Text Format 1.9, as Word, WPS and LibreOffice write it; one pass, bounded.

Out: what is deleted under tracking (\\deleted), hidden (\\v), or stands in a
destination that is no text. Chinese comes as \\'xx pairs in the font's code page or
as \\uN; both are decoded where they meet the next character of the other kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mailbot.adapters.documents.bounds import MAX_CHARACTERS, MAX_TAGS, Refusal
from mailbot.adapters.documents.story import Block, told
from mailbot.adapters.documents.word.rtf_state import (
    CHARSETS,
    EDGE_MARKS,
    LITERALS,
    SILENT,
    STARRED_TEXT,
    STORIES,
    Row,
    State,
    Telling,
    codec_of,
)
from mailbot.core.record.documents import Content, Problem

_TOKEN: Final = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\([^a-zA-Z'])"
    rb"|([{}])|([^\\{}\r\n]+)"
)
_MAX_GROUPS: Final = 1000


def read_rtf(content: bytes) -> Content:
    """Return text and tables of an RTF file; Refusal where it is none."""
    if not content.lstrip()[:5].lower().startswith(b"{\\rtf"):
        raise Refusal(Problem.CORRUPT)
    reader = _Reader()
    at = 0
    for number, match in enumerate(_TOKEN.finditer(content)):
        if number > MAX_TAGS:
            raise Refusal(Problem.TOO_LARGE)
        if match.start() < at:
            continue  # inside \bin data
        at = reader.take(match)
        if not reader.open:
            break
    return told(reader.finish())


class _Reader:
    """Takes tokens; keeps the groups, the pending bytes and the paragraph in hand."""

    def __init__(self) -> None:
        self._state = State()
        self._groups: list[State] = []
        self._starred = False
        self._skip = 0
        self._bytes = bytearray()
        self._characters = 0
        self._told = Telling()
        self._font = 0
        self._codecs: dict[int, str] = {}
        self._codec = "cp1252"
        self._default_font = -1
        self._outer: list[Telling] = []
        self._aside: list[Block] = []
        self.open = True

    def take(self, match: re.Match[bytes]) -> int:
        """Take one token; return the offset at which the next one may begin."""
        hexed, word, number, sign, brace, plain = match.groups()
        if word:
            name = word.decode("ascii")
            value = int(number) if number else None
            if name == "bin":
                return match.end() + max(0, value or 0)
            self._word(name, value)
        elif hexed:
            self._raw(bytes.fromhex(hexed.decode("ascii")))
        elif plain:
            self._raw(plain)
        elif sign:
            self._sign(sign.decode("latin-1"))
        else:
            self._brace(brace == b"{")
        return match.end()

    def finish(self) -> list[Block]:
        """Return the blocks of everything told."""
        while self._outer:
            self._end_story()
        self._flush()
        return self._told.blocks() + self._aside

    def _begin_story(self) -> None:
        self._flush()
        self._outer.append(self._told)
        self._told = Telling(len(self._groups))

    def _end_story(self) -> None:
        self._flush()
        self._aside += self._told.blocks()
        self._told = self._outer.pop()

    def _row(self) -> Row:
        return self._told.inner_row if self._state.inner else self._told.outer_row

    def _brace(self, opens: bool) -> None:  # noqa: FBT001 - a token's one property
        self._flush()
        self._skip = 0
        self._starred = False
        if opens:
            if len(self._groups) >= _MAX_GROUPS:
                raise Refusal(Problem.TOO_LARGE)
            self._groups.append(self._state)
        elif self._groups:
            if self._outer and len(self._groups) <= self._told.groups:
                self._end_story()
            self._state = self._groups.pop()
            self.open = bool(self._groups)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self.end_paragraph()
        elif sign in LITERALS:
            self._say(LITERALS[sign])

    def _raw(self, data: bytes) -> None:
        r"""Keep bytes until their code page can be asked; skip \\u's fallback."""
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        if not self._is_quiet():
            self._bytes += data[skipped:]

    def _is_quiet(self) -> bool:
        state = self._state
        self._told.struck |= state.deleted and not state.silent
        return state.silent or state.hidden or state.deleted

    def _say(self, text: str) -> None:
        if self._skip:
            self._skip -= 1
        elif not self._is_quiet():
            self._flush()
            self._told.text.append(text)

    def _flush(self) -> None:
        """Decode the pending bytes; they were told in the font's code page."""
        if self._bytes:
            self._characters += len(self._bytes)
            if self._characters > MAX_CHARACTERS:
                raise Refusal(Problem.TOO_LARGE)
            self._told.text.append(self._bytes.decode(self._state.codec, "replace"))
            self._bytes.clear()

    def _word(self, name: str, value: int | None) -> None:
        """Carry out one control word; the starred ones open a destination."""
        starred, self._starred = self._starred, False
        if (starred and name not in STARRED_TEXT) or name in SILENT:
            self._flush()
            self._state = replace(
                self._state, silent=True, font_table=name == "fonttbl"
            )
        elif name == "nesttableprops":
            self._state = replace(self._state, inner=True)
        elif name in STORIES and not self._state.silent:
            self._begin_story()
        elif name in LITERALS:
            self._say(LITERALS[name])
        elif name in EDGE_MARKS:
            self._row().marks.add(EDGE_MARKS[name])
        elif name in _ACTS:
            _ACTS[name](self, value)

    def character(self, value: int | None) -> None:
        r"""\uN: a UTF-16 unit, followed by characters for those who cannot."""
        self._say(chr((value or 0) & 0xFFFF))
        self._skip = self._state.fallback

    def _set_codec(self, codec: str) -> None:
        self._flush()
        self._state = replace(self._state, codec=codec)

    def page(self, value: int | None) -> None:
        r"""\ansicpgN: the code page of what has no font of its own."""
        self._codec = codec_of(value or 1252)
        self._set_codec(self._codec)

    def default(self, value: int | None) -> None:
        r"""\deffN: the font that \plain goes back to."""
        self._default_font = value or 0

    def choose_font(self, value: int | None) -> None:
        r"""\fN: with the font comes the code page."""
        self._font = value or 0
        if not self._state.font_table:
            self._set_codec(self._codecs.get(self._font, self._codec))

    def charset(self, value: int | None) -> None:
        r"""\fcharsetN, in the font table."""
        if self._state.font_table:
            self._codecs[self._font] = CHARSETS.get(value or 0, self._codec)

    def plain(self, _value: int | None) -> None:
        r"""\plain: everything about characters is forgotten."""
        self._flush()
        codec = self._codecs.get(self._default_font, self._codec)
        self._state = replace(self._state, hidden=False, deleted=False, codec=codec)

    def hide(self, value: int | None) -> None:
        r"""\v: hidden text begins (or, with 0, ends)."""
        self._flush()
        self._state = replace(self._state, hidden=value != 0)

    def delete(self, value: int | None) -> None:
        r"""Begin or end (\deleted0) what was deleted under tracking."""
        self._flush()
        self._state = replace(self._state, deleted=value != 0)

    def set_fallback(self, value: int | None) -> None:
        r"""\ucN: how many characters stand in for a \u."""
        self._state = replace(self._state, fallback=min(max(value or 0, 0), 8))

    def end_paragraph(self, _value: int | None = None) -> None:
        r"""\par; where the end itself was deleted, the next one goes on."""
        if self._state.silent:
            return
        if self._state.deleted:  # its end was deleted: the next one goes on with it
            return
        self._flush()
        self._told.nesting.paragraph(self._told.take_text(), self._told.depth)

    def reset_paragraph(self, _value: int | None) -> None:
        r"""\pard: also out of all tables."""
        self._told.depth = 0

    def in_table(self, _value: int | None) -> None:
        r"""\intbl: at least one table deep."""
        self._told.depth = max(self._told.depth, 1)

    def set_depth(self, value: int | None) -> None:
        r"""\itapN: N tables deep."""
        self._told.depth = min(max(value or 0, 0), _MAX_GROUPS)

    def end_cell(self, _value: int | None) -> None:
        r"""\cell: a cell of an outermost table."""
        if not self._state.silent:
            self._flush()
            self._told.end_cell(1)

    def end_inner_cell(self, _value: int | None) -> None:
        r"""\nestcell: a cell of a table in a table."""
        if not self._state.silent:
            self._flush()
            self._told.end_cell(max(self._told.depth, 2))

    def define_row(self, _value: int | None) -> None:
        r"""\trowd: a row's definition begins."""
        self._row().begin()

    def left(self, value: int | None) -> None:
        r"""\trleftN: the row's left edge."""
        self._row().left = value or 0

    def edge(self, value: int | None) -> None:
        r"""\cellxN: a cell's right edge; its marks came before."""
        self._row().add_edge(value or 0)

    def end_row(self, _value: int | None) -> None:
        r"""\row: a row of an outermost table."""
        if not self._state.silent:
            self._told.nesting.row(self._row().shape(), 1, deleted=self._state.deleted)

    def end_inner_row(self, _value: int | None) -> None:
        r"""\nestrow: a row of a table in a table."""
        if not self._state.silent:
            self._told.nesting.row(self._row().shape(), max(self._told.depth, 2))


_ACTS: Final[dict[str, Callable[[_Reader, int | None], None]]] = {
    "u": _Reader.character, "uc": _Reader.set_fallback, "ansicpg": _Reader.page,
    "f": _Reader.choose_font, "deff": _Reader.default, "fcharset": _Reader.charset,
    "plain": _Reader.plain, "v": _Reader.hide, "deleted": _Reader.delete,
    "par": _Reader.end_paragraph, "sect": _Reader.end_paragraph,
    "pard": _Reader.reset_paragraph, "intbl": _Reader.in_table,
    "itap": _Reader.set_depth, "cell": _Reader.end_cell,
    "nestcell": _Reader.end_inner_cell, "trowd": _Reader.define_row,
    "trleft": _Reader.left, "cellx": _Reader.edge, "row": _Reader.end_row,
    "nestrow": _Reader.end_inner_row,
}  # fmt: skip
