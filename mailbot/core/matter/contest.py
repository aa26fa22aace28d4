"""Which of several live notices a mail, and each file of it, is about.

Each notice has judged the mail by itself; here their verdicts are held against each
other. The one with evidence wins; notices alike but for the year are told apart by
number, title and year, and by which of them asks for that period of that unit. What is
left belongs to both: staff decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mailbot.core.notice.notice import Notice
from mailbot.core.record.clues import CopyKind, FileVerdict, Flag, Outcome, Verdict
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.matter import Action, Advice, MatterState
from mailbot.core.words.wording import plain

_STATES: Final = {
    MatterState.UNRELATED: 0,
    MatterState.OTHER_BUSINESS: 1,
    MatterState.UNPROVEN: 2,
    MatterState.PROVEN: 3,
}
_SETTLED: Final = frozenset({Nature.OWN, Nature.BOUNCE, Nature.RECALL})
_YEAR: Final = re.compile(r"20\d\d")
_NAMING: Final = frozenset({"heading", "file_name", "subject", "body"})
# Places in the file itself count twice what the mail around it says.
_OWN, _AROUND = 2, 1
BOTH: Final = "两份通知都有依据，请写明属于哪一份"
Score = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileTexts:
    """What a file says above its table and by its name; whether its rows are ours."""

    own: str
    own_rows: bool = False


@dataclass(frozen=True, slots=True)
class Contender:
    """A notice, its verdict on the mail, and its files as that notice reads them."""

    notice: Notice
    verdict: Verdict
    files: tuple[FileTexts, ...]
    around: str  # subject and letter

    def of_file(self, at: int) -> Score:
        """Return how much speaks for this notice in one file, to be compared."""
        file, texts = self.verdict.files[at], self.files[at]
        return (
            _STATES[file.matter.state],
            *_named(self.notice, texts.own, self.around, own_rows=texts.own_rows),
            _is_asked(self.notice, file),
            _names_period(file),
            file.outcome is Outcome.FILE,
        )

    def of_mail(self) -> Score:
        """Return how much speaks for this notice in the mail as a whole."""
        verdict = self.verdict
        files = (self.of_file(n) for n in range(len(verdict.files)))
        return (
            verdict.nature in _SETTLED,
            verdict.nature is not Nature.UNRELATED,
            *max(files, default=(_STATES[verdict.matter.state],)),
            any(clue.clue == "reply" for clue in verdict.reasons),
            *_named(self.notice, "", self.around, own_rows=False),
            bool(verdict.units),
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict on the mail, and whose it is.

    `winner` and `owners` (one a file) are places among the contenders; `rivals` those
    of the other notices that had evidence.
    """

    verdict: Verdict
    winner: int
    owners: tuple[int, ...]
    rivals: tuple[int, ...] = ()


def decide(contenders: Sequence[Contender]) -> Decided:
    """Return whose the mail and its files are; of equals the first, for staff."""
    if len(contenders) == 1:
        return Decided(contenders[0].verdict, 0, (0,) * len(contenders[0].files))
    winner = _best([one.of_mail() for one in contenders])
    mine = contenders[winner]
    alike = [n for n, one in enumerate(contenders) if len(one.files) == len(mine.files)]
    owners, files = [], []
    for at in range(len(mine.files)):
        scores = [contenders[n].of_file(at) for n in alike]
        owner = alike[_best(scores)]
        if contenders[winner].of_file(at) == max(scores):
            owner = winner
        others = [n for n, score in zip(alike, scores, strict=True) if n != owner]
        file = contenders[owner].verdict.files[at]
        tied = [n for n in others if _is_tied(contenders, owner, n, at)]
        files.append(_of_both(file, [contenders[n] for n in (owner, *tied)]))
        owners.append(owner)
    verdict = _merged(mine.verdict, tuple(files))
    rivals = tuple(
        n for n, one in enumerate(contenders) if n != winner and _has_evidence(one)
    )
    return Decided(verdict, winner, tuple(owners), rivals)


def _best(scores: Sequence[Score]) -> int:
    return max(range(len(scores)), key=lambda n: (scores[n], -n))


