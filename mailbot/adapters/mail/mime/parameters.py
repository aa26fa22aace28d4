"""Content-Type and Content-Disposition: a value and its parameters.

RFC 2045 and RFC 2231 as written, and what is sent instead: names unquoted with
blanks, quotes inside quotes, quotes never closed, parameters without a semicolon,
encoded words inside the quotes, raw GBK whose second byte is a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from typing import Final
from urllib.parse import unquote_to_bytes

from mailbot.adapters.mail.mime.charsets import decode, fits, guess
from mailbot.adapters.mail.mime.headers import (
    VALUE_LIMIT,
    decode_value,
    has_words,
    unfold,
)

_KEY: Final = re.compile(
    rb"(?<![\w.!-])([A-Za-z][\w.!-]{0,60})(?:\*(\d{1,4}))?(\*)?\s*=\s*"
)
# Where a value that is not (rightly) quoted ends: before the next parameter.
_NEXT: Final = re.compile(
    rb";\s*[A-Za-z][\w.!-]{0,60}(?:\*\d{1,4})?\*?\s*=(?!\?)"
    rb"|\s(?:name|filename|charset|boundary|size|format|type|x-[a-z-]{1,30})"
    rb"(?:\*\d{1,4})?\*?\s*=(?!\?)",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(rb'"((?:[^"\\]|\\.)*+)"\s*(?=;|\Z)', re.DOTALL)
# GBK and Big5 second bytes may be 0x5C, the backslash. Possessive, as two ways to
# read a pair would be tried for every pair of a hostile value.
_QUOTED_GBK: Final = re.compile(
    rb'"((?:[\x81-\xfe][\x40-\x7e\x80-\xfe]|[^"\\]|\\.)*+)"\s*(?=;|\Z)', re.DOTALL
)
_ESCAPED: Final = re.compile(rb'\\(["\\])')
_ESCAPED_GBK: Final = re.compile(rb'([\x81-\xfe][\x40-\x7e\x80-\xfe])|\\(["\\])')
_MEDIA: Final = re.compile(rb"\s*([\w.+-]+)/([\w.+-]*)")
_SUBTYPES: Final = {"text": "plain", "multipart": "mixed", "message": "rfc822"}
_PERCENT: Final = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f]){2}")
_PARAMETER_LIMIT: Final = 200
_UNKNOWN: Final = "application/octet-stream"
_DAMAGED: Final = re.compile(r"\ufffd|\?{2,}")


@dataclass(frozen=True, slots=True)
class Section:
    """One parameter as sent: RFC 2231's section number, whether it is `%XX`-coded."""

    section: int
    extended: bool
    raw: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """A field's first token, lower case, and its parameters' pieces by name."""

    value: str = ""
    pieces: dict[str, tuple[Section, ...]] = field(default_factory=dict)

    def raw(self, name: str) -> bytes:
        """Return the first plain value of a parameter, its pieces joined."""
        return b"".join(piece.raw for piece in _whole(self.pieces.get(name, ())))

    def text(self, name: str) -> str:
        """Return a parameter that must be ASCII (charset, format), "" if absent."""
        return self.raw(name).decode("ascii", "ignore").strip()


_NOTHING: Final = Parameters()


@dataclass(frozen=True, slots=True)
class Name:
    """A file's name, decoded, and the bytes it was sent as."""

    text: str = ""
    raw: bytes = b""


def parse_parameters(raw: bytes) -> Parameters:
    """Read `token; key=value; …`, the value's case folded. Never raises."""
    if not raw:
        return _NOTHING
    line = unfold(raw[:VALUE_LIMIT])
    pieces: dict[str, tuple[Section, ...]] = {}
    token = _first_token(line)
    at = len(token)
    for _ in range(_PARAMETER_LIMIT):
        key = _KEY.search(line, at)
        if not key:
            break
        value, at = _value(line, key.end())
        name = key[1].decode("ascii").lower()
        piece = Section(int(key[2] or -1), bool(key[3]), value)
        pieces[name] = (*pieces.get(name, ()), piece)
    return Parameters(token.decode("ascii", "ignore").strip().lower(), pieces)


def _first_token(line: bytes) -> bytes:
    # `application/pdf name="x"` lacks its semicolon; `charset=x` lacks its token.
    head = line.partition(b";")[0]
    before, equals, _ = head.partition(b"=")
    words = before.split()
    if equals:
        return words[0] if len(words) > 1 else b""
    return words[0] if words else b""


def media_type(raw: bytes, default: str = "text/plain") -> str:
    """Return `type/subtype` in lower case; `default` where there is none.

    RFC 2045 5.2 takes an unreadable type for text/plain; one that only lacks its
    subtype gets the usual one.
    """
    found = _MEDIA.match(raw)
    if not found:
        return default if not raw.strip() or b"name" not in raw else _UNKNOWN
    main, sub = (part.decode("ascii", "ignore").lower() for part in found.groups())
    return f"{main}/{sub or _SUBTYPES.get(main, 'octet-stream')}"


