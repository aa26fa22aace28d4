"""The letters of 2023 by day, against a file that people can read."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.flows.letters.letters_2023 import SCRIPT
from tests.flows.year import Year
from tests.support.office import make_office

GOLDEN = Path(__file__).with_name("letters_2023.txt")
SEASONS = (
    (date(2023, 6, 12), date(2023, 7, 22)),
    (date(2023, 9, 12), date(2023, 10, 20)),
    (date(2023, 12, 13), date(2024, 1, 16)),
)


def test_the_letters_of_2023_are_those_of_the_golden_file(tmp_path: Path) -> None:
    """Write the file anew with MAILBOT_WRITE_GOLDEN=1, then read the difference."""
    year = Year(make_office(tmp_path))
    for day in season_days():
        year.round_on(day)
        for when, act, *details in SCRIPT:
            if when == day.isoformat():
                _act(year, act, details, str(when))
    found = "\n".join(lines(year)) + "\n"
    if os.environ.get("MAILBOT_WRITE_GOLDEN"):  # noqa: TID251
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def _act(year: Year, act: object, details: list[object], when: str) -> None:
    assert callable(act)
    unit, *rest = details
    takes_period = bool(rest) and str(rest[0]).startswith("2023Q")
    if takes_period:
        act(year.office, unit, rest[0], when, *rest[1:])
    else:
        act(year.office, unit, when, *rest)


def season_days() -> Iterator[date]:
    """Yield every day around the three deadlines."""
    for first, last in SEASONS:
        span = (last - first).days
        yield from (first + timedelta(days=n) for n in range(span + 1))


def lines(year: Year) -> Iterator[str]:
    """Yield the letters by day: unit, period, stage, address, reason."""
    today = ""
    for letter in year.letters():
        if letter.day != today:
            today = letter.day
            yield f"{today}"
        yield f"  {letter.unit}  {letter.period}  {letter.to}  {letter.reason}"
