"""Orders about rows that fit no item: `R12-7K3F-Q2MX 创建书香机关 归第5项`."""

from __future__ import annotations

import re

from mailbot.core.form.words import number_of
from mailbot.core.orders.codes import CodeRef
from mailbot.core.orders.orders import Place

# 归第5项, 放入第五项; 归县科协 names no item and is another order
_PLACED = re.compile(
    r"^\s*(?:请|把|将)?\s*(?P<words>.{2,80}?)[\s,，:：]*"
    r"(?:应?归入?|属于?|列入|放[入到]|计入)\s*"
    r"第?(?P<no>\d{1,2}|[一二三四五六七八九十]{1,3})项[。.!！\s]*$"
)


def understand_placing(
    code: CodeRef, written: str, units: tuple[str, ...]
) -> Place | None:
    """Return the order that words give which place a row, None if they do not.

    `units` are those that the words name; under an item's code they need name none.
    """
    found = _PLACED.match(written)
    number = number_of(found["no"]) if found else None
    if found is None or number is None:
        return None
    return Place(code, found["words"].strip(' “”"「」'), number, units)
