from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.console import Hall, hall
from tests.support.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def house(desk: Desk) -> Iterator[Hall]:
    yield hall(desk.office, desk.now)
    desk.office.ledger.close()  # type: ignore[attr-defined]  # the store's own
