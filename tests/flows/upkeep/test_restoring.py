"""A restored ledger: what it cannot know is asked again, and nothing is done twice."""

from __future__ import annotations

from mailbot.core.record.records import LetterState
from mailbot.flows.intake.collect import Round, take_in
from mailbot.flows.intake.reconciling import is_due, note_reconciled
from mailbot.flows.upkeep.keeping import verify
from mailbot.flows.upkeep.restoring import begin_anew
from tests.support.house import House, at

ARRIVED = at("2023-06-28 09:30")
NOW = at("2023-06-28 10:00")


def test_a_mail_that_the_backup_has_no_bytes_of_is_fetched_again(house: House) -> None:
    """The ledger was copied while it waited; its file was gone when that was packed."""
    house.inbox.put(house.report("县民政局"), ARRIVED)
    take_in(house.office, house.inbox, Round())
    note_reconciled(house.office, ARRIVED)
    (stored,) = house.files()
    house.office.archive.discard(stored)
    anew = begin_anew(house.office, NOW)
    assert [mail.received_at for mail in anew.again] == [ARRIVED]
    assert is_due(house.office, NOW)
    done = house.round(NOW)
    assert (done.new, done.filed) == (1, 1)
    assert house.letters() == ()
    assert verify(house.office) == ()


def test_a_mail_that_waits_with_its_bytes_is_judged_from_them(house: House) -> None:
    house.inbox.put(house.report("县民政局"), ARRIVED)
    take_in(house.office, house.inbox, Round())
    assert begin_anew(house.office, NOW).again == ()
    done = house.round(NOW)
    assert (done.new, done.filed) == (0, 1)


def test_letters_that_waited_are_held(house: House) -> None:
    house.take(house.report("县民政局"), ARRIVED)
    assert begin_anew(house.office, NOW).held == 1
    assert house.letters(LetterState.HELD)
    assert house.deliver(at("2023-06-28 12:00")) == []
