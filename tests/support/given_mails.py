"""Mails with right answers: read and judged by an office in memory, then compared."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from mailbot.core.notice.policy import StampedCheck
from mailbot.core.record.clues import CopyKind, Outcome, Verdict
from mailbot.core.record.documents import Document, SealNames
from mailbot.core.record.history import FiledCopy, NoHistory, SentLetter
from mailbot.flows.examine import Asked, Explained, explain
from mailbot.flows.office import Office
from mailbot.wiring.examiner import ConfinedExaminer
from tests.support.shared import shared_path

COPIES: Mapping[str, set[str]] = {
    "both": {"electronic", "stamped_pdf"},
    "electronic": {"electronic"},
    "stamped_pdf": {"stamped_pdf"},
}
Answer = dict[str, Any]


class Remembered(NoHistory):
    """What a case says happened before it."""

    def __init__(self) -> None:
        self.letters: dict[str, SentLetter] = {}
        self.copies: list[FiledCopy] = []

    def letter(self, message_id: str) -> SentLetter | None:
        """Return the letter of ours that has this Message-ID."""
        return self.letters.get(message_id)

    def current(self, unit: str, period: str) -> tuple[FiledCopy, ...]:
        """Return the unit's copies that count for the period."""
        return tuple(c for c in self.copies if (c.unit, c.period) == (unit, period))

    def elsewhere(self, unit: str, period: str | None) -> tuple[tuple[str, str], ...]:
        """Return the texts of the unit's copies of other periods."""
        mine = (c for c in self.copies if c.unit == unit and c.period != period)
        return tuple((c.period, c.text) for c in mine)


@dataclass(frozen=True)
class Settled:
    """One mail, its answer, and what was judged."""

    case: Answer
    verdict: Verdict

    @property
    def is_right(self) -> bool:
        """Tell whether the verdict is the answer, or another right one (`alts`)."""
        wanted = self.case["expected"]
        alts = [a for a in self.case.get("alts", []) if isinstance(a, dict)]
        return any(self._is(_other(wanted, alt)) for alt in ({}, *alts))

    @property
    def is_filed_wrong(self) -> bool:
        """Tell whether it was filed where no careful clerk would file it.

        A copy too many or too few of the right unit and period is a miss only.
        """
        wanted = self.case["expected"]
        placed = wanted.get("kind") in COPIES and not wanted.get("needs_review")
        filed = self.verdict.outcome is Outcome.FILE and not self.is_right
        return filed and not (placed and self._names(wanted))

    @property
    def is_needless(self) -> bool:
        """Tell whether a good report went to staff."""
        wanted = self.case["expected"]
        good = wanted.get("kind") in COPIES and not wanted.get("needs_review")
        return self.verdict.outcome is Outcome.REVIEW and good

    def words(self) -> str:
        """Return the case, what was wanted and what came."""
        found = self.verdict
        every = (*found.flags, *(f for file in found.files for f in file.flags))
        return (
            f"{self.case['id']} {self.case['subject']}: {self.case['expected']}; got "
            f"{found.outcome} {found.units} {found.period} {found.copies} "
            f"{found.matter.state} {sorted({flag.flag.value for flag in every})}"
        )

    def _is(self, wanted: Answer) -> bool:
        """Tell whether the verdict is one answer; an ignored mail counts no copy."""
        outcome, kind = self.verdict.outcome, wanted.get("kind")
        reviewed = bool(wanted.get("needs_review"))
        if (outcome is Outcome.REVIEW) is not reviewed:
            return False
        if wanted.get("outcome") not in {None, outcome.value}:
            return False
        if wanted.get("_any"):
            return True
        if not reviewed and kind in {"other", None}:
            return outcome is Outcome.IGNORE
        brought = {copy.value for copy in self.verdict.copies}
        return self._names(wanted) and brought == COPIES.get(str(kind), brought)

    def _names(self, wanted: Answer) -> bool:
        units = sorted(self.verdict.units) == sorted(wanted.get("units", []))
        return units and self.verdict.period == wanted.get("quarter")


def _other(wanted: Answer, alt: Answer) -> Answer:
    """Return another right answer: the keys that `alt` names, over the first."""
    other = {**wanted, **alt}
    if "needs_review" in alt and "outcome" not in alt:
        other.pop("outcome", None)
    if "period" in alt:
        other["quarter"] = alt["period"]
    if "copies" in alt:
        named = (kind for kind, all_ in COPIES.items() if all_ == set(alt["copies"]))
        other["kind"] = next(named, "none")
    return other


def seeing(office: Office) -> Office:
    """Return the office with the given roster's addresses, and eyes for seals."""
    with shared_path("cases", "roster.csv").open(encoding="utf-8-sig") as file:
        known = {row["unit"]: row["addresses"] for row in csv.DictReader(file)}
    units = tuple(
        replace(u, addresses=tuple(filter(None, known[u.name].split(";"))))
        for u in office.roster.units
    )
    seals = tuple(SealNames(u.name, u.seals) for u in units)
    return replace(
        office,
        roster=replace(office.roster, units=units),
        policy=replace(office.policy, stamped_check=StampedCheck.SEAL),
        examiner=ConfinedExaminer((office.address,), seals),
    )


def settled(office: Office, case: Answer, path: Path, at: datetime) -> Settled:
    """Judge one mail as it comes in at a moment, after what the case says of before."""
    found = explain(office, path, Asked(at, _before(office, case, path)))
    assert found.verdict is not None, found.problem
    return Settled(case, found.verdict)


def _before(office: Office, case: Answer, path: Path) -> Remembered:
    memory = Remembered()
    earlier = sorted(path.parent.glob(f"{case['id']}*before*"))
    for number, event in enumerate(case.get("before", [])):
        if "letter" in event:
            memory.letters[event["message_id"]] = SentLetter(
                event["message_id"],
                event["letter"],
                event["unit"],
                event["period"],
                event.get("to") or case["from_addr"],
                datetime.fromisoformat(event["sent_at"]),
            )
            continue
        moment = datetime.fromisoformat(event["received_at"])
        brought: dict[str, Document] = {}
        if earlier:
            mail = earlier[min(number, len(earlier) - 1)]
            brought = _copies(explain(office, mail, Asked(moment, NoHistory())))
        memory.copies.extend(
            FiledCopy(
                unit=event["unit"],
                period=event["period"],
                copy=CopyKind(kind),
                version=1,
                sha256=f"{number}{kind}",
                received_at=moment,
                sender=event.get("from") or case["from_addr"],
                current=True,
                text=brought[kind].content.text if kind in brought else "",
                pages=brought[kind].content.pages if kind in brought else None,
                sealed=brought[kind].sealed if kind in brought else None,
            )
            for kind in event["filed"]
        )
    return memory


def _copies(found: Explained) -> dict[str, Document]:
    """Return the copies that an earlier mail brought, by their kind."""
    assert found.verdict is not None, found.problem
    read = zip(found.documents, found.verdict.files, strict=True)
    return {file.copy.value: document for document, file in read}


def moments(at_txt: Path) -> dict[str, datetime]:
    """Return the moment each mail came in, by its file's name."""
    lines = at_txt.read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line.strip())
    return {
        name: datetime.fromisoformat(moment)
        for moment, names in pairs
        for name in names.split()
    }


def answers(path: Path) -> Iterator[Answer]:
    """Yield the cases of a file, one a line."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
