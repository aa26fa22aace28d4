"""The shared cases as real mails with real files."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from tests.support import real_mails as mails

if TYPE_CHECKING:
    from mailbot.core.notice import Notice

Case = dict[str, object]


def mail_of(case: dict, notice: Notice, mailbox: str) -> bytes:
    """Return the case as the mail it describes."""
    before = [b for b in case.get("before", []) if "letter" in b]
    files = tuple(f for a in case["attachments"] if (f := _file(a, case, notice)))
    letter = mails.Letter(
        sender_name=case["from_name"],
        sender=case["from_addr"],
        to=mailbox,
        subject=case["subject"],
        body=case["body"],
        sent_at=datetime.fromisoformat(case["date"]),
        files=files,
        message_id=f"<{case['id']}@cases.example>",
        in_reply_to=before[0]["message_id"] if before else "",
        raw_subject=case.get("raw_subject", ""),
    )
    return (
        mails.build(letter)
        if case["group"] != "system" or files
        else mails.build(letter)
    )


def _file(attachment: dict, case: dict, notice: Notice) -> mails.Enclosed | None:
    name, content = attachment["name"], attachment.get("content", "")
    if name.startswith("("):
        return None  # a part of a report, not a file
    seed = case["id"] + name
    units = case["expected"]["units"]
    named = case["expected"].get("per_attachment", [])
    at = [a["name"] for a in case["attachments"]].index(name)
    unit = (
        named[at]
        if len(named) > at and named[at] in notice.units
        else (units[0] if units else "")
    )
    return mails.Enclosed(name, content_of(name, content, seed, unit, notice))


def content_of(name: str, content: str, seed: str, unit: str, notice: Notice) -> bytes:
    """Return bytes that are what the name and the words on the content say."""
    ending = re.search(r"\.(\w+)$", name)
    kind = ending[1].lower() if ending else "docx"
    if "encrypted" in content:
        return mails.encrypted_zip("报表.docx")
    match kind:
        case "pdf":
            if "no image" in content:
                return mails.text_pdf(seed)
            return mails.scanned_pdf(seed, seal="no seal" not in content)
        case "jpg" | "png":
            return mails.photo(seed)
        case "xlsx" | "et" | "xls":
            return mails.annex_xlsx(notice, unit, seed)
        case "ofd":
            return mails.ofd()
        case _:
            return mails.annex_docx(notice, unit, seed, blank="BLANK" in content)