def file_name(
    disposition: Parameters, content_type: Parameters, hints: tuple[str, ...] = ()
) -> Name:
    """Return the part's name: `filename*` over `filename` over `name*` over `name`.

    A name full of question marks or U+FFFD gives way to a sound one of the others.
    """
    first = Name()
    for name in _candidates(disposition, content_type, hints):
        if name.text and not _DAMAGED.search(name.text):
            return name
        first = first if first.text else name
    return first


def _candidates(
    disposition: Parameters, content_type: Parameters, hints: tuple[str, ...]
) -> Iterator[Name]:
    yield from _names(disposition.pieces.get("filename", ()), hints)
    yield from _names(content_type.pieces.get("filename", ()), hints)
    yield from _names(content_type.pieces.get("name", ()), hints)
    if disposition.value != "form-data":
        yield from _names(disposition.pieces.get("name", ()), hints)


def _names(pieces: tuple[Section, ...], hints: tuple[str, ...]) -> Iterator[Name]:
    sections = [piece for piece in pieces if piece.extended or piece.section >= 0]
    if sections:
        yield _sectioned(sections, hints)
    plain = (p for p in pieces if p.raw and not p.extended and p.section < 0)
    for piece in islice(plain, 1):
        yield Name(_percent_decoded(decode_value(piece.raw, hints)), piece.raw)


def _sectioned(pieces: list[Section], hints: tuple[str, ...]) -> Name:
    """Join RFC 2231 pieces as bytes, then decode: they are cut inside characters."""
    ordered = _whole(tuple(pieces))
    raw = b"".join(piece.raw for piece in ordered)
    if not any(piece.extended for piece in ordered):
        return Name(decode_value(raw, hints), raw)
    charset, first = _charset(ordered[0])
    rest = [replace(ordered[0], raw=first), *ordered[1:]]
    content = b""
    for extended, group in groupby(rest, key=lambda piece: piece.extended):
        joined = b"".join(piece.raw for piece in group)  # cut inside a %XX, too
        content += unquote_to_bytes(joined) if extended else joined
    text = decode(content, charset, hints).replace("\r", " ").replace("\n", " ")
    return Name(_twice(text.replace("\0", " "), hints), raw)


def _charset(piece: Section) -> tuple[str, bytes]:
    # charset'language'text; some write no quotes at all, some an empty charset.
    parts = piece.raw.split(b"'", 2)
    if not piece.extended or len(parts) < 3:  # noqa: PLR2004 - the form has three
        return "", piece.raw
    return parts[0].decode("ascii", "ignore"), parts[2]


def _twice(text: str, hints: tuple[str, ...]) -> str:
    # Some gateways put an encoded word inside filename*, or encode a word again.
    return (
        decode_value(text.encode("utf-8", "replace"), hints)
        if has_words(text)
        else text
    )


def _percent_decoded(text: str) -> str:
    # Web systems write filename="%E6%8A%A5.doc", meaning filename*.
    if not text.isascii() or not _PERCENT.search(text):
        return text
    raw = unquote_to_bytes(text)
    # A web system that writes %B1%ED leaves no blank as it is.
    charset = "gb18030" if " " not in text and guess(raw) == "gb18030" else "utf-8"
    return raw.decode(charset) if fits(raw, charset) else text


def _whole(pieces: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the pieces that make one value: a single one, or sections in order."""
    sections = {p.section: p for p in reversed(pieces) if p.section >= 0}
    if sections:
        return tuple(sections[number] for number in sorted(sections))
    extended = tuple(p for p in pieces if p.extended)
    return (extended or pieces)[:1]


def _value(line: bytes, at: int) -> tuple[bytes, int]:
    if line[at : at + 1] != b'"':
        return _bare(line, at)
    wide = not _is_utf8(line)
    quoted = (_QUOTED_GBK if wide else _QUOTED).match(line, at)
    if not quoted:
        return _misquoted(line, at)
    text = quoted[1]
    if wide:
        text = _ESCAPED_GBK.sub(lambda m: m[1] or m[2], text)
    elif b"\\" in text:
        text = _ESCAPED.sub(rb"\1", text)
    return text, quoted.end()


def _bare(line: bytes, at: int) -> tuple[bytes, int]:
    following = _NEXT.search(line, at)
    end = following.start() if following else len(line)
    return line[at:end].rstrip(b"; \t").replace(b'\\"', b'"'), end


def _misquoted(line: bytes, at: int) -> tuple[bytes, int]:
    # name=""a.rtf".rtf"; or a quote that is never closed.
    value, end = _bare(line, at)
    inner = value.removeprefix(b'"')
    return inner.removesuffix(b'"') if inner.count(b'"') % 2 else inner, end


def _is_utf8(line: bytes) -> bool:
    if line.isascii():
        return True
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
