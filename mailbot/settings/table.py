"""Every setting, one a row: its name, its kind, its words, and where it goes.

What to write instead of a wrong value stands with the kind; the defaults of behaviour
stand in core/notice/policy, whose fields the rows name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from mailbot.core.notice.policy import DayOff, LettersMode, StampedCheck, TellUnit
from mailbot.ports.mailbox import Security
from mailbot.settings import kinds
from mailbot.settings.kinds import ValueKind, number, whole, word
from mailbot.settings.values import Need


@dataclass(frozen=True, slots=True)
class Key:
    """One key of config/mailbot.toml; `field` is its place in Policy."""

    section: str
    key: str
    field: str
    kind: ValueKind
    words: str


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the environment or .env.

    It has to be set where `required` is needed. What is wrong in it counts where the
    `part` it belongs to is needed (NOTHING: always). `field` is the place in Policy
    that it overrules.
    """

    name: str
    words: str
    kind: ValueKind = kinds.TEXT
    part: Need = Need.NOTHING
    required: Need = Need.NOTHING
    default: str = ""
    field: str = ""


def _minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def _hours(count: float) -> timedelta:
    return timedelta(hours=count)


def _mebibytes(count: float) -> int:
    return int(count * (1 << 20))


_LETTERS = word(LettersMode)
_SECURITY = ValueKind(
    word(Security, Security.PLAIN).remedy, lambda v: Security(v.lower())
)
_BOX, _POST = Need.MAILBOX, Need.POSTMAN

# fmt: off
BEHAVIOUR: Final = (
    Key("intake", "poll_seconds", "intake.poll_seconds", whole(least=10), "每隔多少秒查看一次邮箱"),
    Key("intake", "max_message_mib", "intake.max_message_bytes", number(_mebibytes, least=1), "大于此数（MiB）的来信不下载"),
    Key("intake", "folders", "intake.folders", kinds.QUOTED_LIST, "要读的文件夹"),
    Key("intake", "authserv_id", "intake.authserv_id", kinds.QUOTED, "本单位邮件系统在 Authentication-Results 中的名字"),
    Key("intake", "unrelated_keep_days", "intake.unrelated_keep", whole(timedelta), "与通知无关的来信副本保留天数"),
    Key("documents", "stamped_pdf_check", "stamped_check", word(StampedCheck), "怎样的PDF算盖章版"),
    Key("documents", "seal_tell_unit", "tell_unit", word(TellUnit), "未见印章时是否告知单位"),
    Key("documents", "unconfined", "unconfined", kinds.SWITCH, "无法隔离时是否仍解析来信"),
    Key("deadline", "day_off", "deadline.day_off", word(DayOff), "季度末遇休息日怎么办"),
    Key("deadline", "grace_days", "deadline.grace_days", whole(), "再宽限几天才算迟报"),
    Key("receipts", "receipt_quiet_minutes", "receipts.quiet", number(_minutes), "静候几分钟后合并回执"),
    Key("receipts", "answer_within_hours", "receipts.answer_within", number(_hours), "收到超过这么久的来信不再自动回执"),
    Key("receipts", "answers_a_day", "receipts.answers_a_day", whole(), "同一地址一天内最多自动答复几封"),
    Key("reminders", "before", "reminders.before", kinds.COUNTS, "截止前第几个工作日提醒"),
    Key("reminders", "on_last_workday", "reminders.on_last_workday", kinds.SWITCH, "最后一个工作日再提醒一次"),
    Key("reminders", "after", "reminders.after", kinds.COUNTS, "截止后第几个工作日催报"),
    Key("reminders", "hours", "reminders.hours", kinds.HOURS, "只在工作日的这个时段发出"),
    Key("reminders", "copy_leader", "reminders.copy_leader", kinds.SWITCH, "最后一次催报是否抄送分管领导"),
    Key("reminders", "review_grace_workdays", "reminders.review_grace_workdays", whole(), "有件待核实的单位，几个工作日内不催"),
    Key("summary", "at", "summary_at", kinds.TIME, "每周第一个工作日发出汇总的时间"),
    Key("sending", "letters", "letters", _LETTERS, "信件发给谁"),
    Key("sending", "seconds_between", "seconds_between", number(), "两封信之间至少间隔的秒数"),
)
ENVIRONMENT: Final = (
    Variable("MAILBOT_HOME", "工作文件夹"),  # read before all others: .env lies in it
    Variable("MAILBOT_IMAP_HOST", "收信（IMAP）服务器的名字", kinds.HOST, _BOX, _BOX),
    Variable("MAILBOT_IMAP_PORT", "收信端口", kinds.PORT, _BOX),
    Variable("MAILBOT_IMAP_SECURITY", "收信的加密方式", _SECURITY, _BOX, default="tls"),
    Variable("MAILBOT_IMAP_USER", "邮箱登录名", kinds.TEXT, _BOX, _BOX),
    Variable("MAILBOT_IMAP_PASSWORD", "邮箱密码（QQ、163等须用授权码）", kinds.SECRET, _BOX, _BOX),
    Variable("MAILBOT_IMAP_FOLDERS", "要读的文件夹，多个用逗号分隔", kinds.LIST, field="intake.folders"),
    Variable("MAILBOT_SMTP_HOST", "发信（SMTP）服务器的名字", kinds.HOST, _POST, _POST),
    Variable("MAILBOT_SMTP_PORT", "发信端口", kinds.PORT, _POST),
    Variable("MAILBOT_SMTP_SECURITY", "发信的加密方式", _SECURITY, _POST, default="tls"),
    Variable("MAILBOT_SMTP_USER", "发信登录名，默认与收信相同", kinds.TEXT, _POST),
    Variable("MAILBOT_SMTP_PASSWORD", "发信密码，默认与收信相同", kinds.SECRET, _POST),
    Variable("MAILBOT_ADDRESS", "收件邮箱自己的地址", kinds.ADDRESS),
    Variable("MAILBOT_STAFF", "工作人员的邮箱，多个用逗号分隔", kinds.ADDRESSES, required=Need.STAFF),
    Variable("MAILBOT_LETTERS", "信件发给谁", _LETTERS, field="letters"),
    Variable("MAILBOT_CA_FILE", "信任的证书文件", kinds.FILE, _BOX | _POST),
    Variable("MAILBOT_DATABASE_URL", "数据库", kinds.SECRET),
    Variable("MAILBOT_TIMEZONE", "时区", kinds.ZONE, default="Asia/Shanghai"),
    Variable("MAILBOT_WEB_HOST", "工作台监听的地址", default="127.0.0.1"),
    Variable("MAILBOT_WEB_PORT", "工作台的端口", kinds.PORT, default="8025"),
    Variable("MAILBOT_WEB_CERT", "工作台的证书（PEM）", kinds.FILE, Need.WEB),
    Variable("MAILBOT_WEB_KEY", "工作台证书的私钥（PEM）", kinds.FILE, Need.WEB),
    Variable("MAILBOT_WEB_URL", "工作人员打开工作台的网址，经反向代理时填写"),
    Variable("MAILBOT_WEB_PROXIES", "可信的反向代理地址，多个用逗号分隔", kinds.LIST),
    Variable("MAILBOT_WEB_PROBE", "供监控读取 /healthz 和 /metrics 的本机端口", kinds.PORT),
    Variable("MAILBOT_FAULT", "仅供测试：进程在哪一步中断"),
)
# fmt: on
