"""Five hundred mails of robots and strangers: none is ours, none may be answered.

Each kind is a handful of texts with places to fill; every mail is different, and the
same on every day. The answers are right by construction: nobody here reports.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import docx
from openpyxl import Workbook

MAILBOX = "yyxfl@zb.shandong.cn"
FIRST = datetime(2023, 6, 20, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
COUNT = 500
_OF_CONTENT = {"MIME-Version", "Content-Type", "Content-Transfer-Encoding"}

UNITS = (
    *("县教育和体育局", "卫健局", "县总工会", "住建局", "公积金中心", "县妇联"),
    *("交通局", "人社局", "县商务局", "公安局", "检察院", "文旅局", "科协", "民政局"),
    *("团县委", "残联", "法院", "关工委"),
)
PERIODS = ("二季度", "第二季度", "2023年二季度", "4-6月份", "上半年", "6月份", "Q2")
PEOPLE = ("王女士", "李某", "小赵", "张先生", "刘大姐", "陈经理", "孙老师", "周主任")
ITEMS = (
    *("普惠托育", "两癌免费检查", "儿童友好社区", "心理健康", "最美家庭", "科普村"),
    *("希望小屋", "春风行动招聘", "非遗进校园", "家庭教育", "残疾儿童康复", "购房补贴"),
)
HOSTS = (
    *("qq.com", "163.com", "mail.example", "126.com", "corp.example", "sina.com"),
    *("news.example", "outlook.com", "shop.example", "bank.example"),
)


@dataclass(frozen=True)
class Kind:
    """One kind of stranger: texts with places, who writes, what comes along."""

    name: str
    texts: tuple[tuple[str, str], ...]  # subject and body
    senders: tuple[str, ...]  # local part, display name
    headers: tuple[dict[str, str], ...] = ({},)
    files: tuple[str, ...] = ("",)
    report: bool = False  # a machine's report (RFC 3464)


@dataclass(frozen=True)
class StrangersMail:
    """One mail with its kind, and when it came."""

    id: str
    kind: str
    raw: bytes
    at: datetime = field(default=FIRST)


KINDS = (
    Kind(
        "petition",
        (
            (
                "反映{unit}{period}{item}补贴没有发放",
                "{person}反映：村里{n}户至今没拿到。",
            ),
            ("投诉{unit}不作为", "我于{n}日到{unit}办事，无人接待，请求处理。"),
            ("关于{item}的咨询", "你好，我家孩子{n}岁，{period}还能申请{item}吗？"),
            ("求助：{item}", "我是石桥镇居民{person}，想问{item}怎么报名。"),
            ("举报信", "{unit}某工作人员在{item}工作中弄虚作假，请查实。"),
            ("二季度低保为什么停了", "我家{n}口人，{period}低保停发，{unit}让找你们。"),
            ("感谢{unit}", "{person}感谢{unit}在{item}中给予的帮助！"),
        ),
        ("wang{n}", "li_{n}", "u{n}x"),
    ),
    Kind(
        "phishing",
        (
            ("{period}个人补贴申领通知", "请各单位职工于{n}日前扫码申领{period}补贴。"),
            (
                "{period}工资补贴发放明细",
                "财务室：{period}补贴已发放，请打开附件核对。",
            ),
            ("【重要】邮箱{mailbox}即将停用", "请点击链接升级，否则{n}小时后停用。"),
            ("关于{period}社保补缴的通知", "{unit}：请下载附件填写并回复银行卡号。"),
            ("您有一份{period}报表待签收", "请登录 http://e{n}.example/sign 查看。"),
            ("Payroll adjustment Q2", "Dear user, confirm your mailbox within {n} h."),
        ),
        ("admin{n}", "hr{n}", "service{n}", "cw{n}"),
        files=("", "补贴申领表.docx", "明细.xlsx"),
    ),
    Kind(
        "invoice",
        (
            ("{period}电子发票", "您好，{n}元的电子发票见附件，请查收。"),
            ("{period}对账单", "贵单位{period}对账单已出，请核对后回复。"),
            ("增值税发票（{person}）", "开票金额{n}00元，请按时付款。"),
            ("网络服务费续费通知", "贵单位{period}服务费{n}00元，请续费。"),
            ("Invoice {n} for Q2 2023", "Please find the invoice attached."),
        ),
        ("fp{n}", "billing{n}", "sale{n}"),
        files=("发票.xlsx", "对账单.xlsx", "发票.docx", ""),
    ),
    Kind(
        "sales",
        (
            ("{item}设备报价", "我公司可提供{item}全套设备，{n}台起订，附报价单。"),
            ("儿童友好城市建设整体方案", "{person}您好，方案见附件，已服务{n}个县。"),
            ("{period}培训班邀请函", "诚邀参加{period}公文写作培训，费用{n}00元。"),
            ("妇女儿童家园装修优惠", "{period}优惠，{n}折起，联系{person}。"),
            ("报表系统免费试用", "各单位季度报表自动汇总，{n}天免费试用。"),
            ("SEO service for your site", "We can rank your site in {n} days."),
        ),
        ("sales{n}", "market{n}", "biz{n}"),
        files=("报价单.docx", "", "方案.docx"),
    ),
    Kind(
        "newsletter",
        (
            ("妇女儿童政策速递（第{n}期）", "本期：{item}、{item2}。退订请点击。"),
            ("[交流群] {period}经验分享", "各地{period}{item}经验摘登。"),
            ("{period}工作简报汇编", "第{n}期：儿童发展规划、{item}。"),
            ("Weekly digest {n}", "This week: quarterly reports and more."),
            ("公益资讯：{item}", "全国{item}项目{period}进展一览。"),
        ),
        ("news{n}", "list{n}", "weekly{n}"),
        headers=(
            {"List-Unsubscribe": "<mailto:leave@news.example>"},
            {"List-Id": "<digest.news.example>", "Precedence": "bulk"},
            {"Mailing-List": "contact help@news.example"},
            {"List-Subscribe": "<mailto:join@news.example>", "X-ML-Name": "digest"},
        ),
    ),
    Kind(
        "bounce",
        (
            ("系统退信", "收件方地址不存在：a{n}@163.example\n退信原因：550"),
            ("来自qq.com的退信", "您的邮件《{period}提醒》被退回：用户{n}不存在。"),
            ("邮件投递失败通知", "收件人 b{n}@gov.example 邮箱空间不足（552）。"),
            ("Undelivered Mail Returned to Sender", "<c{n}@x.example>: 550 5.1.1"),
            ("Mail delivery failed: returning message", "d{n}@x.example: no such user"),
            ("無法傳遞: {period}", "無法傳遞給 e{n}@x.example"),
            ("Unzustellbar: {period}", "Die Nachricht an f{n}@x.example kam nicht an."),
            ("配信不能: Q2", "g{n}@x.example 宛のメールは配信できませんでした。"),
        ),
        ("postmaster", "MAILER-DAEMON", "Mailer-Daemon"),
        headers=({"Auto-Submitted": "auto-replied"}, {"Return-Path": "<>"}),
    ),
    Kind(
        "dsn",
        (
            (
                "Delivery Status Notification (Failure)",
                "h{n}@x.example failed: {period}",
            ),
            ("Delivery Status Notification (Delay)", "i{n}@x.example delayed"),
            ("邮件无法送达", "收件人 j{n}@gov.example：{period}邮件被拒收"),
        ),
        ("postmaster", "mailer-daemon"),
        report=True,
    ),
    Kind(
        "automatic",
        (
            (
                "自动回复: 【提醒】请报送{period}进展情况",
                "您好，我正在休假，{n}日返岗。",
            ),
            ("Re: {period}", "这是来自QQ邮箱的假期自动回复邮件。您好，{n}日后联系。"),
            ("Automatic reply: {period}", "I am out of the office until day {n}."),
            ("Out of Office", "On leave until {n} July. Contact {person}."),
            ("已读: {period}报送提醒", "您的邮件已于6月{n}日被阅读。"),
            ("Abwesenheitsnotiz: Q2", "Ich bin bis zum {n}. Juli nicht erreichbar."),
            ("Réponse automatique : Q2", "Je suis absent jusqu'au {n}."),
            ("自动答复：来信收到", "您的来信（编号{n}）已收到，系统自动回复。"),
        ),
        ("office{n}", "reply{n}", "u{n}a"),
        headers=(
            {"Auto-Submitted": "auto-replied"},
            {"X-QQ-AUTO-REPLY": "1"},
            {"X-Autoreply": "yes", "Precedence": "auto_reply"},
            {"X-Auto-Response-Suppress": "All", "Auto-Submitted": "auto-generated"},
        ),
    ),
    Kind(
        "machine",
        (
            ("验证码{n}{n}", "您的验证码为{n}{n}，5分钟内有效。"),
            ("登录提醒", "您的帐号于6月{n}日在异地登录，{person}。"),
            ("系统通知：{period}数据备份完成", "共{n}个文件，无须回复。"),
            ("Your order {n} has shipped", "Do not reply to this message."),
            ("日程提醒：{period}例会", "会议室{n}，请准时参加。"),
            ("网盘分享到期通知", "您分享的{n}个文件将于{period}末到期。"),
        ),
        ("noreply", "no-reply{n}", "system{n}", "notify{n}"),
        headers=({"Auto-Submitted": "auto-generated"}, {"Precedence": "bulk"}),
    ),
    Kind(
        "elsewhere",
        (
            ("高青县{period}工作交流", "我县{item}工作{n}项，供参考。"),
            ("市妇联：{item}典型案例征集", "请于{n}日前推荐{item}案例。"),
            ("某大学{item}调查问卷", "同学{person}正在做{item}研究，请填问卷。"),
            ("{person}的简历", "应聘{unit}岗位，{n}年经验，请查收。"),
            ("采访函", "记者{person}拟就{item}采访贵县，盼复。"),
            ("孩子{period}成绩单", "家长您好，{person}同学成绩{n}分。"),
            ("转让商铺", "{unit}旁商铺{n}平，{period}可看房。"),
        ),
        ("gq{n}", "stu{n}", "p{n}q"),
        files=("", "材料.docx", "名单.xlsx", ""),
    ),
)


def strangers(count: int = COUNT) -> Iterator[StrangersMail]:
    """Yield that many mails, the kinds in turn."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        turn = number // len(KINDS)
        at = FIRST + timedelta(minutes=37 * number)
        raw = _mail(kind, turn, number, at)
        yield StrangersMail(f"{kind.name}-{number:03}", kind.name, raw, at)


