"""What staff decide for one unit: more time, an exemption, an address that is dead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mailbot.core.periods import from_id
from mailbot.core.records import UnitDecision
from mailbot.errors import NeedsStaff
from mailbot.flows.acting import Acting
from mailbot.flows.answering import unit_addresses

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.flows.office import Office


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
        until = date.fromisoformat(span.day).isoformat()
    except ValueError as fault:
        words = f"“{span.day}”不是有效的日期，请写成 2023-07-10 的样子"
        raise NeedsStaff(words) from fault
    _decide(acting, unit, "extend", span.period, until)


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
    """Write to an address no more."""
    with office.ledger.begin() as work:
        work.addresses.suspend(address, "工作人员停用", now)
        work.decisions.log("suspend", by, now, address=address)
        work.commit()


def resume(office: Office, address: str, by: str, now: datetime) -> None:
    """Write to an address again."""
    with office.ledger.begin() as work:
        work.addresses.resume(address)
        work.decisions.log("resume", by, now, address=address)
        work.commit()


def unit_lines(office: Office) -> tuple[dict[str, object], ...]:
    """Return every unit with its working addresses and what was decided for it."""
    with office.ledger.begin() as work:
        decisions = work.decisions.all()
        return tuple(
            {
                "unit": unit.name,
                "addresses": list(unit_addresses(office, work, unit.name)),
                "telephone": unit.telephone,
                "decisions": [
                    {"kind": d.kind, "period": d.period, "value": d.value}
                    for d in decisions
                    if d.unit == unit.name
                ],
            }
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


def _known(office: Office, unit: str) -> None:
    if unit not in office.notice.units:
        raise NeedsStaff(f"“{unit}”不是通知的责任单位，请写通知中的名称")


def _period(office: Office, period: str | None, now: datetime) -> str:
    if not period:
        return office.period_at(office.local(now).date()).id
    try:
        return from_id(period).id
    except ValueError as fault:
        raise NeedsStaff(str(fault)) from fault
