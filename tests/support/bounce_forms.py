"""Notices in words, all of them speaking of a@b.example, a form a host."""

# ruff: noqa: E501  # a host's line is as long as it is

WORDS = {
    "netease": "很抱歉您发送的邮件被退回，以下是该邮件的相关信息：\n被退回邮件\n主 题：催报\n"
    "无法发送到 a@b.example\n退信原因\n收件人邮件地址（a@b.example）不存在，邮件无法送达。",
    "aliyun": "退信原因 | 收件方地址不存在\n收件人 | a@b.example\n远程响应 | 550 no such user",
    "qq": "抱歉，您的邮件被退回来了……\n收件人： <a@b.example>\n退信原因： 550 Mailbox not found",
    "coremail": "您的邮件未能送达下列收件人：\n  a@b.example\n原因：该用户不存在",
    "sina": "您发送的邮件未能投递成功：\n\n<a@b.example>:\nThis user doesn't exist",
    "government": "投递失败。\n失败收件人地址：a@b.example\n错误：user not exist",
    "139": "您发往a@b.example的邮件投递失败",
    "traditional": "您的郵件無法傳送給 a@b.example，請確認。",
    "qmail": "Hi. This is the qmail-send program at x.example.\n\n<a@b.example>:\nno mailbox\n\n"
    "--- Below this line is a copy of the message.\n\nTo: z@y.example",
    "postfix": "I'm sorry to have to inform you that it could not be delivered.\n"
    "For further assistance, contact <admin@x.example>\n\n<a@b.example>: host x said: 550",
    "exim": "A message that you sent could not be delivered. This is a permanent error.\n\n"
    "  a@b.example\n    SMTP error after RCPT TO:<a@b.example>: 550 unknown\n"
    "------ This is a copy of the message ------\nReply-To: q@y.example",
    "exchange": "Your message\n\n  To:      list@y.example\n  Subject: x\n\n"
    "did not reach the following recipient(s):\n\na@b.example on Fri, 4 Oct 2002 17:12\n"
    "    The recipient name is not recognized",
    "x400": "Your message\n\n  To: list@y.example\n\ndid not reach the following:\n\n"
    "c=US;a= ;p=X;dda:SMTP=a@b.example; on Fri",
    "domino": "Your message\n  Subject: x\nwas not delivered to:\n  a@b.example\nbecause:\n  unknown",
    "groupwise": "The message that you sent was undeliverable to:\n   a@b.example (Mailbox unavailable)",
    "smtp32": "User mailbox exceeds allowed size: a@b.example\n\nOriginal message follows.\nTo: z@y.example",
    "sendmail": "   ----- The following addresses had permanent fatal errors -----\n<local@b.example>\n"
    "    (expanded from: a@b.example)\n   ----- Transcript -----",
    "zoho": "A message that you sent could not be delivered.\n\na@b.example Invalid Address, 550",
    "mailbox": "Your mail sent on: Thu\n     Could not be delivered to: <a@b.example>\n     As full.",
    "transcript": "550 unknown\n  MAIL FROM: q@y.example\n  RCPT TO: a@b.example\n  From: q@y.example",
    "lsmtp": "--> Error description:\nError-for:  a@b.example\nError-Code: 0",
    "quoted_gmx": 'The following address failed:\n\n"a@b.example":\nSMTP error: 5.1.1',
    "yahoo": "Sorry, we weren't able to deliver the following message.\n\nTo: a@b.example:\nRemote host said: 550",
}

DELAYED = [
    "Delivery to the following recipient has been delayed:\n\n  a@b.example\n\nMessage will be retried for 2 days",
    "a@b.example\n451 4.2.1 mailbox busy, could not be delivered",
    "您的邮件暂时无法投递到 a@b.example，系统将继续尝试投递",
    "Your message has not yet been delivered to:\n  a@b.example",
    "Delivery to a@b.example has been postponed due to a full mailbox",
    "您发往 a@b.example 的邮件由于对方服务器繁忙尚未投递成功，系统会继续重试。",
    "未能送达 a@b.example：连接超时，稍后将重试",
]
