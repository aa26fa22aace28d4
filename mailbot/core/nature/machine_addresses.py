"""Addresses, names and subjects by which machines are known.

One a row: the pattern, the programs it is known from, and what it is found in.
"""

from __future__ import annotations

from typing import Final

from mailbot.core.words.phrases import Phrases, phrase

# fmt: off
# Local parts of mail hosts.
DAEMONS: Final = Phrases(
    (
        phrase("mailer-?daemon", "Sendmail, Postfix, Exim", "mailerdaemon"),
        phrase("mail-?daemon", "unrecorded", "maildaemon"),
        phrase(r"post[-_]?master\S{0,30}", "RFC 2142", "PostMaster@qq.com"),
        phrase("mailer", "unrecorded", "mailer"),
        phrase("mdaemon", "MDaemon", "mdaemon"),
        phrase("daemon", "unrecorded", "daemon"),
        phrase("double-?bounce", "Postfix", "doublebounce"),
        phrase("bounces?", "unrecorded", "bounce"),
        phrase("mail-?admin", "unrecorded", "mailadmin"),
        phrase(r"mail-?delivery\S*", "unrecorded", "maildelivery"),
        phrase("mail-?system", "unrecorded", "mailsystem"),
        phrase("postoffice", "RFC 2142", "postoffice"),
        phrase("mailmaster", "unrecorded", "mailmaster"),
        phrase("delivery", "unrecorded", "delivery"),
        phrase("undeliverable", "unrecorded", "undeliverable"),
        phrase("smtp(?:admin)?", "unrecorded", "smtp"),
        phrase("mailhub", "unrecorded", "mailhub"),
        phrase("mail-?gateway", "unrecorded", "mailgateway"),
        phrase("mmdf", "MMDF", "mmdf"),
        phrase(r"microsoftexchange\w{20,}", "Exchange", "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e"),
        phrase("mta", "unrecorded", "mta"),
        phrase("mailnull", "unrecorded", "mailnull"),
        phrase(r"\w*smtp_mail_service\w*", "unrecorded", "smtp_mail_service"),
    ),
    before="^",
    after="$",
)
# Local parts that programs of other kinds use too.
PERHAPS_DAEMONS: Final = Phrases(
    (
        phrase("system", "unrecorded", "system"),
        phrase("sysmail", "unrecorded", "sysmail"),
        phrase("admin(?:istrator)?", "unrecorded", "admin"),
        phrase("mail", "unrecorded", "MAIL"),
        phrase("no-?reply", "unrecorded", "noreply"),
        phrase("notify", "unrecorded", "notify"),
        phrase("notice", "unrecorded", "notice"),
        phrase("info", "unrecorded", "info"),
    ),
    before="^",
    after="$",
)
# Names that mail hosts sign with.
DAEMON_NAMES: Final = Phrases(
    (
        phrase(r"mail(?:er)?[\s_-]*(?:daemon|deliver|system|administrator)", "Postfix, Exim",
               "Mail System", "MAILER-DAEMON", "Mail Administrator", "Mail Delivery System"),
        phrase("post-?master", "NetEase, QQ", "PostMaster@qq.com"),
        phrase("退信", "NetEase, Aliyun, QQ", "退信"),
        phrase("系统邮件", "unrecorded", "系统邮件"),
        phrase("邮件系统", "unrecorded", "邮件系统"),
        phrase("邮局管理员", "unrecorded", "邮局管理员"),
        phrase(r"delivery\s+(?:sub)?system", "Sendmail", "Delivery System"),
        phrase(r"internet\s+mail", "unrecorded", "internet mail"),
        phrase(r"system\s+(?:attendant|administrator)", "unrecorded", "System Attendant", "System Administrator"),
        phrase(r"smtp\s*gateway", "unrecorded", "SMTP Gateway"),
    ),
)
# Local parts that nobody reads.
MACHINES: Final = Phrases(
    (
        phrase("mailer-?daemon", "Sendmail, Postfix, Exim", "mailerdaemon"),
        phrase("mail-?daemon", "unrecorded", "maildaemon"),
        phrase("daemon", "unrecorded", "daemon"),
        phrase("post-?master", "RFC 2142", "postmaster"),
        phrase("hostmaster", "RFC 2142", "hostmaster"),
        phrase("mdaemon", "MDaemon", "mdaemon"),
        phrase(r"mail-?delivery\S*", "unrecorded", "maildelivery"),
        phrase(r"(?:\S*[._+-])?(?:no|not|non|dont|do-?not|never)[._-]?(?:reply|respond|answer|response)(?:[._+\d-]\S*)?", "unrecorded",
               "no-reply", "dont_respond", "donotreply", "do-not-answer", "never-respond", "nonresponse",
               "notreply"),
        phrase(r"(?:\S*[._-])?(?:notify|notifications?|notifier|alerts?|bounces?|auto-?reply|autoresponder|vacation|robot|newsletters?|mailing-?list)(?:[._+\d-]\S*)?", "unrecorded",
               "robot", "alerts", "notify", "bounces", "notifier", "vacation", "auto-reply", "newsletters",
               "mailing-list", "autoresponder", "notifications"),
        phrase(r"bounces?\S*", "unrecorded", "bouncemail"),
        phrase("listserv", "LISTSERV", "listserv"),
        phrase("majordomo", "Majordomo", "majordomo"),
        phrase("mailman", "Mailman", "mailman"),
        phrase(r"owner-\S+", "Majordomo", "owner-list@x.example"),
        phrase(r"\S+-(?:owner|request|bounces?|unsubscribe|subscribe)", "unrecorded",
               "list-owner", "list-bounces", "list-request", "list-subscribe", "list-unsubscribe"),
        phrase("system", "unrecorded", "system"),
        phrase("sysmail", "unrecorded", "sysmail"),
        phrase("systemmail", "unrecorded", "systemmail"),
        phrase("mail-?system", "unrecorded", "mailsystem"),
        phrase("mailadmin", "unrecorded", "mailadmin"),
        phrase("cron", "cron(8)", "cron"),
        phrase("root", "Unix", "root"),
        phrase("nobody", "Unix", "nobody"),
        phrase("abuse", "RFC 2142", "abuse"),
        phrase(r"prvs=\S+", "BATV", "prvs=x"),
        phrase(r"srs[01]=\S+", "SRS", "srs0=x"),
        phrase("mail@service", "unrecorded", "mail@service"),
    ),
    before="^",
    after="$",
)
# Hosts that nobody reads at.
MACHINE_HOSTS: Final = Phrases(
    (
        phrase(r"service\.netease\.com", "NetEase", "@service.netease.com"),
        phrase(r"mail\.netease\.com", "NetEase", "@mail.netease.com"),
        phrase(r"notice\.\S+", "unrecorded", "@notice.shop.example"),
        phrase(r"notify\.\S+", "unrecorded", "@notify.shop.example"),
        phrase(r"noreply\.\S+", "unrecorded", "@noreply.shop.example"),
        phrase(r"no-reply\.\S+", "unrecorded", "@no-reply.shop.example"),
        phrase(r"bounces?\.\S+", "unrecorded", "@bounces.shop.example"),
        phrase(r"localhost(?:\.\S+)?", "RFC 2606", "@localhost"),
        phrase(r"\S+\.invalid", "RFC 2606", "@x.invalid"),
    ),
    before="@",
    after="$",
)
# What programs put before a subject.
SUBJECT_PREFIXES: Final = Phrases(
    (
        phrase("re", "RFC 5322", "Re:"),
        phrase("fwd?", "RFC 5322 mailers", "Fw:"),
        phrase("aw", "Outlook", "aw:"),
        phrase("sv", "Outlook", "sv:"),
        phrase("回复", "unrecorded", "回复："),
        phrase("答复", "Outlook", "答复:"),
        phrase("转发", "unrecorded", "转发："),
        phrase("回覆", "unrecorded", "回覆:"),
        phrase("答覆", "unrecorded", "答覆:"),
        phrase("轉寄", "unrecorded", "轉寄："),
        phrase("自动回复", "QQ", "自动回复:"),
        phrase("自動回覆", "unrecorded", "自動回覆:"),
        phrase("自动答复", "Outlook", "自动答复:"),
        phrase("收到", "unrecorded", "收到:"),
        phrase("已读", "Outlook", "已读:"),
        phrase(r"auto(?:matic)?[\s-]*reply", "Exchange", "Automatic reply:"),
    ),
    before=r"^\s*",
    after=r"\s*(?:[\[(（]\d+[\])）])?\s*[:：]",
)
# fmt: on
