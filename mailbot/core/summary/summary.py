"""Everything a summary says to staff, as values in the office's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.core.notice.periods import Period
from mailbot.core.targets.words import TargetRow

MOST_TASKS = 30  # things to settle that a mail shows one by one
MOST_OF_ONE = 5  # of them from one sender: a flood hides nobody else's
MOST_SENDERS = 10  # of the rest, named with their count
MOST_OTHERS = 10  # files of other business that a mail lists; the workbook has all


@dataclass(frozen=True, slots=True)
class Way:
    """One way to settle a thing: its name, and the words to answer with.

    `link` is a mailto: address that fills the answer in, "" without a code.
    """

    name: str
    words: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A thing that needs a person: what it is, why, and how to settle it."""

    id: str
    what: str
    proposal: str
    reasons: tuple[str, ...]
    since: datetime
    ways: tuple[Way, ...]
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One state in the matrix: a sign, a word, and the style's name.

    `style` is good, half, lack, wait or none; `note` stands below in small print.
    """

    sign: str
    words: str
    style: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Where one unit stands; `late_days` 0 if in time or not yet due."""

    unit: str
    state: Cell
    electronic: Cell
    stamped: Cell
    items_missing: tuple[int, ...]
    received_at: datetime | None
    late_days: int

    @property
    def lacks(self) -> str:
        """Say which copies of it are not in: 盖章PDF已退回; "" of a unit excused."""
        copies = (("电子版", self.electronic), ("盖章PDF", self.stamped))
        return "、".join(
            f"{name}{cell.words}"
            for name, cell in copies
            if cell.style not in {"good", "none"}
        )

    @property
    def has_some(self) -> bool:
        """Tell whether at least one copy is in."""
        return "good" in {self.electronic.style, self.stamped.style}


@dataclass(frozen=True, slots=True)
class Change:
    """A copy that came, or what else changed, since last week."""

    at: datetime
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """A reminder that was written: when, to whom, why, and its fate."""

    at: datetime
    unit: str
    period: str
    to: str
    reason: str
    fate: str
    stage: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """Who is written to next and why, or why not; `day` is "" for nobody."""

    unit: str
    day: str
    words: str

    @property
    def coming(self) -> bool:
        """Tell whether a letter is to come."""
        return bool(self.day)


@dataclass(frozen=True, slots=True)
class Contact:
    """One unit as the telephone list and the address book show it."""

    unit: str
    contact: str
    telephone: str
    addresses: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with the moment and the thing it is about."""

    about: str
    words: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """One sentence on the bot itself; `fine` tells good news from bad."""

    words: str
    fine: bool = True


@dataclass(frozen=True, slots=True)
class Counts:
    """Units by state; done + partly + missing = asked. `waiting` counts things."""

    asked: int
    done: int
    partly: int
    missing: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one copy, for the sheet of details."""

    unit: str
    period: str
    copy: str
    version: int
    state: str
    received_at: datetime
    sender: str
    remarks: str
    path: str


@dataclass(frozen=True, slots=True)
class Other:
    """A file left alone as other business: its number, whose, when, and its name.

    `way` says that it is a report after all, for it and its fellows of the period.
    """

    id: str
    unit: str
    received_at: datetime
    name: str
    way: Way


