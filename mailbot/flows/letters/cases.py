"""What the ledger knows that decides about a unit's reminders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mailbot.core.notice.periods import Period
from mailbot.core.record.progress import PeriodRecords, unit_progress
from mailbot.core.record.records import LetterState, QueuedLetter, UnitDecision
from mailbot.core.reminders.case import LadderRules, PastReminder, UnitCase
from mailbot.core.reminders.ladder import Deadline, Stage, deadline_of_period, ladder
from mailbot.flows.letters.answering import unit_addresses
from mailbot.flows.letters.outbox import BY_STAFF
from mailbot.flows.office import Desk, Office
from mailbot.flows.standing import period_records
from mailbot.ports import Work

_ONE_DAY = timedelta(days=1)
# Hosts give up on a letter after at most five days (RFC 5321 4.5.4.1); an address
# found dead later than that says nothing about this letter.
_BOUNCES_WITHIN = timedelta(days=7)

_MAY_HAVE_MET_A_SERVER = {LetterState.SENT, LetterState.UNKNOWN, LetterState.FAILED}


@dataclass(frozen=True, slots=True)
class PeriodView:
    """One period as the ledger has it, read once for all units."""

    period: Period
    records: PeriodRecords
    reminders: tuple[QueuedLetter, ...]


def rules_of(office: Office) -> LadderRules:
    """Return the office's ladder and calendar."""
    return LadderRules(office.policy.reminders, office.calendar)


def view_of(work: Work, period: Period) -> PeriodView:
    """Read what the ledger knows of a period."""
    return PeriodView(
        period, period_records(work, period), work.outbox.reminders(period.id)
    )


def cases_of(desk: Desk, period: Period) -> tuple[UnitCase, ...]:
    """Return a case for every unit, in the notice's order."""
    view = view_of(desk.work, period)
    return tuple(case_of(desk, view, unit) for unit in desk.office.notice.units)


def case_of(desk: Desk, view: PeriodView, unit: str, without: int = 0) -> UnitCase:
    """Return the case of one unit, as if letter `without` had not been written."""
    period, decisions = view.period, tuple(view.records.decisions)
    due = desk.office.due(period, unit, decisions)
    deadline = deadline_of(desk.office, period, unit, decisions)
    addresses = unit_addresses(desk, unit)
    return UnitCase(
        unit=desk.office.roster[unit],
        period=period,
        progress=unit_progress(desk.office.notice, unit, period, view.records, due),
        deadline=deadline,
        closes=_closes(desk.office, period, deadline),
        addresses=tuple(a for a in addresses if a != desk.office.address.lower()),
        in_review=tuple(
            desk.office.local(item.since).date()
            for item in view.records.reviews
            if unit in item.proposal.units
        ),
        paused=any(
            d.kind == "hold" and d.unit == unit and d.period in {None, period.id}
            for d in decisions
        ),
        past=_past(desk, view, unit, without),
    )


def deadline_of(
    office: Office, period: Period, unit: str, decisions: tuple[UnitDecision, ...]
) -> Deadline:
    """Return what the unit's ladder hangs on; an extension moves all of it."""
    usual = usual_deadline(office, period)
    extended = [
        (date.fromisoformat(d.value), office.local(d.at).date() + _ONE_DAY)
        for d in decisions
        if d.kind == "extend" and d.unit == unit and d.period in {None, period.id}
    ]
    later = max((e for e in extended if e[0] > usual.due), default=None)
    if later is None:
        return usual
    return replace(usual, counted_from=later[0], due=later[0], opens=later[1], at=None)


def usual_deadline(office: Office, period: Period) -> Deadline:
    """Return what the ladder of a period hangs on for a unit without an extension."""
    return deadline_of_period(
        office.schedule,
        period,
        office.policy.deadline,
        office.calendar,
        office.notice.issued,
    )


def stages_of(office: Office, period: Period) -> tuple[Stage, ...]:
    """Return the stages of a period's ladder."""
    deadline = usual_deadline(office, period)
    return ladder(deadline, office.policy.reminders, office.calendar)


def is_open(
    office: Office, period: Period, decisions: Iterable[UnitDecision], today: date
) -> bool:
    """Tell whether anybody may be written to about a period on that day."""
    stages = stages_of(office, period)
    begins = min((period.first_day, *(s.day for s in stages)))
    extended = any(
        d.kind == "extend" and d.period in {None, period.id} for d in decisions
    )
    closes = _closes(office, period, usual_deadline(office, period))
    return begins <= today and (extended or today < closes)


def _closes(office: Office, period: Period, deadline: Deadline) -> date:
    """Return the day on which the next period's ladder begins and this one ends."""
    rules = rules_of(office)
    own = [s.day for s in ladder(deadline, rules.policy, rules.calendar)]
    own_end = max(own, default=date.min + _ONE_DAY) + _BOUNCES_WITHIN
    after = office.schedule.cycle.following(period)
    if after is None:
        return own_end
    opening = [s.day for s in stages_of(office, after)]
    return max(min(opening, default=after.last_day), own_end)


def _past(
    desk: Desk, view: PeriodView, unit: str, without: int
) -> tuple[PastReminder, ...]:
    dead = {state.address: state.since for state in desk.work.addresses.suspended()}
    past = []
    for queued in view.reminders:
        letter, key = queued.letter, queued.letter.reminder
        if key is None or letter.unit != unit or queued.id == without:
            continue
        since = dead.get(letter.to, letter.created_at - _ONE_DAY)
        past.append(
            PastReminder(
                key=key,
                to=letter.to,
                day=desk.office.local(letter.created_at).date(),
                state=queued.state,
                tried=queued.state in _MAY_HAVE_MET_A_SERVER and queued.tries > 0,
                by_staff=queued.last_error == BY_STAFF,
                returned=letter.created_at
                <= since
                <= letter.created_at + _BOUNCES_WITHIN,
            )
        )
    return tuple(past)
