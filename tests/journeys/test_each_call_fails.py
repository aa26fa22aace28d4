"""Each call of the system fails in turn: nothing lost, doubled or judged wrongly.

As SQLite tests itself (sqlite.org/testing.html, anomaly testing): a whole round, from
the mailbox to the receipt, is walked once and its calls are counted; then again for
each, which fails once, and again with all that follow it. When the fault ends, in the
same process, everything is on its feet.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.core.record.records import LetterState, MailState
from mailbot.errors import MailbotError
from mailbot.flows.intake.round import NOBODY
from mailbot.flows.upkeep.keeping import sweep, verify
from mailbot.schedule import deliver_all, read
from mailbot.settings import Need
from mailbot.wiring import App, open_app
from mailbot.wiring.examiner import ConfinedExaminer
from tests.support import failing
from tests.support.dovecot import Dovecot
from tests.support.failing import Call, Counter, counted, first_of_each
from tests.support.ledgers import ON_POSTGRES
from tests.support.outpost import NOW, Outpost
from tests.support.smtp_server import smtp_server

pytestmark = pytest.mark.slow
# Every n in `make soak`; in CI the first call of each line of ours fails once, and that
# of each file for ever.
EVERY = os.environ.get("MAILBOT_EVERY_CALL") == "1"  # noqa: TID251 - soak
LATER = tuple(timedelta(minutes=m) for m in (3, 9, 30, 60))


@dataclass
class Moving:
    """A clock that the scenario moves."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


@dataclass
class Scenario:
    """An office between real servers, with one mail of two files waiting."""

    outpost: Outpost
    app: App
    clock: Moving

    def round(self, at: datetime) -> None:
        """Make a round as the service does: what it cannot do, it does later."""
        self.clock.moment = at
        office, doors = self.app.office, self.app.doors()
        with suppress(MailbotError):
            read(office, doors, NOBODY)
        with suppress(MailbotError):
            deliver_all(office, doors, threading.Event())

    def is_at_rest(self) -> bool:
        """Tell whether nothing waits any more, to be read or to be sent."""
        with self.app.office.desk(self.clock.moment) as desk:
            letters = desk.work.outbox.every(frozenset({LetterState.WAITING}))
            return not (letters or desk.work.mails.waiting(1)) and self.answered()

    def answered(self) -> bool:
        """Tell whether the unit has its receipt."""
        staff = ("clerk@county.example",)
        return any(mail.recipients != staff for mail in self.outpost.smtp.mails)

    def assert_all_is_well(self) -> None:
        """Every mail judged and filed once, its unit told once, no orphan."""
        office, outpost = self.app.office, self.outpost
        with office.desk(self.clock.moment) as desk:
            assert desk.work.mails.waiting(9) == ()
            assert desk.work.unread.every() == ()
            assert desk.work.reviews.open() == ()
            versions = desk.work.copies.of_period("2023Q2")
            assert sorted((v.copy, v.version) for v in versions) == [
                ("electronic", 1),
                ("stamped_pdf", 1),
            ]
            counted = desk.work.mails.count(NOW - timedelta(9), NOW + timedelta(9))
            assert dict(counted) == {"file": 1}
        sweep(office, self.clock.moment + timedelta(days=2))
        assert verify(office) == ()
        to_units = {
            mail.content
            for mail in outpost.smtp.mails
            if mail.recipients != ("clerk@county.example",)
        }
        assert len(to_units) == 1  # a repeat, if any, is byte for byte the same
        assert MailState.FAILED not in counted


@dataclass
class Place:
    """Where scenarios are played: real servers, one pool of readers."""

    folder: Path
    dovecot: Dovecot
    readers: ConfinedExaminer

    def good(self) -> list[Call]:
        """Return the calls of a round in which nothing fails."""
        self.readers._readers.rest()
        with self.scenario("good") as one, counted(Counter()) as counter:
            one.round(NOW)
            one.assert_all_is_well()
        return counter.calls

    def strike(self, counter: Counter) -> None:
        """Let one call fail; when the fault ends, all must be well."""
        victim = counter.victim
        assert victim is not None
        if "confine" in victim.site:
            self.readers._readers.rest()
        name = f"{victim.kind}{victim.number}{counter.forever}"
        with self.scenario(name) as one:
            with counted(counter):
                one.round(NOW)
                if counter.forever:
                    one.round(NOW + timedelta(minutes=1))
            counter.heal()
            for later in LATER:
                one.round(NOW + later)
                if one.is_at_rest():
                    break
            one.assert_all_is_well()

    @contextmanager
    def scenario(self, name: str) -> Iterator[Scenario]:
        """Lay out an office with one mail of two files waiting on its server."""
        home = self.folder / name
        with smtp_server() as smtp:
            outpost = Outpost(home, self.dovecot.mailbox(), smtp)
            outpost.deliver(0)
            begun = self.folder / "begun.sqlite"
            (home / "state").mkdir(mode=0o700)
            if begun.exists() and not ON_POSTGRES:
                shutil.copyfile(begun, home / "state" / "mailbot.sqlite")
            need, environ = Need.MAILBOX | Need.POSTMAN, outpost.environment
            with open_app(need, at=NOW, home=home, environ=environ) as app:
                app.ledger.migrate()
                if (
                    not begun.exists() and not ON_POSTGRES
                ):  # an empty ledger, made but once
                    app.ledger.copy_to(begun)
                clock = Moving()
                office = replace(app.office, examiner=self.readers)
                yield Scenario(outpost, replace(app, office=office, clock=clock), clock)


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory,
    dovecot: Dovecot,
    readers: ConfinedExaminer,
) -> Place:
    return Place(tmp_path_factory.mktemp("each"), dovecot, readers)


@pytest.fixture(scope="module")
def calls(place: Place) -> list[Call]:
    """Count first: every call of a round in which nothing fails."""
    return place.good()


@pytest.mark.parametrize("kind", failing.FAULTS)
def test_whatever_call_fails_all_is_well_when_the_fault_ends(
    kind: str, place: Place, calls: list[Call]
) -> None:
    mine = [call for call in calls if call.kind == kind]
    assert mine, f"a round makes no {kind}"
    for forever in (False, True):
        for victim in mine if EVERY else first_of_each(mine, whole_file=forever):
            place.strike(Counter(victim, forever))
