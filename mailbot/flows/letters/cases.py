"""What the ledger knows that decides about a unit's reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mailbot.core.notice.periods import Period, following
from mailbot.core.record.progress import PeriodRecords, unit_progress
from mailbot.core.record.records import QueuedLetter
from mailbot.core.reminders.case import UnitCase, past_reminders
from mailbot.core.reminders.ladder import (
    Deadline,
    LadderRules,
    Owed,
    closing_day,
    deadline_of,
)
from mailbot.flows.letters.answering import unit_addresses
from mailbot.flows.office import Desk, Office
from mailbot.flows.standing import period_records
from mailbot.ports import Work


@dataclass(frozen=True, slots=True)
class PeriodView:
    """One period as the ledger has it, read once for all units.

    `dead` are the addresses that are written to no more, since when.
    """

    period: Period
    records: PeriodRecords
    reminders: tuple[QueuedLetter, ...]
    dead: Mapping[str, datetime]


def rules_of(office: Office) -> LadderRules:
    """Return the office's ladder and calendar."""
    return LadderRules(office.policy.reminders, office.calendar)


def view_of(work: Work, period: Period) -> PeriodView:
    """Read what the ledger knows of a period."""
    dead = {state.address: state.since for state in work.addresses.suspended()}
    reminders = work.outbox.reminders(period.id)
    return PeriodView(period, period_records(work, period), reminders, dead)


def cases_of(desk: Desk, period: Period) -> tuple[UnitCase, ...]:
    """Return a case for every unit, in the notice's order."""
    view = view_of(desk.work, period)
    return tuple(case_of(desk, view, unit) for unit in desk.office.notice.units)


def case_of(desk: Desk, view: PeriodView, unit: str, without: int = 0) -> UnitCase:
    """Return the case of one unit, as if letter `without` had not been written."""
    office = desk.office
    period, decisions = view.period, tuple(view.records.decisions)
    due = office.due(period, unit, decisions)
    deadline = deadline_of(
        Owed(unit, period, office.due_day(period)), decisions, office.zone
    )
    mine = (q for q in view.reminders if q.letter.unit == unit and q.id != without)
    addresses = unit_addresses(desk, unit)
    return UnitCase(
        unit=office.roster[unit],
        period=period,
        progress=unit_progress(office.notice, unit, period, view.records, due),
        deadline=deadline,
        closes=closing_day(deadline, _next_ladder(office, period), rules_of(office)),
        addresses=tuple(a for a in addresses if a != office.address.lower()),
        in_review=tuple(
            office.local(item.since).date()
            for item in view.records.reviews
            if unit in item.proposal.units
        ),
        paused=any(
            d.kind == "hold" and d.unit == unit and d.period in {None, period.id}
            for d in decisions
        ),
        past=past_reminders(mine, view.dead, office.zone),
    )


def _next_ladder(office: Office, period: Period) -> Deadline:
    """Return what the ladder of the period after this one hangs on."""
    after = following(period)
    return Deadline(after.last_day, office.due_day(after), date.min)
