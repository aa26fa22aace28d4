"""The codes by which staff name a waiting thing: R12.2-7K3F-Q2MX.

The part before the secret is for people (which mail, which file); the secret is 40
random bits in Crockford's base 32, whose alphabet leaves out I, L, O and U because
people confuse them. What they type is therefore read with those letters put right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

Chance = Callable[[int], int]  # so many random bits as a number: secrets.randbits

SECRET_BITS = 40
VALID_FOR = timedelta(days=14)
MAIL = "M"  # a mail to staff, for what concerns units and letters
ITEM = "R"  # a waiting thing, called as `mailbot review` calls it
REQUEST = "P"  # what somebody asked for of own accord, to be said again with this
ADDRESS = "N"  # a new address, called by the first file that came from it

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONFUSED = str.maketrans("OILU", "011V")
_GROUP = 4
_BETWEEN = r"[ \t_~-]{0,4}"
_KINDS = ITEM + MAIL + ADDRESS + REQUEST
_DIGIT = "[0-9OIL]"
_CODE = re.compile(
    rf"(?<![A-Z0-9])(?P<kind>[{_KINDS}])[ \t]*(?P<mail>{_DIGIT}{{1,7}})"
    rf"(?:[.。·][ \t]?(?P<file>{_DIGIT}{{1,3}}))?{_BETWEEN}"
    rf"(?P<a>[A-Z0-9]{{4}}){_BETWEEN}(?P<b>[A-Z0-9]{{4}})(?![A-Z0-9])",
    re.IGNORECASE,
)
# A name without its secret, or with a piece of it (R12, R12.2-7K3F), or a secret
# without its name (7K3F-Q2MX).
_PIECE = re.compile(
    rf"(?<![A-Z0-9])[{_KINDS}][0-9]{{1,7}}(?:\.[0-9]{{1,3}})?"
    r"(?:[_~-]+[A-Z0-9]{1,9}){0,3}(?![A-Z0-9])"
    r"|(?<![A-Z0-9])(?=[A-Z0-9-]{0,9}[A-Z])[A-Z0-9]{4}-[A-Z0-9]{4}(?![A-Z0-9-])",
    re.IGNORECASE,
)
_DASHES = "‐‑‒–—―−─ー－"
_WIDTHS = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    **{ord(dash): "-" for dash in _DASHES},
    0x3000: " ",
    0xA0: " ",
    ord("～"): "~",
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class CodeRef:
    """A code as somebody wrote it, put right: kind, mail and file, secret.

    `number` is the mail's or the code's number, `file` 0 where the whole is meant.
    """

    kind: str
    number: int
    file: int
    secret: str

    @property
    def name(self) -> str:
        """The part that is no secret: R12.2, M7."""
        return f"{self.kind}{self.number}" + (f".{self.file}" if self.file else "")

    @property
    def text(self) -> str:
        """The code as our letters write it."""
        return f"{self.name}-{self.secret[:_GROUP]}-{self.secret[_GROUP:]}"


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was given out: `id` is its number in the ledger."""

    id: int
    ref: CodeRef
    issued_at: datetime
    expires_at: datetime

    def is_valid(self, at: datetime) -> bool:
        """Tell whether an answer received at that moment may use it."""
        return at <= self.expires_at


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code in a text: where it stands, and what it says."""

    start: int
    end: int
    ref: CodeRef


def new_secret(chance: Chance) -> str:
    """Return 40 random bits as eight letters and digits."""
    bits = chance(SECRET_BITS)
    places = range(SECRET_BITS - 5, -1, -5)
    return "".join(_ALPHABET[(bits >> place) & 31] for place in places)


def folded(text: str) -> str:
    """Return `text` with full-width letters and odd dashes made plain.

    Of the same length as `visible(text)`, so that places in one are places in the
    other: what staff wrote can be quoted as they wrote it.
    """
    return visible(text).translate(_WIDTHS)


def visible(text: str) -> str:
    """Return `text` without the characters nobody sees."""
    return _INVISIBLE.sub("", text)


def find_codes(text: str) -> Iterator[FoundCode]:
    """Yield every code in a `folded` text, in order."""
    for match in _CODE.finditer(text):
        ref = CodeRef(
            kind=match["kind"].upper(),
            number=int(_right(match["mail"])),
            file=int(_right(match["file"] or "0")),
            secret=_right(match["a"] + match["b"]),
        )
        yield FoundCode(match.start(), match.end(), ref)


def piece_of_code(text: str) -> str:
    """Return a code that was not written out (R12, R12-7K3F), "" if there is none."""
    match = _PIECE.search(text)
    return match[0] if match else ""


def _right(typed: str) -> str:
    return typed.upper().translate(_CONFUSED)
