"""Percentages: a share that is the target itself, or the rate told with a count.

A rate of completion is told as 完成率80%, (80%), 完成年度任务的71%, 占计划的75%;
satisfaction, works begun (开工率) and the time elapsed (序时进度) are none.
"""

from __future__ import annotations

import re

from mailbot.core.figures.pieces.tokens import Tok, Token
from mailbot.core.figures.words.word_table import Sense

_OF_COMPLETION = re.compile(
    r"(?:完成率|完成比例|完成比率|任务完成率|达成率|完成占比|完成度)(?:[为达是到:]|已达|达到|约)*$"
    r"|(?:完成|占|为|达|达到|实现|完成了)(?:到|了|全部|总)?(?:全年|年度|年初|本年|今年|年|\d+年|县|既定|下达|计划|目标|任务)*"
    r"(?:任务|目标|计划)(?:数|量|总数|总量|值|任务|指标)*的?(?:比例)?(?:[为达是]|达到)*$"
    r"|(?:任务|目标|计划|总体|整体)(?:已?完成|进度)(?:[为达到]|已达|达到)*$"
    r"|(?<!已)完成(?:了|达)?$"
)
_NO_RATE = re.compile(
    "序时|满意|开工率|投用率|时间进度|合格率|知晓|增长|提高|上升|参与率|同比|好评|到课|提前|超"
)


def rate_of(tokens: tuple[Token, ...], at: int, last_number: int) -> float | None:
    """Return the rate that the percentage at `at` tells of the number before it.

    `last_number` is the place of the figure it may belong to. None where the
    percentage is no rate of completion.
    """
    number = tokens[at].number
    if number is None:
        return None
    between = tokens[last_number + 1 : at]
    if any(t.sense is Sense.BOTH for t in between):
        return None  # A、B分别完成78%、72%: which is whose is not read here
    words = "".join(t.text for t in between)
    clause = re.split("[,;(:]", words)[-1] if "," in words or "(" in words else words
    if _NO_RATE.search(clause):
        return None
    if _is_bracket(tokens, at, between):
        return number.value
    return number.value if _OF_COMPLETION.search(words) else None


def _is_bracket(tokens: tuple[Token, ...], at: int, between: tuple[Token, ...]) -> bool:
    """Tell whether a percentage stands alone in a bracket behind its number: (82%)."""
    closed = at + 1 < len(tokens) and tokens[at + 1].kind is Tok.CLOSE
    return closed and len(between) >= 1 and between[-1].kind is Tok.OPEN
