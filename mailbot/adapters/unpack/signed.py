"""Letters that lie inside a signature: S/MIME's opaque form (RFC 8551 3.5, CMS).

The signature itself is not judged here: what it holds is a mail, and that is read.
"""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path

from asn1crypto import cms  # type: ignore[import-untyped]  # ships no types

from mailbot.core.record.documents import Problem

_PEM = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----([A-Za-z0-9+/=\s]*)")
_SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_ENVELOPED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
_HEAD_BYTES = 128
_HEAD = 64  # bytes within which a CMS message names its kind


def is_signed(source: Path) -> bool:
    """Tell a CMS message that holds what it signs, or an envelope."""
    with source.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head[:1] == b"0" and (_SIGNED in head[:_HEAD] or _ENVELOPED in head[:_HEAD]):
        return _ENVELOPED in head[:_HEAD] or signed_content(source.read_bytes()) != b""
    return _PEM.match(head.lstrip()) is not None


def signed_content(data: bytes) -> bytes | Problem:
    """Return the bytes that a CMS message signs, b"" if it holds only a signature.

    ENCRYPTED for an envelope that only its addressee opens, CORRUPT for a broken one.
    """
    der = _der(data)
    if _ENVELOPED in der[:_HEAD]:
        return Problem.ENCRYPTED
    try:
        message = cms.ContentInfo.load(der)
        content = message["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Problem.CORRUPT
    return content if isinstance(content, bytes) else b""


def _der(data: bytes) -> bytes:
    """Return a CMS message in binary form, out of PEM."""
    pem = _PEM.match(data.lstrip())
    if pem is None:
        return data
    try:
        return base64.b64decode(b"".join(pem[1].split()))
    except binascii.Error:
        return b""
