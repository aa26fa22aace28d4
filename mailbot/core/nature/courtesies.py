"""Short letters of people that bring nothing: 收到，谢谢, and questions."""

from __future__ import annotations

import re

from mailbot.core.mail.quoting import own_words, signature
from mailbot.core.record.mail import Message

_LOOKED_AT = 20_000  # characters of body, quoted text among them
_LONGEST_COURTESY = 120  # characters of own words
_LONGEST_QUESTION = 400
_LEFT_OVER = 4  # characters that may remain when all courtesies are taken out
_ANSWER_PREFIX = re.compile(
    r"^(?:\s*(?:re|fwd?|回复|答复|转发|回覆|答覆|轉寄)\s*(?:\[\d+\])?\s*[:：])+",
    re.IGNORECASE,
)
_ACK = re.compile(
    r"""(?:我们|我局|我单位|我办|本单位|我|已经?|均已|邮件|来信|来函|通知|信件|消息|提醒|文件|函件)*(?:收到|收悉|收阅|已阅|知悉|获悉|知道|悉知|敬悉)(?:了|啦|您的(?:邮件|来信|通知|提醒)|邮件|通知|提醒|来信)*
    |好的|好滴|好嘞|没问题|明白|了解|清楚|遵照执行|照办|可以|行|嗯+|是的|对的
    |已?转(?:有关|相关|给|至|发)?(?:业务)?(?:科室|部门|同事|领导|单位)?(?:办理|阅处|处理)
    |[👌👍🙏🤝]|\b(?:ok(?:ay)?|received|got\s+it|noted|thanks?(?:\s+you)?|thank\s+you(?:\s+very\s+much)?|roger|well\s+received|sure|will\s+do)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_POLITE = re.compile(
    r"""(?:非常|十分|多|太|万分)?(?:感谢|谢谢|多谢|谢了|谢|致谢)(?:提醒|通知|告知|您|你|领导|老师|主任|支持|配合|您的(?:提醒|来信|邮件|通知))*
    |您?你?好|各位?|尊敬的|领导|老师|主任|科长|同志|同事|局长|^[\u4e00-\u9fff]{2,14}(?:办公室|[办委联局会])\s*[:：,，]|办公室|辛苦(?:了|您|你|啦)*|麻烦(?:了|您|你)*|打扰(?:了|您|你)*|不好意思|抱歉
    |(?:我们|我局|我单位|我办|我|一定|将|会|正在|抓紧|尽快|按时|及时|马上|立即|稍后|近期|近日|今天|明天|下午|上午|这?两天|本周|按要求|认真|安排|组织|填写|填报|整理|统计|汇总|准备|完成|上报|报送|报|提交|落实|办理|处理|联系|之前|内|前|后|就|给|您|你|再|吧|了|的|哈|啦|哦|呢|按照?|时间|节点)+
    |顺?祝?(?:工作)?(?:顺利|愉快|商祺|好|安好|周末愉快)|此致|敬礼|祝好|再见|best\s+regards|regards|hi|hello|dear|you|very|much""",
    re.IGNORECASE | re.VERBOSE,
)
_FILLER = re.compile(r"[\s\W_\d]+")
_ASKS = re.compile(
    r"""[?？]|请问|想问|问一下|问下|咨询|请教|求问|怎么|怎样|如何|咋|是否|是不是|能不能|能否|可否|可不可以|可以.{0,12}[吗么]|要不要|需不需要|需要.{0,20}[吗么]
    |什么时候|何时|几号|哪里|哪儿|哪个|哪些|哪一|多少|多久|为什么|什么(?:格式|意思|要求|时间|内容|样)|[吗么呢]\s*(?:[。.!！]|$)
    |麻烦(?:您|你)?(?:再)?(?:发|提供|告知|解释|说明)|(?:发|提供)(?:我们|给我|一下|我)?.{0,6}(?:模板|表格|附件|通知|电子版).{0,4}(?:一份|一下)?
    |没有?(?:收到|找到|看到).{0,12}(?:附件|表格|模板|通知)|(?:打不开|看不到|下载不了|无法打开)|不(?:清楚|知道|明白|太懂)|申请延期|延期|宽限|晚几天|晚交|推迟""",
    re.IGNORECASE | re.VERBOSE,
)
_BRINGS = re.compile(
    r"(?:请|敬请|烦请)(?:查收|查阅|审阅|接收|审核)|见附件|附件(?:是|为|中)|(?:报送|上报|提交)如下|现(?:将|报送|上报)|如下[：:]"
)

_REPORTS = re.compile(
    r"[一二三四五六七八九十]、|^\s*\d{1,2}[.、)）]|本季度|截至|完成率|万元|人次|开展了",
    re.MULTILINE,
)


def is_acknowledgement(message: Message) -> bool:
    """Tell whether a person only says that he has read us.

    The caller has made sure that there is no document. Everything he wrote must be
    made of such words: 收到，报表昨天已发 is more than an acknowledgement.
    """
    words = _written(message)
    if not words or len(words) > _LONGEST_COURTESY or _ASKS.search(words):
        return False
    if not _ACK.search(words) and not re.search(r"谢|thank", words, re.IGNORECASE):
        return False
    rest = _FILLER.sub("", _POLITE.sub("", _ACK.sub("", words)))
    return len(rest) <= _LEFT_OVER


def is_question(message: Message) -> bool:
    """Tell whether a person asks something and brings nothing (no document)."""
    words = _written(message)
    if not words or len(words) > _LONGEST_QUESTION or _BRINGS.search(words):
        return False
    reports = len(set(_REPORTS.findall(words))) > 1  # a report typed into the body
    return bool(_ASKS.search(words)) and not reports


def _written(message: Message) -> str:
    """Return what the writer says: his own words, or his own subject without them.

    An answer's subject is ours, so it says nothing of him.
    """
    text = message.text[:_LOOKED_AT]
    words, closing = own_words(text), signature(text)
    if closing and words.endswith(closing) and len(closing) < len(words):
        words = words[: -len(closing)].strip()
    if words:
        return words
    return "" if _ANSWER_PREFIX.match(message.subject) else message.subject