def _mail(kind: Kind, turn: int, number: int, at: datetime) -> bytes:
    """Return the mail; what turns in it does so at other paces than the texts."""
    said = {
        "unit": UNITS[(turn * 5 + number) % len(UNITS)],
        "period": PERIODS[(turn * 3 + number // 7) % len(PERIODS)],
        "person": PEOPLE[(turn + number // 3) % len(PEOPLE)],
        "item": ITEMS[(turn * 7 + number) % len(ITEMS)],
        "item2": ITEMS[(turn * 5 + 1) % len(ITEMS)],
        "n": str(3 + (turn * 11 + number) % 25),
        "mailbox": MAILBOX,
    }
    subject, body = (t.format(**said) for t in kind.texts[turn % len(kind.texts)])
    local = kind.senders[turn % len(kind.senders)].format(**said)
    host = HOSTS[(turn * 3 + number) % len(HOSTS)]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{said['person']} <{local}@{host}>"
    mail["To"] = MAILBOX
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{number}.{kind.name}@{host}>"
    for name, value in kind.headers[turn % len(kind.headers)].items():
        mail[name] = value
    mail.set_content(f"{body}\n")
    if file := kind.files[turn % len(kind.files)]:
        mail.add_attachment(
            _file(file, f"{subject}\n{body}"),
            maintype="application",
            subtype="octet-stream",
            filename=file,
        )
    return _as_report(mail, body) if kind.report else mail.as_bytes()


def _file(name: str, words: str) -> bytes:
    """Return a document that says what its mail says."""
    out = io.BytesIO()
    if name.endswith("xlsx"):
        book = Workbook()
        for line in words.split("\n"):
            book.worksheets[0].append([line, "金额", "备注"])
        book.save(out)
    else:
        paper = docx.Document()
        for line in words.split("\n"):
            paper.add_paragraph(line)
        paper.save(out)
    return out.getvalue()


def _as_report(mail: EmailMessage, body: str) -> bytes:
    """Return the mail as a report of delivery (RFC 3464)."""
    address = next(w for w in re.split(r"[\s：:]", body) if "@" in w)
    status = f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n"
    head = "\n".join(f"{n}: {v}" for n, v in mail.items() if n not in _OF_CONTENT)
    parts = (
        ("text/plain; charset=utf-8", body),
        ("message/delivery-status", f"Reporting-MTA: dns; mx.example\n\n{status}"),
    )
    kind = 'multipart/report; report-type=delivery-status; boundary="=_r"'
    told = "".join(f"--=_r\nContent-Type: {t}\n\n{w}\n" for t, w in parts)
    whole = f"{head}\nMIME-Version: 1.0\nContent-Type: {kind}\n\n{told}--=_r--\n"
    return whole.encode().replace(b"\n", b"\r\n")
