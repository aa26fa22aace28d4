"""The seven sheets of summary.xlsx: their columns, and what stands in their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailbot.core.summary.summary import Cell, Summary
from mailbot.core.targets.words import HEADINGS, TargetRow


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell's words with the style that the mail gives them."""

    words: str
    style: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A cell's words with the address that a click on them opens."""

    words: str
    link: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading and width in characters."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, its columns and how its rows are made."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Summary], Sequence[Sequence[object]]]


def _styled(cell: Cell) -> Styled:
    note = f"（{cell.note}）" if cell.note else ""
    return Styled(f"{cell.sign} {cell.words}{note}", cell.style)


def _matrix(summary: Summary) -> list[tuple[object, ...]]:
    return [
        (
            r.unit,
            _styled(r.state),
            _styled(r.electronic),
            _styled(r.stamped),
            "、".join(map(str, r.items_missing)),
            r.received_at,
            r.late_days or None,
        )
        for r in summary.matrix
    ]


def _versions(summary: Summary) -> list[tuple[object, ...]]:
    return [
        (
            v.unit,
            v.period,
            v.copy,
            v.version,
            v.state,
            v.received_at,
            v.sender,
            v.remarks,
            v.path,
        )
        for v in summary.versions
    ]


def _tasks(summary: Summary) -> list[tuple[object, ...]]:
    return [
        (
            t.id,
            t.what,
            t.proposal,
            "\n".join(t.reasons),
            t.sender,
            t.since,
            "\n".join(f"{w.name}：{w.words}" for w in t.ways),
        )
        for t in summary.tasks
    ]


def _reminders(summary: Summary) -> list[tuple[object, ...]]:
    return [(r.at, r.unit, r.period, r.to, r.reason, r.fate) for r in summary.reminders]


def _contacts(summary: Summary) -> list[tuple[object, ...]]:
    return [
        (c.unit, c.contact, c.telephone, "\n".join(c.addresses))
        for c in summary.contacts
    ]


def _others(summary: Summary) -> list[tuple[object, ...]]:
    return [
        (
            o.id,
            o.unit,
            o.received_at,
            o.name,
            Linked(o.way.words, o.way.link) if o.way.link else o.way.words,
        )
        for o in summary.others
    ]


_WIDTHS = (7, 24, 34, 26, 11, 9, 9, 10, 10, 40, 44, 22)  # of the ledger's columns
_STATE = HEADINGS.index("状态")
LEDGER = "台账"


def ledger_rows(rows: Sequence[TargetRow]) -> list[tuple[object, ...]]:
    """Return the cells of the ledger of targets, the state with its colour."""
    return [
        tuple(
            Styled(str(cell), row.style) if place == _STATE else cell
            for place, cell in enumerate(row.cells)
        )
        for row in rows
    ]


def _ledger(summary: Summary) -> list[tuple[object, ...]]:
    return ledger_rows(summary.targets)


def _columns(*columns: tuple[str, int]) -> tuple[Column, ...]:
    return tuple(Column(heading, width) for heading, width in columns)


LEDGER_COLUMNS = _columns(*zip(HEADINGS, _WIDTHS, strict=True))
PAGES = (
    Page(
        "汇总",
        _columns(
            ("单位", 32),
            ("情况", 14),
            ("电子版", 20),
            ("盖章PDF", 20),
            ("缺项", 14),
            ("时间", 18),
            ("迟报天数", 11),
        ),
        _matrix,
    ),
    Page(
        "明细",
        _columns(
            ("单位", 26),
            ("季度", 17),
            ("类别", 11),
            ("版本", 7),
            ("情况", 10),
            ("收到时间", 18),
            ("发件地址", 24),
            ("备注", 20),
            ("存放位置", 32),
        ),
        _versions,
    ),
    Page(
        "待核实",
        _columns(
            ("编号", 8),
            ("附件或来信", 24),
            ("建议", 26),
            ("理由", 32),
            ("发件地址", 22),
            ("来信时间", 17),
            ("处理方法", 44),
        ),
        _tasks,
    ),
    Page(
        "催报记录",
        _columns(
            ("时间", 18),
            ("单位", 30),
            ("季度", 18),
            ("收件地址", 30),
            ("缘由", 44),
            ("结果", 24),
        ),
        _reminders,
    ),
    Page(
        "通讯录",
        _columns(("单位", 32), ("联系人", 14), ("电话", 18), ("邮箱", 44)),
        _contacts,
    ),
    Page(
        "其他来件",
        _columns(
            ("编号", 8),
            ("单位", 30),
            ("来信时间", 18),
            ("文件", 44),
            ("是报表的", 44),
        ),
        _others,
    ),
    Page(LEDGER, LEDGER_COLUMNS, _ledger),
)
