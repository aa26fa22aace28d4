"""Builds mails, cases and notices as values, for the matching tests only."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.notice.notice import Notice
from mailbot.core.notice.units import Unit
from mailbot.core.record.documents import (
    Document,
    Kind,
    Problem,
    SealMark,
    SealReport,
    SealVerdict,
)
from mailbot.core.record.history import FiledCopy, SentLetter
from mailbot.core.record.records import UnitDecision

ZONE = ZoneInfo("Asia/Shanghai")
KINDS = {
    "docx": Kind.DOCX,
    "doc": Kind.DOC,
    "wps": Kind.DOC,
    "xlsx": Kind.XLSX,
    "xls": Kind.XLS,
    "et": Kind.XLS,
    "pdf": Kind.PDF,
    "ofd": Kind.OFD,
    "jpg": Kind.JPG,
    "png": Kind.PNG,
    "zip": Kind.ZIP,
    "rar": Kind.RAR,
}

PAGES = {Kind.PDF, Kind.JPG, Kind.PNG}


@dataclass
class Memory:
    """A history held in lists."""

    letters: dict[str, SentLetter] = field(default_factory=dict)
    addresses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    copies: list[FiledCopy] = field(default_factory=list)
    titles: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def letter(self, message_id: str) -> SentLetter | None:
        return self.letters.get(message_id)

    def learned(self, address: str) -> tuple[str, ...]:
        return self.addresses.get(address, ())

    def current(self, unit: str, period: str) -> tuple[FiledCopy, ...]:
        mine = (c for c in self.copies if (c.unit, c.period) == (unit, period))
        return tuple(c for c in mine if c.current)

    def elsewhere(self, unit: str, period: str | None) -> tuple[tuple[str, str], ...]:
        mine = (c for c in self.copies if c.unit == unit and c.period != period)
        return tuple((c.period, c.text) for c in mine if c.text)

    def same_bytes(self, sha256: str) -> tuple[FiledCopy, ...]:
        return tuple(c for c in self.copies if c.sha256 == sha256)

    def accepted(self, unit: str, period: str) -> tuple[str, ...]:
        return self.titles.get((unit, period), ())

    def decided(self) -> tuple[UnitDecision, ...]:
        return ()


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def due_moments(notice: Notice, days_off: dict[str, date]) -> dict[str, datetime]:
    """Return 24:00 of each period's last day, or of the last day off after it."""
    ends = {p.id: days_off.get(p.id, p.last_day) for p in notice.schedule.periods}
    return {
        period: datetime.combine(day + timedelta(days=1), datetime.min.time(), ZONE)
        for period, day in ends.items()
    }


def document(
    name: str, content: str = "", units: tuple[Unit, ...] = (), heading: str = ""
) -> Document:
    """Return a document as its name and a few words on its content describe it.

    A page bears `heading`, as OCR reads it, unless the content says `mute`.
    """
    ending = name.rsplit(".", 1)[-1].lower()
    kind = KINDS.get(ending, Kind.OTHER)
    seal = _seal(content, units) if kind is Kind.PDF else None
    if kind in PAGES and heading and "mute" not in content:
        seal = replace(seal or SealReport(SealVerdict.CANNOT_TELL), heading=heading)
    problem = Problem.ENCRYPTED if "encrypted" in content else None
    return Document(
        name, kind, 1000, digest(name + content), problem=problem, seal=seal
    )


def _seal(content: str, units: tuple[Unit, ...]) -> SealReport | None:
    if "no seal" in content:
        return SealReport(SealVerdict.NO_SEAL)
    if "grey" in content:
        return SealReport(SealVerdict.CANNOT_TELL)
    named = re.search(r"seal (?:of )?([\u4e00-\u9fff]+)", content)
    if named is None:
        return SealReport(SealVerdict.RED_SEAL) if "seal" in content else None
    text = named[1]
    unit = next((u.name for u in units if text in u.seals), "")
    mark = SealMark(1, SealVerdict.RED_SEAL, text, unit, 0.98)
    return SealReport(SealVerdict.RED_SEAL, 1, unit, (mark,))
