"""What staff write of their own accord, without a code: 登记, 报表, 文件, 催 ….

An order answers a letter of ours and bears its code. A request begins a talk: its first
line opens with one of these words, and all that follows is understood, or it is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailbot.core.orders.codes import folded, visible
from mailbot.core.orders.facts import View, read_facts
from mailbot.core.record.clues import CopyKind
from mailbot.core.words.words import COPY_WORDS

HOW = (
    "登记 县妇联 四季度 电子版（附上文件）",
    "报表 四季度",
    "文件 县民政局 四季度",
    "催 县科协",
    "邮箱 县残联 cl@example.gov.cn",
    "帮助",
)
_LONGEST = 60  # characters: what is longer is a letter to somebody
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_REPLY = re.compile(r"^\s*(?:(?:re|fwd?|回复|答复|转发)\s*[:：]\s*)+", re.IGNORECASE)


class Wish(StrEnum):
    """What is asked for."""

    REGISTER = "登记"
    TABLE = "报表"
    FILES = "文件"
    REMIND = "催"
    ADDRESS = "邮箱"
    HELP = "帮助"


# 汇总报表 is the table, 汇总 alone the summary, which has a code of its own.
_VERBS: tuple[tuple[Wish, str], ...] = (
    (Wish.REGISTER, r"登记|补登"),
    (Wish.TABLE, r"(?:汇总|合并|全县)?报表|汇总表"),
    (Wish.FILES, r"文件|材料|原件"),
    (Wish.REMIND, r"催报?(?:一下|一催)?|催办|提醒一下"),
    (Wish.ADDRESS, r"邮箱|邮件地址"),
    (Wish.HELP, r"帮助|怎么用|使用说明|help"),
)
_OPENING = re.compile(
    r"^(?:请|麻烦|帮忙)?(?:发(?:来|送)?|查)?(?:"
    + "|".join(f"(?P<{wish.name}>{words})" for wish, words in _VERBS)
    + ")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StaffRequest:
    """What staff ask for; `address` stands with 邮箱 only.

    Its `line` says the same in one way, whatever way it was written in.
    """

    wish: Wish
    units: tuple[str, ...] = ()
    period: str = ""
    copy: str = ""
    address: str = ""

    @property
    def line(self) -> str:
        """The request as one line that `read_request` reads again."""
        copy = COPY_WORDS[CopyKind(self.copy)] if self.copy else ""
        parts = (self.wish, "、".join(self.units), self.period, copy, self.address)
        return " ".join(part for part in parts if part)

    @property
    def is_harmless(self) -> bool:
        """Tell whether it gives nothing out and changes nothing, whoever asks."""
        return self.wish is Wish.HELP


def read_request(
    own_words: str, subject: str, view: View, *, files: bool
) -> StaffRequest | None:
    """Return what the first line of a letter of staff asks for, None if nothing.

    `files` tells that files came with it: then only 登记 is a request, for who forwards
    a unit's report under 报表 forwards a report.
    """
    line = next((t.strip() for t in own_words.split("\n") if t.strip()), "")
    said = _said(line, view) or _said(_REPLY.sub("", subject), view)
    if said is None or files is not (said.wish is Wish.REGISTER):
        return None
    return said


def _said(text: str, view: View) -> StaffRequest | None:
    line = folded(visible(text)).strip()
    opening = _OPENING.match(line)
    if opening is None or len(line) > _LONGEST:
        return None
    wish = Wish[str(opening.lastgroup)]
    rest = line[opening.end() :]
    address = _ADDRESS.search(rest) if wish is Wish.ADDRESS else None
    facts = read_facts(_ADDRESS.sub(" ", rest) if address else rest, view)
    asked = StaffRequest(
        wish,
        facts.units,
        facts.period,
        facts.copy,
        address[0].lower() if address else "",
    )
    whole = not facts.wrong and _NEEDS[wish](asked)
    return asked if whole else None


# What must be named, and what must not be: a request that says too little is none.
_NEEDS: Mapping[Wish, Callable[[StaffRequest], bool]] = {
    Wish.REGISTER: lambda asked: bool(asked.units and asked.period),
    Wish.TABLE: lambda asked: not (asked.units or asked.copy),
    Wish.FILES: lambda asked: len(asked.units) == 1,
    Wish.REMIND: lambda asked: bool(asked.units) and not asked.copy,
    Wish.ADDRESS: lambda asked: len(asked.units) == 1 and bool(asked.address),
    Wish.HELP: lambda asked: asked == StaffRequest(Wish.HELP),
}
