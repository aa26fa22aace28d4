"""A whole mail as the confined child reads it: files, companions, attached letters."""

from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.core.record.documents import Kind
from mailbot.core.record.mail import ExaminedMail
from mailbot.wiring.examination import examine_mail
from tests.adapters.unpack.test_zips import zipped

CARD = ("张某.vcf", b"BEGIN:VCARD\r\nEND:VCARD\r\n")


def letter(subject: str, text: str, *files: tuple[str, bytes]) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "a@x.cn"
    mail["Subject"] = subject
    mail.set_content(text)
    for name, content in files:
        mail.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return mail


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path


def examined(mail: EmailMessage, into: Path) -> ExaminedMail:
    raw = into / "raw.eml"
    raw.write_bytes(mail.as_bytes())
    zone = timezone(timedelta(hours=8))
    return examine_mail(str(raw), str(into), (), zone)


def test_a_companion_is_kept_and_not_read_at_either_door(into: Path) -> None:
    packed = zipped({"d/.DS_Store": b"\0\0\0\1Bud1", "报表.txt": "一季度".encode()})
    mail = letter("报送", "请查收", CARD, ("报送.zip", packed))
    found = [(d.name, d.companion, d.problem) for d in examined(mail, into).documents]
    assert found == [
        ("张某.vcf", "电子名片", None),
        (".DS_Store", "苹果系统文件", None),
        ("报表.txt", "", None),
    ]


def test_an_attached_letter_that_holds_only_text_is_a_document(into: Path) -> None:
    mail = letter("转发", "见附件", CARD)
    mail.add_attachment(letter("二季度进展", "县教育和体育局：已完成7所"))
    _, document = examined(mail, into).documents
    assert document.kind is Kind.EML
    assert "二季度进展" in document.content.text
    assert "已完成7所" in document.content.text


def test_an_attached_letter_beside_a_file_is_only_where_it_came_from(
    into: Path,
) -> None:
    mail = letter("报送", "请查收", ("报表.txt", "二季度".encode()))
    mail.add_attachment(letter("通知", "请各单位报送"))
    assert [d.name for d in examined(mail, into).documents] == ["报表.txt"]


def test_a_letter_with_a_file_is_never_a_document_itself(into: Path) -> None:
    mail = letter("转发", "见附件")
    mail.add_attachment(letter("报送", "请查收", ("报表.txt", "二季度".encode())))
    assert [d.name for d in examined(mail, into).documents] == ["报表.txt"]


def test_a_date_without_a_zone_is_the_office_s(into: Path) -> None:
    raw = into / "raw.eml"
    raw.write_bytes(b"Date: Wed, 28 Jun 2023 09:30:00\r\n\r\nx")
    zone = timezone(timedelta(hours=8))
    date = examine_mail(str(raw), str(into), (), zone).message.date
    assert date == datetime(2023, 6, 28, 9, 30, tzinfo=zone)
