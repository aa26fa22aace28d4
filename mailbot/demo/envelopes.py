"""Mails as clerks' programs and mail hosts write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

_ONE_LINE = 10_000


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file to attach: the name as it stands in the mail, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail to be built: who writes to whom, when, about what.

    `extra` are further header fields, as they stand in the mail.
    """

    name: str
    address: str
    to: str
    subject: str
    sent_at: datetime
    message_id: str
    extra: tuple[tuple[str, str], ...] = ()

    def mail(self, body: str, files: Sequence[Enclosed] = ()) -> bytes:
        """Return a person's mail with its files."""
        mail = MIMEMultipart()
        mail.attach(MIMEText(body, "plain", "utf-8"))
        for file in files:
            mail.attach(_attachment(file))
        return self._addressed(mail)

    def bounce(self, dead: str, letter_id: str, words: str) -> bytes:
        """Return a host's report that a letter did not reach `dead` (RFC 3464)."""
        mail = MIMEMultipart("report", report_type="delivery-status")
        mail.attach(MIMEText(words, "plain", "utf-8"))
        status = message_from_string(
            "Content-Type: message/delivery-status\n\n"
            "Reporting-MTA: dns; mx.unit.example\n\n"
            f"Final-Recipient: rfc822; {dead}\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n"
        )
        mail.attach(status)
        returned = MIMEBase("text", "rfc822-headers")
        returned.set_payload(f"Message-ID: {letter_id}\nTo: {dead}\n")
        mail.attach(returned)
        return self._addressed(mail)

    def _addressed(self, mail: MIMEMultipart) -> bytes:
        name = Header(self.name, "utf-8").encode()
        mail["From"] = f"{name} <{self.address}>" if self.name else self.address
        mail["To"] = self.to
        mail["Subject"] = Header(self.subject, "utf-8").encode()
        mail["Date"] = format_datetime(self.sent_at)
        mail["Message-ID"] = self.message_id
        for field, value in self.extra:
            mail[field] = value
        return mail.as_bytes()


def _attachment(file: Enclosed) -> MIMEApplication:
    """Attach a file under an RFC 2047 name, as QQ Mail and Foxmail do."""
    part = MIMEApplication(file.content)
    shown = Header(file.name, "utf-8", maxlinelen=_ONE_LINE).encode()
    part.add_header("Content-Disposition", f'attachment; filename="{shown}"')
    return part
