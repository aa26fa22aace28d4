"""Orders about the ledger of targets: `M7-7K3F-Q2MX F12 确认`, `… F12 更正 15`."""

from __future__ import annotations

import re

from mailbot.core.figures.pieces.numerals import number_at
from mailbot.core.orders.codes import CodeRef, folded
from mailbot.core.orders.orders import CorrectFigure, TickFigures, Unclear
from mailbot.core.orders.words import (
    Verb,
    is_question,
    leading_verb,
    substance,
    verbs,
    without_verb,
)
from mailbot.core.words.wording import plain

HOW_FIGURE = (
    "请写“代码 F12 确认”“代码 F12、F15 确认”或“代码 F12 更正 15”，"
    "例如：M7-7K3F-Q2MX F12 更正 15场"
)
_NAME = re.compile(r"(?<![A-Z0-9])F\d{1,7}(?![A-Z0-9])", re.IGNORECASE)
_PUT_RIGHT = re.compile(
    r"\s*(?:请|应该?|实际|核实后?|经核实)*\s*(?:更正|改正|订正|修正|修改|更改|改|纠正|是|为|应为|实为)"
    r"(?:为|成|是)?\s*[:：]?\s*"
)
_UNIT = re.compile(r"[^\d\s.,，。;；]{0,4}[.。!！\s]*")


def names_figures(words: str) -> tuple[str, ...]:
    """Return the figures that `folded` words name, each once: F12, F15."""
    return tuple(dict.fromkeys(m[0].upper() for m in _NAME.finditer(words)))


def value_in(words: str) -> float | None:
    """Return the number that staff wrote (12, 1.4万人, 61.2%), None if it is none."""
    text = plain(words).strip()
    number = number_at(text, 0)
    if number is None or not number.exact:
        return None
    return number.value if _UNIT.fullmatch(text[number.end :]) else None


def understand_figures(
    code: CodeRef, written: str, line: str
) -> TickFigures | CorrectFigure | Unclear:
    """Return the order that words give which name figures, or why they are none."""
    words = folded(written)
    names = names_figures(words)
    rest = _NAME.sub(" ", words)
    if is_question(rest):
        return Unclear(line, "像是询问，未作处理", HOW_FIGURE)
    put = _PUT_RIGHT.match(rest.strip(" \t,，、;；:："))
    if put:
        value = value_in(rest.strip(" \t,，、;；:：")[put.end() :])
        if value is not None and len(names) == 1:
            return CorrectFigure(code, names[0], value)
        why = "一次只能更正一个进度数" if value is not None else "没有看懂更正后的数量"
        return Unclear(line, why, HOW_FIGURE)
    verb = leading_verb(rest)
    other = {spoken.verb for spoken in verbs(rest)} - {Verb.CONFIRM}
    if verb is None or other or substance(without_verb(rest, Verb.CONFIRM)):
        return Unclear(line, "没有看懂对进度数的处理", HOW_FIGURE)
    return TickFigures(code, names)
