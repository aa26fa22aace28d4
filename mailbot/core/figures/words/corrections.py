"""Words of an open correction: what is withdrawn, and what is put in its place.

They are built, not fixed: 原|此前|上季度 + 报|填|统计, 更正|订正 + 为. Each shape has
sentences in which it stands; a test reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mailbot.core.figures.words.word_table import Sense

_REPORT = "(?:上报|填报|报送|申报|统计|报表|报告|公布|报|填|写|登记|录入)"
_DATA = "(?:数据|数字|数量|人数|场次|数值|数|值|情况)"


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to correct: its words, what they do, and sentences that hold them."""

    pattern: str
    sense: Sense
    examples: tuple[str, ...]


SHAPES: Final = (
    Shape(
        "(?:正确|准确|真实|最终|实际)的?(?:统计)?"
        + _DATA
        + "?(?:应当|应该|应)?(?:为|是)",
        Sense.NEW,
        (
            "“希望小屋”33处系笔误，正确数字为30处。",
            "“希望小屋”误报33处，实际应为30处。",
        ),
    ),
    Shape(
        "(?:现|已|予以|特此|统一)?(?:更正|订正|修正|纠正|更改|修改|调整|调减|调增|改|核减"
        "|核增|核定|核实|核准|统一|确认|变更|明确|校正)后?的?"
        + _DATA
        + "?(?:为|成|至|到|是)",
        Sense.NEW,
        (
            "“希望小屋”由33处更正为30处。",
            "“希望小屋”核对后，统一为30处，原报33处作废。",
        ),
    ),
    Shape(
        "(?:更正|订正|修正|核减|核增|剔除|扣除|核实|核对|复核|去重)后",
        Sense.NEW,
        ("此前统计“希望小屋”35处，核减后建成30处。",),
    ),
    Shape(
        "(?:更正|勘误|订正)(?=[:,])",
        Sense.NEW,
        ("更正：“希望小屋”建成30处。",),
    ),
    Shape(
        "(?:实际|实|本)?应(?:当|该)?(?:为|是|改为|更正为)|实(?:为|是)|为准",
        Sense.NEW,
        ("“希望小屋”上季度误报为33处，应为30处。", "“希望小屋”以30处为准。"),
    ),
    Shape(
        "(?:误|错|多|少|漏|重|重复)(?:统计|登记|录入|计算|报|填|写|计|登|录|算)(?:为|成|了|送)?",
        Sense.OLD,
        ("“希望小屋”误报为33处，应为30处。",),
    ),
    Shape(
        "(?:原|此前|之前|先前|早前|前期|前次|上次|上期|上季度?|上个?季度|前报|曾|初)(?:所|已)?"
        + _REPORT
        + "(?:的|中|为|时|送|数)*",
        Sense.OLD,
        (
            "“希望小屋”原报33处，现更正为30处。",
            "此前统计“希望小屋”33处，核减后建成30处。",
        ),
    ),
    Shape(
        "(?:第?[一二三四]季度)" + _REPORT + "(?:的|中|为|时|送|数)*",
        Sense.OLD,
        ("二季度报表中“希望小屋”33处有误，应为30处。",),
    ),
    Shape(
        "剔除(?:重复)?|扣除(?:重复)?|去除(?:重复)?|减去|重复(?!报|填|统计|计)|而非|不是|并非|写成|填成|报成",
        Sense.OLD,
        ("“希望小屋”原报33处，剔除重复3处，现更正为30处。",),
    ),
    Shape(
        "作废|(?:系|为|属|是)?(?:笔误|误报|误填|误写|错误|重复统计|统计有误|填报有误|填写有误|有误|不实|不准)",
        Sense.WRONG,
        ("“希望小屋”35处系笔误，正确数字为30处。", "“希望小屋”33处作废，应为30处。"),
    ),
)
# One look decides whether any shape begins here; which one is asked only then.
_ANY = re.compile("|".join(f"(?:{shape.pattern})" for shape in SHAPES))
_SHAPES = tuple((re.compile(shape.pattern), shape.sense) for shape in SHAPES)
_HEADS = frozenset(
    "正准真最实现已予特统更订修纠调改核确变明校勘本应误错多少漏重原此之先早前上曾初"
    "第一二三四剔扣去减而不并写填报作系为属是笔有复"
)


def correction_at(text: str, start: int) -> tuple[str, Sense] | None:
    """Return the longest words of a correction that stand at `start`."""
    if text[start] not in _HEADS or not _ANY.match(text, start):
        return None
    found = [
        (match[0], sense)
        for shape, sense in _SHAPES
        if (match := shape.match(text, start))
    ]
    return max(found, key=lambda pair: len(pair[0]), default=None)
