"""A draft of config/notices/NAME.toml: every value with its source line above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from mailbot.core.reading_notice.proposal import (
    Anchor,
    Due,
    NoticeProposal,
    PromisedFigure,
    ReadCycle,
    ReadDuty,
    ReadField,
    ReadItem,
    Source,
)
from mailbot.core.reading_notice.seals import place_of, roster_of

UNSAID: Final = "文中未写明，请填写"
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LAST_MONTHS: Final = {
    ReadCycle.TWO_MONTHS: 2,
    ReadCycle.QUARTER: 3,
    ReadCycle.HALF_YEAR: 6,
    ReadCycle.YEAR: 12,
}
_DAY_OFF: Final = {
    "next_workday": "next_workday",
    "previous_workday": "previous",
    "second_workday_after": "second_workday",
    "unchanged": "nominal",
}


def draft_of(proposal: NoticeProposal, read_from: str) -> str:
    """Return the TOML of a draft notice; what the text does not say is a comment."""
    lines = [
        f"# 由“{_one_line(read_from)}”识读生成的草稿，逐项核对后把 state 改为 live。",
        "# 每个值上方是原文所在的行；标“请核对”的没有把握。",
        "",
        *_notice(proposal),
    ]
    for number, duty in enumerate(proposal.duties, start=1):
        lines += ["", *_duty(proposal, duty, number)]
    lines += ["", *_annex(proposal), *_place(proposal)]
    for item in proposal.items:
        lines += ["", *_item(item)]
    lines += ["", *_roster(proposal)]
    return "\n".join(lines) + "\n"


def _notice(proposal: NoticeProposal) -> Iterator[str]:
    yield "[notice]"
    yield 'state = "draft"'
    yield from _field("id", proposal.doc_number)
    yield from _field("title", _own_title(proposal))
    yield from _field("issuer", proposal.issuer)
    yield from _field("issued", proposal.issue_date)
    yield from _field("office", proposal.receiver)
    yield from _field("mailbox", proposal.mailbox)
    phones = proposal.phones
    yield from _field(
        "telephone",
        ReadField("、".join(phones.value) if phones.value else None, phones.source),
    )


def _own_title(proposal: NoticeProposal) -> ReadField[str]:
    """Return the title without the issuer before it: 关于…的通知."""
    read, issuer = proposal.title, proposal.issuer.value or ""
    value = read.value.removeprefix(issuer) if read.value and issuer else read.value
    return ReadField(value, read.source, read.sure, read.remark)


def _field(name: str, read: ReadField[str] | ReadField[date]) -> Iterator[str]:
    if read.source.words:
        yield f"# {_where(read.source)}" + ("" if read.sure else "（请核对）")
    if read.remark:
        yield f"# {read.remark}"
    if read.value is None:
        yield f"# {name} =   {UNSAID}"
    elif isinstance(read.value, date):
        yield f"{name} = {read.value.isoformat()}"
    else:
        yield f"{name} = {_quoted(read.value)}"


def _where(source: Source) -> str:
    page = f"第{source.page}页" if source.page else ""
    place = f"表{source.cell}" if source.cell else f"第{source.line}行"
    return f"{page}{place}：{_one_line(source.words)}"


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _quoted(words: str) -> str:
    safe = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_one_line(safe)}"'


def _list(words: Iterable[str]) -> str:
    return "[" + ", ".join(_quoted(one) for one in words) + "]"


def _duty(proposal: NoticeProposal, duty: ReadDuty, number: int) -> Iterator[str]:
    yield "[[duties]]"
    yield f"# {_where(duty.source)}" + ("" if duty.sure else "（请核对）")
    yield f'id = "duty{number}"'
    yield f"name = {_quoted(duty.what)}"
    yield f"units = {_who(duty)}"
    yield f"copies = {_list(duty.copies)}"
    yield f'cycle = "{duty.cycle.value}"'
    after = duty.due is not None and duty.due.anchor is Anchor.DAY_AFTER
    covers = duty.covers or ("previous" if after else "this")
    yield f'covers = "{covers}"'
    yield f"due = {_due(duty.due, duty)}" if duty.due else f"# due =   {UNSAID}"
    if duty.holiday:
        yield f'day_off = "{_DAY_OFF[duty.holiday]}"'
    if duty.exceptions:
        yield f"exceptions = {_exceptions(proposal, duty)}"
    if duty.start:
        yield f"first = {_quoted(duty.start)}"


def _who(duty: ReadDuty) -> str:
    return _quoted(duty.who) if isinstance(duty.who, str) else _list(duty.who)


def _due(due: Due, duty: ReadDuty) -> str:
    parts = dict(_parts(due, duty))
    if due.time:
        parts["time"] = f'"{due.time}"'
    if due.workdays:
        parts["count"] = '"workday"'
    return "{ " + ", ".join(f"{key} = {value}" for key, value in parts.items()) + " }"


def _parts(due: Due, duty: ReadDuty) -> Iterator[tuple[str, str]]:
    in_month = due.anchor in {Anchor.DAY_OF_MONTH, Anchor.DAY_OF_LAST_MONTH}
    if due.anchor is Anchor.END:
        yield "day", '"last"'
    elif due.anchor is Anchor.WEEKDAY:
        yield "weekday", f'"{_WEEKDAYS[(due.weekday or 1) - 1]}"'
    elif due.anchor is Anchor.DATE:
        yield "date", due.on.isoformat() if due.on else '""'
    elif in_month and not _is_next_month(due, duty):
        yield from _month(due, duty.cycle)
        yield "day", str(due.day)
    else:
        yield "after", str(due.day)


def _is_next_month(due: Due, duty: ReadDuty) -> bool:
    """Tell whether a day is one of the month after: 每月10日前报上月."""
    return due.anchor is Anchor.DAY_OF_MONTH and duty.covers == "previous"


def _month(due: Due, cycle: ReadCycle) -> Iterator[tuple[str, str]]:
    month = due.month or _LAST_MONTHS.get(cycle)
    if month:
        yield "month", str(month)


def _exceptions(proposal: NoticeProposal, duty: ReadDuty) -> str:
    issued = proposal.issue_date.value
    year = issued.year if issued else 0
    pairs = []
    for period, day in duty.exceptions:
        name = f"{year}{period}" if period[:1] in "QH" else period
        name = f"{year}-{period[1:]}" if period.startswith("M") else name
        later = year + 1 if _falls_after(period, day) else year
        pairs.append(f"{_quoted(name)} = {later}-{day}")
    return "{ " + ", ".join(pairs) + " }"


def _falls_after(period: str, day: str) -> bool:
    """Tell whether a last period's day lies in the next year: Q4 on 01-15."""
    return period in {"Q4", "H2", "M12"} and day < "06"


