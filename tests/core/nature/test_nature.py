"""What a mail is: the table of forms that hosts, programs and people use."""

from __future__ import annotations

import pytest

from mailbot.core.nature.bounces import Bounce
from mailbot.core.nature.nature import OwnSide, nature_of
from mailbot.core.record.mail import (
    Address,
    Header,
    Message,
    Nature,
    NatureReport,
    Part,
)
from tests.support.nature_forms import (
    ACKNOWLEDGEMENTS,
    AUTO_REPLIES,
    BOUNCES,
    LISTS,
    QUESTIONS,
    READ_RECEIPTS,
    RECALLS,
    REMINDER,
    SUBMISSIONS,
    TYPED,
)

US = "office@county.example"
OURS = "<reminder-7@mailbot.county.example>"
OWN = OwnSide(frozenset({US}), frozenset({OURS}).__contains__)
CLERK = Address("县民政局", "mzj@163.example")
DAEMON = Address("Mail Delivery System", "MAILER-DAEMON@mx.example")
REPORT = Part("二季度报表.docx", b"PK" * 100, disposition="attachment")
STATUS = Part(
    "",
    b"Reporting-MTA: dns; mx.example\r\n\r\n"
    b"Final-Recipient: rfc822; mzj@163.example\r\nAction: failed\r\nStatus: 5.1.1\r\n",
    "message/delivery-status",
)


def nature(
    subject: str = REMINDER,
    text: str = "",
    headers: dict[str, str] | None = None,
    parts: tuple[Part, ...] = (),
    sender: Address = CLERK,
) -> Nature:
    message = Message(
        sender=sender,
        to=(Address("", US),),
        subject=subject,
        text=text,
        headers=tuple(Header(k.lower(), v) for k, v in (headers or {}).items()),
    )
    return nature_of(message, parts, OWN).nature


@pytest.mark.parametrize(("subject", "text", "sender"), BOUNCES)
def test_a_mail_host_s_notice_that_something_came_back_is_a_bounce(
    subject: str, text: str, sender: str
) -> None:
    assert nature(subject, text, sender=Address("", sender)) is Nature.BOUNCE


@pytest.mark.parametrize(("subject", "text", "headers"), AUTO_REPLIES)
def test_a_machine_that_answers_for_its_owner_is_an_auto_reply(
    subject: str, text: str, headers: dict[str, str]
) -> None:
    assert nature(subject, text, headers) is Nature.AUTO_REPLY


@pytest.mark.parametrize(("subject", "text"), READ_RECEIPTS)
def test_a_note_that_a_letter_was_read_is_a_read_receipt(
    subject: str, text: str
) -> None:
    assert nature(subject, text) is Nature.READ_RECEIPT


@pytest.mark.parametrize(("subject", "text"), RECALLS)
def test_a_letter_that_takes_another_back_is_a_recall(subject: str, text: str) -> None:
    assert nature(subject, text) is Nature.RECALL


@pytest.mark.parametrize(("subject", "text"), ACKNOWLEDGEMENTS)
def test_a_person_s_short_thanks_is_an_acknowledgement(subject: str, text: str) -> None:
    assert nature(subject, text) is Nature.ACKNOWLEDGEMENT


@pytest.mark.parametrize(("subject", "text"), QUESTIONS)
def test_a_person_who_asks_and_brings_nothing_has_a_question(
    subject: str, text: str
) -> None:
    assert nature(subject, text) is Nature.QUESTION


@pytest.mark.parametrize("headers", LISTS)
def test_mail_to_a_crowd_is_list_mail(headers: dict[str, str]) -> None:
    assert nature("本周要闻", "各位读者", headers) is Nature.LIST


@pytest.mark.parametrize(("subject", "text"), TYPED)
def test_a_report_typed_into_the_body_is_no_machine_s_whatever_it_speaks_of(
    subject: str, text: str
) -> None:
    assert nature(subject, text) is Nature.SUBMISSION


@pytest.mark.parametrize(("subject", "text", "headers"), SUBMISSIONS)
def test_with_a_document_words_alone_do_not_make_a_machine(
    subject: str, text: str, headers: dict[str, str]
) -> None:
    assert nature(subject, text, headers, (REPORT,)) is Nature.SUBMISSION


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("自动回复: " + REMINDER, {}),
        ("Re: x", {"Auto-Submitted": "auto-replied"}),
        ("Re: x", {"X-QQ-AUTO-REPLY": "1"}),
    ],
)
def test_a_machine_s_answer_stays_one_whatever_it_carries(
    subject: str, headers: dict[str, str]
) -> None:
    assert nature(subject, "", headers, (REPORT,)) is Nature.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "二季度",
            "报表 https://wx.mail.qq.com/ftn/download?func=3&key=k&code=c 收到请回复",
        ),
        (
            "民政局二季度进展",
            "一、加强困境儿童保障，本季度走访120人次，发放补贴8万元。",
        ),
        ("收到但有情况", "收到，报表昨天已由李四发到贵办，请再核对一遍"),
        ("", ""),
    ],
)
def test_a_letter_that_may_bring_a_report_is_left_to_matching(
    subject: str, text: str
) -> None:
    assert nature(subject, text) is Nature.SUBMISSION


def test_a_person_who_forwards_a_bounce_is_no_machine() -> None:
    told = (
        "转发：系统退信",
        "昨天给您发的邮件被退回了，无法投递到 office@county.example",
    )
    assert nature(*told) is not Nature.BOUNCE


