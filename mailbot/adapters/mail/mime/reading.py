"""A mail's bytes become a value: the letter and its leaves (RFC 5322, 2045-2049).

`parse` never raises, whatever the bytes, and is bounded in size, depth and parts;
what was wrong stands as `problem` on the part or the message. Its own splitter,
because the standard library's parser is slow (28 MB/s) and loses Chinese headers;
the tests compare it with `email.policy.compat32` over a corpus of real mails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from mailbot.adapters.mail.mime.addresses import parse_addresses
from mailbot.adapters.mail.mime.body import LetterBody, Passage, read_letter
from mailbot.adapters.mail.mime.charsets import codecs_for
from mailbot.adapters.mail.mime.dates import parse_date, received_date
from mailbot.adapters.mail.mime.headers import declared_charsets, decode_value
from mailbot.adapters.mail.mime.html import backgrounds, references
from mailbot.adapters.mail.mime.parameters import (
    Parameters,
    file_name,
    parse_parameters,
)
from mailbot.adapters.mail.mime.pictures import is_page
from mailbot.adapters.mail.mime.splitter import (
    Entity,
    MailLimits,
    header_start,
    scan_header,
    split,
)
from mailbot.adapters.mail.mime.transfer import (
    decode_transfer,
    encoding_of,
    unix_lines,
    unlabelled,
    uuencoded,
)
from mailbot.core.record.documents import Problem
from mailbot.core.record.mail import Address, Header, Message, ParsedMail, Part

_LETTER: Final = frozenset(
    ("text/plain", "text/html", "text/enriched", "text/richtext", "text/x-amp-html")
)
_NOT_FILES: Final = _LETTER | {"message/rfc822"}
_IMAGE_NAME: Final = re.compile(r"\.(?:png|jpe?g|gif|bmp|webp|svg)$", re.IGNORECASE)
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,990}>")
_BARE_ID: Final = re.compile(r"(?<![^\s<,;])[^\s<>,;\"'@]{1,500}@[^\s<>,;\"'@]{1,500}")
_FRAGMENTS: Final = frozenset(("message/partial", "message/external-body"))
_HINTS_FROM: Final = 1 << 16  # bytes of headers searched for charset labels
_REFERENCES_LIMIT: Final = 500


@dataclass(slots=True)
class _Reading:
    """The mail in hand: its bytes, its charset hints, and what was found so far."""

    data: memoryview
    hints: tuple[str, ...]
    limits: MailLimits
    zone: tzinfo
    lone_cr: bool
    text_left: int
    passages: list[Passage] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)


def parse(
    raw: bytes | memoryview,
    limits: MailLimits = MailLimits(),  # noqa: B008 - frozen
    zone: tzinfo = UTC,
) -> ParsedMail:
    """Read a mail of any size and any faults into a value. Never raises.

    `limits.size` bytes are read at most; a longer mail is `TOO_LARGE`. Nothing is
    copied before it is decoded, if `raw` is bytes. `zone` is the office's, for dates
    that state none.
    """
    data = raw if isinstance(raw, bytes) else bytes(raw)
    root = split(data, limits)
    lone_cr = data.count(b"\r") > data.count(b"\r\n")
    reading = _Reading(
        memoryview(data), _hints(data, root), limits, zone, lone_cr, limits.text
    )
    for leaf in root.leaves():
        _read_leaf(reading, leaf, root)
    letter = read_letter(reading.passages, reading.hints)
    message = _message(root, reading, letter)
    return ParsedMail(message, _mark_images(reading, letter.html))


def _hints(data: bytes, root: Entity) -> tuple[str, ...]:
    """Return the charsets a mail declares anywhere, for its unlabelled bytes."""
    labels = [e.content_type.text("charset") for e in root.walk()]
    labels += declared_charsets(data[: min(root.start, _HINTS_FROM)])
    return tuple(dict.fromkeys(x for x in labels if codecs_for(x)))


def _read_leaf(reading: _Reading, leaf: Entity, root: Entity) -> None:
    disposition = parse_parameters(leaf.raw("content-disposition"))
    part = _part(reading, leaf, disposition)
    if leaf.media.startswith("multipart/") and leaf.problem is not Problem.BOMB:
        # No part could be found in it: what there is may still be read as text.
        leaf = replace(leaf, media="text/plain")
    is_file = bool(part.name) or disposition.value == "attachment"
    is_letter = leaf.media in _LETTER and disposition.value != "attachment"
    if is_letter and not (is_file and reading.passages):
        part = _read_passage(reading, leaf, part)
        if not is_file:
            return
    if leaf.media == "application/applefile" and leaf is not root:
        return  # the resource fork beside a file (RFC 1740): holds no document
    reading.parts.append(part)
    reading.locations.append(decode_value(leaf.raw("content-location"), reading.hints))


def _part(reading: _Reading, leaf: Entity, disposition: Parameters) -> Part:
    name = file_name(disposition, leaf.content_type, reading.hints)
    body = reading.data[leaf.start : leaf.end]
    encoding = encoding_of(leaf.raw("content-transfer-encoding"))
    if encoding and reading.lone_cr:
        body = memoryview(unix_lines(bytes(body)))
    content, problem = decode_transfer(body, encoding)
    if not encoding and leaf.media not in _NOT_FILES:
        content = unlabelled(content)
    text, raw_name = name.text, name.raw
    if not text and encoding == "uuencode":
        files = uuencoded(bytes(body))
        raw_name = files[0].raw_name if files else b""
        text = decode_value(raw_name, reading.hints)
    if not text and leaf.media == "message/rfc822":
        text, raw_name = _nested_name(content, reading.hints)
    if leaf.media in _FRAGMENTS:
        problem = Problem.UNSUPPORTED
    return Part(
        name=text,
        content=content,
        declared=leaf.media,
        disposition=disposition.value,
        content_id=decode_value(leaf.raw("content-id"), reading.hints),
        raw_name=raw_name,
        problem=leaf.problem or problem,
    )


def _nested_name(content: bytes, hints: tuple[str, ...]) -> tuple[str, bytes]:
    fields, _ = scan_header(content, 0, len(content), MailLimits(header=1 << 16))
    raw = next((f.raw for f in fields if f.name == "subject"), b"")
    subject = decode_value(raw, hints)
    return (f"{subject}.eml", raw) if subject else ("", b"")


def _read_passage(reading: _Reading, leaf: Entity, part: Part) -> Part:
    """Add a text part to the letter; files uuencoded in it become parts."""
    raw = part.content
    if leaf.media == "text/plain" and b"begin " in raw:
        raw = unix_lines(raw) if reading.lone_cr else raw
        raw = _without_uuencoded(reading, raw)
    kept = raw[: reading.text_left]
    reading.text_left -= len(kept)
    reading.passages.append(Passage(kept, leaf.media, leaf.content_type))
    return part if len(kept) == len(raw) else replace(part, problem=Problem.TOO_LARGE)


def _without_uuencoded(reading: _Reading, raw: bytes) -> bytes:
    left: list[bytes] = []
    at = 0
    for file in uuencoded(raw):
        name = decode_value(file.raw_name, reading.hints)
        content, problem = file.decoded
        reading.parts.append(
            Part(name, content, raw_name=file.raw_name, problem=problem)
        )
        reading.locations.append("")
        left.append(raw[at : file.start])
        at = file.end
    return b"".join((*left, raw[at:]))


def _mark_images(reading: _Reading, html: str) -> tuple[Part, ...]:
    """Mark the images that only adorn the letter; a pasted page stays a file."""
    shown, behind = references(html), backgrounds(html)
    return tuple(
        replace(part, inline_image=True)
        if _is_image(part)
        and (names := {part.content_id.strip("<> "), location} - {""}) & shown
        and (names & behind or not is_page(part.content))
        else part
        for part, location in zip(reading.parts, reading.locations, strict=True)
    )


def _is_image(part: Part) -> bool:
    return part.declared.startswith("image/") or bool(_IMAGE_NAME.search(part.name))


def _message(root: Entity, reading: _Reading, letter: LetterBody) -> Message:
    hints = reading.hints
    headers = tuple(
        Header(f.name, decode_value(f.raw, hints), f.raw) for f in root.fields
    )
    first = {header.name: header.value for header in reversed(headers)}
    reply_to = _addresses(root, "reply-to", hints)
    return_path = parse_addresses(root.raw("return-path"), hints)
    return Message(
        message_id=_message_id(first.get("message-id", "")),
        in_reply_to=_message_id(first.get("in-reply-to", "")),
        references=_message_ids(first.get("references", "")),
        sender=_sender(root, hints),
        reply_to=reply_to[0] if reply_to else None,
        to=_addresses(root, "to", hints),
        cc=_addresses(root, "cc", hints),
        subject=first.get("subject", ""),
        raw_subject=root.raw("subject"),
        date=parse_date(first.get("date", ""), reading.zone),
        received_at=_received_at(headers, reading.zone),
        return_path=return_path[0].address if return_path else "",
        null_sender=root.raw("return-path").replace(b" ", b"") == b"<>",
        media_type=root.media,
        headers=headers,
        text=letter.text,
        html=letter.html,
        problem=_problem(root, reading),
    )


def _sender(root: Entity, hints: tuple[str, ...]) -> Address:
    found = [*_addresses(root, "from", hints), *_addresses(root, "sender", hints)]
    with_address = (address for address in found if address.address)
    return next(with_address, found[0] if found else Address())


def _addresses(root: Entity, name: str, hints: tuple[str, ...]) -> tuple[Address, ...]:
    # A field given twice (RFC 5322 forbids it) counts twice.
    raws = [f.raw for f in root.fields if f.name == name]
    return tuple(a for raw in raws for a in parse_addresses(raw, hints))


def _message_ids(value: str) -> tuple[str, ...]:
    found = _MESSAGE_ID.findall(value) or [
        # some systems write them bare: whatever looks like one then is one
        f"<{word}>"
        for word in _BARE_ID.findall(value)
    ]
    return tuple(found[:_REFERENCES_LIMIT])


def head_of(raw: bytes, zone: tzinfo = UTC) -> Message:
    """Read a mail's header out of its first bytes, without reading more of it."""
    start = header_start(raw)
    _, body = scan_header(raw, start, len(raw), MailLimits())
    return parse(raw[:body], zone=zone).message


def message_id_of(head: bytes) -> str:
    """Return the Message-ID in a mail's first bytes, without reading more of it."""
    start = header_start(head)
    fields, _ = scan_header(head, start, len(head), MailLimits())
    raw = (field.raw for field in fields if field.name == "message-id")
    return _message_id(next(raw, b"").decode("ascii", "replace"))


def _message_id(value: str) -> str:
    found = _message_ids(value)
    return found[0] if found else ""


def _received_at(headers: tuple[Header, ...], zone: tzinfo) -> datetime | None:
    moments = (received_date(h.value, zone) for h in headers if h.name == "received")
    return next((moment for moment in moments if moment), None)


def _problem(root: Entity, reading: _Reading) -> Problem | None:
    if not root.fields:  # before its size: noise is no mail, however much there is
        return Problem.CORRUPT
    if len(reading.data) > reading.limits.size or reading.text_left <= 0:
        return Problem.TOO_LARGE
    return next((e.problem for e in root.walk() if e.problem), None)
