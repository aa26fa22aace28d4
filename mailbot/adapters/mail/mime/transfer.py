"""Content-Transfer-Encoding: a part's bytes as its sender had them.

Base64 that is canonical goes through one C call; anything odd falls to a salvaging
path (missing padding, foreign lines, several runs in one body) that says so by
`Problem.CORRUPT` where bytes may be missing.
"""

from __future__ import annotations

import binascii
import re
from itertools import islice
from typing import Final, NamedTuple

from mailbot.core.record.documents import Problem

_WHITE: Final = b" \t\r\n"
_LINE_ENDS: Final = re.compile(rb"\r++(\n)?")
_PADDING: Final = re.compile(rb"=+")
# What no line of base64 holds: a foreign byte, a blank between two words.
_ODD: Final = re.compile(rb"[^A-Za-z0-9+/=\s]|(?<=\S)[ \t]+(?=\S)")
_ODD_LINES: Final = 20_000
_RUNS: Final = 1000
# %PDF-, PK, OLE, JPEG, PNG, RAR, 7z: how the files that units send begin.
_FILES_IN_BASE64: Final = (
    b"JVBERi", b"UEsDB", b"0M8R4K", b"/9j/", b"iVBOR", b"UmFyIR", b"N3q8r"
)  # fmt: skip
_ALPHABET: Final = bytes(
    c for c in range(256) if chr(c).isascii() and (chr(c).isalnum() or chr(c) in "+/=")
)
_NOT_ALPHABET: Final = bytes(set(range(256)) - set(_ALPHABET)) + b"="
_UU_BEGIN: Final = re.compile(rb"(?:\A|(?<=\n))begin [0-7]{3,4} ([^\r\n]{1,255})\r*\n")
_UU_END: Final = re.compile(rb"(?:\A|(?<=\n))end[ \t]*\r*(?:\n|\Z)")
_LINE: Final = re.compile(rb"[^\r\n]+")
_UU_LINES: Final = 1_500_000  # 64 MB of files
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


def unix_lines(raw: bytes) -> bytes:
    """Return text whose lines end in LF: LF, CRLF, CRCRLF and lone CRs are ends."""
    if raw.count(b"\r") == raw.count(b"\r\n"):
        return raw.replace(b"\r\n", b"\n")
    return _LINE_ENDS.sub(lambda m: b"\n" * (len(m[0]) if m[1] is None else 1), raw)


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


def unlabelled(raw: bytes) -> bytes:
    """Return a file that came as base64 though no field says so, else `raw`."""
    if not raw[:8].lstrip(_WHITE).startswith(_FILES_IN_BASE64):
        return raw
    content, problem = decode_base64(memoryview(raw))
    return raw if problem else content


def decode_base64(body: memoryview) -> Decoded:
    """Decode base64 text; salvage what is readable where it is not canonical."""
    compact = bytes(body).translate(None, _WHITE)
    try:
        return Decoded(binascii.a2b_base64(compact, strict_mode=True))
    except binascii.Error:
        return _salvage(bytes(body), compact)


def _salvage(raw: bytes, compact: bytes) -> Decoded:
    text = _without_prose(raw).translate(None, _WHITE)
    if len(text) * 2 < len(compact):
        return Decoded(raw, Problem.CORRUPT)  # plain text that only claims it
    content, problem = _runs(text)
    odd = len(text) < len(compact) or text.translate(None, _ALPHABET)
    return Decoded(content, Problem.CORRUPT if odd else problem)


def _without_prose(raw: bytes) -> bytes:
    """Drop the lines that are no base64: a list's footer, a virus scanner's note."""
    kept: list[bytes] = []
    at = done = 0
    for _ in range(_ODD_LINES):
        odd = _ODD.search(raw, at)
        if not odd:
            break
        start = raw.rfind(b"\n", 0, odd.start()) + 1
        at = raw.find(b"\n", odd.start()) + 1 or len(raw)
        if _is_prose(raw[start:at]):
            kept.append(raw[done:start])
            done = at
    return b"".join((*kept, raw[done:]))


def _is_prose(line: bytes) -> bool:
    # Words are of any length, blocks of base64 set apart by blanks are not.
    if any(len(word) % 4 for word in line.split()[:-1]):
        return True
    return len(line.translate(None, _ALPHABET)) * 4 > len(line)


def _runs(compact: bytes) -> Decoded:
    """Decode runs of base64, each with its own padding or none."""
    pieces: list[bytes] = []
    problem = None
    for run in _PADDING.split(compact, maxsplit=_RUNS):
        plain = run.translate(None, _NOT_ALPHABET)
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
    for found in islice(_LINE.finditer(text), _UU_LINES):
        line = found[0]
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Broken encoders pad wrongly (bpo-10492): read as long as the count says.
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                pieces.append(binascii.a2b_uu(line[:count]))
            except binascii.Error:
                problem = Problem.CORRUPT
    return Decoded(b"".join(pieces), problem)
