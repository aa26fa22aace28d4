"""What staff decide for one unit: more time, an exemption, an address that is dead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mailbot.core.notice.periods import from_id
from mailbot.core.record.records import UnitDecision
from mailbot.errors import NeedsStaff
from mailbot.flows.letters.answering import unit_addresses
from mailbot.flows.office import Office
from mailbot.flows.staff.acting import Acting


@dataclass(frozen=True, slots=True)
class Extension:
    """Until the end of which day, and for which period (None: the one in hand)."""

    day: str
    period: str | None = None


def extend(office: Office, unit: str, span: Extension, by: str, now: datetime) -> None:
    """Give a unit until the end of a day; NeedsStaff if unit or day is unknown."""
    with office.ledger.begin() as work:
        extend_unit(Acting(office, work, by, now), unit, span)
        work.commit()


def extend_unit(acting: Acting, unit: str, span: Extension) -> None:
    """Do so in a transaction that is open."""
    try:
        until = date.fromisoformat(span.day)
    except ValueError as fault:
        words = f"“{span.day}”不是有效的日期，请写成 2023-07-10 的样子"
        raise NeedsStaff(words) from fault
    _later(acting, until, span.period)
    _decide(acting, unit, "extend", span.period, until.isoformat())


def exempt(
    office: Office, unit: str, period: str | None, by: str, now: datetime
) -> None:
    """Excuse a unit, for one period (default: the one in hand)."""
    with office.ledger.begin() as work:
        exempt_unit(Acting(office, work, by, now), unit, period)
        work.commit()


def exempt_unit(acting: Acting, unit: str, period: str | None) -> None:
    """Do so in a transaction that is open."""
    _decide(acting, unit, "exempt", period, "")


def pause_unit(acting: Acting, unit: str) -> None:
    """Remind a unit no more, in a transaction that is open."""
    _keep(acting, UnitDecision(unit, "hold", None, "", acting.by, acting.now))


def suspend(office: Office, address: str, by: str, now: datetime) -> None:
    """Write to an address no more; NeedsStaff if it is none."""
    if "@" not in address:
        raise NeedsStaff(f"“{address}”不是邮箱地址，请写完整的地址")
    with office.ledger.begin() as work:
        work.addresses.suspend(address, "工作人员停用", now)
        work.decisions.log("suspend", by, now, address=address)
        work.commit()


def resume(office: Office, address: str, by: str, now: datetime) -> None:
    """Write to an address again; NeedsStaff if it never was suspended."""
    with office.ledger.begin() as work:
        if address.lower() not in {s.address for s in work.addresses.suspended()}:
            raise NeedsStaff(f"{address} 没有停用，不必恢复")
        work.addresses.resume(address)
        work.decisions.log("resume", by, now, address=address)
        work.commit()


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit with its working addresses and what staff decided for it."""

    unit: str
    addresses: tuple[str, ...]
    telephone: str
    decisions: tuple[UnitDecision, ...]


def unit_entries(office: Office) -> tuple[UnitEntry, ...]:
    """Return every unit of the notice, in its order."""
    with office.ledger.begin() as work:
        decisions = work.decisions.all()
        return tuple(
            UnitEntry(
                unit.name,
                unit_addresses(office, work, unit.name),
                unit.telephone,
                tuple(d for d in decisions if d.unit == unit.name),
            )
            for unit in office.roster.units
        )


def _decide(
    acting: Acting, unit: str, kind: str, period: str | None, value: str
) -> None:
    _known(acting.office, unit)
    meant = _period(acting.office, period, acting.now)
    _keep(acting, UnitDecision(unit, kind, meant, value, acting.by, acting.now))


def _keep(acting: Acting, decision: UnitDecision) -> None:
    acting.work.decisions.add(decision)
    acting.log(decision.kind, unit=decision.unit, value=decision.value)


def _later(acting: Acting, until: date, period: str | None) -> None:
    """See that more time is more time: an earlier day would be kept to no effect."""
    office = acting.office
    meant = from_id(_period(office, period, acting.now))
    due = office.due_day(meant)
    if until <= due:
        words = f"{until}不晚于{meant.chinese}的截止日（{due}），请写更晚的日期"
        raise NeedsStaff(words)


def _known(office: Office, unit: str) -> None:
    if unit not in office.notice.units:
        raise NeedsStaff(f"“{unit}”不是通知的责任单位，请写通知中的名称")


def _period(office: Office, period: str | None, now: datetime) -> str:
    meant = office.period_named(period or "", now)
    if meant not in office.periods:
        raise NeedsStaff(f"本通知没有要求报送{meant.chinese}，请核对报送期")
    return meant.id
