"""What a mail is: the table of forms that hosts, programs and people use."""

from __future__ import annotations

import pytest

from mailbot.core.bounces import Bounce
from mailbot.core.mail import Address, Header, Message, Nature, Part
from mailbot.core.nature import NatureReport, OwnSide, nature_of

US = "office@county.example"
OURS = "<reminder-7@mailbot.county.example>"
OWN = OwnSide(frozenset({US}), frozenset({OURS}).__contains__)
CLERK = Address("县民政局", "mzj@163.example")
DAEMON = Address("Mail Delivery System", "MAILER-DAEMON@mx.example")
REMINDER = "【提醒】请报送2023年第二季度实事进展"
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


BOUNCES = [
    (
        "系统退信",
        "收件方服务器反馈收件人地址不存在，建议以其他方式联系收件方。",
        "Postmaster@163.com",
    ),
    (
        "系统退信/The email is returned",
        "退信原因 | 收件方地址不存在\n远程响应 | 550",
        "PostMaster@qq.com",
    ),
    (
        "来自163.com的退信",
        "很抱歉您发送的邮件被退回，以下是该邮件的相关信息：",
        "postmaster@163.com",
    ),
    (
        "退信通知",
        "您发送的邮件无法送达以下收件人：\nzjj@163.example",
        "postmaster@gov.example",
    ),
    (
        "邮件投递失败通知",
        "投递失败 收件人：zjj@163.example 原因：用户不存在",
        "postmaster@139.com",
    ),
    (
        "Undelivered Mail Returned to Sender",
        "I'm sorry, it could not be delivered to\n<a@b.example>: 550",
        "MAILER-DAEMON@x.example",
    ),
    (
        "Delivery Status Notification (Delay)",
        "Delivery to a@b.example has been delayed",
        "postmaster@x.example",
    ),
    (
        "failure notice",
        "Hi. This is the qmail-send program.\n<a@b.example>:\nno mailbox here",
        "MAILER-DAEMON@sina.com",
    ),
    (
        "无法送达: 二季度",
        "无法传递到以下收件人：\na@b.example",
        "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@x.example",
    ),
    (
        "Mail delivery failed: returning message to sender",
        "The following address(es) failed:\n  a@b.example",
        "Mailer-Daemon@x.example",
    ),
]


@pytest.mark.parametrize(("subject", "text", "sender"), BOUNCES)
def test_a_mail_host_s_notice_that_something_came_back_is_a_bounce(
    subject: str, text: str, sender: str
) -> None:
    assert nature(subject, text, sender=Address("", sender)) is Nature.BOUNCE


AUTO_REPLIES: list[tuple[str, str, dict[str, str]]] = [
    ("刘某 自动回复: " + REMINDER, "您发给我的信件已经收到。", {}),
    ("自动回复：" + REMINDER, "", {}),
    ("自動回覆: " + REMINDER, "我正在休假", {}),
    ("自动答复: " + REMINDER, "我在外地出差，回来后回复。", {}),
    (
        "Re: " + REMINDER,
        "这是来自QQ邮箱的假期自动回复邮件。\n您好，我最近正在休假中",
        {},
    ),
    ("Re: " + REMINDER, "这是来自QQ邮箱的自动回复邮件。", {}),
    ("Re: " + REMINDER, "您好", {"X-QQ-AUTO-REPLY": "1"}),
    ("回复：" + REMINDER, "祝好", {"Auto-Submitted": "auto-replied"}),
    ("回复：" + REMINDER, "祝好", {"Auto-Submitted": "auto-replied (vacation)"}),
    ("通知", "系统通知", {"Auto-Submitted": "auto-generated"}),
    ("回复：" + REMINDER, "", {"Precedence": "auto_reply"}),
    ("回复：" + REMINDER, "", {"X-Autoreply": "yes"}),
    ("回复：" + REMINDER, "", {"X-Autorespond": "x"}),
    ("回复：" + REMINDER, "", {"X-Auto-Response-Suppress": "All"}),
    ("Automatic reply: " + REMINDER, "", {}),
    ("Out of Office: x", "I am out of the office until Monday", {}),
    (
        "Re: x",
        "This is an automatic reply, confirming that your e-mail was received.",
        {},
    ),
    ("Re: x", "您好！您的邮件我已经收到，我会尽快给您回复。", {}),
    ("Re: x", "来信已收到，我会在阅读后尽快给您答复，谢谢！", {}),
    ("Re: x", "您好，本人正在休假，如有急事请拨打电话0533-1234567联系。", {}),
    ("Re: x", "我因公出差至7月5日，返回后将及时回复您的邮件。", {}),
    ("Re: x", "I'm on vacation and will answer later.", {}),
    ("Re: x", "此邮件由系统自动发送，请勿直接回复。", {}),
    ("Re: x", "【自动回复】已收到您的邮件", {}),
    ("Re: x", "本人已调离原岗位，业务邮件请改发新邮箱。", {}),
    ("Re: x", "", {"Preference": "auto_reply"}),
]


@pytest.mark.parametrize(("subject", "text", "headers"), AUTO_REPLIES)
def test_a_machine_that_answers_for_its_owner_is_an_auto_reply(
    subject: str, text: str, headers: dict[str, str]
) -> None:
    assert nature(subject, text, headers) is Nature.AUTO_REPLY


