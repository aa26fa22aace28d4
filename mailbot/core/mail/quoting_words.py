"""What mail programs write around a letter that they copy beneath another.

One phrase a row: the pattern, the program it was seen with, and texts in which it stands.
"""

from __future__ import annotations

from typing import Final

from mailbot.core.words.phrases import Phrases, phrase

# fmt: off
# What is put before the subject of an answer or a forwarded letter.
ANSWERS: Final = Phrases(
    (
        phrase("re", "RFC 5322", "Re:"),
        phrase("fwd?", "RFC 5322 mailers", "Fw:"),
        phrase("回复", "unrecorded", "回复："),
        phrase("答复", "Outlook", "答复:"),
        phrase("转发", "unrecorded", "转发："),
        phrase("回覆", "unrecorded", "回覆:"),
        phrase("答覆", "unrecorded", "答覆:"),
        phrase("轉寄", "unrecorded", "轉寄："),
    ),
    before=r"^\s*",
    after=r"\s*(?:\[\d+\])?\s*[:：]",
)
# The line above a copied letter.
SEPARATORS: Final = Phrases(
    (
        phrase("原始邮件", "QQ, Outlook", "---原始邮件---"),
        phrase("原始郵件", "unrecorded", "--原始郵件--"),
        phrase("原邮件", "unrecorded", "--原邮件--"),
        phrase("原郵件", "unrecorded", "--原郵件--"),
        phrase("原始信息", "unrecorded", "--原始信息--"),
        phrase("邮件原件", "Outlook", "-----邮件原件-----"),
        phrase("郵件原件", "unrecorded", "--郵件原件--"),
        phrase("回复的?原?邮件", "NetEase Master", "--回复邮件--"),
        phrase("(?:回复|转发)的原邮件", "NetEase Master", "---- 转发的原邮件 ----", "---- 回复的原邮件 ----"),
        phrase("邮件原文", "139", "----邮件原文----"),
        phrase("引用的?邮件", "unrecorded", "--引用邮件--"),
        phrase("转发的?邮件(?:信息)?", "NetEase", "-------- 转发邮件信息 --------"),
        phrase("轉寄的?郵件", "unrecorded", "--轉寄郵件--"),
        phrase("轉發的?郵件", "unrecorded", "--轉發郵件--"),
        phrase("被转发的?邮件", "unrecorded", "--被转发邮件--"),
        phrase("原信件?", "unrecorded", "--原信--"),
        phrase(r"Original(?:\s+(?:Message|E-?mail|Appointment))?", "Outlook",
               "-----Original Message-----", "--Original Email--", "--Original Appointment--"),
        phrase(r"Forwarded\s+(?:Message|by).*", "Gmail, Notes", "---------- Forwarded message ---------", "--Forwarded by--"),
        phrase(r"Forwarded\s+mail", "unrecorded", "--Forwarded mail--"),
        phrase(r"Reply\s+message", "unrecorded", "--Reply message--"),
        phrase(r"Replied\s+Message", "unrecorded", "--Replied Message--"),
    ),
    before=r"^[\s>|*]*[-—─_=*]{2,}\s*",
    after=r"\s*[-—─_=*]{2,}\s*$",
)
# The same without dashes.
BARE_SEPARATORS: Final = Phrases(
    (
        phrase("原始邮件", "unrecorded", "原始邮件"),
        phrase("原始郵件", "unrecorded", "原始郵件"),
        phrase("开始转发的邮件", "Apple Mail", "开始转发的邮件："),
        phrase("下面是被转发的邮件", "unrecorded", "下面是被转发的邮件"),
        phrase("以下为转发邮件", "unrecorded", "以下为转发邮件"),
        phrase("以下是转发的邮件", "unrecorded", "以下是转发的邮件"),
        phrase("Begin forwarded message", "Apple Mail", "Begin forwarded message:"),
        phrase("开始转发的信息", "unrecorded", "开始转发的信息"),
    ),
    before=r"^[\s>]*",
    after=r"\s*[:：]?\s*$",
)
# The line above a quoted letter.
ATTRIBUTIONS: Final = Phrases(
    (
        phrase(r"(?:在|于|於|On|At|Am|Le)\s*\S.{3,400}?(?:写道|寫道|写到|写信道|来信说|wrote|schrieb|a\sécrit)", "NetEase, Gmail, Apple Mail",
               "于 2023年7月1日 张某写到：", "於 2023年7月1日 張某寫道：", "On 2023年7月1日 张某写道：", "在 2023年7月1日，张某写信道：",
               "Le 1 juillet 2023 Zhang a écrit:", "At 09:00 2023-07-01, Zhang wrote:",
               "Am 01.07.2023 um 09:00 Zhang schrieb:", "在 2023年7月1日，张某来信说："),
        phrase(r"\S.{0,300}?(?:于|在|於)\s*\d{4}\s*[年/.-].{3,80}?(?:写道|寫道|写到)", "Gmail, WeCom",
               "张某于2023年7月1日写道：", "張某 於 2023/7/1 上午 寫道：", "张某 于2023/7/1 09:00 写到："),
        phrase(r"\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-].{3,300}?(?:写道|寫道|写到|wrote)", "Apple Mail",
               "2023/7/1 上午9:00，張某 寫道：", "2023-07-01 09:00，张某 写到：", "2023年7月1日 上午9:00，张某 写道：",
               "2023/7/1 9:00 Zhang <a@b.example> wrote:"),
    ),
    before=r"^[\s>]*",
    after=r"\s*[:：]\s*$",
)
# What a telephone signs with.
SENT_FROM: Final = Phrases(
    (
        phrase(r"(?:(?:發自|来自|从|由)我的|Sent from my|发送自|发自)\s*\S.{0,40}", "iPhone",
               "来自我的华为手机", "从我的小米手机发送", "发自新浪邮箱客户端", "由我的荣耀手机发送", "發自我的 iPhone", "发送自 Windows 邮件",
               "Sent from my iPhone"),
        phrase(r"(?:获取|下载)\s*(?:Outlook|网易邮箱大师).{0,40}", "Outlook for iOS", "下载 网易邮箱大师", "获取 Outlook for iOS"),
    ),
    before=r"^\s*",
    after="$",
)
# Header fields that are copied with a letter: from.
FIELD_FROM: Final = Phrases(
    (
        phrase(r"发\s*件\s*人", "QQ, NetEase Master, NetEase, Foxmail", "发件人:"),
        phrase(r"發\s*件\s*人", "unrecorded", "發件人:"),
        phrase(r"寄\s*件\s*(?:者|人)", "a host in traditional script", "寄件者:"),
        phrase("发送人", "unrecorded", "发送人:"),
        phrase("发信人", "unrecorded", "发信人:"),
        phrase("From", "Outlook, QQ", "From:"),
        phrase("自", "unrecorded", "自："),
    ),
    before=r"^[\s>|*]*\**",
    after=r"\s*\**\s*(?:[:：]\**|\|)",
)
# Header fields that are copied with a letter: sent.
FIELD_SENT: Final = Phrases(
    (
        phrase(r"发\s*送\s*时\s*间", "Foxmail, Outlook", "发送时间:"),
        phrase(r"發\s*送\s*時\s*間", "unrecorded", "發送時間:"),
        phrase(r"发\s*送\s*日\s*期", "unrecorded", "发送日期："),
        phrase(r"日\s*期", "unrecorded", "| 日期 |"),
        phrase(r"时\s*间", "unrecorded", "时间："),
        phrase("寄件日期", "a host in traditional script", "寄件日期:"),
        phrase("傳送時間", "unrecorded", "傳送時間:"),
        phrase("发件时间", "unrecorded", "发件时间:"),
        phrase("發件日期", "unrecorded", "發件日期:"),
        phrase("Sent", "Outlook", "Sent:"),
        phrase("Date", "unrecorded", "Date:"),
        phrase(r"Sent\s+at", "unrecorded", "Sent at:"),
    ),
    before=r"^[\s>|*]*\**",
    after=r"\s*\**\s*(?:[:：]\**|\|)",
)
# Header fields that are copied with a letter: to.
FIELD_TO: Final = Phrases(
    (
        phrase(r"收\s*件\s*(?:人|者)", "Aliyun, QQ, Foxmail, a host in traditional script", "收件人："),
        phrase("收信人", "unrecorded", "收信人:"),
        phrase("To", "qmail, Exchange, X.400, SMTP32", "To:"),
        phrase("至", "unrecorded", "至:"),
    ),
    before=r"^[\s>|*]*\**",
    after=r"\s*\**\s*(?:[:：]\**|\|)",
)
# Header fields that are copied with a letter: cc.
FIELD_CC: Final = Phrases(
    (
        phrase(r"抄\s*送(?:人)?", "unrecorded", "抄送:"),
        phrase(r"副\s*本", "unrecorded", "副本:"),
        phrase("Cc", "unrecorded", "Cc:"),
    ),
    before=r"^[\s>|*]*\**",
    after=r"\s*\**\s*(?:[:：]\**|\|)",
)
# Header fields that are copied with a letter: subject.
FIELD_SUBJECT: Final = Phrases(
    (
        phrase(r"主\s*题", "NetEase, Foxmail", "主题:"),
        phrase(r"主\s*題", "unrecorded", "主題:"),
        phrase(r"主\s*旨", "a host in traditional script", "主旨:"),
        phrase(r"标\s*题", "unrecorded", "标题:"),
        phrase(r"標\s*題", "unrecorded", "標題:"),
        phrase("Subject", "Exchange, Domino, Outlook", "Subject:"),
    ),
    before=r"^[\s>|*]*\**",
    after=r"\s*\**\s*(?:[:：]\**|\|)",
)
# fmt: on