def _is_tied(contenders: Sequence[Contender], one: int, other: int, at: int) -> bool:
    """Tell whether two notices prove a file theirs, and nothing tells them apart."""
    file = contenders[one].verdict.files[at]
    same = contenders[one].of_file(at) == contenders[other].of_file(at)
    return same and file.matter.proven and file.outcome is not Outcome.IGNORE


def _has_evidence(one: Contender) -> bool:
    states = (one.verdict.matter.state, *(f.matter.state for f in one.verdict.files))
    return MatterState.PROVEN in states


def _named(
    notice: Notice, own: str, around: str, *, own_rows: bool
) -> tuple[int, int, int, int, int]:
    """Say by number, rows, duty, title and year how plainly a notice is named."""
    titles = [t for t in (plain(notice.title), plain(notice.annex_title)) if t]
    return (
        _where(own, around, [plain(notice.id)]),
        _OWN * own_rows,
        _where(own, around, [] if notice.is_first_duty else [plain(notice.duty.name)]),
        _where(own, around, titles),
        _year(own, around, titles),
    )


def _where(own: str, around: str, words: Sequence[str]) -> int:
    """Return where one of some words stands: in the file, around it, nowhere."""
    if any(word in own for word in words):
        return _OWN
    return _AROUND if any(word in around for word in words) else 0


def _year(own: str, around: str, titles: Sequence[str]) -> int:
    """Return whether the title's year is said; another year speaks against it."""
    mine = {year for title in titles for year in _YEAR.findall(title)}
    for text, weight in ((own, _OWN), (around, _AROUND)):
        said = set(_YEAR.findall(text))
        if mine and said:
            return weight if mine & said else -weight
    return 0


def _is_asked(notice: Notice, file: FileVerdict) -> bool:
    """Tell whether the notice asks these units for this period."""
    asked = {period.id for period in notice.schedule.periods}
    mine = bool(file.units) and set(file.units) <= set(notice.units)
    return mine and file.period in asked


def _names_period(file: FileVerdict) -> bool:
    """Tell whether words (and not the day alone) tell the period."""
    return any(c.clue in _NAMING and c.says == file.period for c in file.reasons)


def _of_both(file: FileVerdict, owners: Sequence[Contender]) -> FileVerdict:
    """Leave a file that several notices prove theirs to staff."""
    if len(owners) == 1:
        return file
    names = "、".join(dict.fromkeys(_called(one.notice) for one in owners))
    flag = Flag(FlagKind.SEVERAL_NOTICES, (("notices", names),))
    return replace(
        file,
        outcome=Outcome.REVIEW,
        flags=(*file.flags, flag),
        advice=Advice(Action.ASK, BOTH),
    )


def _called(notice: Notice) -> str:
    return notice.id if notice.is_first_duty else f"{notice.id} {notice.duty.name}"


def _merged(verdict: Verdict, files: tuple[FileVerdict, ...]) -> Verdict:
    """Sum up a mail whose files are not all judged as the winner judged them."""
    if files == verdict.files:
        return verdict
    counted = [f for f in files if f.outcome is not Outcome.IGNORE] or list(files)
    outcomes = {f.outcome for f in counted}
    first = Outcome.REVIEW if Outcome.REVIEW in outcomes else Outcome.FILE
    periods = {f.period for f in counted}
    waiting = [f.advice for f in counted if f.outcome is Outcome.REVIEW]
    order = tuple(Action)
    gravest = min(waiting, key=lambda a: order.index(a.action), default=verdict.advice)
    kinds = {f.copy for f in counted}
    copies = (CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF)
    flags = (*verdict.flags, *(flag for f in counted for flag in f.flags))
    return replace(
        verdict,
        outcome=first if first in outcomes else Outcome.IGNORE,
        units=tuple(dict.fromkeys(u for f in counted for u in f.units)),
        period=periods.pop() if len(periods) == 1 else None,
        copies=tuple(kind for kind in copies if kind in kinds),
        flags=tuple(dict.fromkeys(flags)),
        reasons=tuple(dict.fromkeys(r for f in counted for r in f.reasons)),
        files=files,
        advice=gravest,
    )
