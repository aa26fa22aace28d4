"""Whatever units do and whenever the service runs, the ladder's promises hold."""

import tempfile
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.core.record.records import LetterState
from mailbot.core.reminders.case import Reminding, Skipped, Why
from mailbot.flows.letters.remind import plan
from tests.flows.year import Year
from tests.support.office import ZONE, at, make_office, submit

UNITS = ("县教育和体育局", "县民政局", "县科协", "县妇联")
FIRST, LAST = date(2023, 6, 13), date(2023, 7, 15)
DAYS = (LAST - FIRST).days

# At which moment which unit hands in which copy, and when the service does a round.
MOMENTS = st.builds(
    lambda day, hour: datetime.combine(FIRST + timedelta(day), time(hour), ZONE),
    st.integers(0, DAYS),
    st.integers(0, 23),
)
REPORTS = st.tuples(
    MOMENTS, st.sampled_from(UNITS), st.sampled_from(("electronic", "stamped_pdf"))
)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    reports=st.lists(REPORTS, max_size=8),
    rounds=st.lists(MOMENTS, min_size=3, max_size=14, unique=True),
)
def test_no_letter_after_the_report_none_doubled_none_out_of_hours(
    reports: list[tuple[datetime, str, str]], rounds: list[datetime]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        year = Year(make_office(Path(folder)))
        _play(year, reports, rounds)
        sent = _sent(year)
        complete = _complete(reports)
        assert all(n == 1 for n in Counter((u, s) for _, u, s in sent).values())
        for moment, unit, _ in sent:
            assert 9 <= moment.hour < 17
            assert year.office.calendar.is_workday(moment.date())
            assert moment < complete.get(unit, at("2024-12-31 00:00"))
        _everyone_is_accounted_for(year, complete, max(rounds))


def _play(
    year: Year, reports: list[tuple[datetime, str, str]], rounds: list[datetime]
) -> None:
    """Let all happen in the order of time; reports before rounds of the same hour."""
    steps = [(moment, 0, unit, copy) for moment, unit, copy in reports]
    steps += [(moment, 1, "", "") for moment in rounds]
    for moment, is_round, unit, copy in sorted(steps):
        if is_round:
            year.round(moment)
        else:
            submit(year.office, unit, "2023Q2", copy, moment)


def _complete(reports: list[tuple[datetime, str, str]]) -> dict[str, datetime]:
    """Return when each unit had handed in both copies."""
    first: dict[tuple[str, str], datetime] = {}
    for moment, unit, copy in sorted(reports):
        first.setdefault((unit, copy), moment)
    both = [u for u in UNITS if {(u, "electronic"), (u, "stamped_pdf")} <= set(first)]
    return {u: max(m for (x, _), m in first.items() if x == u) for u in both}


def _sent(year: Year) -> list[tuple[datetime, str, str]]:
    with year.office.ledger.begin() as work:
        letters = work.outbox.every(frozenset({LetterState.SENT}))
    return [
        (year.office.local(q.sent_at), q.letter.unit, q.letter.reminder.stage)
        for q in letters
        if q.sent_at and q.letter.reminder
    ]


def _everyone_is_accounted_for(
    year: Year, complete: dict[str, datetime], last: datetime
) -> None:
    """Ask that each missing unit is written to, or listed with the reason."""
    with year.office.desk(last) as desk:
        decisions = {d.unit: d for d in plan(desk)}
    assert set(decisions) == set(year.office.notice.units)
    for unit, decision in decisions.items():
        if unit in complete and complete[unit] <= last:
            assert isinstance(decision, Skipped)
            assert decision.why is Why.COMPLETE
        else:
            assert isinstance(decision, Reminding) or decision.reason
