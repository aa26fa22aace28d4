"""What a full ledger costs, counted in steps of SQLite's own machine, not in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.adapters.store.ledger import StoreLedger
from mailbot.core.record.records import MailState, Origin, SavedMail, ServerPlace

NOW = datetime(2023, 6, 28, 9, tzinfo=UTC)
FEW = 400


def waiting(number: int) -> SavedMail:
    return SavedMail(
        place=ServerPlace("office@mail", "INBOX", 7, number),
        origin=Origin.MAILBOX,
        sha256=f"{number:064x}",
        size=1,
        message_id=f"<{number}@unit.example>",
        received_at=NOW + timedelta(seconds=number),
        stored=f"spool/{number}",
        state=MailState.WAITING,
    )


def steps(folder: Path, count: int) -> int:
    """Return how many thousand steps it takes to choose the next mails of `count`."""
    ledger = StoreLedger(f"sqlite:///{folder / f'{count}.sqlite'}", "N1")
    with ledger.begin() as work:
        work.mails.save(map(waiting, range(1, count + 1)))
        work.commit()
    counted = [0]

    def tick() -> int:
        counted[0] += 1
        return 0

    with ledger.begin() as work:
        driver = work._connection.connection.driver_connection
        assert driver is not None
        driver.set_progress_handler(tick, 1000)
        assert len(work.mails.ready(200, NOW)) == 200
        driver.set_progress_handler(None, 0)
    ledger.close()
    return counted[0]


@pytest.mark.slow
def test_the_next_mails_are_chosen_among_many_as_quickly_as_among_few(
    tmp_path: Path,
) -> None:
    """Twenty thousand waited once, and each was compared with every other."""
    assert steps(tmp_path, 4 * FEW) < 6 * steps(tmp_path, FEW)
