"""What staff decide for one unit: more time, an exemption, an address that is dead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mailbot.core.notice.periods import from_id
from mailbot.core.record.records import UnitDecision
from mailbot.errors import NeedsStaff
from mailbot.flows.letters.answering import unit_addresses
from mailbot.flows.office import Desk, Office


@dataclass(frozen=True, slots=True)
class Extension:
    """Until the end of which day, and for which period (None: the one in hand)."""

    day: str
    period: str | None = None


def extend(office: Office, unit: str, span: Extension, by: str, now: datetime) -> None:
    """Give a unit until the end of a day; NeedsStaff if unit or day is unknown."""
    with office.desk(now, by) as desk:
        extend_unit(desk, unit, span)
        desk.work.commit()


def extend_unit(desk: Desk, unit: str, span: Extension) -> None:
    """Do so in a transaction that is open."""
    try:
        until = date.fromisoformat(span.day)
    except ValueError as fault:
        words = f"“{span.day}”不是有效的日期，请写成 2023-07-10 的样子"
        raise NeedsStaff(words) from fault
    _later(desk, until, span.period)
    _decide(desk, unit, "extend", span.period, until.isoformat())


def exempt(
    office: Office, unit: str, period: str | None, by: str, now: datetime
) -> None:
    """Excuse a unit, for one period (default: the one in hand)."""
    with office.desk(now, by) as desk:
        exempt_unit(desk, unit, period)
        desk.work.commit()


def exempt_unit(desk: Desk, unit: str, period: str | None) -> None:
    """Do so in a transaction that is open."""
    _decide(desk, unit, "exempt", period, "")


def pause_unit(desk: Desk, unit: str) -> None:
    """Remind a unit no more, in a transaction that is open."""
    _keep(desk, UnitDecision(unit, "hold", None, "", desk.by, desk.now))


def pause(office: Office, unit: str, by: str, now: datetime) -> None:
    """Remind a unit no more until staff say so; NeedsStaff if it is unknown."""
    _known(office, unit)
    with office.desk(now, by) as desk:
        pause_unit(desk, unit)
        desk.work.commit()


def remind_again(office: Office, unit: str, by: str, now: datetime) -> None:
    """Remind a unit again; NeedsStaff if reminding was not paused."""
    with office.desk(now, by) as desk:
        if not desk.work.decisions.withdraw("hold", (unit,), now, None):
            raise NeedsStaff(f"{unit}没有暂停催报，不必恢复")
        desk.log("resume", unit=unit)
        desk.work.commit()


def suspend(office: Office, address: str, by: str, now: datetime) -> None:
    """Write to an address no more; NeedsStaff if it is none."""
    if "@" not in address:
        raise NeedsStaff(f"“{address}”不是邮箱地址，请写完整的地址")
    with office.desk(now, by) as desk:
        desk.work.addresses.suspend(address, "工作人员停用", now)
        desk.log("suspend", address=address)
        desk.work.commit()


def resume(office: Office, address: str, by: str, now: datetime) -> None:
    """Write to an address again; NeedsStaff if it never was suspended."""
    with office.desk(now, by) as desk:
        addresses = desk.work.addresses
        if address.lower() not in {s.address for s in addresses.suspended()}:
            raise NeedsStaff(f"{address} 没有停用，不必恢复")
        addresses.resume(address)
        desk.log("resume", address=address)
        desk.work.commit()


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit with its working addresses and what staff decided for it."""

    unit: str
    addresses: tuple[str, ...]
    telephone: str
    decisions: tuple[UnitDecision, ...]


def unit_entries(office: Office, now: datetime) -> tuple[UnitEntry, ...]:
    """Return every unit of the notice, in its order."""
    with office.desk(now) as desk:
        decisions = desk.work.decisions.all()
        return tuple(
            UnitEntry(
                unit.name,
                unit_addresses(desk, unit.name),
                unit.telephone,
                tuple(d for d in decisions if d.unit == unit.name),
            )
            for unit in office.roster.units
        )


def _decide(desk: Desk, unit: str, kind: str, period: str | None, value: str) -> None:
    _known(desk.office, unit)
    meant = _period(desk.office, period, desk.now)
    _keep(desk, UnitDecision(unit, kind, meant, value, desk.by, desk.now))


def _keep(desk: Desk, decision: UnitDecision) -> None:
    desk.work.decisions.add(decision)
    desk.log(decision.kind, unit=decision.unit, value=decision.value)


def _later(desk: Desk, until: date, period: str | None) -> None:
    """See that more time is more time: an earlier day would be kept to no effect."""
    office = desk.office
    meant = from_id(_period(office, period, desk.now))
    due = office.due_day(meant)
    if until <= due:
        words = f"{until}不晚于{meant.chinese}的截止日（{due}），请写更晚的日期"
        raise NeedsStaff(words)


def _known(office: Office, unit: str) -> None:
    if unit not in office.notice.units:
        raise NeedsStaff(f"“{unit}”不是通知的责任单位，请写通知中的名称")


def _period(office: Office, period: str | None, now: datetime) -> str:
    if not period:
        return office.period_at(office.local(now).date()).id
    try:
        meant = office.schedule.cycle.from_id(period)
    except ValueError as fault:
        raise NeedsStaff(str(fault)) from fault
    if meant not in office.periods:
        raise NeedsStaff(f"本通知没有要求报送{meant.chinese}，请核对报送期")
    return meant.id
