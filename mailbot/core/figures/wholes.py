"""A whole and what has become of it: N单位X，已完成M; 7所中3所投用、4所装修.

The whole is the target told again, what follows is how far it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.core.figures.cores import Mention
from mailbot.core.figures.model import Figure, Span, State


@dataclass(frozen=True, slots=True)
class Read:
    """A figure with what its sentence shows of it beside.

    `place` of its number; `told`: by a state of its own; `goal`: called the target;
    `verb`: a verb stands before it; `part`: 其中 stands before it; `whole`: 中 stands
    behind it (7所中); `summed`: the total of numbers before it; `other`: told beside
    the one before (另1个); `headed`: by the head that the name before it lacked.
    """

    figure: Figure
    place: int
    mention: Mention
    told: bool = False
    goal: bool = False
    verb: bool = False
    part: bool = False
    whole: bool = False
    summed: bool = False
    other: bool = False
    headed: bool = False


def with_wholes(reads: tuple[Read, ...]) -> tuple[Figure, ...]:
    """Return a sentence's figures, its wholes as targets told again."""
    found = [_as_whole(read, reads[number + 1 :]) for number, read in enumerate(reads)]
    return tuple(
        _as_part(figure, read, found[:number])
        for number, (figure, read) in enumerate(zip(found, reads, strict=True))
    )


def _as_whole(read: Read, later: tuple[Read, ...]) -> Figure:
    figure = read.figure
    mine = [r for r in later if r.figure.target == figure.target]
    if read.whole and mine:
        return replace(figure, state=State.PLANNED, span=None)
    if _is_broader(read, mine) or _is_summand(read, mine):
        return replace(
            figure, sure=False, says=figure.says or "只是其中一部分或范围更大"
        )
    if read.told or figure.span is not None or not mine:
        return figure
    following = mine[0]
    if following.other:
        return figure
    if not following.told or following.figure.span is Span.QUARTER:
        return figure
    if not following.figure.sure and figure.sure:
        return figure
    low, high = following.figure.value, figure.value
    if (
        low is None
        or high is None
        or low > high
        or following.figure.state is State.PLANNED
    ):
        return figure
    if high == figure.target.value and not following.part:
        return replace(figure, state=State.PLANNED, says=figure.says or "")
    if following.part and following.figure.state is not State.DONE:
        return figure
    return replace(
        figure, state=State.PLANNED, sure=False, says="可能是目标数，不是完成数"
    )


def _is_broader(read: Read, later: list[Read]) -> bool:
    """Tell whether a fuller name follows: 家园320处，其中3.0版家园38处."""
    return any(r.mention.matched > read.mention.matched for r in later) or any(
        read.mention.rest and r.mention == read.mention and r.headed for r in later
    )


def _is_summand(read: Read, later: list[Read]) -> bool:
    """Tell whether a total of the whole follows: 18处，…12处，共30处."""
    if read.figure.span is Span.QUARTER:
        return False
    total = next((r for r in later if r.summed), None)
    return total is not None and total.figure.span is read.figure.span


def _as_part(figure: Figure, read: Read, earlier: list[Figure]) -> Figure:
    """A part in the same state as its whole is no figure of its own for sure."""
    if not read.part or figure.span is Span.QUARTER:
        return figure
    same = any(e.target == figure.target and e.state is figure.state for e in earlier)
    if same or not read.told:
        return replace(figure, sure=False, says="只是其中一部分")
    return figure
