"""The verbs of orders, in the many ways people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What a word of an order asks for."""

    CONFIRM = "confirm"
    ASSIGN = "assign"
    RETURN = "return"
    IGNORE = "ignore"
    RETRY = "retry"
    UNDO = "undo"
    EXTEND = "extend"
    EXEMPT = "exempt"
    PAUSE = "pause"
    RESUME = "resume"
    RELEASE = "release"
    SUMMARY = "summary"
    NOT = "not"  # a refusal that says nothing else: 不同意, 不是, 待确认


ABOUT_ITEMS = frozenset(
    {Verb.CONFIRM, Verb.ASSIGN, Verb.RETURN, Verb.IGNORE, Verb.RETRY}
)
ABOUT_UNITS = frozenset(
    {Verb.EXTEND, Verb.EXEMPT, Verb.PAUSE, Verb.RESUME, Verb.RELEASE, Verb.SUMMARY}
)
# So plain that they are orders even where the code was forgotten.
STRONG = frozenset(Verb) - {Verb.CONFIRM, Verb.ASSIGN, Verb.NOT, Verb.RETRY}

_REMIND = r"(?:催报|催办|催促|提醒|催)"
_AGREE = (
    r"确认|确定|確認|確定|無誤|同意|批准|认可|可以|没有?问题|没有?错误?|有效|算数|采[用纳]|无误|无异议|正确|属实|通过|照办"
    r"|按建议(?:办理)?|归档|入库|收下|是的|对的|好的|ok|yes|√|✓|✔"
)
# A single sign is a verb only by itself: 行 stands in 人民银行, 对 in 对口.
_ALONE = (
    r"(?:(?<![\u4e00-\u9fff])|(?<=[都也均很]))[对行好](?:了|吧)?(?![\u4e00-\u9fff])"
)
_DENY = r"(?:不(?:要|用|必|需|能|可|予)?|别|勿|没有?|未|尚未|暂不|先不|无法)"
_WORDS: tuple[tuple[Verb, str], ...] = (
    (Verb.RETRY, r"重[试读]|重新(?:识别|读取|判读)|再(?:读|试)一?[次遍下]"),
    (
        Verb.NOT,
        r"(?:暂时?|先|无法|不[要用必需能可予]|无需|别|勿|没有?|未|不)(?:撤[销消回]|取消)",
    ),
    (Verb.UNDO, r"撤销|撤消|撤回|取消(?!催|提醒)|收回|反悔"),
    (Verb.NOT, r"确认(?:已经?)?收到"),
    (Verb.NOT, r"(?:暂时?|先)不(?:管|理会?|处理|计入)"),
    (Verb.IGNORE, r"不用管|不必管|不用理会?|不必理会|不予理会|不理会?|不用处理|不处理"),
    (Verb.IGNORE, r"不管它?|(?<![特分个级类])别管|忽略|忽视|无关|略过|跳过|不计入"),
    (
        Verb.EXEMPT,
        r"免报|免于报送|免除(?:报送)?|豁免|(?:不用|无需|不必|不需)(?:报送?|上报)",
    ),
    (
        Verb.PAUSE,
        rf"(?:暂停|停止|暂缓|先停|取消|停|(?:先|暂)?(?:不要?再?|别再?|勿)){_REMIND}",
    ),
    (Verb.RESUME, rf"(?:恢复|继续|重新|可以|开始)再?{_REMIND}|恢复|继续"),
    (
        Verb.NOT,
        rf"{_DENY}(?:再|太|是很)?(?:{_AGREE}|重[试读]|退回|驳回|打回|忽略|延期|放行|发(?:送|出)?|恢复|汇总)",
    ),
    (
        Verb.NOT,
        rf"{_DENY}(?:太|很)?[对行好]|不是|并非|(?:待|等|再|需要?)(?:我|进一步)?(?:确认|确定|核实|看看?)",
    ),
    (Verb.RETURN, r"退回(?:去)?|驳回|打回(?:去)?|退件|退还|退掉"),
    (Verb.EXTEND, r"延期|展期|宽限|延长|延至|延到|推迟|顺延|缓报"),
    (Verb.RELEASE, r"放行|放出|可以发(?:送|出|信)?|同意发(?:送|出|信)|准予发出"),
    (
        Verb.SUMMARY,
        r"(?:重?发(?:一[份下])?|要|看|来)?(?:最新)?(?:的)?(?:情况)?汇总(?:表)?",
    ),
    (Verb.CONFIRM, rf"{_AGREE}|{_ALONE}"),
    (Verb.ASSIGN, r"应该?[是为属]|属于?|归属?|改[为成]?|算作?|定为|系|[是为]"),
)
_VERB = re.compile(
    "|".join(f"(?P<v{n}>{words})" for n, (_, words) in enumerate(_WORDS)),
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[?？]|吗|是不是|是否|能否|可否|可不可以|能不能|怎么|如何|哪个?|什么"
)
_POLITE = re.compile(
    r"您好|你好|谢谢(?:您|你)?|多谢|感谢|辛苦(?:了|您|你们?)?|麻烦(?:您|你|了)?|拜托|劳驾"
    r"|收到|(?<!申)请(?![示求])|敬请|领导|同志|老师"
)
_FILLERS = re.compile(
    r"代码|编号|编码|这[个份封件条]|该[份封件]|此[份封件]|[它其]|邮件|附件|文件|材料|来信"
    r"|内容|建议|全部|都|均|就|予以|给予|给|一下|吧|啊|哦|呀|哈|了|的|即可|办理|处理|执行"
    r"|已|我们?|办公室|报表|报送|上报|这边|先|再|应该?|还|但是?|而是?|单位|季度的?$|(?:电话|微信|当面)(?=核实|确认|联系)|经?核实过?|申请|请求|嗯|这"
    r"|(?:联合)?[报发交寄送](?:过?来)?(?=的)"
)
_NEGATION = re.compile(r"[不没未非别勿待等]")
_MARKS = re.compile(r"[\s,，、。.!！;；:：\"'“”‘’()（）【】\[\]<>《》{}*＊~|/\\+&-]+")
_SENTENCE = re.compile(r"[。!！\n]")


