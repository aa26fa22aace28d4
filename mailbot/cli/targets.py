"""`mailbot figures`: the ledger of targets, and staff's word on a figure."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from mailbot.cli import plain
from mailbot.cli.jsonl import Row, print_json
from mailbot.cli.people import OPERATOR
from mailbot.core.figures.model import Contradiction, Figure, kind_of
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import Period, from_id
from mailbot.core.orders.figure_orders import value_in
from mailbot.core.targets.kept import KeptFigure
from mailbot.core.targets.table import TargetLine, TargetState
from mailbot.core.targets.words import (
    amount,
    figure_words,
    gist,
    target_row,
    tidy,
)
from mailbot.errors import BadSettings
from mailbot.flows.examine import Explained
from mailbot.flows.figures import ReadFigures, contradictions_of, read_figures
from mailbot.flows.office import Office
from mailbot.flows.targets import ruling
from mailbot.flows.targets.ruling import TickedFigure, ticked_words
from mailbot.flows.targets.table import targets_of
from mailbot.settings import Need
from mailbot.wiring import App, open_app


def figures(options: Namespace) -> int:
    """Show the ledger of targets, or settle figures in it."""
    with open_app(Need.NOTHING, at=options.at, notice=options.notice) as every:
        app = every.alone()
        if options.action != "list":
            _settle(app, options)
        periods = _periods(app, options.period)
        with app.desk() as desk:
            lines = targets_of(desk, periods)
        if options.json:
            for line in lines:
                print_json(target_json(line, app.office))
        elif options.action == "list":
            for period in periods:
                mine = [line for line in lines if line.period == period.id]
                _show(period, mine, app.office)
    return 0


def figure_options(figures: ArgumentParser) -> None:
    """Add the options of `figures`."""
    figures.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=("list", "confirm", "correct"),
        metavar="动作",
        help="list（默认）、confirm 核对无误、correct 更正",
    )
    figures.add_argument(
        "ids", nargs="*", metavar="编号", help="如 F12 F15；更正写 F12 15"
    )
    figures.add_argument("--period", metavar="季度", help="如 2023Q2，默认至当前季度")


def circular_options(circular: ArgumentParser) -> None:
    """Add the options of `circular`."""
    circular.add_argument("--draft", action="store_true", help="标明征求意见稿")
    circular.add_argument(
        "--number",
        default="",
        metavar="文号",
        help="工作人员所编文号；未编即为征求意见稿",
    )


def _periods(app: App, named: str | None) -> tuple[Period, ...]:
    """Return the period named, or all up to that in hand."""
    office = app.office
    if not named:
        last = office.period_at(office.local(app.clock.now()).date())
        return tuple(period for period in office.periods if period <= last)
    try:
        period = from_id(named)
    except ValueError as fault:
        raise BadSettings(str(fault)) from fault
    if period not in office.periods:
        raise BadSettings(f"本通知没有要求报送{period.chinese}，请核对季度")
    return (period,)


def _settle(app: App, options: Namespace) -> None:
    if not options.ids:
        raise BadSettings("请写明进度数的编号，如 F12（mailbot figures list 列有编号）")
    now = app.clock.now()
    if options.action == "confirm":
        _tell(ruling.confirm(app.office, options.ids, OPERATOR, now), options)
        return
    if len(options.ids) != 2:  # noqa: PLR2004 - the figure and its value
        raise BadSettings("请写明编号和数量，如 mailbot figures correct F12 15")
    name, words = options.ids
    value = value_in(words)
    if value is None:
        raise BadSettings(f"“{words}”不是数量，请写成 15、1.4万 或 61.2% 的样子")
    _tell(ruling.correct(app.office, name, value, OPERATOR, now), options)


def _tell(done: Iterable[TickedFigure], options: Namespace) -> None:
    for one in done:
        say = plain.complain if options.json else plain.say
        say(ticked_words(one))


def _show(period: Period, lines: Sequence[TargetLine], office: Office) -> None:
    """Show a period: contradictions first, then what waits, then all the rest."""
    table = plain.table_of(f"工作台账 {period.chinese}　{gist(lines)}")
    for heading in ("项", "目标", "本期", "累计", "完成率", "状态", "待核对、矛盾"):
        table.add_column(heading, overflow="fold")
    for line in sorted(lines, key=_urgency):
        row = target_row(line, office.local)
        rate = "" if row.percent is None else f"{row.percent}%"
        table.add_row(
            str(row.no),
            row.target,
            _cell(row.this_period),
            _cell(row.so_far),
            rate,
            row.state,
            row.remarks,
        )
    plain.console().print(table)
    if any(line.asks for line in lines):
        plain.say("核对：mailbot figures confirm 编号；更正：figures correct 编号 数量")


def _urgency(line: TargetLine) -> tuple[bool, bool]:
    return line.state is not TargetState.CONTRADICTED, not line.asks


def _cell(value: float | None) -> str:
    return "" if value is None else amount(value)


def target_json(line: TargetLine, office: Office) -> Row:
    """Return a line of the ledger as programs read it."""
    target, word = line.target, line.ruling
    return {
        "notice": office.notice.id,
        "period": line.period,
        "item": line.item.no,
        "target": target.text,
        "units": list(target.units),
        "kind": kind_of(target),
        "promised": tidy(target.value),
        "unit": target.unit,
        "op": target.op,
        "state": line.state,
        "so_far": tidy(line.so_far),
        "this_period": tidy(line.this_period),
        "percent": tidy(line.percent),
        "contradictions": list(line.clashes),
        "source": _source(line.basis) if line.basis else None,
        "settled": None
        if word is None
        else {
            "value": tidy(word.value),
            "by": word.by,
            "at": office.local(word.at).isoformat(timespec="seconds"),
        },
        "changed": line.changed,
        "waiting": [one.name for one in line.asks],
        "figures": [_kept(one) for one in line.figures],
    }


def _kept(one: KeptFigure) -> Row:
    told = one.told
    return {
        "id": one.name,
        "by": one.unit,
        "value": tidy(told.value),
        "unit": told.unit,
        "state": told.state,
        "span": told.span,
        "percent": tidy(told.percent),
        "own_share": told.own_share,
        "sure": one.sure,
        "says": told.says,
        "words": figure_words(one),
        "source": _source(one),
    }


def _source(one: KeptFigure) -> Row:
    return {
        "file": one.path,
        "sha256": one.sha256,
        "copy": one.copy,
        "version": one.version,
        "row": one.told.row,
        "sentence": one.told.sentence,
    }


class FigureRows:
    """Gathers the lines of one call: contradictions are taken over all its files."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice
        self._rows: list[Row] = []
        self._read: list[ReadFigures] = []

    def add(self, row: Row, explained: Explained) -> None:
        """Add examine's line of one path, with the figures of each form's rows."""
        read = read_figures(explained, self._notice)
        attachments = cast("list[Row]", row["attachments"])
        for attachment, rows in zip(attachments, read.rows, strict=True):
            _add(attachment, rows)
        self._rows.append(row)
        self._read.append(read)

    def rows(self) -> Iterator[Row]:
        """Yield the lines, each with the contradictions that are told on it."""
        clashes = contradictions_of(self._read)
        for row, found in zip(self._rows, clashes, strict=True):
            yield row | {"contradictions": [_clash(clash) for clash in found]}


def _add(attachment: Row, rows: tuple[tuple[Figure, ...], ...]) -> None:
    every: list[Row] = []
    forms = cast("list[Row]", attachment.get("rows", []))
    for number, (row, figures) in enumerate(zip(forms, rows, strict=False), start=1):
        found = [_figure(figure, number) for figure in figures]
        row["figures"] = found
        every += found
    attachment["figures"] = every


def _figure(figure: Figure, row: int) -> Row:
    return {
        "target": figure.target.text,
        "value": tidy(figure.value),
        "unit": figure.unit,
        "state": figure.state,
        "span": figure.span,
        "percent": tidy(figure.percent),
        "sure": figure.sure,
        "says": figure.says,
        "source": {"row": row, "sentence": figure.sentence},
    }


def _clash(clash: Contradiction) -> Row:
    return {"kind": clash.kind, "target": clash.target, "quarter": clash.period}
