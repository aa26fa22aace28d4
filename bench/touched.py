"""How much of the house one thing walks through: functions, files, kinds of value.

    python -m bench.touched

Counts by sys.setprofile, in every thread of this process, what runs for (a) a new mail
that ends before staff, (b) an answer in which staff settle it, (c) a round that writes
nineteen reminders. Each is done twice in houses of their own and the second is
counted, so that nothing imported or remembered late tells. A mail's bytes are read in
a confined process as in the product: what reading touches is not in the figures.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

from mailbot.flows.facts import note_read
from mailbot.flows.letters.remind import remind
from mailbot.wiring.examiner import ConfinedExaminer
from tests.support.desk import STRANGER, Desk, letter
from tests.support.office import MAILBOX, at, make_office
from tests.support.real_mails import annex_docx

_PACKAGE = str(Path(sys.modules["mailbot"].__file__ or "").parent)
_UNIT = "县民政局"
_FLOORS = ("flows", "core", "adapters")
_REMINDED_AT = at("2023-06-27 09:00")
_REMINDERS = 19


@dataclass
class Touched:
    """What ran: calls by (file, function), and how many of each value were made."""

    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)

    def note(self, frame: FrameType, event: str, _what: object) -> None:
        """Take one event of the profiler."""
        if event != "call":
            return
        code = frame.f_code
        if code.co_filename.startswith(_PACKAGE) and code.co_name != "<module>":
            file = code.co_filename[len(_PACKAGE) + 1 :]
            self.calls[file, f"{code.co_name}:{code.co_firstlineno}"] += 1
        elif code.co_name == "__init__" and code.co_filename == "<string>":
            made = type(frame.f_locals.get("self"))  # a dataclass's own __init__
            if made.__module__.startswith("mailbot."):
                self.values[f"{made.__module__}.{made.__name__}"] += 1

    def files(self, floor: str = "") -> int:
        """Count the files of one floor, or of all."""
        return len({file for file, _ in self.calls if file.startswith(floor)})


@contextmanager
def watched() -> Iterator[Touched]:
    """Count what runs inside, in this thread and in those begun meanwhile."""
    touched = Touched()
    threading.setprofile(touched.note)
    sys.setprofile(touched.note)
    try:
        yield touched
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]  # None takes it away


def _desk(folder: Path, examiner: ConfinedExaminer) -> Desk:
    folder.mkdir(parents=True)
    desk = Desk(folder)
    desk.office = replace(desk.office, examiner=examiner)
    return desk


def _doubtful(desk: Desk, day: datetime) -> bytes:
    content = annex_docx(desk.office.notice, _UNIT, seed=_UNIT)
    subject = f"{_UNIT}2023年第二季度进展情况"
    return letter(STRANGER, "请查收。", subject, day, files={"报表.docx": content})


def new_mail(folder: Path, examiner: ConfinedExaminer) -> Touched:
    """Let a stranger's report come that staff must look at."""
    desk = _desk(folder, examiner)
    raw = _doubtful(desk, desk.now)
    with watched() as touched:
        done = desk.receive(raw)
    assert done.review == 1, done
    return touched


def staff_order(folder: Path, examiner: ConfinedExaminer) -> Touched:
    """Let staff answer a mail to them: file the thing that waits."""
    desk = _desk(folder, examiner)
    desk.receive(_doubtful(desk, desk.now))
    (review,) = desk.waiting()
    ordered = f"{desk.code(review)} 确认"
    desk.now += timedelta(hours=1)
    raw = letter(desk.office.staff[0], ordered, "回复：待办", desk.now)
    with watched() as touched:
        desk.receive(raw)
    assert desk.waiting() == [], ordered
    return touched


def reminders(folder: Path, _examiner: ConfinedExaminer) -> Touched:
    """Write the reminders of a day on which every unit is due one."""
    folder.mkdir(parents=True)
    office = make_office(folder, real_annex=True)
    note_read(office, _REMINDED_AT)
    with watched() as touched:
        done = remind(office, _REMINDED_AT)
    assert len(done.written) == _REMINDERS, done
    return touched


_SCENES: dict[str, Callable[[Path, ConfinedExaminer], Touched]] = {
    "a new mail to review": new_mail,
    "an order of staff": staff_order,
    f"{_REMINDERS} reminders": reminders,
}


def _lines(found: dict[str, Touched]) -> Iterator[str]:
    yield "| what | functions | calls | files | " + " | ".join(_FLOORS) + " | values |"
    yield "|---|---|---|---|" + "---|" * len(_FLOORS) + "---|"
    for name, one in found.items():
        floors = " | ".join(str(one.files(floor)) for floor in _FLOORS)
        made = f"{one.values.total()} of {len(one.values)} kinds"
        calls = one.calls.total()
        counts = f"{len(one.calls)} | {calls} | {one.files()} | {floors}"
        yield f"| {name} | {counts} | {made} |"


def main() -> None:
    """Play each scene twice and print what the second touched."""
    found = {}
    examiner = ConfinedExaminer((MAILBOX,), ())
    try:
        with tempfile.TemporaryDirectory() as room:
            for number, (name, scene) in enumerate(_SCENES.items()):
                scene(Path(room, f"{number}-first"), examiner)
                found[name] = scene(Path(room, f"{number}-second"), examiner)
    finally:
        examiner.close()
    print("\n".join(_lines(found)))
    queued = ("QueuedLetter", "NewLetter")
    made = found[f"{_REMINDERS} reminders"].values
    letters = {n: c for n, c in made.items() if n.endswith(queued)}
    print(f"letters made as values by the reminders: {letters}")


if __name__ == "__main__":
    main()
