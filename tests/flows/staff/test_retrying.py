"""What could not be read is listed until it is settled, and read again when told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.core.record.documents import Problem
from mailbot.errors import NeedsStaff
from mailbot.flows.intake import collect as pipeline
from mailbot.flows.letters.health import running
from mailbot.flows.staff import review
from mailbot.flows.staff.retrying import retry
from mailbot.flows.upkeep.keeping import verify
from tests.flows.intake.test_put_back import KILLER, UNIT, minutes, mortal, with_killer
from tests.support.house import House, at
from tests.support.house import readers as readers  # noqa: PLC0414 - a fixture

__all__ = ["mortal"]
NOW = at("2023-06-28 09:30")


def unread(house: House) -> list[str]:
    with house.office.desk(NOW) as desk:
        return [one.id for one in desk.work.unread.every()]


def order(house: House, wanted: str) -> None:
    with house.office.desk(NOW) as desk:
        retry(desk, wanted)
        desk.work.commit()


def with_bug(house: House) -> None:
    def breaks(*_asked: object) -> None:
        raise ZeroDivisionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "record_mail", breaks)
        assert house.take(house.report(UNIT), NOW).failed == 1


def test_a_mail_on_which_the_program_broke_is_judged_after_the_upgrade(
    house: House,
) -> None:
    with_bug(house)
    assert unread(house) == ["R1"]
    with house.office.desk(NOW) as desk:
        assert any("R1" in one.words for one in running(desk))
    order(house, "")
    assert house.round(minutes(1)).filed == 1
    assert unread(house) == []
    assert house.reviews() == ()
    assert len(house.letters()) == 1


def test_what_staff_settled_otherwise_is_not_listed_and_not_read_again(
    house: House,
) -> None:
    with_bug(house)
    review.ignore(house.office, "R1", "operator", NOW)
    assert unread(house) == []
    with pytest.raises(NeedsStaff, match="已处理"):
        order(house, "R1")


def test_a_file_is_read_again_without_its_mail_being_counted_or_answered_twice(
    mortal: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    mortal.inbox.put(with_killer(mortal), NOW)
    for minute in (0, 1, 5):
        mortal.round(minutes(minute))
    assert unread(mortal) == ["R1.3"]
    copies, letters = mortal.copies(), mortal.letters()
    monkeypatch.undo()  # a program that can read it
    object.__setattr__(mortal.office, "examiner", mortal.app.examiner)
    order(mortal, "r1.3")
    done = mortal.round(minutes(10))
    assert (done.failed, done.put_back) == (0, 0)
    assert unread(mortal) == []
    assert mortal.letters() == letters
    assert set(copies) <= set(mortal.copies())
    assert [c.version for c in copies] == [1, 1]
    assert all(KILLER in c.path or c in copies for c in mortal.copies())
    assert verify(mortal.office) == ()


def test_a_file_that_fails_again_waits_again(mortal: House) -> None:
    mortal.inbox.put(with_killer(mortal), NOW)
    for minute in (0, 1, 5):
        mortal.round(minutes(minute))
    order(mortal, "R1.3")
    for minute in (10, 11, 15):
        mortal.round(minutes(minute))
    (item,) = mortal.reviews()
    assert item.id == "R1.3"
    assert Problem.TOO_LARGE.value in item.flags
    assert len(mortal.copies()) == 2
    assert verify(mortal.office) == ()


def test_a_mail_that_rests_is_read_at_once_when_told(mortal: House) -> None:
    mortal.inbox.put(with_killer(mortal), NOW)
    mortal.round(NOW)
    order(mortal, "R1")
    assert mortal.round(NOW + timedelta(seconds=1)).put_back == 1
