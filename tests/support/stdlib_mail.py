"""A plain reading of a mail by the standard library, for tests of the core only."""

from __future__ import annotations

import email
import email.utils
from email.header import decode_header, make_header
from email.message import Message as StdMessage
from email.policy import compat32

from mailbot.core.record.mail import Address, Header, Message, ParsedMail, Part


def parse(raw: bytes) -> ParsedMail:
    """Return `raw` as values: the bodies as text and html, every other leaf a part."""
    mail = email.message_from_bytes(raw, policy=compat32)
    leaves = list(_leaves(mail))
    bodies = [p for p in leaves if _is_body(p)]
    text = "\n".join(_words(p) for p in bodies if p.get_content_type() == "text/plain")
    html = "\n".join(_words(p) for p in bodies if p.get_content_type() == "text/html")
    parts = tuple(_part(p) for p in leaves if p not in bodies)
    return ParsedMail(_message(mail, text, html), parts)


def _leaves(part: StdMessage) -> list[StdMessage]:
    if part.get_content_maintype() == "message" or not part.is_multipart():
        return [part]
    payload = part.get_payload()
    assert isinstance(payload, list)
    return [leaf for child in payload for leaf in _leaves(_message_of(child))]


def _message_of(child: object) -> StdMessage:
    assert isinstance(child, StdMessage)
    return child


def _is_body(part: StdMessage) -> bool:
    kind = part.get_content_type()
    shown = part.get_content_disposition() != "attachment" and not part.get_filename()
    return kind in {"text/plain", "text/html"} and shown


def _words(part: StdMessage) -> str:
    return _decoded(_content(part), part.get_content_charset() or "utf-8")


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _content(part: StdMessage) -> bytes:
    if part.is_multipart():
        payload = part.get_payload()
        assert isinstance(payload, list)
        return b"\n".join(_message_of(p).as_bytes() for p in payload)
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _part(part: StdMessage) -> Part:
    return Part(
        name=part.get_filename() or "",
        content=_content(part),
        declared=part.get_content_type(),
        disposition=part.get_content_disposition() or "",
    )


def _header(value: object) -> str:
    try:
        return " ".join(str(make_header(decode_header(str(value)))).split())
    except (LookupError, ValueError):
        return str(value)


def _addresses(mail: StdMessage, field: str) -> tuple[Address, ...]:
    pairs = email.utils.getaddresses([str(v) for v in mail.get_all(field, [])])
    return tuple(Address(_header(n), a.lower()) for n, a in pairs)


def _message(mail: StdMessage, text: str, html: str) -> Message:
    path = str(mail.get("Return-Path", "-")).strip()
    senders = _addresses(mail, "From")
    return Message(
        message_id=str(mail.get("Message-ID", "")).strip(),
        in_reply_to=str(mail.get("In-Reply-To", "")).strip(),
        references=tuple(str(mail.get("References", "")).split()),
        sender=senders[0] if senders else Address(),
        to=_addresses(mail, "To"),
        cc=_addresses(mail, "Cc"),
        subject=_header(mail.get("Subject", "")),
        return_path="" if path == "-" else path.strip("<>").lower(),
        null_sender=path == "<>",
        media_type=mail.get_content_type(),
        headers=tuple(Header(k.lower(), _header(v)) for k, v in mail.items()),
        text=text or html,
        html=html,
    )
