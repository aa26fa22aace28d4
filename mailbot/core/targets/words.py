"""The ledger of targets in the office's words: rows of the sheet 台账, one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from mailbot.core.figures.model import Clash, FigureSpan, FigureState, kind_of
from mailbot.core.notice.notice import Target, TargetKind
from mailbot.core.notice.periods import from_id
from mailbot.core.record.clues import CopyKind
from mailbot.core.targets.kept import KeptFigure
from mailbot.core.targets.table import TargetLine, TargetState, counts
from mailbot.core.words.words import COPY_WORDS

Local = Callable[[datetime], datetime]

TARGET_STATE_WORDS = {
    TargetState.REACHED: "达标",
    TargetState.UNDER_WAY: "推进中",
    TargetState.UNREPORTED: "未报",
    TargetState.CONTRADICTED: "矛盾",
}
TARGET_STYLES = {
    TargetState.REACHED: "good",
    TargetState.UNDER_WAY: "wait",
    TargetState.UNREPORTED: "half",
    TargetState.CONTRADICTED: "lack",
}
CLASH_WORDS = {
    Clash.FALLS: "累计数比以前季度少",
    Clash.PERCENT: "完成率与数量不符",
    Clash.UNITS: "各单位所报全县数不一致",
    Clash.COPIES: "电子版与盖章PDF版不一致",
    Clash.UNIT_WORD: "计量单位与上期不同",
    Clash.OVER: "超过目标的150%",
    Clash.BELOW: "称已完成而数量未达目标",
}
FIGURE_STATE_WORDS = {
    FigureState.DONE: "已完成",
    FigureState.UNDER_WAY: "在建",
    FigureState.BEGUN: "已开工",
    FigureState.PLANNED: "计划",
    FigureState.LACKING: "尚缺",
}
_KIND_WORDS = {
    TargetKind.SHARE: "比率",
    TargetKind.CEILING: "政策上限，不计进度",
    TargetKind.SLOGAN: "提法，不累计",
}


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A line of the ledger as tables show it: one value a column."""

    no: int
    item: str
    target: str
    units: str
    period: str
    promised: str
    this_period: float | None
    so_far: float | None
    percent: float | None
    state: str
    style: str
    remarks: str
    source: str
    settled: str

    @property
    def cells(self) -> tuple[object, ...]:
        """The cells in the order of HEADINGS, the state without its style."""
        return (
            self.no,
            self.item,
            self.target,
            self.units,
            self.promised,
            self.this_period,
            self.so_far,
            self.percent,
            self.state,
            self.remarks,
            self.source,
            self.settled,
        )


HEADINGS = (
    "序号",
    "实事",
    "目标",
    "责任单位",
    "目标值",
    "本期",
    "累计",
    "完成率%",
    "状态",
    "待核对、矛盾",
    "出处",
    "核定",
)


def gist(lines: Iterable[TargetLine]) -> str:
    """Say in one line how the targets of a period stand; "" without any target."""
    every = tuple(lines)
    if not every:
        return ""
    found = counts(every)
    parts = (f"{TARGET_STATE_WORDS[state]}{found[state]}" for state in TargetState)
    return f"{len(every)}项目标：{'，'.join(parts)}"


def target_row(line: TargetLine, local: Local) -> TargetRow:
    """Return a line of the ledger as tables show it."""
    return TargetRow(
        no=line.item.no,
        item=line.item.name,
        target=line.target.text,
        units="、".join(line.target.units),
        period=from_id(line.period).chinese,
        promised=promised(line.target),
        this_period=tidy(line.this_period),
        so_far=tidy(line.so_far),
        percent=tidy(line.percent),
        state=TARGET_STATE_WORDS[line.state],
        style=TARGET_STYLES[line.state],
        remarks=remarks(line),
        source=source(line.basis) if line.basis else "",
        settled=settled(line, local),
    )


def promised(target: Target) -> str:
    """Return what was promised: 7所, ≥60%."""
    sign = {">=": "≥", "<=": "≤"}.get(target.op, "")
    return f"{sign}{amount(target.value)}{target.unit}"


def amount(value: float) -> str:
    """Write a number as people do: 12, 58.8."""
    return f"{value:.10g}"


def tidy(value: float | None) -> float | None:
    """Return whole numbers without a point: 12, not 12.0."""
    return int(value) if value is not None and float(value).is_integer() else value


def remarks(line: TargetLine) -> str:
    """Say what staff should look at: contradictions first."""
    kind = _KIND_WORDS.get(kind_of(line.target), "")
    said = (
        *(CLASH_WORDS[clash] for clash in line.clashes),
        *(("新版文件中的数与核定的不同",) if line.changed else ()),
        *(f"请核对 {figure_words(one)}" for one in line.asks),
        *(("原文未写明是累计还是本季度",) if line.unsaid else ()),
        *((kind,) if kind else ()),
    )
    return "；".join(said)


def figure_words(one: KeptFigure) -> str:
    """Say one figure: F12 县公安局 已完成12场（概数）“…”."""
    told = one.told
    value = "数量未写" if told.value is None else f"{amount(told.value)}{told.unit}"
    span = "本季度" if told.span == FigureSpan.QUARTER else ""
    state = FIGURE_STATE_WORDS[FigureState(told.state)]
    why = told.says or ("报告期已改" if one.read_for != one.period else "")
    says = f"（{why}）" if why else ""
    words = f"“{told.sentence}”" if told.sentence else ""
    return f"{one.name} {one.unit} {span}{state}{value}{says}{words}"


def source(one: KeptFigure) -> str:
    """Say where a figure stands: the file, its copy and version, row and sentence."""
    copy = COPY_WORDS[CopyKind(one.copy)]
    name = one.path.rpartition("/")[2] or "（文件已删除）"
    words = f"“{one.told.sentence}”" if one.told.sentence else ""
    return f"{one.unit} {name}（{copy}第{one.version}版）第{one.told.row}行{words}"


def settled(line: TargetLine, local: Local) -> str:
    """Say who settled the value and when, "" where nobody has."""
    if line.ruling is None:
        return ""
    at = local(line.ruling.at)
    return f"{line.ruling.by} {at:%Y-%m-%d %H:%M} 核定"
