"""Address fields: RFC 5322 lists, and what mail programs really write.

The field is cut into mailboxes before its words are decoded, as an encoded display
name may hold commas. Display names unquoted in Chinese (QQ), quoted encoded words,
groups, comments, routes, CR/LF inside an address: all are read, none raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mailbot.adapters.mail.mime.headers import VALUE_LIMIT, decode_value, unfold
from mailbot.core.record.mail import Address

#: No more mailboxes than this of one field are read.
ADDRESS_LIMIT: Final = 2000

_QUOTED: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_ANGLED: Final = re.compile(rb"<[^<>]*+>")
_PLAIN: Final = re.compile(rb'[^",;:(<]+')
_PARENTHESES: Final = re.compile(rb"\\.|[()]", re.DOTALL)
# Only where a word begins: a long word without `@` is then passed over at once.
_BARE: Final = re.compile(
    rb"(?<![^\s<>\"(),;:])(?:(?i:smtp|mailto):)?[^\s<>\"(),;:@]+@[^\s<>\"(),;:]+"
)
_SPEC: Final = re.compile(r"[^\s<>\"(),;@]{1,64}@[^\s<>\"(),;:@]{1,255}")
_FULL_WIDTH: Final = str.maketrans("＠．", "@.")
_WRAPPED: Final = re.compile("'[^']*'|\"[^\"]*\"")
_BLANK: Final = re.compile(r"\s+")
_LENGTH: Final = 320  # RFC 3696 erratum 1690: 64 + 1 + 254, rounded


def parse_addresses(raw: bytes, hints: tuple[str, ...] = ()) -> tuple[Address, ...]:
    """Return the mailboxes of an address field in order; group names are dropped."""
    line = unfold(raw[:VALUE_LIMIT])
    found: list[Address] = []
    for piece in _mailboxes(line):
        address = _mailbox(piece, hints)
        if address.name or address.address:
            found.append(address)
        if len(found) >= ADDRESS_LIMIT:
            break
    return tuple(found)


class _Tokens:
    """Cuts a field into quoted strings, comments, angle addresses and separators.

    Whatever the bytes, each is looked at a fixed number of times: where a quote or
    a parenthesis closes is found once, not anew from every place it may open.
    """

    def __init__(self, line: bytes) -> None:
        self._line = line
        self._closes = _closings(line)
        self._quotes_close = True

    def __iter__(self) -> Iterator[bytes]:
        at = 0
        while at < len(self._line):
            end = self._end(at)
            yield self._line[at:end]
            at = end

    def _end(self, at: int) -> int:
        line = self._line
        begins = line[at : at + 1]
        if begins == b"(":
            return self._closes.get(at, at) + 1
        if begins == b'"' and self._quotes_close:
            closed = _QUOTED.match(line, at)
            # If this one is never closed, none behind it is.
            self._quotes_close = closed is not None
            return closed.end() if closed else at + 1
        other = _ANGLED.match(line, at) or _PLAIN.match(line, at)
        return other.end() if other else at + 1


def _closings(line: bytes) -> dict[int, int]:
    """Return where each parenthesis that is closed closes, nested ones too."""
    closes: dict[int, int] = {}
    opened: list[int] = []
    for found in _PARENTHESES.finditer(line):
        if found[0] == b"(":
            opened.append(found.start())
        elif found[0] == b")" and opened:
            closes[opened.pop()] = found.start()
    return closes


def _mailboxes(line: bytes) -> Iterator[bytes]:
    tokens = list(_Tokens(line))
    groups = _group_begins(tokens)
    held: list[bytes] = []
    has_spec = in_group = False
    for place, text in enumerate(tokens):
        # A comma or semicolon in an unquoted display name ends no mailbox.
        if (text == b";" and (has_spec or in_group)) or (text == b"," and has_spec):
            yield b"".join(held)
            held, has_spec = [], False
            in_group = in_group and text == b","
        elif place in groups and not has_spec:
            held, in_group = [], True
        else:
            held.append(text)
            has_spec = has_spec or b"@" in text
    yield b"".join(held)


def _group_begins(tokens: list[bytes]) -> frozenset[int]:
    """Return where a colon begins a group: `staff: a@b, c@d;` or `nobody:;`.

    A semicolon must end it, and before that an address stand in it, or nothing.
    """
    begins = []
    ended = holds = empty = False
    for place in range(len(tokens) - 1, -1, -1):
        text = tokens[place]
        if text == b";":
            ended, holds, empty = True, False, True
        elif text == b":" and ended and (holds or empty):
            begins.append(place)
        holds = holds or b"@" in text
        empty = empty and (text == b";" or not text.strip())
    return frozenset(begins)


def _mailbox(piece: bytes, hints: tuple[str, ...]) -> Address:
    before, angle, behind = piece.rpartition(b"<")
    inside, _, after = behind.partition(b">")
    if angle:
        name, comments = _apart(before)
        if not name.strip(b' "'):
            name = b" ".join((*comments, *_apart(after).comments))
        return Address(_display(name, hints), _spec(inside, hints))
    rest, comments = _apart(piece)
    bare = _BARE.search(rest)
    if not bare:
        return _encoded_whole(_display(rest or b" ".join(comments), hints))
    name = rest.replace(bare[0], b" ", 1).strip(b' "') or b" ".join(comments)
    return Address(_display(name, hints), _spec(bare[0], hints))


def _encoded_whole(text: str) -> Address:
    """Read a mailbox that stood inside one encoded word, name, address and all."""
    name, angle, inside = text.rpartition("<")
    spec = inside.rstrip("> ") if angle else text
    spec = spec.translate(_FULL_WIDTH)
    if not _SPEC.fullmatch(spec):
        return Address(text, "")
    return Address(name.strip(' "'), _plain(spec))


class _Apart(NamedTuple):
    """A text without its comments, each a blank in it, and what they said."""

    rest: bytes
    comments: list[bytes]


def _apart(text: bytes) -> _Apart:
    closes = _closings(text) if b"(" in text else {}
    kept: list[bytes] = []
    comments: list[bytes] = []
    done = 0
    for start, end in sorted(closes.items()):
        if start >= done:
            kept.append(text[done:start])
            comments.append(text[start + 1 : end])
            done = end + 1
    return _Apart(b" ".join((*kept, text[done:])).strip(), comments)


def _display(raw: bytes, hints: tuple[str, ...]) -> str:
    text = raw.strip()
    if text[:1] == b'"':
        text = text[1:].removesuffix(b'"').replace(b'\\"', b'"')
    name = decode_value(text.replace(b'\\"', b'"'), hints)
    name = _BLANK.sub(" ", name).strip(" ,;")
    return name[1:-1] if _WRAPPED.fullmatch(name) else name


def _spec(raw: bytes, hints: tuple[str, ...]) -> str:
    plain = raw if b'"' in raw else _apart(raw[:_LENGTH]).rest
    text = _BLANK.sub("", decode_value(plain[:_LENGTH], hints))
    route = text.rpartition(":")[2] if text[:1] == "@" else text
    return _plain(route.translate(_FULL_WIDTH))


def _plain(spec: str) -> str:
    """Return an address without what gateways and fingers put around it."""
    spec = spec.strip("'").lower()
    return spec.removeprefix("mailto:").removeprefix("smtp:").rstrip(".")