@dataclass(frozen=True, slots=True)
class Alike:
    """Units of which the same is said: the day, the words, and who they are."""

    day: str
    words: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """One summary; the order of the fields is the order in the mail.

    `between` tells that no reports are in hand: the mail is short then. `at` is on
    the office's own clock.
    """

    at: datetime
    period: Period
    between: bool
    sentence: str
    counts: Counts
    tasks: tuple[Task, ...]
    matrix: tuple[MatrixRow, ...]
    changes: tuple[Change, ...]
    sent: tuple[ReminderLine, ...]
    outlook: tuple[Outlook, ...]
    telephone: tuple[Contact, ...]
    dead: tuple[Note, ...]
    links: tuple[Note, ...]
    unclear: tuple[Note, ...]
    unrelated: int
    health: tuple[Health, ...]
    unplaced: tuple[Note, ...] = ()
    held: int = 0
    trial: bool = False
    contacts: tuple[Contact, ...] = ()
    versions: tuple[Version, ...] = ()
    reminders: tuple[ReminderLine, ...] = ()
    others: tuple[Other, ...] = ()
    newcomers: tuple[Task, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    targets_gist: str = ""
    figures: tuple[Note, ...] = ()

    @property
    def shown(self) -> tuple[Task, ...]:
        """Return the tasks that the mail shows one by one, as many as can be read."""
        if len(self.tasks) <= MOST_TASKS:
            return self.tasks
        taken: Counter[str] = Counter()
        found: list[Task] = []
        for task in self.tasks:
            taken[task.sender] += 1
            if taken[task.sender] <= MOST_OF_ONE and len(found) < MOST_TASKS:
                found.append(task)
        return tuple(found)

    @property
    def crowd(self) -> tuple[str, ...]:
        """Return the tasks that are not shown: by sender, with their count."""
        rest = Counter(t.sender for t in self.tasks) - Counter(
            t.sender for t in self.shown
        )
        named = rest.most_common(MOST_SENDERS)
        words = [f"{sender or '发件地址不明'} {count}件" for sender, count in named]
        left = rest.total() - sum(count for _, count in named)
        if left:
            words.append(f"其余{len(rest) - len(named)}个地址 {left}件")
        return tuple(words)

    @property
    def others_of_late(self) -> tuple[Other, ...]:
        """Return the other business of the last seven days, which the mail lists."""
        week = self.at - timedelta(days=7)
        return tuple(o for o in self.others if o.received_at > week)[-MOST_OTHERS:]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the units of which no copy is in."""
        return tuple(r.unit for r in self.matrix if r.lacks and not r.has_some)

    @property
    def partly(self) -> tuple[MatrixRow, ...]:
        """Return the units of which only one copy is in."""
        return tuple(r for r in self.matrix if r.lacks and r.has_some)

    @property
    def to_do(self) -> tuple[str, ...]:
        """Return what staff have to do, most pressing first: 核实来件2件."""
        ill = sum(not health.fine for health in self.health)
        asked = (
            (len(self.tasks), "核实来件{}件"),
            (len(self.newcomers), "认可或否认{}个新地址"),
            (self.held, "放行{}封暂存的信件（回复“代码 放行”，代码见信末）"),
            (len(self.telephone), "电话联系{}家单位"),
            (len(self.unclear), "确认{}封信件是否送达"),
            (len(self.links), "下载登记{}个将到期的链接"),
            (len(self.dead), "更正{}个退信或停用的邮箱"),
            (len(self.unplaced), "看{}家单位未归入各项的内容"),
            (len(self.figures), "核对{}项目标的进度数"),
            (ill, "查看系统提示{}项"),
        )
        return tuple(words.format(count) for count, words in asked if count)

    @property
    def arrived(self) -> tuple[Alike, ...]:
        """Return what changed, all of one unit and day together."""
        found: dict[tuple[str, str], list[str]] = {}
        for one in self.changes:
            day = f"{one.at.month}月{one.at.day}日"
            found.setdefault((day, one.unit), []).append(one.words)
        return tuple(
            Alike(day, "；".join(dict.fromkeys(words)), (unit,))
            for (day, unit), words in found.items()
        )

    @property
    def coming(self) -> tuple[Alike, ...]:
        """Return the letters to come, units of one day and reason together."""
        lines = (line for line in self.outlook if line.coming)
        return _alike((line.day, line.words, line.unit) for line in lines)

    @property
    def silent(self) -> tuple[Alike, ...]:
        """Return who is not written to and why, units of one reason together."""
        lines = (line for line in self.outlook if not line.coming)
        return _alike(("", line.words, line.unit) for line in lines)

    @property
    def reminded(self) -> tuple[Alike, ...]:
        """Return the reminders of late, units of one day, reason and fate together."""
        return _alike(
            (
                f"{line.at.month}月{line.at.day}日",
                f"{line.reason}（{line.fate}）",
                line.unit,
            )
            for line in self.sent
        )


def _alike(lines: Iterable[tuple[str, str, str]]) -> tuple[Alike, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for day, words, unit in lines:
        found.setdefault((day, words), []).append(unit)
    return tuple(Alike(*said, tuple(units)) for said, units in found.items())
