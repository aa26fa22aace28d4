"""The bot's Chinese: words for copies, states, flags and days, in one place."""

from __future__ import annotations

from datetime import date, datetime

from mailbot.core.notice.notice import NoticeState
from mailbot.core.record.clues import CopyKind, Outcome
from mailbot.core.record.documents import Problem, SealVerdict
from mailbot.core.record.flags import FLAGS, FlagKind
from mailbot.core.record.progress import Standing

_KIB = 1024

COPY_WORDS = {
    CopyKind.ELECTRONIC: "电子版",
    CopyKind.STAMPED_PDF: "盖章PDF版",
    CopyKind.PHOTO: "照片",
    CopyKind.OTHER: "其他材料",
}
NOTICE_STATE_WORDS = {
    NoticeState.DRAFT: "草稿",
    NoticeState.LIVE: "已生效",
    NoticeState.CLOSED: "已结束",
}
STANDING_WORDS = {
    Standing.COMPLETE: "已报齐",
    Standing.PARTIAL: "部分报送",
    Standing.FILED: "已收到",
    Standing.PENDING: "待核实",
    Standing.MISSING: "未报",
    Standing.REJECTED: "已退回",
    Standing.EXEMPT: "免报",
    Standing.NOT_ASKED: "不要求",
}
# A sign beside each colour: it reads in black and white, and aloud, too.
STANDING_SIGNS = {
    Standing.COMPLETE: "●",
    Standing.PARTIAL: "◐",
    Standing.FILED: "●",
    Standing.PENDING: "？",
    Standing.MISSING: "○",
    Standing.REJECTED: "×",
    Standing.EXEMPT: "－",
    Standing.NOT_ASKED: "－",
}
OUTCOME_WORDS = {
    Outcome.FILE: "已归档",
    Outcome.REVIEW: "待核实",
    Outcome.IGNORE: "不计入",
}
PROBLEM_WORDS = {problem: FLAGS[FlagKind(problem)].word for problem in Problem}
# What the unit should send instead, by what was wrong with its file.
REMEDIES = {
    Problem.ENCRYPTED: "文件已加密，无法打开，请取消密码后重新发送",
    Problem.CORRUPT: "文件已损坏，无法打开，请检查后重新发送",
    Problem.UNSAFE: "文件名或内容不合规范，请改名后重新发送",
    Problem.TOO_LARGE: "文件过大，请压缩图片或分次发送",
    Problem.BOMB: "压缩包异常，无法解开，请直接发送原文件",
    Problem.UNSUPPORTED: "此种格式无法打开，请改发Word、Excel或PDF文件",
    Problem.TIMEOUT: "文件过于复杂，未能读完，请检查后重新发送",
    # ours: the unit has nothing to mend
    Problem.UNREADABLE: "已收到，待工作人员核实",
}
SEAL_WORDS = {
    SealVerdict.RED_SEAL: "已见红色印章图样（未鉴定真伪）",
    SealVerdict.PARTIAL: "仅见部分印章，待工作人员核实",
    SealVerdict.CANNOT_TELL: "黑白扫描件无法判断印章，待工作人员核实",
    SealVerdict.NO_SEAL: "未见红色印章",
    SealVerdict.DIGITAL_SIGNATURE: "含电子签名（未验证效力）",
}


def chinese_day(day: date) -> str:
    """Write a day as letters do: 2023年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_deadline(due: datetime) -> str:
    """Write the first moment that is too late as the last one in time.

    Midnight belongs to the day before: 2023-07-01 0:00 is 2023年6月30日24时.
    """
    if due.hour == due.minute == 0:
        before = due.fromordinal(due.toordinal() - 1)
        return f"{chinese_day(before)}24时"
    minutes = f"{due.minute}分" if due.minute else ""
    return f"{chinese_day(due)}{due.hour}时{minutes}"


def chinese_size(size: int) -> str:
    """Write a number of bytes as people say it: 860字节, 12.3KB, 82.0MB."""
    if size < _KIB:
        return f"{size}字节"
    if size < _KIB * _KIB:
        return f"{size / _KIB:.1f}KB"
    return f"{size / _KIB / _KIB:.1f}MB"


def listed(words: tuple[str, ...]) -> str:
    """Join words as Chinese does: 电子版、盖章PDF版."""
    return "、".join(words)
