"""Disks that turn read-only or fill up while mail comes: real ones, where we may mount.

The same faults one call at a time: test_each_call_fails.py.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.errors import MailbotError
from mailbot.flows.upkeep.keeping import verify
from mailbot.wiring.examiner import ConfinedExaminer
from tests.support.house import House, at, open_house

BEGUN = at("2023-06-28 09:30")
ROOM = "40m"


def mounted(*words: str) -> bool:
    tool = shutil.which("mount")
    return (
        bool(tool)
        and not subprocess.run(
            [str(tool), *words], check=False, capture_output=True
        ).returncode
    )


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if not mounted("-t", "tmpfs", "-o", f"size={ROOM}", "mailbot-test", str(place)):
        pytest.skip("this account may not mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


@pytest.fixture
def house(disk: Path, readers: ConfinedExaminer) -> Iterator[House]:
    with open_house(disk / "home", readers) as opened:
        yield opened


def tried(house: House, minutes: int) -> str:
    """Make a round; return what it said was wrong."""
    try:
        return house.round(BEGUN + minutes * timedelta(minutes=1)).trouble
    except MailbotError as fault:
        return str(fault)


def suffers(
    house: House, begin: Callable[[], object], end: Callable[[], object]
) -> str:
    """Take mail, let the disk fail for three rounds, take more; return the words."""
    house.inbox.put(house.report("县民政局"), BEGUN)
    assert tried(house, 1) == ""
    begin()
    house.inbox.put(house.report("县妇联"), BEGUN)
    words = [tried(house, minute) for minute in (5, 10, 30)]
    end()
    for minute in (60, 90):
        assert tried(house, minute) == ""
    assert len(house.copies()) == 4
    assert len(house.letters()) == 2
    assert verify(house.office) == ()
    assert all(words)
    return "".join(words)


@pytest.mark.slow
def test_a_disk_that_turns_read_only_is_said_and_costs_nothing(
    house: House, disk: Path
) -> None:
    """Somebody remounts it, and later again."""

    def close() -> None:
        house.app.ledger.close()  # the kernel refuses while a file is open
        assert mounted("-o", "remount,ro", str(disk))

    words = suffers(house, close, lambda: mounted("-o", "remount,rw", str(disk)))
    assert "只读" in words


@pytest.mark.slow
def test_a_disk_that_is_full_is_said_and_costs_nothing(
    house: House, disk: Path
) -> None:
    ballast = disk / "ballast"

    def fill() -> None:
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)

    assert "磁盘" in suffers(house, fill, ballast.unlink)
