"""An office that knows no address learns them in one quarter."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from mailbot.core.record.records import LetterKind, QueuedLetter
from mailbot.flows.facts import note_read
from mailbot.flows.letters.codes import codes_of_waiting
from mailbot.flows.letters.remind import remind
from mailbot.flows.new_addresses import new_addresses
from tests.flows.staff.test_adopting import report, unknowing
from tests.support.desk import Desk
from tests.support.office import at

SILENT = {"县法院", "县关工委"}
# Named in one place only: staff are asked whose they are.
DOUBTFUL = {"县残联", "县商务局", "县科协"}


def address(desk: Desk, unit: str) -> str:
    return f"clerk{desk.office.notice.units.index(unit)}@mail.example"


def wrote(desk: Desk) -> set[str]:
    return set(desk.office.notice.units) - SILENT


def known(desk: Desk) -> dict[str, tuple[str, ...]]:
    with desk.office.ledger.begin() as work:
        of_unit = work.addresses.of_unit
        return {unit: of_unit(unit) for unit in desk.office.notice.units}


def waiting(desk: Desk) -> dict[str, str]:
    """Return the code under which each unit's address, or report, waits."""
    with desk.office.desk(desk.now) as open_desk:
        codes = codes_of_waiting(open_desk)
        units = {new.unit: codes[new.id] for new in new_addresses(open_desk)}
        for item in open_desk.work.reviews.open():
            units |= dict.fromkeys(item.proposal.units, codes[item.id])
        open_desk.work.commit()
    return units


def test_at_the_quarters_end_each_address_is_known_or_one_click_away(
    tmp_path: Path,
) -> None:
    desk = unknowing(Desk(tmp_path))
    desk.now = at("2023-06-26 09:00")
    for unit in sorted(wrote(desk)):
        if unit in DOUBTFUL:
            desk.doubtful(unit, address(desk, unit))
        else:
            report(desk, address(desk, unit), unit)
    desk.now = at("2023-07-03 08:30")
    clicks = waiting(desk)
    assert set(clicks) == wrote(desk)
    for code in sorted(clicks.values()):
        desk.now += timedelta(minutes=1)
        desk.answer(f"{code} {'认可' if code.startswith('N') else '确认'}")
    assert known(desk) == {
        unit: () if unit in SILENT else (address(desk, unit),)
        for unit in desk.office.notice.units
    }
    moment = at("2023-09-20 10:00")
    note_read(desk.office, moment)
    remind(desk.office, moment)
    reminded = {q.letter.unit: q.letter.to for q in _reminders(desk)}
    assert reminded == {unit: address(desk, unit) for unit in wrote(desk)}


def _reminders(desk: Desk) -> list[QueuedLetter]:
    every = desk.letters(LetterKind.REMINDER)
    return [q for q in every if q.letter.period == "2023Q3"]
