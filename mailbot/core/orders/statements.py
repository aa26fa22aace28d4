"""One code and what was said of it: an order, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mailbot.core.orders.codes import ADDRESS, MAIL, REQUEST, CodeRef, folded
from mailbot.core.orders.facts import (
    Facts,
    View,
    is_asked_of,
    is_unrelated_to_unit,
    read_facts,
    wrong_day,
)
from mailbot.core.orders.figure_orders import names_figures, understand_figures
from mailbot.core.orders.orders import (
    Act,
    Adopt,
    Assign,
    Confirm,
    Disown,
    Exempt,
    Extend,
    Ignore,
    Order,
    Pause,
    Release,
    Resume,
    Retry,
    Return,
    SendSummary,
    Unclear,
    Undo,
)
from mailbot.core.orders.place_orders import understand_placing
from mailbot.core.orders.remarks import (
    asks_whether,
    beside_release,
    beside_undo,
    is_mistake,
    reason,
    says_instead,
)
from mailbot.core.orders.words import (
    ABOUT_ITEMS,
    ABOUT_UNITS,
    SpokenVerb,
    Verb,
    first_sentence,
    is_question,
    leading_verb,
    says_otherwise,
    substance,
    verbs,
    without_politeness,
    without_verb,
)

HOW_ITEM = (
    "请写“代码 确认”“代码 是 单位 季度 类别”“代码 是报表”“代码 退回 理由”“代码 忽略”"
    "“代码 名称 归第5项”或“代码 撤销”，"
    "例如：R12-7K3F-Q2MX 是 县民政局 二季度 盖章"
)
HOW_MAIL = (
    "请写“代码 延期 单位 日期”“代码 免报 单位”“代码 暂停催报”“代码 放行”或“代码 汇总”，"
    "例如：M7-7K3F-Q2MX 延期 县科协 7月10日"
)
HOW_ADDRESS = "请写“代码 认可”“代码 不是”或“代码 撤销”，例如：N12.1-7K3F-Q2MX 认可"
HOW_REQUEST = "请写“代码 确认”，例如：P12-7K3F-Q2MX 确认"
_HOWS = {MAIL: HOW_MAIL, ADDRESS: HOW_ADDRESS, REQUEST: HOW_REQUEST}
_SPREAD = re.compile(
    r"(?<![\u4e00-\u9fff])([确同忽退驳打撤延免放])[ \t\u3000]+([认意略回销期报行])"
    r"(?![\u4e00-\u9fff])"
)
_UNDONE_ACTS = {
    Verb.EXTEND: Act.EXTEND,
    Verb.EXEMPT: Act.EXEMPT,
    Verb.PAUSE: Act.HOLD,
    Verb.RESUME: Act.RESUME,
    Verb.RELEASE: Act.RELEASE,
}


@dataclass(frozen=True, slots=True)
class SaidOfCode:
    """Words said of one code: as written, and in the line that an answer quotes."""

    code: CodeRef
    written: str
    line: str
    view: View

    @property
    def words(self) -> str:
        """The words with full-width letters made plain."""
        return folded(self.written)

    @classmethod
    def of(cls, code: CodeRef, written: str, line: str, view: View) -> SaidOfCode:
        """Return words as said, 确 认 read as 确认."""
        return cls(code, _SPREAD.sub(r"\1\2", written), line, view)

    def unclear(self, why: str) -> Unclear:
        """Return that this is no order, and how orders of its kind are written."""
        return Unclear(self.line, why, _HOWS.get(self.code.kind, HOW_ITEM))


_ANYWAY = re.compile(
    r"(?<!不)(?:予以|仍|照样)?采用"
)  # against the doubt, said in so many words
# Other business is a report after all, or a doubtful file is.
_IS_A_REPORT = re.compile(
    r"(?<!不)(?:确实?|就|应该?)?是(?:我们的)?报表|按报表(?:办理|处理)"
)


def understand(said: SaidOfCode) -> Order | Unclear:
    """Return the order that the words give, or why they are none."""
    if said.code.kind == MAIL and names_figures(said.words):
        return understand_figures(said.code, said.written, said.line)
    if said.code.kind not in {ADDRESS, REQUEST}:
        units = read_facts(said.words, said.view).units
        placing = understand_placing(said.code, said.written, units)
        if placing is not None:
            return placing
    return _understood(said)


def _understood(said: SaidOfCode) -> Order | Unclear:
    verb = _deciding_verb(said)
    if verb is None and not substance(said.words):
        return said.unclear("只有代码，没有写如何处理")
    if said.code.kind == ADDRESS:
        return _of_address(said, verb)
    if said.code.kind == REQUEST:
        return _of_request(said, verb)
    if said.code.kind != MAIL and _is_a_report(said):
        return Confirm(said.code, anyway=True)
    return _by_verb(said, verb) if verb else _assigned(said, said.words)


def _is_a_report(said: SaidOfCode) -> bool:
    """Tell whether the words say 是报表 and nothing else."""
    rest = _IS_A_REPORT.sub("", said.words)
    return rest != said.words and not substance(rest) and not is_question(said.words)


def _by_verb(said: SaidOfCode, verb: SpokenVerb) -> Order | Unclear:
    """Return what the deciding verb orders, if it stands under a code of its kind."""
    misplaced = _misplaced(said, verb.verb)
    if misplaced:
        return misplaced
    if verb.verb is not Verb.RETURN and is_question(said.words):
        return said.unclear("像是询问，未作处理")
    return _READERS[verb.verb](said, verb)


def _of_address(said: SaidOfCode, verb: SpokenVerb | None) -> Order | Unclear:
    """Return what is said of a new address: 认可, 不是, or 撤销, and nothing else."""
    spoken = {v.verb for v in verbs(said.words)}
    rest = said.words
    for one in spoken:
        rest = without_verb(rest, one)
    anyway = bool(_ANYWAY.search(said.words))
    left = substance(_ANYWAY.sub("", rest))
    if verb is None or left or is_question(said.words):
        return said.unclear("没有看懂")
    match verb.verb:
        case Verb.CONFIRM | Verb.ASSIGN if spoken <= {Verb.CONFIRM, Verb.ASSIGN}:
            return Adopt(said.code, anyway)
        case Verb.NOT | Verb.IGNORE if not spoken & {Verb.CONFIRM, Verb.UNDO}:
            return Disown(said.code)
        case Verb.UNDO:
            return Undo(said.code)
        case _:
            return said.unclear("意思不够明确")


def _of_request(said: SaidOfCode, verb: SpokenVerb | None) -> Order | Unclear:
    """Return that a request is meant indeed: 确认, and nothing else."""
    agreed = verb is not None and verb.verb is Verb.CONFIRM
    left = substance(without_verb(said.words, Verb.CONFIRM))
    if not agreed or left or is_question(said.words):
        return said.unclear("没有看懂")
    return Confirm(said.code)


def _misplaced(said: SaidOfCode, verb: Verb) -> Unclear | None:
    """Return that an order stands under a code of the other kind, None if not."""
    name = said.code.name
    if said.code.kind == MAIL and verb in ABOUT_ITEMS:
        why = f"{name}是整封邮件的代码，处理某一件请用该件自己的代码（R开头）"
        about_units = read_facts(said.words, said.view).units
        return Unclear(said.line, why, HOW_MAIL if about_units else HOW_ITEM)
    if said.code.kind != MAIL and verb in ABOUT_UNITS:
        why = f"{name}是某一件的代码，此类事项请用整封邮件的代码（M开头）"
        return Unclear(said.line, why, HOW_MAIL)
    return None


def _deciding_verb(said: SaidOfCode) -> SpokenVerb | None:
    """Return the verb that decides; 同意县科协延期 asks for the extension."""
    verb = leading_verb(said.words)
    if said.code.kind != MAIL or verb is None or verb.verb is not Verb.CONFIRM:
        return verb
    other = [v for v in verbs(said.words) if v.verb is not Verb.CONFIRM]
    return other[0] if other else verb


def _confirm(said: SaidOfCode, verb: SpokenVerb) -> Order | Unclear:
    """Confirm; with a unit, a period or a copy beside it, as these say."""
    words, comment = first_sentence(said.words)
    if says_otherwise(comment):
        return said.unclear("意思不够明确")
    if is_asked_of(words[: verb.start], said.view):
        return said.unclear("意思不够明确：是归该单位，还是请该单位确认")
    rest = without_verb(words, Verb.CONFIRM)
    if _ANYWAY.search(rest):
        rest = _ANYWAY.sub("", rest)
        return (
            Confirm(said.code, anyway=True)
            if not substance(rest)
            else said.unclear("没有看懂")
        )
    return _assigned(said, rest) if substance(rest) else Confirm(said.code)


def _assign(said: SaidOfCode, _verb: SpokenVerb) -> Order | Unclear:
    """Assign by what stands behind the verb; 不是甲，是乙 means 乙."""
    found = [v for v in verbs(said.words) if v.verb is not Verb.CONFIRM]
    if any(v.verb not in {Verb.ASSIGN, Verb.NOT} for v in found):
        return said.unclear("写了几种不同的处理意见")
    refused = [v for v in found if v.verb is Verb.NOT]
    start = next(v.start for v in found if v.verb is Verb.ASSIGN)
    if refused and refused[-1].start > start:
        return said.unclear("只说了不是什么，没有说是什么")
    return _assigned(said, said.words[start:] if refused else said.words)


def _assigned(said: SaidOfCode, words: str) -> Order | Unclear:
    """Return the assignment that the words name, if they name nothing else."""
    named = without_verb(without_verb(words, Verb.CONFIRM), Verb.ASSIGN)
    facts = read_facts(named, said.view)
    wrong = facts.wrong
    if wrong or facts.is_empty:
        return said.unclear(wrong or "没有看懂")
    if said.code.kind == MAIL:
        return said.unclear("没有写如何处理")
    return Assign(said.code, facts.units, facts.period, facts.copy)


def _refusal(said: SaidOfCode, _verb: SpokenVerb) -> Order | Unclear:
    if said.code.kind == MAIL:
        return said.unclear("意思不够明确，未作处理")
    return said.unclear("没有写如何处理：退回（写明理由）、忽略，还是另归单位")


def _return(said: SaidOfCode, verb: SpokenVerb) -> Order | Unclear:
    """Give back, with everything behind the verb as the reason."""
    behind, before = said.written[verb.end :], said.written[: verb.start]
    if asks_whether(before, behind):
        return said.unclear("像是询问，未作处理")
    why = reason(behind) or reason(without_politeness(before))
    if not why:
        return Unclear(said.line, "退回须写明理由，理由会写进给单位的信", HOW_ITEM)
    return Return(said.code, why)


def _ignore(said: SaidOfCode, verb: SpokenVerb) -> Order | Unclear:
    """Lay aside; a remark may stand beside it, another order may not."""
    found = verbs(said.words)
    other = {v.verb for v in found} - {Verb.IGNORE, Verb.ASSIGN, Verb.NOT}
    agreed = [v for v in found if v.verb is Verb.CONFIRM]
    apart = any(v.start > verb.start or v.end != verb.start for v in agreed)
    if other - {Verb.CONFIRM} or apart:
        return said.unclear("写了几种不同的处理意见")
    if is_unrelated_to_unit(said.words, said.view) or is_mistake(said.words):
        return said.unclear("意思不够明确")
    return Ignore(said.code)


def _retry(said: SaidOfCode, _verb: SpokenVerb) -> Order | Unclear:
    """Read again, where nothing else is ordered beside it."""
    if {v.verb for v in verbs(said.words)} - {Verb.RETRY}:
        return said.unclear("写了几种不同的处理意见")
    return Retry(said.code)


def _undo(said: SaidOfCode, verb: SpokenVerb) -> Order | Unclear:
    """Take back all of the last answer, or what is named behind the verb."""
    target = next((v for v in verbs(said.words) if v.verb in _UNDONE_ACTS), None)
    later = [v for v in verbs(said.words) if v.start >= verb.end]
    if later and says_instead(said.words[verb.end : later[0].start]):
        return said.unclear("撤销与新的意见请分两行写，每行都写代码")
    rest = said.words
    for one in dict.fromkeys(v.verb for v in verbs(said.words)):
        rest = without_verb(rest, one)
    facts = read_facts(beside_undo(rest), said.view, with_day=target is not None)
    wrong = facts.wrong
    if wrong:
        return said.unclear(wrong)
    if target is None:
        return Undo(said.code)
    return Undo(said.code, _UNDONE_ACTS[target.verb], facts.units)


def _facts(said: SaidOfCode, verb: Verb, *, with_day: bool = False) -> Facts:
    """Return what stands beside the verb, an agreement (同意…延期) left out."""
    words = without_verb(without_verb(said.words, verb), Verb.CONFIRM)
    return read_facts(words, said.view, with_day=with_day)


def _extend(said: SaidOfCode, _verb: SpokenVerb) -> Order | Unclear:
    facts = _facts(said, Verb.EXTEND, with_day=True)
    wrong = facts.wrong
    if wrong:
        return Unclear(said.line, wrong, HOW_MAIL)
    if not facts.units or facts.day is None:
        lacking = "没有写延期到哪一天" if facts.units else "没有写单位"
        return Unclear(said.line, lacking, HOW_MAIL)
    impossible = wrong_day(facts.day, said.view.day)
    if impossible:
        return Unclear(said.line, impossible, HOW_MAIL)
    return Extend(said.code, facts.units, facts.day, facts.period)


def _exempt(said: SaidOfCode, _verb: SpokenVerb) -> Order | Unclear:
    facts = _facts(said, Verb.EXEMPT)
    wrong = facts.wrong
    if wrong or not facts.units:
        return Unclear(said.line, wrong or "没有写单位", HOW_MAIL)
    return Exempt(said.code, facts.units, facts.period)


def _pause(said: SaidOfCode, _verb: SpokenVerb) -> Order | Unclear:
    facts = _facts(said, Verb.PAUSE)
    wrong = facts.wrong
    if wrong:
        return Unclear(said.line, wrong, HOW_MAIL)
    return Pause(said.code, facts.units)


def _resume(said: SaidOfCode, _verb: SpokenVerb) -> Order | Unclear:
    facts = _facts(said, Verb.RESUME)
    wrong = facts.wrong
    if wrong:
        return Unclear(said.line, wrong, HOW_MAIL)
    return Resume(said.code, facts.units)


def _release(said: SaidOfCode, _verb: SpokenVerb) -> Order | Unclear:
    if {v.verb for v in verbs(said.words)} & {Verb.NOT, Verb.PAUSE}:
        return said.unclear("意思不够明确")
    left = beside_release(without_verb(said.words, Verb.RELEASE))
    if left:
        return said.unclear(f"没有看懂“{left}”；放行的是全部暂存的信件")
    return Release(said.code)


def _summary(said: SaidOfCode, _verb: SpokenVerb) -> Order | Unclear:
    if says_otherwise(without_verb(said.words, Verb.SUMMARY)):
        return said.unclear("意思不够明确")
    return SendSummary(said.code)


_READERS: dict[Verb, Callable[[SaidOfCode, SpokenVerb], Order | Unclear]] = {
    Verb.CONFIRM: _confirm,
    Verb.ASSIGN: _assign,
    Verb.NOT: _refusal,
    Verb.RETURN: _return,
    Verb.IGNORE: _ignore,
    Verb.RETRY: _retry,
    Verb.UNDO: _undo,
    Verb.EXTEND: _extend,
    Verb.EXEMPT: _exempt,
    Verb.PAUSE: _pause,
    Verb.RESUME: _resume,
    Verb.RELEASE: _release,
    Verb.SUMMARY: _summary,
}
