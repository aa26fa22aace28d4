"""A report typed into the mail itself: the body that is the table."""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.form.reading import read_form
from mailbot.core.notice.notice import Notice
from mailbot.core.record.mail import ExaminedMail


def body_as_document(mail: ExaminedMail, notice: Notice) -> ExaminedMail:
    """Return the mail with a body that holds the annex for its document.

    Only where nothing is attached: else the attachment is the report, and a table in
    the body is what the mail says of it.
    """
    if mail.body is None or mail.documents:
        return mail
    if read_form(mail.body.content, notice) is None:
        return mail
    return replace(mail, documents=(mail.body,))
