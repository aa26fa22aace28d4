"""Letters: rendered once, safe in every part, readable in every mail program."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.adapters.letters import Letterhead, TemplateScribe
from mailbot.core.letters.letters import Enclosure, Letter, Thread
from mailbot.core.notice.policy import LettersMode
from mailbot.core.record.records import LetterKind
from tests.support.house import ROOT

NOW = datetime(2023, 6, 28, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
STAFF = ("clerk@county.example", "second@county.example")
SHIPPED = ROOT / "templates"
FACTS = {
    "office": "县妇儿工委办公室",
    "title": "通知",
    "number": "源政办字〔2023〕13号",
    "mailbox": "office@county.example",
    "telephone": "2343785",
    "day": "2023年6月28日",
    "attachments": 2,
    "filed": False,
    "waits": False,
}
LETTER = Letter(
    kind=LetterKind.RECEIPT,
    template="arrival",
    to="unit@unit.example",
    facts=FACTS,
    not_before=NOW,
    expires_at=NOW + timedelta(days=5),
)


def scribe(mode: LettersMode = LettersMode.LIVE, own: Path = SHIPPED) -> TemplateScribe:
    head = Letterhead("office@county.example", "县妇儿工委办公室", STAFF, mode)
    return TemplateScribe(own, SHIPPED, head, lambda _: "one")


def written(letter: Letter, mode: LettersMode = LettersMode.LIVE) -> EmailMessage:
    raw = scribe(mode).write(letter, NOW).raw
    return email.message_from_bytes(raw, policy=default)


def test_a_letter_is_a_whole_mail() -> None:
    mail = written(LETTER)
    assert mail["Message-ID"] == "<one@county.example>"
    assert mail["To"] == "unit@unit.example"
    assert mail["From"].addresses[0].display_name == "县妇儿工委办公室"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["Date"].datetime == NOW
    assert {p.get_content_type() for p in mail.iter_parts()} == {
        "text/plain",
        "text/html",
    }


def test_what_nobody_asked_for_says_so() -> None:
    reminder = replace(LETTER, kind=LetterKind.REMINDER)
    assert written(reminder)["Auto-Submitted"] == "auto-generated"


def test_an_answer_is_threaded_to_the_mail_it_answers() -> None:
    thread = Thread("<a@x>", ("<b@x>", "<a@x>", "no id", "<c@x>\r\nBcc: y"))
    mail = written(replace(LETTER, thread=thread))
    assert mail["In-Reply-To"] == "<a@x>"
    assert mail["References"] == "<b@x> <a@x>"
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "answered", ["", "no id", "<a b@x>", "<\u53f7@x>", "<a@x>\r\nBcc: y"]
)
def test_what_is_no_message_id_threads_nothing(answered: str) -> None:
    mail = written(replace(LETTER, thread=Thread(answered, ("<b@x>",))))
    assert mail["In-Reply-To"] is None
    assert mail["References"] is None
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "to",
    ["a@x.example\r\nBcc: y@x.example", "号@x.example", "", "a@x.example, b@x.example"],
)
def test_a_hostile_address_writes_no_header(to: str) -> None:
    mail = written(replace(LETTER, to=to))
    assert mail["Bcc"] is None
    assert "\n" not in str(mail["To"])


def test_a_fact_with_line_breaks_stays_in_the_subject() -> None:
    facts = FACTS | {"day": "x\r\nBcc: y@x.example"}
    new = scribe().write(replace(LETTER, facts=facts), NOW)
    assert "\n" not in new.subject
    assert email.message_from_bytes(new.raw)["Bcc"] is None


def test_facts_are_escaped_in_html_only() -> None:
    mail = written(replace(LETTER, facts=FACTS | {"telephone": "<b>&"}))
    body, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert body is not None
    assert page is not None
    assert "<b>&" in body.get_content()
    assert "&lt;b&gt;&amp;" in page.get_content()


def test_on_trial_staff_get_the_letter_with_the_real_recipient_on_top() -> None:
    new = scribe(LettersMode.STAFF).write(LETTER, NOW)
    assert (new.to, new.deliver_to, new.held) == ("unit@unit.example", STAFF, False)
    assert new.subject.startswith("【试运行】")
    body = written(LETTER, LettersMode.STAFF).get_body(("plain",))
    assert body is not None
    assert "unit@unit.example" in body.get_content()


def test_held_letters_wait_and_letters_to_staff_do_not() -> None:
    assert scribe(LettersMode.HOLD).write(LETTER, NOW).held
    alert = replace(LETTER, kind=LetterKind.ALERT, to=STAFF[0])
    for mode in LettersMode:
        new = scribe(mode).write(alert, NOW)
        assert (new.held, new.deliver_to) == (False, (STAFF[0],))


def test_a_copy_goes_to_several_addresses_once_each() -> None:
    new = scribe().write(replace(LETTER, cc=("b@x.example", LETTER.to)), NOW)
    assert new.deliver_to == (LETTER.to, "b@x.example")


def test_a_chinese_file_name_is_told_in_both_standards() -> None:
    name = "2023年为全县妇女儿童办实事工作进展情况报表（县住房城乡建设局）.docx"
    files = tuple(
        Enclosure(n, "application/x-test", n.encode()) for n in (name, "b.txt")
    )
    new = scribe().write(replace(LETTER, enclosures=files), NOW)
    mail = email.message_from_bytes(new.raw, policy=default)
    first, second = mail.iter_attachments()
    assert first.get_filename() == name
    assert first.get_content() == name.encode()
    assert second.get_filename() == "b.txt"
    assert b"filename*=utf-8''2023%E5%B9%B4" in new.raw
    old = email.message_from_bytes(new.raw).get_payload()[1]  # type: ignore[index]
    told = old.get_param("name")  # type: ignore[union-attr]
    assert str(told).startswith("=?utf-8?")
    assert str(make_header(decode_header(str(told)))) == name
    assert max(len(line) for line in new.raw.split(b"\r\n")) < 998


def test_a_missing_template_falls_back_on_the_shipped_one(tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    bare = scribe(own=tmp_path)
    assert bare.write(LETTER, NOW).subject.startswith("来信已收到")
    assert bare.complaints == []
    writer = scribe(own=tmp_path)
    (letters / "arrival.subject.j2").write_text("{% include 'gone.j2' %}", "utf-8")
    for _ in range(2):
        scribe_again = writer.write(LETTER, NOW)
        assert scribe_again.subject.startswith("来信已收到")
    assert writer.complaints == ["缺少信件模板 letters/gone.j2，已改用自带模板"]


def test_every_template_is_checked_with_examples(tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "arrival.txt.j2").write_text("一\n{% if %}", "utf-8")
    (fault,) = scribe(own=tmp_path).check({"arrival": FACTS | {"trial": ""}})
    assert "arrival 第2行有误" in fault
    assert scribe().check({"arrival": FACTS | {"trial": ""}}) == ()
