from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.adapters.store.ledger import StoreLedger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[StoreLedger]:
    opened = StoreLedger(f"sqlite:///{tmp_path / 'state' / 'ledger.sqlite'}", "N1")
    yield opened
    opened.close()
