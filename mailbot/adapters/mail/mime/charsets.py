"""Bytes to text when the label is wrong, vague or absent.

What mail programs in China write and what they mean differ: `gb2312` labels hold
GBK-only characters, `iso-8859-1` stands on anything, and many headers carry no label
at all. Rules, in order: an honest label; UTF-8 where the bytes are valid UTF-8 (no
other text passes that test by chance); the charsets that the same mail declares
elsewhere; GB18030 or Big5 where the result looks like Chinese; Windows-1252.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Final

_GB: Final = ("gb18030",)
_BIG5: Final = ("cp950", "big5hkscs")
_LATIN: Final = ("cp1252", "latin-1")
_JIS: Final = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004")

# Labels whose owners mean more, or something else, than the registry says
# (WHATWG Encoding Standard; Python's own names for the wider tables).
_MEANT: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        (
            "gb2312",
            "gb231280",
            "csgb2312",
            "gbk",
            "xgbk",
            "cp936",
            "ms936",
            "936",
            "windows936",
            "euccn",
            "xeuccn",
            "eucgb2312cn",
            "gb18030",
            "gb180302000",
            "chinese",
            "csiso58gb231280",
        ),
        _GB,
    ),
    **dict.fromkeys(
        ("big5", "cnbig5", "xxbig5", "cp950", "950", "csbig5", "big5hkscs", "big5eten"),
        _BIG5,
    ),
    **dict.fromkeys(("shiftjis", "sjis", "xsjis", "mskanji", "windows31j"), ("cp932",)),
    **dict.fromkeys(
        ("ksc56011987", "ksc5601", "ks_c_56011987", "euckr", "cseuckr", "windows949"),
        ("cp949",),
    ),
    **dict.fromkeys(
        ("iso88591", "latin1", "l1", "cp1252", "windows1252", "ansi"), _LATIN
    ),
    **dict.fromkeys(("iso2022jp", "csiso2022jp"), _JIS),
    # -i and -e tell the direction of Hebrew and Arabic, nothing about bytes.
    **dict.fromkeys(("iso88598i", "iso88598e"), ("iso8859-8",)),
    **dict.fromkeys(("iso88596i", "iso88596e"), ("iso8859-6",)),
    "iso88599": ("cp1254",),
    "tis620": ("cp874",),
    "unicode11utf7": ("utf-7",),
    "unicode11utf8": ("utf-8",),
}
# Labels that say nothing about bytes above 0x7F.
_EMPTY: Final = frozenset(
    ("usascii", "ascii", "ansix341968", "unknown", "unknown8bit", "xunknown", "default")
)
# Text codecs of Python that no mail means; idna and punycode take quadratic time.
_NEVER: Final = frozenset(
    ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs")
)
_TOKEN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,39}")
_JIS_RUN: Final = re.compile(rb"\x1b\$[@B]([^\x1b]*)(?:\x1b\([BJ])?")
_SAMPLE: Final = 4096
_PLAUSIBLE: Final = 0.4
_TRUST: Final = 0.3  # how much worse a declared charset may read than another
_RARE: Final = 0.35
_CERTAIN: Final = 0.95
_CERTAIN_BYTES: Final = 4
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_UTF8_HAN: Final = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
_REPLACEMENT: Final = "\ufffd"
_FULL_WIDTH: Final = re.compile("[\u3000-\u303f\uff00-\uffef\u2010-\u203b]")
_LAST_ASCII: Final = 0x7F
# Lead bytes: before A4 stand punctuation and numerals in both tables.
_FIRST_LETTERS: Final = 0xA4
# GB 2312 level 1, 3,755 characters, and Big5 level 1, 5,401: those of daily use.
_GB_DAILY: Final = (0xB0, 0xD7)
_BIG5_DAILY: Final = (0xA4, 0xC6)


def codecs_for(label: str) -> tuple[str, ...]:
    """Return the Python codecs to try for a charset label; () if it says nothing.

    RFC 2231's language suffix (`utf-8*en`), quotes and comments are passed over.
    """
    found = _TOKEN.search(label)
    return _codecs_for(found[0].lower()) if found else ()


@lru_cache(maxsize=256)
def _codecs_for(token: str) -> tuple[str, ...]:
    plain = re.sub(r"[^a-z0-9]", "", token)
    if plain in _EMPTY:
        return ()
    if plain in _MEANT:
        return _MEANT[plain]
    try:
        name = codecs.lookup(token).name
        b"a".decode(name, "replace")  # refuses what is no text codec (zlib, hex)
    except (LookupError, ValueError):
        return _GB if plain.startswith(("gb", "cngb")) else ()
    return () if name in _NEVER else (name,)


def fits(raw: bytes, label: str) -> bool:
    """Tell whether `raw` is faultless text of the charset that `label` names."""
    return any(_strict(raw, name) is not None for name in codecs_for(label))


def decode(raw: bytes, label: str = "", hints: tuple[str, ...] = ()) -> str:
    """Decode `raw`, believing `label` as far as the bytes allow. Never raises.

    `hints` are labels found elsewhere in the same mail, the strongest first.
    """
    names = codecs_for(label)
    if names == _LATIN or not names:
        return _decode_vague(raw, names, hints)
    for name in names:
        text = _strict(raw, name)
        if text is not None:
            return _utf8_under_gb(raw, text) if names == _GB else _clean(text)
    return _clean(_decode_lying(raw, names[0]))


def _decode_vague(raw: bytes, names: tuple[str, ...], hints: tuple[str, ...]) -> str:
    # iso-8859-1 is honoured while its printable half is enough for the bytes, and
    # while they do not prove to be Chinese: some gateways put it on anything.
    if names and not _chinese_for_certain(raw):
        text = _strict(raw, names[0])
        if text is not None:
            return text
    return _clean(raw.decode(guess(raw, hints), "replace"))


def _chinese_for_certain(raw: bytes) -> bool:
    """Tell bytes that no Latin writer's accents make, whatever their label says.

    UTF-8 of three bytes a letter, or blocks of nothing but daily GB 2312: an accent
    stands among ASCII letters, not in runs of two and more.
    """
    if _strict(raw, "utf-8") is not None:
        return bool(_UTF8_HAN.search(raw))
    runs = _HIGH_RUN.findall(raw[:_SAMPLE])
    apart = all(len(run) % 2 == 0 for run in runs)
    enough = sum(map(len, runs)) >= _CERTAIN_BYTES
    return enough and apart and (_share(raw, "gb18030") or 0.0) >= _CERTAIN


def _decode_lying(raw: bytes, name: str) -> str:
    # The label does not fit: UTF-8 proves itself; a UTF-8 label may hide GBK.
    if raw.isascii():
        return _jis_with_nec(raw) if name == "iso2022_jp" else raw.decode("ascii")
    text = _strict(raw, "utf-8")
    if text is not None:
        return text
    if name == "utf-8" and not _mostly_utf8(raw):
        name = _chinese(raw) or name
    return raw.decode(name, "replace")


def _jis_with_nec(raw: bytes) -> str:
    # NEC's row 13 (№, ①, ㈱) is not in ISO-2022-JP but in every Japanese mail;
    # EUC is the same table with the high bits set.
    euc = _JIS_RUN.sub(lambda m: bytes(byte | 0x80 for byte in m[1]), raw)
    return euc.decode("euc_jis_2004", "replace")


def _utf8_under_gb(raw: bytes, text: str) -> str:
    # UTF-8 Han of even length is valid GB18030 too, but reads as rare characters.
    other = None if raw.isascii() else _strict(raw, "utf-8")
    if other is not None and _gb_share(other) > _gb_share(text):
        return _clean(other)
    return _clean(text)


def guess(raw: bytes, hints: tuple[str, ...] = ()) -> str:
    """Return the codec that most likely wrote unlabelled bytes."""
    sample = raw[:_SAMPLE]
    if raw.isascii():
        return "iso2022_jp" if b"\x1b$" in sample else "ascii"
    if _strict(raw, "utf-8") is not None or _mostly_utf8(sample):
        return "utf-8"
    named = _hinted(raw, hints)
    if named:
        return named
    return _chinese(raw) or ("cp1252" if _strict(raw, "cp1252") else "latin-1")


def _hinted(raw: bytes, hints: tuple[str, ...]) -> str:
    # Latin-1 and UTF-8 as hints prove nothing: one fits all, the other has failed.
    for label in hints:
        for name in codecs_for(label):
            if name in {*_LATIN, "utf-8", "utf-7"} or _strict(raw, name) is None:
                continue
            share = _share(raw, name)
            if share is None or share >= max(_PLAUSIBLE, _best_share(raw) - _TRUST):
                return name
    return ""


def _best_share(raw: bytes) -> float:
    return max(_share(raw, name) or 0.0 for name in (*_GB, "cp950"))


def _chinese(raw: bytes) -> str:
    shares = {name: _share(raw, name) or 0.0 for name in (*_GB, "cp950")}
    # Text that reads well both ways is simplified: the far more frequent one here.
    best = "cp950" if shares["cp950"] > shares["gb18030"] + 0.05 else "gb18030"
    if shares[best] >= _PLAUSIBLE:
        return best
    # Traditional characters in GBK: none of daily use, yet no Latin text either.
    return "gb18030" if _mostly_high(raw) and _strict(raw, "gb18030") else ""


def _share(raw: bytes, name: str) -> float | None:
    """Tell how Chinese `raw` looks in this codec; None if the codec is not Chinese."""
    text = raw[:_SAMPLE].decode(name, "replace")
    if name in _GB:
        return _gb_share(text)
    return _big5_share(text) if name in _BIG5 else None


def _gb_share(text: str) -> float:
    return _average([_weight(c, "gb2312", _GB_DAILY) for c in text])


def _big5_share(text: str) -> float:
    return _average([_weight(c, "big5", _BIG5_DAILY) for c in text])


def _average(weights: list[float | None]) -> float:
    # Nothing but Chinese punctuation: just plausible.
    known = [weight for weight in weights if weight is not None]
    return sum(known) / len(known) if known else _PLAUSIBLE


@lru_cache(maxsize=8192)
def _weight(char: str, name: str, daily: tuple[int, int]) -> float | None:
    """Weigh one character; None for what every East Asian table holds.

    The lead bytes from A4 on that lie before the daily ones are kana, Greek,
    Cyrillic: what the bytes of the other table look like. One rare character alone
    stays below the threshold: two accented Latin letters make one (Größe, ação).
    """
    lead = _lead(char, name)
    if char < "\x80" or 0 < lead < _FIRST_LETTERS or _FULL_WIDTH.match(char):
        return None
    if daily[0] <= lead <= daily[1]:
        return 1.0
    if lead > daily[1]:
        return _RARE
    return -1.0 if char == _REPLACEMENT else 0.0


def _lead(char: str, name: str) -> int:
    try:
        return char.encode(name)[0]
    except UnicodeEncodeError:
        return 0


def _mostly_high(raw: bytes) -> bool:
    """Tell text made of high bytes from Latin words with an accent here and there."""
    high = sum(byte > _LAST_ASCII for byte in raw[:_SAMPLE])
    letters = sum(chr(byte).isalpha() for byte in raw[:_SAMPLE] if byte <= _LAST_ASCII)
    return high > 2 * letters


def _mostly_utf8(raw: bytes) -> bool:
    # A header cut inside a character is still UTF-8, and so is one with a single
    # stray byte among many characters.
    text = raw.decode("utf-8", "replace")
    wrong = text.count(_REPLACEMENT, 0, len(text) - 1)
    right = sum(c > "\x7f" and c != _REPLACEMENT for c in text)
    return right > 0 and wrong * 8 <= right


def _strict(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeError, ValueError):
        return None


def _clean(text: str) -> str:
    return text.removeprefix("\ufeff")
