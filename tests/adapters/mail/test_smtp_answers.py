"""The table of refusals: real hosts' words, and what to do about each."""

from __future__ import annotations

import pytest

from mailbot.adapters.mail.smtp.answers import (
    Phase,
    classify,
    login_may_succeed_later,
)
from mailbot.core.letters.sending import RefusalKind as Kind
from mailbot.core.letters.sending import Refused

AT_RCPT, AT_DATA, AT_MAIL = Phase.RECIPIENT, Phase.CONTENT, Phase.SENDER


@pytest.mark.parametrize(
    ("code", "text", "phase", "kind"),
    [
        # NetEase
        (421, "HL:REP 192.0.2.7 http://mail.example.org/help", AT_MAIL, Kind.LATER),
        (450, "MI:DMC too many mails in this connection", AT_MAIL, Kind.LATER),
        (451, "DT:SPM please try again", AT_DATA, Kind.LATER),
        (451, "too much fail authentication", AT_MAIL, Kind.LATER),
        (550, "MI:STC 163 smtp5", AT_MAIL, Kind.TOMORROW),
        (550, "RP:TRC 163 smtp5", AT_RCPT, Kind.TOMORROW),
        (554, "MI:STC 163 smtp5", AT_MAIL, Kind.TOMORROW),
        (550, "INVALID User: abc", AT_RCPT, Kind.DEAD_ADDRESS),
        (550, "User not found: abc", AT_RCPT, Kind.DEAD_ADDRESS),
        (550, "User suspended", AT_RCPT, Kind.DEAD_ADDRESS),
        (550, "User is locked", AT_RCPT, Kind.DEAD_ADDRESS),
        (552, "Requested mail action aborted: exceeded mailsize limit", AT_DATA,
         Kind.TOO_LARGE),
        (552, "Illegal Attachment", AT_DATA, Kind.SPAM),
        (553, "Mail from must equal authorized user", AT_MAIL, Kind.SENDER),
        (554, "DT:SPM 163 smtp1,C8CowAAX", AT_DATA, Kind.SPAM),
        (554, "DT:SUM sender and header differ", AT_DATA, Kind.SPAM),
        (554, "HL:IPB 192.0.2.7", AT_MAIL, Kind.OTHER),
        (550, "MI:SPF host not allowed", AT_DATA, Kind.OTHER),
        # Tencent
        (550, "Sender frequency limited", AT_DATA, Kind.TOMORROW),
        (550, "Ip frequency limited", AT_MAIL, Kind.TOMORROW),
        (550, "Connection frequency limited", AT_MAIL, Kind.LATER),
        (550, "Mailbox not found. http://service.example.org", AT_RCPT,
         Kind.DEAD_ADDRESS),
        (550, "Mailbox unavailable or access denied", AT_RCPT, Kind.DEAD_ADDRESS),
        (550, "Mail content denied. http://service.example.org", AT_DATA, Kind.SPAM),
        (550, "Suspected spam ip", AT_MAIL, Kind.SPAM),
        (501, "mail from address must be same as authorization user", AT_MAIL,
         Kind.SENDER),
        (503, "Error: need EHLO and AUTH first !", AT_MAIL, Kind.AUTH),
        (535, "Login Fail. Please enter your authorization code", AT_MAIL, Kind.AUTH),
        # Aliyun, Sina, Coremail, Postfix, Exchange
        (554, "RCPT (abc@example.org) dosn't exist", AT_RCPT, Kind.DEAD_ADDRESS),
        (550, "#5.1.1 the email account that you tried to reach is disabled", AT_RCPT,
         Kind.DEAD_ADDRESS),
        (550, "5.1.1 <a@example.org>: Recipient address rejected: User unknown",
         AT_RCPT, Kind.DEAD_ADDRESS),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound", AT_RCPT, Kind.DEAD_ADDRESS),
        (552, "5.2.2 Over quota", AT_RCPT, Kind.LATER),
        (550, "5.2.2 box", AT_RCPT, Kind.LATER),
        (550, "5.4.4 host", AT_RCPT, Kind.LATER),
        (552, "5.3.4 message", AT_DATA, Kind.TOO_LARGE),
        (550, "5.7.8 no", AT_MAIL, Kind.AUTH),
        (554, "5.7.1 <x>: Relay access denied", AT_RCPT, Kind.AUTH),
        (550, "邮箱用户不存在", AT_RCPT, Kind.DEAD_ADDRESS),
        (552, "收件人邮箱空间不足", AT_RCPT, Kind.LATER),
        (552, "邮件过大", AT_DATA, Kind.TOO_LARGE),
        (550, "今日发信已达当日上限", AT_MAIL, Kind.TOMORROW),
        (451, "4.7.1 Greylisted, please try again", AT_RCPT, Kind.LATER),
        (450, "4.2.0 Greylisted", AT_RCPT, Kind.LATER),
        (452, "4.2.2 The email account is over quota", AT_RCPT, Kind.LATER),
        (450, "4.1.1 Recipient address rejected: unverified", AT_RCPT, Kind.LATER),
        # bare codes
        (550, "no", AT_RCPT, Kind.DEAD_ADDRESS),
        (550, "no", AT_DATA, Kind.SPAM),
        (550, "no", AT_MAIL, Kind.OTHER),
        (552, "no", AT_DATA, Kind.TOO_LARGE),
        (503, "bad sequence", AT_MAIL, Kind.LATER),
        (530, "no", AT_MAIL, Kind.AUTH),
        (555, "no", AT_RCPT, Kind.OTHER),
        (-1, "garbage", AT_RCPT, Kind.LATER),
        (354, "go ahead", AT_RCPT, Kind.LATER),
    ],
)  # fmt: skip
def test_a_refusal_is_known_by_its_words_then_its_status_then_its_code(
    code: int, text: str, phase: Phase, kind: Kind
) -> None:
    assert classify(code, text, phase) is kind


@pytest.mark.parametrize("code", range(400, 500, 10))
def test_nothing_temporary_is_ever_permanent(code: int) -> None:
    for text in ("user unknown", "DT:SPM", "too large", "relay", ""):
        for phase in Phase:
            assert not Refused(classify(code, text, phase), code, text).permanent


@pytest.mark.parametrize("kind", list(Kind))
def test_only_four_kinds_are_for_good(kind: Kind) -> None:
    for_good = {
        Kind.DEAD_ADDRESS,
        Kind.SPAM,
        Kind.TOO_LARGE,
        Kind.OTHER,
    }
    assert Refused(kind, 550, "").permanent == (kind in for_good)


@pytest.mark.parametrize(
    ("code", "text", "later"),
    [
        (454, "4.7.0 Temporary authentication failure", True),
        (535, "Error: authentication failed", False),
        (554, "SMTP auth error limit exceed, try later", True),
        (554, "IP in blacklist", False),
    ],
)
def test_a_refused_connection_is_tried_again_only_if_waiting_can_help(
    code: int, text: str, *, later: bool
) -> None:
    assert login_may_succeed_later(code, text) is later
