"""A report typed into the mail is a document, but only where nothing is attached."""

from __future__ import annotations

import pytest

from mailbot.core.form.in_body import body_as_document
from mailbot.core.record.documents import Document, Kind
from mailbot.core.record.mail import ExaminedMail, Message
from tests.support.annex import NOTICE, annex_rows, document

TABLE = Document("正文", Kind.HTML, 1, "", content=document(annex_rows(1)))
PRICES = Document(
    "正文", Kind.HTML, 1, "", content=document([("品名", "单价"), ("纸", "20")])
)
REPORT = Document("报表.docx", Kind.DOCX, 1, "ab")


@pytest.mark.parametrize(
    ("body", "attached", "wanted"),
    [
        (TABLE, (), (TABLE,)),
        (PRICES, (), ()),
        (None, (), ()),
        (TABLE, (REPORT,), (REPORT,)),
    ],
)
def test_the_body_stands_for_the_report_it_holds(
    body: Document | None, attached: tuple[Document, ...], wanted: tuple[Document, ...]
) -> None:
    mail = ExaminedMail(Message(), attached, body=body)
    assert body_as_document(mail, NOTICE).documents == wanted
