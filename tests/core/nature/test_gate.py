"""The one gate: which automatic letters go, and that two machines come to rest."""

# tables of real forms: one to a line reads best

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.core.nature.gate import (
    Allow,
    AnsweredMail,
    GatePolicy,
    Planned,
    RecentLetter,
    Refuse,
    bare_subject,
    is_machine_address,
    may_answer,
    may_send,
)
from mailbot.core.nature.nature import OwnSide, nature_of
from mailbot.core.record.mail import Address, Header, Message, Nature

US = "office@county.example"
OWN = OwnSide(frozenset({US}))
CLERK = "mzj@163.example"
NOW = datetime(2023, 6, 30, 9, 0, tzinfo=UTC)
LETTER = Message(
    message_id="<1@163.example>", sender=Address("民政局", CLERK), subject="二季度报表"
)
MAIL = AnsweredMail(LETTER, Nature.SUBMISSION, brings_file=True)
ANSWER = Planned(CLERK, "【回执】县民政局2023年第二季度", NOW)


def with_header(name: str, value: str) -> AnsweredMail:
    return replace(MAIL, message=replace(LETTER, headers=(Header(name, value),)))


def from_address(address: str) -> tuple[AnsweredMail, Planned]:
    sender = Address("", address)
    return (
        replace(MAIL, message=replace(LETTER, sender=sender)),
        replace(ANSWER, to=address),
    )


def test_a_unit_s_report_is_answered() -> None:
    assert may_answer(MAIL, ANSWER, OWN) == Allow()


@pytest.mark.parametrize(
    "incoming",
    [
        replace(MAIL, junk=True),
        replace(MAIL, message=replace(LETTER, null_sender=True)),
        replace(MAIL, message=replace(LETTER, return_path="mailer-daemon@x.example")),
        replace(MAIL, message=replace(LETTER, return_path="bounces+7@x.example")),
        with_header("auto-submitted", "auto-generated"),
        with_header("auto-submitted", "auto-replied; owner-email=x"),
        with_header("precedence", "bulk"),
        with_header("precedence", "Junk"),
        with_header("precedence", "list"),
        with_header("precedence", "auto_reply"),
        with_header("list-id", "<x.example>"),
        with_header("list-unsubscribe", "<mailto:x@y.example>"),
        with_header("from", "a@b.example, c@d.example"),
        replace(
            MAIL,
            message=replace(
                LETTER,
                headers=(Header("from", "a@b.example"), Header("from", "c@d.example")),
            ),
        ),
        *(
            replace(MAIL, nature=nature)
            for nature in (
                Nature.BOUNCE,
                Nature.AUTO_REPLY,
                Nature.READ_RECEIPT,
                Nature.RECALL,
                Nature.ACKNOWLEDGEMENT,
                Nature.LIST,
                Nature.OWN,
                Nature.UNRELATED,
            )
        ),
    ],
)
def test_a_letter_that_no_person_waits_an_answer_to_is_refused(
    incoming: AnsweredMail,
) -> None:
    verdict = may_answer(incoming, ANSWER, OWN)
    assert isinstance(verdict, Refuse)
    assert verdict.reason


@pytest.mark.parametrize(
    "incoming",
    [
        with_header("auto-submitted", "no"),
        with_header("precedence", "first-class"),
        with_header("from", '"a@b, c@d" <mzj@163.example>'),
        replace(MAIL, message=replace(LETTER, return_path=CLERK)),
        replace(MAIL, nature=Nature.QUESTION, brings_file=False),
    ],
)
def test_a_person_s_letter_passes(incoming: AnsweredMail) -> None:
    assert may_answer(incoming, ANSWER, OWN) == Allow()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mzj",
        "mzj@localhost",
        "a@b.example,c@d.example",
        "a@b.example c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a\x00@b.example",
        "mailer-daemon@x.example",
        "Postmaster@163.com",
        "noreply@x.example",
        "no-reply@x.example",
        "do_not_reply@x.example",
        "donotreply+7@x.example",
        "service-noreply@x.example",
        "notify@x.example",
        "notifications@x.example",
        "alert@x.example",
        "bounce-7@x.example",
        "list-request@x.example",
        "owner-list@x.example",
        "majordomo@x.example",
        "mail@service.netease.com",
        "someone@noreply.x.example",
        US,
        US.upper(),
    ],
)
def test_an_address_nobody_reads_or_that_is_no_address_gets_nothing(
    address: str,
) -> None:
    incoming, planned = from_address(address)
    assert isinstance(may_answer(incoming, planned, OWN), Refuse)
    assert isinstance(may_send(planned, OWN), Refuse)


@pytest.mark.parametrize(
    "address",
    [
        "replyto@x.example",
        "system_office@x.example",
        "robotics@x.example",
        "notice@x.example",
        "a.noreplyman@x.example",
        "1234567@qq.com",
        "yyxfl@zb.shandong.cn",
    ],
)
def test_an_ordinary_address_is_no_machine_s(address: str) -> None:
    assert not is_machine_address(address)


def test_the_answer_goes_to_the_from_address_only() -> None:
    elsewhere = replace(ANSWER, to="other@163.example")
    assert isinstance(may_answer(MAIL, elsewhere, OWN), Refuse)


def test_a_line_break_in_our_subject_is_refused() -> None:
    assert isinstance(may_send(replace(ANSWER, subject="x\nBcc: y"), OWN), Refuse)
    assert isinstance(may_send(replace(ANSWER, subject="x\u2028y"), OWN), Refuse)


