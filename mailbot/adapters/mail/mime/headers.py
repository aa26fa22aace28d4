"""Header values as people read them: RFC 2047 words, raw 8-bit, folding.

Pure functions on bytes, without the standard library's `email.header`: that one
decodes word by word (a character split over two words is lost), believes `gb2312`,
and turns raw 8-bit into surrogates. The cases stand in tests/adapters/mail/
test_headers.py as a table.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from mailbot.adapters.mail.mime.charsets import codecs_for, decode, fits

# An encoded word's text never runs over the start of another one: that keeps the
# search linear on `=?a?q?=?a?q?…`, while `==?=` (base64's padding) still passes.
_WORD: Final = re.compile(
    rb"=\?([^?\s=]{0,60})\?([bBqQ])\?((?:[^=?]|=(?!\?[^=])|\?(?!=))*)\?="
)
_FOLD: Final = re.compile(rb"[\r\n]+")
_BREAKS: Final = re.compile(r"[\r\n\0]+")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")
_Q_TEXT: Final = re.compile(rb"=([0-9A-Fa-f]{2})")

#: More than this of one value is not decoded (a thousand recipients need 60 KB).
VALUE_LIMIT: Final = 1 << 18


class _Run(NamedTuple):
    """A stretch of a value in one charset, "" where no label says which.

    `base64` is the text that `raw` was unwrapped from, where it was.
    """

    raw: bytes
    charset: str
    is_word: bool
    base64: bytes = b""


def unfold(raw: bytes) -> bytes:
    """Join the lines of a folded value (RFC 5322 2.2.3), one blank for each fold."""
    if b"\n" not in raw and b"\r" not in raw:
        return raw.strip(b" \t")
    # Split, then strip: a pattern with blanks before the break is tried for each.
    lines = (line.strip(b" \t") for line in _FOLD.split(raw))
    return b" ".join(line for line in lines if line)


def decode_value(raw: bytes, hints: tuple[str, ...] = ()) -> str:
    """Decode a header's value; `hints` are charset labels of the same mail.

    Adjacent encoded words of one charset are joined as bytes first, because mail
    programs cut inside a character; words glued to other text, or standing inside
    quotes, count too (RFC 2047 forbids both, Foxmail and Outlook do both).
    """
    if not raw:
        return ""
    line = unfold(raw[:VALUE_LIMIT])
    if b"=?" not in line:
        plain = line.isascii() and b"\x1b" not in line  # ESC: raw ISO-2022-JP
        text = line.decode("ascii") if plain else decode(line, hints=hints)
        return text.replace("\0", " ")
    text = _decode_words(line, hints)
    if has_words(text):  # a gateway encoded a header that was encoded already
        text = _decode_words(text.encode("utf-8", "replace"), hints)
    return _BREAKS.sub(" ", text)


def _decode_words(line: bytes, hints: tuple[str, ...]) -> str:
    runs = list(_runs(line))
    if len(runs) == 1:
        return decode(runs[0].raw, runs[0].charset, hints)
    runs = _joined(runs)
    near = (*(run.charset for run in runs if run.charset), *hints)
    return "".join(decode(run.raw, run.charset, near) for run in runs)


def declared_charsets(raw: bytes) -> tuple[str, ...]:
    """Return the charset labels of the encoded words in a block of headers."""
    found = {m[1].decode("ascii", "ignore").lower(): None for m in _WORD.finditer(raw)}
    return tuple(label for label in found if label)


def has_words(text: str) -> bool:
    """Tell whether decoded text still holds encoded words (encoded twice)."""
    return "=?" in text and bool(_WORD.search(text.encode("utf-8", "replace")))


def _runs(line: bytes) -> Iterator[_Run]:
    at = 0
    for word in _WORD.finditer(line):
        between = line[at : word.start()]
        # RFC 2047 6.2: blanks between two encoded words are not shown.
        if between and not (at and between.isspace()):
            yield _Run(between, "", is_word=False)
        yield _word_run(word)
        at = word.end()
    if line[at:]:
        yield _Run(line[at:], "", is_word=False)


def _word_run(word: re.Match[bytes]) -> _Run:
    charset = word[1].decode("ascii", "ignore").lower()
    text = word[3] if word[2] in b"bB" else b""
    return _Run(_unwrap(word[2], word[3]), charset, is_word=True, base64=text)


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Join neighbours of one charset, by whatever names they call it."""
    joined: list[_Run] = []
    for (_, is_word), group in groupby(runs, key=_kind_of):
        words = list(group)
        raw = _in_one(words)
        joined.append(_Run(raw, words[0].charset, is_word))
    return joined


def _kind_of(run: _Run) -> tuple[tuple[str, ...] | str, bool]:
    return codecs_for(run.charset) or run.charset, run.is_word


def _in_one(words: list[_Run]) -> bytes:
    """Return the bytes of adjacent words; some programs cut the base64 itself."""
    raw = b"".join(word.raw for word in words)
    texts = [word.base64 for word in words]
    if len(words) > 1 and all(texts) and any(len(t) % 4 for t in texts[:-1]):
        whole = _base64(b"".join(texts))
        if fits(whole, words[0].charset) and not fits(raw, words[0].charset):
            return whole
    return raw


def _unwrap(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"bB":
        return b"".join(_base64(piece) for piece in text.split(b"="))
    return _Q_TEXT.sub(lambda m: binascii.unhexlify(m[1]), text.replace(b"_", b" "))


def _base64(text: bytes) -> bytes:
    # A word cut short keeps its whole bytes: a lone last sextet carries none.
    plain = _NOT_BASE64.sub(b"", text)
    if len(plain) % 4 == 1:
        plain = plain[:-1]
    return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))
