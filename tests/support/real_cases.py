"""The shared cases as real mails with real files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any

from mailbot.core.notice.notice import Notice
from tests.support import real_mails as mails

Case = dict[str, Any]
# Makes the scan of a page: the seal's text ("" for none), and what tells it apart.
Scanner = Callable[[str, str], bytes]

# What the programs that write such mails put into their headers.
_MACHINE_HEADERS = {
    "auto_reply": {"Auto-Submitted": "auto-replied", "X-Autoreply": "yes"},
    "bounce": {"Return-Path": "<>", "Auto-Submitted": "auto-replied"},
    "read_receipt": {"Auto-Submitted": "auto-replied"},
    "recall": {},
    "acknowledgement": {},
}
REMINDER_ID = "<reminder-2023Q2-dead@zb.shandong.cn>"
DEAD_ADDRESS = "dead@unit.example"


def drawn(seal: str, seed: str) -> bytes:
    """Return a scan with something round and red on it, for who looks no closer."""
    return mails.scanned_pdf(seed, seal=bool(seal))


def mail_of(
    case: Case, notice: Notice, mailbox: str, scanner: Scanner = drawn
) -> bytes:
    """Return the case as the mail it describes."""
    if any(a["name"] == "(delivery-status)" for a in case["attachments"]):
        return _delivery_report(case, mailbox)
    before = [b for b in case.get("before", []) if "letter" in b]
    files = tuple(
        f for a in case["attachments"] if (f := _file(a, case, notice, scanner))
    )
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
    raw = mails.build(letter)
    if case["group"] != "system":
        return raw
    headers = _MACHINE_HEADERS[case["expected"]["flags"][0]]
    return "".join(f"{k}: {v}\n" for k, v in headers.items()).encode() + raw


def _delivery_report(case: Case, mailbox: str) -> bytes:
    """Return a bounce as RFC 3464 writes it, with the headers of our reminder."""
    report = MIMEMultipart("report")
    report.set_param("report-type", "delivery-status")
    report["Return-Path"] = "<>"
    report["From"] = f"{case['from_name']} <{case['from_addr']}>"
    report["To"] = mailbox
    report["Subject"] = case["subject"]
    report["Date"] = format_datetime(datetime.fromisoformat(case["date"]))
    report["Auto-Submitted"] = "auto-replied"
    report.attach(MIMEText("I'm sorry to have to inform you that your message …"))
    status = MIMEBase("message", "delivery-status")
    whole, one = Message(), Message()
    whole["Reporting-MTA"] = "dns; zb.shandong.cn"
    one["Final-Recipient"] = f"rfc822; {DEAD_ADDRESS}"
    one["Action"] = "failed"
    one["Status"] = "5.1.1"
    one["Diagnostic-Code"] = "smtp; 550 5.1.1 User unknown"
    status.set_payload([whole, one])
    report.attach(status)
    report.attach(_headers_of_our_reminder(mailbox))
    return report.as_bytes()


def _headers_of_our_reminder(mailbox: str) -> MIMEMessage:
    reminder = EmailMessage()
    reminder["From"] = mailbox
    reminder["To"] = DEAD_ADDRESS
    reminder["Subject"] = "【提醒】请报送2023年第二季度进展情况"
    reminder["Message-ID"] = REMINDER_ID
    return MIMEMessage(reminder, "rfc822-headers")


def _file(
    attachment: Case, case: Case, notice: Notice, scanner: Scanner
) -> mails.Enclosed | None:
    name, content = attachment["name"], attachment.get("content", "")
    if name.startswith("("):
        return None  # a part of a report, not a file
    seed = case["id"] + name
    unit = _author(attachment, case, notice)
    if name.endswith(".pdf") and "no image" not in content:
        return mails.Enclosed(name, scanner(_seal_on(content, unit), seed))
    return mails.Enclosed(name, content_of(name, content, seed, unit, notice))


def _seal_on(content: str, unit: str) -> str:
    """Return the text of a scan's seal: named by the words on it, or its unit's."""
    if "no seal" in content:
        return ""
    named = re.search(r"seal ([\u4e00-\u9fff]+)", content)
    return named[1] if named else unit or "淄博市人民检察院"


def _author(attachment: Case, case: Case, notice: Notice) -> str:
    """Return the unit whose work the file tells of."""
    units = case["expected"]["units"]
    each = case["expected"].get("per_attachment", [])
    at = [a["name"] for a in case["attachments"]].index(attachment["name"])
    if len(each) > at and each[at] in notice.units:
        return str(each[at])
    return units[0] if units else ""


def content_of(name: str, content: str, seed: str, unit: str, notice: Notice) -> bytes:
    """Return bytes that are what the name and the words on the content say."""
    ending = re.search(r"\.(\w+)$", name)
    kind = ending[1].lower() if ending else "docx"
    if "encrypted" in content:
        kind = "encrypted"
    if kind == "pdf" and "no image" in content:
        kind = "exported"
    makers: dict[str, Callable[[], bytes]] = {
        "encrypted": lambda: mails.encrypted_zip("报表.docx"),
        "exported": lambda: mails.text_pdf(seed),
        "jpg": lambda: mails.photo(seed),
        "png": lambda: mails.photo(seed),
        "ofd": mails.ofd,
        **dict.fromkeys(
            ("xlsx", "et", "xls"), lambda: mails.annex_xlsx(notice, unit, seed)
        ),
    }
    blank = "BLANK" in content
    return makers.get(kind, lambda: mails.annex_docx(notice, unit, seed, blank=blank))()
