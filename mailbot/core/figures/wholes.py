"""A whole and what has become of it: N单位X，已完成M; 7所中3所投用、4所装修.

The whole is the target told again, what follows is how far it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.core.figures.mentions import TargetMention
from mailbot.core.figures.model import Figure, FigureSpan, FigureState
from mailbot.core.figures.remarks import Beside


@dataclass(frozen=True, slots=True)
class Read:
    """A figure with what its sentence shows beside it.

    `place` of its number, the `mention` it was bound by, `told` by a state of its own,
    `summed`: the total of numbers before it.
    """

    figure: Figure
    place: int
    mention: TargetMention
    beside: Beside
    told: bool = False
    summed: bool = False


def with_wholes(reads: tuple[Read, ...]) -> tuple[Figure, ...]:
    """Return a sentence's figures, its wholes as targets told again."""
    found = [_as_whole(read, reads[number + 1 :]) for number, read in enumerate(reads)]
    return tuple(
        _as_part(figure, read, found[:number])
        if not _is_addend(number, found)
        else replace(figure, sure=False, says=figure.says or "只是其中一部分")
        for number, (figure, read) in enumerate(zip(found, reads, strict=True))
    )


def _as_whole(read: Read, later: tuple[Read, ...]) -> Figure:
    """Return a figure as those behind it in the sentence show it."""
    figure = read.figure
    mine = [r for r in later if r.figure.target == figure.target]
    if not mine:
        return figure
    if read.beside.whole:
        return replace(figure, state=FigureState.PLANNED, span=None)
    if _is_broader(read, mine) or _is_summand(read, mine):
        says = figure.says or "只是其中一部分或范围更大"
        return replace(figure, sure=False, says=says)
    if not read.told and figure.span is None and _is_of(mine[0], figure):
        return _as_target(figure, mine[0])
    return figure


def _is_of(following: Read, whole: Figure) -> bool:
    """Tell whether a figure may say how far the whole before it is."""
    part = following.figure
    told = following.told and (part.sure or not whole.sure)
    if not told or following.beside.other or part.state is FigureState.PLANNED:
        return False
    if part.span is FigureSpan.QUARTER or part.value is None or whole.value is None:
        return False
    return part.value <= whole.value


def _as_target(figure: Figure, following: Read) -> Figure:
    inner = following.beside.part
    if figure.value == figure.target.value and not inner:
        return replace(figure, state=FigureState.PLANNED)
    if inner and following.figure.state is not FigureState.DONE:
        return figure
    says = "可能是目标数，不是完成数"
    return replace(figure, state=FigureState.PLANNED, sure=False, says=says)


def _is_broader(read: Read, later: list[Read]) -> bool:
    """Tell whether a fuller name follows: 家园320处，其中3.0版家园38处."""
    mention = read.mention
    return any(
        (r.beside.inner and r.mention.matched > mention.matched)
        or (r.beside.this_year and not read.beside.this_year and _is_less(r, read))
        or (mention.rest and r.mention == mention and r.beside.headed)
        for r in later
    )


def _is_less(read: Read, whole: Read) -> bool:
    """Tell whether a number done is smaller than one before: 累计126处，今年22处."""
    one, other = read.figure, whole.figure
    done = one.state is other.state is FigureState.DONE
    return done and (one.value or 0) < (other.value or 0)


def _is_summand(read: Read, later: list[Read]) -> bool:
    """Tell whether a total of the whole follows: 18处，…12处，共30处."""
    # 上半年14场，三季度9场，累计23场: each has its own time
    return read.figure.span is None and any(r.summed for r in later)


def _is_addend(number: int, figures: list[Figure]) -> bool:
    """Tell whether a figure and those beside it add up to one before.

    建成12处（新建8处、改造4处）: 8 and 4 are its parts.
    """
    mine = figures[number]
    return mine.span is not FigureSpan.QUARTER and any(
        number in _addends(start, figures) for start in range(number)
    )


def _addends(start: int, figures: list[Figure]) -> range:
    """Return the places of two or more figures behind one that add up to it."""
    whole = figures[start]
    total, end = 0.0, start + 1
    while end < len(figures) and total < (whole.value or 0):
        one = figures[end]
        if one.target != whole.target or one.state is not whole.state:
            break
        total, end = total + (one.value or 0), end + 1
    several = end - start > 2  # noqa: PLR2004 (the whole and two parts)
    return range(start + 1, end if several and total == whole.value else start + 1)


def _as_part(figure: Figure, read: Read, earlier: list[Figure]) -> Figure:
    """Return a part as it is: in the state of its whole it is no figure for sure."""
    if not read.beside.part or figure.span is FigureSpan.QUARTER:
        return figure
    same = any(e.target == figure.target and e.state is figure.state for e in earlier)
    if same or not read.told:
        return replace(figure, sure=False, says="只是其中一部分")
    return figure
