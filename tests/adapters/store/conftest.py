from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.adapters.store.ledger import StoreLedger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[StoreLedger]:
    opened = StoreLedger(f"sqlite:///{tmp_path / 'state' / 'ledger.sqlite'}", "N1")
    yield opened
    opened.close()
