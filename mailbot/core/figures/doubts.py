"""What makes a number unsure, or no figure at all, by the words around it."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.figures.pieces.clauses import next_number, previous_number
from mailbot.core.figures.pieces.numerals import Number
from mailbot.core.figures.pieces.tokens import Tok, Token
from mailbot.core.figures.words.word_table import Sense

_TO = ("到", "至", "升为", "高为", "加为")
_OURSELVES = frozenset(
    {"我局", "我单位", "本单位", "我中心", "我院", "我委", "我办", "我会"}
)
_COMPARED = frozenset({"较", "比", "同比", "环比", "增长", "超出"})


@dataclass(frozen=True, slots=True)
class Doubts:
    """`refused`: no figure; `doubt`: why it is unsure ("" where nothing speaks so).

    `own` tells of the unit's own part, `corrected` of an open correction.
    """

    refused: bool = False
    doubt: str = ""
    own: bool = False
    corrected: bool = False


def doubts_of(tokens: tuple[Token, ...], at: int) -> Doubts:
    """Return what speaks against the number at `at`."""
    start, end = previous_number(tokens, at), next_number(tokens, at)
    front, rear = tokens[start:at], tokens[at + 1 : end]
    ahead = {t.sense for t in front}
    if _is_withdrawn(tokens, at, front, rear) or _is_difference(front):
        return Doubts(refused=True)
    if {Sense.EACH, Sense.BASE} & ahead:
        return Doubts(refused=True)
    number = tokens[at].number
    own = Sense.OWN in ahead or any(t.sense is Sense.OWN for t in rear[:1])
    doubt = (
        _inexact(number, tokens[at].unit)
        or _about(front, rear, tokens[at].text)
        or _of_all_years(front, tokens[at].unit)
        or _doubtful(tokens, at)
        or _set_right_aside(tokens, at)
        or ("只是本单位承担的部分" if own else "")
    )
    new = Sense.NEW in ahead or any(t.text == "为准" for t in rear)
    return Doubts(doubt=doubt, own=own or _by_us(tokens, at), corrected=new)


def _by_us(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a number is what the unit itself did: 我局累计举办21场.

    It may be the whole county's all the same, where no other unit takes part.
    """
    for token in reversed(tokens[:at]):
        if token.text in {"全县", "我县", "全域"} or token.text == ";":
            return False
        if token.text in _OURSELVES:
            return True
    return False


def _inexact(number: Number | None, unit: str) -> str:
    if number is None:
        return "数字读不准"
    broken = unit not in {"%", "个"} and bool(number.value % 1)
    reasons = (
        (number.slip or broken, "数字书写疑有误"),
        (number.ranged, "写的是范围，不是确数"),
        (not number.exact, "写的是约数"),
        (number.round_word, "可能是泛指，不是确数"),
    )
    return next((says for holds, says in reasons if holds), "")


def _about(front: tuple[Token, ...], rear: tuple[Token, ...], number: str) -> str:
    near = [t for t in front if t.text not in {"有", "了", "的"}][-1:]
    # 数十场 is rough, 托位数3.88个 is not
    rough = any(
        t.sense is Sense.APPROX and (t.text not in "数上几" or number[0] in "十百千万")
        for t in near
    )
    rough = rough or any(t.text in {"大致", "大概", "差不多"} for t in front)
    rough = rough or any(t.sense is Sense.AFTER for t in rear[:1])
    return "写的是约数" if rough else ""


def _of_all_years(front: tuple[Token, ...], unit: str) -> str:
    """Tell whether a number is all there is, not what was done: 总数达到1.3万户."""
    total = any(t.sense is Sense.STOCK for t in front)
    return "说的是总数，未必是今年完成的" if total and unit != "%" else ""


def _doubtful(tokens: tuple[Token, ...], at: int) -> str:
    """Tell of words that call the number, or all before them, unverified."""
    if any(t.sense is Sense.NEW for t in tokens):
        return ""
    for place, token in enumerate(tokens):
        if token.sense not in {Sense.DOUBT, Sense.WRONG}:
            continue
        bracket = place > 0 and tokens[place - 1].kind is Tok.OPEN
        if not bracket and (place > at or not _counted_before(tokens, place)):
            return "原文注明尚待核实"
        if bracket and place > at and not _counted_before(tokens[at + 1 :], place - at):
            return "原文注明尚待核实"
    return ""


def _set_right_aside(tokens: tuple[Token, ...], at: int) -> str:
    """Tell of a number in a bracket that puts an earlier report right.

    建成32处（三季度误写为28处，实为27处） tells 32 of now, and of before nothing sure.
    """
    opened = next(
        (p for p in range(at, -1, -1) if tokens[p].kind in {Tok.OPEN, Tok.CLOSE}), -1
    )
    if opened < 0 or tokens[opened].kind is Tok.CLOSE:
        return ""
    inside = tokens[opened:at]
    earlier = any(
        t.sense is Sense.OLD and any(w in t.text for w in _OF_A_PERIOD) for t in inside
    )
    counted = any(t.kind is Tok.NUMBER for t in tokens[:opened])
    return "括号中是对以前所报数的更正" if earlier and counted else ""


def _counted_before(tokens: tuple[Token, ...], end: int) -> bool:
    return any(t.kind is Tok.NUMBER for t in tokens[: max(0, end - 1)])


def _is_withdrawn(
    tokens: tuple[Token, ...],
    at: int,
    front: tuple[Token, ...],
    rear: tuple[Token, ...],
) -> bool:
    """Tell whether another value takes this one's place: 原报12场, 由57%提高到62%."""
    last = next((t.sense for t in reversed(front) if t.sense in _WEIGH), None)
    if last is Sense.OLD:
        return True
    if any(t.sense is Sense.WRONG for t in rear):
        # 有误 alone says that nobody knows the right one yet
        scrapped = any(t.text == "作废" for t in rear)
        return scrapped or any(t.sense is Sense.NEW for t in tokens)
    if any(t.sense is Sense.NEW and t.text != "为准" for t in rear):
        return True
    moved = any(t.sense is Sense.DONE and t.text.endswith(_TO) for t in rear)
    old = at > 0 and tokens[at - 1].sense is Sense.FROM
    return moved and (old or any(t.sense is Sense.FROM for t in front))


_OF_A_PERIOD = ("季度", "月", "上期", "半年")
_WEIGH = frozenset({Sense.OLD, Sense.NEW})


def _is_difference(front: tuple[Token, ...]) -> bool:
    """Tell whether a number says how much more or less: 较上季度增加5处."""
    if any(t.text in _COMPARED for t in front):
        # 较去年提高到62% tells the value itself
        return not any(t.sense is Sense.DONE and t.text.endswith(_TO) for t in front)
    return bool(front) and front[-1].sense is Sense.MORE