READ_RECEIPTS = [
    ("已读: " + REMINDER, "您发给 住建局 的邮件已于 2023年6月25日 打开阅读。"),
    ("已讀：" + REMINDER, ""),
    ("Read: x", "Your message was read on Sunday, June 25, 2023"),
    ("Return Receipt (displayed) - x", "This is a Return Receipt for the mail"),
    ("邮件已读回执", "对方已阅读您的邮件"),
    ("阅读回执：" + REMINDER, ""),
    ("Re: x", "您的邮件《请报送》已于2023-06-25 09:00被阅读"),
    ("未读: x", "您的邮件未被阅读即被删除"),
]


@pytest.mark.parametrize(("subject", "text"), READ_RECEIPTS)
def test_a_note_that_a_letter_was_read_is_a_read_receipt(
    subject: str, text: str
) -> None:
    assert nature(subject, text) is Nature.READ_RECEIPT


RECALLS = [
    ("撤回: 人社局二季度报表", "人社局 想撤回邮件“人社局二季度报表”。"),
    ("邮件撤回通知", "发件人 zjj@163.example 已撤回邮件《住建局二季度》"),
    ("召回：报表", ""),
    ("Recall: Q2 report", "The sender would like to recall the message"),
    ("通知", "对方已成功撤回一封邮件"),
    ("Message Recall Success: x", ""),
]


@pytest.mark.parametrize(("subject", "text"), RECALLS)
def test_a_letter_that_takes_another_back_is_a_recall(subject: str, text: str) -> None:
    assert nature(subject, text) is Nature.RECALL


ACKNOWLEDGEMENTS = [
    ("收到 Re: " + REMINDER, "收到，谢谢！"),
    ("Re: " + REMINDER, "好的"),
    ("回复：" + REMINDER, "已收到。"),
    ("回复：" + REMINDER, "收到，我局将按时报送，谢谢提醒！"),
    ("回复：" + REMINDER, "领导好，收到，我们尽快上报。"),
    ("Re: x", "OK, thanks."),
    ("Re: x", "谢谢！\n\n沂县民政局\n张三\n0533-1234567"),
    ("Re: x", "收到\n\n发自我的iPhone"),
    ("收到", ""),
    (
        "回复：x",
        "邮件已收悉，辛苦了\n------------------ 原始邮件 ------------------\n发件人: x",
    ),
    ("Re: x", "明白，下周一前报送。"),
]


@pytest.mark.parametrize(("subject", "text"), ACKNOWLEDGEMENTS)
def test_a_person_s_short_thanks_is_an_acknowledgement(subject: str, text: str) -> None:
    assert nature(subject, text) is Nature.ACKNOWLEDGEMENT


QUESTIONS = [
    ("Re: x", "请问报表怎么填？"),
    ("咨询", "你好，第3项由我局和卫健局共同负责，应由谁报送？"),
    ("Re: x", "没有收到附件模板，麻烦再发一份"),
    ("Re: x", "能否延期到下周一报送"),
    ("请问电子版用什么格式", ""),
    ("Re: x", "盖章版要不要寄纸质的"),
    ("Re: x", "收到，请问截止到几号？"),
]


@pytest.mark.parametrize(("subject", "text"), QUESTIONS)
def test_a_person_who_asks_and_brings_nothing_has_a_question(
    subject: str, text: str
) -> None:
    assert nature(subject, text) is Nature.QUESTION


LISTS = [
    {"List-Id": "<news.example>"},
    {"List-Unsubscribe": "<mailto:x@y.example>"},
    {"Precedence": "bulk"},
    {"Precedence": "list"},
]


@pytest.mark.parametrize("headers", LISTS)
def test_mail_to_a_crowd_is_list_mail(headers: dict[str, str]) -> None:
    assert nature("本周要闻", "各位读者", headers) is Nature.LIST


SUBMISSIONS: list[tuple[str, str, dict[str, str]]] = [
    ("民政局二季度报表", "请查收。", {}),
    ("邮件退回重发：民政局二季度", "上次的邮件被系统退信，无法送达，现重新报送。", {}),
    ("关于自动回复设置后的报表", "收到，谢谢", {}),
    ("Re: 自动回复：已收到您的来信", "更正版见附件", {}),
    ("Re: x", "收到，谢谢！", {}),
    ("请问是否收到？二季度报表", "请问收到了吗？", {}),
    ("回执：二季度报表", "", {}),
    ("撤回上一版，以此为准", "已撤回邮件，请以附件为准", {}),
    ("Re: x", "我在外地出差，无法及时回复，报表见附件", {}),
    ("报表", "见附件", {"Precedence": "bulk"}),
    ("报表", "见附件", {"X-Auto-Response-Suppress": "OOF"}),
    ("报表", "见附件", {"Auto-Submitted": "no"}),
]


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
    assert report == NatureReport(Nature.BOUNCE, ("mzj@163.example",), False, (OURS,))


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
        Part("名片.vcf", b"x", "text/vcard"),
        Part("smime.p7s", b"x", "application/pkcs7-signature"),
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
