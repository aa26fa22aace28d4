"""The leaves of a mail that are no files: statuses, returned letters, invitations."""

from __future__ import annotations

import re

from mailbot.core.mail.companions import companion_of
from mailbot.core.record.mail import Part

STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
RETURNED_TYPES = frozenset(
    {
        "message/rfc822",
        "message/partial",
        "text/rfc822-headers",
        "message/global",
        "message/global-headers",
    }
)
RECEIPT_TYPE = "message/disposition-notification"
OTHER_NOTICES = frozenset(
    {
        "message/feedback-report",
        "message/external-body",
        "text/calendar",
        "application/ics",
    }
)
_NO_DOCUMENT = re.compile(r"\.(?:dat|css|js)$", re.IGNORECASE)
_SIGNATURES = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
)
_SMALL_IMAGE = 20_000  # bytes; a photograph of a page is many times that


def carries_document(parts: tuple[Part, ...]) -> bool:
    """Tell whether one of the leaves may be a report: a file, no logo, no receipt."""
    return any(_is_document(part) for part in parts)


def is_file(part: Part) -> bool:
    """Tell whether a leaf is a file that somebody sent, empty ones included.

    Images that the HTML shows, reports of mail systems and signatures are not.
    """
    if part.inline_image or _is_notice(part.declared):
        return False
    if part.declared.startswith(_SIGNATURES):
        return False
    return bool(part.name) or not part.declared.startswith("text/")


def decoded(part: Part) -> str:
    """Return a leaf's bytes as text: UTF-8, else GB18030."""
    try:
        return part.content.decode("utf-8")
    except UnicodeDecodeError:
        return part.content.decode("gb18030", "replace")


def _is_document(part: Part) -> bool:
    """Tell whether one leaf may be a report."""
    if part.inline_image or not part.content or companion_of(part.name, part.content):
        return False
    if "ms-tnef" in part.declared:  # a container of files, whatever its name
        return True
    if _NO_DOCUMENT.search(part.name) or _is_notice(part.declared):
        return False
    if part.declared.startswith("image/"):
        return len(part.content) >= _SMALL_IMAGE or part.disposition == "attachment"
    return bool(part.name) or not part.declared.startswith("text/")


def _is_notice(declared: str) -> bool:
    """Tell whether a media type is of a notice; a forwarded mail is a document."""
    if declared == "message/rfc822":
        return False
    kinds = STATUS_TYPES | RETURNED_TYPES | OTHER_NOTICES | {RECEIPT_TYPE}
    return declared in kinds
