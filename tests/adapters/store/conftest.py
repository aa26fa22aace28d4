from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.adapters.store.ledger import StoreLedger
from tests.support.ledgers import ledger_url


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[StoreLedger]:
    opened = StoreLedger(ledger_url(tmp_path / "state" / "ledger.sqlite"), "N1")
    yield opened
    opened.close()
