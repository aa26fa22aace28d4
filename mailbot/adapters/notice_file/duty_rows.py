"""[[duties]] of a notice, or the older [reporting] → Duty; faults told by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from mailbot.adapters.notice_file.toml_file import (
    TomlFile,
    TomlTable,
    are_texts,
    is_day,
)
from mailbot.core.notice.dues import (
    Covers,
    DayOfMonth,
    DaysAfter,
    DueRule,
    LastDay,
    OnDate,
    OnWeekday,
    Schedule,
)
from mailbot.core.notice.notice import Copy, Duty
from mailbot.core.notice.periods import (
    CYCLES,
    MONTH,
    ONCE,
    QUARTER,
    WEEK,
    Cycle,
    Period,
)
from mailbot.core.notice.policy import DayOff

REPORTING: Final = TomlTable("reporting")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLASSES: Final = ("items", "leading", "towns", "all")
END_OF_WORK: Final = "end_of_work"  # 下班前: nobody's hour is invented, so 24:00
_LONGEST_AFTER: Final = 366
_FORMS: Final = (
    '请写成 { day = "last" }、{ day = 25 }、{ month = 3, day = 20 }、{ after = 8 }、'
    '{ weekday = "thu" }、{ date = 2023-07-03 } 之一，可加 time = "12:00"'
)
_PARTS: Final = frozenset({"day", "month", "after", "weekday", "date", "time", "count"})


@dataclass(frozen=True, slots=True)
class AskedDuty:
    """A duty, and of whom it is asked: a class of units or their names."""

    duty: Duty
    units: str | tuple[str, ...]


def read_duties(file: TomlFile, name: str) -> tuple[AskedDuty, ...]:
    """Return what the notice asks; `name` is what a duty without one is called."""
    rows = file.rows("duties")
    if not rows:
        return (_reporting(file, name),)
    found = tuple(_duty(file, row) for row in rows)
    ids = [one.duty.id for one in found]
    for row, one in zip(rows, found, strict=True):
        if ids.count(one.duty.id) > 1:
            file.fault(row, "id", f"{one.duty.id} 与另一项重名，请改名")
    return found


def _reporting(file: TomlFile, name: str) -> AskedDuty:
    """Read the older form: one duty, due at the end of its cycle."""
    repeated = [cycle for cycle in CYCLES if cycle != ONCE.id]
    cycle = CYCLES[file.word(REPORTING, "frequency", repeated) or QUARTER.id]
    first, last = _ends(file, REPORTING, cycle, "first_period", "last_period")
    schedule = Schedule(cycle, first, last)
    return AskedDuty(Duty("report", name, schedule, _copies(file, REPORTING)), "items")


def _duty(file: TomlFile, row: TomlTable) -> AskedDuty:
    cycle = CYCLES[file.word(row, "cycle", CYCLES) or QUARTER.id]
    duty = Duty(
        id=file.text(row, "id"),
        name=file.text(row, "name"),
        schedule=_schedule(file, row, cycle),
        copies=_copies(file, row),
    )
    return AskedDuty(duty, _units(file, row))


def _units(file: TomlFile, row: TomlTable) -> str | tuple[str, ...]:
    value = file.section(row).get("units", "items")
    if isinstance(value, str) and value in CLASSES:
        return value
    if are_texts(value) and value:
        return tuple(value)  # type: ignore[arg-type]  # just checked
    words = f'请写成 {"、".join(f"“{c}”" for c in CLASSES)} 之一，或列出单位 ["…", "…"]'
    file.fault(row, "units", words)
    return ()


def _copies(file: TomlFile, table: TomlTable) -> tuple[Copy, ...]:
    words = file.texts(table, "copies")
    known = {copy.value: copy for copy in Copy}
    for word in words:
        if word not in known:
            file.fault(table, "copies", f"不认识 {word}，可写：{'、'.join(known)}")
    if not words:
        file.fault(table, "copies", "至少要求一种报送形式")
    return tuple(dict.fromkeys(known[word] for word in words if word in known))


def _schedule(file: TomlFile, row: TomlTable, cycle: Cycle) -> Schedule:
    rule, at = _due(file, row, cycle)
    if isinstance(rule, OnDate):
        first = last = ONCE.of_day(rule.day)
    elif cycle is ONCE:
        first = last = ONCE.of_day(date.min)
    else:
        first, last = _ends(file, row, cycle, "first", "last")
    schedule = Schedule(
        cycle=cycle,
        first=first,
        last=last,
        rule=rule,
        covers=Covers(file.word(row, "covers", [c.value for c in Covers], "this")),
        at=at,
        day_off=_day_off(file, row),
        exceptions=_exceptions(file, row, cycle, (first, last)),
    )
    _existing(file, row, schedule)
    return schedule


def _day_off(file: TomlFile, row: TomlTable) -> DayOff | None:
    word = file.word(row, "day_off", [rule.value for rule in DayOff], "")
    return DayOff(word) if word else None


def _existing(file: TomlFile, row: TomlTable, schedule: Schedule) -> None:
    """Note the first period that has no such day: 31 June."""
    for period in schedule.periods:
        try:
            schedule.named_day(period)
        except ValueError as fault:
            remedy = f'{period.chinese}没有这一天（{fault}）：请改为 {{ day = "last" }}'
            file.fault(row, "due", f"{remedy}，或在 exceptions 中写明该期的日期")
            return


def _ends(
    file: TomlFile, table: TomlTable, cycle: Cycle, first: str, last: str
) -> tuple[Period, Period]:
    """Return the first and last period asked for."""
    begin, end = _period(file, table, cycle, first), _period(file, table, cycle, last)
    if begin and end and begin > end:
        file.fault(table, last, f"不能早于 {first}")
    fallback = cycle.of_day(date(2000, 1, 1))
    return begin or end or fallback, max(end or begin or fallback, begin or fallback)


def _period(file: TomlFile, table: TomlTable, cycle: Cycle, key: str) -> Period | None:
    value = file.section(table).get(key)
    try:
        if isinstance(value, str) and value:
            return cycle.from_id(value)
        remedy = f"请写明报送期，如 {cycle.example}，带引号"
    except ValueError as fault:
        remedy = str(fault)
    file.fault(table, key, remedy)
    return None


def _exceptions(
    file: TomlFile, row: TomlTable, cycle: Cycle, ends: tuple[Period, Period]
) -> tuple[tuple[str, date], ...]:
    """Read the days named for single periods; each must be one of the rhythm's."""
    found = file.section(row).get("exceptions", {})
    if not isinstance(found, dict):
        file.fault(
            row, "exceptions", f'请写成 {{ "{cycle.example}" = 2023-12-20 }} 的样子'
        )
        return ()
    kept = []
    for key, day in found.items():
        wrong = _wrong_exception(key, day, cycle, ends)
        if wrong:
            file.fault(row, "exceptions", f"“{key}”：{wrong}")
        elif isinstance(day, date):
            kept.append((key, day))
    return tuple(kept)


