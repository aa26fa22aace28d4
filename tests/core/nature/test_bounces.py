"""Letters that came back: fields, words, recipients, and how long it lasts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.nature.bounces import (
    Bounce,
    Delivered,
    NotABounce,
    Reading,
    read_bounce,
    returned_ids,
)
from mailbot.core.nature.delivery_status import Fate, is_temporary, recipients
from mailbot.core.record.mail import Address, Header, Message, Part
from tests.support.bounce_forms import DELAYED, WORDS

US = "office@county.example"
STATUS = "message/delivery-status"


def notice(
    text: str,
    subject: str = "failure notice",
    sender: str = "mailer-daemon@mx.example",
    parts: tuple[Part, ...] = (),
) -> Reading:
    message = Message(
        sender=Address("", sender), to=(Address("", US),), subject=subject, text=text
    )
    return read_bounce(message, parts, frozenset({US}))


def stated(*blocks: str) -> Reading:
    content = "Reporting-MTA: dns; mx.example\n\n" + "\n\n".join(blocks)
    return notice("", parts=(Part("", content.encode(), STATUS),))


def block(action: str, status: str, address: str = "rfc822; a@b.example") -> str:
    return f"Final-Recipient: {address}\nAction: {action}\nStatus: {status}"


@pytest.mark.parametrize(
    ("action", "status", "temporary"),
    [
        ("failed", "5.1.1", False),
        ("failed", "5.0.0", False),
        ("delayed", "4.4.7", True),
        ("delayed", "5.0.0", True),
        ("failed", "4.4.1", True),
        ("failed", "5.4.4", True),
        ("failed (bad address)", "5.1.1 (user unknown)", False),
        ("error", "5.1.1", False),
        ("", "4.2.2", True),
        ("", "5.2.2", True),
        ("failed", "", False),
    ],
)
def test_action_and_status_tell_how_long_a_failure_lasts(
    action: str, status: str, *, temporary: bool
) -> None:
    assert stated(block(action, status)) == Bounce(
        ("a@b.example",), temporary, stated=True
    )


@pytest.mark.parametrize(
    ("action", "status"),
    [("delivered", "2.0.0"), ("relayed", "2.1.5"), ("expanded", ""), ("", "2.0.0")],
)
def test_a_letter_that_arrived_is_no_bounce(action: str, status: str) -> None:
    assert stated(block(action, status)) == Delivered()


def test_of_several_recipients_the_lasting_failures_count() -> None:
    assert stated(
        block("failed", "5.1.1", "rfc822;One@b.example"),
        block("delayed", "4.4.1", "rfc822;two@b.example"),
        block("relayed", "2.0.0", "rfc822;three@b.example"),
        block("failed", "5.1.2", "rfc822;four@b.example"),
    ) == Bounce(("one@b.example", "four@b.example"), stated=True)


@pytest.mark.parametrize(
    "field",
    [
        "Final-Recipient: rfc822;a@b.example",
        "Final-Recipient: RFC822; <a@b.example>",
        "Final-Recipient: <a@b.example>",
        "Final-Recipient: a@b.example",
        "final-recipient:rfc822;\n a@b.example",
        "Final-Recipient: LOCAL; \\x\nOriginal-Recipient: rfc822; a@b.example",
        "Original-Recipient: rfc822;a@b.example\nFinal-Recipient: rfc822;z@b.example",
        "X-Actual-Recipient: rfc822; a@b.example",
    ],
)
def test_the_recipient_is_read_as_loosely_as_hosts_write_it(field: str) -> None:
    found = recipients(f"{field}\nAction: failed\nStatus: 5.1.1")
    assert [(r.address, r.fate) for r in found] == [("a@b.example", Fate.FAILED)]


def test_blocks_without_a_blank_line_between_them_are_told_apart() -> None:
    one, two = block("failed", "5.1.1"), block("failed", "5.1.1", "rfc822;c@d.example")
    found = recipients(f"{one}\n{two}")
    assert [r.address for r in found] == ["a@b.example", "c@d.example"]


def test_a_diagnostic_code_tells_where_the_status_is_missing() -> None:
    text = "Final-Recipient: rfc822;a@b.example\nDiagnostic-Code: smtp; 451 try later"
    assert recipients(text)[0].fate is Fate.TEMPORARY


@pytest.mark.parametrize(
    ("words", "temporary"),
    [
        ("550 5.1.1 user unknown", False),
        ("451 4.7.1 greylisted", True),
        ("5.4.4 unable to route", True),
        ("said: 421 service not available", True),
        ("550-Mailbox unavailable", False),
        ("call 480-624-2500", None),
        ("after 450 seconds", None),
        ("10.4.2.1 refused", None),
        ("no code at all", None),
    ],
)
def test_codes_tell_whether_a_fault_may_pass(
    words: str, *, temporary: bool | None
) -> None:
    assert is_temporary(words) is temporary


@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS.keys())
def test_the_address_a_notice_speaks_of_is_found_in_its_words(text: str) -> None:
    found = notice(text)
    assert isinstance(found, Bounce)
    assert found.bounced == ("a@b.example",)
    assert not found.temporary


@pytest.mark.parametrize("text", DELAYED)
def test_words_tell_that_a_failure_may_pass(text: str) -> None:
    found = notice(text)
    assert isinstance(found, Bounce)
    assert (found.bounced, found.temporary) == (("a@b.example",), True)


def test_neither_we_nor_the_host_is_ever_the_one_that_bounced() -> None:
    found = notice(
        f"<{US}>: it could not be delivered\npostmaster@mx.example\nimage@x.png"
    )
    assert found == Bounce()


def test_where_no_word_names_him_the_returned_letter_s_one_recipient_is_meant() -> None:
    head = (
        b"From: x\r\nTo: =?x?= \r\n <A@b.example>\r\nSubject: y\r\n\r\nTo: z@y.example"
    )
    part = Part("", head, "message/rfc822")
    assert notice("The mail could not be delivered.", parts=(part,)) == Bounce(
        ("a@b.example",)
    )
    two = Part("", b"To: a@b.example, c@d.example\r\n", "text/rfc822-headers")
    none = Part("", b"Subject: y\r\n", "text/rfc822-headers")
    assert notice("It could not be delivered.", parts=(none, two)) == Bounce()


def test_a_header_of_exim_names_the_recipients() -> None:
    message = Message(
        sender=Address("", "x@y.example"),
        subject="Ваше сообщение",
        text="It could not be delivered",
        headers=(Header("x-failed-recipients", "a@b.example,\n c@d.example"),),
    )
    assert read_bounce(message, ()) == Bounce(("a@b.example", "c@d.example"))


def test_a_notification_inside_a_body_or_a_wrapping_mail_is_read() -> None:
    fields = "Could not be delivered.\n\n" + block("failed", "5.1.1")
    assert notice(fields) == Bounce(("a@b.example",), stated=True)
    wrapped = f"Content-Type: {STATUS}\n\n{block('failed', '5.1.1')}\n\nTo: x"
    part = Part("original.eml", wrapped.encode(), "message/rfc822")
    assert notice("", parts=(part,)) == Bounce(("a@b.example",), stated=True)


def test_a_mail_that_is_nothing_but_a_status_is_read() -> None:
    message = Message(media_type=STATUS, text=block("failed", "5.1.1"))
    assert read_bounce(message, ()) == Bounce(("a@b.example",), stated=True)


def test_a_notice_in_gbk_leaves_is_read() -> None:
    words = "邮件无法投递到 a@b.example".encode("gbk")
    assert notice("", parts=(Part("", words, "text/plain"),)) == Bounce(
        ("a@b.example",)
    )


@pytest.mark.parametrize("path", ["null", "mailer-daemon@x.example"])
def test_an_empty_path_with_the_form_of_a_bounce_is_a_machine(path: str) -> None:
    message = Message(
        sender=Address("Sys", "sys@x.example"),
        subject="Delivery failure",
        text="a@b.example: could not be delivered",
        null_sender=path == "null",
        return_path="" if path == "null" else path,
    )
    assert read_bounce(message, ()) == Bounce(("a@b.example",))


def test_an_empty_path_alone_is_no_bounce() -> None:
    absent = Message(
        sender=Address("", "x@y.example"),
        subject="自动回复",
        text="休假",
        null_sender=True,
    )
    assert read_bounce(absent, ()) == NotABounce()


def test_a_sender_without_an_address_and_a_bounce_s_subject_is_a_machine() -> None:
    message = Message(
        subject="Returned mail: see transcript", text="<a@b.example>... User unknown"
    )
    assert read_bounce(message, ()) == Bounce(("a@b.example",))


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Undelivered Mail", "I had the same, it could not be delivered"),
        ("关于邮件退回", "上次的邮件被退回，无法送达，怎么办"),
        ("投递失败的问题", "我们给 a@b.example 发信总是失败"),
        ("二季度报表", "见附件，未能按时送达请谅解"),
    ],
)
def test_a_person_who_writes_of_a_bounce_is_no_machine(subject: str, text: str) -> None:
    assert notice(text, subject, "clerk@163.example") == NotABounce()


def test_a_daemon_is_known_by_a_from_field_that_no_parser_accepts() -> None:
    message = Message(
        subject="Delivery Failure",
        text="Failed Recipient: a@b.example",
        headers=(Header("from", '<"System Administrator"@x.example>'),),
        sender=Address("", "administrator@x.example"),
    )
    assert read_bounce(message, ()) == Bounce(("a@b.example",))


def test_an_administrator_with_a_bounce_s_subject_is_a_machine() -> None:
    found = notice(
        "发送失败的收件人：a@b.example", "邮件投递失败通知", "admin@gov.example"
    )
    assert found == Bounce(("a@b.example",))
    assert notice("本周培训安排", "通知", "admin@gov.example") == NotABounce()


def test_a_document_outweighs_the_form_of_a_bounce() -> None:
    text, subject = "很抱歉您的邮件被退回，现重新报送", "邮件退回：二季度报表"
    report = Part("报表.docx", b"PK", disposition="attachment")
    assert isinstance(notice(text, subject, "x@163.example"), Bounce)
    assert notice(text, subject, "x@163.example", (report,)) == NotABounce()


def test_a_daemon_s_letter_that_says_nothing_of_a_failure_is_none() -> None:
    assert notice("Daily digest: 3 messages", "Daily digest") == NotABounce()


def test_message_ids_are_gathered_from_every_place_surest_first() -> None:
    message = Message(
        in_reply_to="<2@x>",
        references=("<1@x>", "<2@x>"),
        text="原邮件 <4@x>",
        html="<5@x>",
    )
    leaf = Part("", b"Message-ID: <3@x>\r\n", "text/rfc822-headers")
    assert returned_ids(message, (leaf, Part("a.docx", b"<6@x>"))) == (
        "<3@x>", "<2@x>", "<1@x>", "<4@x>", "<5@x>",
    )  # fmt: skip


@given(st.text(), st.text(), st.binary())
def test_no_notice_makes_it_raise(subject: str, text: str, leaf: bytes) -> None:
    parts = (Part("", leaf, STATUS), Part("", leaf, "message/rfc822"))
    notice(f"退信 {text} @ {text}", subject, parts=parts)
    recipients(text)


@pytest.mark.parametrize(
    "bad", ["x@" * 100_000, "not " * 100_000, "a" * 500_000, "<" * 300_000]
)
def test_a_huge_notice_is_read_in_bounded_time(bad: str) -> None:
    start = time.thread_time()
    notice(f"退信\n{bad}", parts=(Part("", bad.encode(), STATUS),))
    assert time.thread_time() - start < 5
