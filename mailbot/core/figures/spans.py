"""Which time a figure covers: the year so far, the quarter, or not told."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.figures.model import FigureSpan
from mailbot.core.figures.pieces.clauses import clause_end, clause_start
from mailbot.core.figures.pieces.times import TimeSense
from mailbot.core.figures.pieces.tokens import Tok, Token
from mailbot.core.figures.words.word_table import Sense

_SPANS = {
    TimeSense.CUMULATIVE: FigureSpan.CUMULATIVE,
    TimeSense.QUARTER: FigureSpan.QUARTER,
}
_RANKS = frozenset({"市级", "省级", "国家级"})
_RESETS = frozenset({TimeSense.NOW, TimeSense.CUMULATIVE, TimeSense.QUARTER})
# words that say nothing of the span themselves, and leave that said before them
_SILENT = frozenset({TimeSense.NOW, TimeSense.NOTHING, TimeSense.BEFORE})


@dataclass(frozen=True, slots=True)
class Covered:
    """A figure's span, and what of its time or place takes it away from the targets.

    `refused`: it is an earlier year's or another's; `doubt`: it may be.
    """

    span: FigureSpan | None = None
    refused: bool = False
    doubt: str = ""


def covered(tokens: tuple[Token, ...], at: int) -> Covered:
    """Return which time the number at `at` covers, by the words of its sentence."""
    when = _bracketed(tokens, at) or _latest(tokens, at)
    if _is_anothers(tokens, at):
        return Covered(refused=True)
    if when is TimeSense.CUMULATIVE and _of_many_years(tokens, at):
        when = TimeSense.MANY_YEARS
    if when is TimeSense.MANY_YEARS:
        return Covered(refused=True)
    doubt = "是以前季度的数" if when is TimeSense.OTHER_QUARTER else ""
    return Covered(_SPANS.get(when) if when else None, doubt=doubt)


def _bracketed(tokens: tuple[Token, ...], at: int) -> TimeSense | None:
    """Return the time told in a bracket right behind the number: (年初至6月底累计)."""
    if at + 1 >= len(tokens) or tokens[at + 1].kind is not Tok.OPEN:
        return None
    inside = tokens[at + 2 : clause_end(tokens, at + 2)]
    if any(t.kind in {Tok.NUMBER, Tok.UNKNOWN, Tok.MENTION} for t in inside):
        return None
    return next((t.when for t in inside if t.when and t.when not in _SILENT), None)


def _latest(tokens: tuple[Token, ...], at: int) -> TimeSense | None:
    """Return the last time told before the number, in its clause or before."""
    start = clause_start(tokens, at)
    for place in range(at - 1, -1, -1):
        token = tokens[place]
        if token.sense is Sense.AGAIN and _is_aside(tokens, at):
            return TimeSense.CUMULATIVE  # 其中今年22处
        if token.when is None or token.when in _SILENT:
            continue
        if _is_plans(tokens, place):
            continue
        if place < start and _is_aside(tokens, place):
            continue
        return token.when
    return None


def _of_many_years(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a total runs over earlier years too: 自2020年累计168处."""
    clause = tokens[clause_start(tokens, at) : at]
    return any(t.when is TimeSense.MANY_YEARS or t.sense is Sense.PAST for t in clause)


def _is_plans(tokens: tuple[Token, ...], place: int) -> bool:
    """Tell whether a time belongs to the target: 全年计划, 年度任务."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return following is not None and following.sense in {Sense.GOAL, Sense.PLAN}


def _is_aside(tokens: tuple[Token, ...], place: int) -> bool:
    """Tell whether a time holds for its clause only: 其中本季度18处; (二季度新增)."""
    start = clause_start(tokens, place)
    inside = start > 0 and tokens[start - 1].kind is Tok.OPEN
    return inside or any(t.sense is Sense.PART for t in tokens[start:place])


def _is_anothers(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether the words before say that the number is last year's or the city's.

    Said in an earlier clause it holds until the sentence comes back to this year.
    """
    start = clause_start(tokens, at)
    for place in range(at - 1, -1, -1):
        token = tokens[place]
        if token.sense in {Sense.PAST, Sense.OTHER} or token.when is TimeSense.PAST:
            # a rank holds for its own clause: 其中市级12户；创建庭院820户
            return token.text not in _RANKS or place >= start
        if _comes_back(token, before=place < start):
            return False
    return False


def _comes_back(token: Token, *, before: bool) -> bool:
    """Tell whether a word leads from another's figures back to this year's and ours."""
    if token.sense is Sense.AGAIN or token.when in _RESETS or token.text == ";":
        return True
    if token.sense is Sense.DONE and token.text.endswith(("到", "至")):
        return True  # 由2022年的56.8%提升至61%
    return before and token.sense is Sense.HARD
