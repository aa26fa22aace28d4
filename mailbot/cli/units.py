"""The table of units: where letters go, and what staff decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mailbot.cli import plain
from mailbot.core.notice.periods import from_id
from mailbot.core.record.records import UnitDecision
from mailbot.core.words.words import chinese_day
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
        case _:
            return f"{period}暂停催报"
