"""What is read from a progress text: figures, and what speaks against them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailbot.core.notice.notice import Target, TargetKind

# Counters that people use for one another: a figure in one is a figure in the other.
SAME_UNITS = (
    frozenset({"人", "名", "位"}),
    frozenset({"场", "场次"}),
    frozenset({"处", "个", "所", "间", "座", "家"}),
)
# Counters of another kind that are still used for the same thing: staff are asked.
KIN_UNITS = (
    frozenset({"人", "名", "位", "人次"}),
    frozenset({"场", "场次", "次", "期", "堂", "节", "批"}),
    frozenset({"户", "个", "家", "处"}),
    frozenset({"条", "个"}),
    frozenset({"件", "个", "种", "款"}),
)


class FigureState(StrEnum):
    """How far a thing that is counted has come."""

    DONE = "done"
    UNDER_WAY = "under_way"
    BEGUN = "begun"
    PLANNED = "planned"
    LACKING = "lacking"


class FigureSpan(StrEnum):
    """The time that a figure covers, where the text says it."""

    CUMULATIVE = "cumulative"
    QUARTER = "quarter"


_SHARE_WORDS = ("率", "占比", "比例", "每千", "每万", "每百", "人均")


def kind_of(target: Target) -> TargetKind:
    """Return what sort of promise a target is: as the notice says, or its words."""
    if target.kind:
        return target.kind
    if target.op == "<=":
        return TargetKind.CEILING
    words = target.measure + target.text
    if target.unit == "%" and "率" not in words and "全覆盖" in words:
        return TargetKind.SLOGAN
    if target.unit == "%" or any(word in words for word in _SHARE_WORDS):
        return TargetKind.SHARE
    return TargetKind.COUNT


def same_unit(one: str, other: str) -> bool:
    """Tell whether two counters are one (人 and 名; not 人 and 人次)."""
    return one == other or any({one, other} <= group for group in SAME_UNITS)


def kin_unit(one: str, other: str) -> bool:
    """Tell whether two counters may stand for one another when staff look."""
    return same_unit(one, other) or any({one, other} <= group for group in KIN_UNITS)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a text tells of a target: a proposal, which staff tick.

    `value` is None where none is told (已超额完成); `unit` as written; `percent` the
    rate of completion told with it. Only what is `sure` may be counted before staff
    looked; `says` is the reason in Chinese, `sentence` the words it was read from,
    `own_share` tells that the unit speaks of its own part of a county's total.
    `corrected` tells that the text openly corrects what was reported before.
    """

    target: Target
    value: float | None
    unit: str
    state: FigureState
    span: FigureSpan | None = None
    percent: float | None = None
    sure: bool = True
    says: str = ""
    sentence: str = ""
    own_share: bool = False
    corrected: bool = False


class Clash(StrEnum):
    """The ways in which figures contradict one another or their target."""

    FALLS = "falls"
    PERCENT = "percent"
    UNITS = "units"
    COPIES = "copies"
    UNIT_WORD = "unit_word"
    OVER = "over"
    BELOW = "below"  # said to be finished, with less than was promised


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """What contradicts itself: how, of which target's text, in which period's id."""

    kind: Clash
    target: str
    period: str
