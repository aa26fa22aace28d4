"""单位: where each stands, what it sent in, and what staff decided for it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import quote

from mailbot.core.record.catalogue import Search
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.filing import safe_part
from mailbot.core.summary.words import matrix_row
from mailbot.errors import NeedsStaff
from mailbot.flows.console import looking
from mailbot.flows.staff import adopting, deciding, registering
from mailbot.flows.staff.deciding import Extension
from mailbot.flows.staff.review import Ruling
from mailbot.web.visit import Onward, Opening, Reply, Shown, Upload, Visit

_GONE = 404
_FILES, _LETTERS = 200, 60
_LONGEST = 254  # characters of an address (RFC 5321 4.5.3.1.3)
_COPIES = (CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF)
_DECISIONS = {
    "extend": "延期至",
    "exempt": "免报",
    "hold": "暂停催报",
    "place": "待归项归入：",
}


def every(visit: Visit) -> Reply:
    """List the units with their addresses."""
    office = visit.office
    period = office.period_at(office.local(visit.now).date())
    lines = dict(looking.year(office, visit.now))[period]
    rows = [matrix_row(u, office.local(visit.now).date(), office.local) for u in lines]
    entries = {e.unit: e for e in deciding.unit_entries(office, visit.now)}
    facts = {
        "rows": rows,
        "entries": entries,
        "period": period,
        "decisions": _DECISIONS,
        "newcomers": adopting.waiting(office, visit.now),
    }
    return Shown("units", facts)


def one(visit: Visit) -> Reply:
    """Show one unit: each period, each version, its addresses and letters."""
    office, name = visit.office, visit.path["unit"]
    if name not in office.notice.units:
        return Shown("trouble", {"words": "没有这个单位。"}, _GONE)
    today = office.local(visit.now).date()
    years = [
        (period, next(line for line in lines if line.unit == name))
        for period, lines in looking.year(office, visit.now)
    ]
    rows = [
        (period, matrix_row(line, today, office.local), visit.now < line.due)
        for period, line in years
    ]
    entries = deciding.unit_entries(office, visit.now)
    return Shown(
        "unit",
        {
            "unit": office.roster[name],
            "rows": rows,
            "entry": next(e for e in entries if e.unit == name),
            "files": looking.find(office, Search(unit=name, limit=_FILES)).files,
            "letters": looking.letters_of(office, name, _LETTERS),
            "suspended": looking.suspended(office),
            "decisions": _DECISIONS,
            "current": office.period_at(today),
            "copies": _COPIES,
            "newcomers": [
                new for new in adopting.waiting(office, visit.now) if new.unit == name
            ],
        },
    )


def extend(visit: Visit) -> Reply:
    """Give a unit until the end of a day."""
    unit, period = visit.path["unit"], visit.form.get("period") or None
    span = Extension(visit.form.get("day", ""), period)
    deciding.extend(visit.office, unit, span, visit.by, visit.now)
    return _back(visit, "extend")


def exempt(visit: Visit) -> Reply:
    """Excuse a unit for one period."""
    unit, period = visit.path["unit"], visit.form.get("period") or None
    deciding.exempt(visit.office, unit, period, visit.by, visit.now)
    return _back(visit, "exempt")


def pause(visit: Visit) -> Reply:
    """Remind a unit no more."""
    deciding.pause(visit.office, visit.path["unit"], visit.by, visit.now)
    return _back(visit, "pause")


def remind_again(visit: Visit) -> Reply:
    """Remind a unit again."""
    deciding.remind_again(visit.office, visit.path["unit"], visit.by, visit.now)
    return _back(visit, "resume")


def suspend(visit: Visit) -> Reply:
    """Write to an address no more."""
    address = visit.form.get("address", "")[:_LONGEST]
    deciding.suspend(visit.office, address, visit.by, visit.now)
    return _back(visit, "suspend")


def revive(visit: Visit) -> Reply:
    """Write to an address again."""
    address = visit.form.get("address", "")[:_LONGEST]
    deciding.resume(visit.office, address, visit.by, visit.now)
    return _back(visit, "revive")


def adopt(visit: Visit) -> Reply:
    """Let a new address be the unit's; a third one in a quarter wants a second word."""
    unit, address = visit.path["unit"], visit.form.get("address", "")[:_LONGEST]
    anyway = visit.form.get("anyway") == "yes"
    adopting.adopt(visit.office, address, unit, visit.by, visit.now, anyway=anyway)
    return _back(visit, "address")


def disown(visit: Visit) -> Reply:
    """Say that a new address is not the unit's."""
    unit, address = visit.path["unit"], visit.form.get("address", "")[:_LONGEST]
    adopting.refuse(visit.office, address, unit, visit.by, visit.now)
    return _back(visit, "disown")


def register(visit: Visit) -> Reply:
    """File what was brought on paper or by messenger: a scan, a photograph, a table."""
    if not visit.uploads:
        raise NeedsStaff("请选择要登记的文件，没有登记")
    form = visit.form
    period, copy = form.get("period", ""), form.get("copy", "")
    ruling = Ruling((visit.path["unit"],), period, copy, learn=False)
    with tempfile.TemporaryDirectory() as room:
        paths = [_put(Path(room), upload) for upload in visit.uploads]
        registering.register(visit.office, paths, ruling, visit.by, visit.now)
    return _back(visit, "register")


def _put(room: Path, upload: Upload) -> Path:
    """Lay an uploaded file down in a folder of its own; its name is made harmless."""
    path = Path(tempfile.mkdtemp(dir=room)) / safe_part(upload.name)
    path.write_bytes(upload.content)
    return path


def _back(visit: Visit, done: str) -> Reply:
    return Onward(f"/units/{quote(visit.path['unit'], safe='')}?done={done}")


OPENINGS = (
    Opening("/units", every),
    Opening("/units/{unit}", one),
    *(
        Opening(f"/units/{{unit}}/{name}", answer, form=True, decides=True)
        for name, answer in (
            ("extend", extend),
            ("exempt", exempt),
            ("pause", pause),
            ("resume", remind_again),
            ("suspend", suspend),
            ("revive", revive),
            ("adopt", adopt),
            ("disown", disown),
            ("register", register),
        )
    ),
)
