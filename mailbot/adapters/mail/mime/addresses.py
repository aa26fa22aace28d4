"""Address fields: RFC 5322 lists, and what mail programs really write.

The field is cut into mailboxes before its words are decoded, as an encoded display
name may hold commas. Display names unquoted in Chinese (QQ), quoted encoded words,
groups, comments, routes, CR/LF inside an address: all are read, none raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mailbot.adapters.mail.mime.headers import VALUE_LIMIT, decode_value, unfold
from mailbot.core.record.mail import Address

#: No more mailboxes than this of one field are read.
ADDRESS_LIMIT: Final = 2000

# A quoted string, a comment (one level inside), an angle address, or a separator.
_TOKEN: Final = re.compile(
    rb'"(?:[^"\\]|\\.)*+"|\((?:[^()\\]|\\.|\([^()]*\))*+\)|<[^<>]*>|[,;:]|[^",;:(<]+|.',
    re.DOTALL,
)
_ANGLE: Final = re.compile(rb"<([^<>]*)>?[^<>]*\Z")
_COMMENT: Final = re.compile(rb"\(((?:[^()\\]|\\.|\([^()]*\))*+)\)")
# Only where a word begins: a long word without `@` is then passed over at once.
_BARE: Final = re.compile(rb"(?<![^\s<>\"(),;:])[^\s<>\"(),;:@]+@[^\s<>\"(),;:]+")
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


def _mailboxes(line: bytes) -> Iterator[bytes]:
    held: list[bytes] = []
    has_spec = False
    for token in _TOKEN.finditer(line):
        text = token[0]
        # A comma in an unquoted display name does not end the mailbox.
        if text == b";" or (text == b"," and has_spec):
            yield b"".join(held)
            held, has_spec = [], False
        elif text == b":" and not has_spec:
            held = []  # a group's name: `staff: a@b, c@d;`
        else:
            held.append(text)
            has_spec = has_spec or b"@" in text
    yield b"".join(held)


def _mailbox(piece: bytes, hints: tuple[str, ...]) -> Address:
    angle = _ANGLE.search(piece)
    if angle:
        name = _COMMENT.sub(b" ", piece[: angle.start()])
        if not name.strip(b' "'):
            name = b" ".join(_COMMENT.findall(piece))
        return Address(_display(name, hints), _spec(angle[1], hints))
    comments = _COMMENT.findall(piece)
    rest = _COMMENT.sub(b" ", piece).strip()
    bare = _BARE.search(rest)
    if not bare:
        return Address(_display(rest or b" ".join(comments), hints), "")
    name = rest.replace(bare[0], b" ", 1).strip(b' "') or b" ".join(comments)
    return Address(_display(name, hints), _spec(bare[0], hints))


def _display(raw: bytes, hints: tuple[str, ...]) -> str:
    text = raw.strip()
    if text[:1] == b'"':
        text = text[1:].removesuffix(b'"').replace(b'\\"', b'"')
    name = decode_value(text.replace(b'\\"', b'"'), hints)
    name = _BLANK.sub(" ", name).strip(" ,")
    return name[1:-1] if _WRAPPED.fullmatch(name) else name


def _spec(raw: bytes, hints: tuple[str, ...]) -> str:
    plain = raw if b'"' in raw else _COMMENT.sub(b"", raw[:_LENGTH])
    text = _BLANK.sub("", decode_value(plain[:_LENGTH], hints))
    route = text.rpartition(":")[2] if text[:1] == "@" else text
    return route.removeprefix("mailto:").strip("'").lower()