@dataclass(frozen=True, slots=True)
class SpokenVerb:
    """A verb in a text, and where it stands."""

    verb: Verb
    start: int
    end: int


def verbs(words: str) -> tuple[SpokenVerb, ...]:
    """Return the verbs of a `folded` text, in order."""
    return tuple(
        SpokenVerb(_WORDS[int(str(m.lastgroup)[1:])][0], m.start(), m.end())
        for m in _VERB.finditer(words)
    )


def leading_verb(words: str) -> SpokenVerb | None:
    """Return the verb that decides, None if there is none.

    The first one; but a refusal (不同意) and an agreement that runs into another
    verb (同意退回) only introduce it.
    """
    found = list(verbs(words))
    while len(found) > 1 and _introduces(words, found[0], found[1]):
        found.pop(0)
    return found[0] if found else None


def _introduces(words: str, first: SpokenVerb, second: SpokenVerb) -> bool:
    between = _POLITE.sub("", words[first.end : second.start])
    if first.verb is Verb.NOT:  # 不同意，退回 but never 不同意退回
        apart = bool(_MARKS.search(between)) or second.verb is Verb.ASSIGN
        return apart and second.verb is not Verb.CONFIRM
    return first.verb is Verb.CONFIRM and not between and second.verb is not first.verb


def is_question(words: str) -> bool:
    """Tell whether words ask instead of ordering."""
    return bool(_QUESTION.search(words))


def says_otherwise(comment: str) -> bool:
    """Tell whether a remark beside an order may take it back."""
    other = [v for v in verbs(comment) if v.verb is not Verb.CONFIRM]
    return bool(other) or bool(_NEGATION.search(comment)) or is_question(comment)


def without_politeness(words: str) -> str:
    """Return words without 请, 谢谢 and the like, stripped of marks at both ends."""
    return _strip(_POLITE.sub(" ", words))


def substance(words: str) -> str:
    """Return what is left of words without politeness, fillers and marks."""
    return _MARKS.sub("", _FILLERS.sub("", _POLITE.sub("", words)))


def without_verb(words: str, verb: Verb) -> str:
    """Return words without that verb."""
    for spoken in reversed(verbs(words)):
        if spoken.verb is verb:
            words = f"{words[: spoken.start]} {words[spoken.end :]}"
    return words


def first_sentence(words: str) -> tuple[str, str]:
    """Return words up to the end of the first sentence, and what follows."""
    match = _SENTENCE.search(words)
    return (words[: match.start()], words[match.end() :]) if match else (words, "")


def _strip(words: str) -> str:
    return words.strip(" \t\n,，、。.!！;；:：\"'“”‘’*|-~")
