"""What a letter without a report talks about: one phrase a line, with an example.

Talk touches no copy: staff see its label and its words. Subject and body are read
together, as people write them (主题: 报表是几号截止？ 正文: 如题).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Final

from mailbot.core.record.flags import FlagKind
from mailbot.core.words.wording import plain


class Talk(StrEnum):
    """What somebody talks about instead of sending a report; text = the flag."""

    WITHDRAWAL = "withdrawal"
    DELAY_REQUEST = "delay_request"
    CONTACT_CHANGE = "contact_change"
    FORM_REQUEST = "form_request"
    STATE_REQUEST = "state_request"
    QUESTION = "question"
    ALREADY_REPORTED = "already_reported"
    PROMISE = "promise"

    @property
    def flag(self) -> FlagKind:
        """The flag that tells staff so."""
        return FlagKind(self.value)


# In this order: a letter that asks for delay and promises a day asks for delay.
PHRASES: Final = (
    (Talk.WITHDRAWAL, r"请忽略(?:上|前|刚才|昨天|之前)", "请忽略上一封邮件"),
    (Talk.WITHDRAWAL, r"(?:上|前)(?:一)?封.{0,6}(?:作废|不算|有误)", "上一封邮件作废"),
    (Talk.WITHDRAWAL, r"(?:申请|请求|要求|想)撤回", "我单位申请撤回昨天的报表"),
    (Talk.DELAY_REQUEST, r"延期|延迟报|推迟报|延后|宽限|缓报", "二季度报表申请延期至7月10日"),
    (Talk.DELAY_REQUEST, r"(?:晚|迟)(?:几|两|一|些|一点)?(?:天|日|些)?(?:再)?报", "能否晚几天报"),
    (Talk.CONTACT_CHANGE, r"联系人.{0,14}(?:变更|更换|调整|改为|换成|接替)", "报表联系人变更"),
    (Talk.CONTACT_CHANGE, r"(?:邮箱|地址|电话|号码).{0,8}(?:变更|更换|改为|改成|换成|停用)", "今后邮箱改为x"),
    (Talk.CONTACT_CHANGE, r"(?:新|更换|启用).{0,4}(?:邮箱|电话)", "启用新邮箱报送"),
    (Talk.FORM_REQUEST, r"(?:模板|模版|空表|空白表|表格|表样|样表|格式).{0,14}(?:发|传|给)", "模板发我一下"),
    (Talk.FORM_REQUEST, r"(?:发|要|求|索取).{0,8}(?:模板|模版|空表|空白表|表格|表样|样表)", "麻烦再发一份空表"),
    (Talk.FORM_REQUEST, r"(?:没有|没|未)(?:收到|找到|有)?.{0,6}(?:模板|空表|附件表格|表格)", "我们没有收到表格"),
    (Talk.STATE_REQUEST, r"^查询(?:\n|$)|报送情况查询|查询报送", "查询"),
    (Talk.STATE_REQUEST, r"(?:报了没|报没报|是否已报|收到了没|收到了吗|收到没有)", "我局的报表收到了吗"),
    (Talk.QUESTION, r"[?]", "报表是几号截止？"),
    (Talk.QUESTION, r"请问|咨询|想问|问一下", "请问电子版要盖章吗"),
    (Talk.QUESTION, r"(?:怎么|如何|怎样)(?:填|报|写|算)", "第7项怎么填"),
    (Talk.QUESTION, r"(?:可以|行|对|好|需要|用)吗|是不是|要不要|能不能|可否|能否", "这样填可以吗"),
    (Talk.QUESTION, r"几号|哪天|什么时候|哪一天", "几号前报"),
    (Talk.ALREADY_REPORTED, r"(?:已|已经|早就|早已).{0,12}(?:报|发|寄|送|交)(?:送|过|了|给|至|$|[。,])", "我单位上周已报"),
    (Talk.ALREADY_REPORTED, r"(?:上周|昨天|前天|之前|前几天|[0-9]日).{0,10}(?:报|发|寄|送|交)(?:过|了)", "昨天发过了"),
    (Talk.PROMISE, r"(?:尽快|马上|稍后|随后|抓紧|下班前|近日).{0,10}(?:报|发|送|交|补)", "我们尽快报送"),
    (Talk.PROMISE, r"(?:今天|明天|后天|本周|下周|周[一二三四五六日天]|[0-9]{1,2}[日号]).{0,10}(?:报|发|送|交|补)", "好的，周五前报"),
    (Talk.PROMISE, r"正在(?:整理|汇总|填|盖章|走程序|统计)", "正在盖章"),
)  # fmt: skip
# Beside a file only a plain question counts: 有问题请联系 is courtesy.
_BESIDE: Final = re.compile(r"[?]|请问|可以吗|行吗|对吗|是否(?:可以|正确|需要|合适)")
_COURTESY: Final = re.compile(
    r"(?:如)?有(?:什么|任何)?(?:问题|疑问)[,，]?(?:请|可)?[^。\n]{0,12}"
)
# A polite question whether the mail arrived asks nothing of the report.
_ARRIVED: Final = re.compile(
    r"(?:请问)?(?:是否)?收到(?:了)?(?:吗|没有|没|否)?[?。]?|收到请回复?"
)


def talk_of(subject: str, words: str) -> Talk | None:
    """Return what subject and body together talk about, None if nothing is known."""
    text = _COURTESY.sub("", plain(f"{subject}\n{words}"))
    return next((talk for talk, pattern in _compiled() if pattern.search(text)), None)


def asks_beside(subject: str, words: str) -> bool:
    """Tell whether a letter that brings a file also asks something about it."""
    text = _ARRIVED.sub("", _COURTESY.sub("", plain(f"{subject}\n{words}")))
    return _BESIDE.search(text) is not None


@cache
def _compiled() -> tuple[tuple[Talk, re.Pattern[str]], ...]:
    return tuple((talk, re.compile(p, re.MULTILINE)) for talk, p, _ in PHRASES)
