"""Smaller things seen about a number: a rate that agrees, a part, a surplus."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.core.figures.binding import INCOMPLETE
from mailbot.core.figures.mentions import TargetMention
from mailbot.core.figures.model import Figure
from mailbot.core.figures.pieces.clauses import previous_number
from mailbot.core.figures.pieces.times import TimeSense
from mailbot.core.figures.pieces.tokens import Tok, Token
from mailbot.core.figures.words.word_table import Sense

_CLOSE = 1.0


def agrees(figure: Figure, rate: float) -> bool:
    """Tell whether a rate told is that of the figure's value to its target."""
    promised = figure.target.value
    if figure.value is None or not promised:
        return False
    return abs(figure.value / promised * 100 - rate) <= _CLOSE


def rated(figure: Figure, rate: float) -> Figure:
    """Return a figure with its rate, which may confirm what the name left open."""
    if figure.says == INCOMPLETE and agrees(figure, rate):
        return replace(figure, percent=rate, sure=True, says="")
    return replace(figure, percent=rate)


def is_surplus(tokens: tuple[Token, ...], at: int, mention: TargetMention) -> bool:
    """Tell whether a number is what lies above the target: 超额完成12户 of 100."""
    number = tokens[at].number
    words = [t.text for t in tokens[max(0, at - 2) : at] if t.text != "了"]
    over = bool(words) and words[-1] in {"超额完成", "超额", "超出"}
    return over and number is not None and number.value < mention.target.value


def is_raised(tokens: tuple[Token, ...], at: int, mention: TargetMention) -> bool:
    """Tell whether a number is a target that the unit raised: 由7所提至9所."""
    before = previous_number(tokens, at) - 1
    if before < 1 or tokens[before].kind is not Tok.NUMBER:
        return False
    number, led = tokens[before].number, tokens[before - 1].sense is Sense.FROM
    return led and number is not None and number.value == mention.target.value


def is_timed(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a number has words of time of its own."""
    words = tokens[previous_number(tokens, at) : at]
    return any(t.when is not None for t in words)


def _is_another(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a number is told beside the one before: 1个，另1个正在装修."""
    words = tokens[previous_number(tokens, at) : at]
    return any(t.text == "另" or t.sense is Sense.REST for t in words)


def _is_part(tokens: tuple[Token, ...], at: int) -> bool:
    words = tokens[previous_number(tokens, at) : at]
    if any(t.mention is not None or t.kind is Tok.ITEM for t in words):
        return False
    # 其中今年22处 and 其中二季度8处 are figures of their own
    timed = any(t.sense is Sense.AGAIN or t.when is TimeSense.QUARTER for t in words)
    return any(t.sense is Sense.PART for t in words) and not timed


def _is_headed(tokens: tuple[Token, ...], at: int, mention: TargetMention) -> bool:
    """Tell whether a number's own words are the head that its thing's name lacks."""
    words = tokens[previous_number(tokens, at) : at]
    items = [t.text for t in words if t.kind is Tok.ITEM]
    return bool(items and mention.rest) and all(i in mention.rest for i in items)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands by a number of the numbers around it.

    `part`: 其中 stands before it, and no thing of its own; `inner`: 其中, whatever
    follows; `whole`: 中 stands behind it (7所中); `other`: it is told beside the one
    before (另1个); `headed`: its words are the head that the name before lacked;
    `this_year`: 今年 stands before it.
    """

    part: bool = False
    inner: bool = False
    whole: bool = False
    other: bool = False
    headed: bool = False
    this_year: bool = False


def beside_of(tokens: tuple[Token, ...], at: int, mention: TargetMention) -> Beside:
    """Return what stands by the number at `at`, which counts what `mention` names."""
    words = tokens[previous_number(tokens, at) : at]
    return Beside(
        part=_is_part(tokens, at),
        inner=any(t.sense is Sense.PART for t in words),
        whole=at + 1 < len(tokens) and tokens[at + 1].text == "中",
        other=_is_another(tokens, at),
        headed=_is_headed(tokens, at, mention),
        this_year=any(t.sense is Sense.AGAIN for t in words)
        and not any(t.when is TimeSense.QUARTER for t in words),
    )
