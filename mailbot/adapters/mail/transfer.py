"""Content-Transfer-Encoding: a part's bytes as its sender had them.

Base64 that is canonical goes through one C call; anything odd falls to a salvaging
path (missing padding, foreign lines, several runs in one body) that says so by
`Problem.CORRUPT` where bytes may be missing.
"""

from __future__ import annotations

import binascii
import re
from typing import Final, NamedTuple

from mailbot.core.documents import Problem

_WHITE: Final = b" \t\r\n"
_FOREIGN: Final = re.compile(rb"[^A-Za-z0-9+/=\s]")
_FOREIGN_BYTES: Final = re.compile(rb"[^A-Za-z0-9+/]+")
_PADDING: Final = re.compile(rb"=[=\s]*")
_ALPHABET: Final = bytes(
    c for c in range(256) if chr(c).isascii() and (chr(c).isalnum() or chr(c) in "+/=")
)
_UU_BEGIN: Final = re.compile(rb"(?:\A|(?<=\n))begin [0-7]{3,4} ([^\r\n]{1,255})\r*\n")
_UU_END: Final = re.compile(rb"(?:\A|(?<=\n))end[ \t]*\r*(?:\n|\Z)")
_UU_NAMES: Final = frozenset(("xuuencode", "uuencode", "xuue", "uue"))


class Decoded(NamedTuple):
    """A part's bytes and what was wrong with their wrapping."""

    content: bytes
    problem: Problem | None = None


class Uuencoded(NamedTuple):
    """A file that stands uuencoded in a text: its raw name, bytes and place."""

    raw_name: bytes
    decoded: Decoded
    start: int
    end: int


def encoding_of(raw: bytes) -> str:
    """Return base64, quoted-printable, uuencode or "" (as it is) for a field's value.

    Seen in the wild: `quoted-printable;`, `quoted printable`, `BASE64 `, `7-bit`.
    """
    plain = re.sub(rb"[^a-z0-9]", b"", raw.lower()).decode("ascii")
    if plain in _UU_NAMES:
        return "uuencode"
    return {"base64": "base64", "quotedprintable": "quoted-printable"}.get(plain, "")


def decode_transfer(body: memoryview, encoding: str) -> Decoded:
    """Undo one of the encodings that `encoding_of` names. Never raises."""
    if encoding == "base64":
        return decode_base64(body)
    if encoding == "quoted-printable":
        return Decoded(binascii.a2b_qp(body))
    raw = bytes(body)
    if encoding == "uuencode":
        files = uuencoded(raw)
        return files[0].decoded if files else Decoded(raw, Problem.CORRUPT)
    return Decoded(raw)


def decode_base64(body: memoryview) -> Decoded:
    """Decode base64 text; salvage what is readable where it is not canonical."""
    compact = bytes(body).translate(None, _WHITE)
    try:
        return Decoded(binascii.a2b_base64(compact, strict_mode=True))
    except binascii.Error:
        return _salvage(bytes(body), compact)


def _salvage(raw: bytes, compact: bytes) -> Decoded:
    # A list's footer, a virus scanner's note: lines that are not base64 at all.
    lines = raw.replace(b"\r", b"\n").split(b"\n")
    kept = [line for line in lines if not _is_prose(line)]
    text = b"".join(kept).translate(None, _WHITE)
    if len(text) * 2 < len(compact):
        return Decoded(raw, Problem.CORRUPT)  # plain text that only claims it
    content, problem = _runs(text)
    odd = len(text) < len(compact) or _FOREIGN.search(text)
    return Decoded(content, Problem.CORRUPT if odd else problem)


def _is_prose(line: bytes) -> bool:
    # Words are of any length, blocks of base64 set apart by blanks are not.
    if any(len(word) % 4 for word in line.split()[:-1]):
        return True
    return len(line.translate(None, _ALPHABET)) * 4 > len(line)


def _runs(compact: bytes) -> Decoded:
    """Decode runs of base64, each with its own padding or none."""
    pieces: list[bytes] = []
    problem = None
    for run in _PADDING.split(compact):
        plain = _FOREIGN_BYTES.sub(b"", run)
        if len(plain) % 4 == 1:
            plain, problem = plain[:-1], Problem.CORRUPT
        pieces.append(binascii.a2b_base64(plain + b"=" * (-len(plain) % 4)))
    return Decoded(b"".join(pieces), problem)


def uuencoded(text: bytes) -> list[Uuencoded]:
    """Return the uuencoded files that stand in a text, at most 100."""
    found: list[Uuencoded] = []
    begin = _UU_BEGIN.search(text)
    while begin and len(found) < 100:  # noqa: PLR2004 - a letter's worth of files
        end = _UU_END.search(text, begin.end())
        stop = end.start() if end else len(text)
        decoded = _decode_uu(text[begin.end() : stop])
        if decoded.content:
            after = end.end() if end else stop
            found.append(Uuencoded(begin[1].strip(), decoded, begin.start(), after))
        begin = _UU_BEGIN.search(text, end.end()) if end else None
    return found


def _decode_uu(text: bytes) -> Decoded:
    pieces: list[bytes] = []
    problem = None
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Broken encoders pad wrongly (bpo-10492): read as long as the count says.
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                pieces.append(binascii.a2b_uu(line[: count + 1]))
            except binascii.Error:
                problem = Problem.CORRUPT
    return Decoded(b"".join(pieces), problem)
