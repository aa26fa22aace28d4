"""The page inside a web archive (.mht), as Word and WPS save it under .doc."""

from __future__ import annotations

import email
import email.policy

from mailbot.adapters.documents.bounds import Refusal
from mailbot.adapters.documents.textual import is_web_archive, textual_head
from mailbot.core.documents import Problem

_HEAD = 16 * 1024


def page_of(content: bytes) -> bytes:
    """Return the largest page of a web archive, other bytes as they are.

    The first one may be an empty frame around a workbook's sheets.
    """
    if not is_web_archive(textual_head(content[:_HEAD])):
        return content
    archive = email.message_from_bytes(content, policy=email.policy.compat32)
    pages = [
        _as_utf8(data, str(part.get_content_charset("")))
        for part in archive.walk()
        if part.get_content_type() == "text/html"
        and isinstance(data := part.get_payload(decode=True), bytes)
    ]
    if not pages:
        raise Refusal(Problem.CORRUPT)
    return max(pages, key=len)


def _as_utf8(page: bytes, charset: str) -> bytes:
    """Return a page whose charset its MIME part tells, marked as UTF-8."""
    charset = "gb18030" if charset in {"gb2312", "gbk"} else charset
    try:
        return b"\xef\xbb\xbf" + page.decode(charset).encode()
    except (LookupError, UnicodeDecodeError):
        return page
