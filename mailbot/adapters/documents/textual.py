"""Tells kinds of text: plain, HTML, a mail; tolerant of every charset met in China."""

from __future__ import annotations

import codecs
import re
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSETS: Final = ("utf-8", "gb18030", "big5")
# What no text holds; tab, line ends, form feed, escape (ISO 2022) and DOS's ^Z may.
_CONTROL: Final = re.compile(rb"[\x00-\x06\x0e-\x19\x1c-\x1f\x7f]")
_ASCII: Final = re.compile(rb"[\x00-\x7f]")
_MOSTLY_ASCII: Final = 0.7
_HTML: Final = re.compile(
    r"(?:\s|\ufeff|<!--.*?-->|<\?xml[^>]*\?>)*"
    r"<(?:!doctype\s+html|html|head|body|table|meta|title|style|div|p|font|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_FIELD: Final = re.compile(r"([!-9;-~]{1,76})[ \t]*:")
_MAIL_FIELDS: Final = frozenset(
    (
        "bcc",
        "cc",
        "content-transfer-encoding",
        "content-type",
        "date",
        "delivered-to",
        "dkim-signature",
        "from",
        "in-reply-to",
        "message-id",
        "mime-version",
        "received",
        "references",
        "reply-to",
        "return-path",
        "sender",
        "subject",
        "to",
    )
)
_FIELDS_OF_A_MAIL: Final = 2
# Only a page's archive is multipart/related (RFC 2557) without a trace of posting.
_ARCHIVED: Final = re.compile(
    r"^content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE
)
_FROM_SOMEBODY: Final = re.compile(r"^from:.*@", re.IGNORECASE | re.MULTILINE)
_ARCHIVE_HEAD: Final = 4096
_SENT: Final = frozenset(
    ("bcc", "cc", "delivered-to", "message-id", "received", "return-path", "to")
)
_ODD_LINES: Final = 1  # broken mailers leave one unfolded line or the like


def textual_head(head: bytes) -> str:
    """Decode the first bytes well enough to look for tags and field names."""
    for bom, charset in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(charset, "replace")
    wide = _wide_charset(head)
    return head.decode(wide or "latin-1", "replace")


def _wide_charset(head: bytes) -> str:
    """Name UTF-16 without a mark by the zeros beside ASCII characters, else ""."""
    sample = head[:512]
    pairs = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if pairs and odd > pairs // 3 and not even:
        return "utf-16-le"
    if pairs and even > pairs // 3 and not odd:
        return "utf-16-be"
    return ""


def is_html(text: str) -> bool:
    """Tell HTML by its first tag, whatever stands before it."""
    return _HTML.match(text) is not None


def is_xml(text: str) -> bool:
    """Tell XML that is not HTML, such as Word 2003's: markup, not words to read."""
    return text.lstrip("\ufeff \t\r\n").startswith("<?xml")


def is_web_archive(text: str) -> bool:
    """Tell a page saved as MHT: a mail's form that nobody sent to anybody."""
    fields = _fields(text)
    return bool(
        _ARCHIVED.search(text[:_ARCHIVE_HEAD])
        and len(fields & _MAIL_FIELDS) >= _FIELDS_OF_A_MAIL
        and not fields & _SENT
        and not _FROM_SOMEBODY.search(text[:_ARCHIVE_HEAD])
    )


def is_mail(text: str) -> bool:
    """Tell a mail by its header block: fields of RFC 5322, two of them well known."""
    return len(_fields(text) & _MAIL_FIELDS) >= _FIELDS_OF_A_MAIL


def _fields(text: str) -> set[str]:
    """Return the names of a header block's fields, lower case."""
    lines = text.lstrip("\r\n").splitlines()[:200]
    if lines and lines[0].startswith(("From ", ">From ")):  # an mbox's first line
        lines = lines[1:]
    known: set[str] = set()
    odd = 0
    for line in lines:
        field = _FIELD.match(line)
        if field is not None:
            known.add(field[1].lower())
        elif line[:1] not in {" ", "\t"}:
            odd += 1
        if not line or odd > _ODD_LINES:
            break
    return known


def is_text(head: bytes) -> bool:
    """Tell text of any charset from bytes that are none; nothing is no text."""
    if not head:
        return False
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if _wide_charset(head):
        return True
    if _CONTROL.search(head):
        return False
    return any(_decodes(head, charset) for charset in _CHARSETS) or (
        len(_ASCII.findall(head)) > _MOSTLY_ASCII * len(head)
    )


def _decodes(head: bytes, charset: str) -> bool:
    """Try a charset; the last character may be cut in two."""
    try:
        codecs.getincrementaldecoder(charset)("strict").decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True
