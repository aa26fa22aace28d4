"""Where a notice names the address that was not reached, and where another's stands.

One form a row: the pattern, the hosts it is known from, and lines in which it stands.
What comes after, in the group `a`, is read for addresses.
"""

from __future__ import annotations

from typing import Final

from mailbot.core.words.phrases import Phrases, phrase

_TO = r"""\s*[:：|（(「“"<\s]*(?P<a>[^，。；\n]{0,200})"""
# The surest announcement first: the first form that yields an address decides.
# fmt: off
ANNOUNCED: Final = (
    Phrases((phrase(r"expanded\s+from:\s*(?P<a>.{0,200})", "Sendmail, Postfix", "(expanded from: a@b.example)"),)),
    Phrases(
        (
            phrase("x-failed-recipients", "Exim", "X-Failed-Recipients: a@b.example"),
            phrase("error-for", "LSMTP", "Error-for: a@b.example"),
            phrase(r"failed\s+recipients", "unrecorded", "Failed recipients: a@b.example"),
            phrase(r"undeliverable\s+address", "unrecorded", "Undeliverable address: a@b.example"),
            phrase(r"undelivered\s+to", "unrecorded", "Undelivered to: a@b.example"),
            phrase(r"mailbox\s+is\s+full", "unrecorded", "Mailbox is full: a@b.example"),
            phrase(r"invalid\s+final\s.{0,20}", "unrecorded", "Invalid final delivery userid: a@b.example"),
            phrase(r"recipient(?:'s)?(?:\s+(?:e-?mail\s+)?address)?", "RFC 3464",
                   "Final-Recipient: rfc822; a@b.example", "Recipient's e-mail address: a@b.example"),
        ),
        after=r"\s*[:=]\s*(?:rfc822\s*;)?\s*(?:\[smtp:)?(?P<a>.{0,200})",
    ),
    Phrases((phrase(r"rcpt\s+to\s*:\s*(?P<a>.{0,200})", "Exim", "RCPT TO: a@b.example"),)),
    Phrases((phrase(r"\bsmtp=(?P<a>[^\s;]{1,200})", "X.400", "SMTP=a@b.example"),)),
    Phrases(
        (
            phrase("(?:无法|未能|無法)(?:发送|投递|送达|传递|傳送|送達|投遞)[到至给給]?", "NetEase",
                   "无法发送到 a@b.example", "您的郵件無法傳送給 a@b.example，請確認。",
                   "未能送达 a@b.example：连接超时，稍后将重试", "邮件无法投递到 a@b.example",
                   "无法传递给 a@b.example", "無法投遞：a@b.example", "無法送達：a@b.example"),
        ),
        after=_TO,
    ),
    Phrases(
        (
            phrase("收件[人方者]", "Aliyun, QQ", "收件人 | a@b.example"),
            phrase("收信人", "unrecorded", "收信人：a@b.example"),
            phrase("失败", "a county's host", "失败邮件：a@b.example"),
            phrase("目标", "unrecorded", "目标的邮箱地址：a@b.example"),
            phrase("退信", "unrecorded", "退信：a@b.example"),
        ),
        after="(?:的|邮件|邮箱|电子邮件)*(?:地址)?" + _TO,
    ),
    Phrases(
        (
            phrase("发往", "139", "您发往a@b.example的邮件投递失败"),
            phrase("寄往", "unrecorded", "寄往 a@b.example 的邮件"),
            phrase("投递到", "unrecorded", "邮件投递到 a@b.example 时出错"),
            phrase("发送到", "unrecorded", "邮件发送到 a@b.example 时出错"),
            phrase("投递给", "unrecorded", "投递给 a@b.example 的邮件"),
            phrase("发送给", "unrecorded", "发送给 a@b.example 的邮件"),
            phrase("發送給", "unrecorded", "發送給 a@b.example 的郵件"),
            phrase("[你您]发给", "unrecorded", "您发给 a@b.example 的邮件"),
        ),
        after=_TO,
    ),
    Phrases(
        (
            phrase(r"^[\s>*]*<(?P<a>[^<>\s]+@[^<>\s]+)>\s*(?:[:(,.…]|-|host|said|\s*$)", "qmail, Postfix",
                   "<a@b.example>: 550", "<a@b.example> - no such user", "<a@b.example> host mx.example",
                   "<a@b.example> said no", "<a@b.example>"),
        ),
    ),
    Phrases(
        (
            phrase(r"""^[\s>*•·-]*["'<\[(]*(?P<a>[^\s@<>"'(),]+@[^\s@<>"'(),]+?)[>"'\])]*"""
                   r"(?:[:;.,…]*\s*$|\s*[:;(\[<]|\s+-|\s{2,}|\.{3}|\s+on\s)", "Exchange, Exim, Zoho",
                   "> a@b.example", "a@b.example (550)", "a@b.example - no such user", "a@b.example  552",
                   "a@b.example... User unknown", "a@b.example on 7/1/2023"),
        ),
    ),
    Phrases((phrase(r"addressed(?:\s+to)?,?\s+'?(?P<a>[^\s,']{1,200})", "unrecorded", "Your mail addressed to a@b.example"),)),
    Phrases(
        (
            phrase(r"""^[^<\[('"]{0,300}[<\[('"](?P<a>[^\s@<>]+@[^\s@<>]+?)[>\])'"]""", "any: the first in brackets",
                   "Your mail to [a@b.example] failed"),
        ),
    ),
    Phrases((phrase("^(?P<a>.*)$", "any: whatever stands in the line", "see a@b.example"),)),
)
# Whom the returned letter was to, where nothing else is said.
RETURNED_TO: Final = Phrases((phrase(r"^[\s>*|]*to\s*[:：]\s*(?P<a>.{0,200})", "any returned letter", "To: a@b.example"),))
# What stands before an address that is not the lost one.
NOT_THE_ONE: Final = Phrases(
    (
        phrase("mailto:", "unrecorded", "<mailto:x@y.example>"),
        phrase("contact", "Postfix", "NO EXAMINE Unsafe Login. Please contact kefu@example.org"),
        phrase("questions?", "unrecorded", "Any questions? Ask a@b.example"),
        phrase("assistance", "Postfix", "for assistance write a@b.example"),
        phrase(r"\bhelp\b", "unrecorded", "HL:REP 192.0.2.7 http://mail.example.org/help"),
        phrase(r"\bnot\s+accepting\b", "unrecorded", "not accepting"),
        phrase(r"please\s+(?:write|send|forward|reply|e-?mail|report)", "unrecorded",
               "Please forward it", "Please e-mail a@b.example", "Please reply to a@b.example",
               "Please write to a@b.example", "Please send it to a@b.example",
               "Please report it to a@b.example"),
        phrase(r"send\s+(?:mail|e-?mail)\s+to", "unrecorded", "Send mail to a@b.example", "Send e-mail to a@b.example"),
        phrase(r"^[\s>*|]*(?:to|message-?id|from|reply-to|return-path|received|sender|reporting-mta|cc|x-[\w-]+|references|in-reply-to|resent-\w+|errors-to|list-\w+|date|subject)\s*[:：]", "RFC 5322, RFC 3464",
               "List-Id: a@b.example", "Sender: a@b.example", "Date: Sat, 1 Jul 2023",
               "X-Sender: a@b.example", "Errors-To: a@b.example", "Received: by mx.example",
               "Resent-From: a@b.example", "From:", "To: x", "Cc: c@x.cn", "Subject: x", "Message-ID:",
               "Reply-To: r@x.cn", "References: <r0@x.cn>", "Return-Path: <u@x.cn>",
               "In-Reply-To: <r1@x.cn> extra", "Reporting-MTA: dns; mx.example"),
        phrase("message-?id", "RFC 5322", "Message-ID"),
        phrase("发件人", "QQ, NetEase Master, NetEase, Foxmail", "发件人："),
        phrase("发信人", "unrecorded", "发信人信箱"),
        phrase("寄件", "a host in traditional script", "寄件者: x"),
        phrase("客服", "unrecorded", "客服"),
        phrase("联系管理员", "unrecorded", "联系管理员信箱"),
        phrase("反馈", "NetEase", "反馈信箱"),
        phrase(r"mail\s+from", "unrecorded", "MAIL FROM: q@y.example"),
        phrase("envelope-from", "unrecorded", "envelope-from"),
        phrase(r"\bby\s+[\w.-]+\s+with", "RFC 5321", "by mx.example with SMTP"),
        phrase(r"\bid\s+[<\w]", "RFC 5321", "id <1@mx.example>"),
        phrase("sender", "unrecorded", "Sender"),
        phrase("postmaster@", "NetEase, QQ", "PostMaster@qq.com"),
        phrase(r"smtp;?\s+id", "unrecorded", "smtp id"),
    ),
)
# Addresses that cannot be the lost one.
NOBODY: Final = Phrases(
    (
        phrase("^(?:postmaster|mailer-?daemon|mail-?daemon|abuse|no-?reply)@", "RFC 2142",
               "postmaster@mx.example", "noreply@x.example", "MAILER-DAEMON@sina.com", "abuse@",
               "maildaemon@"),
        phrase("@(?:localhost)?$", "unrecorded", "x@"),
        phrase(r"\.(?:png|gif|jpe?g)$", "unrecorded", "x.png", "照片.jpg", ".gif"),
    ),
)
# fmt: on
