"""The office that gets the reports, as the duty's sentence names it."""

from __future__ import annotations

import re
from typing import Final

from mailbot.core.reading_notice.layout.folding import fold
from mailbot.core.reading_notice.layout.paper import NoticePaper
from mailbot.core.reading_notice.proposal import ReadCycle, ReadDuty, ReadField

# How the name of an office ends, and by which words reports go to it.
_ENDS: Final = (
    "办公室",
    "办公厅",
    "督查室",
    "督考办",
    "研究室",
    "中心",
    "政府",
    "公司",
    "支队",
    "大队",
    *"办局委科室处组部院厅会站所股",
)
_BY: Final = (
    r"报送?[至到给]?",
    r"上报[至到给]?",
    r"送[至交]?",
    r"发送?至",
    "发到",
    r"反馈[至给]?",
    "提交至?",
    "寄至",
    r"交[至到]?",
    r"至(?=[省市县区镇])",
    "汇总报",
    "向",
)
_THEN: Final = (
    r"[（，。；、：）]",
    "的?邮箱",
    "电子",
    "备案",
    "汇总",
    "审核",
    "指定",
    "联系",
    "上报",
    "报送",
    "提交",
    "报告",
    "反馈",
    "进行",
    "$",
)
_END: Final = f"(?:{'|'.join(_ENDS)})"
_TO: Final = re.compile(
    rf"(?:{'|'.join(_BY)})(?P<o>(?!各位|本单位|分管)[\u4e00-\u9fff]{{1,24}}?{_END})"
    rf"(?P<more>(?:{_END}|[\u4e00-\u9fff]{{1,8}}{_END})*)(?={'|'.join(_THEN)})"
)


def receiver_of(paper: NoticePaper, duties: tuple[ReadDuty, ...]) -> ReadField[str]:
    """Return who gets the reports: the last named, of what comes again and again."""
    again = tuple(duty for duty in duties if duty.cycle is not ReadCycle.ONCE)
    return _named(paper, again) or _named(paper, duties) or ReadField()


def _named(paper: NoticePaper, duties: tuple[ReadDuty, ...]) -> ReadField[str] | None:
    for duty in reversed(duties):
        for one in paper.paragraphs:
            if duty.source.line not in {line.number for line in one.lines}:
                continue
            named = _TO.search(_folded(duty.source.words, one.text))
            if named:
                return ReadField(named["o"] + (named["more"] or ""), duty.source)
    return None


def _folded(words: str, text: str) -> str:
    """Return the duty's words as the paragraph has them folded."""
    folded = fold(words).text
    return folded if folded in text else text
