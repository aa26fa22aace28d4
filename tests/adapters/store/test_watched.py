"""The ledger is gone, another one, or older: no work goes on in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.adapters.store.ledger import StoreLedger
from mailbot.errors import LedgerChanged
from tests.support.rows import NOW

FILE = "ledger.sqlite"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    (tmp_path / "state").mkdir()
    return tmp_path / "state"


@pytest.fixture
def kept(state: Path) -> Iterator[StoreLedger]:
    opened = StoreLedger(f"sqlite:///{state / FILE}", "N1", state=state)
    write(opened)
    yield opened
    opened.close()


def write(ledger: StoreLedger, what: str = "work") -> None:
    with ledger.begin() as work:
        work.decisions.log(what, "bot", NOW)
        work.commit()


def test_a_ledger_that_was_deleted_is_written_no_more(
    kept: StoreLedger, state: Path
) -> None:
    (state / FILE).unlink()
    with pytest.raises(LedgerChanged, match="不见了"):
        write(kept)
    assert not (state / FILE).exists(), "none is begun in its place"


def test_a_ledger_that_was_replaced_is_written_no_more(
    kept: StoreLedger, state: Path, tmp_path: Path
) -> None:
    kept.copy_to(tmp_path / "copy")
    (tmp_path / "copy").replace(state / FILE)
    with pytest.raises(LedgerChanged, match="被替换"):
        write(kept)


def test_a_ledger_older_than_what_was_written_last_is_not_gone_on_with(
    kept: StoreLedger, state: Path, tmp_path: Path
) -> None:
    """An older copy laid in its place while nobody looked, as after a snapshot."""
    kept.copy_to(tmp_path / "yesterday")
    write(kept)
    kept.close()
    shutil.copyfile(tmp_path / "yesterday", state / FILE)
    later = StoreLedger(f"sqlite:///{state / FILE}", "N1", state=state)
    with pytest.raises(LedgerChanged, match=r"旧.*mailbot restore"):
        write(later)
    later.close()


def test_a_copy_in_another_folder_goes_on_from_where_it_is(
    kept: StoreLedger, tmp_path: Path
) -> None:
    kept.copy_to(tmp_path / FILE)
    write(kept)
    other = StoreLedger(f"sqlite:///{tmp_path / FILE}", "N1", state=tmp_path)
    write(other)
    other.close()


def test_two_processes_take_turns_on_one_ledger(kept: StoreLedger, state: Path) -> None:
    beside = StoreLedger(f"sqlite:///{state / FILE}", "N1", state=state)
    for ledger in (beside, kept, beside, kept):
        write(ledger)
    beside.close()
