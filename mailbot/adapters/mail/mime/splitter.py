"""The MIME tree of a mail as slices of its bytes (RFC 2046), without copying.

Boundaries are found by `bytes.find`, so a mail with 40 MB of base64 is cut at the
speed of memory. Everything is bounded by `MailLimits` and linear in the mail's size;
what breaks the rules of MIME is read as mail programs read it:

- no closing boundary: the last part ends with its parent;
- a boundary that never occurs, or none declared: the one the body shows;
- no headers at all: everything is body;
- lines that end in CR, in LF and in CRLF side by side: each by itself;
- a stray line among the headers: part of the field above it, if headers follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, NamedTuple

from mailbot.adapters.mail.mime.parameters import (
    Parameters,
    media_type,
    parse_parameters,
)
from mailbot.core.record.documents import Problem

_FIELD: Final = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
# One line and its end: LF, CRLF, CRCRLF, a lone CR. Of a run of CRs without LF the
# first ends the line, the second is a blank one.
_LINE: Final = re.compile(rb"([^\r\n]*+)(\n|\r++\n?|\Z)")
_LEADING: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*+[\r\n])*+(?:>?From [^\r\n]*+[\r\n]*+)?"
    rb"(?:[ \t]++(?=[!-9;-~]{1,100}:))?"
)
_NEWLINE: Final = re.compile(rb"\r*+\n|\r")
_LINE_ENDS: Final = frozenset((b"", b"\n", b"\r\n", b"\r"))  # that end no header
# After `--boundary`: the closing dashes, blanks, the end of the line.
_STRICT_TAIL: Final = re.compile(
    rb"(--)(?:[^\w=+'\r\n-][^\r\n]*+)?(?:\r*+\n|\r|\Z)|[ \t]*+(?:\r*+\n|\r|\Z)"
)
_LOOSE_TAIL: Final = re.compile(rb"(--)?[^\r\n]*+(?:\r*+\n|\r|\Z)")
_SHOWN: Final = re.compile(
    rb"(?:\A|[\r\n])--([^\s-][^\r\n]{0,200}|-[^\r\n]{1,200})[ \t]*"
    rb"(?:\r*+\n|\r)(?=content-)",
    re.IGNORECASE,
)
_KNOWN: Final = re.compile(
    rb"(?:content-[a-z-]+|mime-version|from|to|cc|subject|date|message-id|received"
    rb"|return-path|reply-to|sender|references|in-reply-to|x-[a-z-]+)[ \t]*:",
    re.IGNORECASE,
)
# Fields that a mail is read by: read wherever they stand.
_TELLING: Final = frozenset(
    (
        *("from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id"),
        *("in-reply-to", "references", "return-path", "auto-submitted", "precedence"),
        *("content-type", "content-transfer-encoding", "content-disposition"),
    )
)
_BOUNDARY_LONGEST: Final = 400
_STRAY_LINES: Final = 3  # before the first field of a header
_NEEDED: Final = 2  # fields that must follow them


@dataclass(frozen=True, slots=True)
class MailLimits:
    """How much of one mail is read; what lies beyond gets a `problem`.

    `size`, `header` and `text` are bytes (of the mail, of one block of headers, of
    the letter's text), `depth` levels of multipart, `parts` leaves, `fields` headers.
    """

    size: int = 96 << 20
    header: int = 1 << 20
    text: int = 2 << 20
    depth: int = 40
    parts: int = 1000
    fields: int = 2000


@dataclass(frozen=True, slots=True)
class Field:
    """A header field: its name in lower case, its value's bytes as sent, folded."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Entity:
    """A node of the MIME tree; its body is `data[start:end]` of the mail."""

    fields: tuple[Field, ...]
    start: int
    end: int
    media: str
    content_type: Parameters
    children: tuple[Entity, ...] = ()
    problem: Problem | None = None

    def raw(self, name: str) -> bytes:
        """Return the first value of a field as sent, b"" if absent."""
        return next((f.raw for f in self.fields if f.name == name), b"")

    def leaves(self) -> Iterator[Entity]:
        """Yield the leaves of the tree in the order of the mail."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def walk(self) -> Iterator[Entity]:
        """Yield this entity and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


class _Line(NamedTuple):
    """A line of a header: its place, its bytes, whether a lone CR stands before it."""

    start: int
    text: bytes
    after_cr: bool


@dataclass(slots=True)
class _Walk:
    """The mail being cut, and what is left of its limits."""

    data: bytes
    limits: MailLimits
    leaves: int = 0
    # Places that look like a delimiter: a hostile mail has millions that are none.
    lookalikes: int = 1_000_000


def split(data: bytes, limits: MailLimits) -> Entity:
    """Cut a mail into its tree. Never raises; faults stand in `problem`."""
    walk = _Walk(data, limits)
    return _entity(walk, header_start(data), min(len(data), limits.size), ())


def header_start(data: bytes) -> int:
    """Return where a mail's header begins, behind what mailboxes put before it."""
    lead = _LEADING.match(data)
    return lead.end() if lead else 0


def scan_header(
    data: bytes, start: int, end: int, limits: MailLimits
) -> tuple[tuple[Field, ...], int]:
    """Return the fields that begin at `start`, and where the body begins.

    Lines end in LF, CRLF or a lone CR, whatever their neighbours end in. A few lines
    that are no field may open the header, if known fields follow.
    """
    first = _NEWLINE.match(data, start, end)
    if first:
        return (), first.end()
    stop = min(end, start + limits.header)
    opening = _opening(data, start, stop)
    if opening < 0:
        return (), start
    lines, body = _lines(data, opening, stop)
    fields, used = _scan_fields(_of_lone_cr(lines), limits.fields)
    return fields, body if used == len(lines) else lines[used].start


def _opening(data: bytes, start: int, stop: int) -> int:
    """Return where the first field stands, -1 where there is no header."""
    if _FIELD.match(data, start, stop):
        return start
    at = start
    for _ in range(_STRAY_LINES):
        line = _LINE.match(data, at, stop)
        if line is None or not line[1] or _ends_header(line[2]):
            return -1
        at = line.end()
        if _KNOWN.match(data, at, stop) and _is_header(data, at, stop):
            return at
    return -1


def _is_header(data: bytes, at: int, stop: int) -> bool:
    """Tell whether a known field is followed by another one, or by a blank line."""
    for _ in range(_NEEDED):
        line = _LINE.match(data, at, stop)
        if line is None or _ends_header(line[2]):
            return line is not None
        at = line.end()
        if data[at : at + 1] not in {b" ", b"\t"}:
            break
    blank = _NEWLINE.match(data, at, stop)
    return blank is not None or _KNOWN.match(data, at, stop) is not None


def _ends_header(line_end: bytes) -> bool:
    return len(line_end) > 1 and not line_end.endswith(b"\n")


def _lines(data: bytes, start: int, stop: int) -> tuple[list[_Line], int]:
    """Return a header's lines with their places, and where its body begins."""
    lines: list[_Line] = []
    at = start
    after_cr = False
    match = _LINE.match
    while at < stop and (line := match(data, at, stop)):
        text, end = line.groups()
        ends = end not in _LINE_ENDS and _ends_header(end)
        if not text:
            return lines, at + (1 if ends else len(end))
        lines.append(_Line(at, text, after_cr))
        if ends:
            return lines, line.start(2) + 2
        at, after_cr = line.end(), end == b"\r"
    return lines, stop


def _of_lone_cr(lines: list[_Line]) -> list[_Line]:
    """Take a lone CR for a line's end only where a known field follows one.

    Else it stands inside a field: whoever can write an address could add a field.
    """
    if any(line.after_cr and _KNOWN.match(line.text) for line in lines):
        return [line._replace(after_cr=False) for line in lines]
    return lines


def _scan_fields(lines: list[_Line], most: int) -> tuple[tuple[Field, ...], int]:
    """Return the fields of a header's lines, and how many of the lines they take."""
    found: list[tuple[str, list[bytes]]] = []
    used = len(lines)
    last_known = -1
    for number, (_, line, after_cr) in enumerate(lines):
        if line[:1] in b" \t":
            found[-1][1].append(line)
        elif not after_cr and (named := _FIELD.match(line)):
            found.append((named[1].decode("ascii").lower(), [line[named.end() :]]))
        else:
            # Not a field's end at once: a lone CR inside an address ends none.
            last_known = last_known if last_known >= 0 else _last_known(lines)
            if number > last_known and not after_cr:
                used = number
                break
            found[-1][1].append(b" " + line)
    return tuple(_kept(found, most)), used


def _kept(found: list[tuple[str, list[bytes]]], most: int) -> Iterator[Field]:
    """Yield the first fields; of those beyond the limit what a mail is read by."""
    beyond = (f for f in found[most:] if f[0] in _TELLING)
    for name, held in (*found[:most], *islice(beyond, most)):
        yield Field(name, b"\n".join(held).strip())


def _last_known(lines: list[_Line]) -> int:
    places = range(len(lines) - 1, 0, -1)
    return next((n for n in places if _KNOWN.match(lines[n].text)), 0)


def _entity(walk: _Walk, start: int, end: int, above: tuple[str, ...]) -> Entity:
    fields, body = scan_header(walk.data, start, end, walk.limits)
    raws = [f.raw for f in fields if f.name == "content-type"]
    # Of two the first counts, unless the other is what shows the parts.
    whole = (raw for raw in raws if raw.lower().lstrip().startswith(b"multipart/"))
    raw = next(whole, raws[0] if raws else b"")
    default = "message/rfc822" if above[-1:] == ("multipart/digest",) else "text/plain"
    entity = Entity(
        fields, body, max(body, end), media_type(raw, default), parse_parameters(raw)
    )
    if not entity.media.startswith("multipart/"):
        walk.leaves += 1
        return entity
    return _multipart(walk, entity, above)


def _multipart(walk: _Walk, entity: Entity, above: tuple[str, ...]) -> Entity:
    if len(above) >= walk.limits.depth:
        return replace(entity, problem=Problem.BOMB)
    children: list[Entity] = []
    problem = None
    for start, end in _sections(walk, entity):
        if walk.leaves >= walk.limits.parts:
            problem = Problem.TOO_LARGE
            break
        children.append(_entity(walk, start, end, (*above, entity.media)))
    if not children:
        walk.leaves += 1
        return replace(entity, problem=Problem.CORRUPT)
    return replace(entity, children=tuple(children), problem=problem)


def _sections(walk: _Walk, entity: Entity) -> Iterator[tuple[int, int]]:
    """Yield the slices between the delimiter lines of a multipart's body."""
    lines = _delimiters(walk, entity)
    for number, (_, after, closing) in enumerate(lines):
        if closing:
            continue  # an epilogue; a part that follows all the same is not lost
        end = lines[number + 1][0] if number + 1 < len(lines) else entity.end
        yield after, _before_newline(walk.data, after, end)


def _before_newline(data: bytes, start: int, end: int) -> int:
    # RFC 2046 5.1.1: the line break before a delimiter belongs to the delimiter.
    if end > start and data[end - 1 : end] == b"\n":
        end -= 1
    if end > start and data[end - 1 : end] == b"\r":
        end -= 1
    return end


def _delimiters(walk: _Walk, entity: Entity) -> list[tuple[int, int, bool]]:
    """Return each delimiter line's start and end, and whether it closes."""
    declared = entity.content_type.raw("boundary").strip()[:_BOUNDARY_LONGEST]
    # One more than may be read, so that the rest is noticed; each has two lines.
    most = 2 * walk.limits.parts + 2
    for tail in (_STRICT_TAIL, _LOOSE_TAIL) if declared else ():
        lines = _occurrences(walk, entity, b"--" + declared, tail)
        if found := list(islice(lines, most)):
            return found
    searched = min(entity.end, entity.start + walk.limits.header)
    shown = _SHOWN.search(walk.data, max(0, entity.start - 1), searched)
    if not shown:
        return []
    token = b"--" + shown[1].rstrip()
    return list(islice(_occurrences(walk, entity, token, _STRICT_TAIL), most))


def _occurrences(
    walk: _Walk, entity: Entity, token: bytes, tail: re.Pattern[bytes]
) -> Iterator[tuple[int, int, bool]]:
    data, end = walk.data, entity.end
    at = data.find(token, entity.start, end)
    while at >= 0 and walk.lookalikes:
        walk.lookalikes -= 1
        line = None
        if at == entity.start or data[at - 1 : at] in {b"\n", b"\r"}:
            line = tail.match(data, at + len(token), end)
        if line:
            yield at, line.end(), line[1] is not None
        at = data.find(token, line.end() if line else at + len(token), end)