def _wrong_exception(
    key: str, day: object, cycle: Cycle, ends: tuple[Period, Period]
) -> str:
    """Say why an exception contradicts its rhythm, "" if it does not."""
    try:
        period = cycle.from_id(key)
    except ValueError as fault:
        return str(fault)
    after = cycle.following(period)
    if after is None:
        words = "只报一次的没有例外，请直接改 due"
    elif not ends[0] <= period <= ends[1]:
        words = f"不在 first 至 last 之间，本项只要求{ends[0].id}至{ends[1].id}"
    elif not is_day(day) or not isinstance(day, date):
        words = "请写成 2023-12-20 的样子，不加引号"
    elif not period.first_day <= day <= (cycle.following(after) or after).last_day:
        words = f"{day} 不在{period.chinese}前后，请核对"
    else:
        words = ""
    return words


def _due(file: TomlFile, row: TomlTable, cycle: Cycle) -> tuple[DueRule, time | None]:
    found = file.section(row).get("due", None if cycle is ONCE else {"day": "last"})
    if not isinstance(found, dict) or not found or set(found) - _PARTS:
        file.fault(row, "due", _FORMS)
        return LastDay(), None
    rule = _rule(found, cycle)
    if isinstance(rule, str):
        file.fault(row, "due", rule)
        rule = LastDay()
    return rule, _time(file, row, found.get("time"))


def _rule(found: Mapping[str, object], cycle: Cycle) -> DueRule | str:
    """Return the rule that `due` states, or what is wrong with it."""
    said = set(found) - {"time", "count"}
    if cycle is ONCE or said == {"date"}:
        return _on_date(found.get("date"), cycle)
    if said == {"weekday"}:
        return _weekday(found["weekday"], cycle)
    if said == {"after"}:
        return _after(found)
    return _day(found, cycle) if said <= {"day", "month"} else _FORMS


def _is_workdays(found: Mapping[str, object]) -> bool:
    return found.get("count", "day") == "workday"


def _after(found: Mapping[str, object]) -> DueRule | str:
    after = found["after"]
    if type(after) is int and 0 < after <= _LONGEST_AFTER:
        return DaysAfter(after, _is_workdays(found))
    return "after 请填写天数，如 { after = 8 }"


def _day(found: Mapping[str, object], cycle: Cycle) -> DueRule | str:
    day, month = found.get("day"), found.get("month", 1)
    if day == "last" and "month" not in found:
        return LastDay(_is_workdays(found))
    if type(day) is int and type(month) is int:
        return _of_month(day, month, cycle, stated="month" in found)
    return _FORMS


def _on_date(value: object, cycle: Cycle) -> DueRule | str:
    if cycle is not ONCE:
        return 'date 只用于 cycle = "once"'
    if is_day(value) and isinstance(value, date):
        return OnDate(value)
    return "只报一次的请写明日期，如 { date = 2023-07-03 }"


def _weekday(value: object, cycle: Cycle) -> DueRule | str:
    if cycle is not WEEK:
        return 'weekday 只用于 cycle = "week"'
    if value in WEEKDAYS:
        return OnWeekday(WEEKDAYS.index(str(value)))
    return f"weekday 可写：{'、'.join(WEEKDAYS)}"


def _of_month(day: int, month: int, cycle: Cycle, *, stated: bool) -> DueRule | str:
    if cycle.months == 0:
        return '按周报送的请写 { weekday = "thu" }'
    if cycle is not MONTH and not stated:
        example = f"{{ month = {cycle.months}, day = {day} }}"
        return f"请写明是{cycle.noun}中的第几个月，如 {example}"
    if not 1 <= month <= cycle.months:
        return f"month 是{cycle.noun}中的第几个月，应在1至{cycle.months}之间"
    if not 1 <= day <= 31:  # noqa: PLR2004 - no month is longer
        return f"没有{day}日"
    return DayOfMonth(day, month)


def _time(file: TomlFile, row: TomlTable, value: object) -> time | None:
    if value is None or value == END_OF_WORK:
        return None
    try:
        return time.fromisoformat(str(value)) if isinstance(value, str) else _no_time()
    except ValueError:
        file.fault(row, "due", '时刻请写成 time = "12:00" 的样子')
        return None


def _no_time() -> time:
    raise ValueError
