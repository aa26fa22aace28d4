"""Whose report, for which period, which copy: a county of our own invention."""

from __future__ import annotations

import pytest
from mailbot.core.clues import Outcome
from mailbot.core.mail import Nature
from mailbot.core.matching import judge

from tests.core.matching_cases import ROWS, Row
from tests.core.matching_county import mail_of


def answer(row: Row) -> tuple[object, ...]:
    verdict = judge(*mail_of(row))
    outcome = verdict.outcome.value
    if verdict.nature is Nature.UNRELATED:
        return ("unrelated", set(), None, set())
    copies = {copy.value for copy in verdict.copies}
    return outcome, set(verdict.units), verdict.period, copies


@pytest.mark.parametrize("row", ROWS, ids=[f"{r.why}-{r.subject}" for r in ROWS])
def test_each_mail_of_the_table_gets_its_answer(row: Row) -> None:
    units = set(filter(None, row.units.split("+")))
    copies = set(filter(None, row.copies.split("+")))
    flags = [f.flag for f in judge(*mail_of(row)).flags]
    assert answer(row) == (row.outcome, units, row.period, copies), flags
