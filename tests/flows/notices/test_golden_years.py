"""Every letter, its day and its reason, for each rhythm: files to read.

Write them anew with MAILBOT_WRITE_GOLDEN=1, then read the difference.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from mailbot.flows.office import Office
from tests.flows.year import Line, Year
from tests.support.campaigns import NOTICES, campaign_office
from tests.support.office import ZONE, submit

# notice, first day, last day, on which day who hands in what
PLAYED = [
    ("monthly", "2023-03-20", "2023-05-26"),
    ("after", "2023-06-22", "2023-10-19"),
    ("half_yearly", "2023-06-14", "2024-01-03"),
    ("weekly", "2023-06-02", "2023-07-04"),
    ("once", "2023-06-21", "2023-07-20"),
]
HANDED_IN = [
    ("monthly", "县公安局", "2023-03", "2023-03-22"),
    ("monthly", "县民政局", "2023-06", "2023-06-28"),
    ("weekly", "县民政局", "2023-W24", "2023-06-14"),
    ("once", "县商务局", "2023-07-07", "2023-07-03"),
]


@pytest.mark.parametrize(("name", "first", "last"), PLAYED)
def test_a_years_letters_are_those_of_the_file(
    tmp_path: Path, name: str, first: str, last: str
) -> None:
    office = campaign_office(tmp_path, [name])
    year = Year(office)
    _play(year, [name], first, last)
    _held_against(year.letters(), NOTICES / f"{name}.txt")


def test_three_notices_live_together(tmp_path: Path) -> None:
    names = ["monthly", "weekly", "once"]
    year = Year(campaign_office(tmp_path, names))
    _play(year, names, "2023-06-15", "2023-07-14")
    letters = year.letters()
    _held_against(letters, NOTICES / "together.txt")
    said = Counter((x.notice, x.unit, x.period, x.reason) for x in letters)
    assert max(said.values()) == 1, "no letter is doubled"
    days = Counter((x.to, x.day[:10]) for x in letters)
    assert max(days.values()) == 2, "the cap of an address counts over all notices"
    assert {x.notice for x in letters} == {o.notice.id for o in year.office.every}


def _play(year: Year, names: Sequence[str], first: str, last: str) -> None:
    for day in _days(first, last):
        for name, unit, period, when in HANDED_IN:
            if when == day.isoformat() and name in names:
                moment = datetime.combine(day, time(8), ZONE)
                submit(_of(year.office, name), unit, period, "electronic", moment)
        if year.office.calendar.is_workday(day):
            year.round_on(day)


def _of(office: Office, name: str) -> Office:
    duty = {"half_yearly": "half"}.get(name, name)
    return next(one for one in office.every if one.notice.duty.id == duty)


def _days(first: str, last: str) -> Iterator[date]:
    """Yield every day from first to last."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day
        day += timedelta(days=1)


def _held_against(letters: Sequence[Line], golden: Path) -> None:
    found = "\n".join(_written(letters)) + "\n"
    if os.environ.get("MAILBOT_WRITE_GOLDEN"):  # noqa: TID251
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def _written(letters: Sequence[Line]) -> Iterator[str]:
    """Yield a line for the units that are written the same on a day."""
    together: dict[tuple[str, str, str, str], list[str]] = {}
    for line in letters:
        key = (line.day, line.notice, line.period, line.reason)
        together.setdefault(key, []).append(line.unit)
    today = ""
    for (day, notice, period, reason), units in together.items():
        if day != today:
            today = day
            yield day
        yield f"  {notice} {period}  {reason}：{'、'.join(units)}"
