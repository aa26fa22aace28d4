"""Tables by unit: where letters go, what staff decided, what was left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mailbot.cli import plain
from mailbot.cli.jsonl import address_row, print_json
from mailbot.core.form.placing import placing_words
from mailbot.core.notice.periods import from_id
from mailbot.core.record.addresses import NewAddress
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.records import ReviewItem, UnitDecision
from mailbot.core.words.words import COPY_WORDS, chinese_day, listed
from mailbot.flows.office import Office
from mailbot.flows.staff.deciding import UnitEntry


def show_units(entries: Sequence[UnitEntry]) -> None:
    """Show a line a unit."""
    table = plain.table_of()
    for heading in ("单位", "邮箱", "电话", "延期、免报等"):
        whole = heading in {"邮箱", "电话"}
        table.add_column(heading, no_wrap=whole, overflow="fold")
    for entry in entries:
        table.add_row(
            entry.unit,
            "\n".join(entry.addresses) or "（无可用邮箱）",
            entry.telephone or "（未填写）",
            "\n".join(map(_in_words, entry.decisions)),
        )
    plain.console().print(table)


def _in_words(decision: UnitDecision) -> str:
    period = from_id(decision.period).chinese if decision.period else ""
    match decision.kind:
        case "extend":
            return f"{period}延至{chinese_day(date.fromisoformat(decision.value))}"
        case "exempt":
            return f"{period}免报"
        case "place":
            return placing_words(decision)
        case _:
            return f"{period}暂停催报"


def show_new_addresses(
    new: Sequence[NewAddress], office: Office, *, as_json: bool
) -> None:
    """Show the addresses that wait for a word of staff, and how to say it."""
    if as_json:
        for one in new:
            print_json(address_row(one, office))
        return
    if not new:
        plain.say("没有待认可的新地址。")
        return
    table = plain.table_of(f"新地址{len(new)}个（待认可）")
    for heading in ("地址", "自称", "单位", "首次来信"):
        table.add_column(heading, overflow="fold")
    for one in new:
        day = f"{office.local(one.received_at):%Y-%m-%d}"
        table.add_row(one.address, one.name or "（未写）", one.unit, day)
    plain.console().print(table)
    plain.say("认可：mailbot unit adopt 地址；不是：加 --refuse")


def show_others(items: Sequence[ReviewItem], office: Office) -> None:
    """Show what was left alone as other business, and how to file it after all."""
    if not items:
        plain.say("没有其他来件。")
        return
    table = plain.table_of(f"其他来件{len(items)}件（与本通知无关，未计入）")
    for heading in ("编号", "单位", "日期", "文件", "若是报表"):
        table.add_column(heading, overflow="fold")
    for item in items:
        proposal = item.proposal
        copy = COPY_WORDS[CopyKind(proposal.copy)]
        table.add_row(
            item.id,
            listed(proposal.units),
            f"{office.local(item.received_at):%Y-%m-%d}",
            item.attachment,
            f"{proposal.period} {copy}",
        )
    plain.console().print(table)
    plain.say("是报表：mailbot review confirm 编号 --anyway")