def _annex(proposal: NoticeProposal) -> Iterator[str]:
    for annex in proposal.annexes:
        if annex.columns:
            yield "[annex]"
            if annex.source.words:
                yield f"# {_where(annex.source)}"
            yield f"title = {_quoted(annex.title or '')}"
            yield f"columns = {_list(annex.columns)}"
            yield ""
            return
    yield f"# [annex]   {UNSAID}"
    yield ""


def _place(proposal: NoticeProposal) -> Iterator[str]:
    yield "[place]"
    place = place_of(proposal)
    yield f"county = {_quoted(place)}" if place else f"# county =   {UNSAID}"


def _item(item: ReadItem) -> Iterator[str]:
    yield "[[items]]"
    yield f"# {_where(item.source)}" + ("" if item.sure else "（请核对）")
    yield f"no = {item.no}"
    yield f"name = {_quoted(item.name)}"
    if len(item.text) > len(item.name):
        yield f"text = {_quoted(item.text)}"
    if item.lead:
        yield f"lead = {_list(item.lead)}"
    yield f"units = {_list(item.units)}"
    if item.classes:
        yield f"classes = {_list(item.classes)}   # 由工作人员展开为具体单位"
    if item.targets:
        yield "targets = ["
        yield from (f"  {_target(target)}," for target in item.targets)
        yield "]"


def _target(target: PromisedFigure) -> str:
    value = int(target.value) if target.value == int(target.value) else target.value
    return (
        f"{{ text = {_quoted(target.text)}, measure = {_quoted(target.measure)}, "
        f"value = {value}, unit = {_quoted(target.unit or '')}, "
        f'op = "{target.relation.value}", kind = "{target.kind.value}" }}'
    )


def _roster(proposal: NoticeProposal) -> Iterator[str]:
    yield "# 名册建议（请核对后写入 config/roster.csv）：单位｜别名｜印章文字"
    for unit in roster_of(proposal):
        yield f"# {unit.name}｜{'、'.join(unit.aliases)}｜{'、'.join(unit.seals)}"
