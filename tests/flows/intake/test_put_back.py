"""A fault of ours never costs a mail: it waits, is counted, and is read again."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from mailbot.adapters.confine import process
from mailbot.core.record.documents import Problem
from mailbot.core.record.records import UnreadMail
from mailbot.errors import TryLater
from mailbot.flows.upkeep.keeping import verify
from mailbot.wiring.examiner import ConfinedExaminer
from tests.support import real_mails as mails
from tests.support.house import House, at
from tests.wiring.test_carefully import DEADLY

UNIT = "县民政局"
NOW = at("2023-06-28 09:30")
KILLER = f"{UNIT}二季度补充材料.pdf"


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


def unread(house: House) -> tuple[UnreadMail, ...]:
    with house.office.ledger.begin() as work:
        return work.unread.every()


@pytest.fixture
def mortal(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house whose readers die where a file says so."""
    monkeypatch.syspath_prepend(DEADLY)
    readers = ConfinedExaminer((house.office.address,), ())
    object.__setattr__(house.office, "examiner", readers)
    yield house
    readers.close()


def with_killer(house: House) -> bytes:
    killer = mails.Enclosed(KILLER, mails.scanned_pdf(UNIT) + b"%KILL")
    return house.report(UNIT, files=(*house.letter(UNIT).files, killer))


def test_a_file_that_kills_its_reader_holds_up_nobody_and_takes_nothing_with_it(
    mortal: House,
) -> None:
    mortal.inbox.put(with_killer(mortal), NOW)
    mortal.inbox.put(mortal.report("县科协"), NOW)
    first = mortal.round(NOW)
    assert (first.filed, first.put_back, first.failed, first.trouble) == (1, 1, 0, "")
    (waits,) = unread(mortal)
    assert (waits.tries, waits.next_try_at) == (1, minutes(1))
    assert mortal.round(minutes(0.5)).put_back == 0  # it rests
    assert mortal.round(minutes(1)).put_back == 1
    last = mortal.round(minutes(5))
    assert (last.put_back, last.failed) == (0, 0)
    assert [one.id for one in unread(mortal)] == ["R1.3"]
    assert [c.version for c in mortal.copies() if c.unit == UNIT] == [1, 1]
    (item,) = mortal.reviews()
    assert item.attachment == KILLER
    assert Problem.TOO_LARGE.value in item.flags
    assert len([q for q in mortal.letters() if q.letter.to == "u15@unit.example"]) == 1
    assert verify(mortal.office) == ()


def refuse(*_command: object, **_more: object) -> None:
    raise BlockingIOError(11, "Resource temporarily unavailable")


def test_where_no_process_can_be_started_every_mail_waits_and_the_cause_is_told(
    mortal: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = [unit.name for unit in mortal.office.roster.units[:5]]
    for unit in units:
        mortal.inbox.put(mortal.report(unit), NOW)
    with monkeypatch.context() as patch:
        patch.setattr("mailbot.adapters.confine.process.subprocess.Popen", refuse)
        done = mortal.round(NOW)
    assert (done.new, done.put_back, done.failed) == (5, 3, 0)  # then it lost patience
    assert "未能启动" in done.trouble
    assert mortal.round(NOW).filed == 2
    assert mortal.round(minutes(1)).filed == 3
    assert mortal.reviews() == ()
    assert len(mortal.letters()) == 5


def test_a_machine_without_room_for_days_condemns_no_mail(
    mortal: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    mortal.inbox.put(mortal.report(UNIT), NOW)
    with monkeypatch.context() as patch:
        patch.setattr("mailbot.adapters.confine.process.subprocess.Popen", refuse)
        for round_number in range(50):
            mortal.round(minutes(15 * round_number))
    (waits,) = unread(mortal)
    assert waits.tries == 50
    assert mortal.round(minutes(15 * 50)).filed == 1


def test_a_twin_waits_for_its_elder_and_only_one_of_them_is_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = house.report(UNIT)
    for _ in range(2):
        house.inbox.put(raw, NOW)

    def fail(*_asked: object) -> None:
        raise TryLater("本机暂时无法解析附件")

    with monkeypatch.context() as patch:
        patch.setattr(house.office.examiner, "mail", fail)
        house.round(NOW)
    house.round(minutes(1))
    assert len(house.letters()) == 1


def test_a_moment_that_a_wrong_clock_wrote_holds_up_no_mail(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.inbox.put(house.report(UNIT), NOW)

    def fail(*_asked: object) -> None:
        raise TryLater("本机暂时无法解析附件")

    with monkeypatch.context() as patch:
        patch.setattr(house.office.examiner, "mail", fail)
        house.round(NOW + timedelta(days=3650))
    assert house.round(minutes(1)).filed == 1


def test_the_children_are_killed_for_real_and_nothing_is_lost(house: House) -> None:
    """As the kernel does when memory runs out: whichever child runs at the moment."""
    real = process.Child.ask
    killed: list[process.Child] = []

    def killed_half_way(child: process.Child, *asked: object) -> object:
        if len(killed) < 2:
            killed.append(child)
            child._process.kill()
        return real(child, *asked)  # type: ignore[arg-type]  # as it was asked

    house.inbox.put(house.report(UNIT), NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process.Child, "ask", killed_half_way)
        assert house.round(NOW).put_back == 1
        assert house.round(minutes(1)).put_back == 1
        assert house.round(minutes(5)).filed == 1
    assert isinstance(killed[0]._process, subprocess.Popen)
    assert len(house.letters()) == 1
