"""A complete report, then other business from the same address, letters live."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from tests.support import real_mails as mails
from tests.support.dovecot import Mailbox
from tests.support.other_business import other_business
from tests.support.outpost import NOW, Outpost, report
from tests.support.smtp_server import smtp_server

pytestmark = pytest.mark.slow
HOUR = timedelta(hours=1)


@pytest.fixture
def outpost(mailbox: Mailbox, tmp_path: Path) -> Iterator[Outpost]:
    with smtp_server() as smtp:
        yield Outpost(tmp_path, mailbox, smtp)


def standing(outpost: Outpost, unit: str) -> dict[str, object]:
    """Return what `status` says of the unit."""
    out = outpost.run("status", "--json", "--period", "2023Q2").stdout
    rows = [json.loads(line) for line in out.splitlines()]
    (mine,) = (row for row in rows if row["unit"] == unit)
    return dict(mine)


def table(outpost: Outpost, out: Path) -> list[list[str]]:
    """Return the rows of the consolidated table."""
    assert outpost.run("rollup", "2023Q2", "--out", str(out)).returncode == 0
    paper = Document(str(next(out.glob("*.docx"))))
    return [[c.text for c in row.cells] for t in paper.tables for row in t.rows]


def told(outpost: Outpost, address: str) -> int:
    """Count the letters that went to an address."""
    return sum(address in mail.recipients for mail in outpost.smtp.mails)


def rounds(outpost: Outpost, at: datetime) -> None:
    """Read the mailbox, and send when the quiet minutes are over."""
    for moment in (at, at + HOUR):
        assert outpost.poll(at=moment).returncode == 0


def test_other_business_displaces_no_report_and_is_not_answered(
    outpost: Outpost, tmp_path: Path
) -> None:
    unit = outpost.notice.units[0]
    good = report(outpost.notice, unit, 0)
    outpost.mailbox.deliver(mails.build(good), internaldate=NOW - HOUR)
    rounds(outpost, NOW)
    before = standing(outpost, unit), table(outpost, tmp_path / "before")
    assert before[0]["state"] == "complete"
    assert told(outpost, good.sender) == 1

    other = mails.build(other_business(unit, good.sender))
    outpost.mailbox.deliver(other, internaldate=NOW + 2 * HOUR)
    rounds(outpost, NOW + 3 * HOUR)
    assert (standing(outpost, unit), table(outpost, tmp_path / "after")) == before
    assert told(outpost, good.sender) == 1
    (ignored,) = outpost.run("review", "list", "--ignored", "--json").stdout.split(
        "\n"
    )[:-1]
    assert json.loads(ignored)["proposal"]["units"] == [unit]