def test_an_address_gets_six_answers_a_day_and_then_again_the_next() -> None:
    sent = tuple(
        RecentLetter(f"回执{n}", NOW - timedelta(hours=n)) for n in range(1, 7)
    )
    assert isinstance(may_send(replace(ANSWER, recent=sent), OWN), Refuse)
    assert may_send(replace(ANSWER, recent=sent[:5]), OWN) == Allow()
    tomorrow = replace(ANSWER, recent=sent, at=NOW + timedelta(hours=24))
    assert may_send(tomorrow, OWN) == Allow()


def test_reminders_do_not_count_as_answers_and_have_a_limit_of_their_own() -> None:
    reminders = tuple(
        RecentLetter(f"催报{n}", NOW - timedelta(hours=n), reminder=True)
        for n in range(1, 3)
    )
    assert may_send(replace(ANSWER, recent=reminders), OWN) == Allow()
    third = Planned(CLERK, "催报3", NOW, reminders, reminder=True)
    assert isinstance(may_send(third, OWN), Refuse)
    assert may_send(third, OWN, GatePolicy(reminders_a_day=3)) == Allow()


def test_the_same_subject_goes_to_the_same_address_twice_a_day_at_most() -> None:
    once = RecentLetter("Re: " + ANSWER.subject, NOW - timedelta(hours=1))
    assert may_send(replace(ANSWER, recent=(once,)), OWN) == Allow()
    twice = replace(ANSWER, recent=(once, once))
    assert isinstance(may_send(twice, OWN), Refuse)


def test_a_reply_to_our_answer_is_answered_only_if_it_brings_a_file() -> None:
    ours = RecentLetter("回执", NOW - timedelta(days=3), "<r@county.example>")
    planned = replace(ANSWER, recent=(ours,))
    reply = replace(LETTER, in_reply_to="<r@county.example>")
    bare = AnsweredMail(reply, Nature.SUBMISSION)
    assert isinstance(may_answer(bare, planned, OWN), Refuse)
    assert may_answer(replace(bare, brings_file=True), planned, OWN) == Allow()


def test_a_reply_to_a_reminder_may_be_answered() -> None:
    reminder = RecentLetter("催报", NOW, "<m@county.example>", reminder=True)
    planned = replace(ANSWER, recent=(reminder,))
    reply = replace(LETTER, references=("<m@county.example>",), subject="Re: 催报")
    assert may_answer(AnsweredMail(reply, Nature.QUESTION), planned, OWN) == Allow()


@pytest.mark.parametrize(
    "subject",
    [
        "二季度 报表",
        "Re: 二季度报表",
        "回复：Re[2]: 二季度报表",
        "自动回复: Fw：二季度报表",
    ],
)
def test_prefixes_and_spaces_do_not_make_another_subject(subject: str) -> None:
    assert bare_subject(subject) == "二季度报表"


class Bot:
    """Answers whatever comes, with the headers and threading it was given."""

    subject = "Re: {}"

    def __init__(self, *, threads: bool, headers: dict[str, str], text: str) -> None:
        self.threads = threads
        self.headers = tuple(Header(k, v) for k, v in headers.items())
        self.text = text
        self.written = 0

    def answer(self, subject: str, message_id: str) -> Message:
        self.written += 1
        return Message(
            message_id=f"<{self.written}@bot.example>",
            in_reply_to=message_id if self.threads else "",
            sender=Address("bot", "bot@unit.example"),
            subject=self.subject.format(subject, self.written),
            headers=self.headers,
            text=self.text,
        )


def mails_until_rest(bot: Bot, *, first_file: bool) -> int:
    """Play until our side is silent; return how many mails both wrote."""
    recent: list[RecentLetter] = []
    mail = bot.answer("二季度", "")
    total, files = 1, first_file
    for minute in range(50):
        found = nature_of(mail, (), OWN).nature
        subject = f"【回执】{bare_subject(mail.subject)}"
        at = NOW + timedelta(minutes=minute)
        planned = Planned("bot@unit.example", subject, at, tuple(recent))
        incoming = AnsweredMail(mail, found, brings_file=files)
        if isinstance(may_answer(incoming, planned, OWN), Refuse):
            return total
        recent.append(RecentLetter(subject, at, f"<{minute}@county.example>"))
        mail = bot.answer(subject, f"<{minute}@county.example>")
        total, files = total + 2, False
    return total


@pytest.mark.parametrize("threads", [True, False])
@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({}, "有新情况请看附件"),
        ({"auto-submitted": "auto-replied"}, "x"),
        ({}, "您好，我正在休假，回来后尽快回复。"),
        ({"x-qq-auto-reply": "1"}, ""),
    ],
)
def test_two_machines_come_to_rest_within_three_mails(
    headers: dict[str, str], text: str, *, threads: bool
) -> None:
    bot = Bot(threads=threads, headers=headers, text=text)
    assert mails_until_rest(bot, first_file=True) <= 3


def test_a_ticket_system_that_numbers_every_answer_comes_to_rest_too() -> None:
    bot = Bot(threads=False, headers={}, text="您的来信已登记")
    bot.subject = "[工单#2023{1:04}] {0} 已受理"
    assert mails_until_rest(bot, first_file=True) <= 3


def test_a_vacation_responder_on_a_reminder_is_never_answered() -> None:
    bot = Bot(threads=True, headers={}, text="这是来自QQ邮箱的假期自动回复邮件。")
    assert mails_until_rest(bot, first_file=False) == 1
