"""Whose fault a death is, and how long a mail waits: cases."""

from datetime import UTC, datetime, timedelta

import pytest

from mailbot.core.record.deaths import NO_DEATHS, after_death, next_try, verdict_of
from mailbot.core.record.documents import Problem

NOW = datetime(2023, 6, 30, tzinfo=UTC)


def test_two_deaths_say_nothing_and_the_third_is_the_verdict() -> None:
    deaths = after_death(NO_DEATHS, "1", Problem.TIMEOUT)
    deaths = after_death(deaths, "1", Problem.CORRUPT)
    assert verdict_of(deaths, "1") is None
    deaths = after_death(deaths, "1", Problem.TOO_LARGE)
    assert verdict_of(deaths, "1") is Problem.TOO_LARGE


def test_deaths_at_different_files_are_not_added_up() -> None:
    deaths = NO_DEATHS
    for file in ("1", "2", "3", "letter"):
        deaths = after_death(deaths, file, Problem.TOO_LARGE)
    assert all(verdict_of(deaths, file) is None for file in deaths)


@pytest.mark.parametrize(
    ("tries", "minutes"), [(0, 1), (1, 1), (2, 4), (3, 15), (4, 15), (500, 15)]
)
def test_a_mail_waits_the_longer_the_oftener_it_was_put_back(
    tries: int, minutes: int
) -> None:
    assert next_try(tries, NOW) - NOW == timedelta(minutes=minutes)
