"""Whose report, for which period, which copy: a county of our own invention."""

from __future__ import annotations

import pytest

from mailbot.core.judge.matching import judge
from mailbot.core.record.mail import Nature
from tests.core.judge.matching_cases import Row, rows
from tests.core.judge.matching_county import mail_of

ROWS = rows()


def answer(row: Row) -> tuple[object, ...]:
    verdict = judge(*mail_of(row))
    if verdict.nature is Nature.UNRELATED:
        return ("unrelated", frozenset(), None, frozenset())
    copies = frozenset(copy.value for copy in verdict.copies)
    units = frozenset(verdict.units)
    return verdict.outcome.value, units, verdict.period, copies


@pytest.mark.parametrize("row", ROWS, ids=[f"{r.why}: {r.subject}" for r in ROWS])
def test_each_mail_of_the_table_gets_its_answer(row: Row) -> None:
    flags = [f.flag for f in judge(*mail_of(row)).flags]
    assert answer(row) == (row.outcome, row.units, row.period, row.copies), flags


def test_the_table_is_as_large_as_it_is_said_to_be() -> None:
    assert len(ROWS) >= 120
