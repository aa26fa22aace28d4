"""The units, the period, the copy and the day that an order names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from mailbot.core.names.names import gazetteer
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import Period
from mailbot.core.notice.units import Roster
from mailbot.core.orders.words import substance
from mailbot.core.period.calendar import Today
from mailbot.core.period.in_cycle import periods_in
from mailbot.core.period.words import PLAIN, PeriodWord, Said
from mailbot.core.record.clues import CopyKind
from mailbot.core.words.day_words import DayWord, read_day
from mailbot.core.words.wording import plain

_EVERY_UNIT = re.compile(r"(?:全部|所有|各)(?:责任)?单位|全体单位?")
_EITHER = re.compile(r"的?\s*(?:/|或者?|还是|要么)\s*")
_WEEK = "一二三四五六日"
_WEEKDAY = re.compile(r"\s*[(（]?\s*(?:周|星期|礼拜)([一二三四五六日天])\s*[)）]?")
_UNRELATED = re.compile(r"[与和跟同](.{1,20})无关")
_LONGEST_DELAY = timedelta(days=366)
_YEAR = re.compile(r"20\d\d年?")
_COPIES = (
    (
        CopyKind.STAMPED_PDF,
        (
            r"(?:加?盖(?:有|了)?)(?:单位)?(?:公章|印章|章)(?:的)?(?:pdf)?(?:扫描)?[版件]?"
            r"|(?:带|有)章的?|公章[版件]?|盖了?章|扫描[版件]|pdf(?:扫描)?[版件]?|红章"
        ),
    ),
    (
        CopyKind.ELECTRONIC,
        (
            r"电子(?:表格|文档)?[版件档稿]?|可编辑[版件]?|原始?文档"
            r"|(?:word|excel|docx?|xlsx?|wps|et)(?:文档|文件)?[版件]?"
        ),
    ),
)
_COPY = re.compile("|".join(f"(?P<c{n}>{w})" for n, (_, w) in enumerate(_COPIES)))
_BINDING = re.compile(
    r"第|季度?|度|末|下班|单位|期|份|年|到|至|为|由|[和与及跟]|之?前|止|截|期限|时间|日期"
)
_ASKED_OF = re.compile(
    r"(?:请|让|由|和|与|跟|向|待|经)[^,，。;；:：]{1,20}$|[^\s,，。;；:：的]{1,20}[已再来先]*$"
)
_COMMENT = re.compile(r"(?:因为?|由于|理由|原因|备注|说明|鉴于).*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class View:
    """What an order is read beside: the notice, its roster, and the local day."""

    notice: Notice
    roster: Roster
    day: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What words name, and what of them was not understood (`rest`).

    `doubt` says why a name is not clear enough to act on.
    """

    units: tuple[str, ...] = ()
    period: str = ""
    copy: str = ""
    day: date | None = None
    rest: str = ""
    doubt: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was named."""
        return not (self.units or self.period or self.copy or self.day)

    @property
    def wrong(self) -> str:
        """Tell why they cannot be acted on, "" if they can."""
        return self.doubt or (f"没有看懂“{self.rest}”" if self.rest else "")


def read_facts(words: str, view: View, *, with_day: bool = False) -> Facts:
    """Return what `words` (folded, without the verb) name.

    The day of an extension is read first: 7月10日 is no month of a report.
    """
    text = _COMMENT.sub("", plain(words)) if with_day else plain(words)
    day = read_day(text, view.day) if with_day else None
    text = _without_day(text, day) if day else text
    units, doubt, text = _units(text, view)
    copy, more, text = _copy(text)
    period, text = _period(text, view)
    return Facts(
        units=units,
        period=period,
        copy=copy,
        day=day.day if day else None,
        rest=_BINDING.sub("", substance(text)),
        doubt=doubt or more,
    )


def _without_day(text: str, day: DayWord) -> str:
    """Return text without a day, nor the weekday that agrees with it beside it."""
    start = text.index(day.text)
    end = start + len(day.text)
    beside = _WEEKDAY.match(text, end)
    if beside and _WEEK.index(beside[1].replace("天", "日")) == day.day.weekday():
        end = beside.end()
    return f"{text[:start]} {text[end:]}"


def wrong_day(day: date, today: date) -> str:
    """Return why a deadline cannot be moved to that day, "" if it can."""
    if day < today:
        return f"{day:%Y-%m-%d}已经过去"
    return f"{day:%Y-%m-%d}太远，请核对" if day - today > _LONGEST_DELAY else ""


def is_unrelated_to_unit(words: str, view: View) -> bool:
    """Tell whether words say only whose it is not: 与县民政局无关."""
    unrelated = _UNRELATED.search(words)
    return bool(unrelated and _units(plain(unrelated[1]), view)[0])


def is_asked_of(before: str, view: View) -> bool:
    """Tell whether a unit is to confirm, not staff: 请县民政局确认, 民政局已确认."""
    asked = _ASKED_OF.search(before)
    return asked is not None and bool(_units(plain(asked[0]), view)[0])


def _units(text: str, view: View) -> tuple[tuple[str, ...], str, str]:
    """Return the units named, a doubt, and the text without their names.

    Staff know whom they mean: a name that is too weak to judge a stranger's mail by
    will do, as long as only one unit is called so.
    """
    if _EVERY_UNIT.search(text):
        return view.notice.units, "", _EVERY_UNIT.sub(" ", text)
    names = gazetteer(view.notice, view.roster)
    found: list[str] = []
    last = 0
    for match in names.pattern.finditer(text):
        if found and _EITHER.fullmatch(text[last : match.start()]):
            return (), "写了两个单位，不清楚是其中一个还是都是", text
        last = match.end()
        called = {form.unit for form in names.forms.get(match[0], ())}
        if len(called) > 1:
            either = "”还是“".join(sorted(called))
            return (), f"“{match[0]}”可能是“{either}”", text
        found.extend(called)
    named = set(found)
    ordered = tuple(u for u in view.notice.units if u in named)
    known = [m for m in names.forms if m]
    rest = names.pattern.sub(lambda m: " " if m[0] in known else m[0], text)
    return ordered, "", rest


def _copy(text: str) -> tuple[str, str, str]:
    """Return the copy named, a doubt, and the text without the word."""
    kinds = {_COPIES[int(str(m.lastgroup)[1:])][0].value for m in _COPY.finditer(text)}
    rest = _COPY.sub(" ", text)
    if len(kinds) > 1:
        return "", "既写了盖章版，又写了电子版", rest
    return (kinds.pop() if kinds else ""), "", rest


def _period(text: str, view: View) -> tuple[str, str]:
    """Return the id of the period named ("" if none), and the text without it."""
    said = periods_in(text, view.notice.schedule.cycle)
    meant = [(w, p) for w in said.words if (p := _meant(w, view)) is not None]
    if len({p.id for _, p in meant}) != 1:
        return "", text
    for word, _ in meant:
        text = text.replace(word.text, " ", 1)
    return meant[0][1].id, _YEAR.sub(" ", text).replace("本", " ").replace("这个", " ")


def _meant(word: PeriodWord, view: View) -> Period | None:
    """Return the period that a word means on that day, None if it means none."""
    today = Today.under(view.notice, view.day)
    number = _number(word, today.cycle.months)
    if number:
        return today.of_year(word.year, number) if word.year else today.latest(number)
    if word.said is Said.SOME:
        return today.likely()
    return today.before(today.current()) if word.said is Said.LAST else None


def _number(word: PeriodWord, months: int) -> int:
    """Return the number of the period a word names, 0 if it names none."""
    if word.said in PLAIN or word.said is Said.EITHER:
        return word.number
    ends = word.said is Said.MONTH and word.number % months == 0
    return word.number // months if ends else 0
