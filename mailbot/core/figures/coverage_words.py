"""全覆盖 told of a target that promises it, and tasks told as done without a count."""

from __future__ import annotations

from mailbot.core.figures.mentions import TargetMention
from mailbot.core.figures.model import Figure, FigureState, kind_of
from mailbot.core.figures.pieces.times import TimeSense
from mailbot.core.figures.pieces.tokens import Tok, Token
from mailbot.core.figures.words.word_table import Sense
from mailbot.core.notice.notice import TargetKind

_WHOLE = 100.0
_ALL_DONE = ("全部完成", "超额完成", "提前完成", "圆满完成", "均已完成")
_PUSHED = ("推动", "推进", "加快", "促进")
_MEANT = frozenset({Sense.PLAN, Sense.LACK, Sense.GOAL, Sense.OTHER})


def whole_coverage(
    tokens: tuple[Token, ...], mention: TargetMention, sentence: str
) -> Figure | None:
    """Return the figure of a sentence without numbers that tells full coverage.

    It is sure where it says 实现 or 已; where it says 推动 it is asked.
    """
    words = "".join(token.text for token in tokens)
    if "全覆盖" not in words or mention.target.unit != "%":
        return None
    if mention.target.value != _WHOLE:
        return None
    reached = any(w in words for w in ("实现", "达到", "完成", "已")) and not any(
        w in words for w in _PUSHED
    )
    meant = any(t.sense in _MEANT or t.when is TimeSense.FUTURE for t in tokens)
    sure = reached and not meant and mention.strong
    return Figure(
        mention.target,
        _WHOLE,
        "%",
        FigureState.PLANNED if meant else FigureState.DONE,
        sure=sure and kind_of(mention.target) is TargetKind.SLOGAN,
        says="" if sure else "未写明是否已经全覆盖",
        sentence=sentence,
    )


def done_without_count(
    tokens: tuple[Token, ...], mention: TargetMention, sentence: str
) -> Figure | None:
    """Return the figure without a value of a sentence that says the task is done."""
    if any(t.kind is Tok.NUMBER and t.unit != "%" for t in tokens):
        return None
    senses = {t.sense for t in tokens}
    if Sense.DONE not in senses or _MEANT - {Sense.GOAL} & senses:
        return None
    words = "".join(token.text for token in tokens)
    if not any(said in words for said in _ALL_DONE):
        return None
    return Figure(
        mention.target,
        None,
        mention.target.unit,
        FigureState.DONE,
        sure=False,
        says="只说已完成，未写数量",
        sentence=sentence,
    )
