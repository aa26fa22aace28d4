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
    (Talk.WITHDRAWAL, r"[封份版次](?:是|已)?(?:发错|报错|误发|作废|不要了)", "上午那封发错了"),
    (Talk.WITHDRAWAL, r"^(?:撤销|撤回|取消).{0,10}(?:报表|邮件|来信|材料)", "撤销昨天的二季度报表"),
    (Talk.WITHDRAWAL, r"(?:邮件|来信|报表|材料|附件)(?:请|应)?(?:作废|发错|传错|别用)", "早上的邮件请作废"),
    (Talk.WITHDRAWAL, r"勿采用|请收回|删掉", "上一稿有硬伤，请勿采用"),
    (Talk.WITHDRAWAL, r"(?:把|将).{0,8}(?:邮件|来信|报表).{0,4}(?:删|撤)", "请把昨天的邮件删除"),
    (Talk.DELAY_REQUEST, r"延期|延迟报|推迟|延后|宽限|缓报|缓[几一两二三]天", "二季度报表申请延期至7月10日"),
    (Talk.DELAY_REQUEST, r"(?:晚|迟)(?:几|两|一|一点)?(?:天|日|些)?(?:再)?报", "能否晚几天报"),
    (Talk.DELAY_REQUEST, r"(?:晚|迟|宽延|再给|多给)(?:我们)?[几一两二三些](?:天|日)", "能晚两天吗"),
    (Talk.DELAY_REQUEST, r"晚[一些]?点(?:再)?(?:报|交|发)", "晚点报可以吗"),
    (Talk.DELAY_REQUEST, r"往后(?:推|延|拖)|[来赶]不及|赶不上|交不上|报不上来?", "这周交不上"),
    (Talk.CONTACT_CHANGE, r"联系人.{0,14}(?:变更|更换|调整|改为|换成|接替)", "报表联系人变更"),
    (Talk.CONTACT_CHANGE, r"(?:邮箱|地址|电话|号码).{0,8}(?:变更|更换|改为|改成|换成|停用|弃用)", "今后邮箱改为x"),
    (Talk.CONTACT_CHANGE, r"(?:新|更换|启用).{0,4}(?:邮箱|电话)|(?:邮箱|电话)(?:启用|换了?)新", "启用新邮箱报送"),
    (Talk.CONTACT_CHANGE, r"(?:邮箱|电话|联系人).{0,2}(?:改|换)一下", "请把我局的邮箱改一下"),
    (Talk.CONTACT_CHANGE, r"(?:经办人|负责人|专干).{0,10}(?:换|改|变更|调整)|新联系人", "经办人由张某换为李某"),
    (Talk.CONTACT_CHANGE, r"(?:今后|以后|即日起).{0,16}(?:由.{1,8}负责|找|联系|对接|发给|发到)", "以后找小王"),
    (Talk.CONTACT_CHANGE, r"^换人|换了人|人员(?:变动|调整)|接手的|(?:我|本人)已?(?:调走|退休|调离)", "换人了"),
    (Talk.FORM_REQUEST, r"(?:模板|模版|空表|空白表|表格|表样|样表|格式).{0,14}(?:发|传|给)", "模板发我一下"),
    (Talk.FORM_REQUEST, r"(?:发|要|求|索取).{0,8}(?:模板|模版|空表|空白表|表格|表样|样表)", "麻烦再发一份空表"),
    (Talk.FORM_REQUEST, r"(?:没|未).{0,10}(?:模板|空表|表格)", "我们没有收到表格"),
    (Talk.FORM_REQUEST, r"(?:表|模板|附件).{0,8}(?:找不[到着]|没找[到着]|丢了|打不开|在哪)", "上次发的表我找不到了"),
    (Talk.FORM_REQUEST, r"(?:提供|给)(?:我们?|一?[份个])?(?:样|表样|空)", "烦请提供空白报表"),
    (Talk.FORM_REQUEST, r"(?:没见[到着]?|没有?看到).{0,6}表", "没见到要填的表"),
    (Talk.FORM_REQUEST, r"(?:表|模板)发(?:给?我|到我|一下)|(?:能|请|麻烦)发下", "表发我邮箱"),
    (Talk.STATE_REQUEST, r"^查询$|报送情况查询|查询报送", "查询"),
    (Talk.STATE_REQUEST, r"(?:报了没|报没报|是否已报|收到了没|收到了吗|收到没有)", "我局的报表收到了吗"),
    (Talk.STATE_REQUEST, r"(?:报|交)(?:齐|全)了?(?:吗|没)|[报交]没[报交](?:齐|全)?|[齐全]了没|报了没有|都收到了", "我们报齐了吗"),
    (Talk.STATE_REQUEST, r"还(?:差|缺|少)(?:什么|哪|几)|[齐全]了吗|[报交]了几|收到.{0,12}没有|收到没(?:$|[。,?])", "我局还差什么"),
    (Talk.STATE_REQUEST, r"查(?:一下|下|一查).{0,10}(?:报送|上报|情况)", "查一下我们单位报送情况"),
    (Talk.QUESTION, r"[?]", "报表是几号截止？"),
    (Talk.QUESTION, r"请问|咨询|想问|问一下", "请问电子版要盖章吗"),
    (Talk.QUESTION, r"(?:怎么|如何|怎样)(?:填|报|写|算)", "第7项怎么填"),
    (Talk.QUESTION, r"(?:可以|行|对|好|需要|用|附|交|填|写|盖)吗|是不是|要不要|能不能|可否|能否", "这样填可以吗"),
    (Talk.QUESTION, r"几号|哪天|什么时候|哪一天", "几号前报"),
    (Talk.QUESTION, r".还是.|怎么办|不会填|(?:有|没有?)要求没|哪[个些项]|几点", "是报一份还是两份"),
    (Talk.ALREADY_REPORTED, r"(?:已|早就).{0,12}(?:报|发|寄|送|交)(?:过|了|给|至|$|[。,])", "我单位上周已报"),
    (Talk.ALREADY_REPORTED, r"(?:上周|昨天|前天|之前|前几天|[0-9]日).{0,10}(?:报|发|寄|送|交)(?:过|了)", "昨天发过了"),
    (Talk.ALREADY_REPORTED, r"我(?:们|局|会|院|委|办|单位)(?:报|交|发|寄)过", "我们报过了"),
    (Talk.ALREADY_REPORTED, r"(?:[0-9][日号]|上个?月|上周.?|早)就?(?:报|发|寄|送|交)(?:过|了|给)", "6月20号就报过了"),
    (Talk.ALREADY_REPORTED, r"(?:已经?|都).{0,6}(?:报|送|交|发)(?:到|至)|(?:微信|当面|纸质).{0,6}(?:发给|交给|交了)", "微信上发给你了"),
    (Talk.PROMISE, r"(?:尽快|马上|稍后|随后|抓紧|下班前|近日).{0,10}(?:报|发|送|交|补)", "我们尽快报送"),
    (Talk.PROMISE, r"(?:今天|明天|后天|本周|下周|周[一二三四五六日天]|[0-9]{1,2}[日号]).{0,10}(?:报|发|送|交|补)", "好的，周五前报"),
    (Talk.PROMISE, r"(?:上午|下午|今晚|晚上|晚些时候|月底前).{0,8}(?:报|发|送|交|补)", "下午补上盖章件"),
    (Talk.PROMISE, r"正在(?:整理|汇总|填|盖章|走|统计)", "正在盖章"),
    (Talk.PROMISE, r"(?:好|完|字|章|后|一会儿?|等会儿?|这两天|过两天)就?(?:报|发|送|交|上报)", "签完字就发"),
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