def test_a_bounce_comes_before_the_auto_reply_its_header_claims() -> None:
    found = nature(
        "Undelivered Mail Returned to Sender",
        headers={"Auto-Submitted": "auto-replied"},
        parts=(STATUS,),
        sender=DAEMON,
    )
    assert found is Nature.BOUNCE


def test_a_bounce_is_tied_to_the_letter_of_ours_it_returns() -> None:
    head = Part("", f"Message-ID: {OURS}\r\nTo: x\r\n".encode(), "text/rfc822-headers")
    message = Message(
        sender=DAEMON, subject="Undelivered Mail", text="<other@x.example>"
    )
    report = nature_of(message, (STATUS, head), OWN)
    assert report == NatureReport(
        Nature.BOUNCE, ("mzj@163.example",), original_message_ids=(OURS,)
    )


def test_an_answer_is_tied_to_the_letter_it_answers() -> None:
    message = Message(sender=CLERK, subject="Re: x", text="收到", references=(OURS,))
    assert nature_of(message, (), OWN).original_message_ids == (OURS,)


def test_our_own_letter_is_known_by_its_message_id_not_by_its_address() -> None:
    ours = Message(message_id=OURS, sender=Address("", US), subject=REMINDER)
    host_unit = Message(
        message_id="<x@y>", sender=Address("", US), subject="县妇联二季度"
    )
    assert nature_of(ours, (), OWN).nature is Nature.OWN
    assert nature_of(host_unit, (REPORT,), OWN).nature is Nature.SUBMISSION


def test_without_a_ledger_no_letter_is_ours() -> None:
    ours = Message(message_id=OURS, sender=Address("", US), subject="县妇联二季度")
    assert nature_of(ours, (REPORT,), OwnSide()).nature is Nature.SUBMISSION


def test_a_report_that_all_was_delivered_is_no_bounce() -> None:
    well = Part(
        "",
        b"Final-Recipient: rfc822; a@b.example\nAction: relayed\nStatus: 2.0.0\n",
        "message/delivery-status",
    )
    found = nature("Successful Mail Delivery Report", parts=(well,), sender=DAEMON)
    assert found is Nature.READ_RECEIPT


def test_a_disposition_notification_is_a_read_receipt_by_structure() -> None:
    leaf = Part("", b"Disposition: manual-action", "message/disposition-notification")
    assert nature("x", parts=(leaf, REPORT)) is Nature.READ_RECEIPT
    report = Message(
        media_type="multipart/report",
        headers=(
            Header(
                "content-type", "multipart/report; report-type=disposition-notification"
            ),
        ),
    )
    assert nature_of(report, (), OWN).nature is Nature.READ_RECEIPT


def test_an_invitation_and_a_daemon_s_digest_are_other() -> None:
    invitation = Part("会议.ics", b"BEGIN:VCALENDAR", "text/calendar")
    assert nature("会议邀请", "请参加", parts=(invitation,)) is Nature.OTHER
    assert nature("每日摘要", "您有3封隔离邮件", sender=DAEMON) is Nature.OTHER


@pytest.mark.parametrize(
    "part",
    [
        Part("logo.png", b"x" * 500, "image/png", inline_image=True),
        Part("名片.vcf", b"BEGIN:VCARD", "text/vcard"),
        Part("smime.p7s", b"0\x82\x01", "application/pkcs7-signature"),
        Part("", b"words", "text/plain"),
        Part("line.png", b"x" * 500, "image/png"),
        Part("空.docx", b""),
    ],
)
def test_logos_cards_and_signatures_are_no_documents(part: Part) -> None:
    assert nature("Re: x", "收到", parts=(part,)) is Nature.ACKNOWLEDGEMENT


@pytest.mark.parametrize(
    "part",
    [
        Part("winmail.dat", b"x", "application/ms-tnef"),
        Part("", b"Subject: x", "message/rfc822"),
        Part("盖章.jpg", b"x" * 90_000, "image/jpeg"),
        Part("", b"%PDF", "application/pdf"),
    ],
)
def test_tnef_forwarded_mails_and_photographs_are_documents(part: Part) -> None:
    assert nature("Re: x", "收到", parts=(part,)) is Nature.SUBMISSION


class TestTheLibraryS:
    """The library's finding beside our own reading."""

    THEIRS = Bounce(("them@b.example",))

    def read(self, text: str, parts: tuple[Part, ...] = ()) -> NatureReport:
        message = Message(sender=DAEMON, subject="failure notice", text=text)
        return nature_of(message, parts, OWN, self.THEIRS)

    def test_stated_fields_win_over_it(self) -> None:
        assert self.read("", (STATUS,)).bounced == ("mzj@163.example",)

    def test_its_address_wins_over_our_reading_of_words(self) -> None:
        assert self.read("<us@b.example>: user unknown").bounced == ("them@b.example",)

    def test_our_codes_tell_that_the_fault_may_pass(self) -> None:
        assert self.read("<us@b.example>: 451 4.2.0 try later").temporary

    def test_it_finds_what_we_do_not(self) -> None:
        ordinary = Message(sender=CLERK, subject="x", text="y")
        assert nature_of(ordinary, (), OWN, self.THEIRS).nature is Nature.BOUNCE
