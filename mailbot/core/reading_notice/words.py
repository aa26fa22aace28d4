"""A proposal in Chinese, a line a field, as staff read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from mailbot.core.reading_notice.proposal import (
    Anchor,
    Due,
    NoCampaign,
    NoticeProposal,
    ReadCycle,
    ReadDuty,
    ReadField,
    ReadItem,
    Source,
)

UNSAID: Final = "文中未写明"
_REFUSED: Final = {
    NoCampaign.NO_DUTY: "文中没有要求任何单位报送，不能据此开展收报",
    NoCampaign.UNREADABLE: "文字或表格无法辨认，请提供原始电子文件",
}
_FIELDS: Final = (
    ("发文字号", "doc_number"),
    ("标题", "title"),
    ("发文机关", "issuer"),
    ("成文日期", "issue_date"),
    ("主送", "addressees"),
    ("接收单位", "receiver"),
    ("邮箱", "mailbox"),
    ("电话", "phones"),
    ("联系人", "contacts"),
)
CYCLES: Final = {
    ReadCycle.WEEK: "每周",
    ReadCycle.MONTH: "每月",
    ReadCycle.TWO_MONTHS: "每两个月",
    ReadCycle.QUARTER: "每季度",
    ReadCycle.HALF_YEAR: "每半年",
    ReadCycle.YEAR: "每年",
    ReadCycle.ONCE: "一次",
}
_PERIODS: Final = {
    ReadCycle.WEEK: "本周",
    ReadCycle.MONTH: "当月",
    ReadCycle.TWO_MONTHS: "双月",
    ReadCycle.QUARTER: "季度",
    ReadCycle.HALF_YEAR: "半年",
    ReadCycle.YEAR: "年度",
    ReadCycle.ONCE: "",
}
_COPIES: Final = {
    "electronic": "电子版",
    "stamped_pdf": "盖章PDF版",
    "paper": "纸质版",
    "stamped_paper": "盖章纸质版",
    "photo": "照片",
    "oa": "办公系统",
    "platform": "平台填报",
}
_HOLIDAYS: Final = {
    "next_workday": "遇节假日顺延",
    "previous_workday": "遇节假日提前",
    "second_workday_after": "遇节假日延至节后第二个工作日",
    "unchanged": "遇节假日不变",
}
_WHO: Final = {"items": "各项责任单位", "leading": "牵头单位", "all": "全部主送单位"}


def in_words(proposal: NoticeProposal) -> Iterator[str]:
    """Yield the lines; what is not sure says 请核对, what is not said 文中未写明."""
    if proposal.refused:
        yield f"不能建立收报：{_REFUSED[proposal.refused]}"
    if proposal.amends.value:
        yield f"补充或变更：{_read(proposal.amends)}"
    for label, name in _FIELDS:
        yield f"{label}：{_read(getattr(proposal, name))}"
    yield from _duties(proposal)
    for item in proposal.items:
        yield _item(item)
    yield from _rest(proposal)


def _rest(proposal: NoticeProposal) -> Iterator[str]:
    """Yield units, classes, annexes and what was not understood."""
    yield f"单位（{len(proposal.units)}个）：{'、'.join(proposal.units) or UNSAID}"
    if proposal.classes:
        yield f"泛指（须由工作人员展开）：{'、'.join(proposal.classes)}"
    for annex in proposal.annexes:
        columns = "、".join(annex.columns) or "无表格"
        yield f"附件：{annex.title or '（未写名称的表格）'}（{columns}）"
    yield from (f"原文似有损坏，请核对：{_place(one)}" for one in proposal.damages)
    yield from (f"未能识读，请核对：{_place(one)}" for one in proposal.unread)


def _read(read: ReadField[Any]) -> str:
    value = read.value
    if value is None:
        words = UNSAID
    elif isinstance(value, date):
        words = value.isoformat()
    else:
        words = "、".join(value) if isinstance(value, tuple) else str(value)
    doubt = "（请核对）" if not read.sure else ""
    remark = f"（{read.remark}）" if read.remark else ""
    place = f"    ← {_place(read.source)}" if value is not None else ""
    return f"{words}{remark or doubt}{place}"


def _place(source: Source) -> str:
    page = f"第{source.page}页" if source.page else ""
    place = f"表格{source.cell}" if source.cell else f"第{source.line}行"
    return f"{page}{place}“{source.words[:60]}”"


def _duties(proposal: NoticeProposal) -> Iterator[str]:
    for duty in proposal.duties:
        yield f"报送：{duty_in_words(duty)}    ← {_place(duty.source)}"


def duty_in_words(duty: ReadDuty) -> str:
    """Say one duty in a sentence: what, by whom, when, in which copies."""
    who = _WHO.get(duty.who) if isinstance(duty.who, str) else "、".join(duty.who)
    when = (
        _due(duty.due, duty.cycle)
        if duty.due
        else f"{CYCLES[duty.cycle]}，截止日{UNSAID}"
    )
    parts = [duty.what or "材料", who or "", when]
    if duty.covers == "previous":
        parts.append("报上一期")
    parts += [f"{period}为{day}" for period, day in duty.exceptions]
    if duty.holiday:
        parts.append(_HOLIDAYS[duty.holiday])
    parts.append("、".join(_COPIES[copy] for copy in duty.copies) or f"形式{UNSAID}")
    return "；".join(part for part in parts if part) + (
        "" if duty.sure else "（请核对）"
    )


def _due(due: Due, cycle: ReadCycle) -> str:
    time = {"end_of_work": "下班", None: ""}.get(due.time, due.time)
    return f"{CYCLES[cycle]}，{_day(due, _PERIODS[cycle])}{time}前"


def _day(due: Due, period: str) -> str:
    after = f"{due.day}{'个工作日' if due.workdays else '日'}"
    words = {
        Anchor.END: f"{period}最后{'一个工作日' if due.workdays else '一天'}",
        Anchor.DAY_OF_MONTH: f"{f'{due.month}月' if due.month else ''}{due.day}日",
        Anchor.DAY_OF_LAST_MONTH: f"{period}末月{due.day}日",
        Anchor.DAY_AFTER: f"{period}结束后{after}",
        Anchor.WEEKDAY: f"周{'一二三四五六日'[(due.weekday or 1) - 1]}",
        Anchor.DATE: due.on.isoformat() if due.on else UNSAID,
    }
    return words[due.anchor]


def _item(item: ReadItem) -> str:
    lead = f"牵头 {'、'.join(item.lead)}；" if item.lead else ""
    units = "、".join((*item.units, *item.classes))
    targets = "；".join(target.text for target in item.targets)
    tail = f"（目标：{targets}）" if targets else ""
    return f"{item.no}. {item.name}：{lead}{units or UNSAID}{tail}"
