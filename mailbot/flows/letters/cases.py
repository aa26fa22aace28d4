"""What the ledger knows that decides about a unit's reminders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mailbot.core.notice.periods import Period
from mailbot.core.record.progress import PeriodRecords, unit_progress
from mailbot.core.record.records import QueuedLetter, UnitDecision
from mailbot.core.reminders.case import UnitCase, past_reminders
from mailbot.core.reminders.days import stages_of_period, usual_deadline
from mailbot.core.reminders.ladder import (
    Deadline,
    LadderRules,
    Stage,
    closing_day,
    deadline_of,
    extensions_of,
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
    given = extensions_of(decisions, period, unit)
    deadline = deadline_of(
        usual_deadline(office.notice, period, office.policy, office.calendar),
        given,
        office.zone,
    )
    mine = (q for q in view.reminders if q.letter.unit == unit and q.id != without)
    addresses = unit_addresses(desk, unit)
    return UnitCase(
        unit=office.roster[unit],
        period=period,
        progress=unit_progress(office.notice, unit, period, view.records, due),
        deadline=deadline,
        closes=_closes(office, period, deadline),
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


def stages_of(office: Office, period: Period) -> tuple[Stage, ...]:
    """Return the stages of a period's ladder."""
    return stages_of_period(office.notice, period, office.policy, office.calendar)


def is_open(
    office: Office, period: Period, decisions: Iterable[UnitDecision], today: date
) -> bool:
    """Tell whether anybody may be written to about a period on that day."""
    stages = stages_of(office, period)
    begins = min((period.first_day, *(s.day for s in stages)))
    closes = _closes(
        office,
        period,
        usual_deadline(office.notice, period, office.policy, office.calendar),
    )
    return begins <= today and (
        bool(extensions_of(decisions, period)) or today < closes
    )


def _closes(office: Office, period: Period, deadline: Deadline) -> date:
    """Return the day on which the next period's ladder begins and this one ends."""
    after = office.schedule.cycle.following(period)
    days = [s.day for s in stages_of(office, after)] if after else []
    begins = min(days, default=after.last_day) if after else None
    return closing_day(deadline, begins, rules_of(office))
