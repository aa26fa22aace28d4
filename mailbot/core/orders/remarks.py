"""What stands beside the verb of an order: the reason of a refusal, and remarks."""

from __future__ import annotations

import re

from mailbot.core.orders.words import Verb, substance, verbs, without_verb

_REASON_FRAME = re.compile(
    r"^[\s,，、。:：;；!！\-—]*(?:[吧了哈啊呀]+(?=[\s,，。:：;；!！]|$))?[\s,，、。:：;；!！\-—]*"
    r"(?:给(?:该)?单位|(?:处理|重报|重新报送|对方|单位)(?=[\s,，、。:：;；]|的?(?:理由|原因)|因|由于))?"
    r"[\s,，、。:：;；\-—]*"
    r"(?:(?:的)?(?:理由|原因)(?:是|为)?|因为|由于)?(?:如下)?[\s,，、:：\-—(（]*"
)
_REASON_END = re.compile(
    r"[\s,，、;；]*(?:谢谢[您你]?|多谢|辛苦了?|感谢)?[\s!！~)）]*$"
)
# Words that stand where a reason should: the unit would read them and know nothing.
_NO_REASON = re.compile(
    r"(?:[吧吗么呢了啊无略]|没有?|同[上前]|如[上下]|见(?:附件|上|下|上文|下文|前|电话)|理由|原因|另告"
    r"|(?:请|须|需)?(?:写明|注明|说明).{0,4}|(?:你们?|他们?|系统)?.{0,3}(?:写|定|编)|待定|暂无|不详)*"
)
_ASKED_BEFORE = re.compile(r"是否|能否|可否|要不要|可不可以|能不能|该不该|是不是")
_ASKED_BEHIND = re.compile(r"^\s*[?？]|[吗?？]\s*$")
_NUMBERED = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十])[)）.、．]|[①-⑳])"
)
# Not every 未 or 无 tells of one: 未成年人保护科, 无锡.
_FAULT = re.compile(
    r"没(?!有?(?:其他|别的|了))|未(?![成来])|无(?![锡棣])|[缺错漏]|不[符全清对一]|重复|空白"
)
_MISTAKEN = re.compile(
    r"[点写按搞弄发看选填回]?错|误[操点写]?作?|上一?[次封回]|刚[才刚]|[之此以]前|前[面述]|处理|意见|操作|对|所有|一切"
    r"|不小心|手滑"
)
_RELEASED = re.compile(
    r"催报|催办|提醒|信件?|封|首批|第一[批轮次]|首轮|[这那]批?|暂存|发[出送]?"
)
_OTHERS = re.compile(r"其[他它余]|剩下|剩余|另外|第.{1,2}[件个条封]|全部|所有|都|^\d")
_SHORT = 16
_INSTEAD = re.compile(r"[\s,，;；。、]|改|后|再|另|重新")


def reason(words: str) -> str:
    """Return the reason that words give, "" if they give none."""
    bare = _REASON_END.sub("", _REASON_FRAME.sub("", words, count=1))
    said = bare.strip(" \t,，、。;；:：】]》”’\"'")
    if not any(sign.isalnum() for sign in substance(said)):
        return ""
    return "" if _NO_REASON.fullmatch(re.sub(r"[\W_]+", "", said)) else said


def asks_whether(before: str, behind: str) -> bool:
    """Tell whether a refusal is put as a question (要退回吗), not ordered."""
    return bool(_ASKED_BEFORE.search(before) or _ASKED_BEHIND.search(behind))


def goes_on(line: str) -> bool:
    """Tell whether a line below a refusal is more of its reason: 2. 第7项没填."""
    others = {said.verb for said in verbs(line)} - {Verb.NOT, Verb.ASSIGN}
    return not others and bool(_NUMBERED.match(line) or _FAULT.search(line))


def says_instead(between: str) -> bool:
    """Tell whether words between 撤销 and another verb part them: 撤销，改为确认."""
    return bool(_INSTEAD.search(between))


def beside_undo(words: str) -> str:
    """Return what is left of words without talk of a mistake: 点错了, 刚才的."""
    return substance(_MISTAKEN.sub(" ", words))


def beside_release(words: str) -> str:
    """Return what is left of words without the letters: 放行 lets all of them go."""
    return substance(_RELEASED.sub(" ", without_verb(words, Verb.CONFIRM)))


def is_mistake(words: str) -> bool:
    """Tell whether words call something a mistake (忽略错了), so order nothing."""
    return "错" in words or "误" in words.replace("无误", "")


def means_others(words: str) -> bool:
    """Tell whether a short line settles things it does not name: 其余都确认."""
    return len(words) <= _SHORT and bool(_OTHERS.search(words.strip()))
